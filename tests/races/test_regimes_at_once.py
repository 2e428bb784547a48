"""Regimes begin and end while people decide and sweeps run: every open step ends up with the clock it should have."""

from functools import partial

import pytest

from approvals import audit
from approvals.actions import alarms, regimes
from approvals.models import Delay, Draft, Event, Regime, Step
from tests.actions.asking import approve, hash_of, resubmit, steps
from tests.actions.declaring import added, asked, declaration
from tests.actions.regime import HALF_AN_HOUR
from tests.people import later
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def once_more(at):
    """Let the sweeps come round that come after any turn: what was held at that moment is looked at again."""
    for seconds in (1, 40):
        alarms.fire_due(at=at + HALF_AN_HOUR / 1800 * seconds)


def records_hold():
    assert [fault for draft in Draft.objects.all() for fault in audit.verify(draft)] == []


def test_a_regime_that_begins_while_somebody_approves_gives_the_next_level_its_time(ministry):
    """Guarantee 17."""
    for number in range(ROUNDS):
        at = later(24 * number)
        draft = ministry.submitted(at=at)
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.helen, revision=read, at=at), partial(asked, ministry, at=at)
        )
        assert codes(outcomes) == ["ok", "ok"]
        once_more(at)
        assert steps(draft)["Desk"].due_at == at + HALF_AN_HOUR
        (regime,) = Regime.objects.filter(ended_at=None)
        regimes.end(regime_id=regime.pk, reason="Quiet.", by=ministry.petra, at=at + HALF_AN_HOUR / 2)
        assert steps(draft)["Desk"].due_at == at + 16 * HALF_AN_HOUR
    records_hold()


def test_a_regime_that_begins_while_somebody_submits_gives_the_first_level_its_time(ministry):
    """Guarantee 17."""
    for number in range(ROUNDS):
        at = later(24 * number)
        draft = ministry.draft(at=at)
        outcomes = together(partial(resubmit, draft, ministry.layla, at=at), partial(asked, ministry, at=at))
        assert codes(outcomes) == ["ok", "ok"]
        once_more(at)
        assert steps(draft)["Head of mission"].due_at == at + HALF_AN_HOUR
        Regime.objects.update(ended_at=at, closed_at=at, next_alarm_at=None)
    records_hold()


def test_two_sweeps_at_once_begin_a_regime_once(ministry):
    """Guarantee 18."""
    drafts = [ministry.submitted() for _ in range(6)]
    asked(ministry, starts_at=later(1), until=later(3))
    for instant in (later(1), later(3)):
        together(*(partial(alarms.fire_due, at=instant, batch=2) for _ in range(4)))
        once_more(instant)
    assert Event.objects.filter(kind="regime_begun").count() == 1
    assert Event.objects.filter(kind="regime_over").count() == 1
    for draft in drafts:
        moves = Event.objects.filter(draft=draft, kind="clock_moved").order_by("sequence")
        assert [move.data["over"] for move in moves] == [False, True]
    assert Delay.objects.count() == len(drafts)
    records_hold()


def test_of_two_officers_who_switch_the_same_regime_on_at_once_one_does(ministry):
    outcomes = together(partial(asked, ministry, by=ministry.paul), partial(asked, ministry, by=ministry.petra))
    assert codes(outcomes) == ["ok", "regime_is_on"]
    assert Regime.objects.count() == 1


def test_a_regime_that_is_ended_while_a_sweep_begins_it_leaves_every_clock_as_it_was(ministry):
    """Guarantee 17."""
    drafts = [ministry.submitted() for _ in range(4)]
    regime = asked(ministry, starts_at=later(1))
    together(
        partial(alarms.fire_due, at=later(1), batch=1),
        partial(regimes.end, regime_id=regime.pk, reason="Quiet.", by=ministry.petra, at=later(1)),
    )
    once_more(later(1))
    assert set(Step.objects.filter(draft__in=drafts, status="open").values_list("due_at", flat=True)) == {later(4)}
    records_hold()


def test_drafts_are_put_on_the_route_of_a_regime_while_they_are_decided(ministry):
    """Guarantees 7 and 8."""
    for number in range(ROUNDS):
        at = later(24 * number)
        draft = ministry.submitted(at=at)
        read = hash_of(draft)
        rerouting = declaration(in_flight="routes", levels=(added(office=ministry.comms),))
        outcomes = together(
            partial(approve, draft, ministry.helen, revision=read, at=at),
            partial(regimes.declare, asked=rerouting, by=ministry.paul, at=at),
        )
        assert codes(outcomes) in (["ok", "ok"], ["not_asked", "ok"])
        once_more(at)
        assert [step.name for step in steps(draft).values() if step.status == "open"] == ["Duty officer"]
        Regime.objects.update(ended_at=at, closed_at=at, next_alarm_at=None)
    records_hold()
