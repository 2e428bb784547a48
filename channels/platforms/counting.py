"""Counts a text as its platform counts it. Pure, and linear in the length of the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from wcwidth import iter_graphemes

from channels.characters import EMOJI, composed
from channels.platforms.catalogue import Limits, Unit
from channels.platforms.links import STYLES, find_links

# A mention of somebody on another server; the server's name is not counted.
_REMOTE_MENTION = re.compile(r"(?<![=/\w])(@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@\w+(?:[.-]+\w+)*", re.IGNORECASE)
# A hashtag: not of digits alone, and not inside a word.
HASHTAG = re.compile(r"(?<![\w&#\uff03])[#\uff03](?=\d*[^\W\d])\w+")


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a text is in one unit, how long it may be, and whether it fits."""

    unit: Unit
    length: int
    limit: int
    fits: bool


def measure(text: str, limits: Limits) -> list[Measure]:
    """Return the length of the text in every unit that the platform limits, the text itself first.

    Lengths are those of the text as the platform receives it: a line break counts once, whatever the form sent.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    measures = [_measure(limits.unit, _COUNTS[limits.unit](text, limits), limits.text)]
    if limits.bytes is not None:
        measures.append(_measure("bytes", _bytes(text), limits.bytes))
    if limits.hashtags is not None:
        measures.append(_measure("hashtags", len(HASHTAG.findall(text)), limits.hashtags))
    if limits.links is not None:
        measures.append(_measure("links", len({text[start:end] for start, end in _links(text, limits)}), limits.links))
    return measures


def _measure(unit: Unit, length: int, limit: int) -> Measure:
    return Measure(unit=unit, length=length, limit=limit, fits=length <= limit)


def _links(text: str, limits: Limits) -> list[tuple[int, int]]:
    """Where the links are; what is longer than the platform takes for a link is not one."""
    if limits.link_style is None:
        return []
    found = find_links(text, STYLES[limits.link_style])
    return [(start, end) for start, end in found if limits.link_longest is None or end - start <= limits.link_longest]


def _without_links(text: str, limits: Limits) -> tuple[list[str], int]:
    """The pieces of text between links, and what the links weigh together."""
    if limits.link_weight is None:
        return [text], 0
    links = _links(text, limits)
    starts = [0, *(end for _, end in links)]
    ends = [*(start for start, _ in links), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)], limits.link_weight * len(links)


def _weighted(text: str, limits: Limits) -> int:
    pieces, length = _without_links(composed(text), limits)
    for piece in pieces:
        rest = piece
        if limits.emoji_weight is not None and not piece.isascii():
            rest, emoji = EMOJI.subn("", piece)
            length += emoji * limits.emoji_weight
        length += limits.default_weight * len(rest)
        for weight, pattern in _patterns(limits.weights):
            length += (weight - limits.default_weight) * (len(rest) - len(pattern.sub("", rest)))
    return length


@lru_cache(maxsize=32)
def _patterns(weights: tuple[tuple[int, int, int], ...]) -> list[tuple[int, re.Pattern[str]]]:
    """For each weight, the pattern of the characters that have it."""
    ranges: dict[int, str] = {}
    for first, last, weight in weights:
        ranges[weight] = ranges.get(weight, "") + f"\\U{first:08x}-\\U{last:08x}"
    return [(weight, re.compile(f"[{characters}]+")) for weight, characters in ranges.items()]


def _graphemes(text: str, limits: Limits) -> int:
    pieces, length = _without_links(text, limits)
    for piece in pieces:
        counted = _REMOTE_MENTION.sub(r"\1", piece) if limits.local_mentions else piece
        length += len(counted) if counted.isascii() else sum(1 for _ in iter_graphemes(counted))
    return length


def _code_points(text: str, _limits: Limits) -> int:
    return len(text)


def _utf16(text: str, _limits: Limits) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _emoji_bytes(text: str, _limits: Limits) -> int:
    if text.isascii():
        return len(text)
    return len(text) + sum(_bytes(emoji) - len(emoji) for emoji in EMOJI.findall(text))


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


_COUNTS: dict[Unit, Callable[[str, Limits], int]] = {
    "weighted": _weighted,
    "graphemes": _graphemes,
    "code_points": _code_points,
    "utf16": _utf16,
    "emoji_bytes": _emoji_bytes,
}
