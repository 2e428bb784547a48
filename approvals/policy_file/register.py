"""The names in a file, held against this installation: what it does not know is a problem, and is never skipped."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from babel import Locale

from accounts.models import Office
from approvals.models import Audience, Kind, Topic, Urgency
from approvals.policy_file.problems import Path, Problem
from channels.languages import known_language
from channels.models import Channel, Platform

FEW: Final[Mapping[str, Collection[str]]] = {
    "platform": Platform.values,
    "urgency": Urgency.values,
    "kind": Kind.values,
    "audience": Audience.values,
}

# Codes that Unicode's CLDR has for what is no place: unknown, and made up for tests of software.
NO_COUNTRY: Final = frozenset({"ZZ", "XA", "XB"})


def unknown_names(value: object) -> list[Problem]:
    """Return every name that this installation does not have. At most three queries, whatever the file names."""
    register = Register()
    return [problem for path, field, name in _names(value, ()) if (problem := register.judge(path, field, name))]


class Register:
    """What this installation has, each kind of name asked for once."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}

    def judge(self, path: Path, field: str, name: str) -> Problem | None:
        """Return the problem with one name; None when it is known, or when its field is not (which is told apart)."""
        if field in FEW:
            known = FEW[field]
            params = {"name": name[:80], "known": ", ".join(known)}
            return None if name in known else Problem(path, "unknown_value", params)
        if field == "language":
            return None if known_language(name) else Problem(path, "unknown_language", {"name": name[:80]})
        if field not in ASKED:
            return None
        if field not in self._known:
            self._known[field] = frozenset(ASKED[field]())
        return None if name in self._known[field] else Problem(path, f"unknown_{field}", {"name": name[:80]})


def countries() -> set[str]:
    """Return the codes of countries, those that ISO 3166 leaves to users included."""
    territories = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    return (territories - NO_COUNTRY) | set(Office.objects.values_list("country", flat=True))


ASKED: Final[Mapping[str, Callable[[], Collection[str]]]] = {
    "office": lambda: list(Office.objects.values_list("code", flat=True)),
    "topic": lambda: list(Topic.objects.values_list("slug", flat=True)),
    "channel": lambda: [
        f"{platform}:{handle}" for platform, handle in Channel.objects.values_list("platform", "handle")
    ],
    "country": countries,
}


def _names(value: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield every name in a file, however odd its shape: where it stands, of which field, and the name."""
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _names(inner, (*path, place))
    elif isinstance(value, dict):
        yield from _named_here(value, path)
        for name, inner in value.items():
            yield from _names(inner, (*path, name))


def _named_here(value: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, str]]:
    office = value.get("office")
    if isinstance(office, str) and path and path[-1] == "asks":
        yield (*path, "office"), "office", office
    field, names = value.get("field"), value.get("in")
    if isinstance(field, str) and isinstance(names, list):
        for place, name in enumerate(names):
            if isinstance(name, str) and name:
                yield (*path, "in", place), field, name
