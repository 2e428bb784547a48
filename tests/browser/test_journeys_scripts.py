"""What scripts add to the pages: live counts, deciding in place, keys. Each is a comfort; no journey needs it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft
from tests.people import later


def now(hours=0):
    return timezone.now() + (later(hours) - later())


@pytest.fixture
def queue(page, sign_in, ministry):
    """Helen's queue of three drafts, the first the most urgent."""
    drafts = [ministry.submitted(f"Number {number}.", at=now(number - 3.5)) for number in (1, 2, 3)]
    sign_in(ministry.helen)
    page.goto("/queue/")
    return drafts


def test_counts_findings_and_route_follow_every_pause(page, sign_in, ministry, assert_accessible):
    sign_in(ministry.layla)
    page.goto("/drafts/new/")
    page.get_by_label("@EmbassyRiyadh").check()
    text = page.get_by_label("Text", exact=True)
    text.fill("x" * 281)
    expect(page.get_by_text("281 of 280")).to_be_visible()
    expect(page.get_by_text("To be mended before it can be submitted")).to_be_visible()
    expect(page.locator("#check-said")).to_have_text("1 thing must be mended.")
    assert_accessible()
    text.fill("Call +966 11 488 2288.")
    expect(page.get_by_text("22 of 280")).to_be_visible()
    page.get_by_label(re.compile("looks like a telephone number")).check()
    text.press("End")
    text.type(" Today.")
    expect(page.get_by_text("29 of 280")).to_be_visible()
    expect(page.get_by_label(re.compile("looks like a telephone number"))).to_be_checked()
    expect(text).to_be_focused()
    assert not Draft.objects.exists()
    page.get_by_role("button", name="Save and submit").click()
    expect(page.get_by_text("Can decide now: Helen Brandt")).to_be_visible()


def test_the_address_of_what_is_answered_is_asked_for_replies_only(page, sign_in, ministry):
    sign_in(ministry.layla)
    page.goto("/drafts/new/")
    address = page.get_by_label("Address of the post it answers")
    expect(address).to_be_hidden()
    page.get_by_text("Kind of post").click()
    page.get_by_label("Reply").check()
    expect(address).to_be_visible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_queue_is_decided_by_keys_alone(page, queue, assert_accessible):
    first, second, third = queue
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=first.reference, exact=True)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text(f"You approved {second.reference}.")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(2\) Queue"))
    expect(page.get_by_role("link", name=second.reference, exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name=third.reference, exact=True)).to_be_focused()
    assert_accessible()
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.get_by_text(f"You approved {first.reference}.")).to_be_visible()
    expect(page.get_by_role("link", name=third.reference, exact=True)).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_label("What should change")).to_be_visible()
    page.get_by_label("What should change").focus()
    page.keyboard.type("Say when: a j k are letters here.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"You requested changes to {third.reference}.")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing awaits your decision")).to_be_visible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_enter_opens_the_draft_that_is_in_focus(page, queue):
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile(queue[1].reference))).to_be_visible()


def test_a_press_in_the_queue_changes_the_list_and_the_counts_and_nothing_else(page, queue):
    page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name=f"Approve {queue[0].reference}").click()
    expect(page.get_by_text(f"You approved {queue[0].reference}.")).to_be_visible()
    expect(page.get_by_role("link", name=queue[0].reference, exact=True)).to_have_count(0)
    expect(page).to_have_title(re.compile(r"^\(2\) Queue"))
    assert page.evaluate("window.sameDocument") is True
    expect(page.locator(".ch-count:visible").first).to_contain_text("2")


def test_a_decision_that_somebody_else_has_taken_leads_to_the_draft(page, queue, ministry):
    queue[0].steps.filter(status="open").update(quorum="all")
    ministry.approve(queue[0], ministry.helen, at=timezone.now())
    page.get_by_role("button", name=f"Approve {queue[0].reference}").click()
    expect(page.get_by_role("heading", name=re.compile(queue[0].reference))).to_be_visible()
    expect(page.get_by_text(re.compile("already|decided"))).not_to_have_count(0)


@pytest.mark.parametrize("screen", ["desktop"])
def test_the_text_to_publish_is_copied_by_a_press(page, sign_in, ministry):
    draft = ministry.cleared("Line one.\nLine two.", at=timezone.now())
    sign_in(ministry.layla)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/drafts/{draft.pk}/")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Line one.\nLine two."


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_browser_that_lets_nothing_be_copied_shows_the_text_chosen_whole(page, sign_in, ministry):
    draft = ministry.cleared("Line one.\nLine two.", at=timezone.now())
    sign_in(ministry.layla)
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))")
    page.goto(f"/drafts/{draft.pk}/")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_label("The text to copy")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "Line one.\nLine two."
