"""Who keeps the clocks going, and when each last said so: ages are counted by the database's own clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from approvals.models import Heartbeat

# Beat, the workers and the sweep each say that they live every five seconds.
SILENT_AFTER = timedelta(seconds=30)
PARTS = ("sweep", "worker", "beat")


@dataclass(frozen=True, slots=True)
class Pulse:
    """One part's last heartbeat."""

    part: str
    name: str
    at: datetime
    age: timedelta

    @property
    def lives(self) -> bool:
        """Say whether it was heard of lately."""
        return self.age <= SILENT_AFTER


def pulses() -> list[Pulse]:
    """Return the last heartbeat of every part, the youngest first. One query."""
    age = ExpressionWrapper(Now() - F("at"), output_field=DurationField())
    rows = Heartbeat.objects.annotate(age=age).order_by("-at", "pk").values_list("part", "name", "at", "age")
    return [Pulse(*row) for row in rows]


def of(part: str, heard: Sequence[Pulse]) -> list[Pulse]:
    """Return those of one part."""
    return [pulse for pulse in heard if pulse.part == part]
