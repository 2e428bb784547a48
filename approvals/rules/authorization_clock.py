"""When the clock of a pre-authorization fires: its end is told of in time, and then it comes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLD_BEFORE = timedelta(days=30)
# Of a term so short that 30 days before its end it has hardly begun, this part is over when its end is told of.
TOLD_AFTER = 0.75


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when (half-open) the terms in force hold."""

    starts_at: datetime
    until: datetime

    @property
    def told_at(self) -> datetime:
        """Return when the end is told of: 30 days before it, or at three quarters of the term, whichever is later."""
        return max(self.until - TOLD_BEFORE, self.starts_at + TOLD_AFTER * (self.until - self.starts_at))


def next_alarm_at(term: Term, *, is_told: bool) -> datetime:
    """Return when the clock fires next: to tell of the end to come, or for the end."""
    return term.until if is_told else term.told_at
