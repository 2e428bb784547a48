"""A day before a hold or a regime ends, the policy officers are reminded of it: once."""

import pytest

from approvals.actions import alarms, regime_turns
from approvals.models import Hold, Regime
from tests.actions.asking import told
from tests.actions.declaring import declared, ended
from tests.actions.test_holds import lift, place
from tests.people import later


@pytest.mark.parametrize("sweeps", [[24], [24, 24.5, 30], [47.9]], ids=["at once", "many sweeps", "late"])
def test_officers_are_reminded_of_a_hold_a_day_before_its_end_once(ministry, sweeps):
    place(ministry, until=later(48))
    alarms.fire_due(at=later(23.9))
    assert told("hold_ending") == []
    for hours in sweeps:
        alarms.fire_due(at=later(hours))
    assert told("hold_ending") == ["paul", "petra"]
    assert Hold.objects.get().next_alarm_at == later(48)


def test_a_hold_still_ends_by_itself_and_its_authors_are_asked(ministry):
    ministry.cleared()
    place(ministry, until=later(48))
    alarms.fire_due(at=later(24))
    alarms.fire_due(at=later(48))
    alarms.fire_due(at=later(49))
    assert told("hold_over") == ["layla"]
    assert "paul" in told("hold_ended")
    assert Hold.objects.get().next_alarm_at is None


@pytest.mark.parametrize("until", [None, later(5), later(24)])
def test_of_a_hold_that_lasts_a_day_or_less_or_has_no_end_nobody_is_reminded(ministry, until):
    place(ministry, until=until)
    for hours in (1, 4.9):
        alarms.fire_due(at=later(hours))
    assert told("hold_ending") == []


def test_of_a_hold_that_was_lifted_nobody_is_reminded(ministry):
    hold = place(ministry, until=later(48))
    lift(ministry, hold, at=later(20))
    alarms.fire_due(at=later(24))
    assert told("hold_ending") == []


def test_a_sweep_that_comes_only_after_the_end_reminds_nobody(ministry):
    place(ministry, until=later(48))
    alarms.fire_due(at=later(60))
    assert told("hold_ending") == []
    assert "paul" in told("hold_ended")


def test_officers_are_reminded_of_a_regime_a_day_before_its_end_once(ministry):
    declared(ministry, until=later(48))
    regime_turns.fire_regimes(at=later(1))
    assert Regime.objects.get().next_alarm_at == later(24)
    assert told("regime_ending") == []
    for hours in (24, 24.1, 40):
        alarms.fire_due(at=later(hours))
    assert told("regime_ending") == ["paul", "petra"]
    assert Regime.objects.get().next_alarm_at == later(48)
    alarms.fire_due(at=later(48))
    assert "layla" in told("regime_over")


def test_of_a_regime_that_is_short_endless_or_over_nobody_is_reminded(ministry):
    short = declared(ministry, until=later(20))
    ended(ministry, short, at=later(1))
    endless = declared(ministry, at=later(2), scope="country", scope_value="SA")
    over = declared(ministry, at=later(2), scope="topic", scope_value="trade", until=later(60))
    ended(ministry, over, at=later(3))
    for hours in (19, 36, 59):
        alarms.fire_due(at=later(hours))
    assert endless.pk
    assert told("regime_ending") == []
