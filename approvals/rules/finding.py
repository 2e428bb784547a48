"""What a search finds words by: the same word however it is cased, accented or pointed, in every script.

The database computes the same words from the same texts (`chancery_words`, migration `words_found`); a test holds them
together.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Any, Final

# Classes of characters, written so that Python and PostgreSQL read them alike.
MARKS: Final = (
    r"\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
)
BETWEEN: Final = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u0589"
    r"\u05be\u05c0\u05c3\u05c6\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u104a-\u104f\u1680\u17d4-\u17da"
    r"\u2000-\u200a\u2010-\u2029\u202f-\u205f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3020\u3030\u303d\u30fb\ufe10-\ufe6f"
    r"\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff\U000e0001-\U000e01ef"
)
# Scripts that put no space between words: each pair of neighbours is a word there.
UNSPACED: Final = (
    r"\u0e00-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u17db-\u17ff\u3021-\u302f\u3031-\u303c\u3041-\u30fa"
    r"\u30fc-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
LONGEST_WORD: Final = 64
# What one row of a text search index takes is a little more (a `tsvector` of PostgreSQL).
MOST_BYTES: Final = 1_000_000
# A beginning shorter than this would be the beginning of everything.
SHORTEST_BEGINNING: Final = 2

_MARK = re.compile(f"[{MARKS}]+")
_PIECE = re.compile(f"[{UNSPACED}]+|[^{BETWEEN}{UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word to find: the whole word, or any that begins with it."""

    text: str
    begins: bool = False


def fold(text: str) -> str:
    """Return a text without what makes no other word of it: case, accents, vowel points, width, invisible marks."""
    bare = _MARK.sub("", unicodedata.normalize("NFKD", text)).lower().replace("ς", "σ")
    return unicodedata.normalize("NFC", bare)


def words_of(content: dict[str, Any]) -> set[str]:
    """Return the words of all texts and descriptions of a content: in order, as many as an index takes of one."""
    words = sorted({word for text in _texts(content) for piece in _pieces(text) for word in _indexed(piece)})
    bytes_so_far = accumulate(len(word.encode()) for word in words)
    return {word for word, total in zip(words, bytes_so_far, strict=True) if total <= MOST_BYTES}


def asked(typed: str) -> tuple[Word, ...]:
    """Return the words that somebody looks for, each once: nothing of a text that has none."""
    return tuple(dict.fromkeys(word for piece in _pieces(typed) for word in _wanted(piece)))


def has(content: dict[str, Any], wanted: Sequence[Word]) -> bool:
    """Say whether a content has every one of these words."""
    words = words_of(content)
    return all(
        any(word.startswith(each.text) for word in words) if each.begins else each.text in words for each in wanted
    )


def marked(text: str, typed: str) -> list[tuple[str, bool]]:
    """Return the text in pieces that join to it again, each with whether it is what was looked for."""
    folded, places = _with_places(text)
    is_hit = bytearray(len(text))
    for start, end in _hits(folded, _pieces(typed)):
        is_hit[places[start] : places[end]] = b"\1" * (places[end] - places[start])
        # Half a letter, of those that are two for a search, is the whole letter.
        is_hit[places[end - 1]] = 1
    runs = groupby(zip(text, is_hit, strict=True), key=itemgetter(1))
    return [("".join(letter for letter, _hit in run), bool(hit)) for hit, run in runs]


def _texts(value: object) -> Iterator[str]:
    """Yield what stands under "text", and each of what stands under "descriptions", however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            if key == "descriptions" and isinstance(inner, dict):
                yield from (told for told in inner.values() if isinstance(told, str))
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(fold(text.replace("\x00", " ")))


def _indexed(piece: str) -> Iterator[str]:
    if not _UNSPACED.match(piece):
        yield piece[:LONGEST_WORD]
        return
    yield from map("".join, pairwise(piece))
    yield piece[-1]


def _wanted(piece: str) -> Iterator[Word]:
    if not _UNSPACED.match(piece):
        yield Word(piece[:LONGEST_WORD], begins=len(piece) >= SHORTEST_BEGINNING)
    elif len(piece) == 1:
        yield Word(piece, begins=True)
    else:
        yield from (Word("".join(pair)) for pair in pairwise(piece))


@lru_cache(maxsize=10_000)
def _folded(letter: str) -> str:
    return fold(letter)


def _with_places(text: str) -> tuple[str, list[int]]:
    """Return the text folded letter by letter, and where in the text each letter of it began (and the end)."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in _folded(letter):
            letters.append(part)
            places.append(place)
    return "".join(letters), [*places, len(text)]


def _hits(folded: str, pieces: list[str]) -> Iterator[tuple[int, int]]:
    """Yield each word that begins with what is looked for; in scripts without spaces, wherever that stands."""
    for found in _PIECE.finditer(folded):
        for piece in pieces:
            if not _UNSPACED.match(piece):
                is_whole = len(piece) < SHORTEST_BEGINNING
                if found[0] == piece if is_whole else found[0].startswith(piece[:LONGEST_WORD]):
                    yield found.span()
                continue
            start = found[0].find(piece)
            while start >= 0:
                yield found.start() + start, found.start() + start + len(piece)
                start = found[0].find(piece, start + len(piece))
