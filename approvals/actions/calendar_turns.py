"""Who may change a calendar, one change at a time, and what follows each: another stamp, the record, the clocks."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.authority import Seat, seats_of
from accounts.models import Office, Role, User
from approvals import audit
from approvals.calendars import new_stamp
from approvals.models import CalendarChange
from approvals.refusals import Refused

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.HEAD})


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a calendar: as the record calls it, of which kind, by what name, and what goes on record."""

    event: str
    kind: str
    name: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def lock_office(office_id: int) -> Office:
    """Return an office, with no other change of a calendar under way until the commit."""
    # The ministry's chain first, as whoever changes its rules does. The office's key stays free for the steps that
    # name it: nobody who submits a draft waits here.
    audit.lock_ministry()
    office = Office.objects.select_for_update(no_key=True).filter(pk=office_id).first()
    if office is None:
        raise Refused("not_found")
    return office


def may_keep(office: Office, seats: Collection[Seat]) -> bool:
    """Say whether whoever has these seats sets when an office works."""
    own = {seat.role for seat in seats if seat.office_id == office.pk}
    return bool(own & KEEPERS) or any(seat.role == Role.POLICY for seat in seats)


def may_keep_ministry(seats: Collection[Seat]) -> bool:
    """Say whether whoever has these seats sets days of the whole ministry. At most one query."""
    if any(seat.role == Role.POLICY for seat in seats):
        return True
    offices = [seat.office_id for seat in seats if seat.role == Role.ADMINISTRATOR]
    return bool(offices) and Office.objects.filter(pk__in=offices, kind=Office.Kind.HEADQUARTERS).exists()


def require_keeper(office: Office, by: User, *, at: datetime) -> None:
    """Refuse whoever does not set when this office works."""
    if not may_keep(office, seats_of(by.pk, at=at)):
        raise Refused("not_calendar_keeper")


def require_ministry_keeper(by: User, *, at: datetime) -> None:
    """Refuse whoever does not set days of the whole ministry; let no other change of a calendar be under way."""
    audit.lock_ministry()
    if not may_keep_ministry(seats_of(by.pk, at=at)):
        raise Refused("not_ministry_calendar_keeper")


def change(office: Office, deed: Deed, *, by: User, at: datetime) -> None:
    """Give an office another stamp, put the change on record, and let the clocks that run on its hours follow."""
    office.calendar_stamp = new_stamp()
    office.save(update_fields=["calendar_stamp"])
    _follow(office, deed, {"office": office.code, **deed.data}, by=by, at=at)


def change_ministry(deed: Deed, *, by: User, at: datetime) -> None:
    """Give every office another stamp, put the change on record, and let every clock that runs on hours follow."""
    Office.objects.update(calendar_stamp=new_stamp())
    _follow(None, deed, deed.data, by=by, at=at)


def _follow(office: Office | None, deed: Deed, data: dict[str, Any], *, by: User, at: datetime) -> None:
    audit.record_for_ministry(deed.event, by=by.pk, at=at, data=data)
    # Due at once: the sweep winds the open clocks again.
    CalendarChange.objects.create(
        office=office, kind=deed.kind, name=deed.name, changed_by=by, changed_at=at, next_alarm_at=at
    )
