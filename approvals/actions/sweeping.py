"""One whole sweep of the clocks, and the word that it came to its end."""

from datetime import datetime

from approvals.actions import heartbeats
from approvals.actions.alarms import fire_due


def sweep(*, at: datetime) -> int:
    """Fire everything that is due, and return how many clocks fired; a sweep that fails leaves no heartbeat."""
    fired = fire_due(at=at)
    heartbeats.say(part="sweep")
    return fired
