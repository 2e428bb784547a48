"""My queue: what awaits my decision, most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import User
from approvals import glance, queries
from approvals.models import Draft, Step
from approvals.queries import After
from approvals.rules.content import Content, Post
from approvals.web.door import page, person
from approvals.web.paging import PAGE, Cursor, Page
from channels.models import Channel

# What is longer, or more, is read on the draft's own page: nobody approves in a row what the row does not show.
LONGEST = 1000
MOST_TEXTS = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row: the level that awaits a decision, and for whom the reader acts there when acting."""

    step: Step
    acting_for: User | None
    place: Cursor
    reading: "Reading"
    mark: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row shows of a draft; only where it shows the `whole` can the draft be approved in the row."""

    posts: tuple[tuple[str, Post], ...]
    whole: bool

    @classmethod
    def of(cls, draft: Draft) -> "Reading":
        """Return each text of a draft once, with the channels it is for where the texts differ."""
        return cls.of_content(draft.current.body, draft.channels.all())

    @classmethod
    def of_content(cls, body: Content, targets: Iterable[Channel]) -> "Reading":
        """Return the same of a content, which need not be what the draft holds now."""
        channels = {channel.pk: str(channel) for channel in targets}
        texts: dict[tuple[str, str], list[Post]] = {}
        for post in body.posts():
            texts.setdefault((post.language, post.text), []).append(post)
        posts = [(", ".join(channels.get(post.channel_id, "") for post in same), same[0]) for same in texts.values()]
        whole = len(posts) <= MOST_TEXTS and sum(len(text) for _language, text in texts) <= LONGEST
        return cls(tuple(posts[:MOST_TEXTS]), whole)


@page
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what awaits this person, most urgent first, fifty at a time."""
    at, after = clock.now(), Cursor.parse(request.GET.get("after", ""))
    listed, mark = _waiting(request, after, at=at)
    context = {"listed": listed, "mark": mark, "at": at, "after": after or "", "news": _news()}
    return render(request, "approvals/queue.html", context)


def _news() -> dict[str, str]:
    """Return how one new draft, and several, are announced; the number is filled in where they are."""
    one, many = (
        ngettext("%(count)s new draft in your queue", "%(count)s new drafts in your queue", number) for number in (1, 2)
    )
    return {"one": one, "many": many}


def _waiting(request: HttpRequest, after: Cursor | None, *, at: datetime) -> tuple[Page[Waiting], str]:
    """Return a page of the queue, and its mark, by which it is known to be another one."""
    behind = After(after.time, int(after.id)) if after else None
    steps = queries.awaiting(person(request), at=at, limit=PAGE + 1, after=behind)
    holders = _holders(request)
    rows = [
        Waiting(
            step,
            holders.get(step.place),
            Cursor(step.due_at, str(step.pk)),
            Reading.of(step.draft),
            glance.of_row(step, at=at),
        )
        for step in steps
        if step.due_at
    ]
    listed = Page(rows[:PAGE], rows[PAGE - 1].place if len(rows) > PAGE else None, is_first=after is None)
    return listed, glance.of_list(row.mark for row in rows)


def _holders(request: HttpRequest) -> dict[tuple[int, str], User]:
    """Return for whom the reader acts at each place where the reader has no posting of their own. At most one query."""
    seats = reader.seats(request)
    own = {seat.place for seat in seats if seat.acting_for is None}
    acting = {seat.place: seat.acting_for for seat in seats if seat.acting_for is not None and seat.place not in own}
    people = User.objects.in_bulk(set(acting.values())) if acting else {}
    return {place: people[holder] for place, holder in acting.items() if holder in people}
