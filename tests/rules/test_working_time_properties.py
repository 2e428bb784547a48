"""Working time: what holds for every calendar, in every zone, whatever the clocks do there."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.rules.working_time import WALL_CLOCK, Window, WorkingHours

TICK = timedelta.resolution
MINUTE = timedelta(minutes=1)

# Half hours and quarters, summer time at midnight, of half an hour, backwards in Ramadan, and a day that never was.
ZONES = [
    "UTC", "Asia/Riyadh", "Africa/Cairo", "Africa/Casablanca", "Europe/London", "Europe/Dublin", "America/Toronto",
    "America/St_Johns", "America/Santiago", "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Australia/Lord_Howe",
    "Pacific/Apia", "Pacific/Chatham", "America/Sao_Paulo",
]  # fmt: skip
FIRST, LAST = datetime(2009, 1, 1), datetime(2029, 1, 1)  # noqa: DTZ001


@st.composite
def windows(draw, earliest=0, latest=24 * 60):
    """Draw the windows of a day: none, one, or several, apart or touching."""
    ends = sorted(draw(st.lists(st.integers(earliest, latest), min_size=0, max_size=6)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    return tuple(Window(opens, closes) for opens, closes in pairs if opens < closes)


@st.composite
def calendars(draw, day=windows()):  # noqa: B008
    """Draw an office: its zone, its week (worked on some day), and dates on which it is closed."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    week = draw(st.lists(day, min_size=7, max_size=7).filter(any))
    closed = draw(st.sets(st.dates(date(2009, 1, 1), date(2029, 1, 1)), max_size=5))
    return WorkingHours(zone, lambda local: () if local in closed else week[local.weekday()])


instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
near = st.integers(-40 * 86400 * 10**6, 40 * 86400 * 10**6).map(lambda us: TICK * us)
lengths = st.one_of(
    st.integers(0, 6 * 3600 * 10**6).map(lambda us: TICK * us),
    st.integers(0, 400).map(lambda quarters: quarters * 15 * MINUTE),
)
many = settings(max_examples=150, deadline=None)


@many
@given(calendars(), instants, lengths)
def test_between_is_the_inverse_of_after_and_of_before(hours, start, length):
    assert hours.between(start, hours.after(start, length)) == length
    assert hours.between(hours.before(start, length), start) == length


@many
@given(calendars(), instants, lengths, lengths)
def test_one_limit_after_another_ends_as_both_together(hours, start, first, second):
    assert hours.after(hours.after(start, first), second) == hours.after(start, first + second)
    assert hours.before(hours.before(start, first), second) == hours.before(start, first + second)


@many
@given(calendars(), instants, near, lengths, lengths)
def test_who_starts_later_or_has_longer_is_never_due_earlier(hours, start, step, length, more):
    earlier, later = sorted((start, start + step))
    assert hours.after(earlier, length) <= hours.after(later, length)
    assert hours.before(earlier, length) <= hours.before(later, length)
    if more:
        assert hours.after(start, length) < hours.after(start, length + more)
        assert hours.before(start, length + more) < hours.before(start, length)


@many
@given(calendars(), instants, lengths)
def test_nothing_is_due_early_nor_a_moment_late(hours, start, length):
    """Guarantee 17. Due is the first instant at which so much was worked; a start, the last one that leaves so much."""
    if length:
        assert hours.between(start, hours.after(start, length) - TICK) == length - TICK
        assert hours.between(hours.before(start, length) + TICK, start) == length - TICK


@many
@given(calendars(), instants, near, near)
def test_time_worked_adds_up_and_counts_backwards_as_less_than_none(hours, start, first, second):
    one, two = start + first, start + second
    assert hours.between(start, one) + hours.between(one, two) == hours.between(start, two)
    assert hours.between(start, one) == -hours.between(one, start)
    assert abs(hours.between(start, one)) <= abs(first)


@many
@given(calendars(), instants)
def test_an_office_is_open_exactly_while_its_time_runs(hours, at):
    assert hours.is_open(at) is (hours.between(at, at + TICK) == TICK)
    opening = hours.opens_next(at)
    assert hours.is_open(opening)
    assert opening >= at
    assert hours.between(at, opening) == timedelta()


@many
@given(calendars(windows(5 * 60, 22 * 60)), instants, st.integers(0, 4 * 24 * 60))
def test_it_is_what_one_counts_minute_by_minute_on_the_clock_at_the_wall(hours, start, minutes):
    """By day, where no clock is changed; what happens to hours of the night is worked out by hand elsewhere."""
    start = start.replace(second=0, microsecond=0)
    counted = sum(_is_open_there(hours, start + n * MINUTE) for n in range(minutes))
    assert hours.between(start, start + minutes * MINUTE) == counted * MINUTE


def _is_open_there(hours, at):
    local = at.astimezone(hours.zone)
    shown = local.hour * 60 + local.minute
    return any(window.opens <= shown < window.closes for window in hours.windows_on(local.date()))


@many
@given(calendars(), st.lists(st.tuples(instants, lengths), min_size=2, max_size=6))
def test_what_was_asked_before_changes_no_answer(hours, asked):
    """A calendar compiles what it needs: in whatever order it is asked, it says the same."""
    fresh = [WorkingHours(hours.zone, hours.windows_on).after(start, length) for start, length in asked]
    assert [hours.after(start, length) for start, length in asked] == fresh
    assert [hours.after(start, length) for start, length in reversed(asked)] == fresh[::-1]


@many
@given(instants, lengths, lengths)
def test_the_wall_clock_obeys_the_same_laws(start, first, second):
    ends = [WALL_CLOCK.after(start, length) for length in (timedelta(), first, first + second)]
    assert all(earlier <= later for earlier, later in pairwise(ends))
    assert WALL_CLOCK.after(ends[1], second) == ends[2]
    assert WALL_CLOCK.before(ends[2], first + second) == start
    assert WALL_CLOCK.between(start, ends[2]) == first + second
