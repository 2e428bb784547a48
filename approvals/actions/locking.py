"""Lock, then look: how every action takes hold of a draft, and how it refuses what the state does not admit."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from accounts.authority import Seat, seats_of
from accounts.models import Role, User
from approvals import access, answer_times, audit, plans
from approvals.lifecycle import State
from approvals.models import Draft, Kind, Revision, Step
from approvals.refusals import Refused
from approvals.rules import deadlines
from channels.models import Channel

FURTHEST_AHEAD = timedelta(days=730)


def lock_draft(draft_id: UUID) -> Draft:
    """Return the draft, locked until the transaction ends, with its office, author and current revision."""
    locked = Draft.objects.select_for_update(of=("self",)).select_related("office", "author", "revision")
    try:
        draft = locked.get(pk=draft_id)
    except Draft.DoesNotExist:
        raise Refused("not_found") from None
    if draft.revision is None and draft.revision_id is not None:
        # Whoever held the lock before saved a new revision: PostgreSQL gives the row as it is now, but joins it with
        # what there was when the wait began, where that revision is missing.
        draft.revision = Revision.objects.get(pk=draft.revision_id)
    return draft


def require_state(draft: Draft, verb: str) -> None:
    """Refuse when the draft's state does not admit the verb."""
    if not draft.allows(verb):
        raise Refused("wrong_state", params={"state": State(draft.state).label})


def require_same_revision(draft: Draft, revision: str | None) -> None:
    """Refuse what was decided on another revision than the current one; None says that no revision was shown."""
    require_same_hash(draft.current, revision)


def require_same_hash(current: Revision, revision: str | None) -> None:
    """Refuse what was decided on another revision than this one; None says that no revision was shown."""
    if revision is not None and revision != current.hash:
        raise Refused("stale_revision", field="revision", params={"current": current.number})


def author_seat(draft: Draft, by: User, *, at: datetime, channels: Iterable[Channel] = ()) -> Seat:
    """Return the seat from which this person is an author of the draft, and of every one of these channels, now."""
    seats = seats_of(by.pk, at=at)
    seat = next((seat for seat in seats if seat.place == (draft.office_id, Role.AUTHOR)), None)
    if seat is None:
        raise Refused("not_author")
    offices = {seat.office_id for seat in seats if seat.role == Role.AUTHOR}
    for channel in channels:
        require_own_channel(channel, offices)
    return seat


def require_own_channel(channel: Channel, offices: Collection[int]) -> None:
    """Refuse a channel that belongs to none of these offices."""
    if channel.office_id not in offices:
        params = {"channel": str(channel), "office": channel.office.name}
        raise Refused("channel_not_yours", field="channels", params=params)


def require_policy_officer(by: User, *, at: datetime) -> None:
    """Refuse whoever is not a policy officer at this instant. One query."""
    if not access.holds(by, Role.POLICY, at=at):
        raise Refused("not_policy_officer")


def save_draft(draft: Draft, *fields: str) -> None:
    """Save the draft's own clock, the head of its chain, its state, and these fields."""
    set_alarm(draft)
    always = (
        "state",
        "state_since",
        "submitted_at",
        "cleared_at",
        "published_at",
        "next_alarm_at",
        "risk_at",
        "risk_told_at",
        *audit.HEAD,
    )
    draft.save(update_fields=[*always, *fields])


def set_alarm(draft: Draft) -> None:
    """Set when the draft's own clock fires next: at its slot once cleared, at its moment, when it is at risk, or when
    it should have answered.
    """
    if draft.state != State.IN_REVIEW:
        draft.risk_at = None
    # A line is not posted: nobody waits for its slot, which is the time from which on it can be quoted.
    is_slot_awaited = draft.state == State.CLEARED and draft.slot_told_at is None and draft.kind != Kind.LINE
    draft.next_alarm_at = deadlines.draft_alarm_at(
        moment=draft.moment if draft.state in DUE_STATES else None,
        slot=draft.publish_at if is_slot_awaited else None,
        risk=draft.risk_at if draft.risk_told_at is None else None,
        answer=answer_times.alarm_of(draft),
    )


def set_risk(draft: Draft, steps: Sequence[Step], *, under: timedelta | None, at: datetime) -> None:
    """Set from when on a draft in review is at risk, from the steps of its route; once out of it, it is told anew."""
    plan = plans.plan(draft, steps, at=at, under=under)
    draft.risk_at = plan.risk_at if plan is not None else None
    if draft.risk_at is None or draft.risk_at > at:
        draft.risk_told_at = None


DUE_STATES = (State.IN_REVIEW, State.CHANGES_REQUESTED, State.CLEARED)
