"""Steps run on the hours of whoever is asked: paused with the author, moved with a calendar, never un-flagged."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Office, OfficeHours, OwnDay, Role
from approvals import calendars
from approvals.actions import alarms, submit, withdraw
from approvals.models import CalendarChange, Delay, Draft, Event, LevelEscalation, Step
from tests.actions.asking import (
    approve,
    enforce,
    kinds,
    new_version,
    request_changes,
    resubmit,
    revise,
    steps,
    told,
)
from tests.people import HOUR, NOW, fresh, later, level

# NOW is Monday 14 September 2026, 09:00 UTC: noon in Riyadh (until 17:00 there), 05:00 in Toronto (from 09:00 there).
NOON_IN_RIYADH = NOW
RIYADH_CLOSES = later(5)  # 17:00 in Riyadh
TORONTO_OPENS = later(4)  # 09:00 in Toronto


@pytest.fixture
def working(ministry):
    """The usual three levels, each on the working hours of the office that is asked."""
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, hours=4, runs_on="working")
    desk = level(version, 2, "Desk", "country_desk", Role.APPROVER, hours=8, runs_on="working")
    LevelEscalation.objects.create(
        level=desk, rung=1, after=HOUR, selector="office", office=ministry.comms, role=Role.APPROVER
    )
    level(version, 3, "Minister's office", "minister", Role.APPROVER, hours=4, runs_on="working")
    enforce(ministry, version)
    return ministry


def changed(office, *, at, name="National Day, moved", kind="day"):
    """Record that an office's calendar changed, as the page does, and let the clocks follow."""
    stamped(office)
    change = CalendarChange.objects.create(office=office, kind=kind, name=name, changed_at=at, next_alarm_at=at)
    alarms.fire_due(at=at)
    return change


def stamped(office):
    offices = Office.objects.filter(pk=office.pk) if office else Office.objects.all()
    offices.update(calendar_stamp=calendars.new_stamp())


def closed_on(office, *days):
    for day in days:
        OwnDay.objects.create(office=office, day=day, kind="closed", name="National Day, moved")


def test_a_level_is_due_on_the_hours_of_the_office_that_is_asked(working):
    draft = working.submitted()
    assert steps(draft)["Head of mission"].due_at == later(4)
    approve(draft, working.helen, at=later(1))
    # Toronto opens at 13:00 UTC; eight hours are the whole day there.
    assert steps(draft)["Desk"].due_at == datetime(2026, 9, 14, 21, 0, tzinfo=UTC)
    approve(draft, working.dana, at=datetime(2026, 9, 14, 20, 0, tzinfo=UTC))
    # One hour is left of that day, three of the next.
    assert steps(draft)["Minister's office"].due_at == datetime(2026, 9, 15, 16, 0, tzinfo=UTC)


def test_the_weekend_is_that_of_the_office_that_is_asked(working):
    thursday = datetime(2026, 9, 17, 13, 0, tzinfo=UTC)  # 16:00 in Riyadh, an hour before its weekend
    draft = working.submitted(at=thursday)
    sunday = datetime(2026, 9, 20, 9, 0, tzinfo=UTC)
    assert steps(draft)["Head of mission"].due_at == sunday
    assert alarms.fire_due(at=sunday - timedelta(microseconds=1)) == 1  # the reminder, an hour of work before
    alarms.fire_due(at=sunday)
    assert kinds(draft)[-1] == "delay_flagged"


def test_reminder_and_escalations_run_on_the_same_hours(working):
    draft = working.submitted()
    approve(draft, working.helen, at=later(1))
    # Due at 21:00 UTC, when Toronto closes: reminded an hour of work before, escalated an hour of work after.
    evening = datetime(2026, 9, 14, 20, 0, tzinfo=UTC)
    morning = datetime(2026, 9, 15, 14, 0, tzinfo=UTC)
    for instant, kind in [(evening, "reminded"), (evening + HOUR, "delay_flagged"), (morning, "escalated")]:
        assert alarms.fire_due(at=instant - timedelta(microseconds=1)) == 0
        assert alarms.fire_due(at=instant) == 1
        assert kinds(draft)[-1] == kind


