"""A text as its platform shows it: which parts of it become links, and where the rest is folded away. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from channels.platforms.catalogue import Appearance, appearance
from channels.platforms.counting import HASHTAG
from channels.platforms.links import STYLES, find_links


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: `link`, `hashtag` or `mention`, which the platform makes a link of, or plain `text`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A text in parts: what is seen at once, and what is seen on demand (nothing, where all of it is)."""

    first: list[Part]
    folded: list[Part]


def as_shown(text: str, platform: str) -> Shown:
    """Return a text as this platform shows it; joined, the parts are the text, whatever stands in it."""
    how = appearance(platform)
    parts = list(_parts(text, how))
    if how.fold is None or len(text) <= how.fold:
        return Shown(parts, [])
    return _folded(parts, how.fold)


def _parts(text: str, how: Appearance) -> Iterator[Part]:
    position = 0
    for start, end, kind in sorted(_links(text, how)):
        if start < position:
            continue
        if start > position:
            yield Part("text", text[position:start])
        yield Part(kind, text[start:end])
        position = end
    if position < len(text):
        yield Part("text", text[position:])


def _links(text: str, how: Appearance) -> Iterator[tuple[int, int, str]]:
    if how.links is not None:
        yield from ((start, end, "link") for start, end in find_links(text, STYLES[how.links]))
    yield from ((*found.span(), "hashtag") for found in HASHTAG.finditer(text))
    if how.mention is not None:
        yield from ((*found.span(), "mention") for found in _mentions(how.mention).finditer(text))


@lru_cache(maxsize=16)
def _mentions(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a mention; what stands in an address, or in a word, is none."""
    return re.compile(rf"(?<![\w@/.=]){pattern}", re.IGNORECASE)


def _folded(parts: list[Part], fold: int) -> Shown:
    """Cut where the platform folds: at the last space before, so that no word is cut, and never in a link."""
    first: list[Part] = []
    left = fold
    for place, part in enumerate(parts):
        if len(part.text) <= left:
            first.append(part)
            left -= len(part.text)
            continue
        if part.kind != "text":
            return Shown(first, parts[place:])
        cut = max(part.text.rfind(" ", 0, left), part.text.rfind("\n", 0, left)) + 1 or left
        kept = [Part("text", part.text[:cut])] if cut else []
        return Shown([*first, *kept], [Part("text", part.text[cut:]), *parts[place + 1 :]])
    return Shown(first, [])
