"""Regimes: a policy officer switches a crisis or caretaker period on, and off; the clocks follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from accounts.models import Role, User
from approvals import access, announce, audit, checks
from approvals.actions.regime_checks import checked_levels, require_effect, require_staffed, require_times
from approvals.actions.regime_turns import concerned, fire_regimes, tell_holders, topic_of
from approvals.actions.regime_winding import in_review
from approvals.models import Mode, Regime, RegimeLevel, RunsOn, Selector
from approvals.refusals import Refused
from approvals.scoping import checked

# So many drafts in review follow a regime while its officer waits for the page.
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class AddedLevel:
    """One level of a regime as a policy officer writes it; those of one `position` run side by side."""

    position: int
    name: str
    question: str
    role: str
    limit: timedelta
    selector: str = Selector.OFFICE
    office_id: int | None = None
    placement: str = RegimeLevel.Placement.BEFORE
    mode: str = Mode.APPROVE
    quorum: str = RegimeLevel.Quorum.ANY
    quorum_n: int = 1
    # What the limit runs on; not said, the wall clock in a crisis and working hours otherwise.
    runs_on: str = ""
    remind_before: timedelta | None = None
    remind_percent: int | None = None
    may_reject: bool = True
    fresh_sign_in: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """A regime as asked for; without `starts_at` it begins at once, without `until` it lasts until it is ended."""

    kind: str
    reason: str
    scope: str = Regime.Scope.MINISTRY
    scope_value: str = ""
    exempt_topics: tuple[str, ...] = ()
    starts_at: datetime | None = None
    until: datetime | None = None
    limit: timedelta | None = None
    replaces_levels: bool = False
    suspends_fast_path: bool = True
    in_flight: str = Regime.InFlight.CLOCKS
    levels: tuple[AddedLevel, ...] = ()


def prepare(*, asked: Declaration, by: User, at: datetime) -> tuple[Regime, list[RegimeLevel]]:
    """Return the regime and its levels as they would be declared, saving nothing; refuse what must not be."""
    if not access.holds(by, Role.POLICY, at=at):
        raise Refused("not_policy_officer")
    starts_at = require_times(asked.starts_at, asked.until, at=at)
    if asked.kind not in Regime.Kind.values or asked.in_flight not in Regime.InFlight.values:
        raise Refused("invalid", field="in_flight" if asked.kind in Regime.Kind.values else "kind")
    scope = checked(
        offered=Regime.Scope.values, scope=asked.scope, value=asked.scope_value, exempt_topics=asked.exempt_topics
    )
    regime = Regime(
        kind=asked.kind, scope=scope.field, scope_value=scope.value, exempt_topics=sorted(scope.exempt_topics),
        reason=checks.stated(asked.reason), starts_at=starts_at, until=asked.until, limit=asked.limit,
        replaces_levels=asked.replaces_levels, suspends_fast_path=asked.suspends_fast_path, in_flight=asked.in_flight,
        declared_by=by, declared_at=at,
    )  # fmt: skip
    levels = checked_levels(asked.levels, usual=RunsOn.WALL if asked.kind == Regime.Kind.CRISIS else RunsOn.WORKING)
    require_effect(regime, levels)
    require_staffed(regime, levels, at=at)
    return regime, levels


@transaction.atomic
def declare(*, asked: Declaration, by: User, at: datetime) -> Regime:
    """Switch a regime on, now or at an instant to come, and tell everyone concerned; refuse one that could not work.

    What is submitted once this is committed meets it. The clocks of drafts in review are moved once it is committed
    and has begun, draft by draft: the sweep is the guarantee.
    """
    audit.lock_ministry()
    regime, levels = prepare(asked=asked, by=by, at=at)
    _require_no_other(regime)
    begins = regime.starts_at <= at
    regime.begun_at = at if begins else None
    # Due at once when it has begun: the clocks of drafts in review are to be moved.
    regime.next_alarm_at = regime.starts_at
    regime.save(force_insert=True)
    _save_levels(regime, levels)
    audit.record_for_ministry("regime_declared", by=by.pk, at=at, data=_on_record(regime, levels))
    people = concerned(regime, at=at) - {by.pk}
    kind = "regime_on" if begins else "regime_to_come"
    announce.send(announce.about_regime(regime, kind, people, topic=topic_of(regime), by=by.name), at=at)
    if begins:
        tell_holders(regime, "fast_path_suspended", at=at)
    if regime.suspends_fast_path:
        audit.lock_holds()  # what goes out at once goes out before this is answered, or not at all
    _turn_when_committed(regime, at=at)
    return regime


@transaction.atomic
def end(*, regime_id: int, reason: str, by: User, at: datetime) -> Regime:
    """Switch a regime off, for a reason that goes on record; one that has not begun will not begin.

    Clocks go back to each step's own as soon as this is committed; delays stay flagged, and routes stay as they are.
    """
    if not access.holds(by, Role.POLICY, at=at):
        raise Refused("not_policy_officer")
    why = checks.stated(reason)
    audit.lock_ministry()
    regime = Regime.objects.select_for_update().filter(pk=regime_id).first()
    if regime is None:
        raise Refused("not_found")
    if regime.ended_at is not None or (regime.until is not None and regime.until <= at):
        raise Refused("regime_is_over")
    regime.ended_by, regime.ended_at, regime.end_reason, regime.closed_at = by, at, why, at
    # One that began is due at once: its clocks are to be put back.
    has_begun = regime.starts_at <= at
    regime.next_alarm_at = at if has_begun else None
    regime.save(update_fields=["ended_by", "ended_at", "end_reason", "closed_at", "next_alarm_at"])
    audit.record_for_ministry("regime_ended", by=by.pk, at=at, data={"regime": regime.pk, "why": why})
    kind = "regime_off" if has_begun else "regime_called_off"
    people = concerned(regime, at=at) - {by.pk}
    told = announce.about_regime(regime, kind, people, topic=topic_of(regime), by=by.name, why=why)
    announce.send(told, at=at)
    if has_begun:
        tell_holders(regime, "fast_path_resumed", at=at)
    _turn_when_committed(regime, at=at)
    return regime


def _turn_when_committed(regime: Regime, *, at: datetime) -> None:
    """Let drafts in review follow at once where they are few; where they are many, no request waits: the sweep does."""
    if in_review(regime)[: MOST_AT_ONCE + 1].count() <= MOST_AT_ONCE:
        transaction.on_commit(partial(fire_regimes, at=at), robust=True)


def _require_no_other(regime: Regime) -> None:
    """Refuse a second regime of one kind for one scope at one time: switched on twice, it would ask everyone twice."""
    others = Regime.objects.filter(kind=regime.kind, scope=regime.scope, scope_value=regime.scope_value, ended_at=None)
    others = others.filter(Q(until=None) | Q(until__gt=regime.starts_at))
    if regime.until is not None:
        others = others.filter(starts_at__lt=regime.until)
    if others.exists():
        raise Refused("regime_is_on")


def _save_levels(regime: Regime, levels: Iterable[RegimeLevel]) -> None:
    for level in levels:
        level.regime = regime
        level.save(force_insert=True)


def _on_record(regime: Regime, levels: Iterable[RegimeLevel]) -> dict[str, object]:
    names = (
        "kind", "scope", "scope_value", "exempt_topics", "reason", "replaces_levels", "suspends_fast_path", "in_flight",
    )  # fmt: skip
    return {name: getattr(regime, name) for name in names} | {
        "regime": regime.pk,
        "starts_at": announce.iso(regime.starts_at),
        "until": announce.iso(regime.until),
        "limit": int(regime.limit.total_seconds()) if regime.limit else None,
        "levels": [level.name for level in levels],
    }
