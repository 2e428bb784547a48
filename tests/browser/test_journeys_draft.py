"""A draft's page in a real browser: passages by mouse and by keyboard, the last look, two people on one draft."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions import commenting
from approvals.models import Comment, Decision, Look
from tests.actions.asking import request_changes, resubmit, revise
from tests.doors.pages import at
from tests.people import fresh, later

POLL = 21_000
SELECT = """(words) => {
    const post = document.querySelector(".ap-as-posted .ch-post");
    const walk = document.createTreeWalker(post, NodeFilter.SHOW_TEXT);
    walk.nextNode();
    const place = walk.currentNode.data.lastIndexOf(words), range = document.createRange();
    range.setStart(walk.currentNode, place);
    range.setEnd(walk.currentNode, place + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""

# A letter, its field lost, and more letters: in one breath, however slow the machine is that drives the browser.
LOST_BENEATH = """() => {
    const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    press("w");
    document.activeElement.blur();
    for (const letter of "en we are") press(letter);
}"""


def now(hours=0.0):
    return timezone.now() + (later(hours) - later())


@pytest.fixture
def draft(ministry):
    return ministry.submitted("The talks went on. The talks ended on Monday.", at=now(-1))


def poll(page):
    with page.expect_response(re.compile(r"/live/")):
        page.clock.fast_forward(POLL)


def test_words_that_are_selected_are_commented_on_at_once(page, sign_in, ministry, draft, assert_accessible):
    sign_in(ministry.helen)
    page.goto(at(draft))
    page.evaluate(SELECT, "talks")
    page.get_by_role("button", name="Comment on this").click()
    expect(page.get_by_label("The words it is about")).to_have_value("talks")
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    assert_accessible()
    page.keyboard.type("Which talks?")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.locator("mark.ap-passage")).to_have_text("talks")
    said = Comment.objects.get()
    assert said.start == draft.current.body.text.rindex("talks"), "the second of them was selected"
    page.get_by_role("link", name="Comment 1", exact=True).click()
    expect(page.locator(".ap-thread").first).to_be_in_viewport()
    assert_accessible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_passage_is_commented_on_and_settled_without_a_mouse(desk_of, ministry, draft):
    page = desk_of(ministry.helen)
    page.goto(at(draft))
    page.get_by_role("link", name="Comment on a passage").focus()
    page.keyboard.press("Enter")
    page.get_by_label("The words it is about").focus()
    page.keyboard.type("ended")
    page.get_by_label("Comment", exact=True).focus()
    page.keyboard.type("At what time?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark.ap-passage")).to_have_text("ended")
    page.get_by_role("button", name=re.compile("^Settle")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.ap-passage")).to_have_count(0)
    expect(page.get_by_text("settled by Helen Brandt")).to_be_visible()


def test_a_page_that_was_in_view_has_been_read_and_says_next_time_what_is_new(
    page, sign_in, ministry, draft, assert_accessible
):
    sign_in(ministry.helen)
    with page.expect_response(re.compile(r"/looked/")):
        page.goto(at(draft))
    expect(page.get_by_role("button", name="Marked as read")).to_be_disabled()
    assert Look.objects.get().person == ministry.helen
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Say which.", at=now())
    page.goto(at(draft))
    page.get_by_role("link", name="1 new comment").click()
    expect(page.locator(".ap-thread-new")).to_be_in_viewport()
    assert_accessible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_page_that_nobody_looks_at_is_not_read(page, sign_in, ministry, draft):
    sign_in(ministry.helen)
    page.add_init_script("Object.defineProperty(document, 'hidden', { value: true })")
    page.goto(at(draft))
    page.wait_for_timeout(3500)
    assert not Look.objects.exists()


@pytest.mark.parametrize("scripts", ["no scripts"], indirect=True)
@pytest.mark.parametrize("screen", ["phone"])
def test_without_scripts_a_button_says_that_it_has_been_read(desk_of, ministry, draft):
    page = desk_of(ministry.helen)
    page.goto(at(draft))
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    assert Look.objects.get().person == ministry.helen


def test_what_somebody_else_does_is_told_and_nothing_moves(page, sign_in, ministry, draft, assert_accessible):
    sign_in(ministry.helen)
    page.clock.install()
    page.goto(at(draft))
    before = page.locator(".ap-as-posted").bounding_box()
    request_changes(draft, ministry.helen, at=now())
    revise(draft, "The talks ended on Tuesday.", by=ministry.layla, at=now())
    resubmit(draft, ministry.layla, at=now())
    poll(page)
    news = page.locator("#draft-news p")
    expect(news).to_contain_text("Layla Haddad saved revision 2.")
    assert page.locator(".ap-as-posted").bounding_box() == before
    assert_accessible()
    news.get_by_role("link", name="Show what changed").click()
    expect(page.locator("#changes del").first).to_be_visible()
    expect(page.locator(".ap-as-posted")).to_be_hidden()


def test_a_stale_decision_is_refused_with_the_difference_before_the_eyes(page, sign_in, ministry, draft):
    sign_in(ministry.helen)
    page.goto(at(draft))
    request_changes(draft, ministry.helen, at=now())
    revise(draft, "The talks ended on Tuesday.", by=ministry.layla, at=now())
    resubmit(draft, ministry.layla, at=now())
    page.locator("#approve-form .btn-primary").click()
    expect(page.locator(".ap-refused")).to_be_focused()
    expect(page.locator(".ap-refused")).to_contain_text("Read revision 2, then decide.")
    expect(page.locator("#changes del").first).to_be_visible()
    assert not Decision.objects.filter(verdict="approve").exists()


@pytest.mark.parametrize("screen", ["phone"])
def test_on_a_phone_the_decision_is_under_the_thumb(page, sign_in, ministry, draft, assert_accessible):
    sign_in(ministry.helen)
    page.goto(at(draft))
    bar = page.get_by_role("navigation", name="Your decision")
    for button in bar.locator(".btn").all():
        expect(button).to_be_in_viewport()
        assert button.bounding_box()["height"] >= 44
    bar.get_by_role("link", name="Request changes").click()
    expect(page.get_by_label("What should change")).to_be_focused()
    assert_accessible()
    bar.get_by_role("button", name="Approve").click()
    expect(page.get_by_text(f"You approved {draft.reference}.")).to_be_visible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_on_a_desk_the_decision_stays_in_view(page, sign_in, ministry, draft):
    for number in range(12):
        commenting.comment(draft_id=draft.pk, by=ministry.omar, text=f"Remark {number}.", at=now())
    sign_in(ministry.helen)
    page.goto(at(draft))
    page.locator("#story-title").scroll_into_view_if_needed()
    page.mouse.wheel(0, 2000)
    expect(page.locator("#approve-form .btn-primary")).to_be_in_viewport()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_decision_is_made_by_keys_alone(page, sign_in, ministry, draft):
    other = ministry.submitted("Another.", at=now(-2))
    sign_in(ministry.helen)
    page.goto(f"{at(draft)}?from=queue")
    page.keyboard.press("c")
    expect(page.get_by_label("What should change")).to_be_focused()
    page.keyboard.type("a")
    expect(page.get_by_label("What should change")).to_have_value("a")
    page.get_by_role("link", name="Skip to the page").focus()
    page.wait_for_timeout(1000)
    page.keyboard.press("a")
    expect(page.get_by_text(f"You approved {draft.reference}.")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"{other.pk}/\?from=queue"))
    assert fresh(draft).decisions.get().verdict == "approve"


