"""A review in a real browser: communications finds what went out, by the keyboard alone, and records what it found."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.actions.reviewed import again, out

# The journeys' own: a browser for each person, with scripts and without.


def test_a_reviewer_finds_the_most_exposed_post_and_decides_with_the_keyboard(desk_of, ministry):
    soon = timezone.now() - timedelta(minutes=5)
    quiet, loud = out(ministry, "Quiet.", at=soon, exposure=10), out(ministry, "Loud.", at=soon, exposure=90_000)
    reviewer = desk_of(ministry.carla)
    reviewer.goto("/reviews/")
    titles = reviewer.locator("[data-open]")
    expect(titles.first).to_have_text(loud.draft.reference)
    titles.first.focus()
    reviewer.keyboard.press("Enter")
    expect(reviewer.get_by_role("heading", name=f"Review of {loud.draft.reference}")).to_be_visible()
    reviewer.get_by_label("Correct it: a draft opens for the correction").focus()
    reviewer.keyboard.press("Space")
    reviewer.get_by_label("Reason").focus()
    reviewer.keyboard.type("Tone")
    reviewer.get_by_label("Note to the ambassador").focus()
    reviewer.keyboard.type("Milder, please.")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Enter")
    expect(reviewer.get_by_text("is to be corrected, in")).to_be_visible()
    done = again(loud)
    assert (done.outcome, done.reason, done.note) == ("correct", "tone", "Milder, please.")
    expect(reviewer.locator("[data-open]").first).to_have_text(quiet.draft.reference)


@pytest.mark.parametrize("address", ["/reviews/", "/reviews/{review}/", "/review-rules/", "/review-rules/new/"])
def test_the_pages_of_reviews_are_accessible(page, sign_in, assert_accessible, ministry, address):
    found = out(ministry, at=timezone.now() - timedelta(minutes=5))
    sign_in(ministry.paul if "rules" in address else ministry.carla)
    page.goto(address.format(review=found.pk))
    assert_accessible()
