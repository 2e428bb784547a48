"""A regime begins and ends: the clocks of drafts in review follow, nothing fires twice, no flag is taken back."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from approvals import audit
from approvals.actions import alarms, regime_turns
from approvals.models import Delay, Event, LevelEscalation, Regime, Topic
from notifications.models import Message
from tests.actions.asking import approve, enforce, everything, kinds, new_version, request_changes, steps, told
from tests.actions.crowd import late
from tests.actions.declaring import added, asked, declared, ended
from tests.actions.regime import HALF_AN_HOUR
from tests.people import HOUR, NOW, fresh, later, level

MINUTE = timedelta(minutes=1)
INSTANT = timedelta.resolution
CLOCK = ("reminded", "delay_flagged", "escalated", "clock_moved")


def head(draft):
    return steps(draft)["Head of mission"]


def clock_events(draft):
    return [kind for kind in kinds(draft) if kind in CLOCK]


def moves(draft):
    return [event.data for event in Event.objects.filter(draft=draft, kind="clock_moved").order_by("sequence")]


def test_an_open_step_gets_the_time_of_the_regime_from_its_start(ministry):
    draft = ministry.submitted()
    crisis = declared(ministry, at=later(1))
    step = head(draft)
    assert (step.due_at, step.opened_at, step.limit) == (later(1) + HALF_AN_HOUR, NOW, 4 * HOUR)
    assert (step.regime, step.clock_from, step.clock_limit) == (crisis, later(1), HALF_AN_HOUR)
    assert step.next_alarm_at == later(1) + HALF_AN_HOUR / 2
    assert fresh(draft).route.steps.filter(status="waiting", regime=None).count() == 2
    (said,) = moves(draft)
    assert said | {
        "step": step.pk, "level": "Head of mission", "from": later(4).isoformat(), "because": "crisis",
        "to": (later(1) + HALF_AN_HOUR).isoformat(), "why": "Shelling near the embassy", "over": False,
    } == said  # fmt: skip
    assert told("clock_moved") == ["helen", "layla"]
    assert list(audit.verify(fresh(draft))) == []


def test_nobody_is_given_more_time_than_they_had(ministry):
    draft = ministry.submitted()
    before = everything()["Step"]
    declared(ministry, at=later(3, minutes=45))
    assert head(draft).due_at == later(4)
    assert moves(draft) == []
    assert everything()["Step"] == before


def test_a_regime_without_a_limit_moves_no_clock(ministry):
    draft = ministry.submitted()
    declared(ministry, "caretaker", limit=None, levels=(added(office=ministry.comms),))
    assert (head(draft).due_at, moves(draft)) == (later(4), [])


def test_a_step_that_is_late_keeps_its_flag_and_is_flagged_once(ministry):
    """Guarantee 18."""
    draft = ministry.submitted()
    alarms.fire_due(at=later(5))
    crisis = declared(ministry, at=later(6))
    ended(ministry, crisis, at=later(7))
    alarms.fire_due(at=later(40))
    assert (head(draft).overdue_at, head(draft).due_at) == (later(5), later(4))
    assert clock_events(draft) == ["reminded", "delay_flagged"]
    assert Delay.objects.get().resolved_at is None


def test_a_delay_under_a_regime_stays_flagged_when_the_regime_is_over(ministry):
    """Guarantees 17 and 18."""
    draft = ministry.submitted()
    crisis = declared(ministry)
    alarms.fire_due(at=later(minutes=30))
    ended(ministry, crisis, at=later(1))
    assert (head(draft).due_at, head(draft).overdue_at) == (later(4), later(minutes=30))
    for hours in (3, 4, 5, 40):
        alarms.fire_due(at=later(hours))
    assert clock_events(draft) == ["clock_moved", "reminded", "delay_flagged", "clock_moved"]
    delay = Delay.objects.get()
    assert (delay.due_at, delay.resolved_at) == (later(minutes=30), None)


def test_at_its_end_clocks_go_back_to_each_steps_own(ministry):
    draft = ministry.submitted()
    crisis = declared(ministry)
    ended(ministry, crisis, at=later(minutes=10))
    step = head(draft)
    assert (step.due_at, step.regime, step.clock_from, step.clock_limit) == (later(4), None, None, None)
    assert step.next_alarm_at == later(3)
    back = moves(draft)[1]
    assert (back["over"], back["from"], back["to"]) == (True, (NOW + HALF_AN_HOUR).isoformat(), later(4).isoformat())
    assert told("clock_put_back") == ["helen", "layla"]
    alarms.fire_due(at=later(4))
    assert clock_events(draft) == ["clock_moved", "clock_moved", "reminded", "delay_flagged"]


def test_a_step_that_opened_under_the_regime_gets_its_own_time_back_too(ministry):
    crisis = declared(ministry)
    draft = ministry.submitted()
    assert head(draft).due_at == NOW + HALF_AN_HOUR
    ended(ministry, crisis, at=later(minutes=10))
    assert head(draft).due_at == later(4)


def test_a_reminder_given_under_the_regime_is_not_given_again(ministry):
    """Guarantee 18."""
    draft = ministry.submitted()
    crisis = declared(ministry)
    alarms.fire_due(at=later(minutes=15))
    ended(ministry, crisis, at=later(minutes=20))
    alarms.fire_due(at=later(5))
    assert clock_events(draft).count("reminded") == 1
    assert len(told("reminder")) == 1


def test_escalations_come_once_whatever_the_clock_does(ministry):
    """Guarantee 18."""
    version = new_version(ministry)
    desk = level(version, 1, "Desk", "country_desk", Role.APPROVER, hours=4)
    for rung in (1, 2):
        LevelEscalation.objects.create(
            level=desk, rung=rung, after=HOUR * rung, selector="office", office=ministry.comms, role=Role.APPROVER
        )
    enforce(ministry, version)
    draft = ministry.submitted()
    crisis = declared(ministry)
    alarms.fire_due(at=later(minutes=90))  # due at 0:30, first escalation at 1:30
    ended(ministry, crisis, at=later(minutes=100))
    alarms.fire_due(at=later(5))  # its own clock: due at 4:00, the first rung at 5:00 has been
    assert steps(draft)["Desk"].next_alarm_at == later(6)
    alarms.fire_due(at=later(100))
    assert clock_events(draft) == ["clock_moved", "reminded", "delay_flagged", "escalated", "clock_moved", "escalated"]
    assert len(told("escalated")) == 2


def test_a_deadline_that_passed_under_the_regime_is_flagged_though_the_sweep_came_late(ministry):
    """Guarantee 17."""
    draft = ministry.submitted()
    declared(ministry, until=later(1))
    alarms.fire_due(at=later(2))
    assert clock_events(draft) == ["clock_moved", "reminded", "delay_flagged"]
    assert Delay.objects.get().due_at == later(minutes=30)
    alarms.fire_due(at=later(2, minutes=1))
    assert head(draft).due_at == later(4)
    assert clock_events(draft)[-1] == "clock_moved"


def test_a_regime_to_come_begins_and_ends_by_the_clock_and_not_before(ministry):
    """Guarantee 17."""
    draft = ministry.submitted()
    declared(ministry, starts_at=later(1), until=later(1, minutes=20))
    for instant, due in [(later(1), later(1) + HALF_AN_HOUR), (later(1, minutes=20), later(4))]:
        before = moves(draft)
        alarms.fire_due(at=instant - INSTANT)
        assert moves(draft) == before
        alarms.fire_due(at=instant)
        assert head(draft).due_at == due
    assert [said["over"] for said in moves(draft)] == [False, True]


def test_a_sweep_repeated_moves_nothing_and_tells_nobody_twice(ministry):
    """Guarantee 18."""
    ministry.submitted()
    declared(ministry)
    regime_turns.fire_regimes(at=later(minutes=1))
    before = everything()
    for minute in (1, 2, 3):
        assert alarms.fire_due(at=later(minutes=minute)) == 0
    assert everything() == before


def test_what_opened_unseen_at_the_very_moment_gets_its_clock_when_it_is_looked_at_again(ministry):
    """Guarantee 17."""
    draft = ministry.submitted()
    declared(ministry)
    # As a submission would leave it that did not yet see the regime.
    step = head(draft)
    step.regime, step.clock_from, step.clock_limit, step.due_at = None, None, None, later(4)
    step.save()
    alarms.fire_due(at=later(minutes=1))
    assert head(draft).due_at == NOW + HALF_AN_HOUR


def test_only_what_is_in_scope_and_not_exempt_is_moved(ministry):
    Topic.objects.create(slug="consular", name="Consular safety")
    plain, consular = ministry.submitted(), ministry.submitted(topics=("consular",))
    trade = ministry.submitted(topics=("trade",))
    declared(ministry, scope="country", scope_value="SA", exempt_topics=("consular",))
    assert [head(draft).due_at for draft in (plain, consular, trade)] == [
        NOW + HALF_AN_HOUR, later(4), NOW + HALF_AN_HOUR,
    ]  # fmt: skip


def test_a_regime_for_another_country_moves_nothing_here(ministry):
    draft = ministry.submitted()
    declared(ministry, scope="country", scope_value="CH")
    assert head(draft).due_at == later(4)


def test_drafts_that_are_not_in_review_are_left_alone(ministry):
    back = ministry.submitted()
    request_changes(back, ministry.helen)
    cleared = ministry.cleared()
    before = [kinds(draft) for draft in (back, cleared)]
    declared(ministry)
    assert [kinds(draft) for draft in (back, cleared)] == before


def test_of_two_regimes_the_sooner_deadline_counts_and_the_other_takes_over(ministry):
    draft = ministry.submitted()
    hour = declared(ministry, "caretaker", limit=HOUR)
    crisis = declared(ministry, at=later(minutes=10))
    assert (head(draft).due_at, head(draft).regime) == (later(minutes=40), crisis)
    ended(ministry, crisis, at=later(minutes=20))
    assert (head(draft).due_at, head(draft).regime) == (later(1), hour)
    ended(ministry, hour, at=later(minutes=30))
    assert (head(draft).due_at, head(draft).regime) == (later(4), None)
    keys = list(Message.objects.filter(kind__startswith="clock", medium="in_app").values_list("user", "key"))
    assert len(keys) == len(set(keys)) == 2 * 4


def test_a_regime_ended_before_the_sweep_saw_it_leaves_every_clock_as_it_was(ministry):
    draft = ministry.submitted()
    regime = asked(ministry)
    ended(ministry, regime, at=later(minutes=1))
    assert (head(draft).due_at, moves(draft)) == (later(4), [])


def test_silence_ends_at_the_deadline_of_the_regime(ministry):
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER, mode="silence")
    enforce(ministry, version)
    draft = ministry.submitted()
    declared(ministry)
    alarms.fire_due(at=NOW + HALF_AN_HOUR - INSTANT)
    assert fresh(draft).state == "in_review"
    alarms.fire_due(at=NOW + HALF_AN_HOUR)
    assert fresh(draft).state == "cleared"


def test_a_decision_after_the_clock_moved_is_as_any_other(ministry):
    draft = ministry.submitted()
    declared(ministry)
    approve(draft, ministry.helen, at=later(minutes=20))
    assert steps(draft)["Desk"].due_at == later(minutes=50)
    assert head(draft).next_alarm_at is None


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_every_draft_is_reached_whatever_the_batch(ministry, batch):
    drafts = [ministry.submitted() for _ in range(7)]
    asked(ministry)
    assert regime_turns.fire_regimes(at=NOW, batch=batch) == 1
    assert {head(draft).due_at for draft in drafts} == {NOW + HALF_AN_HOUR}


def cost(act):
    with CaptureQueriesContext(connection) as sent:
        act()
    return len([query for query in sent if "SAVEPOINT" not in query["sql"]])


def test_a_batch_costs_the_same_for_ten_drafts_and_for_a_hundred(ministry):
    costs = []
    for count, hours in ((10, 0), (100, 100)):
        late(ministry, count, at=later(hours))
        asked(ministry, "crisis", at=later(hours + 1), starts_at=None)
        costs.append(cost(partial(regime_turns.fire_regimes, at=later(hours + 1))))
        Regime.objects.update(ended_at=later(hours + 2), closed_at=later(hours + 2), next_alarm_at=None)
    assert costs[0] == costs[1]
    print(f"a regime that begins: {costs[0]} queries")
    assert costs[0] <= 26
