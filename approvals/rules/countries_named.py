"""Which of some countries a text names, by the names that CLDR has for them, or by their flags. A help to the author:
adjectives, capitals and declined forms are not found.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

from babel import Locale, UnknownLocaleError

# Whatever a post is written in, it may name a country in one of these.
ALWAYS = ("en", "fr")
# Scripts in which words run together, or take what belongs to them on at the front: a name is found anywhere.
UNDIVIDED = re.compile(
    "[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\ufb1d-\ufdff\ufe70-\ufeff]"
)
REGIONAL_A = 0x1F1E6
# What people call a country beside the name that CLDR has for it.
ALSO = {
    "CD": ("DRC", "DR Congo", "RDC"), "CZ": ("Czech Republic", "République tchèque"), "GB": ("UK", "Britain"),
    "IR": ("Islamic Republic of Iran",), "KP": ("DPRK", "RPDC"), "KR": ("Republic of Korea",), "MM": ("Burma",),
    "PS": ("Palestine",), "RU": ("Russian Federation", "Fédération de Russie"), "SY": ("Syrian Arab Republic",),
    "TR": ("Turkey",), "US": ("USA", "United States of America"), "VA": ("Holy See", "Saint-Siège"),
}  # fmt: skip


def countries_named(text: str, *, language: str, countries: Collection[str]) -> frozenset[str]:
    """Return which of these countries (ISO codes of two letters) a text in this language names."""
    if not countries:
        return frozenset()
    said = _folded(text)
    return frozenset(code for code in countries if any(_is_in(said, name) for name in _names(code, language)))


@cache
def _names(country: str, language: str) -> tuple[str, ...]:
    """Return what a country is called, its flag included, as it is looked for."""
    found = {name for locale in (language, *ALWAYS) for name in _names_in(country, locale)}
    found.update(ALSO.get(country.upper(), ()))
    flag = "".join(chr(REGIONAL_A + ord(letter) - ord("A")) for letter in country.upper() if letter.isascii())
    return (*sorted(_folded(name) for name in found), flag)


def _names_in(country: str, language: str) -> Iterator[str]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return
    name = locale.territories.get(country.upper())
    # "Myanmar (Burma)" is called by either.
    yield from (part.strip() for part in re.split(r"[()]", str(name or "")) if part.strip())


def _is_in(text: str, name: str) -> bool:
    if name not in text:
        return False
    if UNDIVIDED.search(name) or not name[0].isalpha():
        return True
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("’", "'").split())
