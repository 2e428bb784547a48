"""What a regime would do if it were switched on now: told in figures before it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.authority import seats_at
from accounts.models import DeskCountry, Office
from approvals import calendars, in_force, regimes, suspending
from approvals.lifecycle import State
from approvals.models import Draft, Regime, RegimeLevel, Selector, Step
from approvals.rules import overlay
from approvals.rules.scope import Scope
from approvals.rules.working_time import add_working_time


@dataclass(frozen=True, slots=True)
class Gap:
    """A level that could not be asked for what these offices write: nothing of theirs could be submitted meanwhile."""

    level: str
    offices: list[str]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of the drafts in review that a regime covers, as they are now.

    `moved` get a new deadline, the soonest of which is `first_due_at`; `late` are late already and stay flagged;
    `rerouted` would be put on the regime's route; `exempt` are in its scope and left alone.
    """

    in_review: int
    moved: int
    late: int
    rerouted: int
    exempt: int
    first_due_at: datetime | None
    gaps: list[Gap]
    # How many pre-authorizations it would suspend for what it covers.
    authorizations: int = 0


def outlook(regime: Regime, levels: Sequence[RegimeLevel], *, at: datetime) -> Outlook:
    """Return what this regime, which need not be saved, would do to the drafts in review. A fixed number of queries."""
    scope = in_force.scope_of(regime)
    whole = Scope(scope.field, scope.value)
    found = Draft.objects.filter(state=State.IN_REVIEW).values_list("pk", "route__facts")
    meant = {pk: facts for pk, facts in found if whole.covers(facts)}
    covered = {pk: facts for pk, facts in meant.items() if scope.covers(facts)}
    new = regimes.overlay_of(regime, levels)
    others = regimes.turned_on(at=at)
    moved: dict[object, datetime] = {}
    late = set()
    for step in Step.objects.filter(draft__in=covered, status=Step.Status.OPEN).select_related("office"):
        clock = overlay.clock_for(
            opened_at=_opened(step), own_due=_own_due(step),
            overlays=[new, *overlay.covering(others, covered[step.draft_id])],
        )  # fmt: skip
        if step.overdue_at is not None:
            late.add(step.draft_id)
        elif clock is not None and step.due_at is not None and clock.due_at < step.due_at:
            moved[step.draft_id] = min(clock.due_at, moved.get(step.draft_id, clock.due_at))
    is_rerouting = regime.in_flight == Regime.InFlight.ROUTES and bool(levels)
    return Outlook(
        in_review=len(covered), moved=len(moved), late=len(late), rerouted=len(covered) if is_rerouting else 0,
        exempt=len(meant) - len(covered), first_due_at=min(moved.values(), default=None),
        gaps=_gaps(regime, levels, at=at),
        authorizations=len(suspending.touched(regime, suspending.usable(at=at))),
    )  # fmt: skip


def _opened(step: Step) -> datetime:
    if step.opened_at is None:
        raise ValueError(f"The open step {step.pk} has no clock.")
    return step.opened_at


def _own_due(step: Step) -> datetime:
    return add_working_time(_opened(step), step.own_limit, calendars.hours_for(step))


def _gaps(regime: Regime, levels: Sequence[RegimeLevel], *, at: datetime) -> list[Gap]:
    """Return the levels that some missions have no office for, or nobody at, where the regime applies."""
    missions = Office.objects.filter(kind=Office.Kind.MISSION).order_by("name")
    if regime.scope == Regime.Scope.COUNTRY:
        missions = missions.filter(country=regime.scope_value)
    asking = [level for level in levels if level.selector in (Selector.COUNTRY_DESK, Selector.OWN_OFFICE)]
    if not asking:
        return []
    desks = dict(DeskCountry.objects.values_list("country", "office"))
    known = list(missions)
    places = {(office.pk, level.role) for office in known for level in asking}
    places |= {(desk, level.role) for desk in desks.values() for level in asking}
    seats = seats_at(places, at=at)
    gaps = []
    for level in asking:
        asked = {
            office.name: office.pk if level.selector == Selector.OWN_OFFICE else desks.get(office.country)
            for office in known
        }
        without = [name for name, place in asked.items() if place is None or not seats[place, level.role]]
        if without:
            gaps.append(Gap(level.name, without))
    return gaps
