"""Ask another office, on one draft, to concur (it holds the draft up) or to comment (it holds nothing up)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from django.db import transaction

from accounts.models import Office, Role, User
from approvals import checks
from approvals.actions.decide import open_for
from approvals.actions.flight import Flight
from approvals.models import Draft, Level, Step
from approvals.refusals import Refused
from approvals.rules import routing
from approvals.rules.content import clean_text

LONGEST_LIMIT = timedelta(days=30)
LONGEST_QUESTION, LONGEST_REASON = 200, 500
MOST_ASKED = 8
STILL_ASKED = (Step.Status.OPEN, Step.Status.WAITING, Step.Status.PASSED)


@dataclass(frozen=True, slots=True)
class Request:
    """What an approver asks of another office: one question, why it is asked, and how long they have."""

    office_id: int
    question: str
    reason: str
    limit: timedelta


@transaction.atomic
def ask_to_concur(*, draft_id: UUID, by: User, revision: str | None, request: Request, at: datetime) -> Draft:
    """Put a step on the route that must approve, beside the one that asks; nothing passes before it has.

    Whoever asks must be able to decide the draft now. The step has its own clock; those asked hear of it.
    """
    return _ask(Step.Mode.APPROVE, draft_id=draft_id, by=by, revision=revision, request=request, at=at)


@transaction.atomic
def ask_to_comment(*, draft_id: UUID, by: User, revision: str | None, request: Request, at: datetime) -> Draft:
    """Put a step on the route that asks for a comment and holds nothing up; the first comment from there answers it."""
    return _ask(Step.Mode.COMMENT, draft_id=draft_id, by=by, revision=revision, request=request, at=at)


def _ask(mode: Step.Mode, *, draft_id: UUID, by: User, revision: str | None, request: Request, at: datetime) -> Draft:
    flight, asking, _seat = open_for(draft_id, by=by, revision=revision, verb="clear", at=at)
    office = Office.objects.filter(pk=request.office_id).first()
    if office is None:
        raise Refused("unknown_office", field="office")
    step = _step(mode, flight, asking, office, _checked(request))
    step.asked_by = by
    _require_new(step, flight)
    flight.steps.append(step)
    # Read anew: the place is new on this route.
    flight.forget_seats()
    _require_staff(step, flight)
    step.save(force_insert=True)
    data = {"step": step.pk, "level": step.name, "office": office.name, "mode": mode.value, "asking": asking.pk}
    flight.note("concurrence_asked", by=by.pk, **data)
    flight.open(step)
    flight.land()
    return flight.draft


def with_those_asked(plan: routing.Route, steps: Iterable[Step]) -> routing.Route:
    """Return a route with the offices that approvers asked on the route before it, and that have not commented yet.

    They stand beside its first level, so that nothing passes without those who were to concur; one that has concurred
    keeps its approval as any level does.
    """
    kept = [step for step in steps if step.origin == Step.Origin.CONCURRENCE and step.status in STILL_ASKED]
    if not kept:
        return plan
    first = min(planned.level.position for planned in plan.steps)
    asked = tuple(_planned(step, position=first) for step in kept)
    return replace(plan, steps=tuple(sorted((*plan.steps, *asked), key=lambda planned: planned.level.position)))


def _planned(step: Step, *, position: int) -> routing.PlannedStep:
    level = routing.LevelRule(
        id=None, position=position, name=step.name, question=step.question,
        who=routing.Who("office", step.role, step.office_id), quorum=step.quorum, quorum_n=step.quorum_n,
        limit=step.limit, remind_before=step.remind_before, may_reject=step.may_reject, conditions={}, key=step.key,
        mode=step.mode, runs_on=step.runs_on,
    )  # fmt: skip
    return routing.PlannedStep(
        level, step.office_id, (), origin=step.origin, asked_by=step.asked_by_id, reason=step.reason
    )


def role_asked(office: Office) -> Role:
    """Return who speaks for an office that is asked: the head of a mission, the approvers of any other."""
    return Role.HEAD if office.kind == Office.Kind.MISSION else Role.APPROVER


def _checked(request: Request) -> Request:
    """Return the request as it is kept, or refuse one without a question, a reason or a sensible time."""
    texts = {"question": (request.question, LONGEST_QUESTION), "reason": (request.reason, LONGEST_REASON)}
    said = {}
    for field, (text, longest) in texts.items():
        said[field] = clean_text(checks.storable(text, field=field)).strip()
        if not said[field]:
            raise Refused("question_needed" if field == "question" else "ask_reason_needed", field=field)
        if len(said[field]) > longest:
            raise Refused("too_large", field=field, params={"length": len(said[field]), "limit": longest})
    if not timedelta(minutes=1) <= request.limit <= LONGEST_LIMIT:
        raise Refused("ask_limit_unusable", field="limit")
    return Request(request.office_id, said["question"], said["reason"], request.limit)


def _step(mode: Step.Mode, flight: Flight, asking: Step, office: Office, request: Request) -> Step:
    taken = {step.key for step in flight.steps}
    key = next(key for number in count(1) if (key := f"concurrence-{number}") not in taken)
    return Step(
        route_id=asking.route_id, draft=flight.draft, origin=Step.Origin.CONCURRENCE, key=key,
        position=asking.position, name=office.name[:80], question=request.question, office=office,
        role=role_asked(office), mode=mode, quorum=Level.Quorum.ANY, quorum_n=1, limit=request.limit,
        may_reject=False, reason=request.reason, runs_on=asking.runs_on,
    )  # fmt: skip


def _require_new(step: Step, flight: Flight) -> None:
    """Refuse what an open step asks of the same people already, and a route that grows without end."""
    if any(other.place == step.place for other in flight.open_steps):
        raise Refused("asked_already", field="office", params={"office": step.office.name})
    if sum(other.origin == Step.Origin.CONCURRENCE for other in flight.steps) >= MOST_ASKED:
        raise Refused("asked_too_often", params={"most": MOST_ASKED})


def _require_staff(step: Step, flight: Flight) -> None:
    """Refuse an office where nobody could answer, and one whose answer would leave nobody for a level to come."""
    if not flight.able(step):
        raise Refused("ask_unstaffed", field="office", params={"office": step.office.name})
    if step.mode != Step.Mode.APPROVE:
        return
    ahead = [other for other in flight.steps if other.status in (Step.Status.OPEN, Step.Status.WAITING)]
    people = {other.place: [seat.user_id for seat in flight.seated(other)] for other in ahead}
    verdict = routing.can_be_passed(
        [routing.Needed(other.name, other.place, flight.still_needed(other), other.mode) for other in ahead],
        people,
        barred=flight.barred | flight.counted(),
    )
    if not verdict:
        raise Refused(verdict.code, params=verdict.params)
