"""How many deadlines can be computed in a second, on the calendar of an embassy with the holidays of two states."""

import random
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from approvals.public_holidays import Observed, Weekend, holiday_on
from approvals.rules.office_days import DatedHours, ForAWhile, OfficeDays, week_of
from approvals.rules.working_time import WorkingHours, add_working_time, working_time_between

MANY = 200_000


def office() -> WorkingHours:
    """Return the hours of an embassy in Cairo: a lunch on every day, Ramadan, summer time, holidays of two states."""
    weekly = {day: [["08:30", "12:30"], ["13:30", "16:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
    short = {day: [["09:30", "14:30"]] for day in weekly}
    kept = (Observed("EG"), Observed("CA", as_government=True))
    days = OfficeDays(
        Weekend("EG"), lambda day: any(holiday_on(each, day) for each in kept),
        [DatedHours(date(2020, 1, 1), week_of(weekly))],
        [ForAWhile("Ramadan", date(2026, 2, 18), date(2026, 3, 19), week_of(short))],
    )  # fmt: skip
    return WorkingHours(ZoneInfo("Africa/Cairo"), days.windows_on)


def deadlines() -> tuple[float, float, float]:
    """Return the milliseconds until the first answer, then deadlines and spans of working time per second."""
    chance = random.Random(4)  # noqa: S311  # the same questions every time
    hours, new_year = office(), datetime(2026, 1, 1, tzinfo=UTC)
    asked = [
        (new_year + timedelta(seconds=chance.randrange(365 * 86400)), timedelta(minutes=chance.randrange(15, 2400, 15)))
        for _each in range(MANY)
    ]
    began = time.perf_counter()
    add_working_time(*asked[0], hours)
    first = time.perf_counter() - began
    # Limits that run on into the next year have it compiled: once, and not in the figure.
    add_working_time(new_year + timedelta(days=364), timedelta(hours=40), hours)
    began = time.perf_counter()
    ends = [add_working_time(start, length, hours) for start, length in asked]
    added = time.perf_counter() - began
    began = time.perf_counter()
    worked = [working_time_between(start, end, hours) for (start, _length), end in zip(asked, ends, strict=True)]
    between = time.perf_counter() - began
    assert worked == [length for _start, length in asked]
    return first * 1000, MANY / added, MANY / between
