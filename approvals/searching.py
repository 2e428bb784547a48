"""One reading of what somebody types to find a draft, for every search box and for the API."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import Q, QuerySet

from accounts.models import Office, User
from approvals.models import Draft, Revision
from approvals.rules import finding
from channels.models import Channel

LONGEST: Final = 100
MOST_WORDS: Final = 12
# What means more people or channels than this says nothing about a draft.
MOST_MEANT: Final = 100
# A handle has no spaces: a part of it is looked for anywhere in it, if it is no shorter than this.
SHORTEST_PART: Final = 3

# The rows of a register, each with the words of its names.
Names = list[tuple[int, tuple[str, ...]]]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_REFERENCE = re.compile(r"([A-Z0-9]{1,8})[- ]([0-9]{4})[- ]([0-9]{1,9})")
_PART_OF_REFERENCE = re.compile(r"(?=.*[0-9])[A-Z0-9]*(-[0-9]*){0,2}|[A-Z]{1,8}-")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what was typed, between spaces, and what of the registers it may mean: one `office` by its code."""

    typed: str
    people: frozenset[int] = frozenset()
    channels: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
    office: int | None = None

    @property
    def condition(self) -> Q | None:
        """Return the condition of a draft that this part is about by something else than its text; None of none."""
        condition = Q()
        if _PART_OF_REFERENCE.fullmatch(self.typed.upper()):
            condition |= Q(reference__contains=self.typed.upper())
        if 0 < len(self.people) <= MOST_MEANT:
            condition |= Q(author__in=sorted(self.people))
        if 0 < len(self.channels) <= MOST_MEANT:
            aimed = Draft.channels.through.objects.filter(channel__in=sorted(self.channels))
            condition |= Q(pk__in=aimed.values("draft"))
        if self.office is not None:
            condition |= Q(office=self.office)
        return condition or None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, read: part by part."""

    typed: str
    parts: tuple[Part, ...]

    def narrow(self, found: QuerySet[Draft]) -> QuerySet[Draft]:
        """Return those of the drafts that every part is about: by their text, reference, author, office or channel."""
        if not self.parts:
            return found
        read = [(part.condition, finding.asked(part.typed)) for part in self.parts]
        plain = [word for condition, words in read if condition is None for word in words]
        others = [(condition, words) for condition, words in read if condition is not None]
        for condition, words in others:
            # What is only words stands within the first alternative, so that the database asks its index for it once,
            # and not one draft after another.
            rest = Q(revision__in=having(plain)) if plain else Q()
            found = found.filter(
                condition & rest | Q(revision__in=having([*words, *plain])) if words else condition & rest
            )
            plain = []
        if plain:
            return found.filter(revision__in=having(plain))
        return found if others else found.none()

    def whole(self, meant: str) -> list[int]:
        """Return the ids of the `people`, `channels` or `offices` that every part fits."""
        sets: list[frozenset[int]] = [getattr(part, meant) for part in self.parts]
        return sorted(frozenset.intersection(*sets)) if sets else []


def as_typed(typed: str) -> str:
    """Return what somebody typed as it is read and shown again: no longer than `LONGEST`, and storable."""
    return " ".join(typed.replace("\x00", " ")[:LONGEST].split())


def read(typed: str) -> Reading:
    """Read what somebody typed. Three queries, or none for nothing."""
    typed = as_typed(typed)
    words = typed.translate(_DASHES).split()[:MOST_WORDS]
    if not words:
        return Reading(typed, ())
    people = _names(User.objects.values_list("pk", "name"))
    offices = _names(Office.objects.values_list("pk", "name", "code"))
    channels = _names(Channel.objects.values_list("pk", "handle", "platform"))
    codes = {names[-1]: pk for pk, names in offices}
    parts = (
        Part(
            typed=word,
            people=_begun(word, people),
            channels=_begun(word, channels) | _within(word, channels),
            offices=_begun(word, offices),
            office=codes.get(word.removesuffix("-").lower()),
        )
        for word in words
    )
    return Reading(typed, tuple(parts))


def exactly(typed: str, among: QuerySet[Draft]) -> Draft | None:
    """Return the draft whose reference this is, spelled with or without its hyphens and zeros. At most one query."""
    spelled = _REFERENCE.fullmatch(" ".join(typed.translate(_DASHES).upper().split()))
    if spelled is None:
        return None
    office, year, number = spelled.groups()
    return among.filter(reference=f"{office}-{year}-{int(number):04d}").first()


def having(words: Collection[finding.Word]) -> QuerySet[Revision, int]:
    """Return the ids of the revisions whose texts have all of these words."""
    return Revision.objects.order_by().filter(content__has_words=tuple(words)).values_list("pk", flat=True)


def _names(rows: Iterable[tuple[int | str, ...]]) -> Names:
    return [(int(pk), tuple(word for text in texts for word in _words(str(text)))) for pk, *texts in rows]


# Reading a name takes longer than fetching it, and names seldom change.
@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in finding.asked(name))


def _begun(typed: str, names: Names) -> frozenset[int]:
    """Return whom this means: each of its words begins a word of the name."""
    wanted = _words(typed)
    if max(map(len, wanted), default=0) < finding.SHORTEST_BEGINNING:
        return frozenset()
    return frozenset(pk for pk, words in names if all(any(word.startswith(each) for word in words) for each in wanted))


def _within(typed: str, names: Names) -> frozenset[int]:
    """Return whom this means: it stands anywhere in a word of the name."""
    wanted = "".join(_words(typed))
    if len(wanted) < SHORTEST_PART:
        return frozenset()
    return frozenset(pk for pk, words in names if any(wanted in word for word in words))
