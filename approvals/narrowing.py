"""What a queue is narrowed to: a filter that lives in an address, and always reads the same there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q

from accounts.authority import Place
from accounts.models import User
from approvals import access, searching
from approvals.models import Draft, Kind, Urgency
from channels.languages import known_language
from channels.models import Platform

MINE, NOBODYS = "me", "nobody"
# As much as all of them may be: a hundred signs of some scripts are twelve hundred in an address.
LONGEST_QUERY = 4000
_MOST_PARAMETERS = 40
_ROW = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_OFFICE = re.compile(r"[A-Z0-9]{1,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose queue is narrowed, when, and for whom they act at which place."""

    user: User
    at: datetime
    acting: Mapping[Place, int]


def _one_of(*known: str) -> Callable[[str], str]:
    return lambda typed: typed if typed in known else ""


def _shaped(form: re.Pattern[str]) -> Callable[[str], str]:
    return lambda typed: typed if form.fullmatch(typed) else ""


def _language(typed: str) -> str:
    return typed if len(typed) <= 16 and known_language(typed) else ""


# The parameters of an address in the order in which it always names them. What makes no sense asks for nothing.
PARAMETERS: Mapping[str, Callable[[str], str]] = {
    "level": searching.as_typed,
    "office": _shaped(_OFFICE),
    "channel": _shaped(_ROW),
    "platform": _one_of(*Platform.values),
    "language": _language,
    "urgency": _one_of(*Urgency.values),
    "kind": _one_of(*Kind.values),
    "for": _shaped(_ROW),
    "claimed": _one_of(MINE, NOBODYS),
    "q": searching.as_typed,
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked for, each by the name of its parameter: nothing asks for the whole queue."""

    asked: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, typed: Mapping[str, str]) -> "Narrowing":
        """Return what the parameters of an address ask for."""
        read = ((name, clean(str(typed.get(name, "")))) for name, clean in PARAMETERS.items())
        return cls(tuple((name, value) for name, value in read if value))

    @classmethod
    def of_query(cls, query: str) -> "Narrowing":
        """Return what the query of an address asks for; nothing for what is no such query."""
        try:
            return cls.parse(dict(parse_qsl(query[:LONGEST_QUERY], max_num_fields=_MOST_PARAMETERS)))
        except ValueError:
            return cls()

    @property
    def query(self) -> str:
        """Return the parameters as an address has them: the same for two that ask for the same."""
        return urlencode(self.asked)

    @property
    def looks_for_words(self) -> bool:
        """Say whether words are looked for."""
        return bool(self.get("q"))

    def get(self, name: str) -> str:
        """Return what is asked for under this name; empty for nothing."""
        return dict(self.asked).get(name, "")

    def without(self, name: str) -> "Narrowing":
        """Return the same without what this parameter asks for."""
        return Narrowing(tuple(pair for pair in self.asked if pair[0] != name))

    def condition(self, reader: Reader) -> Q:
        """Return the condition on steps that await this reader. Three queries where words are looked for, else none."""
        every = Q()
        for name, value in self.asked:
            every &= _CONDITIONS[name](value, reader)
        return every


def _of_drafts_on(**channel: object) -> Q:
    targets = Draft.channels.through.objects.filter(**channel)
    return Q(draft__in=targets.values("draft"))


def _in_language(value: str, _reader: Reader) -> Q:
    """Return the condition that a text is in this language: the common one, or that of a single channel."""
    content = "draft__revision__content__"
    # As both databases write a pair in JSON; in a text, the marks around it would be escaped.
    return Q(**{f"{content}language": value}) | Q(**{f"{content}variants__icontains": f'"language": "{value}"'})


def _acting_for(value: str, reader: Reader) -> Q:
    return access.at_places({place for place, holder in reader.acting.items() if str(holder) == value})


def _claimed(value: str, reader: Reader) -> Q:
    held = Q(claimed_by__isnull=False, claimed_until__gt=reader.at)
    return held & Q(claimed_by=reader.user) if value == MINE else ~held


_CONDITIONS: Mapping[str, Callable[[str, Reader], Q]] = {
    "level": lambda value, _reader: Q(name=value),
    "office": lambda value, _reader: Q(draft__office__code=value),
    "channel": lambda value, _reader: _of_drafts_on(channel=value),
    "platform": lambda value, _reader: _of_drafts_on(channel__platform=value),
    "language": _in_language,
    "urgency": lambda value, _reader: Q(draft__urgency=value),
    "kind": lambda value, _reader: Q(draft__kind=value),
    "for": _acting_for,
    "claimed": _claimed,
    "q": lambda value, _reader: Q(draft__in=searching.read(value).narrow(Draft.objects.order_by()).values("pk")),
}
