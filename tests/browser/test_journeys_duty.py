"""The duty officer at three in the morning, at a desk and on a phone, with scripts and without."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import DutyShift
from approvals.models import Bypass, Review
from tests.actions.stopping import LIVES, on_duty
from tests.authorizing import reviewed_by_comms
from tests.people import HOUR, fresh, person


@pytest.fixture
def dora(ministry):
    """Dora holds no posting but the desk's duty, and her shift began an hour ago."""
    someone = person("dora", "Dora Haas")
    on_duty(someone, ministry.desk, starts_at=timezone.now() - HOUR, ends_at=timezone.now() + 7 * HOUR)
    return someone


def at_the_desk(ministry, text, **fields):
    at = timezone.now() - HOUR
    return ministry.approve(ministry.submitted(text, at=at, **fields), ministry.helen, at=at)


def test_what_burns_is_found_at_home_and_decided(desk_of, ministry, dora):
    quiet = at_the_desk(ministry, "A quiet day.")
    crisis = at_the_desk(ministry, "Stay indoors.", urgency="crisis")
    page = desk_of(dora)
    page.goto("/")
    urgent = page.get_by_role("region", name="Urgent now")
    expect(urgent.get_by_role("link", name=re.compile("^RUH-"))).to_have_text([crisis.reference])
    expect(urgent.get_by_text("Crisis", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="On duty now").get_by_text("Dora Haas")).to_be_visible()
    expect(page.get_by_role("link", name=quiet.reference)).to_have_count(0)
    urgent.get_by_role("link", name=crisis.reference).click()
    expect(page.get_by_text("Stay indoors.").first).to_be_visible()
    page.locator("[form=approve-form]:visible, #approve-form .btn-primary:visible").first.click()
    expect(page.get_by_text(f"You approved {crisis.reference}.")).to_be_visible()
    page.goto("/")
    expect(urgent.get_by_text("Minister's office, Minister's Office")).to_be_visible()
    assert fresh(crisis).decisions.get(by=dora).verdict == "approve"
    author = desk_of(ministry.layla)
    author.goto(f"/drafts/{crisis.pk}/")
    expect(author.get_by_text(re.compile("Dora Haas")).first).to_be_visible()


def test_a_crisis_that_awaits_another_level_is_brought_past_it_for_a_reason(desk_of, ministry, dora):
    reviewed_by_comms(ministry)
    crisis = ministry.submitted("The airport closes at noon.", at=timezone.now() - HOUR, urgency="crisis")
    page = desk_of(dora)
    page.goto("/")
    page.get_by_role("region", name="Urgent now").get_by_role("link", name=crisis.reference).click()
    page.get_by_role("link", name="Bypass what remains of the route…").click()
    page.get_by_label("Why it cannot wait").fill(LIVES)
    page.get_by_role("button", name="Skip these levels").click()
    expect(page.get_by_text("is cleared by bypass.").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("No urgent draft and none of a crisis is in review.")).to_be_visible()
    assert (Bypass.objects.get().by, fresh(crisis).state) == (dora, "cleared")
    assert Review.objects.filter(origin="bypass", draft=crisis).exists()


@pytest.mark.parametrize("scripts", ["scripts"], indirect=True)
def test_whoever_is_between_two_shifts_sees_who_has_it_and_nothing_to_decide(desk_of, ministry, dora):
    crisis = at_the_desk(ministry, "Stay indoors.", urgency="crisis")
    eric = person("eric", "Eric Blom")
    on_duty(eric, ministry.desk, starts_at=timezone.now() + 20 * HOUR, ends_at=timezone.now() + 28 * HOUR)
    page = desk_of(eric)
    page.goto("/")
    expect(page.get_by_role("region", name="On duty now").get_by_text("Dora Haas")).to_be_visible()
    expect(page.get_by_role("link", name=crisis.reference)).to_have_count(0)
    answer = page.goto(f"/drafts/{crisis.pk}/")
    assert answer.status == 404


def test_a_shift_is_taken_out_once_it_was_said_who_is_called_then(desk_of, ministry, dora):
    eric = person("eric", "Eric Blom")
    on_duty(eric, ministry.riyadh, starts_at=timezone.now() + 20 * HOUR, ends_at=timezone.now() + 28 * HOUR)
    page = desk_of(ministry.helen)
    page.goto("/duty/RUH/")
    page.locator("summary", has_text="Move it, or take it out").click()
    page.locator("summary", has_text="Take this shift out").click()
    expect(page.get_by_text("Nobody is called in these hours, unless somebody else is on duty.")).to_be_visible()
    assert DutyShift.objects.filter(posting__user=eric).exists(), "asked first"
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_role("heading", name="Eric Blom")).to_have_count(0)
    assert not DutyShift.objects.filter(posting__user=eric).exists()
