"""Where quoted words stand in a text, and whether they still stand in a later one. Pure; places count characters."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from approvals.rules.content import Content


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text that a comment is on, from `start` to before `end`; `number` is the comment's."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that lies in the same passages throughout; `ends` are those that end with it."""

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def places(text: str, quote: str) -> list[int]:
    """Return every place of a text at which these words begin, also where they overlap; none for no words."""
    found: list[int] = []
    place = text.find(quote) if quote else -1
    while place >= 0:
        found.append(place)
        place = text.find(quote, place + 1)
    return found


def carried(quote: str, start: int, *, then: str, now: str) -> int | None:
    """Return where words that stood at `start` of one text stand in another; None when that cannot be said.

    In an unaltered text they stand where they stood; in another one they are found when they stand there once.
    """
    if then == now:
        return start
    found = places(now, quote)
    return found[0] if len(found) == 1 else None


def text_of(content: Content, channel_id: int | None, language: str) -> str | None:
    """Return the common text (no channel), or what a channel posts in a language; None when there is no such text."""
    if channel_id is None:
        return content.text
    posts = (post for post in content.posts() if post.channel_id == channel_id and post.language == language)
    return next((post.text for post in posts), None)


def pieces(text: str, passages: Iterable[Passage]) -> list[Piece]:
    """Return a text cut where passages begin and end, each piece to be marked by itself; passages may cross."""
    known = sorted(passages, key=lambda passage: (passage.start, passage.end, passage.number))
    cuts = sorted({0, len(text), *(cut for passage in known for cut in (passage.start, passage.end))})
    return [
        Piece(
            text[start:end],
            tuple(passage.number for passage in known if passage.start <= start and end <= passage.end),
            tuple(passage.number for passage in known if passage.end == end),
        )
        for start, end in pairwise(cuts)
    ]
