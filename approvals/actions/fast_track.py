"""The fast path: the holder of a pre-authorization publishes at once, and is reviewed afterwards."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import Seat, seats_of
from accounts.models import User
from approvals import announce, audit, checks, facts, fast_path
from approvals.actions import owing
from approvals.actions.flight import Flight
from approvals.actions.line_clearance import require_post
from approvals.actions.locking import lock_draft, require_same_revision, require_state
from approvals.fast_path import Asked, Held
from approvals.models import Draft, PreAuthorization, Review, Route
from approvals.refusals import Refused
from channels.models import Channel


@transaction.atomic
def fast_track(
    *, draft_id: UUID, by: User, at: datetime, confirmed: Collection[str] = (), revision: str | None = None
) -> Draft:
    """Clear a draft under the pre-authorization that this person holds, or refuse with every reason why it may not be.

    All of it is asked under the locks: that the instrument is in force and not suspended, the channels, the language,
    the kind, the topics, the quota, the screening, and every hold and regime. From here on a review is owed.
    """
    draft = lock_draft(draft_id)
    require_post(draft)
    channels = list(Channel.objects.select_for_update(of=("self",)).filter(drafts=draft).order_by("pk"))
    authorization, seat = _lock_authorization(draft, seats_of(by.pk, at=at))
    require_state(draft, "fast_track")
    require_same_revision(draft, revision)
    asked = asked_of(draft, channels)
    held = _require_within(authorization, seat, asked, at=at)
    accepted = checks.require_submittable(draft.current.body, channels, at=at, confirmed=confirmed)
    draft.fast_track(at=at)
    draft.policy_version = None
    draft.route = _route(draft, held, asked, at=at)
    owing.owe(
        draft, draft.route, origin=Review.Origin.FAST_PATH, by=by, seat=held.seat, version=held.version,
        known=asked.facts(), at=at,
    )  # fmt: skip
    flight = Flight(draft, [], [], at)
    under = {"authorization": held.authorization.number, "version": held.version.number}
    flight.note(
        "fast_tracked", by=by.pk, revision=draft.current.hash, acting_for=held.seat.acting_for,
        confirmed=sorted(accepted), **under,
    )  # fmt: skip
    flight.envelopes += announce.to_author(draft, "fast_tracked", by=by, authorization=held.authorization.number)
    flight.land("route", "policy_version")
    return draft


def asked_of(draft: Draft, channels: Collection[Channel]) -> Asked:
    """Return a draft as the fast path asks it."""
    return Asked(
        draft.current.body, draft.office, list(channels), draft.topics, draft.urgency, draft.audience,
        draft.publish_at, draft.moment,
    )  # fmt: skip


def _lock_authorization(draft: Draft, seats: list[Seat]) -> tuple[PreAuthorization, Seat]:
    """Return the pre-authorization for posts of this draft's office, locked, and the seat that it is used from.

    Two presses follow one another here: the second counts what the first has used up.
    """
    found = fast_path.find(draft.office, seats)
    locked = PreAuthorization.objects.select_for_update(of=("self",)).select_related("version", "posting__office")
    authorization = locked.get(pk=found[0].pk) if found is not None else None
    seat = fast_path.seat_for(authorization, seats) if authorization is not None else None
    if authorization is None or seat is None:
        raise Refused("no_authorization", params={"office": draft.office.name})
    return authorization, seat


def _require_within(authorization: PreAuthorization, seat: Seat, asked: Asked, *, at: datetime) -> Held:
    """Return the pre-authorization as it stands now, or refuse with every reason why the post is not within it.

    Whatever stops publications takes the row of holds at its end: it is wholly before this, and seen, or wholly after.
    """
    audit.lock_holds()
    held = fast_path.hold(authorization, seat, at=at)
    if held is None:
        raise Refused("no_authorization", params={"office": asked.office.name})
    found = fast_path.reasons(held, asked, at=at)
    if found:
        sentences = [refused.sentence for refused in found]
        raise Refused(found[0].code, params=found[0].params, errors={"fast_path": sentences})
    return held


def _route(draft: Draft, held: Held, asked: Asked, *, at: datetime) -> Route:
    return Route.objects.create(
        draft=draft, number=(draft.route.number if draft.route else 0) + 1, revision=draft.current,
        kind=Route.Kind.FAST_PATH, authorization_version=held.version, facts=facts.describe_facts(asked.facts()),
        created_at=at,
    )  # fmt: skip
