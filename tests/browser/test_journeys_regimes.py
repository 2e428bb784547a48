"""A crisis in a real browser: looked at in words, switched on, seen on the pages that it touches, and ended."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Regime
from tests.actions.asking import steps
from tests.actions.regime import HALF_AN_HOUR
from tests.people import fresh

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sits_at(page, live_server):
    """Sign this person in, in the place of whoever sat there before."""

    def sit(user):
        client = Client()
        client.force_login(user, backend="accounts.backends.SignIn")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return sit


def test_a_crisis_is_looked_at_switched_on_seen_everywhere_and_ended(page, sits_at, ministry, assert_accessible):
    draft = ministry.submitted(at=timezone.now())
    sits_at(ministry.paul)
    page.goto("/regimes/")
    assert_accessible()
    page.get_by_role("link", name="Declare a crisis").click()
    page.get_by_label("Reason", exact=True).fill("Shelling near the embassy")
    page.get_by_label("Office", exact=False).first.select_option(label="Communications")
    assert_accessible()
    page.get_by_role("button", name="Show what it would do").last.click()
    expect(page.get_by_text("1 draft gets a new deadline")).to_be_visible()
    expect(page.get_by_text("Nothing has changed yet.")).to_be_visible()
    assert not Regime.objects.exists()
    assert_accessible()
    page.get_by_role("button", name="Switch it on now").click()
    expect(page.get_by_text("The regime is on. Everyone concerned is told.")).to_be_visible()
    assert_accessible()
    # Moved as it was committed, before the answer: no sweep has run.
    step = steps(fresh(draft))["Head of mission"]
    assert step.due_at == Regime.objects.get().starts_at + HALF_AN_HOUR

    sits_at(ministry.helen)
    page.goto("/queue/")
    expect(page.get_by_role("link", name="Crisis regime: the whole ministry")).to_be_visible()
    expect(page.get_by_text("Crisis regime: 30 min").first).to_be_visible()
    assert_accessible()
    page.locator("[data-open]").first.click()
    expect(page.get_by_text(re.compile("Crisis regime: Head of mission is due by"))).to_be_attached()
    assert_accessible()

    sits_at(ministry.petra)
    page.goto(f"/regimes/{Regime.objects.get().pk}/")
    page.get_by_label("Why it is ended").fill("It is quiet again.")
    page.get_by_role("button", name="End this regime now").click()
    expect(page.get_by_text("The regime is over.")).to_be_visible()
    assert steps(fresh(draft))["Head of mission"].regime is None
