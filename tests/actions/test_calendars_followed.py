"""From the page to the clock: what is set moves the deadlines that it touches, with the next sweep, and says why."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Role
from approvals.actions import alarms, calendars
from approvals.models import Delay, Event
from tests.actions.asking import enforce, new_version, steps
from tests.actions.keeping import FIVE_DAYS, set_day, set_hours, set_special
from tests.people import later, level

# Monday 14 September, noon in Riyadh: 5 h until 17:00, and of a limit of 8 h the other 3 on Tuesday from 09:00.
TUESDAY_NOON = datetime(2026, 9, 15, 9, tzinfo=UTC)


@pytest.fixture
def due(ministry):
    """Give a draft whose head of mission has eight working hours, and say when it is due after a sweep."""
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, hours=8, runs_on="working")
    enforce(ministry, version)
    draft = ministry.submitted()

    def after_a_sweep():
        alarms.fire_due(at=later(minutes=1))
        return steps(draft)["Head of mission"].due_at

    assert after_a_sweep() == TUESDAY_NOON
    return after_a_sweep


def why():
    moved = Event.objects.filter(kind="clock_moved").last()
    return moved and (moved.data["calendar"], moved.data["why"])


def test_a_day_that_is_closed_moves_a_deadline_by_a_day_and_back(ministry, due):
    (row,) = set_day(ministry, day=date(2026, 9, 15), name="Storm")
    assert due() == datetime(2026, 9, 16, 9, tzinfo=UTC)
    assert why() == ("day", "Storm")
    calendars.remove_own_day(office_id=ministry.riyadh.pk, own_day_id=row.pk, by=ministry.helen, at=later(minutes=1))
    assert due() == TUESDAY_NOON


def test_other_hours_move_a_deadline_to_where_they_put_it(ministry, due):
    # From 08:00 to 15:00: 3 h on Monday, 5 on Tuesday, until 13:00.
    set_hours(ministry)
    assert due() == datetime(2026, 9, 15, 10, tzinfo=UTC)
    assert why() == ("hours", "")
    # For this week from 10:00 to 12:00: none left on Monday, 2 h a day, and Friday and Saturday off: Sunday at noon.
    short = {day: [["10:00", "12:00"]] for day in FIVE_DAYS}
    set_special(ministry, name="Heat", days=(date(2026, 9, 13), date(2026, 9, 20)), weekly=short)
    assert due() == datetime(2026, 9, 20, 9, tzinfo=UTC)
    assert why() == ("special", "Heat")


def test_a_day_of_the_ministry_and_another_zone_move_it_too(ministry, due):
    set_day(ministry, by=ministry.paul, office=None, day=date(2026, 9, 15), name="Assembly")
    assert due() == datetime(2026, 9, 16, 9, tzinfo=UTC)
    # Had it been sent to Ottawa, where it is five in the morning, all 8 h would be worked on Monday: until 21:00 UTC.
    calendars.move_office(
        office_id=ministry.riyadh.pk, country="CA", time_zone="America/Toronto", by=ministry.ivan, at=later(minutes=1)
    )
    assert due() == datetime(2026, 9, 14, 21, tzinfo=UTC)
    assert why() == ("zone", "")


def test_what_is_late_already_stays_late_whatever_is_set_for_the_days_before(ministry, due):
    """Guarantee 18."""
    alarms.fire_due(at=datetime(2026, 9, 15, 10, tzinfo=UTC))
    flagged = list(Delay.objects.values())
    assert len(flagged) == 1
    set_day(ministry, day=date(2026, 9, 15), name="Storm")
    set_hours(ministry, starts_on=date(2026, 9, 1), weekly={"wed": [["10:00", "11:00"]]})
    due()
    assert list(Delay.objects.values()) == flagged
