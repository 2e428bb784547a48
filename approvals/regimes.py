"""The regimes of the ministry as the rules see them: read by whatever plans a route or sets a clock."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from approvals import in_force
from approvals.models import Regime, RegimeLevel
from approvals.rules import routing
from approvals.rules.overlay import Overlay


def overlays(*, at: datetime) -> list[Overlay]:
    """Return what the regimes in force change. One query, and one for their levels where there are any."""
    return _overlays(in_force.regimes(at=at))


def turned_on(*, at: datetime) -> list[Overlay]:
    """Return what the regimes change that are in force at `at`, or have begun since; one that was ended since is not.

    For a sweep, which may have read the time before another regime began. One query, and one for their levels.
    """
    standing = Regime.objects.filter(Q(begun_at__isnull=False) | Q(starts_at__lte=at), closed_at__isnull=True)
    return _overlays(standing.filter(in_force.not_over("ended_at", at=at)))


def _overlays(rows: QuerySet[Regime]) -> list[Overlay]:
    return [overlay_of(regime) for regime in rows.order_by("starts_at", "pk").prefetch_related("levels")]


def overlay_of(regime: Regime, levels: Iterable[RegimeLevel] | None = None) -> Overlay:
    """Return one regime as the rules see it; one that is not saved yet with the levels it would have."""
    placed = list(enumerate(regime.levels.all() if levels is None else levels, start=1))
    return Overlay(
        regime_id=regime.pk or 0,
        kind=regime.kind,
        scope=in_force.scope_of(regime),
        starts_at=regime.starts_at,
        limit=regime.limit,
        replaces_levels=regime.replaces_levels,
        before=_rules(regime, (item for item in placed if item[1].placement == RegimeLevel.Placement.BEFORE)),
        after=_rules(regime, (item for item in placed if item[1].placement == RegimeLevel.Placement.AFTER)),
    )


def _rules(regime: Regime, placed: Iterable[tuple[int, RegimeLevel]]) -> tuple[routing.LevelRule, ...]:
    return tuple(level_rule(level, key=f"regime-{regime.pk}-{number}") for number, level in placed)


def level_rule(level: RegimeLevel, *, key: str) -> routing.LevelRule:
    """Return a level of a regime as the rules see it: it is asked of every draft that the regime covers."""
    return routing.LevelRule(
        id=None, key=key, position=level.position, name=level.name, question=level.question,
        who=routing.Who(level.selector, level.role, level.office_id), quorum=level.quorum, quorum_n=level.quorum_n,
        limit=level.limit, remind_before=level.remind_before, may_reject=level.may_reject, conditions={},
        runs_on=level.runs_on, remind_percent=level.remind_percent,
        mode=level.mode, fresh_sign_in=level.fresh_sign_in,
    )  # fmt: skip
