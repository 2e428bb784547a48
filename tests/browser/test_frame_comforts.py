"""The comforts of the frame in a real browser: the search key, the sheet of keys, light and dark, paper."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User

DARK, LIGHT = "rgb(20, 23, 27)", "rgb(246, 246, 243)"
only_at_a_desk = pytest.mark.parametrize("screen", ["desktop"], indirect=True)
only_on_a_phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)


def box(page):
    return page.get_by_role("searchbox", name="Search: reference, words, person or channel")


def background(page):
    page.wait_for_load_state()
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@only_at_a_desk
def test_a_slash_leads_to_the_box_and_enter_to_what_it_finds(page, sign_in, ministry, assert_accessible):
    draft = ministry.submitted("The consulate in Jeddah reopens.")
    sign_in(ministry.layla)
    page.goto("/channels/")
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")
    page.keyboard.type("jed/dah")
    expect(box(page)).to_have_value("jed/dah")
    box(page).fill("jeddah")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("Jeddah")
    expect(page.get_by_role("link", name=draft.reference)).to_be_visible()
    assert_accessible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox").first).to_be_focused()
    page.keyboard.type(draft.reference)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/drafts/{draft.pk}/$"))


@only_on_a_phone
def test_on_a_phone_the_way_to_the_search_is_in_the_bar(page, sign_in, ministry, assert_accessible):
    sign_in(ministry.layla)
    page.goto("/")
    page.locator(".ch-bar").get_by_role("link", name="Search").tap()
    expect(page).to_have_url(re.compile("/search/$"))
    expect(page.locator("#q")).to_be_focused()
    assert_accessible()


@only_at_a_desk
def test_the_sheet_of_keys_opens_closes_and_gives_the_focus_back(page, sign_in, ministry, assert_accessible):
    sign_in(ministry.layla)
    page.goto("/channels/")
    link = page.get_by_role("link", name="Offices")
    link.focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    assert_accessible()
    page.keyboard.press("/")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(link).to_be_focused()


@only_at_a_desk
def test_single_keys_are_switched_off_on_every_page_at_once(page, sign_in, ministry):
    sign_in(ministry.layla)
    page.goto("/channels/")
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("checkbox", name="Single keys act").uncheck()
    page.get_by_role("button", name="Close").click()
    page.goto("/offices/")
    page.keyboard.press("/")
    expect(box(page)).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()


@pytest.mark.parametrize(("machine", "chosen", "shown"), [
    ("dark", "system", DARK), ("light", "system", LIGHT), ("dark", "light", LIGHT), ("light", "dark", DARK),
])  # fmt: skip
@only_at_a_desk
def test_the_pages_are_light_or_dark_as_one_chose(page, sign_in, ministry, machine, chosen, shown, assert_accessible):
    User.objects.filter(pk=ministry.layla.pk).update(theme=chosen)
    page.emulate_media(color_scheme=machine)
    sign_in(ministry.layla)
    page.goto("/profile/")
    assert background(page) == shown
    assert_accessible()


def test_the_appearance_is_chosen_in_the_menu(page, screen, sign_in, ministry, assert_accessible):
    page.emulate_media(color_scheme="light")
    sign_in(ministry.layla)
    page.goto("/channels/?state=active")
    page.locator(".ch-bar summary:visible").click()
    page.locator(".ch-bar").get_by_role("button", name="Dark").locator("visible=true").click()
    expect(page).to_have_url(re.compile(r"/channels/\?state=active$"))
    assert background(page) == DARK
    page.locator(".ch-bar summary:visible").click()
    dark = page.locator(".ch-bar").get_by_role("button", name="Dark", pressed=True).locator("visible=true")
    expect(dark).to_be_visible()
    assert_accessible()


@only_at_a_desk
def test_a_record_is_printed_without_the_frame_in_black_on_white(page, sign_in, ministry):
    User.objects.filter(pk=ministry.rita.pk).update(theme="dark")
    draft = ministry.cleared()
    sign_in(ministry.rita)
    page.goto(f"/drafts/{draft.pk}/")
    page.emulate_media(media="print")
    for hidden in (".ch-bar", ".ch-side", ".ch-foot", "main form", "main .btn"):
        expect(page.locator(hidden).locator("visible=true")).to_have_count(0)
    expect(page.locator(".ch-printed")).to_contain_text("As it stood for Rita Flores on")
    expect(page.locator(".ch-printed time")).to_contain_text("America/Toronto")
    expect(page.get_by_role("heading", name=draft.reference)).to_be_visible()
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(26, 30, 36)", "ink is dark on paper, whatever one reads on a screen"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
