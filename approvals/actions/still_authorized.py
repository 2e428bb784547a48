"""A post that was cleared by pre-authorization is asked again when it goes out: it may have been stopped."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from accounts.authority import seats_of
from approvals import fast_path, fast_path_words
from approvals.actions.fast_track import asked_of
from approvals.fast_path import Asked
from approvals.models import Draft, Review
from approvals.refusals import Refused
from approvals.rules import fast_path as rules
from approvals.rules.content import Content, Picture, Post
from channels.models import Channel


def require_still_authorized(
    draft: Draft, review: Review, channel: Channel, post: Post, *, published_at: datetime | None, at: datetime
) -> bool:
    """Refuse one post that may not go out under its pre-authorization, and say whether that was stopped since it did.

    Called in the publishing transaction behind the row that every stop takes. Without `published_at` the post goes out
    now; with it, what counts is how the instrument stood then. What no pre-authorization let out is not asked.
    """
    if review.authorization_version is None:
        return False
    asked = _asked(draft, channel, post)
    found = _reasons(review, asked, at=at) if published_at is None else []
    if published_at is not None:
        found = _reasons(review, asked, at=published_at, as_it_was=published_at)
    if found:
        raise Refused(found[0].code, params=found[0].params)
    return published_at is not None and bool(_reasons(review, asked, at=at))


def stops(draft: Draft, review: Review, channels: Collection[Channel], *, at: datetime) -> list[Refused]:
    """Return why a draft that was let out must not go out any more, as its page says; none while it may."""
    return _reasons(review, asked_of(draft, channels), at=at)


def _asked(draft: Draft, channel: Channel, post: Post) -> Asked:
    images = tuple(Picture(image.hash, ((post.language, image.description),)) for image in post.images)
    content = Content((post.channel_id,), post.language, post.text, kind=draft.current.body.kind, images=images)
    return replace(asked_of(draft, [channel]), content=content)


def _reasons(
    review: Review, asked: Asked, *, at: datetime, as_it_was: datetime | None = None
) -> list[Refused]:  # fmt: skip
    """Return why the post may not go out; its quota was counted when it was cleared."""
    version = review.authorization_version
    seats = seats_of(review.publisher_id, at=at)
    authorization = version.authorization if version is not None else None
    seat = fast_path.seat_for(authorization, seats) if authorization is not None else None
    held = fast_path.hold(authorization, seat, at=at, as_it_was=as_it_was) if authorization and seat else None
    if held is None:
        return [Refused("no_authorization", params={"office": asked.office.name})]
    verdicts = (
        *rules.instrument_reasons(held.terms, held.standing, at=at),
        *rules.post_reasons(held.terms, fast_path.wanted(held.terms, asked), at=at),
    )
    return fast_path_words.refusals(verdicts) + fast_path.overriding(asked, at=at, as_it_was=as_it_was)
