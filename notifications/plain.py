"""Makes a value from elsewhere safe to stand in a sentence, a header or a JSON column."""

import unicodedata

# Persian and the scripts of India need these two inside words.
JOINERS = "\u200c\u200d"
LONGEST = 300


def plain(value: object) -> str:
    """Return the value on one line without control, hidden or broken characters, at most 300 characters long."""
    if value is None:
        return ""
    line = " ".join("".join(_visible(character) for character in str(value)).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Zl", "Zp"):
        return " "
    if category == "Cf" and character not in JOINERS:
        return ""
    return character
