"""Which way a draft goes, and whether every level has somebody who can decide: asked to submit, and to preview."""

from collections.abc import Collection, Mapping
from datetime import datetime

from accounts.models import Office
from approvals import facts, regimes
from approvals.models import PolicyVersion
from approvals.refusals import Refused
from approvals.rules import overlay, routing
from approvals.rules.verdict import Verdict


def choose_route(
    *, office: Office, known: Mapping[str, frozenset[str]], version_id: int | None, at: datetime
) -> routing.Route:
    """Return the route for these facts under the regimes in force at `at`, or refuse with why there is none.

    A draft that was handed back names the version it was first submitted under (`version_id`), and keeps it.
    """
    offices = facts.directory(office)
    chosen: routing.Route | Verdict
    if version_id is None:
        chosen = routing.choose(facts.policies_in_force(), known, offices)
    else:
        versions = PolicyVersion.objects.select_related("policy").prefetch_related("levels__escalations")
        chosen = routing.plan(facts.policy_rule(versions.get(pk=version_id)), known, offices)
    if not isinstance(chosen, Verdict):
        chosen = under_regimes(chosen, known, offices, at=at)
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
