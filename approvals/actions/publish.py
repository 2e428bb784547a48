"""Record that a cleared draft is out, and that a published one was taken down."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.authority import holders_of, seats_of
from accounts.models import Role, User
from approvals import announce
from approvals.actions import owing
from approvals.actions.clearance import require_approved
from approvals.actions.flight import Flight
from approvals.actions.holds import require_not_held
from approvals.actions.line_clearance import require_lines_stand, require_post
from approvals.actions.locking import lock_draft, require_own_channel, require_same_revision, require_state
from approvals.actions.still_authorized import require_still_authorized
from approvals.actions.takedown import checked, settle_takedowns
from approvals.lifecycle import State
from approvals.models import Draft, Publication, Review
from approvals.refusals import Refused
from approvals.rules.content import Post
from channels.connectors import hand_over
from channels.models import Channel
from notifications.outbox import Envelope

CONNECTOR = "hand_over"
# What the officers are told of a post that went out before it was stopped, by what stops it now; the first counts.
BEFORE = {
    "held_since": "published_before_hold",
    "stopped_since": "published_before_stop",
    "gone_since": "published_before_withdrawal",
}


@transaction.atomic
def publish(
    *, draft_id: UUID, channel_id: int, url: str, by: User, at: datetime,
    language: str = "", published_at: datetime | None = None, revision: str | None = None,
) -> Draft:  # fmt: skip
    """Record where one post of a cleared draft was published by hand.

    Everything is checked again under the lock: who publishes, the clearance, the content's hash, the channel's
    state, the slot, the moment and the holds. The first post published makes the draft published; posts for its other
    channels are recorded on it until the moment passes. `revision` is the hash of what the person posted, where a page
    showed it.
    """
    draft = lock_draft(draft_id)
    require_post(draft)
    offices = _publishes_for(draft, by, at=at)
    if draft.state != State.PUBLISHED:
        require_state(draft, "publish")
    require_same_revision(draft, revision)
    when = _require_in_time(draft, published_at, at=at)
    channel = _active_channel(draft, channel_id)
    require_own_channel(channel, offices)
    post = _post_for(draft, channel, language)
    require_approved(draft)
    address = _address(channel, url)
    held_since = require_not_held(draft, channel, post.language, published_at=published_at, at=at)
    review = owing.review_of(draft)
    owing.require_not_reviewed_against(review, when)
    stopped_since = review is not None and require_still_authorized(
        draft, review, channel, post, published_at=published_at, at=at
    )
    gone_since = require_lines_stand(draft, published_at=published_at, at=at)
    publication = Publication.objects.create(
        draft=draft, revision=draft.current, channel=channel, language=post.language, hash=draft.current.hash,
        connector=CONNECTOR, url=address, by=by, published_at=when, recorded_at=at,
    )  # fmt: skip
    stops = ({"held_since": held_since.pk} if held_since else {}) | ({"stopped_since": True} if stopped_since else {})
    stops |= {"gone_since": gone_since.pk} if gone_since else {}
    _record(publication, review, stops, at=at)
    return draft


def _record(publication: Publication, review: Review | None, stops: dict[str, Any], *, at: datetime) -> None:
    """Move the draft, put the post on its record, tell those concerned, and let the review begin that it owes."""
    draft, channel, by, when = publication.draft, publication.channel, publication.by, publication.published_at
    flight = Flight(draft, [], [], at)
    if draft.state == State.CLEARED:
        draft.publish(at=when)
    flight.note(
        "published", by=by.pk, channel=channel.pk, language=publication.language, url=publication.url,
        revision=draft.current.hash, published_at=announce.iso(when), **stops,
    )  # fmt: skip
    if review is not None:
        owing.published(review, flight, published_at=when)
    said = {"channel": str(channel), "url": publication.url}
    flight.envelopes += announce.to_people(draft, "published", _took_part(draft), by=by, **said)
    if stops:
        kind = next(told for because, told in BEFORE.items() if because in stops)
        flight.envelopes += _to_officers(draft, kind, by, at=at, published_at=announce.iso(when), **said)
    flight.land()


@transaction.atomic
def retract(
    *,
    draft_id: UUID,
    by: User,
    where: str,
    taken_down_at: datetime | None,
    at: datetime,
) -> Draft:
    """Record that the published posts of a draft were taken down, where and when, by the head of its mission."""
    draft = lock_draft(draft_id)
    if (draft.office_id, Role.HEAD) not in {seat.place for seat in seats_of(by.pk, at=at)}:
        raise Refused("not_head")
    require_state(draft, "retract")
    where, down_at = checked(where, taken_down_at, since=draft.published_at or at, at=at)
    draft.publications.update(taken_down_at=down_at)
    draft.retract(at=at)
    settle_takedowns(draft, where=where, taken_down_at=down_at, by=by)
    flight = Flight(draft, [], [], at)
    flight.note("retracted", by=by.pk, where=where, taken_down_at=announce.iso(down_at))
    flight.envelopes += announce.to_people(draft, "retracted", _took_part(draft), by=by, where=where)
    flight.land()
    return draft


def _publishes_for(draft: Draft, by: User, *, at: datetime) -> set[int]:
    """Return the offices whose channels this person may publish to now, the draft's own among them, or refuse."""
    offices = {seat.office_id for seat in seats_of(by.pk, at=at) if seat.role in (Role.AUTHOR, Role.HEAD)}
    if draft.office_id not in offices:
        raise Refused("not_publisher")
    return offices


