"""What a regime must be before it is switched on: in time, with an effect, and with somebody at every level it adds."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from accounts.authority import desk_for, holders_of, ministers_office
from accounts.models import Office, Role, User
from approvals import facts, regimes
from approvals.actions.locking import FURTHEST_AHEAD
from approvals.fault_sentences import FAULTS
from approvals.models import Mode, Regime, RegimeLevel, RunsOn, Selector
from approvals.refusals import Refused
from approvals.rules import routing
from approvals.rules.policy_faults import LONGEST_WORKING, reminder_faults

if TYPE_CHECKING:
    from approvals.actions.regimes import AddedLevel

MOST_LEVELS = 10


def require_times(starts_at: datetime | None, until: datetime | None, *, at: datetime) -> datetime:
    """Return when it starts, or refuse a start in the past, an end that is not after the start, or a time too far."""
    start = starts_at or at
    if start < at:
        raise Refused("regime_starts_in_past", field="starts_at")
    if until is not None and until <= start:
        raise Refused("regime_ends_before_it_starts", field="until")
    for name, instant in (("starts_at", start), ("until", until)):
        if instant is not None and instant > at + FURTHEST_AHEAD:
            raise Refused("moment_too_far", field=name)
    return start


def checked_levels(given: Sequence["AddedLevel"], *, usual: RunsOn) -> list[RegimeLevel]:
    """Return the levels as rows, or refuse what their columns cannot hold, each named: `levels.0.name`.

    A limit that does not say what it runs on runs on what is `usual`.
    """
    if len(given) > MOST_LEVELS:
        raise Refused("regime_too_many_levels", field="levels", params={"limit": MOST_LEVELS})
    rows = [
        RegimeLevel(**asdict(one) | {"runs_on": one.runs_on or usual})
        for one in sorted(given, key=lambda one: one.position)
    ]
    errors: dict[str, list[str]] = {}
    for place, row in enumerate(rows):
        for name, sentences in _faults(row).items():
            errors[f"levels.{place}.{name}"] = sentences
    if errors:
        raise Refused("invalid", errors=errors)
    return rows


def require_effect(regime: Regime, levels: Sequence[RegimeLevel]) -> None:
    """Refuse a regime that changes nothing, and one that replaces levels and has none that approves."""
    if regime.replaces_levels and all(level.mode != Mode.APPROVE for level in levels):
        raise Refused("regime_asks_nobody", field="replaces_levels")
    if regime.limit is None and not levels and not regime.suspends_fast_path:
        raise Refused("regime_changes_nothing")


def require_staffed(regime: Regime, levels: Iterable[RegimeLevel], *, at: datetime) -> None:
    """Refuse a level that nobody could decide now, where the office is known before there is a draft.

    That is a named office, the minister's, and for one country its desk. Where the author's own office is asked,
    each draft is asked for when it is submitted: it is refused then, and never passes without the level.
    """
    steps = []
    for number, level in enumerate(levels, start=1):
        if (office_id := _known_office(regime, level)) is not None:
            rule = regimes.level_rule(level, key=f"regime-{number}")
            steps.append(routing.PlannedStep(rule, office_id, (), origin="regime"))
    people = facts.people_at({step.place for step in steps}, at=at)
    verdict = routing.staffing(routing.Route(0, "", tuple(steps)), people, barred=())
    if verdict:
        return
    step = next(step for step in steps if step.level.name == verdict.params["level"])
    params = {
        "level": step.level.name,
        "role": Role(step.level.who.role).label,
        "office": Office.objects.get(pk=step.office_id).name,
        "whom": _whom_to_turn_to(step.office_id, at=at),
    }
    raise Refused("regime_unstaffed", field="levels", params=params)


def _known_office(regime: Regime, level: RegimeLevel) -> int | None:
    found: int | None
    if level.selector == Selector.OFFICE:
        return level.office_id
    if level.selector == Selector.MINISTER:
        found = ministers_office()
    elif level.selector == Selector.COUNTRY_DESK and regime.scope == Regime.Scope.COUNTRY:
        found = desk_for(regime.scope_value)
    else:
        return None
    if found is None:
        raise Refused("regime_level_without_office", field="levels", params={"level": level.name})
    return found


def _whom_to_turn_to(office_id: int, *, at: datetime) -> str:
    """Name the administrators of an office, else those of any, else whoever administers the installation."""
    seats = holders_of(Role.ADMINISTRATOR, at=at)
    near = {seat.user_id for seat in seats if seat.office_id == office_id} or {seat.user_id for seat in seats}
    people = User.objects.filter(pk__in=near) if near else User.objects.filter(is_staff=True, is_active=True)
    return ", ".join(str(person) for person in people.order_by("name")[:3]) or gettext("your administrator")


def _faults(row: RegimeLevel) -> dict[str, list[str]]:
    unset = {field.name for field in row._meta.fields if getattr(row, field.attname) is None}  # noqa: SLF001
    try:
        row.clean_fields(exclude=unset)
    except ValidationError as error:
        return {name: [str(sentence) for sentence in sentences] for name, sentences in error.message_dict.items()}
    found = {code: [Refused(refusal).sentence] for code, refusal in _own_faults(row)}
    if codes := reminder_faults(row):
        found["remind_percent"] = [str(FAULTS[code]) for code in codes]
    if row.runs_on == RunsOn.WORKING and row.limit > LONGEST_WORKING:
        found["limit"] = [str(FAULTS["limit_too_long"])]
    return found


def _own_faults(row: RegimeLevel) -> Iterable[tuple[str, str]]:
    if row.selector == Selector.OFFICE and (
        row.office_id is None or not Office.objects.filter(pk=row.office_id).exists()
    ):
        yield "office", "unknown_office"
    if not row.limit.total_seconds() > 0:
        yield "limit", "regime_level_without_limit"
    if row.position < 1:
        yield "position", "invalid"
    if row.quorum_n < 1:
        yield "quorum_n", "invalid"
