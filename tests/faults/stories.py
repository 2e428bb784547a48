"""Deadlines that come while something breaks, and what must be true of each of them afterwards."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Max

from approvals import audit
from approvals.models import Delay, Draft, Event, Heartbeat, Step
from notifications.models import Message
from tests.actions.crowd import late
from tests.people import Ministry

# How long the first level of the ministry's policy has, and how long before its deadline it is reminded.
LIMIT, REMINDED_BEFORE = timedelta(hours=4), timedelta(hours=1)
CHECKED = 60  # chains of a large crowd; the counts are of all


def database_now() -> datetime:
    """Return what time it is by the only clock that counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def due_in(ministry: Ministry, seconds: float, *, count: int = 1) -> list[int]:
    """Add so many open steps that are due so many seconds from now, all at one instant; return their numbers."""
    before = Step.objects.aggregate(last=Max("pk"))["last"] or 0
    late(ministry, count, at=database_now())
    added = Step.objects.filter(pk__gt=before, status="open")
    due = database_now() + timedelta(seconds=seconds)
    # Only now, and all of them at once: a sweep may be under way at any moment.
    added.update(opened_at=due - LIMIT, due_at=due, next_alarm_at=due - REMINDED_BEFORE)
    return list(added.order_by("pk").values_list("pk", flat=True))


def flagged(steps: list[int]) -> int:
    """Return how many of these are flagged."""
    return Delay.objects.filter(step__in=steps).count()


def last_sweep() -> datetime | None:
    """Return when a sweep last came to its end."""
    return Heartbeat.objects.filter(part="sweep").aggregate(at=Max("at"))["at"]


def nothing_lost_early_or_twice(steps: list[int], *, within: float | None = None) -> None:
    """Hold that each of these was flagged, once, not before its time, told once, and put on an unbroken record."""
    delays = Delay.objects.filter(step__in=steps)
    assert delays.count() == len(steps)
    assert not delays.filter(flagged_at__lt=F("due_at")).exists()
    if within is not None:
        assert not delays.filter(flagged_at__gt=F("due_at") + timedelta(seconds=within)).exists()
    drafts = list(Draft.objects.filter(steps__in=steps).distinct())
    kinds = Counter(
        Event.objects.filter(draft__in=drafts, kind__in=("delay_flagged", "reminded")).values_list("draft", "kind")
    )
    assert set(kinds.values()) == {1}
    assert sum(kind == "delay_flagged" for _draft, kind in kinds) == len(steps)
    told = Message.objects.filter(kind="overdue", medium="in_app", user__username="helen")
    keys = Counter(key.rpartition(":")[0] for key in told.values_list("key", flat=True))
    assert {keys[f"step:{step}:overdue"] for step in steps} == {1}
    for draft in drafts[:CHECKED]:
        assert list(audit.verify(draft)) == []
