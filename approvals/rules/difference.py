"""What changed between two texts, word by word, and between two revisions, post by post. Pure, and bounded in time."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from approvals.rules.content import Content, Post

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
_LINE = re.compile(r"[^\n]*\n|[^\n]+")

# How many pairs of equal words are looked at: about a tenth of a second. Longer texts are compared line by line, and
# where even that is too much, as a whole.
_MOST_PAIRS = 200_000


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

    @property
    def is_changed(self) -> bool:
        """Say whether anything in this post differs."""
        return any(segment.change != "equal" for segment in self.segments)


def between(old: Content | None, new: Content) -> tuple[PostDifference, ...]:
    """Return the difference of every post of two revisions, those of the new one first; None is before the first."""
    before = _by_place(old.posts() if old else ())
    after = _by_place(new.posts())
    places = [*after, *(place for place in before if place not in after)]
    return tuple(
        PostDifference(*place, segments=segments(before.get(place, ""), after.get(place, ""))) for place in places
    )


def segments(old: str, new: str) -> tuple[Segment, ...]:
    """Return the stretches that turn `old` into `new`: without inserts they are `old`, without deletes `new`."""
    for pattern in (_TOKEN, _LINE):
        before, after = pattern.findall(old), pattern.findall(new)
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        changed_before = before[head : len(before) - tail]
        changed_after = after[head : len(after) - tail]
        if _pairs(changed_before, changed_after) <= _MOST_PAIRS:
            middle = _compare(changed_before, changed_after)
            kept_tail = "".join(before[len(before) - tail :])
            return _joined([Segment("equal", "".join(before[:head])), *middle, Segment("equal", kept_tail)])
    return _joined([Segment("delete", old), Segment("insert", new)])


def _by_place(posts: Iterable[Post]) -> dict[tuple[int, str], str]:
    return {(post.channel_id, post.language): post.text for post in posts}


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many tokens both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _pairs(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many pairs of equal tokens there are, which is what a comparison costs; a space costs nothing."""
    counts = Counter(token for token in after if not token.isspace())
    return sum(counts[token] for token in before) + len(before) + len(after)


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
