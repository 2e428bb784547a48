"""Does a text consist of cleared lines alone, word for word, and if not, which line does it change and how. Pure."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from approvals.rules.conditions import Condition, faults
from approvals.rules.difference import Segment, segments, words
from approvals.rules.satisfiable import World, can_match

Quoting = Literal["unaltered", "altered", "none"]

UNALTERED: Final = "unaltered"
ALTERED: Final = "altered"
NONE: Final = "none"
QUOTING: Final = (UNALTERED, ALTERED, NONE)

# How many pairs of neighbouring words a text must share with a line to be told as that line with changes: so many, and
# such a part of the line's, or of its own where it is a piece of the line.
_FEWEST: Final = 2
_OF_LINE: Final = 0.4
_OF_TEXT: Final = 0.7

_MENTION = re.compile(r"@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?")
_LINK = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?", re.IGNORECASE)
_HASHTAG = re.compile(r"#\w+")
# What may follow a mention or a greeting before the next words; no sign that asks or doubts.
_PAUSE = ",.!:\u060c\uff0c\u3002\uff01\uff1a\u3001"
# After these the next line may begin without a space: scripts that have none put none.
_SENTENCE_ENDS = frozenset(".!?\u2026\u061f\u06d4\u0964\u3002\uff01\uff1f")


@dataclass(frozen=True, slots=True)
class Line:
    """The text of one cleared line, in the language of the post that is asked about."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Permitted:
    """What may stand beside cleared lines: links to these sites and what is below them, and these greetings."""

    sites: frozenset[str] = frozenset()
    greetings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """How a text quotes cleared lines.

    `lines` stand in it whole. Of a text that is `altered`, `nearest` is the line it comes closest to, and `changes` say
    word by word what turns that line into the text.
    """

    kind: Quoting = "none"
    lines: tuple[int, ...] = ()
    nearest: int | None = None
    changes: tuple[Segment, ...] = field(default=(), compare=False)

    @property
    def named(self) -> tuple[int, ...]:
        """Return every line that the text quotes, whole or with changes."""
        near = () if self.nearest is None or self.nearest in self.lines else (self.nearest,)
        return (*self.lines, *near)


NOTHING: Final = Quotation()
ONLY_LINES: Final[Condition] = {"field": "cleared_line", "in": [UNALTERED]}
_WORLD: Final = World({"cleared_line": frozenset(QUOTING)})


def quotation(text: str, lines: Sequence[Line], permitted: Permitted) -> Quotation:
    """Return how a text quotes these lines, which are those in its language and scope.

    It is `unaltered` when it consists of whole lines, each word for word, one at least; beside them only mentions,
    links to permitted sites, permitted greetings, and hashtags that one of the lines has. Spaces and line breaks do not
    count; anything else does, capital letters and punctuation too.
    """
    spaced = normal_text(text)
    kept = [(line, normal_text(line.text)) for line in lines]
    # The longest go first: what two lines could both be is the one that says more.
    known = sorted((pair for pair in kept if pair[1]), key=lambda pair: -len(pair[1]))
    if not spaced or not known:
        return NOTHING
    used = _wholly(spaced, known, permitted)
    if used:
        return Quotation(UNALTERED, used)
    return _altered(spaced, known)


def of_posts(found: Iterable[Quotation]) -> Quoting:
    """Return how a draft quotes cleared lines: unaltered only when every one of its posts does."""
    kinds = {quoted.kind for quoted in found}
    if kinds <= {NONE}:
        return NONE
    return UNALTERED if kinds == {UNALTERED} else ALTERED


def only_lines(condition: Condition) -> bool:
    """Say whether a condition can be met by cleared lines alone, unaltered; no, when that cannot be proven."""
    return _only_lines(json.dumps(condition, sort_keys=True))


@lru_cache(maxsize=1024)
def _only_lines(written: str) -> bool:
    # Asked for every draft that is routed, of the few conditions there are.
    condition: Condition = json.loads(written)
    if not condition or faults(condition):
        return False
    return can_match(condition, {"not": ONLY_LINES}, world=_WORLD) is False and (
        can_match(condition, world=_WORLD) is not False
    )


def covers(
    *,
    topics: Collection[str], countries: Collection[str], channels: Collection[int],
    has_topics: Collection[str], country: str, targets: Collection[int],
) -> bool:  # fmt: skip
    """Say whether a line with this scope may be quoted by a draft: its every topic, its country and every channel.

    A scope that names none is for all; a draft without a topic is within no line that names topics.
    """
    within = bool(has_topics) and set(has_topics) <= set(topics)
    return (
        (not topics or within)
        and (not countries or country in countries)
        and (not channels or (bool(targets) and set(targets) <= set(channels)))
    )


