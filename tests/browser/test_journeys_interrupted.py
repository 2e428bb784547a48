"""What happens in between: the session ends in mid-sentence, the connection is lost, another tab was quicker."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft
from tests.browser.conftest import SCREENS


@pytest.fixture
def desk(new_context, live_server, screen, ministry):
    """Layla's browser, or somebody else's, in which requests may fail."""

    def desk_of(user):
        client = Client()
        client.force_login(user, backend="accounts.backends.SignIn")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = new_context(base_url=live_server.url, locale="en-GB", **SCREENS[screen])
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context.new_page()

    return desk_of


@pytest.fixture
def writing(desk, ministry):
    """Layla at an empty form, her channel chosen."""
    page = desk(ministry.layla)
    page.goto("/drafts/new/")
    page.get_by_label("@EmbassyRiyadh").check()
    expect(page.get_by_text("0 of 280")).to_be_visible()
    return page


LOST = "The text could not be checked"


@pytest.mark.parametrize("forgotten", [{"name": settings.SESSION_COOKIE_NAME}, {}], ids=["signed out", "no cookies"])
def test_a_session_that_ends_in_mid_sentence_loses_no_word(writing, forgotten):
    writing.context.clear_cookies(**forgotten)
    writing.get_by_label("Text", exact=True).fill("Half a sen")
    expect(writing.get_by_text(LOST)).to_be_visible()
    expect(writing.get_by_label("Text", exact=True)).to_have_value("Half a sen")
    expect(writing.get_by_label("Password")).to_have_count(0)


def test_who_signs_in_again_in_another_window_saves_what_was_written(writing, ministry):
    writing.get_by_label("Text", exact=True).fill("Half a sen")
    expect(writing.get_by_text("10 of 280")).to_be_visible()
    writing.context.clear_cookies()
    writing.get_by_label("Text", exact=True).fill("Half a sentence, and the other half.")
    expect(writing.get_by_text(LOST)).to_be_visible()
    other = writing.context.new_page()
    other.goto("/sign-in/")
    other.get_by_label("Username").fill("layla")
    other.get_by_label("Password", exact=True).fill("tell-no-one-9")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Home")).to_be_visible()
    writing.get_by_label("Text", exact=True).press("End")
    writing.get_by_label("Text", exact=True).type(" Done.")
    expect(writing.get_by_text("42 of 280")).to_be_visible()
    expect(writing.get_by_text(LOST)).to_be_hidden()
    writing.get_by_role("button", name="Save", exact=True).click()
    expect(writing.get_by_text("is saved as revision 1.")).to_be_visible()
    assert Draft.objects.get().revision.body.text == "Half a sentence, and the other half. Done."


def test_a_lost_connection_is_said_and_the_check_comes_back_with_it(writing):
    writing.context.set_offline(True)
    writing.get_by_label("Text", exact=True).fill("Half a sen")
    expect(writing.get_by_text(LOST)).to_be_visible()
    writing.context.set_offline(False)
    writing.get_by_label("Text", exact=True).fill("Whole again.")
    expect(writing.get_by_text("12 of 280")).to_be_visible()
    expect(writing.get_by_text(LOST)).to_be_hidden()


def test_who_is_signed_out_in_the_queue_is_asked_to_sign_in(desk, ministry):
    draft = ministry.submitted(at=timezone.now())
    page = desk(ministry.helen)
    page.goto("/queue/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name=f"Approve {draft.reference}").click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
