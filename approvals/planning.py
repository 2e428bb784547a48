"""Which way a draft goes, and whether every level has somebody who can decide: asked to submit, and to preview."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Office
from approvals import facts, regimes
from approvals.models import PolicyVersion
from approvals.refusals import Refused
from approvals.rules import overlay, routing
from approvals.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Planner:
    """What routes for the drafts of one office are chosen from at an instant: read once, asked often."""

    policies: Sequence[routing.PolicyRule]
    offices: routing.Directory
    overlays: Sequence[overlay.Overlay]
    is_kept: bool = False

    def choose(self, known: Mapping[str, frozenset[str]]) -> routing.Route | Verdict:
        """Return the route for these facts under the regimes in force, or why there is none. No query."""
        if self.is_kept:
            chosen = routing.plan(self.policies[0], known, self.offices)
        else:
            chosen = routing.choose(self.policies, known, self.offices)
        if isinstance(chosen, Verdict):
            return chosen
        return overlay.apply(chosen, overlay.covering(self.overlays, known), self.offices)


def planner(*, office: Office, version_id: int | None, at: datetime) -> Planner:
    """Return what chooses routes for this office at `at`.

    A draft that was handed back names the version it was first submitted under (`version_id`), and keeps it.
    """
    offices, overlays = facts.directory(office), regimes.overlays(at=at)
    if version_id is None:
        return Planner(facts.policies_in_force(), offices, overlays)
    versions = PolicyVersion.objects.select_related("policy").prefetch_related("levels__escalations")
    return Planner([facts.policy_rule(versions.get(pk=version_id))], offices, overlays, is_kept=True)


def choose_route(
    *, office: Office, known: Mapping[str, frozenset[str]], version_id: int | None, at: datetime
) -> routing.Route:
    """Return the route for these facts under the regimes in force at `at`, or refuse with why there is none."""
    return required(planner(office=office, version_id=version_id, at=at).choose(known))


def required(chosen: routing.Route | Verdict) -> routing.Route:
    """Return the route that was chosen, or refuse with why there is none."""
    if isinstance(chosen, Verdict):
        raise Refused(chosen.code, params=chosen.params)
    return chosen


def under_regimes(
    route: routing.Route, known: Mapping[str, frozenset[str]], offices: routing.Directory, *, at: datetime
) -> routing.Route | Verdict:
    """Return the route as the regimes in force at `at` have it, or why there is none."""
    return overlay.apply(route, overlay.covering(regimes.overlays(at=at), known), offices)


def require_staff(route: routing.Route, *, writers: Collection[int], at: datetime) -> None:
    """Refuse a route with a level that nobody can decide now, the writers and their deputies left out. Two queries."""
    people = facts.people_at({step.place for step in route.steps}, at=at)
    barred = facts.barred_from(frozenset(writers), at=at)
    verdict = routing.staffing(route, people, barred=barred)
    if not verdict:
        raise Refused(verdict.code, params=verdict.params)
