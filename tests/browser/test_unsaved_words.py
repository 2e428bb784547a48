"""A word written is not lost: in a real browser whose connection drops and whose session ends."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from approvals.models import Draft, UnsavedWords
from tests.browser.unsaved import (
    KEPT,
    LEFT,
    NEW,
    OFFLINE,
    kept,
    look,
    said,
    sign_in_elsewhere,
    signed_in,
    text,
    trouble,
    until,
)

SIGNED_OUT = "You have been signed out. What you write is kept on this machine and sent once you have signed in again."
pytestmark = pytest.mark.parametrize("screen", ["desktop"])


@pytest.fixture
def context(browser_of, ministry):
    return browser_of(ministry.layla)


@pytest.fixture
def page(context):
    """Layla at an empty form."""
    page = context.new_page()
    page.goto(NEW)
    return page


def test_what_is_typed_is_kept_by_itself_and_said(page):
    """Guarantee 24."""
    text(page).fill("Half a sen")
    expect(said(page)).to_have_text(KEPT)
    assert kept() == ["Half a sen"]
    assert page.evaluate(LEFT) == [], "the server has it, so this machine keeps nothing"
    page.reload()
    expect(text(page)).to_have_value("Half a sen")


def test_offline_is_said_at_once_words_stay_sealed_and_are_sent_when_the_connection_is_back(page, context):
    """Guarantee 24."""
    context.set_offline(True)
    expect(trouble(page)).to_have_text(OFFLINE, use_inner_text=True)
    text(page).fill("The minister travels on Sunday.")
    expect(trouble(page)).to_have_text(OFFLINE, use_inner_text=True)
    page.wait_for_function(f"{LEFT}.length === 1")
    assert "minister" not in page.evaluate("JSON.stringify(localStorage)")
    assert kept() == []
    context.set_offline(False)
    expect(said(page)).to_have_text(KEPT)
    expect(trouble(page)).to_be_hidden()
    assert kept() == ["The minister travels on Sunday."]
    assert page.evaluate(LEFT) == []


def test_a_minute_offline_is_told_by_the_same_words_and_ends_by_itself(context):
    """Guarantee 24."""
    page = context.new_page()
    page.clock.install()
    page.goto(NEW)
    page.route("**/drafts/keep/", lambda route: route.abort())
    text(page).fill("Half a sen")
    page.clock.run_for(2000)
    expect(trouble(page)).to_contain_text("The server cannot be reached.", use_inner_text=True)
    for second in range(6):
        text(page).fill(f"Half a sentence, {second}")
        page.clock.run_for(10_000)
    expect(trouble(page)).to_contain_text("sent when the server answers again.", use_inner_text=True)
    page.unroute("**/drafts/keep/")
    # Answers take real time, and the next try is counted from them.
    until(lambda: page.clock.run_for(5000) or kept() == ["Half a sentence, 5"], page)
    expect(said(page)).to_have_text(KEPT)
    expect(trouble(page)).to_be_hidden()


def test_what_was_typed_offline_and_left_there_is_offered_by_the_same_browser_later(page, context):
    """Guarantee 24."""
    context.set_offline(True)
    text(page).fill("Typed on a train.")
    page.wait_for_function(f"{LEFT}.length === 1")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(NEW)
    expect(again.get_by_role("heading", name="You have unsaved words of")).to_be_visible()
    expect(again.locator("#unsaved-offers")).to_contain_text("Typed on a train.")
    assert again.evaluate(LEFT) == []


def test_what_stays_on_a_shared_machine_is_read_by_nobody_else(page, context, live_server, ministry):
    """Guarantee 24."""
    context.set_offline(True)
    text(page).fill("The minister travels on Sunday.")
    page.wait_for_function(f"{LEFT}.length === 1")
    page.close()
    context.set_offline(False)
    signed_in(context, ministry.omar, live_server)
    theirs = context.new_page()
    theirs.goto(NEW)
    theirs.wait_for_load_state("networkidle")
    expect(theirs.get_by_text("unsaved words")).to_have_count(0)
    # What the closing window still sent was sent in its writer's name.
    assert {words.person.username for words in UnsavedWords.objects.all()} <= {"layla"}
    assert len(theirs.evaluate(LEFT)) == 1, "it waits for its own writer"
    signed_in(context, ministry.layla, live_server)
    theirs.goto(NEW)
    expect(theirs.locator("#unsaved-offers")).to_contain_text("The minister travels on Sunday.")


def test_a_session_that_ends_in_mid_sentence_loses_no_word_and_goes_on_by_itself(page):
    """Guarantee 24."""
    text(page).fill("Half a sen")
    expect(said(page)).to_have_text(KEPT)
    page.context.clear_cookies()
    text(page).fill("Half a sentence, and the other half.")
    expect(trouble(page)).to_contain_text(SIGNED_OUT, use_inner_text=True)
    expect(trouble(page).get_by_role("link", name="Sign in in another window")).to_be_visible()
    assert kept() == ["Half a sen"]
    sign_in_elsewhere(page)
    look(page)
    expect(said(page)).to_have_text(KEPT)
    expect(trouble(page)).to_be_hidden()
    assert kept() == ["Half a sentence, and the other half."]


def test_when_somebody_else_has_signed_in_nothing_is_sent_in_their_name(page):
    """Guarantee 24."""
    page.get_by_label("@EmbassyRiyadh").check()
    expect(said(page)).to_have_text(KEPT)
    page.context.clear_cookies()
    other = sign_in_elsewhere(page, "omar")
    text(page).fill("Layla's own.")
    expect(trouble(page)).to_contain_text(
        "Somebody else has signed in in this browser, so nothing is sent from here.", use_inner_text=True
    )
    assert "Layla's own." not in kept()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing was saved in your name.")).to_be_visible()
    assert not Draft.objects.exists()
    other.goto(NEW)
    expect(other.get_by_text("Layla's own.")).to_have_count(0)
    assert {words.person.username for words in UnsavedWords.objects.all()} == {"layla"}


def test_saving_while_offline_stays_on_the_page_and_goes_out_with_the_connection(page, context):
    """Guarantee 24."""
    page.get_by_label("@EmbassyRiyadh").check()
    context.set_offline(True)
    text(page).fill("Saved on a train.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(trouble(page)).to_have_text(OFFLINE, use_inner_text=True)
    expect(text(page)).to_have_value("Saved on a train.")
    context.set_offline(False)
    expect(said(page)).to_have_text(KEPT)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is saved as revision 1.")).to_be_visible()


def test_leaving_asks_only_when_the_words_are_kept_nowhere(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    text(page).click()
    text(page).press_sequentially("Half a sen")
    expect(said(page)).to_have_text(KEPT)
    page.goto("/offices/")
    assert asked == []
    page.goto(NEW)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.route("**/drafts/keep/", lambda route: route.abort())
    text(page).click()
    text(page).press_sequentially("More")
    expect(trouble(page)).to_contain_text(
        "What you write is kept on this page only: leave it open.", use_inner_text=True
    )
    page.goto("/offices/")
    assert asked == ["beforeunload"]


def test_without_scripts_a_form_sent_too_late_is_there_after_signing_in(browser_of, ministry):
    """Guarantee 24."""
    plain = browser_of(ministry.layla, java_script_enabled=False).new_page()
    plain.goto(NEW)
    text(plain).fill("Sent too late.")
    plain.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_text("nothing is saved yet. What you wrote is kept")).to_be_visible()
    plain.get_by_label("Username").fill("layla")
    plain.get_by_label("Password", exact=True).fill("tell-no-one-9")
    plain.get_by_role("button", name="Sign in").click()
    expect(text(plain)).to_have_value("Sent too late.")
