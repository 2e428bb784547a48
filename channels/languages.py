"""The languages that a channel can post in: those that Unicode's CLDR has a name for."""

from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, override


@cache
def languages() -> frozenset[str]:
    """Return the code of every language that has a name in English: en, fr, ar, uk, zh, pt_BR and so on."""
    return frozenset(Locale("en").languages)


def known_language(code: str) -> bool:
    """Say whether this is the code of a language, such as fr, pt-BR or zh-Hant."""
    return code.replace("-", "_") in languages()


def same_language(one: str, other: str) -> bool:
    """Say whether two codes mean one language, whatever the country: fr and fr-CA."""
    return _base(one) == _base(other)


def language_name(code: str) -> str:
    """Return the name of a language in the language that is active now; the code itself where it has none."""
    names = _names(get_language() or "en")
    return str(names.get(code.replace("-", "_")) or names.get(_base(code)) or code)


def language_choices() -> list[tuple[str, str]]:
    """Return every language as its code and its name in the language that is active now, in the order of the names."""
    return list(_choices(get_language() or "en"))


@lru_cache(maxsize=16)
def _choices(active: str) -> tuple[tuple[str, str], ...]:
    with override(active):
        named = [(code, language_name(code)) for code in languages()]
    return tuple(sorted(named, key=lambda choice: choice[1].casefold()))


@lru_cache(maxsize=16)
def _names(active: str) -> Mapping[str, str]:
    try:
        return Locale.parse(active, sep="-").languages
    except (UnknownLocaleError, ValueError):
        return Locale("en").languages


def _base(code: str) -> str:
    return code.replace("_", "-").partition("-")[0].casefold()
