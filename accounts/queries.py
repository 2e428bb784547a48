"""Named reads about people and offices, for pages: each says how many queries it costs."""

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Deputy, Office, Posting, Role


def in_force_at(at: datetime) -> Q:
    """Return the condition that a posting holds at `at`."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def postings_in_force(*, at: datetime) -> QuerySet[Posting]:
    """Return the postings that hold at `at`, with holder, office and the deputies acting then. Two queries."""
    acting = Deputy.objects.filter(starts_at__lte=at, ends_at__gt=at).select_related("user")
    return (
        Posting.objects.filter(in_force_at(at))
        .select_related("user", "office")
        .prefetch_related(Prefetch("deputies", acting.order_by("starts_at"), to_attr="acting"))
    )


def deputizing(user_id: int, *, at: datetime) -> QuerySet[Deputy]:
    """Return whom a person stands in for at `at`. One query."""
    return Deputy.objects.filter(user_id=user_id, starts_at__lte=at, ends_at__gt=at).select_related(
        "posting__user", "posting__office"
    )


def offices_in_charge(*, kind: str = "", at: datetime) -> list[tuple[Office, list[Posting]]]:
    """Return the offices (of one kind, or all), each with who is in charge: heads, else approvers. Three queries."""
    offices = Office.objects.filter(kind=kind) if kind else Office.objects.all()
    deciding = postings_in_force(at=at).filter(role__in=[Role.HEAD, Role.APPROVER])
    found = offices.order_by("kind", "name").prefetch_related(Prefetch("postings", deciding))
    return [(office, _first_in_charge(office)) for office in found]


def _first_in_charge(office: Office) -> list[Posting]:
    deciding = list(office.postings.all())  # the prefetched ones: those who decide here now
    return [posting for posting in deciding if posting.role == Role.HEAD] or deciding
