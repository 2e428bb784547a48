"""The offices of the demo ministry work when one would believe they do, and their clocks have followed."""

from datetime import date, timedelta

import pytest

from accounts.models import Office, OwnDay
from approvals.calendars import calendar_of
from approvals.models import CalendarChange

pytestmark = pytest.mark.django_db


def worked(code, day):
    """Return how much an office works on a day."""
    windows = calendar_of(Office.objects.get(code=code)).days.windows_on(day)
    return timedelta(minutes=sum(window.closes - window.opens for window in windows))


def test_riyadh_works_from_sunday_to_thursday_and_shorter_in_ramadan(demo):
    week = [worked("RUH", date(2027, 1, 10) + timedelta(days=n)) for n in range(7)]
    assert week == [timedelta(hours=7)] * 5 + [timedelta()] * 2
    assert worked("RUH", date(2027, 2, 14)) == timedelta(hours=5)


def test_tehran_works_half_of_thursday_geneva_has_a_lunch_and_the_watch_never_sleeps(demo):
    assert [worked("THR", date(2027, 1, day)) // timedelta(hours=1) for day in (13, 14, 15, 16)] == [8, 4, 0, 8]
    assert worked("GVA", date(2027, 1, 11)) == timedelta(hours=8)
    # The republic of Geneva celebrates its restoration on 31 December.
    assert worked("GVA", date(2026, 12, 31)) == timedelta()
    assert {worked("WATCH", date(2027, 1, 1) + timedelta(days=n)) for n in range(7)} == {timedelta(hours=24)}
    assert worked("LEGAL", date(2027, 1, 11)) == timedelta(hours=8)


def test_one_day_of_an_office_and_one_of_the_whole_ministry_are_to_come(demo):
    move, assembly = OwnDay.objects.order_by("day")
    assert (move.office.code, worked("RUH", move.day)) == ("RUH", timedelta())
    assert (assembly.office, worked("LEGAL", assembly.day)) == (None, timedelta(hours=3))


def test_no_change_of_a_calendar_waits_to_be_followed(demo):
    assert CalendarChange.objects.count() >= 9
    assert not CalendarChange.objects.exclude(next_alarm_at=None).exists()
