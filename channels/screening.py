"""Findings in a text: what must be mended, and what a person must confirm, before it may be submitted. Pure.

Everything here takes time that grows only with the length of the text, and fetches nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from channels.addresses import links_not_allowed
from channels.characters import UNUSABLE, name_of, shown, stack_of_marks
from channels.findings import Finding, blocking, explain, to_confirm
from channels.hidden import hidden_characters
from channels.sensitive import markings, personal_data, telephone_numbers

__all__ = ["Finding", "Run", "explain", "screen", "unreadable", "visible"]

# Nobody mends more than this at once, and a hostile text cannot fill the answer.
MOST_OF_A_KIND = 20
# Hebrew, Tibetan and Burmese pile up to seven marks on a letter.
MOST_MARKS = 8

_UNUSABLE = re.compile(f"[{UNUSABLE}]")

# Alphabets with letters that look alike.
_ALPHABETS = {
    "Latin": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1d00-\u1d25\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua7ff",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f",
    "Armenian": "\u0531-\u058a",
    "Cherokee": "\u13a0-\u13fd\uab70-\uabbf",
}
_OTHER_THAN_LATIN = re.compile(f"[{''.join(letters for name, letters in _ALPHABETS.items() if name != 'Latin')}]")
_IN_ALPHABET = {name: re.compile(f"[{letters}]") for name, letters in _ALPHABETS.items()}
_WORD = re.compile(f"[{''.join(_ALPHABETS.values())}\u0300-\u036f]+")
_NEIGHBOURS = re.compile(
    "|".join(
        f"[{letters}][\u0300-\u036f]*[{''.join(other for key, other in _ALPHABETS.items() if key != name)}]"
        for name, letters in _ALPHABETS.items()
    )
)
# Signs of measure and science that stand beside Latin letters, and look like none of them: μm, kΩ, ΔT.
_SIGNS = frozenset("\u03bc\u03a9\u0394\u03c0\u03bb\u03a3")
# Letters that look like Latin ones: a name in these alone, before .com, is a trap.
_LOOKALIKES = re.compile(
    "(?<![\\w-])[\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458\u04cf\u0501"
    "\u051b\u051d\u04bb\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5]+\\.[a-z]{2,}(?![\\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text that is safe to show; where `label` is not empty, show the label beside it as a marker.

    `start` is where it begins in the text.
    """

    text: str
    label: str = ""
    start: int = field(default=0, compare=False)


def screen(text: str) -> list[Finding]:
    """Return what is found in the text, in the order of the text; of each kind, the first twenty."""
    found = [finding for finder in _FINDERS for finding in islice(finder(text), MOST_OF_A_KIND)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def unreadable(text: str) -> list[Finding]:
    """Return what no reader of the text could see as it is, in the order of the text: of each kind, the first twenty.

    That is all that is asked of somebody else's words: a marking or a telephone number in them is theirs.
    """
    found = [finding for finder in _UNREADABLE for finding in islice(finder(text), MOST_OF_A_KIND)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def visible(text: str) -> list[Run]:
    """Return the whole text as runs in which nothing is hidden.

    An invisible or unusable character is a run without text, labelled with its name; in a word of mixed scripts, so is
    every letter that is not Latin, with itself as its text. Joined, the texts are what a reader would see.
    """
    marked = [finding for finder in (_unusable, hidden_characters) for finding in finder(text)]
    letters = [
        Finding("", "confirm", place, place + 1, "")
        for finding in _mixed_scripts(text)
        for place in range(finding.start, finding.end)
        if _OTHER_THAN_LATIN.match(text, place)
    ]
    runs: list[Run] = []
    position = 0
    for mark in sorted([*marked, *letters], key=lambda finding: finding.start):
        if mark.start < position:
            continue
        if mark.start > position:
            runs.append(Run(text[position : mark.start], start=position))
        shown_text = "" if mark.code else text[mark.start : mark.end]
        times = mark.end - mark.start
        label = name_of(text[mark.start])
        runs.append(Run(shown_text, f"{times} × {label}" if times > 1 else label, mark.start))
        position = mark.end
    return [*runs, Run(text[position:], start=position)] if position < len(text) or not runs else runs


def _unusable(text: str) -> Iterator[Finding]:
    start = end = -1
    for found in _UNUSABLE.finditer(text):
        if found.start() == end and found.group() == text[start]:
            end += 1
            continue
        if start >= 0:
            yield _cannot_be_used(text, start, end)
        start, end = found.span()
    if start >= 0:
        yield _cannot_be_used(text, start, end)


def _cannot_be_used(text: str, start: int, end: int) -> Finding:
    message = "unusable_text" if end == start + 1 else "unusable_text.several"
    return blocking(message, start, end, name=name_of(text[start]))


def _too_many_marks(text: str) -> Iterator[Finding]:
    if text.isascii():
        return
    for found in stack_of_marks(MOST_MARKS).finditer(text):
        count = found.end() - found.start()
        yield blocking("too_many_marks", found.start(), found.end(), count=str(count), most=str(MOST_MARKS))


def _mixed_scripts(text: str) -> Iterator[Finding]:
    if text.isascii() or not _OTHER_THAN_LATIN.search(text):
        return
    for found in _WORD.finditer(text) if _NEIGHBOURS.search(text) else ():
        scripts = _scripts_of(found.group())
        if len(scripts) > 1:
            yield _mixed("mixed_scripts", found, scripts)
    for found in _LOOKALIKES.finditer(text):
        yield _mixed("mixed_scripts.address", found, _scripts_of(found.group().partition(".")[0]))


def _scripts_of(word: str) -> list[str]:
    letters = "".join(set(word) - _SIGNS)
    return [name for name, pattern in _IN_ALPHABET.items() if pattern.search(letters)]


def _mixed(message: str, found: re.Match[str], scripts: list[str]) -> Finding:
    return to_confirm(message, found.start(), found.end(), word=shown(found.group()), scripts=", ".join(scripts))


_FINDERS: tuple[Callable[[str], Iterator[Finding]], ...] = (
    _unusable,
    hidden_characters,
    _too_many_marks,
    _mixed_scripts,
    markings,
    links_not_allowed,
    telephone_numbers,
    personal_data,
)
_UNREADABLE = (_unusable, hidden_characters, _too_many_marks)
