"""Finds what a reader cannot see, and lets pass what a language or an emoji needs. Pure, and linear in the text."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from channels.characters import EMOJI, INVISIBLE, PICTURE, RIGHT_TO_LEFT, name_of
from channels.findings import Finding, blocking

_HIDDEN = re.compile(f"[{INVISIBLE}]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\n\r\x85\u2029]")
_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS = "\u202a\u202b"
_ISOLATES = "\u2066\u2067\u2068"
_RIGHT_TO_LEFT_OPENERS = "\u202b\u2067"
_END_OF_EMBEDDING, _END_OF_ISOLATE = "\u202c", "\u2069"
_CONTROLS = _OVERRIDES + _EMBEDDINGS + _ISOLATES + _END_OF_EMBEDDING + _END_OF_ISOLATE
_MARKS = "\u061c\u200e\u200f"
_LATIN_OR_DIGIT = re.compile("[A-Za-z0-9]")

# Scripts whose letters join or part by an invisible character: Arabic, Syriac, N'Ko, those of India, Sri Lanka and
# Burma, Khmer, Mongolian, and those of Indonesia and the Philippines.
_JOINING = re.compile(
    "[\u0600-\u060f\u0620-\u085f\u0860-\u08ff\u0900-\u0dff\u0f00-\u109f\u1700-\u17b3\u17b6-\u180a\u1820-\u18af\u1a20-\u1aaf"
    "\u1b00-\u1c4f\ua840-\ua8ff\ua900-\ua9ff\uaa00-\uaadf\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010a5f\U00011000-\U000119ff\U0001e900-\U0001e95f]"
)
# Written without spaces: an invisible one says where a line may break.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
_IDEOGRAPH = re.compile("[\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MONGOLIAN = re.compile("[\u1800-\u180a\u1820-\u18af]")
_OLD_HANGUL = re.compile("[\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_KEYCAP = re.compile("[0-9#*]")

# Invisible characters, what may stand before them, and what may stand after them: one of the two is enough.
_NEEDED = (
    (re.compile("[\u200c\u200d]"), _JOINING, _JOINING),
    (re.compile("\u200b"), _UNSPACED, _UNSPACED),
    (re.compile("[\ufe0e\ufe0f]"), PICTURE, None),
    (re.compile("\ufe0f"), _KEYCAP, None),
    (re.compile("[\ufe00-\ufe02\U000e0100-\U000e01ef]"), _IDEOGRAPH, None),
    (re.compile("[\u180b-\u180f]"), _MONGOLIAN, None),
    (re.compile("[\u115f\u1160]"), _OLD_HANGUL, _OLD_HANGUL),
)


def hidden_characters(text: str) -> Iterator[Finding]:
    """Yield every invisible character that no emoji and no script needs; neighbours that are the same, as one."""
    if text.isascii() or not _HIDDEN.search(text):
        return
    yield from _changes_of_direction(text)
    start = end = -1
    for place in _unneeded(text):
        if place == end and text[place] == text[start]:
            end += 1
            continue
        if start >= 0:
            yield _invisible(text, start, end)
        start, end = place, place + 1
    if start >= 0:
        yield _invisible(text, start, end)


def _invisible(text: str, start: int, end: int) -> Finding:
    message = "hidden_characters" if end == start + 1 else "hidden_characters.several"
    return blocking(message, start, end, name=name_of(text[start]))


def _unneeded(text: str) -> Iterator[int]:
    """Where an invisible character stands that is neither part of an emoji nor needed by its neighbours."""
    emoji = EMOJI.finditer(text)
    current = next(emoji, None)
    right_to_left = RIGHT_TO_LEFT.search(text) is not None
    for found in _HIDDEN.finditer(text):
        place = found.start()
        while current is not None and current.end() <= place:
            current = next(emoji, None)
        inside_emoji = current is not None and current.start() < place
        if not inside_emoji and not _needed(text, place, right_to_left=right_to_left):
            yield place


def _needed(text: str, place: int, *, right_to_left: bool) -> bool:
    character = text[place]
    if character in _CONTROLS:
        return True  # _changes_of_direction judges these
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    # Two in a row say nothing more to a reader, but could spell out a hidden message.
    if _HIDDEN.match(before) and before not in _CONTROLS + "\ufe0e\ufe0f":
        return False
    if character in _MARKS:
        return right_to_left and not (_LATIN_OR_DIGIT.match(before) and _LATIN_OR_DIGIT.match(after))
    return any(
        pattern.match(character) and (left.match(before) or (right is not None and right.match(after)))
        for pattern, left, right in _NEEDED
    )


def _changes_of_direction(text: str) -> Iterator[Finding]:
    """Yield every override, every change left open at the end of its paragraph, and every end without a beginning.

    What is closed may stay, when what it turns right to left has a letter that is written so.
    """
    letters = [found.start() for found in RIGHT_TO_LEFT.finditer(text)] if _DIRECTION.search(text) else []
    open_changes: list[int] = []
    for found in _DIRECTION.finditer(text):
        place, character = found.start(), found.group()
        if character in _OVERRIDES + _EMBEDDINGS + _ISOLATES:
            open_changes.append(place)
        elif character in (_END_OF_EMBEDDING, _END_OF_ISOLATE):
            yield from _close(text, place, open_changes, letters)
        else:
            yield from (_direction("left_open", text, opened) for opened in open_changes)
            open_changes.clear()
    yield from (_direction("left_open", text, opened) for opened in open_changes)


def _close(text: str, place: int, open_changes: list[int], letters: list[int]) -> Iterator[Finding]:
    ends = _ISOLATES if text[place] == _END_OF_ISOLATE else _EMBEDDINGS + _OVERRIDES
    # The end of an isolate also ends the embeddings inside it; the end of an embedding does not reach past an isolate.
    while ends == _ISOLATES and open_changes and text[open_changes[-1]] not in ends:
        yield _direction("left_open", text, open_changes.pop())
    if not open_changes or text[open_changes[-1]] not in ends:
        yield _direction("closes_nothing", text, place)
        return
    opened = open_changes.pop()
    turns_nothing = text[opened] in _RIGHT_TO_LEFT_OPENERS and not _any_between(letters, opened, place)
    if text[opened] in _OVERRIDES or turns_nothing:
        yield _direction("direction", text, opened)
        yield _direction("direction", text, place)


def _any_between(places: list[int], start: int, end: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, end)


def _direction(what: str, text: str, place: int) -> Finding:
    return blocking(f"hidden_characters.{what}", place, place + 1, name=name_of(text[place]))
