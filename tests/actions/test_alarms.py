"""Clocks in the database: reminder, delay, escalation; each once, in order, never early, never lost."""

from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Posting, Role
from approvals.actions import alarms
from approvals.models import Delay, Event, LevelEscalation, Step, StepEscalation
from notifications.models import Message
from tests.actions.asking import approve, enforce, everything, kinds, new_version, refused, request_changes, steps, told
from tests.people import HOUR, fresh, later, level, post

INSTANT = timedelta.resolution
CLOCK = ("reminded", "delay_flagged", "escalated")


def clock_events(draft):
    return [kind for kind in kinds(draft) if kind in CLOCK]


def escalating(ministry, *hours, limit=4.0, **fields):
    """Return a draft at a level of the desk that escalates to communications so long after its deadline."""
    version = new_version(ministry)
    desk = level(version, 1, "Desk", "country_desk", Role.APPROVER, hours=limit, **fields)
    for rung, after in enumerate(hours, start=1):
        LevelEscalation.objects.create(
            level=desk, rung=rung, after=HOUR * after, selector="office", office=ministry.comms, role=Role.APPROVER
        )
    enforce(ministry, version)
    return ministry.submitted()


def test_a_clock_fires_at_its_instants_and_not_before(ministry):
    """Guarantee 17."""
    draft = escalating(ministry, 1, 2)
    for instant, kind in [
        (later(3), "reminded"),
        (later(4), "delay_flagged"),
        (later(5), "escalated"),
        (later(6), "escalated"),
    ]:
        before = everything()
        assert alarms.fire_due(at=instant - INSTANT) == 0
        assert everything() == before
        assert alarms.fire_due(at=instant) == 1
        assert clock_events(draft)[-1] == kind
    assert alarms.fire_due(at=later(10_000)) == 0
    assert steps(draft)["Desk"].next_alarm_at is None


def test_a_level_that_was_decided_late_while_nothing_swept_the_clocks_was_late(ministry):
    """Guarantee 17."""
    draft = escalating(ministry, 1)
    approve(draft, ministry.dana, at=later(4.5))
    delay = Delay.objects.get(draft=draft)
    assert (delay.due_at, delay.flagged_at, delay.resolved_at) == (later(4), later(4.5), later(4.5))
    assert (clock_events(draft), steps(draft)["Desk"].overdue_at) == (["delay_flagged"], later(4.5))
    assert alarms.fire_due(at=later(10_000)) == 0


def test_a_level_that_was_late_before_its_drafts_moment_passed_was_late_in_whichever_order_they_are_swept(ministry):
    """Guarantee 17."""
    escalating(ministry, 1)
    draft = ministry.submitted(moment=later(5))
    alarms.fire_due(at=later(6))
    delay = Delay.objects.get(draft=draft)
    assert (fresh(draft).state, delay.due_at, delay.resolved_at) == ("expired", later(4), later(6))


def test_a_level_that_is_decided_at_the_last_instant_was_not_late(ministry):
    draft = escalating(ministry, 1)
    approve(draft, ministry.dana, at=later(4) - INSTANT)
    assert not Delay.objects.filter(draft=draft).exists()


def test_people_are_told_as_the_clock_goes(ministry):
    draft = escalating(ministry, 1)
    alarms.fire_due(at=later(3))
    alarms.fire_due(at=later(4))
    alarms.fire_due(at=later(5))
    assert told("reminder") == ["dana", "dirk"]
    assert told("overdue") == ["dana", "dirk", "layla"]
    assert told("escalated") == ["carla"]
    assert fresh(draft).state == "in_review"


def test_a_delay_is_recorded_once_with_when_it_was_due_and_when_it_was_seen(ministry):
    """Guarantee 18."""
    draft = escalating(ministry)
    alarms.fire_due(at=later(4, seconds=3))
    for hours in (5, 6, 7):
        alarms.fire_due(at=later(hours))
    delay = Delay.objects.get()
    seen = later(4, seconds=3)
    assert (delay.draft, delay.due_at, delay.flagged_at, delay.resolved_at) == (draft, later(4), seen, None)
    assert steps(draft)["Desk"].overdue_at == seen


