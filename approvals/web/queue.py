"""My queue: what awaits my decision, grouped by how urgent it is, and narrowed as its address says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.authority import Place
from accounts.models import User
from approvals import glance, looks
from approvals.models import Draft, SavedView, Step
from approvals.narrowing import Narrowing
from approvals.rules.content import Content, Post
from approvals.waiting import Behind, Group, Queue, Tally, group_of, order
from approvals.web.door import page, person
from approvals.web.forms.queue import ViewForm
from approvals.web.paging import PAGE
from approvals.web.queue_filter import chips, choices
from approvals.web.queue_next import ALL, PageEnd, draft_address, queue_address, queue_of
from channels.models import Channel

# What is longer, or more, is read on the draft's own page: nobody approves in a row what the row does not show.
LONGEST = 1000
MOST_TEXTS = 3
# What is longer, or more, a small screen folds until somebody reads on.
SHORT = 280
FEW_LINES = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row: the level that awaits a decision, and for whom the reader acts there when acting."""

    step: Step
    acting_for: User | None
    reading: "Reading"
    mark: str
    address: str
    has_news: bool = False

    @property
    def chosen(self) -> str:
        """Return how the row is named among several: by its draft, on the revision that it shows."""
        return f"{self.step.draft_id}:{self.step.draft.current.hash}"

    @property
    def may_approve(self) -> bool:
        """Say whether it can be approved where it is listed: all of it is shown, and no password is asked for."""
        return self.reading.whole and not self.step.fresh_sign_in


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row shows of a draft; only where it shows the `whole` can the draft be approved in the row."""

    posts: tuple[tuple[str, Post], ...]
    whole: bool
    channels: tuple[str, ...]

    @classmethod
    def of(cls, draft: Draft) -> "Reading":
        """Return each text of a draft once, with the channels it is for where the texts differ."""
        return cls.of_content(draft.current.body, draft.channels.all())

    @classmethod
    def of_content(cls, body: Content, targets: Iterable[Channel]) -> "Reading":
        """Return the same of a content, which need not be what the draft holds now."""
        channels = {channel.pk: str(channel) for channel in targets}
        texts: dict[tuple[object, ...], list[Post]] = {}
        for post in body.posts():
            texts.setdefault((post.language, post.text, post.images), []).append(post)
        posts = [(", ".join(channels.get(post.channel_id, "") for post in same), same[0]) for same in texts.values()]
        whole = len(posts) <= MOST_TEXTS and sum(len(post.text) for _channels, post in posts) <= LONGEST
        # An image, and what is said of it, is seen on the draft's own page.
        whole = whole and not any(post.images for same in texts.values() for post in same)
        return cls(tuple(posts[:MOST_TEXTS]), whole, tuple(channels.values()))

    @property
    def images(self) -> int:
        """Return how many images go with its texts, which no list shows."""
        return len({image.hash for _channels, post in self.posts for image in post.images})

    @property
    def folds(self) -> bool:
        """Say whether it is more than a few lines on a small screen."""
        texts = [post.text for _channels, post in self.posts]
        lines = sum(text.count("\n") + 1 for text in texts)
        return self.whole and (len(texts) > 1 or sum(map(len, texts)) > SHORT or lines > FEW_LINES)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the queue, and where the next begins (None on the last)."""

    rows: Sequence[Waiting]
    next: PageEnd | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of a page that are as urgent as each other, and how many there are of them in all."""

    group: Group
    rows: Sequence[Waiting]
    count: int

    @property
    def name(self) -> str:
        """Return how the group is named in an address."""
        return self.group.name.lower()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the queue is asked for: narrowed how, behind which row, with which group chosen."""

    narrowing: Narrowing
    view: str
    after: PageEnd | None = None
    select: str = ""

    @classmethod
    def by(cls, request: HttpRequest) -> "Asked":
        """Return what an address asks for, or the form that was sent from such a page."""
        if request.method == "POST":
            narrowing = Narrowing.of_query(request.POST.get("view", ""))
            return cls(narrowing, narrowing.query or ALL, PageEnd.parse(request.POST.get("after", "")))
        narrowing = Narrowing.parse(request.GET.dict())
        view = narrowing.query or (ALL if request.GET else "")
        return cls(narrowing, view, PageEnd.parse(request.GET.get("after", "")), request.GET.get("select", ""))

    @property
    def behind(self) -> Behind | None:
        """Return behind what the page begins."""
        return self.after.place if self.after else None


