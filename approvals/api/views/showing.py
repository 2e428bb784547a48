"""One draft as it is given: read with a fixed number of queries, whatever it has been through."""

from typing import Any

from rest_framework.response import Response

from accounts.authority import seats_of
from approvals import checks, fast_path, holding, queries
from approvals.actions.answering import kept_with
from approvals.actions.fast_track import asked_of
from approvals.api.serializers.drafts import DraftSerializer
from approvals.api.views.base import Door
from approvals.fast_path import Glance
from approvals.holding import Holding
from approvals.lifecycle import State
from approvals.models import Draft, Kind, Review, Step
from approvals.rules.content import Post
from channels.connectors.hand_over import compose_link
from channels.models import Channel


def give_draft(door: Door, draft: Draft, *, status: int = 200) -> Response:
    """Answer with one draft as it is now for the person who asks."""
    response = Response(shown(door, draft), status=status)
    response["ETag"] = f'"{draft.current.hash}"'
    return response


def shown(door: Door, draft: Draft) -> dict[str, Any]:
    """Return one draft as it is now for the person who asks."""
    channels = list(draft.channels.all())
    steps = queries.route_steps(draft)
    publications = list(draft.publications.select_related("by"))
    out = {(publication.channel_id, publication.language) for publication in publications}
    waits = holding.of_draft(draft, at=door.at, channels=channels, out=out)
    glance = _glance(door, draft, channels)
    context = {
        "at": door.at,
        "steps": steps,
        "open_steps": [step for step in steps if step.status == Step.Status.OPEN],
        "channels": channels,
        "publications": publications,
        "plan": queries.plan(draft, steps, at=door.at),
        "checked": checks.check(draft.current.body, channels, at=door.at),
        "verbs": (
            *queries.standing(draft, door.user, steps, at=door.at, waits=waits).verbs,
            *(["fast_track"] if glance is not None and glance.is_within else []),
        ),
        "glance": glance,
        "review": _review(draft),
        "held_by": waits.holds,
        "answers": kept_with(draft),
        "line_uses": list(draft.line_uses.filter(revision=draft.revision_id).select_related("line")),
        "compose": _compose_links(draft, channels, out, waits),
    }
    data: dict[str, Any] = DraftSerializer(draft, context=context).data
    return data


def _glance(door: Door, draft: Draft, channels: list[Channel]) -> Glance | None:
    """Return whether a draft not yet submitted is within the pre-authorization of who asks. No query for any other."""
    if not draft.allows("fast_track"):
        return None
    return fast_path.glance(asked_of(draft, channels), seats_of(door.user.pk, at=door.at), at=door.at)


def _review(draft: Draft) -> Review | None:
    """Return the review that a draft's clearance owes. One query."""
    return Review.objects.select_related("office").filter(route=draft.route_id).first() if draft.cleared_at else None


def _compose_links(
    draft: Draft, channels: list[Channel], out: set[tuple[int, str]], waits: Holding
) -> dict[Post, str | None]:
    """Return the platform's compose page for each cleared post that may go out now: no text leaves before."""
    if draft.state not in (State.CLEARED, State.PUBLISHED) or draft.kind == Kind.LINE:
        return {}
    by_id = {channel.pk: channel for channel in channels}
    content = draft.current.body
    return {
        post: compose_link(
            platform=by_id[post.channel_id].platform,
            text=post.text,
            handle=by_id[post.channel_id].handle,
            in_reply_to=content.in_reply_to or None,
        )
        for post in content.posts()
        if (post.channel_id, post.language) not in out and waits.on(post) is None
    }
