"""When an office works, through the API: day by day, with windows, names, and why."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import calendars
from tests.doors.calls import Caller, refused
from tests.people import NOW

RIYADH = "/offices/RUH/calendar/"


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(ministry):
    return Caller(ministry.gil)


def days(reader, first, last, path=RIYADH):
    status, given = reader.get(f"{path}?from={first}&to={last}")
    assert status == 200, given
    return given["days"]


def test_a_calendar_says_what_is_worked_and_why(reader, ministry):
    status, given = reader.get(f"{RIYADH}?from=2026-09-17&to=2026-09-18")
    office = {"id": str(ministry.riyadh.pk), "code": "RUH", "name": "Embassy in Riyadh"}
    assert (status, given) == (200, {
        "office": office, "time_zone": "Asia/Riyadh", "holidays_of": ["SA"], "holidays_unknown_for": [],
        "days": [
            {"date": "2026-09-17", "windows": [{"opens": "09:00", "closes": "17:00"}], "why": "ordinary", "name": "",
             "of_ministry": False, "holidays": []},
            {"date": "2026-09-18", "windows": [], "why": "weekend", "name": "", "of_ministry": False, "holidays": []},
        ],
    })  # fmt: skip


def test_holidays_own_days_and_days_of_the_ministry_are_named(reader, ministry):
    set_day = {"kind": "closed", "by": ministry.paul, "at": NOW}
    calendars.set_own_day(office_id=ministry.riyadh.pk, day=date(2026, 9, 21), name="Moving house", **set_day)
    calendars.set_own_day(office_id=None, day=date(2026, 9, 22), name="Day of the ministry", **set_day)
    moving, ministrys, national = days(reader, "2026-09-21", "2026-09-23")
    assert (moving["why"], moving["name"], moving["of_ministry"]) == ("closed", "Moving house", False)
    assert (ministrys["why"], ministrys["of_ministry"]) == ("closed", True)
    assert national["why"] == "holiday"
    assert national["holidays"] == [{"country": "SA", "name": "National Day Holiday", "is_estimated": False}]
    (eid,) = days(reader, "2027-03-09", "2027-03-09")
    assert eid["holidays"][0]["is_estimated"] is True


def test_without_days_it_gives_four_weeks_from_today_at_the_office(reader):
    with time_machine.travel("2026-09-14T22:00:00Z", tick=False):
        _status, given = reader.get(RIYADH)
    assert (given["days"][0]["date"], len(given["days"])) == ("2026-09-15", 28)


def test_a_whole_year_costs_no_more_than_a_day(reader):
    def cost(last):
        with CaptureQueriesContext(connection) as asked:
            assert len(days(reader, "2026-01-01", last)) >= 1
        return len(asked)

    cost("2026-01-01")
    assert cost("2027-01-01") == cost("2026-01-01") <= 4


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("from=2026-09-15&to=2026-09-14", "days_order", "to"),
        ("from=2026-01-01&to=2027-01-02", "days_too_many", "to"),
        ("from=1999-12-31", "calendar_date", "from"),
        ("from=9999-12-31&to=9999-12-31", "calendar_date", "from"),
        ("from=9999-12-31", "calendar_date", "from"),
        ("to=9999-12-31", "calendar_date", "to"),
        ("from=14.9.2026", "invalid", "from"),
        ("from=2026-02-30", "invalid", "from"),
        ("from=%00", "invalid", "from"),
        ("since=2026-09-14", "invalid", "since"),
        ("from=2026-09-14&from=2026-09-15", "invalid", "from"),
    ],
)
def test_days_that_make_no_sense_are_refused(reader, query, code, field):
    status, body = reader.get(f"{RIYADH}?{query}")
    assert (status, body["code"], list(body["errors"])) == (400, code, [field])


def test_an_office_that_is_not_there_is_not_found(reader):
    assert refused(reader.get("/offices/NONE/calendar/")) == (404, "not_found")
