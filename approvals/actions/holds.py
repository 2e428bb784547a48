"""Holds: a policy officer stops publishing for a scope, and lets it go on; every publication asks for them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.authority import Seat, holders_of
from accounts.models import Office, Role, User
from approvals import announce, audit, checks, facts, holding, in_force, scoping
from approvals.actions.locking import FURTHEST_AHEAD, require_policy_officer
from approvals.models import Draft, Hold, Topic
from approvals.refusals import Refused
from approvals.rules import deadlines
from approvals.rules.scope import Scope
from channels.models import Channel


@transaction.atomic
def place(
    *, scope: str, scope_value: str = "", exempt_topics: Collection[str] = (), reason: str, until: datetime | None,
    by: User, at: datetime,
) -> Hold:  # fmt: skip
    """Stop publishing for a scope: once this is committed, no post that it covers goes out until it is over.

    Tells those whom it touches, and the author of every cleared draft that waits because of it.
    """
    require_policy_officer(by, at=at)
    asked = checked(scope=scope, scope_value=scope_value, exempt_topics=exempt_topics, until=until, at=at)
    why = checks.stated(reason)
    _take_turns()
    hold = Hold.objects.create(
        scope=asked.field, scope_value=asked.value, exempt_topics=sorted(asked.exempt_topics), reason=why,
        placed_by=by, placed_at=at, until=until, next_alarm_at=deadlines.end_alarm_at(until, at=at),
    )  # fmt: skip
    waiting = list(holding.cleared_under(asked))
    data = {"hold": hold.pk, **_on_record(hold), "drafts": len(waiting)}
    audit.record_for_ministry("hold_placed", by=by.pk, at=at, data=data)
    told = announce.about_hold(hold, "hold_placed", touched(hold, at=at) - {by.pk}, topic=topic_of(hold), by=by.name)
    announce.send(told, *(announce.held(draft, hold) for draft in waiting), at=at)
    return hold


def checked(
    *, scope: str, scope_value: str, exempt_topics: Collection[str], until: datetime | None, at: datetime
) -> Scope:  # fmt: skip
    """Return what a hold would cover, or refuse a scope that is not there and an end that has passed."""
    asked = scoping.checked(offered=Hold.Scope.values, scope=scope, value=scope_value, exempt_topics=exempt_topics)
    if until is not None and until <= at:
        raise Refused("until_past", field="until")
    if until is not None and until > at + FURTHEST_AHEAD:
        raise Refused("moment_too_far", field="until")
    return asked


@transaction.atomic
def lift(*, hold_id: int, reason: str, by: User, at: datetime) -> Hold:
    """Let publishing go on; the sweep asks the authors again whose drafts waited. What is over is not lifted again."""
    require_policy_officer(by, at=at)
    _take_turns()
    hold = Hold.objects.select_for_update().filter(pk=hold_id).first()
    if hold is None:
        raise Refused("not_found")
    if hold.lifted_at is not None or (hold.until is not None and hold.until <= at):
        raise Refused("hold_is_over")
    hold.lifted_by, hold.lift_reason = by, checks.stated(reason)
    hold.lifted_at = hold.next_alarm_at = at
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason", "next_alarm_at"])
    audit.record_for_ministry("hold_lifted", by=by.pk, at=at, data={"hold": hold.pk, "reason": hold.lift_reason})
    people = touched(hold, at=at) - {by.pk}
    announce.send(
        announce.about_hold(hold, "hold_lifted", people, topic=topic_of(hold), by=by.name, why=hold.lift_reason), at=at
    )
    return hold


def require_not_held(
    draft: Draft, channel: Channel, language: str, *, published_at: datetime | None, at: datetime
) -> Hold | None:
    """Refuse to publish what a hold covers; return the hold that was placed since the post was truly published, if any.

    Called inside the publishing transaction, with the draft and the channel locked: it takes the row that place() and
    lift() take, so that a hold whose placing has been answered is seen here, and every hold is placed before or after
    the whole of this publication. Without `published_at` the post goes out now, and a hold placed while this waited for
    the row counts; with it, what counts is what held at that time.
    """
    audit.lock_holds()
    known = facts.post_facts(draft, channel, language)
    standing = Hold.objects.filter(in_force.not_over("lifted_at", at=published_at or at)).select_related("placed_by")
    covering = [hold for hold in standing if in_force.scope_of(hold).covers(known)]
    since = [hold for hold in covering if published_at is not None and published_at < hold.placed_at]
    stops = next((hold for hold in covering if hold not in since), None)
    if stops is not None:
        is_over = any(end <= at for end in (stops.lifted_at, stops.until) if end is not None)
        params = {"reason": stops.reason, "by": stops.placed_by.name}
        raise Refused("was_on_hold" if is_over else "on_hold", params=params)
    return next(iter(since), None)


def touched(hold: Hold, *, at: datetime) -> set[int]:
    """Return whom a hold touches: authors and heads where it applies, and the policy officers. At most four queries."""
    writing = [*holders_of(Role.AUTHOR, at=at), *holders_of(Role.HEAD, at=at)]
    return _people(writing, _offices(hold)) | {seat.user_id for seat in holders_of(Role.POLICY, at=at)}


def topic_of(hold: Hold) -> Topic | None:
    """Return the topic that a hold is for. At most one query."""
    return Topic.objects.filter(slug=hold.scope_value).first() if hold.scope == Hold.Scope.TOPIC else None


def _people(seats: Collection[Seat], offices: Collection[int] | None) -> set[int]:
    return {seat.user_id for seat in seats if offices is None or seat.office_id in offices}


def _offices(hold: Hold) -> set[int] | None:
    """Return the offices that a hold applies to; None for all."""
    found: QuerySet[Office]
    if hold.scope == Hold.Scope.COUNTRY:
        found = Office.objects.filter(country=hold.scope_value)
    elif hold.scope == Hold.Scope.CHANNEL:
        platform, _colon, handle = hold.scope_value.partition(":")
        found = Office.objects.filter(channels__platform=platform, channels__handle=handle)
    else:
        return None
    return set(found.values_list("pk", flat=True))


def _on_record(hold: Hold) -> dict[str, object]:
    names = ("scope", "scope_value", "exempt_topics", "reason")
    return {name: getattr(hold, name) for name in names} | {"until": announce.iso(hold.until)}


def _take_turns() -> None:
    """Let no other change of the rules, and no publication, be under way until the commit."""
    # The ministry's chain first: whoever changes its rules may lock drafts after it, and a publication has locked its
    # draft when it comes for the holds.
    audit.lock_ministry()
    audit.lock_holds()
