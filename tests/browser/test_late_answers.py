"""Answers that come late undo nothing that was done meanwhile: moves of levels, ticks, words on images, images."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_policy_editor import field, open_level
from tests.browser.unsaved import until
from tests.people import HOUR
from tests.pictures import picture

NEW = "/drafts/new/"
NUMBER = re.compile("looks like a telephone number")


class Held:
    """Requests of a page that wait on their way until they are let go."""

    def __init__(self, page, address):
        self.page, self.routes = page, []
        page.route(re.compile(address), self._hold)

    def _hold(self, route):
        self.routes.append(route)

    def expect(self):
        until(lambda: self.routes, self.page)

    def let_go(self):
        self.expect()
        route = self.routes.pop()
        with self.page.expect_response(route.request.url):
            route.continue_()


def image(colour):
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": picture(colour, (64, 48))}


@pytest.fixture
def writing(page, sign_in, ministry):
    """Layla at an empty form, her channel chosen."""
    sign_in(ministry.layla)
    page.goto(NEW)
    page.get_by_label("@EmbassyRiyadh").check()
    return page


def described(page, number):
    return page.get_by_label(re.compile(f"^Description, image {number}"))


def test_a_move_that_is_under_way_is_saved_though_an_earlier_check_is_answered_first(page, sign_in, ministry):
    sign_in(ministry.paul)
    page.goto(f"/policies/{ministry.policy.pk}/edit/")
    open_level(page, 0)
    checks, moves = Held(page, "/check/$"), Held(page, "/edit/$")
    field(page, 0, "name").fill("Ambassador")
    checks.expect()
    page.get_by_role("button", name="Move down level 1").click()
    moves.expect()
    checks.let_go()
    form = page.locator("#policy")
    expect(form).to_have_js_property("inert", True)
    form.evaluate("form => form.requestSubmit(form.querySelector('button[name=do][value=save]'))")
    page.unroute(re.compile("/edit/$"))
    moves.let_go()
    expect(page.get_by_text("Version 2 is saved.")).to_be_visible()
    names = [level.name for level in ministry.policy.versions.get(number=2).levels.all()]
    assert names == ["Desk", "Ambassador", "Minister's office"]


@pytest.mark.parametrize("screen", ["desktop"])
def test_nothing_is_typed_into_a_level_that_is_moved_by_keys_and_no_key_is_lost(browser_of, ministry):
    page = browser_of(ministry.paul).new_page()
    page.goto(f"/policies/{ministry.policy.pk}/edit/")
    open_level(page, 0)
    moves = Held(page, "/edit/$")
    page.get_by_role("button", name="Move level 1", exact=True).focus()
    page.keyboard.press("ArrowDown")
    moves.expect()
    expect(page.locator("#policy")).to_have_js_property("inert", True)
    page.keyboard.press("ArrowDown")
    moves.let_go()
    moves.let_go()
    expect(page.locator("#editor-said")).to_have_text("Head of mission is now level 3 of 3.")
    expect(page.get_by_role("button", name="Move level 3", exact=True)).to_be_focused()
    moves.routes.clear()
    page.keyboard.press("ArrowUp")
    moves.expect()
    moves.routes.pop().fulfill(status=500, body="")
    expect(page.get_by_role("button", name="Move level 3", exact=True)).to_be_focused()
    expect(page.locator("#check-lost")).to_be_visible()


def test_a_tick_stays_though_the_check_that_comes_back_was_asked_without_it(page, sign_in, ministry):
    sign_in(ministry.layla)
    page.clock.install()
    page.goto(NEW)
    page.get_by_label("@EmbassyRiyadh").check()
    text = page.get_by_label("Text", exact=True)
    text.fill("Call +966 11 488 2288.")
    expect(page.get_by_label(NUMBER)).to_be_visible()
    expect(page.get_by_text("22 of 280")).to_be_visible()
    page.clock.pause_at(page.evaluate("Date.now() + 5000"))
    checks = Held(page, "/check/$")
    text.press("End")
    text.press_sequentially(" Now.")
    page.clock.run_for(600)
    checks.expect()
    page.get_by_label(NUMBER).check()
    checks.let_go()
    expect(page.get_by_text("27 of 280")).to_be_visible()
    expect(page.get_by_label(NUMBER)).to_be_checked()
    page.unroute(re.compile("/check/$"))
    page.clock.resume()
    page.get_by_role("button", name="Save and submit").click()
    expect(page.get_by_text("is submitted.")).to_be_visible()


def test_words_about_an_image_and_more_images_are_kept_while_one_is_sent(writing):
    files = writing.locator("#id_image")
    files.set_input_files(image("teal"))
    described(writing, 1).fill("A")
    sent = Held(writing, "/drafts/new/$")
    files.set_input_files(image("maroon"))
    sent.expect()
    described(writing, 1).press("End")
    described(writing, 1).press_sequentially(" map")
    files.set_input_files(image("navy"))
    sent.let_go()
    expect(described(writing, 2)).to_be_visible()
    expect(described(writing, 1)).to_be_focused()
    expect(described(writing, 1)).to_have_value("A map")
    writing.keyboard.type(" of")
    sent.let_go()
    expect(described(writing, 3)).to_be_visible()
    writing.keyboard.type(" the bay")
    expect(described(writing, 1)).to_have_value("A map of the bay")
    expect(writing.get_by_text("16 of 1,000 characters")).to_be_visible()


def test_whoever_writes_while_an_image_is_sent_writes_on(writing):
    sent = Held(writing, "/drafts/new/$")
    text = writing.get_by_label("Text", exact=True)
    text.fill("Fourteen")
    writing.locator("#id_image").set_input_files(image("teal"))
    sent.let_go()
    expect(described(writing, 1)).to_be_visible()
    writing.keyboard.type(" crossings")
    expect(text).to_have_value("Fourteen crossings")


def test_images_that_did_not_arrive_are_chosen_still_and_sent_by_the_button(browser_of, ministry):
    page = browser_of(ministry.layla).new_page()
    page.goto(NEW)
    sent = Held(page, "/drafts/new/$")
    files = page.locator("#id_image")
    files.set_input_files(image("teal"))
    sent.expect()
    files.set_input_files(image("maroon"))
    sent.routes.pop().abort()
    expect(page.locator("#check-lost")).to_be_visible()
    until(lambda: files.evaluate("field => field.files.length") == 2, page)
    page.unroute(re.compile("/drafts/new/$"))
    page.get_by_role("button", name="Add the image").click()
    expect(described(page, 2)).to_be_visible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_whoever_has_gone_on_to_the_search_keeps_the_focus_when_a_decision_is_answered(page, sign_in, ministry):
    drafts = [ministry.submitted(f"Number {number}.", at=timezone.now() - number * HOUR) for number in (2, 1)]
    sign_in(ministry.helen)
    page.goto("/queue/")
    decided = Held(page, "/approve/$")
    page.get_by_role("button", name=f"Approve {drafts[0].reference}").click()
    decided.expect()
    search = page.get_by_role("searchbox").first
    search.focus()
    decided.let_go()
    expect(page.get_by_text(f"You approved {drafts[0].reference}.")).to_be_visible()
    expect(page.get_by_role("link", name=drafts[0].reference, exact=True)).to_have_count(0)
    page.keyboard.type("RUH")
    expect(search).to_have_value("RUH")


def test_a_list_that_was_asked_for_before_a_decision_never_takes_the_place_of_the_list_after_it(
    page, sign_in, ministry
):
    first, second = (ministry.submitted(f"Number {number}.", at=timezone.now() - number * HOUR) for number in (2, 1))
    sign_in(ministry.helen)
    page.clock.install()
    page.goto("/queue/")
    third = ministry.submitted("Number 3.", at=timezone.now())
    asked = Held(page, "/queue/$")
    page.clock.fast_forward(21_000)
    asked.expect()
    older = asked.routes[0].fetch()
    page.get_by_role("button", name=f"Approve {first.reference}").click()
    expect(page.get_by_role("link", name=first.reference, exact=True)).to_have_count(0)
    with page.expect_response(re.compile("/queue/$")):
        asked.routes.pop().fulfill(response=older)
    expect(page.get_by_role("link", name=third.reference, exact=True)).to_be_visible()
    expect(page.locator("#queue-offer button")).to_have_count(0)
    assert second.reference in page.locator("#queue").inner_text()
