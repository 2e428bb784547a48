"""The ambassador publishes at once in a real browser: within it and outside, on any screen, by keyboard alone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from approvals.models import Draft, Review
from tests.authorizing import authorized
from tests.people import fresh, post

POSTED = "https://x.com/EmbassyRiyadh/status/1234567890"
NOW_BUTTON = "Publish now under PA-2026-0001"


@pytest.fixture
def ambassador(ministry):
    """Helen heads the mission and writes for it, and may publish at once whatever the day is."""
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    authorized(ministry, starts_at=timezone.now() - timezone.timedelta(days=1),
               until=timezone.now() + timezone.timedelta(days=300))  # fmt: skip
    return ministry.helen


def write(page, text, scripts):
    page.goto("/drafts/new/")
    page.get_by_label("@EmbassyRiyadh").check()
    page.get_by_label("Text", exact=True).fill(text)
    if not scripts:
        page.get_by_role("button", name="Check", exact=True).last.click()


def test_the_ambassador_sees_that_it_is_within_publishes_at_once_and_records_the_address(
    desk_of, ministry, ambassador, scripts
):
    page = desk_of(ambassador)
    write(page, "Our doors are open.", scripts)
    glance = page.locator(".ap-glance")
    expect(glance).to_contain_text("Within PA-2026-0001, version 1")
    expect(glance).to_contain_text("Used 0 of 10 today")
    page.wait_for_load_state("networkidle")  # the check of the last words is answered
    page.get_by_role("button", name=NOW_BUTTON).click()
    expect(page.get_by_text("Cleared under pre-authorization PA-2026-0001, version 1")).to_be_visible()
    expect(page.get_by_role("link", name="Open X with the text")).to_have_attribute(
        "href", re.compile(r"^https://x\.com/intent/post\?text=Our%20doors")
    )
    page.get_by_label("Address of the published post").fill(POSTED)
    page.get_by_role("button", name="Record that it is published").click()
    expect(page.get_by_role("link", name=POSTED).first).to_be_visible()
    expect(page.get_by_text(re.compile("Communications reviews it by"))).to_be_visible()
    assert Review.objects.get().status == "open"


def test_outside_it_every_reason_is_read_and_the_ordinary_route_is_one_click_away(
    desk_of, ministry, ambassador, scripts
):
    post(ministry.omar, ministry.riyadh, Role.HEAD)
    page = desk_of(ambassador)
    write(page, "What we say on Syria.", scripts)
    expect(page.locator(".ap-glance")).to_contain_text("a country that the pre-authorization bars: Syria.")
    expect(page.get_by_role("button", name=NOW_BUTTON)).to_have_count(0)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Can decide now: Omar Sayegh")).to_be_visible()
    assert Draft.objects.get().state == "in_review"


@pytest.mark.parametrize("scripts", [True], ids=["scripts"])
def test_what_is_typed_brings_the_button_and_takes_it_away_again(desk_of, ministry, ambassador, scripts):
    page = desk_of(ambassador)
    write(page, "Our doors are open.", scripts)
    button = page.get_by_role("button", name=NOW_BUTTON)
    expect(button).to_be_visible()
    page.get_by_label("Text", exact=True).fill("Our doors are open, in Syria too.")
    expect(button).to_have_count(0)
    page.get_by_label("Text", exact=True).fill("Our doors are open.")
    expect(button).to_be_visible()
    expect(page.locator("#check-said")).to_contain_text("It is within PA-2026-0001.")


def test_it_is_published_by_keyboard_alone(desk_of, ministry, ambassador, scripts):
    draft = ministry.draft("Our doors are open.", by=ambassador, at=timezone.now())
    page = desk_of(ambassador)
    page.goto(f"/drafts/{draft.pk}/")
    tab_to(page, NOW_BUTTON)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cleared under pre-authorization PA-2026-0001, version 1")).to_be_visible()
    assert fresh(draft).state == "cleared"


def tab_to(page, name):
    """Press Tab until the button of this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().strip() == name:
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def test_the_pages_of_the_fast_path_are_accessible(page, sign_in, ministry, ambassador, assert_accessible):
    inside = ministry.draft("Our doors are open.", by=ambassador, at=timezone.now())
    outside = ministry.draft("What we say on Syria.", by=ambassador, at=timezone.now(), topics=("sanctions",))
    sign_in(ambassador)
    for address in (f"/drafts/{inside.pk}/", f"/drafts/{outside.pk}/", f"/drafts/{outside.pk}/edit/", "/drafts/new/"):
        page.goto(address)
        assert_accessible()
    page.goto(f"/drafts/{inside.pk}/")
    page.get_by_role("button", name=NOW_BUTTON).click()
    expect(page.get_by_text("Cleared under pre-authorization PA-2026-0001, version 1")).to_be_visible()
    assert_accessible()
