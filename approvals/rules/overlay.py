"""What regimes make of a route and of a clock while they are on: plan and regimes in, the plan as it then is out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from approvals.rules.routing import Directory, LevelRule, PlannedStep, Route
from approvals.rules.scope import Scope
from approvals.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Overlay:
    """One regime in force, as the rules see it: what it covers, and what it changes there.

    `limit` is the time that every level has (None: its own); `before` and `after` are the levels it adds around those
    of the policy, or puts in their place (`replaces_levels`).
    """

    regime_id: int
    kind: str
    scope: Scope
    starts_at: datetime
    limit: timedelta | None = None
    replaces_levels: bool = False
    before: tuple[LevelRule, ...] = ()
    after: tuple[LevelRule, ...] = ()


@dataclass(frozen=True, slots=True)
class RegimeClock:
    """The clock that a regime puts in the place of a step's own: whose it is, since when, and how long."""

    regime_id: int
    since: datetime
    limit: timedelta

    @property
    def due_at(self) -> datetime:
        """Return the deadline."""
        return self.since + self.limit


def covering(overlays: Iterable[Overlay], facts: Mapping[str, Collection[str]]) -> list[Overlay]:
    """Return the regimes that cover a draft with these facts, the one that began first going first."""
    found = [overlay for overlay in overlays if overlay.scope.covers(facts)]
    return sorted(found, key=lambda overlay: (overlay.starts_at, overlay.regime_id))


def apply(route: Route, overlays: Sequence[Overlay], directory: Directory) -> Route | Verdict:
    """Return the route under these regimes (all of them cover the draft), or why there is none. Never skips a level.

    Levels put before those of the policy come first, in the order of their regimes, then the policy's unless a regime
    replaces them, then those put after. Where several regimes limit the time, the shortest limit is every level's.
    """
    steps = _merged(route, overlays, directory)
    if isinstance(steps, Verdict):
        return steps
    if replace(route, steps=tuple(steps)).asks_nobody and not route.may_ask_nobody:
        return Verdict.no("empty_route", policy=route.policy)
    limiting = strictest(overlays)
    if limiting is not None:
        steps = [replace(step, regime_id=limiting.regime_id, regime_limit=limiting.limit) for step in steps]
    return replace(route, steps=tuple(steps))


def clock_for(*, opened_at: datetime, own_due: datetime, overlays: Iterable[Overlay]) -> RegimeClock | None:
    """Return the clock that the regimes in force put on a step that opened then; None: it runs on its own.

    Of several regimes the earliest deadline counts; the time of a regime runs on the wall clock. What opened before the
    regimes began is never given more time than it had.
    """
    clocks = [
        RegimeClock(overlay.regime_id, max(overlay.starts_at, opened_at), overlay.limit)
        for overlay in overlays
        if overlay.limit is not None
    ]
    if not clocks:
        return None
    soonest = min(clocks, key=lambda clock: (clock.due_at, clock.since, clock.regime_id))
    opened_under_one = any(clock.since == opened_at for clock in clocks)
    return soonest if opened_under_one or soonest.due_at < own_due else None


def strictest(overlays: Iterable[Overlay]) -> Overlay | None:
    """Return the regime with the shortest limit, or None when none of them limits the time."""
    limited = [overlay for overlay in overlays if overlay.limit is not None]
    return min(limited, key=lambda overlay: (overlay.limit, overlay.regime_id), default=None)


def halved_to_fit(remind_before: timedelta | None, limit: timedelta) -> timedelta | None:
    """Return when to remind under this limit: as before, or half-way where that would be before the start."""
    return limit / 2 if remind_before is not None and remind_before >= limit else remind_before


def _merged(route: Route, overlays: Sequence[Overlay], directory: Directory) -> list[PlannedStep] | Verdict:
    replaced = any(overlay.replaces_levels for overlay in overlays)
    kept = [] if replaced else [(0, step.level.position, step) for step in route.steps]
    added: list[tuple[int, int, PlannedStep]] = []
    for place, overlay in enumerate(overlays, start=1):
        for side, levels in ((place - len(overlays) - 1, overlay.before), (place, overlay.after)):
            for level in levels:
                step = _planned(level, directory)
                if isinstance(step, Verdict):
                    return step
                added.append((side, level.position, step))
    if not added:
        return [step for *_, step in kept]
    everything = sorted([*added, *kept], key=lambda item: item[:2])
    groups = {group: position for position, group in enumerate(dict.fromkeys(item[:2] for item in everything), start=1)}
    return [
        replace(step, level=replace(step.level, position=groups[side, position])) for side, position, step in everything
    ]


def _planned(level: LevelRule, directory: Directory) -> PlannedStep | Verdict:
    office_id = directory.office_for(level.who)
    if office_id is None:
        return Verdict.no("level_without_office", level=level.name)
    return PlannedStep(level, office_id, (), origin="regime")
