"""What was said about a draft, in threads: a comment with its answers, and where the passage that it is on stands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from approvals.models import Comment, Revision
from approvals.rules import passages
from approvals.rules.content import Content
from approvals.rules.passages import Passage
from approvals.web.draft_parts import ShownPost


@dataclass(frozen=True, slots=True)
class Said:
    """One comment or answer, and whether it is new to the reader."""

    comment: Comment
    is_new: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers; one on a passage has a number, and the text in which its words stand now, if any."""

    first: Said
    revision: int
    answers: list[Said] = field(default_factory=list)
    number: int = 0
    shown: ShownPost | None = None
    start: int | None = None
    may_settle: bool = False

    @property
    def is_settled(self) -> bool:
        """Say whether it is settled."""
        return self.first.comment.settled_at is not None

    @property
    def is_new(self) -> bool:
        """Say whether anything in it is new to the reader."""
        return self.first.is_new or any(answer.is_new for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their id, whether they are an author of the draft, and which comments are new to them."""

    id: int
    is_author: bool
    new: frozenset[int]


def threads_of(
    comments: Iterable[Comment], revisions: Collection[Revision], posts: Sequence[ShownPost], now: Content,
    *, reader: Reader,
) -> list[Thread]:  # fmt: skip
    """Return the threads in the order in which they began, each with where its passage stands now. No query."""
    said = list(comments)
    by_id = {revision.pk: revision for revision in revisions}
    firsts = [comment for comment in said if comment.answers_id is None]
    numbers = {comment.pk: number for number, comment in enumerate((one for one in firsts if one.quote), start=1)}
    return [
        Thread(
            Said(first, first.pk in reader.new),
            by_id[first.revision_id].number,
            [Said(answer, answer.pk in reader.new) for answer in said if answer.answers_id == first.pk],
            numbers.get(first.pk, 0),
            *_standing(first, by_id[first.revision_id].body, now, posts),
            may_settle=reader.is_author or first.by_id == reader.id,
        )
        for first in firsts
    ]


def marks(threads: Iterable[Thread], shown: ShownPost) -> list[Passage]:
    """Return the passages of one text on which there is a comment that is not settled."""
    return [
        Passage(thread.number, thread.start, thread.start + len(thread.first.comment.quote))
        for thread in threads
        if thread.shown is shown and thread.start is not None and not thread.is_settled
    ]


def open_ones(threads: Iterable[Thread]) -> int:
    """Return how many are not settled."""
    return sum(1 for thread in threads if not thread.is_settled)


def _standing(
    comment: Comment, then: Content, now: Content, posts: Sequence[ShownPost]
) -> tuple[ShownPost | None, int | None]:
    """Return the text in which the words of a comment stand now, and where; nothing where none do."""
    place = (comment.channel_id, comment.language)
    before, after = passages.text_of(then, *place), passages.text_of(now, *place)
    if before is None or after is None or comment.start is None:
        return None, None
    start = passages.carried(comment.quote, comment.start, then=before, now=after)
    shown = next((shown for shown in posts if shown.text == after and _is_at(shown, place)), None)
    return (shown, start) if start is not None and shown is not None else (None, None)


def _is_at(shown: ShownPost, place: tuple[int | None, str]) -> bool:
    channel_id, language = place
    if channel_id is None:
        return shown.is_common
    return shown.language == language and any(found.channel.pk == channel_id for found in shown.posts)
