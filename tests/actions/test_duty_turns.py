"""Whose shift begins is called to what presses already: by the clock, once for each step and shift."""

import pytest

from approvals.actions import alarms, duty_turns
from approvals.models import Event
from notifications.models import Message
from tests.actions.asking import request_changes, told
from tests.actions.stopping import on_duty
from tests.people import NOW, later


def calls(user):
    return Message.objects.filter(kind="duty_called", user=user, medium="in_app").count()


@pytest.mark.parametrize("urgency", ["urgent", "crisis"])
def test_a_duty_officer_is_called_when_the_shift_begins(ministry, urgency):
    draft = ministry.approve(ministry.submitted(urgency=urgency), ministry.helen)
    posting = on_duty(ministry.carla, ministry.desk, starts_at=later(2), ends_at=later(10))
    alarms.fire_due(at=later(1.9))
    assert told("duty_called") == []
    alarms.fire_due(at=later(2))
    assert told("duty_called") == ["carla"]
    event = Event.objects.get(draft=draft, kind="duty_called")
    assert event.data["shift"] == posting.shifts.get().pk
    assert event.data["level"] == "Desk"
    assert event.by is None


def test_they_are_called_once_however_many_sweeps_run(ministry):
    """Guarantee 18."""
    ministry.approve(ministry.submitted(urgency="crisis"), ministry.helen)
    on_duty(ministry.carla, ministry.desk, starts_at=later(2))
    for minutes in (0, 1, 30, 120):
        duty_turns.fire_duty(at=later(2, minutes=minutes))
    assert calls(ministry.carla) == 1
    assert duty_turns.fire_duty(at=later(5)) == 0


def test_the_next_shift_is_called_again_and_another_officer_too(ministry):
    ministry.approve(ministry.submitted(urgency="crisis"), ministry.helen)
    posting = on_duty(ministry.carla, ministry.desk, starts_at=later(2), ends_at=later(4))
    on_duty(ministry.rita, ministry.desk, starts_at=later(4), ends_at=later(6))
    posting.shifts.create(starts_at=later(6), ends_at=later(8))
    for hours in (2, 4, 6):
        duty_turns.fire_duty(at=later(hours))
    assert (calls(ministry.carla), calls(ministry.rita)) == (2, 1)


def test_who_was_on_duty_when_it_opened_was_called_then_and_is_not_again(ministry):
    on_duty(ministry.carla, ministry.desk, starts_at=later(-1))
    ministry.approve(ministry.submitted(urgency="crisis"), ministry.helen)
    assert calls(ministry.carla) == 1
    duty_turns.fire_duty(at=later(1))
    assert calls(ministry.carla) == 1


def test_nobody_is_called_for_what_can_wait_is_elsewhere_or_is_decided(ministry):
    ministry.approve(ministry.submitted("Routine."), ministry.helen)
    ministry.submitted("Not there yet.", urgency="crisis")
    decided = ministry.approve(ministry.submitted("Decided.", urgency="crisis"), ministry.helen, ministry.dana)
    returned = ministry.approve(ministry.submitted("Returned.", urgency="crisis"), ministry.helen)
    request_changes(returned, ministry.dana)
    assert decided.state == "in_review"
    on_duty(ministry.carla, ministry.desk, starts_at=later(2))
    on_duty(ministry.rita, ministry.comms, starts_at=later(2))
    assert duty_turns.fire_duty(at=later(3)) == 0
    assert told("duty_called") == []


def test_a_duty_officer_who_wrote_it_is_not_called(ministry):
    on_duty(ministry.layla, ministry.desk, starts_at=later(2))
    ministry.approve(ministry.submitted(urgency="crisis"), ministry.helen)
    assert duty_turns.fire_duty(at=later(3)) == 0
    assert calls(ministry.layla) == 0


def test_a_shift_that_is_over_before_any_sweep_came_calls_nobody(ministry):
    ministry.approve(ministry.submitted(urgency="crisis"), ministry.helen)
    on_duty(ministry.carla, ministry.desk, starts_at=later(2), ends_at=later(3))
    assert duty_turns.fire_duty(at=later(3)) == 0


def test_while_nobody_begins_a_shift_a_sweep_asks_little(ministry, django_assert_num_queries):
    ministry.approve(ministry.submitted(urgency="crisis"), ministry.helen)
    with django_assert_num_queries(1):
        duty_turns.fire_duty(at=NOW)
    on_duty(ministry.carla, ministry.desk, starts_at=later(-1))
    with django_assert_num_queries(3):
        duty_turns.fire_duty(at=later(1))