def normal_text(text: str) -> str:
    """Return a text in which every stretch of spaces and line breaks is one space, and each letter one character."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _wholly(text: str, lines: Sequence[tuple[Line, str]], permitted: Permitted) -> tuple[int, ...]:
    """Return the lines that a text consists of, in the order of the text; none when anything else stands in it."""
    start: tuple[int, ...] = ()
    reached: dict[int, tuple[int, ...]] = {0: start}
    waiting = [0]
    by_id = {line.id: kept for line, kept in lines}
    while waiting:
        place = waiting.pop()
        used = reached[place]
        if place >= len(text):
            if used and _hashtags_are_theirs(text, [by_id[line] for line in used]):
                return tuple(dict.fromkeys(used))
            continue
        for end, line in _parts(text, place, lines, permitted):
            if end not in reached:
                reached[end] = used if line is None else (*used, line)
                waiting.append(end)
    return ()


def _parts(
    text: str, place: int, lines: Sequence[tuple[Line, str]], permitted: Permitted
) -> Iterator[tuple[int, int | None]]:
    """Yield each part that may begin here: where what comes after it begins, and the line that it is."""
    for line, kept in lines:
        if text.startswith(kept, place) and (after := _after(text, place + len(kept), kept[-1])) is not None:
            yield after, line.id
    for end in _beside(text, place, permitted):
        if (after := _after(text, end, "")) is not None:
            yield after, None


def _after(text: str, end: int, last: str) -> int | None:
    """Return where the next part begins; None where a word runs on."""
    if end == len(text):
        return end
    if text[end] == " ":
        return end + 1
    return end if last in _SENTENCE_ENDS else None


def _beside(text: str, place: int, permitted: Permitted) -> Iterator[int]:
    """Yield where a mention, a permitted link or greeting, or a hashtag that begins here ends."""
    if found := _MENTION.match(text, place):
        yield from _with_pause(text, found.end())
    if (found := _LINK.match(text, place)) and _is_permitted(found[1], permitted.sites):
        yield found.end()
    if found := _HASHTAG.match(text, place):
        yield found.end()
    for greeting in permitted.greetings:
        words_of = normal_text(greeting)
        if words_of and text[place : place + len(words_of)].casefold() == words_of.casefold():
            yield from _with_pause(text, place + len(words_of))


def _with_pause(text: str, end: int) -> Iterator[int]:
    yield end
    if end < len(text) and text[end] in _PAUSE:
        yield end + 1


def _is_permitted(host: str, sites: Collection[str]) -> bool:
    name = host.lower().rstrip(".")
    return any(name == site or name.endswith(f".{site}") for site in sites)


def _hashtags_are_theirs(text: str, used: Iterable[str]) -> bool:
    """Say whether every hashtag of the text is one that a line in it has."""
    theirs = {tag for kept in used for tag in _HASHTAG.findall(kept)}
    return theirs.issuperset(_HASHTAG.findall(text))


def _altered(text: str, lines: Sequence[tuple[Line, str]]) -> Quotation:
    said = words(text)
    has = _pairs(said)
    whole = tuple(line.id for line, kept in lines if _stands_in(kept, text))
    near = {line.id: _nearness(words(kept), said, has) for line, kept in lines}
    best = max(near, key=lambda line: near[line])
    if not whole and not near[best]:
        return NOTHING
    nearest = best if near[best] else whole[0]
    kept = next(kept for line, kept in lines if line.id == nearest)
    return Quotation(ALTERED, whole, nearest, segments(kept, text))


def _stands_in(kept: str, text: str) -> bool:
    """Say whether a line stands whole in a text, its words not running on."""
    place = text.find(kept)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(kept) : place + len(kept) + 1]
        if not (before.isalnum() and kept[0].isalnum()) and not (after.isalnum() and kept[-1].isalnum()):
            return True
        place = text.find(kept, place + 1)
    return False


def _nearness(line: Sequence[str], said: Sequence[str], has: Mapping[tuple[str, str], int]) -> float:
    """Return how near a text comes to a line, from 0 (not near) to 1: the pairs of neighbouring words they share."""
    shared = sum(min(count, has.get(pair, 0)) for pair, count in _pairs(line).items())
    if shared < _FEWEST:
        return 0.0
    of_line, of_text = shared / (len(line) - 1), shared / (len(said) - 1)
    return of_line if of_line >= _OF_LINE or of_text >= _OF_TEXT else 0.0


def _pairs(said: Sequence[str]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for pair in pairwise(said):
        found[pair] = found.get(pair, 0) + 1
    return found
