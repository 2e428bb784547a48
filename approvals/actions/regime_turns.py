"""A regime begins and ends by the clock: put on record and told once, then the drafts in review follow."""

from datetime import datetime

from django.db import transaction

from accounts.authority import desk_for, everyone, holders_of, ministers_office
from accounts.models import Office, Role
from approvals import announce, announce_stops, audit, suspending
from approvals.actions.regime_checks import require_staffed
from approvals.actions.regime_routes import put_on_route
from approvals.actions.regime_winding import wind
from approvals.models import Regime, Topic
from approvals.refusals import Refused
from approvals.rules.deadlines import ENDS_SOON, regime_alarm_at

BATCH = 500


def fire_regimes(*, at: datetime, batch: int = BATCH) -> int:
    """Turn every regime whose start or end has come, and return for how many all is done.

    Each step of the way can be repeated and changes nothing the second time: a sweep that dies is taken over by the
    next. A draft that somebody holds at this moment is left for the next sweep.
    """
    due = Regime.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at", "pk").values_list("pk", flat=True)
    return sum(_turn(regime_id, at=at, batch=batch) for regime_id in due[:batch])


def concerned(regime: Regime, *, at: datetime) -> set[int]:
    """Return everyone a regime concerns: all who hold a posting, or those who work for the country it is for.

    For a country these are the people of its offices, its desk and the minister's office, and the policy officers.
    """
    seats = everyone(at=at)
    if regime.scope != Regime.Scope.COUNTRY:
        return {seat.user_id for seat in seats}
    offices = {*Office.objects.filter(country=regime.scope_value).values_list("pk", flat=True)}
    offices |= {office for office in (desk_for(regime.scope_value), ministers_office()) if office is not None}
    return {seat.user_id for seat in seats if seat.office_id in offices or seat.role == Role.POLICY}


def topic_of(regime: Regime) -> Topic | None:
    """Return the topic that a regime is for. At most one query."""
    return Topic.objects.filter(slug=regime.scope_value).first() if regime.scope == Regime.Scope.TOPIC else None


def tell_holders(regime: Regime, kind: str, *, at: datetime) -> None:
    """Tell whose pre-authorizations a regime suspends, or (`kind`) suspends no longer. No query where it does not."""
    if regime.suspends_fast_path:
        found = suspending.touched(regime, suspending.usable(at=at))
        announce.send(announce_stops.regime_suspends(regime, kind, found, topic=topic_of(regime)), at=at)


def _turn(regime_id: int, *, at: datetime, batch: int) -> int:
    regime = _announced(regime_id, at=at)
    if regime is None:
        return 0
    # Routes first: the steps of a new one open with the regime's clock.
    if put_on_route(regime, at=at) and wind(regime, at=at, batch=batch):
        return _rest(regime, at=at)
    return 0  # still due: the next sweep goes over it again


@transaction.atomic
def _announced(regime_id: int, *, at: datetime) -> Regime | None:
    """Return a regime that is due, its start or end put on record and told, once; None when another sweep has it."""
    audit.lock_ministry()
    free = Regime.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=regime_id, next_alarm_at__lte=at)
    regime = free.select_related("declared_by").first()
    if regime is None:
        return None
    if regime.begun_at is None:
        regime.begun_at = at
        # One that was ended before any sweep saw it begin is over: nobody is told that it is on.
        if regime.closed_at is None:
            _tell(regime, "regime_begun", "regime_on", at=at, by=regime.declared_by.name)
            tell_holders(regime, "fast_path_suspended", at=at)
            _warn_of_empty_levels(regime, at=at)
    if regime.closed_at is None:
        _remind(regime, at=at)
    if regime.closed_at is None and regime.until is not None and regime.until <= at:
        regime.closed_at = at
        _tell(regime, "regime_over", "regime_over", at=at)
        tell_holders(regime, "fast_path_resumed", at=at)
    regime.save(update_fields=["begun_at", "closed_at"])
    return regime


def _remind(regime: Regime, *, at: datetime) -> None:
    """Tell the policy officers that a regime will end within the day; by the key of the message each is told once."""
    if regime.until is None or regime.until <= at or regime.until - ENDS_SOON > at:
        return
    if regime.until - ENDS_SOON > regime.starts_at:
        officers = {seat.user_id for seat in holders_of(Role.POLICY, at=at)}
        announce.send(announce.about_regime(regime, "regime_ending", officers, topic=topic_of(regime)), at=at)


def _warn_of_empty_levels(regime: Regime, *, at: datetime) -> None:
    """Tell the policy officers that a level of a regime lost its people before it began: what it covers is refused."""
    try:
        require_staffed(regime, list(regime.levels.all()), at=at)
    except Refused as refused:
        officers = {seat.user_id for seat in holders_of(Role.POLICY, at=at)}
        level, topic = str(refused.params["level"]), topic_of(regime)
        announce.send(announce.about_regime(regime, "regime_unstaffed", officers, topic=topic, level=level), at=at)


def _tell(regime: Regime, event: str, message: str, *, at: datetime, **params: str) -> None:
    audit.record_for_ministry(event, by=None, at=at, data={"regime": regime.pk})
    people = concerned(regime, at=at)
    announce.send(announce.about_regime(regime, message, people, topic=topic_of(regime), **params), at=at)


@transaction.atomic
def _rest(turned: Regime, *, at: datetime) -> int:
    """Set the regime's clock to when it turns next; one that was ended meanwhile stays due: it turns once more."""
    regime = Regime.objects.select_for_update().get(pk=turned.pk)
    if regime.closed_at != turned.closed_at:
        return 0
    regime.next_alarm_at = regime_alarm_at(
        starts_at=regime.starts_at, until=regime.until, begun_at=regime.begun_at, closed_at=regime.closed_at, at=at
    )
    regime.save(update_fields=["next_alarm_at"])
    return 1
