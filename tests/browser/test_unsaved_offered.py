"""Unsaved words are offered again in a real browser: to a new tab, to two windows, by keys, without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft
from tests.actions.asking import revise
from tests.browser.unsaved import KEPT, NEW, OFFLINE, kept, said, text, trouble, until

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


def test_a_tab_that_is_closed_and_opened_again_offers_what_was_typed(page, context):
    """Guarantee 24."""
    text(page).fill("Half a sen")
    page.close(run_before_unload=True)
    again = context.new_page()
    again.goto(NEW)
    expect(again.get_by_role("heading", name="You have unsaved words of")).to_be_visible()
    again.get_by_role("link", name="Take them up").click()
    expect(text(again)).to_have_value("Half a sen")
    again.get_by_label("@EmbassyRiyadh").check()
    again.get_by_role("button", name="Save", exact=True).click()
    expect(again.get_by_text("is saved as revision 1.")).to_be_visible()
    assert Draft.objects.get().revision.body.text == "Half a sen"
    assert kept() == []
    again.goto(NEW)
    expect(again.get_by_role("heading", name="You have unsaved words of")).to_have_count(0)


def test_two_windows_on_one_draft_lose_nothing_of_either(context, ministry):
    """Guarantee 24."""
    draft = ministry.draft("The embassy is open.", at=timezone.now())
    pages = [context.new_page() for _ in range(2)]
    for number, page in enumerate(pages):
        page.goto(f"/drafts/{draft.pk}/edit/")
        text(page).fill(f"Window {number}.")
        expect(said(page)).to_have_text(KEPT)
    assert sorted(kept()) == ["Window 0.", "Window 1."]
    pages[0].get_by_role("button", name="Save", exact=True).click()
    expect(pages[0].get_by_text("is saved as revision 2.")).to_be_visible()
    assert kept() == ["Window 1."]
    pages[1].get_by_role("button", name="Save", exact=True).click()
    expect(pages[1].get_by_role("heading", name="saved revision 2 while you were writing")).to_be_visible()
    expect(text(pages[1])).to_have_value("Window 1.")


def test_words_taken_up_in_another_window_part_from_the_first_and_both_stay(page, context):
    """Guarantee 24."""
    text(page).fill("First")
    expect(said(page)).to_have_text(KEPT)
    other = context.new_page()
    other.goto(NEW)
    other.get_by_role("link", name="Take them up").click()
    text(other).fill("First, and in the second window")
    expect(said(other)).to_have_text(KEPT)
    assert kept() == ["First, and in the second window"]
    text(page).fill("First, and in the first window")
    text(page).blur()
    until(lambda: sorted(kept()) == ["First, and in the first window", "First, and in the second window"], page)


def test_a_colleagues_change_meets_words_that_are_taken_up(context, ministry):
    """Guarantee 24."""
    draft = ministry.draft("The embassy is open.", at=timezone.now())
    page = context.new_page()
    page.goto(f"/drafts/{draft.pk}/edit/")
    text(page).fill("The embassy is closed.")
    expect(said(page)).to_have_text(KEPT)
    page.close()
    revise(draft, "The embassy opens at ten.", by=ministry.omar, at=timezone.now())
    again = context.new_page()
    again.goto(f"/drafts/{draft.pk}/edit/")
    again.get_by_role("link", name="Take them up").click()
    expect(again.get_by_role("heading", name="Omar Sayegh saved revision 2 while you were writing")).to_be_visible()
    expect(text(again)).to_have_value("The embassy is closed.")


def test_words_are_taken_up_and_thrown_away_by_the_keyboard_alone(page, assert_accessible):
    text(page).fill("Half a sen")
    expect(said(page)).to_have_text(KEPT)
    page.goto(NEW)
    assert_accessible()
    page.get_by_role("link", name="Take them up").focus()
    page.keyboard.press("Enter")
    expect(text(page)).to_have_value("Half a sen")
    page.goto(NEW)
    page.get_by_role("link", name="Take them up").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert_accessible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Throw the words away")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The unsaved words are thrown away.")).to_be_visible()
    assert kept() == []


def test_ctrl_s_saves_and_ctrl_enter_only_leads_to_the_button(page):
    page.get_by_label("@EmbassyRiyadh").check()
    text(page).fill("By the keyboard.")
    text(page).press("Control+Enter")
    expect(page.get_by_role("button", name="Save and submit")).to_be_focused()
    assert not Draft.objects.exists()
    text(page).press("Control+s")
    expect(page.get_by_text("is saved as revision 1.")).to_be_visible()
    assert Draft.objects.get().state == "draft"


def test_without_scripts_words_are_offered_taken_up_and_thrown_away(browser_of, ministry, page):
    text(page).fill("Half a sen")
    expect(said(page)).to_have_text(KEPT)
    plain = browser_of(ministry.layla, java_script_enabled=False).new_page()
    plain.goto("/")
    plain.get_by_role("link", name="Take them up").click()
    expect(text(plain)).to_have_value("Half a sen")
    plain.goto(NEW)
    plain.get_by_text("Throw them away").click()
    plain.get_by_role("button", name="Throw the words away").click()
    expect(plain.get_by_text("The unsaved words are thrown away.")).to_be_visible()


def test_trouble_and_offers_are_accessible(page, context, assert_accessible):
    text(page).fill("Half a sen")
    context.set_offline(True)
    expect(trouble(page)).to_have_text(OFFLINE, use_inner_text=True)
    assert_accessible()
