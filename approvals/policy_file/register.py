"""The names in a file, held against this installation: what it does not know is a problem, and is never skipped."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from babel import Locale
from django.db.models import F

from accounts.models import Office, Posting
from approvals.models import Audience, Kind, Topic, Urgency
from approvals.policy_file.problems import Path, Problem
from approvals.rules.cleared_lines import QUOTING
from channels.languages import known_language
from channels.models import Channel, Platform

FEW: Final[Mapping[str, Collection[str]]] = {
    "platform": Platform.values,
    "urgency": Urgency.values,
    "kind": Kind.values,
    "audience": Audience.values,
    "cleared_line": QUOTING,
}

# Codes that Unicode's CLDR has for what is no place: unknown, and made up for tests of software.
NO_COUNTRY: Final = frozenset({"ZZ", "XA", "XB"})


# A posting as a file names it: the code of its office, the role, and the username of its holder.
Named = tuple[str, str, str]
POSTING: Final = ("office", "role", "username")


def unknown_names(value: object) -> list[Problem]:
    """Return every name that this installation does not have. At most four queries, whatever the file names."""
    register = Register()
    found = [problem for path, field, name in _names(value, ()) if (problem := register.judge(path, field, name))]
    known = postings_named(value)
    for path, posting in _postings(value, ()):
        if posting not in known:
            found.append(Problem((*path, "username"), "unknown_posting", {"name": posting[-1][:80]}))
    return found


def postings_named(value: object) -> dict[Named, int]:
    """Return the id of each posting that a file names; of several that one person has had there, the one that lasts.

    One query where any is named.
    """
    wanted = {posting for _path, posting in _postings(value, ())}
    if not wanted:
        return {}
    held = Posting.objects.filter(user__username__in={username for _office, _role, username in wanted})
    rows = held.order_by(F("ends_at").asc(nulls_last=True), "starts_at").values_list(
        "office__code", "role", "user__username", "pk"
    )
    return {(office, role, username): pk for office, role, username, pk in rows if (office, role, username) in wanted}


def named(posting: Mapping[str, str]) -> Named:
    """Return a posting of a file as it is looked up."""
    return (posting["office"], posting["role"], posting["username"])


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


def _postings(value: object, path: Path) -> Iterator[tuple[Path, Named]]:
    """Yield every posting that a file names in full, however odd its shape."""
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _postings(inner, (*path, place))
    elif isinstance(value, dict):
        if path and path[-1] == "posting" and all(isinstance(value.get(name), str) for name in POSTING):
            yield path, named(value)
        for name, inner in value.items():
            yield from _postings(inner, (*path, name))


def _named_here(value: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, str]]:
    office = value.get("office")
    if isinstance(office, str) and path and path[-1] in ("asks", "posting"):
        yield (*path, "office"), "office", office
    field, names = value.get("field"), value.get("in")
    if isinstance(field, str) and isinstance(names, list):
        for place, name in enumerate(names):
            if isinstance(name, str) and name:
                yield (*path, "in", place), field, name
