"""Who holds which role at an office at an instant, deputies included: questions to the database, never cached.

A duty officer holds the role only while a shift covers the instant.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import DeskCountry, DutyShift, Office, Posting, Role

Place = tuple[int, str]  # office id, role


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's authority at one office: by an own posting, or as deputy of its holder (`acting_for`).

    `passed_by` are the deputies who passed it on, the last of them first; `is_acting` says that the posting is that of
    an acting head.
    """

    user_id: int
    posting_id: int
    office_id: int
    role: str
    acting_for: int | None = None
    passed_by: tuple[int, ...] = ()
    is_acting: bool = False

    @property
    def place(self) -> Place:
        """Return the office and role this seat decides for."""
        return (self.office_id, self.role)

    @property
    def instead_of(self) -> frozenset[int]:
        """Return in whose place this person decides: nobody's, or the holder's and every deputy's who passed it on."""
        return frozenset((self.acting_for, *self.passed_by)) if self.acting_for is not None else frozenset()


def seats_of(user_id: int, *, at: datetime) -> list[Seat]:
    """Return every seat a person may act from at `at`; own postings before deputies'. One query."""
    rows = _in_force(at).filter(Q(user_id=user_id) | Q(acting__user_id=user_id))
    mine = [seat for seat in _unfold(rows, at=at) if seat.user_id == user_id]
    return sorted(mine, key=lambda seat: seat.acting_for is not None)


def seats_at(places: Collection[Place], *, at: datetime) -> dict[Place, list[Seat]]:
    """Return who may act at each of these places at `at` (an empty list where nobody may). One query."""
    found: dict[Place, list[Seat]] = {place: [] for place in places}
    if not found:
        return found
    offices_by_role: dict[str, set[int]] = defaultdict(set)
    for office_id, role in found:
        offices_by_role[role].add(office_id)
    wanted = Q()
    for role, office_ids in offices_by_role.items():
        wanted |= Q(role=role, office_id__in=office_ids)
    for seat in _unfold(_in_force(at).filter(wanted), at=at):
        found.setdefault(seat.place, []).append(seat)
    return found


def holders_of(role: str, *, at: datetime) -> list[Seat]:
    """Return everyone who holds this role at any office at `at`, such as all policy officers. One query."""
    return _unfold(_in_force(at).filter(role=role), at=at)


def everyone(*, at: datetime) -> list[Seat]:
    """Return every seat that anybody may act from at `at`. One query."""
    return _unfold(_in_force(at), at=at)


def desk_for(country: str) -> int | None:
    """Return the id of the headquarters desk responsible for a country, or None when none is named."""
    return DeskCountry.objects.filter(country=country).values_list("office_id", flat=True).first()


def ministers_office() -> int | None:
    """Return the id of the minister's office, or None when the register has none."""
    return Office.objects.filter(kind=Office.Kind.MINISTER).values_list("pk", flat=True).first()


def _in_force(at: datetime) -> QuerySet[Posting]:
    on_shift = DutyShift.objects.filter(posting=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    return (
        Posting.objects.filter(starts_at__lte=at)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        .filter(~Q(role=Role.DUTY) | Exists(on_shift))
        .alias(acting=FilteredRelation("deputies", condition=Q(deputies__starts_at__lte=at, deputies__ends_at__gt=at)))
        .order_by("pk")
    )


_DEPUTY = ("acting__user_id", "acting__user__is_active")
_PASSERS = (
    "acting__passed_by__user_id", "acting__passed_by__ends_at",
    "acting__passed_by__passed_by__user_id", "acting__passed_by__passed_by__ends_at",
)  # fmt: skip


def _unfold(postings: QuerySet[Posting], *, at: datetime) -> list[Seat]:
    """Turn postings joined with their deputies into seats, once each; who may not sign in has no seat."""
    seats: dict[Seat, None] = {}
    for row in postings.values_list(
        "pk", "user_id", "user__is_active", "office_id", "role", "is_acting", *_DEPUTY, *_PASSERS
    ):
        posting, holder, holder_active, office, role, is_acting, deputy, deputy_active, *passers = row
        if holder_active:
            seats[Seat(holder, posting, office, role, is_acting=is_acting)] = None
        chain = dict(zip(passers[::2], passers[1::2], strict=True))
        # What was passed on ends with the time of whoever passed it, however that came to be shorter.
        if deputy is not None and deputy_active and all(until is None or until > at for until in chain.values()):
            passed_by = tuple(person for person in chain if person is not None)
            seats[Seat(deputy, posting, office, role, holder, passed_by, is_acting)] = None
    return list(seats)
