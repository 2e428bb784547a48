"""The connection is gone for a minute, at a desk and on a phone: it is said, and nothing is lost."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft
from tests.browser.unsaved import NEW, OFFLINE, text, trouble
from tests.people import fresh

A_MINUTE = 60_000


@pytest.fixture
def at_work(browser_of):
    """Open a page as somebody whose connection the test may take away."""

    def working(user, address):
        page = browser_of(user).new_page()
        page.clock.install()
        page.goto(address)
        return page

    return working


def test_an_author_writes_on_through_a_minute_without_a_connection_and_saves(at_work, ministry):
    """Guarantee 24."""
    page = at_work(ministry.layla, NEW)
    page.get_by_role("checkbox", name="@EmbassyRiyadh").check()
    text(page).press_sequentially("Half a sen")
    expect(page.get_by_text("10 of 280")).to_be_visible()
    page.context.set_offline(True)
    text(page).press_sequentially("tence, ")
    expect(trouble(page)).to_have_text(OFFLINE, use_inner_text=True)
    page.clock.run_for(A_MINUTE)
    text(page).press_sequentially("and the other half.")
    expect(trouble(page)).to_have_text(OFFLINE, use_inner_text=True)
    page.context.set_offline(False)
    expect(trouble(page)).to_be_hidden()
    expect(text(page)).to_be_focused()
    text(page).press_sequentially(" Done.")
    expect(page.get_by_text("42 of 280")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is saved as revision 1.")).to_be_visible()
    assert Draft.objects.get().revision.body.text == "Half a sentence, and the other half. Done."


def test_a_decision_that_cannot_be_sent_is_not_taken_and_is_made_a_minute_later(at_work, ministry):
    draft = ministry.submitted("Our doors are open.", at=timezone.now())
    page = at_work(ministry.helen, "/queue/")
    page.context.set_offline(True)
    button = page.get_by_role("button", name=f"Approve {draft.reference}")
    button.click()
    unsent = page.get_by_text("This could not be sent, so nothing was changed.")
    expect(unsent).to_be_in_viewport()
    assert not fresh(draft).decisions.exists()
    page.clock.run_for(A_MINUTE)
    expect(button).to_be_visible()
    page.context.set_offline(False)
    button.click()
    expect(page.locator("[data-open]")).to_have_count(0)
    expect(unsent).to_have_count(0)
    assert fresh(draft).decisions.get().verdict == "approve"
