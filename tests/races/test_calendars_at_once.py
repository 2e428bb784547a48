"""Calendars change while people submit, decide and sweeps run: every open step ends up due where it belongs."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from accounts.models import Office, OwnDay, Role
from approvals import audit, calendars
from approvals.actions import alarms
from approvals.models import CalendarChange, Delay, Draft, Event
from tests.actions.asking import approve, enforce, hash_of, new_version, resubmit, steps
from tests.people import later, level
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4  # on Tuesdays in a row without a holiday


@pytest.fixture
def working(ministry):
    version = new_version(ministry)
    for position, name, selector, role in [
        (1, "Head of mission", "own_office", Role.HEAD),
        (2, "Desk", "country_desk", Role.APPROVER),
    ]:
        level(version, position, name, selector, role, hours=8, runs_on="working")
    enforce(ministry, version)
    return ministry


@transaction.atomic
def closed(office, *, at):
    """Close an office on the day after, as the page does: the day, the stamp, and what the clocks follow."""
    OwnDay.objects.create(office=office, day=at.date() + timedelta(days=1), kind="closed", name="Flood")
    Office.objects.filter(pk=office.pk).update(calendar_stamp=calendars.new_stamp())
    CalendarChange.objects.create(office=office, kind="day", changed_at=at, next_alarm_at=at)


def once_more(at):
    for seconds in (1, 40):
        alarms.fire_due(at=at + timedelta(seconds=seconds))


def records_hold():
    assert [fault for draft in Draft.objects.all() for fault in audit.verify(draft)] == []
    assert not CalendarChange.objects.exclude(next_alarm_at=None).exists()
    assert not Delay.objects.exists()


def test_a_day_that_is_closed_while_somebody_submits_is_counted(working):
    """Guarantee 17."""
    for number in range(ROUNDS):
        at = later(24 * (7 * number + 15) + 2)  # 14:00 in Riyadh: three hours, and five two days later
        draft = working.draft(at=at)
        outcomes = together(
            partial(resubmit, draft, working.layla, at=at), partial(closed, working.riyadh, at=at),
            partial(alarms.fire_due, at=at),
        )  # fmt: skip
        assert codes(outcomes) == ["ok", "ok", "ok"]
        once_more(at)
        assert steps(draft)["Head of mission"].due_at == at + timedelta(hours=48)
        approve(draft, working.helen, at=at + timedelta(minutes=1))
        approve(draft, working.dana, at=at + timedelta(minutes=2))
    records_hold()


def test_a_day_that_is_closed_while_somebody_approves_is_counted_at_the_next_level(working):
    """Guarantee 17."""
    for number in range(ROUNDS):
        at = later(24 * (7 * number + 15) + 5)  # 10:00 in Toronto: seven hours, and one two days later
        draft = working.submitted(at=at)
        act = partial(approve, draft, working.helen, revision=hash_of(draft), at=at)
        outcomes = together(act, partial(closed, working.desk, at=at), partial(alarms.fire_due, at=at))
        assert codes(outcomes) == ["ok", "ok", "ok"]
        once_more(at)
        assert steps(draft)["Desk"].due_at == at + timedelta(hours=48)
        approve(draft, working.dana, at=at + timedelta(minutes=1))
    records_hold()


def test_two_sweeps_that_follow_one_change_tell_it_once(working):
    """Guarantee 18."""
    at = later(2)
    drafts = [working.submitted(at=at) for _ in range(5)]
    closed(working.riyadh, at=at)
    together(*[partial(alarms.fire_due, at=at)] * 3)
    once_more(at)
    for draft in drafts:
        assert Event.objects.filter(draft=draft, kind="clock_moved").count() == 1
    records_hold()
