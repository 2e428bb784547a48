"""Beat, every worker and every sweep say that they live: one row each, stamped by the database's own clock."""

from datetime import timedelta

from django.db.models.functions import Now

from approvals.models import Heartbeat

# A worker that has been silent for so long has gone for good: each new container has a name of its own.
GONE_AFTER = timedelta(hours=1)


def say(*, part: str, name: str = "") -> None:
    """Note that this part lives. One query."""
    now = Heartbeat(part=part, name=name, at=Now())
    Heartbeat.objects.bulk_create([now], update_conflicts=True, unique_fields=("part", "name"), update_fields=("at",))


def forget_gone() -> int:
    """Delete the rows of workers and beats that went long ago, and return how many; the sweep's own row stays."""
    gone = Heartbeat.objects.exclude(part="sweep").filter(at__lt=Now() - GONE_AFTER)
    return gone.delete()[0]