@pytest.mark.parametrize("screen", ["desktop"])
def test_letters_whose_field_is_lost_beneath_them_decide_nothing(page, sign_in, ministry, draft):
    sign_in(ministry.helen)
    page.goto(f"{at(draft)}?from=queue&act=request_changes")
    expect(page.get_by_label("What should change")).to_be_focused()
    page.keyboard.type("Say wh")
    page.evaluate(LOST_BENEATH)
    page.wait_for_timeout(1000)
    expect(page.locator("#reject")).not_to_have_attribute("open", "")
    expect(page.get_by_label("What should change")).to_have_value("Say wh")
    assert not fresh(draft).decisions.exists()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_key_that_is_held_down_or_pressed_over_the_sheet_of_keys_decides_nothing_more(page, sign_in, ministry, draft):
    other = ministry.submitted("Another.", at=now(-2))
    sign_in(ministry.helen)
    page.goto(f"{at(draft)}?from=queue")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert not fresh(draft).decisions.exists()
    page.keyboard.down("a")
    expect(page).to_have_url(re.compile(rf"{other.pk}/\?from=queue"))
    page.wait_for_load_state()
    page.keyboard.down("a")
    page.wait_for_timeout(500)
    page.keyboard.up("a")
    expect(page).to_have_url(re.compile(rf"{other.pk}/\?from=queue"))
    assert fresh(draft).decisions.exists()
    assert not fresh(other).decisions.exists()
