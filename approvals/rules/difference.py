"""What changed between two texts, word by word, and between two revisions, post by post. Pure, and bounded in time."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from approvals.rules.content import Content, Post
from approvals.rules.image_difference import ImageChange, image_changes

Change = Literal["equal", "insert", "delete"]

# Scripts that are written without spaces are compared character by character; punctuation stands alone; a word keeps
# what belongs to it: marks over its letters, an apostrophe, the sign of a hashtag or a mention.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_PUNCTUATION = r"!\"$%&()*+,./:;<=>?\[\\\]^`{|}~«»“”„‹›…–—،؛؟۔。，、！？：；（）「」『』【】《》"
_TOKEN = re.compile(
    rf"\s+|[{_UNSPACED}][\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a\ufe00-\ufe0f]*"
    rf"|[{_PUNCTUATION}]|[^\s{_UNSPACED}{_PUNCTUATION}]+"
)
_SENTENCE = re.compile(r"(?:[^\n.!?。！？؟]|[.!?](?=\S))*(?:[\n.!?。！？؟]+\s*|\Z)|[\s\S]")

# What comparing may cost, in steps of difflib: half a second at most, a millisecond for an ordinary post. What
# would cost more is compared sentence by sentence, its changed sentences word by word as long as the allowance lasts.
_ALLOWANCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that stayed, came in, or went out."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class PostDifference:
    """What changed in one post: a post that came in is all `insert`, one that went out all `delete`."""

    channel_id: int
    language: str
    segments: tuple[Segment, ...]
    images: tuple[ImageChange, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Say whether anything in this post differs, in its text or its images."""
        return bool(self.images) or any(segment.change != "equal" for segment in self.segments)


def between(old: Content | None, new: Content) -> tuple[PostDifference, ...]:
    """Return the difference of every post of two revisions, those of the new one first; None is before the first."""
    before = _by_place(old.posts() if old else ())
    after = _by_place(new.posts())
    places = [*after, *(place for place in before if place not in after)]
    return tuple(_of_post(place, before.get(place), after.get(place)) for place in places)


def segments(old: str, new: str) -> tuple[Segment, ...]:
    """Return the stretches that turn `old` into `new`: without inserts they are `old`, without deletes `new`."""
    words = _Comparison(_TOKEN, old, new)
    if words.cost <= _ALLOWANCE:
        return _joined(words.segments())
    sentences = _Comparison(_SENTENCE, old, new)
    if sentences.cost <= _ALLOWANCE:
        return _joined(_refined(_joined(sentences.segments()), allowance=_ALLOWANCE - sentences.cost))
    return _joined([Segment("delete", old), Segment("insert", new)])


def words(text: str) -> list[str]:
    """Return the words of a text, capital letters made small, without what only parts them: as they are compared."""
    found = (token.casefold() for token in _TOKEN.findall(text))
    return [token for token in found if any(map(str.isalnum, token))]


def _refined(coarse: Sequence[Segment], *, allowance: int) -> Iterator[Segment]:
    """Yield the segments with each sentence that was replaced compared by words, as far as the allowance goes."""
    place = 0
    while place < len(coarse):
        pair = coarse[place : place + 2]
        if [segment.change for segment in pair] == ["delete", "insert"]:
            words = _Comparison(_TOKEN, pair[0].text, pair[1].text)
            affordable = words.cost <= allowance
            allowance -= words.cost if affordable else 0
            yield from words.segments() if affordable else pair
            place += 2
        else:
            yield coarse[place]
            place += 1


class _Comparison:
    """Two texts cut into pieces, with what both begin and end with set apart."""

    def __init__(self, piece: re.Pattern[str], old: str, new: str) -> None:
        before, after = piece.findall(old), piece.findall(new)
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        self.head = "".join(before[:head])
        self.tail = "".join(before[len(before) - tail :])
        self.before = before[head : len(before) - tail]
        self.after = after[head : len(after) - tail]

    @property
    def cost(self) -> int:
        """Return about how many steps difflib takes at worst: each match it finds costs a walk through what is left."""
        counts = Counter(token for token in self.after if not token.isspace())
        pairs = sum(counts[token] for token in self.before)
        return pairs + len(self.before) * min(pairs, len(self.before), len(self.after)) // 4

    def segments(self) -> list[Segment]:
        """Return the segments, neighbours of one kind not yet joined."""
        middle = _compare(self.before, self.after)
        return [Segment("equal", self.head), *middle, Segment("equal", self.tail)]


def _of_post(place: tuple[int, str], old: Post | None, new: Post | None) -> PostDifference:
    return PostDifference(
        *place,
        segments=segments(old.text if old else "", new.text if new else ""),
        images=image_changes(old.images if old else (), new.images if new else ()),
    )


def _by_place(posts: Iterable[Post]) -> dict[tuple[int, str], Post]:
    return {(post.channel_id, post.language): post for post in posts}


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many tokens both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _compare(before: Sequence[str], after: Sequence[str]) -> list[Segment]:
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    found: list[Segment] = []
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        old_part, new_part = "".join(before[start:end]), "".join(after[new_start:new_end])
        if old_part == new_part:
            found.append(Segment("equal", old_part))
        else:
            found += [Segment("delete", old_part), Segment("insert", new_part)]
    return _without_lone_spaces(found)


def _without_lone_spaces(found: list[Segment]) -> list[Segment]:
    """Let a space between two changes belong to both, so that a reader sees phrases and not single words."""
    bridged: list[Segment] = []
    for place, segment in enumerate(found):
        inside = 0 < place < len(found) - 1
        if segment.change == "equal" and segment.text.isspace() and inside:
            bridged += [Segment("delete", segment.text), Segment("insert", segment.text)]
        else:
            bridged.append(segment)
    return bridged


def _joined(found: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return the segments with neighbours made one, deletions before insertions, and empty ones left out."""
    joined: list[Segment] = []
    for is_equal, group in groupby(found, key=lambda segment: segment.change == "equal"):
        stretch = list(group)
        kinds: tuple[Change, ...] = ("equal",) if is_equal else ("delete", "insert")
        joined += [Segment(kind, "".join(part.text for part in stretch if part.change == kind)) for kind in kinds]
    return tuple(segment for segment in joined if segment.text)
