"""Delays come to an end: how late a level was, on its office's working hours and on the wall clock, is kept."""

from collections.abc import Collection
from datetime import datetime

from approvals import calendars
from approvals.models import Delay


def resolve(step_ids: Collection[int], *, at: datetime) -> None:
    """End the open delays of these steps, which closed at this instant. At most two queries, none for no step."""
    if not step_ids:
        return
    delays = list(Delay.objects.filter(step__in=step_ids, resolved_at__isnull=True).select_related("office"))
    for delay in delays:
        delay.resolved_at = at
        delay.late_working = calendars.hours_of(delay.office).between(delay.due_at, at)
    Delay.objects.bulk_update(delays, ("resolved_at", "late_working"))
