"""Pages that keep themselves up to date in a real browser: clocks, counts, the queue; nothing moves under who works."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions import alarms
from approvals.models import Step
from tests.people import later

POLL, SLOW_POLL = 21_000, 61_000


def now(hours=0.0):
    return timezone.now() + (later(hours) - later())


@pytest.fixture
def queue(page, sign_in, ministry):
    """Helen looks at her queue of two drafts; the clock of her browser is ours to move."""
    drafts = [ministry.submitted(f"Number {number}.", at=now(number - 3.5)) for number in (1, 2)]
    sign_in(ministry.helen)
    page.clock.install()
    page.goto("/queue/")
    return drafts


def row(page, draft):
    return page.get_by_role("link", name=draft.reference, exact=True)


def offer(page):
    return page.locator("#queue-offer button")


def alone(page):
    """Let the page ask nobody: what it shows comes from its own clock."""
    page.route("**/live/**", lambda route: route.abort())


def poll(page, wait=POLL):
    """Let the time pass after which a page asks again, and wait for its answer."""
    with page.expect_response(re.compile(r"/live/")):
        page.clock.fast_forward(wait)


def test_what_is_new_appears_by_itself_is_announced_and_counted(page, queue, ministry, assert_accessible):
    page.evaluate("window.sameDocument = true")
    new = ministry.submitted("The third.", at=now(-3.9))
    poll(page)
    expect(row(page, new)).to_be_visible()
    order = [link.inner_text() for link in page.locator("[data-open]").all()]
    assert order == [new.reference, queue[0].reference, queue[1].reference], "most urgent first"
    expect(page).to_have_title(re.compile(r"^\(3\) Queue · Chancery"))
    expect(page.locator("[data-live-said]")).to_have_text("1 new draft in your queue")
    expect(page.locator(".ch-count:visible").first).to_contain_text("3")
    assert page.evaluate("window.sameDocument") is True
    assert_accessible()


def test_what_somebody_else_decides_goes_by_itself_and_what_stays_is_not_touched(page, queue, ministry):
    page.evaluate("document.querySelectorAll('[data-row]')[1].kept = true")
    ministry.approve(queue[0], ministry.helen, at=now())
    poll(page)
    expect(row(page, queue[0])).to_have_count(0)
    assert page.evaluate("document.querySelector('[data-row]').kept") is True
    expect(page).to_have_title(re.compile(r"^\(1\) Queue"))
    ministry.approve(queue[1], ministry.helen, at=now())
    poll(page)
    expect(page.get_by_role("heading", name="Nothing awaits your decision")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^Queue"))
    new = ministry.submitted("After all.", at=now())
    poll(page)
    expect(row(page, new)).to_be_visible()


def test_what_is_new_is_approved_in_place_like_the_rest(page, queue, ministry):
    new = ministry.submitted("The third.", at=now(-3.9))
    poll(page)
    page.get_by_role("button", name=f"Approve {new.reference}").click()
    expect(page.get_by_text(f"You approved {new.reference}.")).to_be_visible()
    expect(row(page, new)).to_have_count(0)


@pytest.mark.parametrize("screen", ["desktop"])
def test_whoever_works_in_the_list_keeps_the_focus_and_is_offered_what_is_new(page, queue, ministry, assert_accessible):
    page.keyboard.press("j")
    new = [ministry.submitted(f"New {number}.", at=now(-3.9)) for number in (1, 2)]
    poll(page)
    expect(offer(page)).to_have_text("2 new drafts in your queue · Show")
    expect(row(page, queue[0])).to_be_focused()
    expect(row(page, new[0])).to_have_count(0)
    expect(page).to_have_title(re.compile(r"^\(4\) Queue")), "the count is told all the same"
    assert_accessible()
    poll(page, SLOW_POLL)
    expect(row(page, queue[0])).to_be_focused()
    offer(page).click()
    expect(row(page, new[0])).to_be_focused()
    expect(offer(page)).to_have_count(0)


@pytest.mark.parametrize("screen", ["desktop"])
def test_nothing_moves_under_a_pointer(page, queue, ministry):
    page.get_by_role("button", name=f"Approve {queue[1].reference}").hover()
    before = page.get_by_role("button", name=f"Approve {queue[1].reference}").bounding_box()
    ministry.approve(queue[0], ministry.helen, at=now())
    poll(page)
    expect(offer(page)).to_have_text("Your queue has changed · Show")
    expect(row(page, queue[0])).to_be_visible()
    after = page.get_by_role("button", name=f"Approve {queue[1].reference}").bounding_box()
    assert after == before


@pytest.mark.parametrize("screen", ["desktop"])
def test_what_is_selected_stays_selected(page, queue, ministry):
    page.evaluate("window.getSelection().selectAllChildren(document.querySelector('#queue .ch-post'))")
    ministry.submitted("New.", at=now(-3.9))
    poll(page)
    expect(offer(page)).to_be_visible()
    assert page.evaluate("String(window.getSelection())").strip() == "Number 1."


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_decision_takes_the_offer_back_for_the_list_is_new(page, queue, ministry):
    page.keyboard.press("j")
    new = ministry.submitted("New.", at=now(-3.9))
    poll(page)
    expect(offer(page)).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text(f"You approved {queue[0].reference}.")).to_be_visible()
    expect(offer(page)).to_have_count(0)
    expect(row(page, new)).to_be_visible()


def test_clocks_count_on_and_turn_overdue_though_no_server_answers(page, queue):
    page.evaluate("window.sameDocument = true")
    alone(page)
    clock = page.locator("[data-clock]").first
    expect(clock).to_contain_text(re.compile("1 h 29 left|1 h 30 left"))
    page.clock.run_for(15_000)
    page.clock.fast_forward(40 * 60_000)
    page.clock.run_for(6_000)
    expect(clock).to_contain_text(re.compile("49 min left|48 min left"))
    expect(clock).to_have_class(re.compile("ch-tone-warn"))
    page.clock.fast_forward(120 * 60_000)
    page.clock.run_for(6_000)
    expect(clock).to_contain_text(re.compile("1 h 1[01] overdue"))
    expect(clock).to_have_class(re.compile("ch-tone-bad.*ch-chip-overdue"))
    assert page.evaluate("window.sameDocument") is True


def test_clocks_count_in_french_for_a_french_reader(page, sign_in, ministry):
    ministry.helen.language = "fr"
    ministry.helen.save()
    ministry.submitted(at=now(-1.5))
    sign_in(ministry.helen)
    alone(page)
    page.clock.install()
    page.goto("/queue/")
    before = page.locator("[data-clock] time").first.inner_text()
    page.clock.fast_forward(20 * 60_000)
    page.clock.run_for(6_000)
    after = page.locator("[data-clock] time").first.inner_text()
    assert before != after
    assert "left" not in after
    assert re.sub(r"\d+", "", before) == re.sub(r"\d+", "", after), "the same words as the server's"


def test_a_machine_whose_clock_is_an_hour_wrong_shows_the_time_that_is_left(page, sign_in, ministry):
    ministry.submitted(at=now(-1.5))
    sign_in(ministry.helen)
    alone(page)
    page.clock.install(time=now(1))
    page.goto("/queue/")
    page.clock.run_for(6_000)
    expect(page.locator("[data-clock]").first).to_contain_text("2 h 29 left")


def test_every_page_keeps_the_count_in_its_title(page, sign_in, ministry):
    sign_in(ministry.helen)
    page.clock.install()
    page.goto("/offices/")
    expect(page).to_have_title("Offices · Chancery")
    ministry.submitted(at=now())
    poll(page, SLOW_POLL)
    expect(page).to_have_title("(1) Offices · Chancery")
    expect(page.locator("[data-live-count=queue_count]:visible").first).to_contain_text("1")


def test_a_page_that_nobody_looks_at_asks_nothing_and_asks_at_once_when_it_is_looked_at(page, queue, ministry):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    page.clock.run_for(10 * 60_000)
    assert asked == []
    new = ministry.submitted("Meanwhile.", at=now(-3.9))
    page.evaluate(hide, False)
    expect(row(page, new)).to_be_visible()


def test_what_has_not_changed_is_answered_in_few_bytes(page, queue):
    poll(page)
    with page.expect_response(re.compile(r"/live/")) as answered:
        page.clock.fast_forward(POLL)
    assert answered.value.status == 304


def test_when_the_session_has_ended_the_page_says_so_and_asks_no_more(page, queue, assert_accessible):
    page.context.clear_cookies()
    page.clock.fast_forward(POLL)
    note = page.get_by_text("You have been signed out, so this page is not kept up to date any more.")
    expect(note).to_be_visible()
    assert_accessible()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(10 * 60_000)
    assert asked == []
    page.get_by_role("link", name="Sign in again").click()
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=(/|%2F)queue(/|%2F)$"))


def test_a_server_that_does_not_answer_is_said_and_forgotten_when_it_does(page, queue):
    unreachable = "**/live/**"
    page.route(unreachable, lambda route: route.abort())
    for _ in range(3):
        page.clock.run_for(SLOW_POLL)
        page.wait_for_timeout(50)
    lost = page.get_by_text("The server does not answer")
    expect(lost).to_be_visible()
    page.unroute(unreachable)
    page.clock.run_for(300_000)
    expect(lost).to_be_hidden()


def test_who_wants_no_motion_sees_none(page, queue, ministry):
    page.emulate_media(reduced_motion="reduce")
    new = ministry.submitted("The third.", at=now(-3.9))
    poll(page)
    expect(row(page, new)).to_be_visible()
    assert page.locator(".ap-new").first.evaluate("(row) => getComputedStyle(row).animationName") == "none"


def switch_keys(page):
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("checkbox", name="Single keys act").click()
    page.get_by_role("button", name="Close").click()


@pytest.mark.parametrize("screen", ["desktop"])
def test_single_keys_are_switched_off_and_stay_so_in_this_browser(page, queue):
    switch_keys(page)
    page.keyboard.press("j")
    expect(row(page, queue[0])).not_to_be_focused()
    page.reload()
    page.keyboard.press("j")
    expect(row(page, queue[0])).not_to_be_focused()
    switch_keys(page)
    page.keyboard.press("j")
    expect(row(page, queue[0])).to_be_focused()


def test_a_delay_that_is_flagged_is_seen_without_a_reload(page, queue):
    Step.objects.filter(draft=queue[0], status="open").update(due_at=now(), next_alarm_at=now())
    alarms.fire_due(at=now(0.01))
    poll(page)
    expect(page.locator(".ap-queue-row.ap-late")).to_have_count(1)