@pytest.mark.parametrize("urgency", ["urgent", "crisis"])
def test_what_presses_runs_on_the_wall_clock(working, urgency):
    saturday = datetime(2026, 9, 19, 2, 0, tzinfo=UTC)
    draft = working.submitted(urgency=urgency, at=saturday)
    assert steps(draft)["Head of mission"].due_at == saturday + 4 * HOUR


def test_the_time_with_the_author_does_not_count_and_what_was_used_up_is_kept(working):
    draft = working.submitted()
    request_changes(draft, working.helen, at=later(1))
    revise(draft, "The embassy is open on Monday.", by=working.layla, at=later(2))
    tuesday = datetime(2026, 9, 15, 8, 0, tzinfo=UTC)
    resubmit(draft, working.layla, at=tuesday)
    assert steps(draft)["Head of mission"].due_at == tuesday + 3 * HOUR


def test_nobody_is_late_at_the_moment_of_being_asked_again(working):
    draft = working.submitted()
    request_changes(draft, working.helen, at=later(4.5))
    revise(draft, "The embassy is open on Monday.", by=working.layla, at=later(4.6))
    tuesday = datetime(2026, 9, 15, 8, 0, tzinfo=UTC)
    resubmit(draft, working.layla, at=tuesday)
    assert steps(draft)["Head of mission"].due_at == tuesday + HOUR
    # The reminder, an hour before, would be at its very start: it comes half-way.
    assert steps(draft)["Head of mission"].next_alarm_at == tuesday + HOUR / 2


def test_a_draft_that_is_taken_up_again_begins_with_its_whole_time(working):
    draft = working.submitted()
    withdraw.withdraw(draft_id=draft.pk, by=working.layla, at=later(3))
    withdraw.reopen(draft_id=draft.pk, by=working.layla, at=later(3))
    submit.submit(draft_id=draft.pk, by=working.layla, at=later(3))
    assert steps(draft)["Head of mission"].due_at == datetime(2026, 9, 15, 8, 0, tzinfo=UTC)


def test_a_late_level_says_how_late_in_working_time(working):
    draft = working.submitted()
    alarms.fire_due(at=later(4))
    approve(draft, working.helen, at=datetime(2026, 9, 15, 7, 30, tzinfo=UTC))
    delay = Delay.objects.get(draft=draft)
    # From 16:00 to 17:00, and from 09:00 to 10:30 the day after, in Riyadh.
    assert delay.late_working == timedelta(hours=2, minutes=30)
    assert delay.resolved_at - delay.due_at == timedelta(hours=18, minutes=30)


def test_who_decides_in_time_by_a_new_calendar_was_not_late_though_no_sweep_has_followed_it(working):
    draft = working.submitted()
    closed_on(working.riyadh, date(2026, 9, 14))
    stamped(working.riyadh)
    approve(draft, working.helen, at=later(4.5))
    assert not Delay.objects.filter(draft=draft).exists()


def test_a_new_holiday_moves_an_open_deadline_and_says_so(working):
    draft = working.submitted(at=later(4))  # 16:00 in Riyadh: an hour today, three tomorrow
    tomorrow, after = datetime(2026, 9, 15, 9, 0, tzinfo=UTC), datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
    assert steps(draft)["Head of mission"].due_at == tomorrow
    closed_on(working.riyadh, date(2026, 9, 15))
    change = changed(working.riyadh, at=later(4.2))
    step = steps(draft)["Head of mission"]
    assert (step.due_at, step.next_alarm_at) == (after, after - HOUR)
    moved = Event.objects.get(draft=draft, kind="clock_moved").data
    assert (moved["from"], moved["to"], moved["because"]) == (tomorrow.isoformat(), after.isoformat(), "calendar")
    assert told("due_moved") == ["helen", "layla"]
    assert alarms.fire_due(at=tomorrow) == 1  # once more, for who did not see the change as it was made
    change.refresh_from_db()
    assert change.next_alarm_at is None
    assert (steps(draft)["Head of mission"].due_at, kinds(draft).count("clock_moved")) == (after, 1)
    assert "delay_flagged" not in kinds(draft)


