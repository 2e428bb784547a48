"""What the pages of regimes show: a regime in words, with its levels, whether it is saved or only asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from approvals import in_force
from approvals.models import Regime, RegimeLevel, Selector
from approvals.web.conditions import Vocabulary
from approvals.web.overrides import TITLES, scope_words, topic_names


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """One level of a regime in words."""

    level: RegimeLevel
    who: str


@dataclass(frozen=True, slots=True)
class ShownRegime:
    """A regime in words; `state` is scheduled, in_force or over."""

    regime: Regime
    title: str
    scope: str
    state: str
    exempt: list[str]
    levels: list[ShownLevel]
    # How many pre-authorizations it suspends, of those that could be used now; None where nobody asked.
    authorizations: int | None = None

    @property
    def limit(self) -> timedelta | None:
        """Return the time that every level has while it is on."""
        return self.regime.limit

    @property
    def before(self) -> list[ShownLevel]:
        """Return the levels asked before the policy's."""
        return [shown for shown in self.levels if shown.level.placement == RegimeLevel.Placement.BEFORE]

    @property
    def after(self) -> list[ShownLevel]:
        """Return the levels asked after the policy's."""
        return [shown for shown in self.levels if shown.level.placement == RegimeLevel.Placement.AFTER]


def shown(regime: Regime, levels: Iterable[RegimeLevel], words: Vocabulary, *, at: datetime) -> ShownRegime:
    """Return a regime in the reader's language; names of topics cost one query for all that share `words`."""
    said = scope_words(regime, words)
    return ShownRegime(
        regime=regime,
        title=str(TITLES[regime.kind]) % {"scope": said},
        scope=said,
        state=state_of(regime, at=at),
        exempt=topic_names(regime.exempt_topics, words),
        levels=[ShownLevel(level, _who(level)) for level in levels],
    )


def state_of(regime: Regime, *, at: datetime) -> str:
    """Return whether a regime is to come, in force or over at `at`."""
    if any(end is not None and end <= at for end in (regime.until, regime.ended_at)):
        return "over"
    return "in_force" if regime.starts_at <= at else "scheduled"


def not_over(*, at: datetime) -> QuerySet[Regime]:
    """Return the regimes in force and to come, the one that starts first going first. Two queries."""
    return with_names(Regime.objects.filter(in_force.not_over("ended_at", at=at)).order_by("starts_at", "pk"))


def with_names(found: QuerySet[Regime]) -> QuerySet[Regime]:
    """Return regimes with the people, levels and offices that a page names."""
    return found.select_related("declared_by", "ended_by").prefetch_related("levels__office")


def _who(level: RegimeLevel) -> str:
    place = level.office if level.selector == Selector.OFFICE else Selector(level.selector).label
    return f"{level.get_role_display()}, {place}"
