"""Characters by what they do in a text: emoji sequences, combining marks, joiners, writing directions. Pure data."""

import re
import unicodedata
from functools import cache

_PICTURE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
_ONE = f"[{_PICTURE}](?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
# The only flags made of tag characters that Unicode recommends: England, Scotland, Wales. Any other could hide a text.
_NATIONS = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in code) for code in ("gbeng", "gbsct", "gbwls"))

# One emoji as a reader sees it: a flag, a keycap, or pictures joined to one.
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|\U0001f3f4(?:{_NATIONS})\U000e007f"
    f"|{_ONE}(?:\u200d{_ONE})*|[\U0001f1e6-\U0001f1ff]|[\U0001f3fb-\U0001f3ff]"
)
PICTURE = re.compile(f"[{_PICTURE}\U0001f3fb-\U0001f3ff]")

# What a reader cannot see (Unicode's Default_Ignorable_Code_Point), with the line separators and annotation marks.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# What no platform can carry: control characters (but tab and line breaks), lone surrogates, noncharacters.
UNUSABLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)  # fmt: skip
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u060f\u0620-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)

# Anything that a reader can see: a text without it is empty.
READABLE = re.compile(f"[^\\s{INVISIBLE}{UNUSABLE}]")
_UNSHOWABLE = re.compile(f"[{INVISIBLE}{UNUSABLE}]")


def name_of(character: str) -> str:
    """Return the Unicode name of a character with its number, such as "ZERO WIDTH SPACE (U+200B)"; never fails."""
    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{name} ({number})" if name else number


def shown(text: str, *, longest: int = 60) -> str:
    """Return text that is safe to quote in a sentence: short, and without anything invisible or unusable."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return _UNSHOWABLE.sub("\ufffd", short)


@cache
def stack_of_marks(most: int) -> re.Pattern[str]:
    """Return the pattern of more than `most` combining marks in a row, which pile up over one letter."""
    return re.compile(f"[{_marks()}]{{{most + 1},}}")


@cache
def _marks() -> str:
    """All combining marks as ranges; variation selectors, which do not pile up, left out."""
    ranges: list[list[int]] = []
    for number in (*range(0x300, 0xFE00), *range(0xFE20, 0x20000)):
        if unicodedata.category(chr(number)) not in ("Mn", "Me"):
            continue
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def composed(text: str) -> str:
    """Return the text in NFC, in time that grows only with its length.

    Composing sorts the marks over one letter, which takes their number squared: a long text with a pile of more than 30
    (which Unicode's stream-safe format forbids, and screening refuses) is left as it is.
    """
    if text.isascii() or (len(text) > 2_000 and stack_of_marks(30).search(text)):
        return text
    return unicodedata.normalize("NFC", text)
