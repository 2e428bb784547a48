"""Write a planned route down, step by step: later changes to the policy do not reach it."""

from datetime import datetime

from approvals import facts
from approvals.models import Draft, Route, Step, StepEscalation
from approvals.rules import routing


def freeze(
    draft: Draft, plan: routing.Route, known: dict[str, frozenset[str]], *, at: datetime
) -> tuple[Route, list[Step]]:
    """Write the route down: later changes to the policy do not reach it."""
    used = facts.time_used(draft, at=at)
    route = Route.objects.create(
        kind=Route.Kind.CLEARED_LINES if plan.asks_nobody else Route.Kind.LEVELS,
        draft=draft,
        number=(draft.route.number if draft.route else 0) + 1,
        revision=draft.current,
        policy_version_id=plan.version_id,
        facts=facts.describe_facts(known),
        created_at=at,
    )
    steps = Step.objects.bulk_create(
        Step(
            route=route, draft=draft, level_id=planned.level.id, origin=planned.origin, key=planned.level.key,
            position=planned.level.position, name=planned.level.name, question=planned.level.question,
            office_id=planned.office_id, role=planned.level.who.role, mode=planned.level.mode,
            quorum=planned.level.quorum, quorum_n=planned.level.quorum_n, limit=planned.level.limit,
            remind_before=planned.level.reminds_before, may_reject=planned.level.may_reject,
            carry=planned.level.carry, fresh_sign_in=planned.level.fresh_sign_in, asked_by_id=planned.asked_by,
            reason=planned.reason, used_before=used.get((planned.level.key, *planned.place)),
            runs_on=routing.runs_on(draft.urgency, planned.level.runs_on),
        )
        for planned in plan.steps
    )  # fmt: skip
    StepEscalation.objects.bulk_create(
        StepEscalation(
            step=step, rung=number, after=rung.after, office_id=rung.place[0], role=rung.place[1],
            posting_id=rung.posting_id,
        )
        for step, planned in zip(steps, plan.steps, strict=True)
        for number, rung in enumerate(sorted(planned.escalations, key=lambda rung: rung.after), start=1)
    )  # fmt: skip
    frozen = Step.objects.filter(route=route).select_related("office").order_by("position", "pk")
    return route, list(frozen)