def test_following_a_change_twice_changes_nothing_and_tells_nobody(working):
    draft = working.submitted(at=later(4))
    closed_on(working.riyadh, date(2026, 9, 15))
    changed(working.riyadh, at=later(4.2))
    seen = (kinds(draft), told("due_moved"), steps(draft)["Head of mission"].due_at)
    changed(working.riyadh, at=later(4.3))
    assert (kinds(draft), told("due_moved"), steps(draft)["Head of mission"].due_at) == seen


def test_a_delay_that_happened_stays_flagged_whatever_the_calendar_says_later(working):
    """Guarantee 18."""
    draft = working.submitted()
    alarms.fire_due(at=later(4))
    closed_on(working.riyadh, date(2026, 9, 14))
    changed(working.riyadh, at=later(4.5))
    delay = Delay.objects.get(draft=draft)
    assert (delay.due_at, delay.resolved_at) == (later(4), None)
    assert steps(draft)["Head of mission"].overdue_at == later(4)
    alarms.fire_due(at=later(1000))
    assert Delay.objects.filter(draft=draft).count() == 1


def test_a_deadline_that_had_passed_before_the_change_is_flagged_first(working):
    draft = working.submitted()
    closed_on(working.riyadh, date(2026, 9, 14))
    changed(working.riyadh, at=later(4.5))  # no sweep saw the deadline at 16:00
    assert Delay.objects.get(draft=draft).due_at == later(4)


def test_a_change_elsewhere_and_a_level_on_the_wall_clock_are_left_alone(working):
    mine, other = working.submitted(at=later(4)), working.submitted(urgency="urgent", at=later(4))
    due = [steps(draft)["Head of mission"].due_at for draft in (mine, other)]
    closed_on(working.geneva, date(2026, 9, 15))
    changed(working.geneva, at=later(4.2))
    assert [steps(draft)["Head of mission"].due_at for draft in (mine, other)] == due
    closed_on(working.riyadh, date(2026, 9, 15))
    changed(working.riyadh, at=later(4.2))
    assert steps(other)["Head of mission"].due_at == due[1]


def test_a_day_of_the_whole_ministry_moves_every_clock(working):
    first, second = working.submitted(at=later(4)), working.submitted(at=later(1))
    approve(second, working.helen, at=later(2))
    closed_on(None, date(2026, 9, 14), date(2026, 9, 15))
    changed(None, at=later(4.2))
    assert steps(first)["Head of mission"].due_at == datetime(2026, 9, 16, 10, 0, tzinfo=UTC)
    assert steps(second)["Desk"].due_at == datetime(2026, 9, 16, 21, 0, tzinfo=UTC)


def test_new_hours_move_the_plan_of_levels_to_come_as_well(working):
    draft = working.submitted(moment=datetime(2026, 9, 18, 21, 0, tzinfo=UTC))
    before = fresh(draft).risk_at
    OfficeHours.objects.create(
        office=working.desk, starts_on=date(2026, 1, 1), weekly={day: [["09:00", "11:00"]] for day in DAYS}
    )
    changed(working.desk, at=later(0.5), kind="hours")
    assert fresh(draft).risk_at < before
    assert "clock_moved" not in kinds(draft)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_following_a_calendar_costs_the_same_for_three_drafts_and_for_twenty(working, django_assert_max_num_queries):
    costs = []
    for count, hours in ((3, 4), (20, 4.1)):
        for _ in range(count):
            working.submitted(at=later(4))
        closed_on(working.riyadh, date(2026, 9, 15) + timedelta(days=len(costs)))
        stamped(working.riyadh)
        CalendarChange.objects.create(
            office=working.riyadh, kind="day", changed_at=later(hours), next_alarm_at=later(hours)
        )
        with django_assert_max_num_queries(46) as asked:
            alarms.fire_due(at=later(hours))
        costs.append(len(asked))
        alarms.fire_due(at=later(hours + 0.05))  # once more, and then no more
    assert costs[0] == costs[1]
    assert Step.objects.filter(status="open").values("due_at").distinct().count() == 1
    assert Draft.objects.count() == 23
