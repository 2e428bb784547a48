"""Submit a draft: choose its route, freeze it, start the first clock."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import checks, facts
from approvals.actions.flight import Flight
from approvals.actions.locking import author_seat, lock_draft, require_state
from approvals.models import Decision, Draft, PolicyVersion, Route, Step, StepEscalation
from approvals.refusals import Refused
from approvals.rules import routing
from approvals.rules.verdict import Verdict


@transaction.atomic
def submit(
    *, draft_id: UUID, by: User, at: datetime, confirmed: Collection[str] = ()
) -> Draft:
    """Put the draft on its route, or refuse with the reason: its text, its moment, or a level nobody can decide.

    `confirmed` names the findings that the author has seen and stands by.
    """
    draft = lock_draft(draft_id)
    author_seat(draft, by, at=at)
    require_state(draft, "submit")
    if draft.moment and draft.moment <= at:
        raise Refused("moment_past", field="moment")
    channels = list(draft.channels.all())
    assert draft.revision is not None, "a draft has a revision from its creation"  # noqa: S101
    accepted = checks.require_submittable(
        draft.revision.body, channels, at=at, confirmed=confirmed
    )
    known = facts.routing_facts(
        office=draft.office,
        content=draft.revision.body,
        channels=channels,
        topics=draft.topics,
        urgency=draft.urgency,
    )
    plan = _plan(draft, known)
    _require_staff(draft, plan, at=at)
    route, steps = _freeze(draft, plan, known, at=at)
    draft.submit(at=at)
    draft.route, draft.policy_version_id = route, plan.version_id
    flight = Flight(
        draft, steps, list(Decision.objects.filter(draft=draft).order_by("pk")), at
    )
    flight.note(
        "submitted", by=by.pk, revision=draft.revision.hash, version=plan.version_id, route=route.number,
        levels=[step.name for step in steps], confirmed=sorted(accepted),
    )  # fmt: skip
    flight.advance()
    flight.land("route", "policy_version")
    return draft


def _plan(draft: Draft, known: dict[str, frozenset[str]]) -> routing.Route:
    """Choose the route; a draft that was handed back keeps the version it was first submitted under."""
    offices = facts.directory(draft.office)
    chosen: routing.Route | Verdict
    if draft.policy_version_id:
        version = PolicyVersion.objects.select_related("policy").prefetch_related(
            "levels__escalations"
        )
        chosen = routing.plan(
            facts.policy_rule(version.get(pk=draft.policy_version_id)), known, offices
        )
    else:
        chosen = routing.choose(facts.policies_in_force(), known, offices)
    if isinstance(chosen, Verdict):
        raise Refused(chosen.code, params=chosen.params)
    return chosen


def _require_staff(draft: Draft, plan: routing.Route, *, at: datetime) -> None:
    people = facts.people_at({step.place for step in plan.steps}, at=at)
    barred = facts.barred_from(facts.writers_of(draft), at=at)
    verdict = routing.staffing(plan, people, barred=barred)
    if not verdict:
        raise Refused(verdict.code, params=verdict.params)


def _freeze(
    draft: Draft, plan: routing.Route, known: dict[str, frozenset[str]], *, at: datetime
) -> tuple[Route, list[Step]]:
    """Write the route down: later changes to the policy do not reach it."""
    route = Route.objects.create(
        draft=draft,
        number=(draft.route.number if draft.route else 0) + 1,
        revision=draft.revision,
        policy_version_id=plan.version_id,
        facts=facts.describe_facts(known),
        created_at=at,
    )
    steps = Step.objects.bulk_create(
        Step(
            route=route, draft=draft, level_id=planned.level.id, position=planned.level.position,
            name=planned.level.name, question=planned.level.question, office_id=planned.office_id,
            role=planned.level.who.role, quorum=planned.level.quorum, quorum_n=planned.level.quorum_n,
            limit=planned.level.limit, remind_before=planned.level.remind_before, may_reject=planned.level.may_reject,
        )
        for planned in plan.steps
    )  # fmt: skip
    StepEscalation.objects.bulk_create(
        StepEscalation(
            step=step, rung=rung, after=after, office_id=place[0], role=place[1]
        )
        for step, planned in zip(steps, plan.steps, strict=True)
        for rung, (after, place) in enumerate(sorted(planned.escalations), start=1)
    )
    frozen = (
        Step.objects.filter(route=route)
        .select_related("office")
        .order_by("position", "pk")
    )
    return route, list(frozen)
