"""The last drafts under a version that is not in force: which would take another route, and how."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from approvals import facts
from approvals.many import People, Surroundings
from approvals.models import Draft, PolicyVersion
from approvals.refusals import Refused
from approvals.rules import conditions, route_difference, routing
from approvals.rules.route_difference import RouteDifference
from approvals.rules.routing import PolicyRule
from approvals.rules.verdict import Verdict

# So many while somebody waits for the page; and by a worker, as work under way.
MOST_DRAFTS = 500
MOST_AT_LEISURE = 5000


@dataclass(frozen=True, slots=True)
class Tried:
    """One real draft with the route it would take now, the one with the version in force, and how they differ."""

    draft: Draft
    before: routing.Route | Verdict
    after: routing.Route | Verdict
    difference: RouteDifference

    @property
    def why_not(self) -> Refused | None:
        """Return why it could not be submitted any more; None when it could."""
        return Refused(self.after.code, params=self.after.params) if isinstance(self.after, Verdict) else None


def try_on_last(
    version: PolicyVersion, *, last: int, at: datetime, seen: Callable[[int, int], None] = lambda _done, _of: None
) -> list[Tried]:  # fmt: skip
    """Return what the last submitted drafts (at most 5000) would meet with this version in place of the one in force.

    All policies in force are asked, with the facts each draft was last routed by, under the regimes in force now: a
    version's conditions may draw drafts to it, or let them go to another policy. A fixed number of queries, however
    many drafts; `seen` is told how many of how many have been looked at. Refused when a condition of the version cannot
    be read.
    """
    rule = facts.policy_rule(version)
    if any(conditions.faults(one) for one in (rule.conditions, *(level.conditions for level in rule.levels))):
        raise Refused("version_invalid")
    now = facts.policies_in_force()
    then = [*_without_present(now, version), rule]
    around = Surroundings.read(at=at)
    drafts = list(_last_submitted(min(last, MOST_AT_LEISURE)))
    routes = []
    for number, draft in enumerate(drafts, start=1):
        routes.append((draft, _chosen(around, now, draft), _chosen(around, then, draft)))
        seen(number, len(drafts))
    places = {step.place for _draft, _old, new in routes if isinstance(new, routing.Route) for step in new.steps}
    people = People.read(drafts, places, at=at)
    staffed = [(draft, old, _staffed(draft, new, people)) for draft, old, new in routes]
    return [
        Tried(draft, old, new, route_difference.between(old, new, urgency=urgency_of(draft)))
        for draft, old, new in staffed
    ]


def urgency_of(draft: Draft) -> str:
    """Return how much a draft pressed when it was last routed."""
    return next(iter(_facts(draft).get("urgency", ())), draft.urgency)


def _last_submitted(count: int) -> QuerySet[Draft]:
    # By the row of the route: the last one written was submitted last, and the index of the column is at hand.
    submitted = Draft.objects.filter(route__isnull=False).select_related("office", "author", "route")
    return submitted.order_by("-route_id")[:count]


def _facts(draft: Draft) -> dict[str, frozenset[str]]:
    """Return the facts the draft was last routed by; those that were not kept then are nobody's."""
    kept = draft.route.facts if draft.route is not None else {}
    return {name: frozenset(values) for name, values in kept.items()}


def _chosen(around: Surroundings, policies: Sequence[PolicyRule], draft: Draft) -> routing.Route | Verdict:
    return around.choose(policies, _facts(draft), draft.office)


def _without_present(policies: Sequence[PolicyRule], version: PolicyVersion) -> list[PolicyRule]:
    """Return the policies in force but for that of this version."""
    present = version.policy.versions.filter(status=PolicyVersion.Status.IN_FORCE).values_list("pk", flat=True)
    ids = set(present)
    return [policy for policy in policies if policy.version_id not in ids]


def _staffed(draft: Draft, route: routing.Route | Verdict, people: People) -> routing.Route | Verdict:
    """Return the route, or a no where a level of it has nobody who could decide this draft now."""
    if isinstance(route, Verdict):
        return route
    verdict = routing.staffing(route, people.ids(), barred=people.barred(draft))
    return route if verdict else verdict
