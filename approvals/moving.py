"""The drafts in flight under older versions, and what a move to the version in force would mean for each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from approvals import facts
from approvals.actions.concur import with_those_asked
from approvals.lifecycle import State
from approvals.many import People, Surroundings
from approvals.models import Decision, Draft, PolicyVersion, Step
from approvals.quoting import Library
from approvals.refusals import Refused
from approvals.rules import questions, routing
from approvals.rules.questions import Kept, Question
from approvals.rules.routing import PlannedStep
from approvals.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a move would mean for one draft: the levels it has, those it would have, and the approvals it would keep.

    `refused` says why it would not be moved; there are no new levels then.
    """

    draft: Draft
    before: list[Step]
    after: list[PlannedStep] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    refused: Refused | None = None

    @property
    def added(self) -> list[PlannedStep]:
        """Return the levels that the present route does not ask."""
        asked = {facts.question_of(step) for step in self.before}
        return [planned for planned in self.after if Question.of(planned) not in asked]

    @property
    def dropped(self) -> list[Step]:
        """Return the levels that the new route would not ask any more."""
        asked = {Question.of(planned) for planned in self.after}
        return [step for step in self.before if facts.question_of(step) not in asked] if self.after else []


def in_flight(policy_id: int, number: int) -> QuerySet[Draft]:
    """Return the drafts in review, or handed back, under this version of a policy, with where they stand."""
    waiting = Step.objects.filter(status=Step.Status.OPEN).select_related("office").order_by("position", "pk")
    found = Draft.objects.filter(
        policy_version__policy=policy_id, policy_version__number=number, state__in=facts.MOVABLE
    )
    return found.select_related("office", "author", "revision").prefetch_related(
        "channels", Prefetch("steps", waiting, to_attr="open_steps")
    )


def counted(policy_id: int) -> dict[int, int]:
    """Return how many drafts are in flight under each version of a policy that is not in force. One query."""
    rows = facts.in_flight_behind(policy_id).order_by().values_list("policy_version__number")
    return dict(rows.annotate(drafts=Count("pk")).order_by("-policy_version__number"))


def prospects(drafts: Sequence[Draft], *, policy_id: int, at: datetime) -> list[Prospect]:
    """Return what a move to the version in force would mean for each of these drafts, moving none.

    A fixed number of queries, however many drafts there are.
    """
    rule = _rule_in_force(policy_id)
    before = _steps_of(drafts)
    if rule is None:
        return [Prospect(draft, before[draft.route_id], refused=_nothing_to_move_to(draft)) for draft in drafts]
    around, library = Surroundings.read(at=at), Library(at=at)
    plans: dict[object, routing.Route | Verdict] = {}
    for draft in drafts:
        plan = around.plan(rule, facts.facts_of(draft, library), draft.office)
        plans[draft.pk] = plan if isinstance(plan, Verdict) else with_those_asked(plan, before[draft.route_id])
    routes = [plan for plan in plans.values() if not isinstance(plan, Verdict)]
    people = People.read(drafts, {planned.place for route in routes for planned in route.steps}, at=at)
    decisions = _decisions_of(drafts)
    return [_prospect(draft, plans[draft.pk], before[draft.route_id], decisions, people) for draft in drafts]


def _prospect(
    draft: Draft,
    plan: routing.Route | Verdict,
    before: list[Step],
    decisions: dict[int | None, list[Decision]],
    people: People,
) -> Prospect:
    if isinstance(plan, Verdict):
        return Prospect(draft, before, refused=Refused(plan.code, params=plan.params))
    # One that was handed back is asked everything when it is submitted again.
    given = decisions[draft.route_id] if draft.state == State.IN_REVIEW else []
    kept = questions.outlook(
        facts.approvals_given(given, draft),
        plan,
        seats={place: facts.seat_facts(found) for place, found in people.seats.items()},
        barred=people.barred(draft),
    )
    if isinstance(kept, Verdict):
        return Prospect(draft, before, refused=Refused(kept.code, params=kept.params))
    return Prospect(draft, before, list(plan.steps), kept)


def _rule_in_force(policy_id: int) -> routing.PolicyRule | None:
    versions = PolicyVersion.objects.filter(policy=policy_id, status=PolicyVersion.Status.IN_FORCE)
    version = versions.select_related("policy").prefetch_related("levels__escalations").first()
    return facts.policy_rule(version) if version is not None else None


def _nothing_to_move_to(draft: Draft) -> Refused:
    policy = draft.policy_version.policy.name if draft.policy_version is not None else ""
    return Refused("no_version_in_force", params={"policy": policy})


def _steps_of(drafts: Sequence[Draft]) -> dict[int | None, list[Step]]:
    found: dict[int | None, list[Step]] = defaultdict(list)
    steps = Step.objects.filter(route__in=[draft.route_id for draft in drafts]).select_related("office")
    for step in steps.order_by("position", "pk"):
        found[step.route_id].append(step)
    return found


def _decisions_of(drafts: Sequence[Draft]) -> dict[int | None, list[Decision]]:
    found: dict[int | None, list[Decision]] = defaultdict(list)
    approvals = Decision.objects.filter(route__in=[draft.route_id for draft in drafts]).select_related("step")
    for decision in approvals.order_by("pk"):
        found[decision.route_id].append(decision)
    return found
