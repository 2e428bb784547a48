"""The demo ministry was in a crisis for one country, for one night: switched on, followed by its clocks, and ended."""

import pytest

from approvals.models import Event, Regime
from tests.actions.regime import HALF_AN_HOUR

pytestmark = pytest.mark.django_db


def test_the_night_attack_was_decided_under_a_crisis_regime_that_is_over(demo):
    regime = Regime.objects.get()
    draft = demo["kyiv-night-attack"]
    assert (regime.kind, regime.scope_value, regime.end_reason != "") == ("crisis", "UA", True)
    assert regime.starts_at < draft.submitted_at < draft.published_at < regime.ended_at
    steps = draft.route.steps.filter(regime=regime)
    assert {step.clock_limit for step in steps} == {HALF_AN_HOUR}
    assert steps.count() == draft.route.steps.count()
    assert (regime.next_alarm_at, regime.begun_at) == (None, regime.starts_at)
    assert Event.objects.filter(ledger__name="ministry", kind__startswith="regime_").count() == 2
