"""Which reply templates there are: those of the ministry for everyone, those of an office for whoever serves there."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.authority import seats_of
from accounts.models import Office, Role, User
from approvals.access import MINISTRY_ROLES
from approvals.models import ReplyTemplate, Topic

KEEPERS = frozenset({Role.AUTHOR, Role.HEAD})


def in_use() -> QuerySet[ReplyTemplate]:
    """Return the templates that are offered."""
    return ReplyTemplate.objects.filter(retired_at__isnull=True)


def visible(user: User, *, at: datetime) -> QuerySet[ReplyTemplate]:
    """Return the templates that this person may read: their offices' and the ministry's; policy and records officers
    read all. Finding their seats costs one query.
    """
    seats = seats_of(user.pk, at=at)
    found = ReplyTemplate.objects.select_related("office", "written_by")
    if any(seat.role in MINISTRY_ROLES for seat in seats):
        return found
    return found.filter(Q(office__isnull=True) | Q(office__in={seat.office_id for seat in seats}))


def offered(offices: Collection[int], *, languages: Collection[str]) -> list[ReplyTemplate]:
    """Return the templates for a reply that these offices write in these languages, those of its office first.

    A language is asked by its base: what is in French is offered where fr-CA is written. One query.
    """
    bases = {_base(language) for language in languages}
    found = in_use().filter(Q(office__isnull=True) | Q(office__in=offices)).select_related("office")
    rows = [template for template in found.order_by("name", "pk") if _base(template.language) in bases]
    return sorted(rows, key=lambda template: template.office_id is None)


def kept_by(user: User, *, at: datetime) -> tuple[list[Office], bool]:
    """Return the offices whose templates this person keeps, and whether those of the ministry are theirs to keep."""
    seats = seats_of(user.pk, at=at)
    offices = Office.objects.filter(pk__in={seat.office_id for seat in seats if seat.role in KEEPERS})
    return list(offices.order_by("name")), any(seat.role == Role.POLICY for seat in seats)


def topics() -> list[Topic]:
    """Return the topics of the ministry. One query."""
    return list(Topic.objects.all())


def _base(language: str) -> str:
    return language.partition("-")[0].lower()
