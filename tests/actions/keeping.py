"""How tests keep calendars: each change as one call, by whoever keeps that of Riyadh unless said otherwise."""

from datetime import date

from accounts.models import Office
from approvals.actions import calendars
from approvals.calendars import calendar_of
from approvals.models import CalendarChange, Event
from tests.people import NOW

FIVE_DAYS = {day: [["08:00", "15:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
MONDAY = date(2026, 9, 14)
RAMADAN = (date(2027, 2, 8), date(2027, 3, 8))


def set_hours(ministry, *, by=None, office=None, starts_on=MONDAY, weekly=None, follows=True, at=NOW):
    return calendars.set_hours(
        office_id=(office or ministry.riyadh).pk, starts_on=starts_on, weekly=FIVE_DAYS if weekly is None else weekly,
        follows_weekend=follows, by=by or ministry.helen, at=at,
    )  # fmt: skip


def set_special(ministry, *, by=None, name="Ramadan", days=RAMADAN, weekly=None, **more):
    return calendars.set_special_hours(
        office_id=ministry.riyadh.pk, name=name, first_day=days[0], last_day=days[1], weekly=weekly or FIVE_DAYS,
        by=by or ministry.helen, at=NOW, **more,
    )  # fmt: skip


def set_day(ministry, *, by=None, office="", day=MONDAY, kind="closed", name="Moving house", windows=(), **more):
    office_id = ministry.riyadh.pk if office == "" else office
    return calendars.set_own_day(
        office_id=office_id, day=day, kind=kind, name=name, windows=windows, by=by or ministry.helen, at=NOW, **more
    )


def keep(ministry, *, by=None, office=None, host=True, home=True, region=""):
    office = office or ministry.riyadh
    return calendars.set_kept_holidays(
        office_id=office.pk, observes_host=host, observes_home=home, region=region, by=by or ministry.helen, at=NOW
    )


def plan(office, day):
    return calendar_of(Office.objects.get(pk=office.pk)).days.plan(day)


def changes():
    return list(CalendarChange.objects.order_by("pk").values_list("kind", "office__code", "name", "next_alarm_at"))


def recorded(kind):
    return Event.objects.get(ledger__name="ministry", kind=kind).data
