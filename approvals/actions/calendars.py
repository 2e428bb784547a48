"""When an office works is set here: weekly hours, special hours, days of its own, and whose holidays it keeps.

The hours of an office are set by an administrator posted there, by its head (or whoever acts for one of them), and by
policy officers, who answer for the ministry's clocks; days of the whole ministry by policy officers and by
administrators at headquarters. After each change open clocks follow, by way of the sweep; what was flagged as late
stays so, also where the hours of a past day are changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Office, OfficeHours, OwnDay, SpecialHours, User
from approvals.actions.calendar_checks import (
    checked_dates,
    checked_name,
    checked_region,
    checked_week,
    checked_windows,
    require_worked,
)
from approvals.actions.calendar_turns import (
    Deed,
    change,
    change_ministry,
    lock_office,
    require_keeper,
    require_ministry_keeper,
)
from approvals.calendars import calendar_of
from approvals.models import CalendarChange
from approvals.refusals import Refused
from approvals.rules.office_days import told, told_week

Kind = CalendarChange.Kind
# Longer closings than this are special hours.
MOST_DAYS = 31


@transaction.atomic
def set_hours(
    *, office_id: int, starts_on: date, weekly: Mapping[str, Any], follows_weekend: bool, by: User, at: datetime
) -> OfficeHours:
    """Set the weekly hours of an office from a day on; hours that begin on that day already are replaced."""
    office = lock_office(office_id)
    require_keeper(office, by, at=at)
    checked_dates(starts_on, field="starts_on", at=at)
    week = checked_week(weekly)
    require_worked(week, office, starts_on, follows_weekend=follows_weekend)
    kept = {"weekly": told_week(week), "follows_weekend": follows_weekend}
    hours, _created = OfficeHours.objects.update_or_create(office=office, starts_on=starts_on, defaults=kept)
    change(office, Deed("hours_set", Kind.HOURS, data={"starts_on": starts_on.isoformat(), **kept}), by=by, at=at)
    return hours


@transaction.atomic
def remove_hours(*, office_id: int, hours_id: int, by: User, at: datetime) -> None:
    """Take weekly hours away: those before them go on."""
    office = lock_office(office_id)
    require_keeper(office, by, at=at)
    hours = OfficeHours.objects.filter(office=office, pk=hours_id).first()
    if hours is None:
        raise Refused("hours_missing")
    hours.delete()
    change(office, Deed("hours_removed", Kind.HOURS, data={"starts_on": hours.starts_on.isoformat()}), by=by, at=at)


@transaction.atomic
def set_special_hours(
    *, office_id: int, name: str, first_day: date, last_day: date, weekly: Mapping[str, Any], by: User, at: datetime,
    special_hours_id: int | None = None,
) -> SpecialHours:  # fmt: skip
    """Set other weekly hours for a while, first and last day included; with an id, in the place of those."""
    office = lock_office(office_id)
    require_keeper(office, by, at=at)
    called = checked_name(name)
    checked_dates(first_day, last_day, field="first_day", at=at)
    week = checked_week(weekly)
    special = _special(office, special_hours_id) if special_hours_id is not None else SpecialHours(office=office)
    _require_apart(special, first_day, last_day)
    special.name, special.first_day, special.last_day = called, first_day, last_day
    special.weekly = told_week(week)
    special.save()
    data = {
        "special_hours": special.pk, "name": called, "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(), "weekly": special.weekly,
    }  # fmt: skip
    change(office, Deed("special_hours_set", Kind.SPECIAL, called, data), by=by, at=at)
    return special


@transaction.atomic
def remove_special_hours(*, office_id: int, special_hours_id: int, by: User, at: datetime) -> None:
    """Take special hours away: the ordinary ones hold on those days."""
    office = lock_office(office_id)
    require_keeper(office, by, at=at)
    special = _special(office, special_hours_id)
    data = {"special_hours": special.pk, "name": special.name}
    special.delete()
    change(office, Deed("special_hours_removed", Kind.SPECIAL, special.name, data), by=by, at=at)


@transaction.atomic
def set_own_day(
    *, office_id: int | None, day: date, kind: str, name: str, windows: Sequence[Any] = (), by: User, at: datetime,
    last_day: date | None = None,
) -> list[OwnDay]:  # fmt: skip
    """Keep a day, or each day until the last, otherwise: closed, or worked; no office means the whole ministry.

    A day that was set before is replaced. A worked day without hours of its own has those of its weekday.
    """
    office = _office_or_ministry(office_id, by, at=at)
    called, last = checked_name(name), last_day or day
    checked_dates(day, last, field="day", at=at)
    if (last - day).days >= MOST_DAYS:
        raise Refused("days_too_many", field="last_day", params={"most": MOST_DAYS})
    if kind not in OwnDay.Kind.values:
        raise Refused("day_kind", field="kind")
    hours = told(checked_windows(windows, field="windows"))
    if hours and kind == OwnDay.Kind.CLOSED:
        raise Refused("closed_has_no_hours", field="windows")
    days = [day + timedelta(days=n) for n in range((last - day).days + 1)]
    if office is not None and kind == OwnDay.Kind.OPEN and not hours:
        _require_weekday_worked(office, days)
    kept = {"kind": kind, "name": called, "windows": hours, "set_by": by}
    rows = [OwnDay.objects.update_or_create(office=office, day=each, defaults=kept)[0] for each in days]
    data = {"first_day": day.isoformat(), "last_day": last.isoformat(), "kind": kind, "name": called, "windows": hours}
    _change(office, Deed("own_day_set", Kind.DAY, called, data), by=by, at=at)
    return rows


@transaction.atomic
def remove_own_day(*, office_id: int | None, own_day_id: int, by: User, at: datetime) -> None:
    """Take a day of an office's own, or of the ministry's, away: it is kept as any other."""
    office = _office_or_ministry(office_id, by, at=at)
    row = OwnDay.objects.filter(office=office, pk=own_day_id).first()
    if row is None:
        raise Refused("not_found")
    row.delete()
    data = {"day": row.day.isoformat(), "kind": row.kind, "name": row.name}
    _change(office, Deed("own_day_removed", Kind.DAY, row.name, data), by=by, at=at)


@transaction.atomic
def set_kept_holidays(
    *, office_id: int, observes_host: bool, observes_home: bool, region: str, by: User, at: datetime
) -> Office:
    """Say whose holidays an office keeps, and in which region of its country it is."""
    office = lock_office(office_id)
    require_keeper(office, by, at=at)
    kept = {"observes_host": observes_host, "observes_home": observes_home, "region": checked_region(region, office)}
    for name, value in kept.items():
        setattr(office, name, value)
    office.save(update_fields=list(kept))
    change(office, Deed("kept_holidays_set", Kind.HOLIDAYS, data=kept), by=by, at=at)
    return office


@transaction.atomic
def move_office(*, office_id: int, country: str, time_zone: str, by: User, at: datetime) -> Office:
    """Give an office another country or time zone, as the administration of the site does; its clocks follow.

    A region of the country it leaves does not go with it.
    """
    office = lock_office(office_id)
    if not by.has_perm("accounts.change_office"):
        raise Refused("forbidden")
    if office.country != country:
        office.region = ""
    office.country, office.time_zone = country, time_zone
    office.save(update_fields=["country", "time_zone", "region"])
    data = {"country": country, "time_zone": time_zone, "region": office.region}
    change(office, Deed("office_moved", Kind.ZONE, data=data), by=by, at=at)
    return office


def _special(office: Office, special_hours_id: int) -> SpecialHours:
    found = SpecialHours.objects.filter(office=office, pk=special_hours_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def _require_apart(special: SpecialHours, first_day: date, last_day: date) -> None:
    others = SpecialHours.objects.filter(office=special.office, first_day__lte=last_day, last_day__gte=first_day)
    other = others.exclude(pk=special.pk).first()
    if other is not None:
        params = {"name": other.name, "first": other.first_day.isoformat(), "last": other.last_day.isoformat()}
        raise Refused("special_hours_overlap", field="first_day", params=params)


def _require_weekday_worked(office: Office, days: Sequence[date]) -> None:
    calendar = calendar_of(office).days
    if not all(calendar.usual_on(day) for day in days):
        raise Refused("day_needs_hours", field="windows")


def _office_or_ministry(office_id: int | None, by: User, *, at: datetime) -> Office | None:
    if office_id is None:
        require_ministry_keeper(by, at=at)
        return None
    office = lock_office(office_id)
    require_keeper(office, by, at=at)
    return office


def _change(office: Office | None, deed: Deed, *, by: User, at: datetime) -> None:
    if office is None:
        change_ministry(deed, by=by, at=at)
    else:
        change(office, deed, by=by, at=at)
