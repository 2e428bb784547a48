"""An approver clears a queue in a real browser: at a desk and on a phone, one by one and several at once."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Decision, SavedView
from tests.browser.test_live import now, offer, poll, row
from tests.people import fresh

LONG = "A sentence of a long post, which a small screen folds. " * 5


@pytest.fixture
def queue(page, sign_in, ministry):
    """Helen looks at her queue of four drafts, the first the most urgent; the clock of her browser is ours to move."""
    urgencies = ["crisis", "routine", "routine", "urgent"]
    drafts = [
        ministry.submitted(f"Number {number}.", at=now(number - 3.5), urgency=urgency)
        for number, urgency in enumerate(urgencies, start=1)
    ]
    sign_in(ministry.helen)
    page.clock.install()
    page.goto("/queue/")
    return drafts


def choose(page, draft):
    return page.get_by_role("checkbox", name=f"Choose {draft.reference}")


def chosen_bar(page):
    return page.get_by_role("form", name="The chosen drafts")


def test_a_queue_is_narrowed_saved_as_a_view_and_shown_first(page, queue, ministry, assert_accessible):
    page.locator("summary", has_text="Filter").click()
    assert_accessible()
    page.get_by_label("Urgency").select_option("crisis")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("1 of 4 shown")).to_be_visible()
    expect(row(page, queue[1])).to_have_count(0)
    page.locator("summary", has_text="Save this view").click()
    page.get_by_label("Name of the view").fill("Crises")
    assert_accessible()
    page.get_by_role("button", name="Save", exact=True).click()
    views = page.get_by_role("navigation", name="Views of your queue")
    expect(views.get_by_role("link", name="Crises 1")).to_have_attribute("aria-current", "page")
    page.locator("summary", has_text="This view").click()
    page.get_by_role("button", name="Show this view first").click()
    page.goto("/queue/")
    expect(page.get_by_text("1 of 4 shown")).to_be_visible()
    views.get_by_role("link", name="All 4").click()
    expect(row(page, queue[3])).to_be_visible()
    assert_accessible()
    assert SavedView.objects.get().query == "urgency=crisis"
    views.get_by_role("link", name=re.compile("^Crises")).click()
    page.locator("summary", has_text="This view").click()
    page.locator("summary", has_text="Delete the view").click()
    assert_accessible()
    assert SavedView.objects.exists(), "asked first"
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("The view “Crises” is deleted.")).to_be_visible()
    assert not SavedView.objects.exists()


def test_several_are_chosen_read_once_more_and_approved_at_once(page, queue, ministry, assert_accessible):
    expect(chosen_bar(page)).to_be_hidden()
    for draft in queue[:3]:
        choose(page, draft).check()
    expect(chosen_bar(page)).to_contain_text("3 chosen")
    assert_accessible()
    choose(page, queue[1]).uncheck()
    chosen_bar(page).get_by_role("button", name="Approve the chosen drafts").click()
    expect(page.get_by_role("heading", name="Approve 2 drafts")).to_be_visible()
    expect(page.get_by_text("Number 1.")).to_be_visible()
    expect(page.get_by_text("Number 2.")).to_have_count(0)
    assert not Decision.objects.exists()
    assert_accessible()
    ministry.approve(queue[2], ministry.helen, at=timezone.now())
    page.get_by_role("button", name="Approve 2 drafts").click()
    expect(page.get_by_role("heading", name="You approved 1 draft")).to_be_visible()
    expect(page.get_by_text("Nothing was done twice.")).to_be_visible()
    assert_accessible()
    page.get_by_role("main").get_by_role("link", name="Back to the queue").last.click()
    expect(row(page, queue[1])).to_be_visible()
    expect(row(page, queue[0])).to_have_count(0)


def test_changes_are_requested_of_a_whole_group_with_one_comment(page, queue, assert_accessible):
    page.get_by_role("button", name=re.compile("Choose all shown")).first.click()
    count = page.locator("[data-choose]:checked").count()
    assert count
    chosen_bar(page).get_by_role("button", name="Request changes to the chosen drafts").click()
    page.get_by_label("What should change").fill("Say when.")
    assert_accessible()
    page.get_by_role("button", name=re.compile("^Request changes to")).click()
    expect(page.get_by_role("heading", name=re.compile("^You requested changes to"))).to_be_visible()
    assert Decision.objects.filter(comment="Say when.").count() == count


def test_an_update_keeps_what_is_chosen_and_chooses_nothing_else(page, queue, ministry):
    choose(page, queue[1]).check()
    choose(page, queue[2]).check()
    page.locator("h1").click()
    page.mouse.move(5, 5)
    page.clock.run_for(16_000)
    new = ministry.submitted("More urgent.", at=now(-3.9))
    ministry.approve(queue[2], ministry.helen, at=timezone.now())
    poll(page)
    expect(offer(page)).to_be_visible()
    expect(row(page, new)).to_have_count(0), "nothing moves under whoever has chosen"
    offer(page).click()
    expect(row(page, new)).to_be_visible()
    expect(choose(page, queue[1])).to_be_checked()
    expect(choose(page, new)).not_to_be_checked()
    assert page.locator("[data-choose]:checked").count() == 1
    expect(chosen_bar(page)).to_contain_text("1 chosen")


def test_a_decision_in_a_row_keeps_what_is_chosen_in_the_others(page, queue):
    choose(page, queue[1]).check()
    page.get_by_role("button", name=f"Approve {queue[0].reference}").click()
    expect(page.get_by_text(f"You approved {queue[0].reference}.")).to_be_visible()
    expect(choose(page, queue[1])).to_be_checked()
    assert page.locator("[data-choose]:checked").count() == 1
    expect(chosen_bar(page)).to_contain_text("1 chosen")


def test_a_narrowed_queue_is_kept_up_to_date_as_it_is_narrowed(page, queue, ministry):
    page.goto("/queue/?urgency=crisis")
    ministry.submitted("Routine.", at=now(-3.9))
    new = ministry.submitted("Another crisis.", at=now(-3.8), urgency="crisis")
    poll(page)
    expect(row(page, new)).to_be_visible()
    assert page.locator("[data-row]").count() == 2
    expect(page.get_by_text("2 of 6 shown")).to_be_visible()


def test_start_opens_the_most_urgent_draft(page, queue):
    page.get_by_role("link", name="Start with the first").click()
    expect(page.get_by_role("heading", name=re.compile(queue[0].reference))).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?from=queue"))


@pytest.mark.parametrize("screen", ["phone"])
def test_on_a_phone_a_long_text_is_approved_only_once_it_is_read_on(page, sign_in, ministry, assert_accessible):
    draft = ministry.submitted(
        LONG.strip()[:275] + "\n\n\n\n\n\nThe end.", at=now(-1), channel_ids=(ministry.mastodon.pk,)
    )
    sign_in(ministry.helen)
    page.goto("/queue/")
    approve = page.get_by_role("button", name=f"Approve {draft.reference}")
    expect(approve).to_be_hidden()
    assert_accessible()
    page.get_by_text("Read on").click()
    expect(approve).to_be_visible()
    assert approve.bounding_box()["height"] >= 44
    approve.click()
    expect(page.get_by_text(f"You approved {draft.reference}.")).to_be_visible()
    assert fresh(draft).steps.filter(status="passed").count() == 1


@pytest.mark.parametrize("screen", ["desktop"])
def test_several_are_chosen_by_keys_alone(page, queue, assert_accessible):
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert [box.is_checked() for box in page.locator("[data-choose]").all()] == [True, False, True, False]
    expect(row(page, queue[2])).to_be_focused()
    page.keyboard.press("Escape")
    expect(chosen_bar(page)).to_be_hidden()
    choose(page, queue[0]).focus()
    page.keyboard.press("Space")
    page.keyboard.press("j")
    expect(row(page, queue[1])).to_be_focused()
    assert [box.is_checked() for box in page.locator("[data-choose]").all()] == [True, False, False, False]


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_key_that_is_held_down_decides_once(page, queue):
    page.keyboard.press("j")
    page.keyboard.down("a")
    for _ in range(5):
        page.keyboard.down("a")
    page.keyboard.up("a")
    expect(page.get_by_text(f"You approved {queue[0].reference}.")).to_be_visible()
    expect(row(page, queue[1])).to_be_focused()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("screen", ["desktop"])
def test_without_a_script_a_group_is_chosen_and_decided(new_context, live_server, ministry, sign_in, page, queue):
    state = page.context.storage_state()
    plain = new_context(base_url=live_server.url, java_script_enabled=False, storage_state=state).new_page()
    plain.goto("/queue/")
    plain.get_by_role("link", name=re.compile("Choose all shown")).first.click()
    expect(plain.locator("[data-choose]:checked").first).to_be_visible()
    plain.get_by_role("button", name="Approve the chosen drafts").click()
    plain.get_by_role("button", name=re.compile("^Approve [0-9]+ draft")).click()
    expect(plain.get_by_role("heading", name=re.compile("^You approved"))).to_be_visible()
    assert Decision.objects.exists()


@pytest.mark.parametrize("screen", ["phone"])
def test_long_words_of_another_language_fit_on_a_phone(page, sign_in, ministry, assert_accessible):
    ministry.helen.language = "fr"
    ministry.helen.save()
    first, second = (ministry.submitted(f"Number {number}.", at=now(-number)) for number in (1, 2))
    second.steps.update(fresh_sign_in=True)
    sign_in(ministry.helen)
    page.goto("/queue/")
    expect(page.get_by_role("link", name=f"Lire et décider {second.reference}")).to_be_visible()
    expect(page.get_by_role("button", name=f"Approuver {first.reference}")).to_be_visible()
    assert_accessible()
    page.goto(f"/drafts/{first.pk}/")
    way = page.locator(".ap-bar").get_by_role("link", name="Demander des modifications")
    assert way.evaluate("way => way.scrollWidth <= way.clientWidth")
    assert_accessible()
