"""Who keeps the register of people: the whole of it, or the ordinary postings of one office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.authority import Seat, seats_of
from accounts.models import Office, Posting, Role, User
from approvals.refusals import Refused

# What these may do reaches beyond their office: only who administers the ministry gives such a posting, or takes it.
OF_THE_MINISTRY: Final = frozenset({Role.POLICY, Role.RECORDS, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Keeper:
    """What one person may change in the register: everything, or (`offices`) ordinary postings there."""

    user_id: int
    of_ministry: bool = False
    offices: frozenset[int] = frozenset()

    @property
    def keeps(self) -> bool:
        """Say whether there is anything that this person may change."""
        return self.of_ministry or bool(self.offices)

    def may_post(self, office_id: int, role: str) -> bool:
        """Say whether this person may give and end such a posting there."""
        return self.of_ministry or (office_id in self.offices and role not in OF_THE_MINISTRY)


def keeper(user: User, *, at: datetime, seats: list[Seat] | None = None) -> Keeper:
    """Return what a person may change: IT and administrators at headquarters everything. At most two queries."""
    if user.is_staff and user.is_active:
        return Keeper(user.pk, of_ministry=True)
    held = seats_of(user.pk, at=at) if seats is None else seats
    offices = frozenset(seat.office_id for seat in held if seat.role == Role.ADMINISTRATOR)
    quarters = Office.objects.filter(pk__in=offices, kind=Office.Kind.HEADQUARTERS)
    return Keeper(user.pk, bool(offices) and quarters.exists(), offices)


def require_keeper(user: User, *, at: datetime) -> Keeper:
    """Return what a person may change; refuse who does not keep the whole register."""
    found = keeper(user, at=at)
    if not found.of_ministry:
        raise Refused("not_people_keeper")
    return found


def last_administrators(*, at: datetime) -> set[int]:
    """Return the postings without an end by which somebody who may sign in administers the ministry. One query."""
    held = Posting.objects.filter(role=Role.ADMINISTRATOR, office__kind=Office.Kind.HEADQUARTERS)
    return set(held.filter(starts_at__lte=at, ends_at__isnull=True, user__is_active=True).values_list("pk", flat=True))
