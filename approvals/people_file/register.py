"""The register as a file of people is compared with it: those whom the file names, and what they hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db.models.functions import Lower

from accounts.models import DeskCountry, Office, Posting, User
from approvals.people_file.problems import Wrong
from approvals.people_file.reading import Line

# So many names go into one query.
TOGETHER: Final = 500


@dataclass(slots=True)
class Register:
    """People by username, their postings by person, offices by code, desks by country."""

    people: dict[str, User] = field(default_factory=dict)
    postings: dict[str, list[Posting]] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    desks: dict[str, Office] = field(default_factory=dict)

    def office_of(self, line: Line) -> Office:
        """Return the office that a line names by its code."""
        found = self.offices.get(line["office"].upper())
        if found is None:
            raise Wrong("office_unknown", value=line["office"][:40])
        return found


def read(usernames: Iterable[str]) -> Register:
    """Return what the register has of these people. Two queries, and two more for each 500 of them."""
    found = Register(offices={office.code: office for office in Office.objects.all()})
    found.desks = {each.country: each.office for each in DeskCountry.objects.select_related("office")}
    for some in _together(set(usernames)):
        found.people |= {person.username: person for person in User.objects.filter(username__in=some)}
        held = Posting.objects.filter(user__username__in=some).select_related("user", "office")
        for posting in held.order_by("starts_at", "pk"):
            found.postings.setdefault(posting.user.username, []).append(posting)
    return found


def owners(addresses: Iterable[str]) -> dict[str, str]:
    """Return who has each of these e-mail addresses, by username, the addresses in small letters."""
    found: dict[str, str] = {}
    for some in _together({address.casefold() for address in addresses}):
        rows = User.objects.annotate(small=Lower("email")).filter(small__in=some)
        found |= dict(rows.values_list("small", "username"))
    return found


def _together(names: set[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + TOGETHER] for start in range(0, len(ordered), TOGETHER))
