"""An author at the page on which a post is written: by hand, by keys alone, and nothing jumps while words are typed."""

import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft
from channels.models import Channel
from tests.people import HOUR

SHIFTS = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""
MOST_MOVED = 0.05


def open_form(page, sign_in, ministry):
    sign_in(ministry.layla)
    page.goto("/drafts/new/")
    page.get_by_label("@EmbassyRiyadh").check()
    expect(page.get_by_text("0 of 280")).to_be_visible()


def test_the_author_sees_the_verdict_the_post_and_the_route_while_typing(page, sign_in, ministry, assert_accessible):
    open_form(page, sign_in, ministry)
    page.get_by_label("Text", exact=True).fill("Our doors are open. #Welcome")
    card = page.get_by_role("article", name="As it will appear on X @EmbassyRiyadh")
    expect(card).to_contain_text("Our doors are open.")
    expect(card.locator(".ch-post-hashtag")).to_have_text("#Welcome")
    expect(page.locator("#verdict")).to_contain_text("Expected to be cleared:")
    expect(page.locator("#verdict")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Save and submit")).to_be_in_viewport()
    expect(page.locator(".rp-row")).to_have_count(3)
    assert_accessible()


def test_a_time_set_by_one_press_is_judged_and_a_later_one_is_taken(page, sign_in, ministry):
    open_form(page, sign_in, ministry)
    page.get_by_label("Text", exact=True).fill("Our doors are open.")
    page.get_by_text("Slot and moment").click()
    soon = (timezone.now() + HOUR).astimezone(ZoneInfo("Asia/Riyadh")).strftime("%Y-%m-%dT%H:%M")
    page.locator("#id_moment").fill(soon)
    expect(page.locator("#verdict")).to_contain_text("Too late:")
    page.get_by_role("button", name="Choose this time").click()
    expect(page.locator("#verdict")).to_contain_text("In time:")
    expect(page.get_by_role("region", name="What this will take")).to_be_focused()
    assert "/drafts/new/" in page.url, "nothing was sent but the question"
    expect(page.get_by_label("Text", exact=True)).to_have_value("Our doors are open.")


def test_a_finding_selects_its_passage(page, sign_in, ministry):
    open_form(page, sign_in, ministry)
    page.get_by_label("Text", exact=True).fill("🇸🇦 Call +966 11 488 2288.")
    page.get_by_role("link", name="Show it in the text").click()
    text = page.get_by_label("Text", exact=True)
    expect(text).to_be_focused()
    chosen = text.evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "+966 11 488 2288"


def test_the_counterpart_stands_beside_the_text_in_its_own_direction(
    page, sign_in, ministry, screen, assert_accessible
):
    Channel.objects.filter(pk=ministry.x.pk).update(languages=["en", "ar"])
    open_form(page, sign_in, ministry)
    page.get_by_label("Text", exact=True).fill("Our doors are open.")
    page.get_by_role("button", name="Add the Arabic text").click()
    arabic = page.get_by_label("Text in Arabic")
    arabic.fill("أبوابنا مفتوحة.")
    assert arabic.evaluate("(field) => getComputedStyle(field).direction") == "rtl"
    expect(page.get_by_role("article", name="As it will appear on X @EmbassyRiyadh")).to_have_count(2)
    first, second = page.get_by_label("Text", exact=True).bounding_box(), arabic.bounding_box()
    assert (second["y"] < first["y"] + first["height"]) == (screen == "desktop" and second["x"] > first["x"])
    assert_accessible()


def test_nothing_jumps_while_words_are_typed(page, sign_in, ministry):
    open_form(page, sign_in, ministry)
    text = page.get_by_label("Text", exact=True)
    text.fill("Our doors")
    expect(page.get_by_text("9 of 280")).to_be_visible()
    page.evaluate(SHIFTS)
    for part in (" are open today,", " and +966 11 488 2288 answers,", " " + "x" * 300):
        text.press("End")
        text.press_sequentially(part[:40])
        if len(part) > 40:
            text.evaluate("(field) => { field.value += 'x'.repeat(300); }")
            text.press("End")
            text.press("x")
        page.wait_for_timeout(1500)
    expect(page.locator("#verdict")).to_contain_text("too long")
    assert page.evaluate("window.moved") < MOST_MOVED


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_post_is_written_and_submitted_by_keys_alone(page, sign_in, ministry):
    sign_in(ministry.layla)
    page.goto("/drafts/new/")
    page.get_by_label("@EmbassyRiyadh").focus()
    page.keyboard.press("Space")
    tab_to(page, "id_text")
    page.keyboard.type("Our doors are open.")
    tab_to(page, "id_topics_0")
    page.keyboard.press("Space")
    expect(page.locator("#verdict")).to_contain_text("Expected to be cleared:")
    assert page.evaluate("document.activeElement.id") == "id_topics_0", "the check leaves the focus where it was"
    tab_to(page, "do-submit")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"RUH-\d{4}-0001 is submitted\."))).to_be_visible()
    assert Draft.objects.get().state == "in_review"


def tab_to(page, name):
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} is not reached by the Tab key")
