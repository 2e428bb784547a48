"""Which posts of a draft wait on which hold: asked by whoever publishes, shows or tells of a draft."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from approvals import facts, in_force
from approvals.lifecycle import State
from approvals.models import Draft, Hold
from approvals.rules.content import Post
from approvals.rules.scope import Scope
from channels.models import Channel

WAITING = (State.CLEARED, State.PUBLISHED)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Holding:
    """The posts of one draft that are not out yet, by channel and language, each with the hold it waits on, or None."""

    posts: Mapping[tuple[int, str], Hold | None] = field(default_factory=dict)

    @property
    def holds(self) -> list[Hold]:
        """Return the holds that posts wait on, each once."""
        return list({hold.pk: hold for hold in self.posts.values() if hold is not None}.values())

    @property
    def stops_all(self) -> bool:
        """Say whether every post that is still to go out waits on a hold, and there is one."""
        return bool(self.posts) and all(self.posts.values())

    def on(self, post: Post) -> Hold | None:
        """Return the hold that one post waits on."""
        return self.posts.get((post.channel_id, post.language))


FREE = Holding()


def of_draft(
    draft: Draft, *, at: datetime, channels: Iterable[Channel] | None = None, out: Iterable[tuple[int, str]] = ()
) -> Holding:
    """Return what a draft waits on at `at`, given which posts are `out`. One query, two when no channels are given."""
    if draft.state not in WAITING:
        return FREE
    present = list(in_force.holds(at=at).select_related("placed_by"))
    if not present:
        return of(draft, channels=(), out=out, holds=())
    return of(draft, channels=draft.channels.all() if channels is None else channels, out=out, holds=present)


def of(
    draft: Draft, *, channels: Iterable[Channel], out: Iterable[tuple[int, str]] = (), holds: Iterable[Hold]
) -> Holding:
    """Return what a draft waits on, given its channels, the posts that are out, and the holds to ask. No query."""
    known, done, asked = {channel.pk: channel for channel in channels}, set(out), list(holds)
    left = [post for post in draft.current.body.posts() if (post.channel_id, post.language) not in done]
    return Holding(
        {
            (post.channel_id, post.language): _covering(asked, draft, known[post.channel_id], post) if asked else None
            for post in left
        }
    )


def of_cleared(drafts: Collection[Draft], *, at: datetime) -> dict[UUID, Holding]:
    """Return what each of the cleared drafts among these waits on. One query, four at most, however many drafts."""
    cleared = [draft for draft in drafts if draft.state == State.CLEARED]
    present = list(in_force.holds(at=at).select_related("placed_by")) if cleared else []
    if not present:
        return {}
    prefetch_related_objects(cleared, "channels", "office", "revision")
    return {draft.pk: of(draft, channels=draft.channels.all(), holds=present) for draft in cleared}


def cleared_under(scope: Scope) -> Iterator[Draft]:
    """Yield the cleared drafts that a hold with this scope keeps a post of, oldest clearance first."""
    for draft in _cleared().order_by("cleared_at", "pk").iterator(chunk_size=CHUNK):
        if is_covered(draft, draft.channels.all(), scope):
            yield draft


def is_covered(draft: Draft, channels: Iterable[Channel], scope: Scope) -> bool:
    """Say whether a scope covers any post of a draft."""
    known = {channel.pk: channel for channel in channels}
    return any(
        scope.covers(facts.post_facts(draft, known[post.channel_id], post.language))
        for post in draft.current.body.posts()
    )


def _cleared() -> QuerySet[Draft]:
    waiting = Draft.objects.filter(state=State.CLEARED).select_related("office", "revision", "author")
    return waiting.prefetch_related("channels")


def _covering(holds: Iterable[Hold], draft: Draft, channel: Channel, post: Post) -> Hold | None:
    known = facts.post_facts(draft, channel, post.language)
    return next((hold for hold in holds if in_force.scope_of(hold).covers(known)), None)