@page
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what awaits this person, most urgent first, fifty at a time; the view that they want to see first, first."""
    views = list(person(request).saved_views.all())
    first = next((view for view in views if view.is_default), None)
    if first is not None and not request.GET:
        return redirect(queue_address(first.query))
    return show(request, views)


def show(
    request: HttpRequest, views: Sequence[SavedView], *, status: int = 200, view_form: ViewForm | None = None
) -> HttpResponse:
    """Answer a page of the queue, with what was refused of a view if anything was."""
    at, asked = clock.now(), Asked.by(request)
    mine = queue_of(request, at=at)
    tally = mine.tally(asked.narrowing, {view.pk: Narrowing.of_query(view.query) for view in views})
    holders = holders_of(mine)
    listed, mark = _page(mine, asked, holders)
    filters = choices(asked.narrowing, mine.offered(), holders)
    current = next((view for view in views if view.query == asked.narrowing.query), None)
    context = {
        "listed": listed,
        "groups": _sections(listed.rows, tally),
        **_questions(listed.rows),
        "mark": mark,
        "at": at,
        "asked": asked,
        "after": asked.after or "",
        "tally": tally,
        # The frame need not count what has just been counted.
        "queue_count": tally.everything,
        "choices": filters,
        "chips": chips(asked.narrowing, filters),
        "tabs": [(view, queue_address(view.query), tally.views.get(view.pk)) for view in views],
        "current": current,
        "all_address": queue_address(ALL if any(view.is_default for view in views) else ""),
        "view_form": view_form or ViewForm(initial={"name": current.name if current else ""}, auto_id="view_%s"),
        "news": _news(),
    }
    return render(request, "approvals/queue.html", context, status=status)


def holders_of(mine: Queue) -> dict[Place, User]:
    """Return for whom the reader acts at each place where the reader has no posting of their own. At most one query."""
    people = User.objects.in_bulk(set(mine.acting.values())) if mine.acting else {}
    return {place: people[holder] for place, holder in mine.acting.items() if holder in people}


def row_of(step: Step, holders: Mapping[Place, User], view: str, *, at: datetime) -> Waiting:
    """Return a step as a row shows it; no query for one that a queue has read."""
    address = draft_address(step, view)
    return Waiting(step, holders.get(step.place), Reading.of(step.draft), glance.of_row(step, at=at), address)


def _page(mine: Queue, asked: Asked, holders: Mapping[Place, User]) -> tuple[Listed, str]:
    """Return a page of the queue, and its mark, by which it is known to be another one."""
    steps = mine.page(asked.narrowing, limit=PAGE + 1, after=asked.behind)
    news = looks.changed(mine.user, [step.draft for step in steps]) if steps else set()
    rows = [replace(row_of(step, holders, asked.view, at=mine.at), has_news=step.draft_id in news) for step in steps]
    ends = PageEnd(order(rows[PAGE - 1].step)) if len(rows) > PAGE else None
    return Listed(rows[:PAGE], ends, is_first=asked.after is None), glance.of_list(row.mark for row in rows)


def _sections(rows: Sequence[Waiting], tally: Tally) -> list[Section]:
    return [
        Section(group, list(same), tally.groups[group])
        for group, same in groupby(rows, key=lambda row: group_of(row.step))
    ]


def _questions(rows: Sequence[Waiting]) -> dict[str, object]:
    """Return what a page asks, each once, and the questions that a row must say: of a name, all but the usual one."""
    asked = Counter((row.step.name, row.step.question) for row in rows)
    levels = list({(row.step.name, row.step.question): row.step for row in rows}.values())
    usual = {name: question for (name, question), _count in reversed(asked.most_common())}
    unusual = {step.question for step in levels if step.question != usual[step.name]}
    return {"levels": levels, "unusual": unusual}


def _news() -> dict[str, str]:
    """Return how one new draft, and several, are announced; the number is filled in where they are."""
    one, many = (
        ngettext("%(count)s new draft in your queue", "%(count)s new drafts in your queue", number) for number in (1, 2)
    )
    return {"one": one, "many": many}
