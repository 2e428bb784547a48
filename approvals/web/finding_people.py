"""Whom one may choose in a form: everybody in a small ministry; in a large one those at hand, and those looked for.

It works without a script: one looks for a name first, by the address, and then chooses among those who were found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, QueryDict

from accounts.models import Posting, User
from accounts.queries import in_force_at
from approvals.people_file.columns import plain
from approvals.web.typed import number_in

# A list of more people than this is looked through by nobody.
MOST_LISTED: Final = 100
WORDS = "who"


@dataclass(frozen=True, slots=True)
class Offered:
    """The people whom a form offers; where these are not all, the page has a way to look for others."""

    people: Sequence[User]
    words: str = ""
    is_part: bool = False
    # Nobody has the name that was looked for.
    is_empty: bool = False


def offered(
    request: HttpRequest, offices: Iterable[int], *, but: User, at: datetime, also: Iterable[int | None] = ()
) -> Offered:  # fmt: skip
    """Return who holds a posting now, those of these offices first, each once. One query.

    Of more than a hundred, those of the offices, those whose name has the words in the address, and whoever has been
    chosen already, in this form or (`also`) before it.
    """
    near, words = set(offices), request.GET.get(WORDS, "")[:100].strip()
    rows = Posting.objects.filter(in_force_at(at), user__is_active=True).exclude(user=but).select_related("user")
    people: dict[int, User] = {}
    at_hand: set[int] = set()
    for posting in rows:
        people[posting.user_id] = posting.user
        if posting.office_id in near:
            at_hand.add(posting.user_id)
    ordered = sorted(people.values(), key=lambda person: (person.pk not in at_hand, str(person)))
    if len(ordered) <= MOST_LISTED:
        return Offered(ordered)
    found = {person.pk for person in ordered if words and _has(str(person), words)}
    kept = _chosen(request.POST) | set(also)
    first = [person for person in ordered if person.pk in found][:MOST_LISTED]
    others = [person for person in ordered if person.pk in at_hand | kept and person.pk not in found]
    shown = [*first, *others[:MOST_LISTED], *(one for one in others[MOST_LISTED:] if one.pk in kept)]
    return Offered(shown, words, is_part=True, is_empty=bool(words) and not found)


def _has(name: str, words: str) -> bool:
    """Say whether each word is a part of the name, whatever its case and accents."""
    said = plain(name)
    return all(word in said for word in plain(words).split())


def _chosen(sent: QueryDict) -> set[int]:
    """Return whoever may have been chosen in a form that was sent."""
    numbers = (number_in(value) for name in sent for value in sent.getlist(name))
    return {number for number in numbers if number is not None}