def test_the_database_keeps_one_delay_per_step_and_one_escalation_per_rung(ministry):
    """Guarantee 18."""
    draft = escalating(ministry, 1)
    alarms.fire_due(at=later(6))
    step = steps(draft)["Desk"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Delay.objects.create(step=step, draft=draft, office=ministry.desk, due_at=later(4), flagged_at=later(6))
    with pytest.raises(IntegrityError), transaction.atomic():
        StepEscalation.objects.create(step=step, rung=1, after=HOUR, office=ministry.comms, role=Role.APPROVER)


def test_what_came_due_while_nothing_ran_fires_later_in_order_and_is_not_lost(ministry):
    """Guarantee 17."""
    draft = escalating(ministry, 1, 2, 3)
    assert alarms.fire_due(at=later(24 * 30)) == 1
    assert clock_events(draft) == ["reminded", "delay_flagged", "escalated", "escalated", "escalated"]
    rungs = Event.objects.filter(draft=draft, kind="escalated").order_by("sequence")
    assert [event.data["rung"] for event in rungs] == [1, 2, 3]
    assert len(told("escalated")) == 3


def test_a_step_that_came_due_half_way_fires_only_what_is_due(ministry):
    """Guarantee 17."""
    draft = escalating(ministry, 1, 2)
    alarms.fire_due(at=later(5, minutes=30))
    assert clock_events(draft) == ["reminded", "delay_flagged", "escalated"]
    assert steps(draft)["Desk"].next_alarm_at == later(6)


def test_a_sweep_repeated_tells_nobody_twice(ministry):
    """Guarantee 18."""
    escalating(ministry, 1)
    alarms.fire_due(at=later(6))
    before = everything()
    for _ in range(3):
        assert alarms.fire_due(at=later(6)) == 0
    assert everything() == before


def test_a_clock_set_back_by_an_hour_fires_nothing_again(ministry):
    """Guarantee 18."""
    draft = escalating(ministry, 1)
    alarms.fire_due(at=later(6))
    before = clock_events(draft)
    alarms.fire_due(at=later(5))
    alarms.fire_due(at=later(6))
    assert clock_events(draft) == before


def test_a_decision_stops_the_clock(ministry):
    draft = ministry.submitted()
    approve(draft, ministry.helen, at=later(2))
    alarms.fire_due(at=later(9))
    assert Delay.objects.count() == 0
    assert kinds(draft).count("reminded") == 1  # the desk's, not the head's
    request_changes(draft, ministry.dana, at=later(9))
    assert alarms.fire_due(at=later(10_000)) == 0


def test_a_late_decision_ends_the_delay_and_leaves_it_on_record(ministry):
    draft = escalating(ministry)
    alarms.fire_due(at=later(5))
    approve(draft, ministry.dana, at=later(7))
    assert Delay.objects.get().resolved_at == later(7)


def test_a_level_without_a_reminder_has_none(ministry):
    draft = escalating(ministry, remind_before=None)
    alarms.fire_due(at=later(4))
    assert clock_events(draft) == ["delay_flagged"]


def test_each_level_has_its_own_clock_from_when_it_opened(ministry):
    draft = ministry.submitted()
    approve(draft, ministry.helen, at=later(2))
    desk = steps(draft)["Desk"]
    assert (desk.opened_at, desk.due_at, desk.next_alarm_at) == (later(2), later(10), later(9))
    assert steps(draft)["Minister's office"].due_at is None


def test_levels_side_by_side_are_late_each_on_its_own(ministry):
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER, hours=2)
    level(version, 1, "Minister's office", "minister", Role.APPROVER, hours=4)
    enforce(ministry, version)
    ministry.submitted()
    alarms.fire_due(at=later(3))
    assert [delay.step.name for delay in Delay.objects.all()] == ["Desk"]
    alarms.fire_due(at=later(5))
    assert {delay.step.name for delay in Delay.objects.all()} == {"Desk", "Minister's office"}


def test_a_reminder_goes_to_whoever_holds_the_post_then(ministry):
    """Guarantee 10."""
    ministry.submitted()
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    post(ministry.omar, ministry.riyadh, Role.HEAD, starts_at=later(1))
    alarms.fire_due(at=later(3))
    assert told("reminder") == ["omar"]


def test_a_level_with_nobody_left_is_still_flagged_late_and_its_author_told(ministry):
    """Guarantee 17."""
    ministry.submitted()
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    alarms.fire_due(at=later(4))
    assert Delay.objects.count() == 1
    assert told("overdue") == ["layla"]


def test_whom_a_late_level_turns_to_may_see_the_draft_but_not_decide_it(ministry):
    draft = escalating(ministry, 1)
    alarms.fire_due(at=later(5))
    with refused("not_asked", status=403):
        approve(draft, ministry.carla)


def test_many_steps_fire_in_batches_until_none_is_left(ministry):
    """Guarantee 17."""
    for _ in range(7):
        ministry.submitted()
    assert alarms.fire_due(at=later(4), batch=3) == 7
    assert Delay.objects.count() == 7
    assert alarms.fire_due(at=later(4), batch=3) == 0


def test_a_delay_that_a_worker_of_the_version_before_flagged_escalates_from_there(ministry):
    """Guarantees 18, 23."""
    draft = escalating(ministry, 1, 2, remind_before=None)
    for hours, fired in [(4, 1), (5, 2), (6, 3)]:
        alarms.fire_due(at=later(hours))
        # That version counts what has fired: the delay is the first alarm of a clock without a reminder.
        assert steps(draft)["Desk"].alarms_fired == fired
    assert clock_events(draft) == ["delay_flagged", "escalated", "escalated"]


def test_a_clock_that_cannot_fire_keeps_back_none_of_another_kind(ministry, monkeypatch):
    """Guarantee 17."""

    def cannot(**_when):
        raise RuntimeError("a regime that cannot turn")

    draft = ministry.submitted()
    monkeypatch.setattr(alarms, "fire_regimes", cannot)
    with pytest.raises(RuntimeError, match="a regime that cannot turn"):
        alarms.fire_due(at=later(4))
    assert clock_events(draft) == ["reminded", "delay_flagged"]


def test_every_message_of_a_clock_has_a_key_of_its_own(ministry):
    """Guarantee 18."""
    escalating(ministry, 1, 2)
    alarms.fire_due(at=later(12))
    keys = list(Message.objects.filter(medium="in_app").values_list("user", "key"))
    assert len(keys) == len(set(keys))
    assert not Step.objects.filter(next_alarm_at__isnull=False).exists()


def test_the_task_that_beat_names_asks_the_clock_and_fires_what_is_due(ministry):
    """Guarantee 17."""
    ministry.submitted()
    entry = settings.CELERY_BEAT_SCHEDULE["sweep-alarms"]
    current_app.loader.import_default_modules()  # as a worker does when it starts
    sweep = current_app.tasks[entry["task"]]
    with time_machine.travel(later(3) - INSTANT, tick=False):
        assert sweep() == 0
    with time_machine.travel(later(4), tick=False):
        assert sweep() == 1
    assert Delay.objects.get().flagged_at == later(4)
    assert entry["schedule"] <= 5
