"""Writes the register as a file of people, by the same columns: read again, it changes nothing."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, Q

from accounts.models import DeskCountry, Posting, User
from approvals.people_file import cells
from approvals.people_file.columns import COLUMNS


def register_rows(*, at: datetime) -> Iterator[tuple[str, ...]]:
    """Give the headings, then each who may sign in, with a line for each posting that is not over. Three queries.

    Acting heads are left out: they are named and end by themselves on the page of their office.
    """
    yield COLUMNS
    desks: dict[int, list[str]] = {}
    for office, country in DeskCountry.objects.order_by("country").values_list("office", "country"):
        desks.setdefault(office, []).append(country)
    held = Posting.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), is_acting=False)
    held = held.select_related("office").order_by("starts_at", "pk")
    people = User.objects.filter(is_active=True).order_by("username")
    for person in people.prefetch_related(Prefetch("postings", held)):
        own = (person.username, person.name, person.email, person.language, person.time_zone)
        postings = list(person.postings.all())
        for posting in postings:
            yield (*own, *_posting(posting), " ".join(desks.get(posting.office_id, [])))
        if not postings:
            yield (*own, "", "", "", "", "")


def _posting(posting: Posting) -> tuple[str, ...]:
    zone = posting.office.time_zone
    until = cells.as_end(posting.ends_at, zone) if posting.ends_at else ""
    return posting.office.code, posting.role, cells.as_begin(posting.starts_at, zone), until
