"""A calendar that no clock can run on, however it came about: its office's drafts go on, and no other clock stops."""

from datetime import timedelta

import pytest

from accounts.models import Office, OfficeHours, OwnDay, Role, SpecialHours
from approvals import calendars
from approvals.actions import alarms, submit
from approvals.models import CalendarChange, Delay, Draft
from tests.actions.asking import approve, enforce, new_version, refused, steps
from tests.actions.keeping import FIVE_DAYS, MONDAY, set_hours
from tests.people import NOW, fresh, later, level


@pytest.fixture
def working(ministry):
    """One level of a working week, on the hours of the author's own mission."""
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, hours=40, runs_on="working")
    enforce(ministry, version)
    return ministry


def broken(office, **fields):
    """Leave an office as only a fault could, with a change of its calendar that clocks have yet to follow."""
    Office.objects.filter(pk=office.pk).update(calendar_stamp=calendars.new_stamp(), **fields)
    CalendarChange.objects.create(office=office, kind="hours", changed_at=NOW, next_alarm_at=NOW)


def a_minute_a_week(ministry):
    set_hours(ministry, weekly={"mon": [["09:00", "09:01"]]})


def weekends_only(ministry):
    OfficeHours.objects.create(office=ministry.riyadh, starts_on=MONDAY, weekly={"sat": [["09:00", "17:00"]]})
    broken(ministry.riyadh)


def a_zone_unknown_here(ministry):
    broken(ministry.riyadh, time_zone="Mars/Olympus")


def hours_in_no_shape(ministry):
    OfficeHours.objects.create(office=ministry.riyadh, starts_on=MONDAY, weekly={"mon": "all day"})
    SpecialHours.objects.create(
        office=ministry.riyadh, name="Ramadan", first_day=MONDAY, last_day=MONDAY, weekly=["mon"]
    )
    OwnDay.objects.create(office=ministry.riyadh, day=MONDAY, kind="open", name="Moved", windows=[["25:00"]])
    broken(ministry.riyadh)


BROKEN = (a_minute_a_week, weekends_only, a_zone_unknown_here, hours_in_no_shape)


@pytest.mark.parametrize("breaks", BROKEN)
def test_a_calendar_that_no_clock_can_run_on_keeps_back_no_other_clock(working, breaks):
    """Guarantee 17."""
    here = working.submitted()
    there = working.submitted(by=working.gil, channel_ids=(working.geneva_x.pk,))
    breaks(working)
    CalendarChange.objects.create(office=working.geneva, kind="day", changed_at=NOW, next_alarm_at=later(seconds=1))
    due = steps(there)["Head of mission"].due_at
    alarms.fire_due(at=due)
    assert Delay.objects.filter(draft=there, flagged_at=due).exists()
    assert not CalendarChange.objects.filter(next_alarm_at__lte=due).exists()
    assert steps(here)["Head of mission"].due_at > NOW


@pytest.mark.parametrize("breaks", BROKEN)
def test_drafts_of_an_office_with_such_a_calendar_are_submitted_and_decided(working, breaks):
    draft = working.draft(moment=NOW + timedelta(days=20))
    breaks(working)
    submit.submit(draft_id=draft.pk, by=working.layla, at=later(1))
    alarms.fire_due(at=later(24 * 7))
    approve(draft, working.helen, at=later(24 * 8))
    assert fresh(draft).state == "cleared"


def test_what_is_whole_of_such_a_calendar_holds(working):
    OfficeHours.objects.create(office=working.riyadh, starts_on=MONDAY - timedelta(days=7), weekly=FIVE_DAYS)
    hours_in_no_shape(working)
    office = Office.objects.get(pk=working.riyadh.pk)
    assert calendars.calendar_of(office).days.plan(MONDAY).why == "hours"


def test_nobody_writes_for_an_office_in_a_zone_that_is_unknown_and_is_told_why(ministry):
    draft = ministry.draft("Written before.")
    a_zone_unknown_here(ministry)
    with refused("office_zone_unknown") as caught:
        ministry.draft("Written after.")
    assert "“Mars/Olympus”" in caught.value.sentence
    assert list(Draft.objects.all()) == [draft]