def _require_in_time(draft: Draft, published_at: datetime | None, *, at: datetime) -> datetime:
    when = published_at or at
    if when > at:
        raise Refused("published_in_future", field="published_at")
    if draft.cleared_at is None or when < draft.cleared_at:
        raise Refused("published_before_cleared", field="published_at")
    if draft.moment and when >= draft.moment:
        raise Refused("moment_passed")
    if draft.publish_at and when < draft.publish_at:
        raise Refused("too_early", params={"publish_at": announce.iso(draft.publish_at)})
    return when


def _active_channel(draft: Draft, channel_id: int) -> Channel:
    """Lock the channel, so that freezing it and publishing to it follow one another."""
    channel = Channel.objects.select_for_update(of=("self",)).filter(pk=channel_id, drafts=draft).first()
    if channel is None:
        raise Refused("not_a_target", field="channel")
    if channel.state != Channel.State.ACTIVE:
        raise Refused("channel_not_active", field="channel", params={"channel": str(channel)})
    return channel


def _post_for(draft: Draft, channel: Channel, language: str) -> Post:
    posts = [post for post in draft.current.body.posts() if post.channel_id == channel.pk]
    out = set(draft.publications.filter(channel=channel).values_list("language", flat=True))
    if language:
        posts = [post for post in posts if post.language == language]
    if not posts:
        raise Refused("not_a_target", field="language")
    left = [post for post in posts if post.language not in out]
    if not left:
        raise Refused("already_published", field="channel")
    if len(left) > 1:
        raise Refused("language_needed", field="language")
    return left[0]


def _address(channel: Channel, url: str) -> str:
    if not url.strip():
        raise Refused("url_needed", field="url")
    try:
        return hand_over.check_post_url(channel=channel, url=url)
    except hand_over.PostUrlRefused as refused:
        raise Refused(refused.code, field="url", sentence=str(refused)) from None


def _to_officers(draft: Draft, kind: str, by: User, *, at: datetime, **said: str | None) -> list[Envelope]:
    """Let them compare what was recorded after it was stopped with the time that the platform shows."""
    officers = {seat.user_id for seat in holders_of(Role.POLICY, at=at)}
    return announce.to_people(draft, kind, officers, by=by, **said)


def _took_part(draft: Draft) -> set[int]:
    return {draft.author_id, *draft.decisions.values_list("by", flat=True)}
