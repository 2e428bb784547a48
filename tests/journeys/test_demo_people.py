"""The demo shows who is away with a deputy, a chargé d'affaires, two duty rosters with gaps, and a claim."""

import pytest

from accounts.models import Absence, Posting
from approvals.actions.claims import LONGEST
from approvals.models import Step
from approvals.web.people_register import rosters
from tests.journeys.conftest import NOW

pytestmark = pytest.mark.django_db


def test_the_demo_has_people_away_on_duty_and_at_it(demo):
    away = Absence.objects.get(user__username="cairo.head")
    assert [deputy.user.username for deputy in away.deputies.all()] == ["cairo.deputy"]
    assert Posting.objects.get(is_acting=True).title == "Chargé d’affaires"
    shown = {roster.office.code: roster for roster in rosters(at=NOW)}
    assert set(shown) == {"CAI", "WATCH"}
    assert all(roster.now and roster.gaps for roster in shown.values())
    step = Step.objects.get(claimed_by__username="hq.legal")
    assert step.is_claimed(at=NOW)
    assert step.claimed_until is not None
    assert step.claimed_until - NOW <= LONGEST
