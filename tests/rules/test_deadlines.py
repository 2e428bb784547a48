"""Clocks: reminder, overdue, escalations, in this order, each once, and never a moment early."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules import deadlines
from approvals.rules.deadlines import Clock, Wait
from tests.rules.facts import HOUR, NINE

spans = st.timedeltas(timedelta(seconds=1), timedelta(days=30))
clocks = st.builds(
    Clock,
    opened_at=st.just(NINE),
    limit=spans,
    remind_before=st.none() | spans,
    escalate_after=st.lists(spans | st.just(timedelta()), max_size=4).map(tuple),
)


def kinds(found):
    return [(alarm.kind, alarm.rung) if alarm.rung else alarm.kind for alarm in found]


def test_a_clock_reminds_then_flags_then_escalates():
    clock = Clock(NINE, 4 * HOUR, HOUR, (2 * HOUR, HOUR))
    found = deadlines.alarms(clock)
    assert kinds(found) == ["reminder", "overdue", ("escalation", 1), ("escalation", 2)]
    assert [alarm.at - NINE for alarm in found] == [3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR]


def test_a_reminder_that_would_come_before_the_start_is_left_out():
    assert kinds(deadlines.alarms(Clock(NINE, HOUR, HOUR))) == ["overdue"]
    assert kinds(deadlines.alarms(Clock(NINE, HOUR, 2 * HOUR))) == ["overdue"]


@given(clocks)
def test_alarms_never_go_back_in_time(clock):
    times = [alarm.at for alarm in deadlines.alarms(clock)]
    assert times == sorted(times)
    assert kinds(deadlines.alarms(clock)).count("overdue") == 1


@given(clocks, st.integers(0, 8), st.timedeltas(timedelta(), timedelta(days=90)))
def test_no_alarm_fires_before_its_time_and_none_that_is_due_waits(clock, fired, after):
    """Guarantee 17."""
    at = NINE + after
    due = deadlines.due_alarms(clock, fired=fired, at=at)
    assert all(alarm.at <= at for alarm in due)
    following = deadlines.next_alarm_at(clock, fired=deadlines.places_fired(fired, due))
    assert following is None or following > at


@given(clocks, st.lists(st.timedeltas(timedelta(), timedelta(days=90)), max_size=6))
def test_however_often_one_looks_each_alarm_fires_once_and_in_order(clock, looks):
    """Guarantee 18."""
    heard, fired = [], 0
    for after in [*sorted(looks), timedelta(days=100)]:
        due = deadlines.due_alarms(clock, fired=fired, at=NINE + after)
        heard, fired = [*heard, *due], deadlines.places_fired(fired, due)
    assert tuple(heard) == deadlines.alarms(clock)


@given(clocks, clocks, st.timedeltas(timedelta(), timedelta(days=90)))
def test_a_clock_that_is_moved_fires_nothing_twice_and_leaves_nothing_out(clock, other, moved):
    """Guarantee 18."""
    count = min(len(clock.escalate_after), len(other.escalate_after))
    before = Clock(clock.opened_at, clock.limit, clock.remind_before, clock.escalate_after[:count])
    after = Clock(other.opened_at, other.limit, other.remind_before, other.escalate_after[:count])
    due = deadlines.due_alarms(before, fired=0, at=NINE + moved)
    rest = deadlines.due_alarms(after, fired=deadlines.places_fired(0, due), at=NINE + timedelta(days=1000))
    heard = kinds([*due, *rest])
    assert len(set(heard)) == len(heard)
    assert {"overdue", *(("escalation", rung) for rung in range(1, count + 1))} <= set(heard)


@given(clocks)
def test_an_alarm_fires_at_its_very_instant_and_not_a_microsecond_before(clock):
    """Guarantee 17."""
    first = deadlines.next_alarm_at(clock, fired=0)
    assert deadlines.due_alarms(clock, fired=0, at=first - timedelta.resolution) == ()
    assert deadlines.due_alarms(clock, fired=0, at=first) != ()


def test_a_draft_is_expected_when_every_level_takes_its_whole_limit():
    waiting = [[Wait(8 * HOUR), Wait(2 * HOUR)], [Wait(4 * HOUR)]]
    assert deadlines.expected_clear_at(at=NINE, open_due=[NINE + HOUR], waiting=waiting) == NINE + 13 * HOUR
    assert deadlines.expected_clear_at(at=NINE, open_due=[NINE - HOUR], waiting=waiting) == NINE + 12 * HOUR
    assert deadlines.expected_clear_at(at=NINE, open_due=[], waiting=[]) == NINE


def test_a_draft_wakes_for_its_slot_once_and_for_its_moment():
    slot, moment = NINE + HOUR, NINE + 2 * HOUR
    ask = deadlines.draft_alarm_at
    assert ask(moment=moment, slot=slot, risk=None) == slot
    assert ask(moment=moment, slot=None, risk=None) == moment
    assert ask(moment=moment, slot=None, risk=NINE) == NINE
    assert ask(moment=None, slot=None, risk=None) is None
