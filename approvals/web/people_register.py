"""What the pages about people read: what is given during an absence, who is on duty when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import Absence, Deputy, DutyShift, Office, Posting, Role, User
from approvals.actions import deputies

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that is given to somebody during an absence: an own posting, or one that is held as deputy."""

    posting_id: int
    passed_by_id: int | None
    label: str
    acting: int | None = None

    @property
    def name(self) -> str:
        """Return the name of its field."""
        return f"for_{self.posting_id}_{self.passed_by_id or 'own'}"


def given_by(person: User, *, offices: Collection[int] | None, at: datetime, absence: Absence | None) -> list[Given]:
    """Return what a person can give to others while away: at these offices, or (None) at all. Three queries."""
    acting = {
        (deputy.posting_id, deputy.passed_by_id): deputy.user_id
        for deputy in (absence.deputies.filter(ends_at__gt=at) if absence else ())
    }
    own = deputies.held_by(person, at=at)
    passed = Deputy.objects.filter(user=person, ends_at__gt=at).select_related("posting__office", "posting__user")
    found = [
        Given(posting.pk, None, f"{posting.title}, {posting.office}", acting.get((posting.pk, None)))
        for posting in own
        if offices is None or posting.office_id in offices
    ]
    found += [
        Given(
            deputy.posting_id,
            deputy.pk,
            gettext("%(role)s, %(office)s: you act for %(holder)s")
            % {"role": deputy.posting.title, "office": deputy.posting.office, "holder": deputy.posting.user},
            acting.get((deputy.posting_id, deputy.pk)),
        )
        for deputy in passed.order_by("starts_at", "pk")
        if offices is None or deputy.posting.office_id in offices
    ]
    return found


def away_between(people: Collection[int], starts_at: datetime, ends_at: datetime) -> list[Absence]:
    """Return the absences of these people that fall into a time. One query."""
    during = Q(starts_at__lt=ends_at, ends_at__gt=starts_at, user__in=people)
    return list(Absence.objects.filter(during).select_related("user").order_by("starts_at", "pk"))


@dataclass(frozen=True, slots=True)
class Watch:
    """A stretch of time on a roster: who is on duty then, or nobody."""

    starts_at: datetime
    ends_at: datetime
    shift: DutyShift | None = None
    is_away: bool = False

    @property
    def is_gap(self) -> bool:
        """Say whether nobody is on duty then."""
        return self.shift is None


@dataclass(frozen=True, slots=True)
class Roster:
    """Who can be on duty at an office, who is now, and who will be in the next two weeks, gaps shown."""

    office: Office
    listed: list[Posting]
    watches: list[Watch]
    at: datetime

    @property
    def now(self) -> list[DutyShift]:
        """Return the shifts under way."""
        shifts = [watch.shift for watch in self.watches if watch.shift is not None]
        return [shift for shift in shifts if shift.starts_at <= self.at]

    @property
    def gaps(self) -> list[Watch]:
        """Return the times at which nobody is on duty."""
        return [watch for watch in self.watches if watch.is_gap]


def rosters(offices: Sequence[Office] | None = None, *, at: datetime) -> list[Roster]:
    """Return the roster of each office that has a duty list, or of these. Four queries."""
    listed = Posting.objects.filter(role=Role.DUTY).exclude(ends_at__lte=at).select_related("user", "office")
    if offices is not None:
        listed = listed.filter(office__in=offices)
    by_office: dict[int, list[Posting]] = {}
    for posting in listed.order_by("user__name", "pk"):
        by_office.setdefault(posting.office_id, []).append(posting)
    coming = DutyShift.objects.filter(ends_at__gt=at, starts_at__lt=at + AHEAD, posting__user__is_active=True)
    shifts = list(coming.select_related("posting__user", "posting__office").order_by("starts_at", "pk"))
    away = away_between({shift.posting.user_id for shift in shifts}, at, at + AHEAD)
    known = offices if offices is not None else _named(by_office)
    return [Roster(office, by_office.get(office.pk, []), _watches(office, shifts, away, at=at), at) for office in known]


def _named(by_office: dict[int, list[Posting]]) -> list[Office]:
    return sorted((listed[0].office for listed in by_office.values()), key=str)


def _watches(
    office: Office, shifts: Sequence[DutyShift], away: Sequence[Absence], *, at: datetime
) -> list[Watch]:  # fmt: skip
    """Return the shifts of an office in order, with the gaps between them, from now on for two weeks."""
    found: list[Watch] = []
    covered = at
    for shift in shifts:
        if shift.posting.office_id != office.pk:
            continue
        if shift.starts_at > covered:
            found.append(Watch(covered, shift.starts_at))
        found.append(Watch(shift.starts_at, shift.ends_at, shift, _is_away(shift, away)))
        covered = max(covered, shift.ends_at)
    if covered < at + AHEAD:
        found.append(Watch(covered, at + AHEAD))
    return found


def _is_away(shift: DutyShift, away: Sequence[Absence]) -> bool:
    return any(
        absence.user_id == shift.posting.user_id
        and absence.starts_at < shift.ends_at
        and absence.ends_at > shift.starts_at
        for absence in away
    )
