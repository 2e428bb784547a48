"""Publishing at once, as pages show it: whether a post is within a pre-authorization, and what one let out owes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import reader
from accounts.authority import Seat
from approvals import fast_path
from approvals.actions.fast_track import asked_of
from approvals.actions.still_authorized import stops
from approvals.actions.write import Writing
from approvals.fast_path import Asked, Glance
from approvals.lifecycle import State
from approvals.models import RECORDED_WITHIN, AuthorizationVersion, Draft, Review
from approvals.refusals import Refused
from approvals.web.draft_page import DraftPage
from channels.models import Channel

LET_OUT = _("%(reference)s may go out. Post it now, and record where it is.")


def of_writing(
    writing: Writing, *, draft: Draft | None, channels: Sequence[Channel], seats: Collection[Seat], at: datetime
) -> Glance | None:
    """Return whether what stands in the form is within the writer's pre-authorization; None for who has none.

    `channels` are those that the writer may choose from.
    """
    by_id = {channel.pk: channel for channel in channels}
    chosen = [by_id[pk] for pk in writing.content.channel_ids if pk in by_id]
    office = draft.office if draft is not None else next((channel.office for channel in [*chosen, *channels]), None)
    if office is None or (draft is not None and not draft.allows("fast_track")):
        return None
    asked = Asked(
        writing.content, office, chosen, writing.topics, writing.urgency, writing.audience, writing.publish_at,
        writing.moment,
    )  # fmt: skip
    found = fast_path.glance(asked, seats, at=at)
    if found is None or chosen:
        return found
    return replace(found, reasons=(*found.reasons, Refused("no_channel", field="channels")))


def before_a_word(found: Glance | None) -> Glance | None:
    """Return a glance at a form in which nothing has been written yet: what it lacks is no reason against it."""
    if found is None:
        return None
    return replace(found, reasons=tuple(why for why in found.reasons if why.field not in ("text", "channels")))


@dataclass(frozen=True, slots=True)
class LetOut:
    """A draft that was cleared under a pre-authorization: which, and the review that it owes."""

    version: AuthorizationVersion
    review: Review
    # Why what is cleared must not go out any more.
    stops: list[Refused] = field(default_factory=list)

    @property
    def recorded_by(self) -> datetime:
        """Return by when it is to be recorded where it is out: then it is taken to be out, and its review opens."""
        return self.review.created_at + RECORDED_WITHIN


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What a draft's page says of the fast path: an offer before it is submitted, and afterwards what it owes."""

    glance: Glance | None = None
    to_confirm: list[tuple[str, str]] = field(default_factory=list)
    let_out: LetOut | None = None

    @classmethod
    def of(cls, request: HttpRequest, shown: DraftPage) -> "AtOnce":
        """Return what one draft's page says. One query; a few more for who holds a pre-authorization."""
        draft = shown.draft
        if not draft.allows("fast_track"):
            return cls(let_out=_let_out(draft, shown.channels, at=shown.at))
        found = fast_path.glance(asked_of(draft, shown.channels), reader.seats(request), at=shown.at)
        checked = [post for one in shown.posts for post in one.posts]
        return cls(found, list(dict.fromkeys(problem for post in checked for problem in post.check.to_confirm)))

    @property
    def verbs(self) -> tuple[str, ...]:
        """Return the verb that the fast path adds to those of the page."""
        return ("fast_track",) if self.glance is not None and self.glance.is_within else ()


def _let_out(draft: Draft, channels: Sequence[Channel], *, at: datetime) -> LetOut | None:
    """Return what let a draft out, and what has stopped it since. No query for any other draft."""
    route = draft.route
    if route is None or route.authorization_version is None:
        return None
    related = ("office", "publisher", "acting_for", "authorization_version__authorization__posting__office")
    review = Review.objects.select_related(*related).filter(route=route).first()
    if review is None:
        return None
    is_waiting = draft.state == State.CLEARED
    return LetOut(route.authorization_version, review, stops(draft, review, channels, at=at) if is_waiting else [])
