"""Trust on evidence: what the adverse outcomes of reviews do to a pre-authorization, by the rules of its terms."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Adverse:
    """One outcome that was not “stands”: of which review, and since when."""

    review: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Rules:
    """After how many adverse outcomes the quota is halved, or all is suspended (None: never); in how many days."""

    halve_after: int | None
    suspend_after: int | None
    days: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """The reviews that count, the oldest first, and what follows: nothing, half the quota until then, or no post."""

    counted: tuple[int, ...]
    is_suspended: bool = False
    halved_until: datetime | None = None


def weigh(outcomes: Iterable[Adverse], rules: Rules, *, excused: Collection[int], at: datetime) -> Weighed:
    """Return what these outcomes come to at `at`; what is `excused` was forgiven on appeal, and never counts again.

    An outcome counts for `days`, and not at the instant at which these are over.
    """
    lasts = timedelta(days=rules.days)
    recent = [one for one in outcomes if at < one.at + lasts and one.review not in excused]
    recent.sort(key=lambda one: (one.at, one.review))
    counted = tuple(one.review for one in recent)
    if rules.suspend_after is not None and len(recent) >= rules.suspend_after:
        return Weighed(counted, is_suspended=True)
    if rules.halve_after is not None and len(recent) >= rules.halve_after:
        # When the oldest of those that are needed no longer counts, too few are left.
        return Weighed(counted, halved_until=recent[-rules.halve_after].at + lasts)
    return Weighed(counted)
