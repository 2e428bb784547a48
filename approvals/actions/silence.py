"""The silence procedure: a step passes at its deadline unless somebody has spoken; who could have is on record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.authority import holders_of
from accounts.models import Role
from approvals import announce, calendars, facts
from approvals.actions import reach
from approvals.actions.flight import Flight
from approvals.models import Delay, Draft, Step
from approvals.rules.deadlines import OVERDUE_PLACE, next_alarm_at

# A step whose silence ends with its deadline; one that was late because nobody could have spoken needs an approval.
SILENCE_LAPSED = Q(mode=Step.Mode.SILENCE, overdue_at__isnull=True)


def fire_silences(*, at: datetime, batch: int) -> int:
    """Pass the steps whose silence has lasted to its deadline, and return how many there were.

    Each draft has a transaction of its own, for its next levels open with it. What a decision holds at this moment is
    left for the next sweep: somebody may be breaking silence.
    """
    # The alarm is the index: a silence that has lapsed is due at its reminder or at its deadline, both past.
    lapsed = Step.objects.filter(SILENCE_LAPSED, next_alarm_at__lte=at, due_at__lte=at)
    due = lapsed.order_by("due_at", "pk").values_list("draft", flat=True)[:batch]
    return sum(_lapse(draft_id, at=at) for draft_id in dict.fromkeys(due))


@transaction.atomic
def _lapse(draft_id: UUID, *, at: datetime) -> int:
    free = Draft.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=draft_id)
    draft = free.select_related("office", "author", "revision", "route").first()
    if draft is None:
        return 0
    flight = Flight.of(draft, at=at)
    # Only now, under the lock, is it certain that nobody has spoken.
    lapsed = [step for step in flight.open_steps if _is_lapsed(step, at=at)]
    if not lapsed:
        return 0
    for step in lapsed:
        _end(step, flight)
    flight.advance()
    flight.land()
    return len(lapsed)


def _is_lapsed(step: Step, *, at: datetime) -> bool:
    return step.mode == Step.Mode.SILENCE and step.overdue_at is None and step.due_at is not None and step.due_at <= at


def _end(step: Step, flight: Flight) -> None:
    """Let a step pass by silence; the silence of nobody is no consent, so one that nobody could have broken is late.

    Who is away could not have spoken.
    """
    able = flight.able(step)
    could_have_spoken = able - {absence.user_id for absence in reach.absent(able, flight)}
    if not could_have_spoken:
        _is_void(step, flight)
        return
    flight.close(step, Step.Status.SILENT)
    flight.note(
        "silence_passed", step=step.pk, level=step.name, revision=flight.draft.current.hash,
        could_have_spoken=sorted(could_have_spoken),
    )  # fmt: skip


def _is_void(step: Step, flight: Flight) -> None:
    if step.due_at is None:
        raise ValueError(f"The step {step.pk} has no deadline that could have passed.")
    step.overdue_at, step.places_fired = flight.at, OVERDUE_PLACE + 1
    clock = step.clock(facts.escalation_waits(step), calendars.hours_for(step))
    step.next_alarm_at = next_alarm_at(clock, fired=step.places_fired)
    flight.changed[step.pk] = step
    Delay.objects.create(
        step=step, draft=flight.draft, office_id=step.office_id, due_at=step.due_at, flagged_at=flight.at
    )
    flight.note("silence_void", step=step.pk, level=step.name, due_at=announce.iso(step.due_at))
    flight.envelopes += announce.unstaffed(step, flight.draft, holders_of(Role.POLICY, at=flight.at))
