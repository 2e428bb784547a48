"""Times of day in a zone are exact: across summer time, past midnight, and where a day is left out."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accounts.zones import zone_named
from notifications.hours import Quiet, awake, full_minute, next_moment

PARIS, RIYADH, APIA = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Riyadh"), ZoneInfo("Pacific/Apia")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
NIGHT = Quiet(time(22), time(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "zone", "after", "moment"),
    [
        (time(8), RIYADH, "2026-03-12 04:59:59", "2026-03-12 05:00"),
        (time(8), RIYADH, "2026-03-12 05:00", "2026-03-13 05:00"),
        (time(0), RIYADH, "2026-03-12 20:59", "2026-03-12 21:00"),
        # Summer time begins in Paris on 29 March 2026 at 01:00 UTC, and ends on 25 October at 01:00 UTC.
        (time(8), PARIS, "2026-03-28 12:00", "2026-03-29 06:00"),
        (time(8), PARIS, "2026-03-27 12:00", "2026-03-28 07:00"),
        (time(8), PARIS, "2026-10-24 12:00", "2026-10-25 07:00"),
        # 02:30 is left out in spring, and comes when the clock jumps over it; in autumn the first of the two counts.
        (time(2, 30), PARIS, "2026-03-28 12:00", "2026-03-29 01:00"),
        (time(2, 30), PARIS, "2026-10-24 12:00", "2026-10-25 00:30"),
        (time(2, 30), PARIS, "2026-10-25 00:30", "2026-10-26 01:30"),
        # Samoa went to the other side of the date line and had no 30 December 2011.
        (time(8), APIA, "2011-12-29 18:00", "2011-12-30 10:00"),
        (time(8), APIA, "2011-12-30 10:00", "2011-12-30 18:00"),
    ],
)
def test_the_next_time_that_the_clock_there_shows_an_hour(shown, zone, after, moment):
    assert next_moment(shown, zone, after=utc(after)) == utc(moment)


@pytest.mark.parametrize(
    ("quiet", "zone", "at", "until"),
    [
        (NIGHT, RIYADH, "2026-03-12 19:00", "2026-03-13 04:00"),
        (NIGHT, RIYADH, "2026-03-12 23:30", "2026-03-13 04:00"),
        (NIGHT, RIYADH, "2026-03-12 18:59:59", "2026-03-12 18:59:59"),
        (NIGHT, RIYADH, "2026-03-13 04:00", "2026-03-13 04:00"),
        (Quiet(time(12), time(14)), RIYADH, "2026-03-12 10:15", "2026-03-12 11:00"),
        # The night in which summer time begins is an hour shorter, and the one in which it ends an hour longer.
        (NIGHT, PARIS, "2026-03-28 21:00", "2026-03-29 05:00"),
        (NIGHT, PARIS, "2026-10-24 20:00", "2026-10-25 06:00"),
        # Quiet until 02:30, which is left out; quiet from 02:15 until 02:45, which comes twice.
        (Quiet(time(22), time(2, 30)), PARIS, "2026-03-29 00:59", "2026-03-29 01:00"),
        (Quiet(time(2, 15), time(2, 45)), PARIS, "2026-10-25 00:20", "2026-10-25 00:45"),
        (Quiet(time(2, 15), time(2, 45)), PARIS, "2026-10-25 01:20", "2026-10-25 01:45"),
        (NIGHT, APIA, "2011-12-30 09:30", "2011-12-30 17:00"),
        (None, PARIS, "2026-10-25 01:20", "2026-10-25 01:20"),
    ],
)
def test_what_falls_in_quiet_hours_waits_until_their_end(quiet, zone, at, until):
    assert awake(utc(at), quiet, zone) == utc(until)


times = st.times(timezones=st.none()).map(lambda shown: shown.replace(second=0, microsecond=0))
zones = st.sampled_from(["Europe/Paris", "Asia/Riyadh", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"])
# The half years in which these zones change their clocks, minute by minute.
instants = st.integers(0, 365 * 24 * 60).map(lambda minute: utc("2026-01-01 00:00") + minute * MINUTE)


@settings(deadline=None)
@given(at=instants, start=times, end=times, name=zones)
def test_nobody_is_written_to_in_quiet_hours_nor_let_wait_a_minute_longer(at, start, end, name):
    assume(start != end)
    quiet, zone = Quiet(start, end), zone_named(name)
    until = awake(at, quiet, zone)
    assert until >= at
    assert not quiet.cover(until, zone)
    waited = (until - at) // MINUTE
    assert all(quiet.cover(at + minute * MINUTE, zone) for minute in range(waited))


@settings(deadline=None)
@given(at=instants, shown=times, name=zones)
def test_the_digest_comes_once_a_day_at_its_hour(at, shown, name):
    zone = zone_named(name)
    first = next_moment(shown, zone, after=at)
    second = next_moment(shown, zone, after=first)
    assert at < first <= at + timedelta(hours=25)
    assert first.astimezone(zone).date() < second.astimezone(zone).date()
    assert first.astimezone(zone).time() >= shown, "never before its hour"


def test_a_full_minute_is_the_one_that_is_there_or_the_next():
    at = utc("2026-03-12 04:59:00")
    assert full_minute(at) == at
    assert full_minute(at + SECOND) == full_minute(at + MINUTE - SECOND) == at + MINUTE


def test_a_zone_that_this_machine_does_not_know_is_read_as_utc():
    assert [str(zone_named(name)) for name in ("Nowhere/Atlantis", "", "../../etc/passwd")] == 3 * ["UTC"]


def test_quiet_hours_that_begin_when_they_end_are_none():
    with pytest.raises(ValueError, match="no end"):
        Quiet(time(7), time(7))
