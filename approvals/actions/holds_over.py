"""When a hold is over, by being lifted or at its end, the authors whose drafts waited are asked again, each once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.authority import holders_of
from accounts.models import Role
from approvals import announce, audit, holding, in_force
from approvals.actions.holds import topic_of, touched
from approvals.audit import Entry
from approvals.lifecycle import State
from approvals.models import Draft, Event, Hold
from notifications.outbox import Envelope

BATCH = 500
# A decision that was under way when the hold ended may have told its author to wait: it is looked for once more.
GRACE = timedelta(minutes=1)


def fire_holds(*, at: datetime, batch: int = BATCH) -> int:
    """Ask again whoever waited on a hold that is over; return how many were asked and how many holds are done with.

    A draft that somebody holds at this moment is passed over, and its hold stays due: the next sweep asks again.
    """
    due = Hold.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at", "pk")
    return sum(_finish(hold, at=at, batch=batch) if end_of(hold) <= at else _remind(hold.pk, at=at) for hold in due)


@transaction.atomic
def _remind(hold_id: int, *, at: datetime) -> int:
    """Tell the policy officers, once, that a hold will end within the day; its clock fires next at its end."""
    hold = Hold.objects.select_for_update(skip_locked=True).filter(pk=hold_id, next_alarm_at__lte=at).first()
    if hold is None or end_of(hold) <= at:
        return 0
    officers = {seat.user_id for seat in holders_of(Role.POLICY, at=at)}
    announce.send(announce.about_hold(hold, "hold_ending", officers, topic=topic_of(hold)), at=at)
    hold.next_alarm_at = hold.until
    hold.save(update_fields=["next_alarm_at"])
    return 1


def _finish(hold: Hold, *, at: datetime, batch: int) -> int:
    asked, complete = 0, True
    last: UUID | None = None
    while ids := _next(hold, last, at=at, batch=batch):
        found = _ask(hold, ids, at=at)
        asked, complete, last = asked + found[0], complete and found[1], ids[-1]
    return asked + (_close(hold.pk, at=at) if complete else 0)


def _next(hold: Hold, last: UUID | None, *, at: datetime, batch: int) -> list[UUID]:
    found = _may_wait(hold, at=at)
    found = found if last is None else found.filter(pk__gt=last)
    return list(found.order_by("pk").values_list("pk", flat=True)[:batch])


def _may_wait(hold: Hold, *, at: datetime) -> QuerySet[Draft]:
    """Return the cleared drafts that could go out now and whose authors have heard nothing since the hold's end.

    A slot that has not come, or that nobody was told of yet, has a clock of its own.
    """
    end = end_of(hold)
    told = Event.objects.filter(draft=OuterRef("pk"), kind="hold_over", at__gte=end)
    return Draft.objects.filter(
        Q(publish_at__isnull=True) | Q(slot_told_at__lt=end),
        Q(moment__isnull=True) | Q(moment__gt=at),
        ~Exists(told),
        state=State.CLEARED,
        cleared_at__lt=end,
    )


@transaction.atomic
def _ask(hold: Hold, ids: Sequence[UUID], *, at: datetime) -> tuple[int, bool]:
    """Ask the authors of one batch; return how many were asked, and whether none was passed over."""
    free = Draft.objects.select_for_update(skip_locked=True).filter(pk__in=ids).order_by("pk")
    locked = list(free.values_list("pk", flat=True))
    # Only now, under the drafts' locks, is it certain whose authors have heard nothing yet.
    waiting = _may_wait(hold, at=at).filter(pk__in=locked)
    drafts = list(waiting.select_related("office", "revision").prefetch_related("channels").order_by("pk"))
    still = list(in_force.holds(at=at))
    scope = in_force.scope_of(hold)
    entries: list[Entry] = []
    envelopes: list[Envelope] = []
    freed = []
    for draft in drafts:
        channels = list(draft.channels.all())
        waits = holding.of(draft, channels=channels, holds=still)
        if holding.is_covered(draft, channels, scope) and not waits.stops_all:
            freed.append(draft)
            entries.append(Entry(draft, "hold_over", None, {"hold": hold.pk}))
            envelopes += announce.to_author(draft, "hold_over", publish_at=announce.iso(draft.publish_at))
    audit.record(entries, at=at)
    announce.send(envelopes, at=at)
    Draft.objects.bulk_update(freed, audit.HEAD)
    return len(freed), len(locked) == len(ids)


@transaction.atomic
def _close(hold_id: int, *, at: datetime) -> int:
    """Stop the hold's clock, after one more look when the grace is over; say once that its end has come by itself."""
    # The ministry's chain first: lift() locks in this order too.
    audit.lock_ministry()
    hold = Hold.objects.select_for_update(skip_locked=True).filter(pk=hold_id, next_alarm_at__lte=at).first()
    if hold is None or hold.next_alarm_at is None:
        return 0
    end = end_of(hold)
    if hold.next_alarm_at <= end and hold.lifted_at is None:
        audit.record_for_ministry("hold_ended", by=None, at=at, data={"hold": hold.pk})
        people = touched(hold, at=at)
        announce.send(announce.about_hold(hold, "hold_ended", people, topic=topic_of(hold)), at=at)
    if at < end + GRACE:
        hold.next_alarm_at = end + GRACE
    else:
        hold.next_alarm_at, hold.closed_at = None, at
    hold.save(update_fields=["next_alarm_at", "closed_at"])
    return 1


def end_of(hold: Hold) -> datetime:
    """Return the instant from which a hold that is over covers nothing."""
    return min(end for end in (hold.lifted_at, hold.until) if end is not None)
