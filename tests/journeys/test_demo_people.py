"""The demo shows who is away with a deputy, a chargé d'affaires, two duty rosters with gaps, and a claim."""

import pytest
import time_machine
from django.test import Client

from accounts.models import Absence, Posting, User
from approvals.actions.claims import LONGEST
from approvals.models import Step, UnsavedWords
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


def test_half_a_sentence_waits_for_its_author_to_go_on_and_is_shown_to_nobody_else(demo):
    words = UnsavedWords.objects.get()
    assert words.person.username == "riyadh.author"
    with time_machine.travel(NOW, tick=False):
        client = Client()
        for username, is_theirs in (("riyadh.author", True), ("riyadh.head", False), ("admin", False)):
            client.force_login(User.objects.get(username=username), backend="accounts.backends.SignIn")
            assert ("our staff are at the" in client.get("/").content.decode()) is is_theirs
            assert ("our staff are at the" in client.get("/drafts/new/").content.decode()) is is_theirs
