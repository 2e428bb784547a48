"""Working time: cases worked out by hand, of offices that exist somewhere, each with the sum beside it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from approvals.public_holidays import Weekend
from approvals.rules.office_days import DatedHours, OfficeDays, week_of
from approvals.rules.working_time import (
    WALL_CLOCK,
    NeverOpen,
    Window,
    WorkingHours,
    add_working_time,
    subtract_working_time,
    weekly,
    working_time_between,
)

HOUR = timedelta(hours=1)
NINE_TO_FIVE = (Window(9 * 60, 17 * 60),)
ALL_DAY = (Window(0, 24 * 60),)
WORKDAYS = (0, 1, 2, 3, 4)
SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)


def office(zone, days, windows=NINE_TO_FIVE, closed=()):
    """Return the hours of an office that works the same windows on these weekdays (Monday is 0), less some dates."""
    by_weekday = weekly([windows if weekday in days else () for weekday in range(7)])
    return WorkingHours(ZoneInfo(zone), lambda day: () if day in closed else by_weekday(day))


def there(hours, *parts):
    """Return what the clocks at the office show, as an instant."""
    return datetime(*parts, tzinfo=hours.zone)


def due(hours, start, worked):
    """Return the deadline as the clocks there show it, and prove that the way back and the sum agree."""
    end = add_working_time(start, worked, hours)
    assert end.tzinfo is UTC
    assert working_time_between(start, end, hours) == worked
    assert subtract_working_time(end, working_time_between(start, end, hours), hours) >= start.astimezone(UTC)
    return f"{end.astimezone(hours.zone):%a %d %b %H:%M}"


def days(zone, country, *hours):
    """Return the hours of an office in a country with its weekend; each hours is (first day, weekly)."""
    dated = [DatedHours(first, week_of(week)) for first, week in hours]
    planned = OfficeDays(Weekend(country), lambda day: False, dated)
    return WorkingHours(ZoneInfo(zone), planned.windows_on)


def test_riyadh_rests_on_friday_and_saturday():
    riyadh = office("Asia/Riyadh", SUNDAY_TO_THURSDAY)
    # Thursday 16:00 + 4 h: 1 h until 17:00, Friday and Saturday off, 3 h on Sunday from 09:00.
    assert due(riyadh, there(riyadh, 2026, 9, 17, 16), 4 * HOUR) == "Sun 20 Sep 12:00"
    # Riyadh is three hours ahead of UTC all year.
    assert add_working_time(there(riyadh, 2026, 9, 17, 16), 4 * HOUR, riyadh) == datetime(2026, 9, 20, 9, tzinfo=UTC)


def test_cairo_has_had_summer_time_again_since_2023():
    cairo = office("Africa/Cairo", SUNDAY_TO_THURSDAY)
    # Spring: forward at 00:00 on Friday 24 April 2026.
    # Thursday 16:00 (UTC+2) + 2 h: 1 h, then Sunday 09:00 (UTC+3) + 1 h.
    assert due(cairo, there(cairo, 2026, 4, 23, 16), 2 * HOUR) == "Sun 26 Apr 10:00"
    assert add_working_time(datetime(2026, 4, 23, 14, tzinfo=UTC), 2 * HOUR, cairo) == datetime(
        2026, 4, 26, 7, tzinfo=UTC
    )
    # In 2022 there was none: Thursday 28 April 16:00 (UTC+2) + 2 h is Sunday 1 May 10:00, still UTC+2.
    assert add_working_time(datetime(2022, 4, 28, 14, tzinfo=UTC), 2 * HOUR, cairo) == datetime(
        2022, 5, 1, 8, tzinfo=UTC
    )
    # Autumn: back at 24:00 on Thursday 29 October 2026.
    # Thursday 16:00 (UTC+3) + 2 h is Sunday 1 November 10:00 (UTC+2).
    assert add_working_time(datetime(2026, 10, 29, 13, tzinfo=UTC), 2 * HOUR, cairo) == datetime(
        2026, 11, 1, 8, tzinfo=UTC
    )


def test_cairo_puts_its_clocks_forward_at_midnight_so_that_one_day_begins_at_one():
    watch = office("Africa/Cairo", range(7), ALL_DAY)
    thursday, friday, saturday = (there(watch, 2026, 4, day) for day in (23, 24, 25))
    assert working_time_between(thursday, friday, watch) == 24 * HOUR
    assert working_time_between(friday, saturday, watch) == 23 * HOUR
    # And in October 23:00 is shown twice on the Thursday.
    assert working_time_between(there(watch, 2026, 10, 29), there(watch, 2026, 10, 30), watch) == 25 * HOUR


def test_dubai_moved_its_weekend_in_january_2022_and_works_half_of_friday_since():
    old = {day: [["08:00", "15:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
    new = {day: [["07:30", "15:30"]] for day in ("mon", "tue", "wed", "thu")} | {"fri": [["07:30", "12:00"]]}
    dubai = days("Asia/Dubai", "AE", (date(2015, 1, 1), old), (date(2022, 1, 3), new))
    # Before: Thursday 23 December 2021 14:00 + 3 h: 1 h, Friday and Saturday off, Sunday 08:00 + 2 h.
    assert due(dubai, there(dubai, 2021, 12, 23, 14), 3 * HOUR) == "Sun 26 Dec 10:00"
    # The week of the change: Thursday 30 December 14:00 + 3 h: 1 h; Friday is weekend for the last time, Saturday 1 and
    # Sunday 2 January are the new weekend, Monday 07:30 + 2 h.
    assert due(dubai, there(dubai, 2021, 12, 30, 14), 3 * HOUR) == "Mon 03 Jan 09:30"
    # After: Friday 7 January 2022 11:00 + 3 h: 1 h until 12:00, Saturday and Sunday off, Monday 07:30 + 2 h.
    assert due(dubai, there(dubai, 2022, 1, 7, 11), 3 * HOUR) == "Mon 10 Jan 09:30"


def test_tehran_rests_on_friday_and_works_half_of_thursday():
    full = {day: [["08:00", "16:00"]] for day in ("sat", "sun", "mon", "tue", "wed")}
    tehran = days("Asia/Tehran", "IR", (date(2020, 1, 1), full | {"thu": [["08:00", "12:00"]]}))
    # Wednesday 15:00 + 6 h: 1 h, Thursday 4 h, Friday off, Saturday 08:00 + 1 h.
    assert due(tehran, there(tehran, 2026, 9, 16, 15), 6 * HOUR) == "Sat 19 Sep 09:00"
    # 09:00 in Tehran is 05:30 UTC: half an hour off, and no summer time since 2022.
    assert add_working_time(there(tehran, 2026, 9, 16, 15), 6 * HOUR, tehran) == datetime(
        2026, 9, 19, 5, 30, tzinfo=UTC
    )


def test_brunei_rests_on_friday_and_sunday_and_goes_home_for_lunch():
    twice = {day: [["07:45", "12:15"], ["13:30", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    brunei = days("Asia/Brunei", "BN", (date(2020, 1, 1), twice))
    # Thursday 16:00 + 2 h: 0.5 h, Friday off, Saturday 07:45 + 1.5 h.
    assert due(brunei, there(brunei, 2026, 9, 17, 16), 2 * HOUR) == "Sat 19 Sep 09:15"
    # Saturday 16:00 + 1 h: 0.5 h, Sunday off, Monday 07:45 + 0.5 h.
    assert due(brunei, there(brunei, 2026, 9, 19, 16), HOUR) == "Mon 21 Sep 08:15"
    # Monday 12:00 + 1 h: 0.25 h until lunch, then 0.75 h from 13:30.
    assert due(brunei, there(brunei, 2026, 9, 21, 12), HOUR) == "Mon 21 Sep 14:15"
    # Written during lunch, it waits for the end of lunch.
    assert due(brunei, there(brunei, 2026, 9, 21, 13), HOUR) == "Mon 21 Sep 14:30"


def test_kathmandu_is_five_hours_and_three_quarters_ahead_and_rests_on_saturday():
    full = {day: [["10:00", "17:00"]] for day in ("sun", "mon", "tue", "wed", "thu")} | {"fri": [["10:00", "15:00"]]}
    kathmandu = days("Asia/Kathmandu", "NP", (date(2022, 6, 15), full))
    # Friday 14:00 + 2 h: 1 h until 15:00, Saturday off, Sunday 10:00 + 1 h.
    assert due(kathmandu, there(kathmandu, 2026, 9, 18, 14), 2 * HOUR) == "Sun 20 Sep 11:00"
    # 11:00 there is 05:15 UTC.
    assert add_working_time(there(kathmandu, 2026, 9, 18, 14), 2 * HOUR, kathmandu) == datetime(
        2026, 9, 20, 5, 15, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("zone", "friday", "utc_of_due"),
    [
        # London, forward on Sunday 29 March 2026: Friday 16:00 GMT + 2 h is Monday 10:00 BST, 09:00 UTC.
        ("Europe/London", (2026, 3, 27, 16), (2026, 3, 30, 9)),
        # London, back on Sunday 25 October 2026: Friday 16:00 BST + 2 h is Monday 10:00 GMT, 10:00 UTC.
        ("Europe/London", (2026, 10, 23, 16), (2026, 10, 26, 10)),
        # Ottawa, forward on Sunday 8 March 2026: Friday 16:00 EST + 2 h is Monday 10:00 EDT, 14:00 UTC.
        ("America/Toronto", (2026, 3, 6, 16), (2026, 3, 9, 14)),
        # Ottawa, back on Sunday 1 November 2026: Friday 16:00 EDT + 2 h is Monday 10:00 EST, 15:00 UTC.
        ("America/Toronto", (2026, 10, 30, 16), (2026, 11, 2, 15)),
    ],
)
def test_over_a_weekend_on_which_the_clocks_change(zone, friday, utc_of_due):
    hours = office(zone, WORKDAYS)
    assert due(hours, there(hours, *friday), 2 * HOUR).endswith("10:00")
    assert add_working_time(there(hours, *friday), 2 * HOUR, hours) == datetime(*utc_of_due, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", (2026, 3, 29), 23), ("Europe/London", (2026, 10, 25), 25),
        ("America/Toronto", (2026, 3, 8), 23), ("America/Toronto", (2026, 11, 1), 25),
    ],
)  # fmt: skip
def test_a_watch_that_never_closes_works_every_hour_there_is(zone, day, hours):
    watch = office(zone, range(7), ALL_DAY)
    midnight, next_midnight = there(watch, *day), there(watch, *day) + timedelta(days=1)
    assert working_time_between(midnight, next_midnight, watch) == hours * HOUR
    # 24 h from 20:00 the evening before end at 20:00, less or more the hour of that night.
    evening = there(watch, *day) - timedelta(hours=4)
    assert add_working_time(evening, 24 * HOUR, watch) == evening.astimezone(UTC) + 24 * HOUR


def test_hours_that_the_clocks_skip_or_show_twice_are_worked_as_they_come():
    night = office("Europe/London", range(7), (Window(30, 90),))
    # 00:30-01:30 on 29 March: 01:00 becomes 02:00, so that 01:30 is never shown: half an hour.
    assert working_time_between(there(night, 2026, 3, 29), there(night, 2026, 3, 30), night) == HOUR / 2
    # On 25 October 01:30 is shown twice, and work ends the second time: from 00:30 BST to 01:30 GMT, two hours.
    assert working_time_between(there(night, 2026, 10, 25), there(night, 2026, 10, 26), night) == 2 * HOUR


def test_a_sunday_mission_and_a_monday_headquarters_share_four_days():
    mission, headquarters = office("Asia/Riyadh", SUNDAY_TO_THURSDAY), office("America/Toronto", WORKDAYS)
    week = [date(2026, 9, 13) + timedelta(days=n) for n in range(7)]
    shared = [f"{day:%a}" for day in week if mission.windows_on(day) and headquarters.windows_on(day)]
    assert shared == ["Mon", "Tue", "Wed", "Thu"]
    # Submitted in Riyadh on Thursday 15:00; the head of mission has 4 h: 2 h, then Sunday 09:00 + 2 h.
    decided = add_working_time(there(mission, 2026, 9, 17, 15), 4 * HOUR, mission)
    assert f"{decided.astimezone(mission.zone):%a %H:%M}" == "Sun 11:00"
    # Then the desk has 4 h: nobody is there on Sunday; Monday 09:00 + 4 h.
    assert due(headquarters, decided, 4 * HOUR) == "Mon 21 Sep 13:00"


def test_holidays_at_the_end_of_a_year():
    ottawa = office("America/Toronto", WORKDAYS, closed={date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
    # Thursday 24 December 16:00 + 10 h: 1 h; Friday 25 to Monday 28 off; Tuesday 8 h; Wednesday 09:00 + 1 h.
    assert due(ottawa, there(ottawa, 2026, 12, 24, 16), 10 * HOUR) == "Wed 30 Dec 10:00"
    # Thursday 31 December 16:00 + 2 h: 1 h; Friday 1 January off; Monday 4 January 09:00 + 1 h.
    assert due(ottawa, there(ottawa, 2026, 12, 31, 16), 2 * HOUR) == "Mon 04 Jan 10:00"
    # And back: 2 h before Monday 4 January 10:00 is Thursday 31 December 16:00.
    back = subtract_working_time(there(ottawa, 2027, 1, 4, 10), 2 * HOUR, ottawa)
    assert back == there(ottawa, 2026, 12, 31, 16)


def test_apia_left_out_a_whole_day_when_it_crossed_the_date_line():
    apia = office("Pacific/Apia", range(7))
    # There was no Friday 30 December 2011: Thursday 16:00 + 2 h: 1 h, then Saturday 09:00 + 1 h.
    assert due(apia, there(apia, 2011, 12, 29, 16), 2 * HOUR) == "Sat 31 Dec 10:00"


def test_nothing_is_due_at_once_and_closing_time_is_not_worked_any_more():
    hours = office("UTC", WORKDAYS)
    opening, closing = there(hours, 2026, 9, 14, 9), there(hours, 2026, 9, 14, 17)
    assert (hours.is_open(opening), hours.is_open(closing)) == (True, False)
    assert add_working_time(opening, timedelta(), hours) == opening
    # 8 h end with the day, and not with the next morning; a microsecond more ends there.
    assert add_working_time(opening, 8 * HOUR, hours) == closing
    next_morning = there(hours, 2026, 9, 15, 9)
    assert add_working_time(opening, 8 * HOUR + timedelta.resolution, hours) == next_morning + timedelta.resolution
    # The last moment from which none is left to work is the next opening; from closing time on nothing runs.
    assert subtract_working_time(next_morning, timedelta(), hours) == next_morning
    assert working_time_between(closing, next_morning, hours) == timedelta()


def test_when_an_office_opens_next():
    hours = office("UTC", WORKDAYS)
    assert hours.opens_next(there(hours, 2026, 9, 14, 10)) == there(hours, 2026, 9, 14, 10)
    assert hours.opens_next(there(hours, 2026, 9, 11, 17)) == there(hours, 2026, 9, 14, 9)


def test_the_wall_clock_never_stops():
    start = datetime(2026, 3, 28, 20, tzinfo=ZoneInfo("Europe/London"))
    end = add_working_time(start, 12 * HOUR, WALL_CLOCK)
    assert end == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert working_time_between(start, end, WALL_CLOCK) == 12 * HOUR
    assert subtract_working_time(end, 12 * HOUR, WALL_CLOCK) == start


def test_an_office_that_never_opens_says_so_instead_of_searching_for_ever():
    never = office("UTC", ())
    start = datetime(2026, 9, 14, tzinfo=UTC)
    assert working_time_between(start, start + timedelta(days=400), never) == timedelta()
    assert add_working_time(start, timedelta(), never) == start
    for deed in (add_working_time, subtract_working_time):
        with pytest.raises(NeverOpen):
            deed(start, timedelta.resolution, never)
    with pytest.raises(NeverOpen):
        never.opens_next(start)


def test_an_office_that_closes_for_good_gives_what_it_still_works_and_no_more():
    last = date(2026, 9, 14)
    closing = WorkingHours(ZoneInfo("UTC"), lambda day: NINE_TO_FIVE if day <= last else ())
    start = datetime(2026, 9, 14, 9, tzinfo=UTC)
    assert add_working_time(start, 8 * HOUR, closing) == start + 8 * HOUR
    with pytest.raises(NeverOpen):
        add_working_time(start, 8 * HOUR + timedelta.resolution, closing)


@pytest.mark.parametrize("wrong", [(540, 540), (600, 540), (-1, 60), (0, 1441)])
def test_a_window_opens_before_it_closes_within_one_day(wrong):
    with pytest.raises(ValueError, match="opens before it closes"):
        Window(*wrong)


def test_an_instant_without_its_zone_or_a_negative_limit_is_an_error_of_whoever_calls():
    hours = office("UTC", WORKDAYS)
    for clock in (hours, WALL_CLOCK):
        with pytest.raises(ValueError, match="zone"):
            add_working_time(datetime(2026, 9, 14), HOUR, clock)  # noqa: DTZ001
        with pytest.raises(ValueError, match="negative"):
            add_working_time(datetime(2026, 9, 14, tzinfo=UTC), -HOUR, clock)
