"""Each of five roles does a whole piece of work by keys alone, at a desk and on a phone: the focus is always seen."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from approvals.actions import alarms
from approvals.models import Draft
from tests.actions.asking import request_changes
from tests.actions.stopping import on_duty
from tests.authorizing import authorized
from tests.browser.keys import Keys
from tests.people import HOUR, fresh, person, post

POSTED = "https://x.com/EmbassyRiyadh/status/1234567890"


@pytest.fixture
def keys(page):
    return Keys(page)


@pytest.fixture
def now():
    return timezone.now()


def writes(keys, words):
    """Begin at home, choose the channel, and write; the check comes and leaves the focus where it was."""
    page = keys.page
    keys.opens("/")
    keys.follows(page.get_by_role("main").get_by_role("link", name="Write a post").first)
    expect(page.get_by_role("heading", level=1, name="Write a post")).to_be_visible()
    chip = page.get_by_role("checkbox", name="@EmbassyRiyadh")
    keys.to(chip)
    keys.press("Space")
    expect(page.get_by_text("0 of 280")).to_be_visible()
    keys.stands_at(chip)
    text = page.get_by_label("Text", exact=True)
    keys.to(text)
    keys.types(words)
    expect(page.get_by_text(f"{len(words)} of 280")).to_be_visible()
    keys.stands_at(text)


def test_an_author_writes_submits_and_mends_a_post(keys, page, sign_in, ministry, now):
    sign_in(ministry.layla)
    writes(keys, "Our doors are open.")
    keys.follows(page.get_by_role("button", name="Save and submit"))
    expect(page.get_by_text(re.compile(r"RUH-\d{4}-0001 is submitted\."))).to_be_visible()
    draft = Draft.objects.get()
    request_changes(draft, ministry.helen, at=timezone.now())
    keys.opens("/")
    keys.follows(page.get_by_role("link", name=draft.reference))
    keys.follows(page.get_by_role("link", name="Edit", exact=True).first)
    text = page.get_by_label("Text", exact=True)
    keys.to(text)
    keys.press("Control+End")
    keys.types(" Come in.")
    expect(page.get_by_text("28 of 280")).to_be_visible()
    keys.stands_at(text)
    keys.follows(page.get_by_role("button", name="Save and submit"))
    expect(page.get_by_text(f"{draft.reference} is submitted.")).to_be_visible()
    assert (fresh(draft).state, fresh(draft).revision.body.text) == ("in_review", "Our doors are open. Come in.")


def test_an_approver_asks_for_a_change_and_clears_the_queue(keys, page, sign_in, ministry, screen, now):
    first = ministry.submitted("The talks will met.", at=now - 3 * HOUR)
    second, third = (ministry.submitted(f"Number {n}.", at=now - n * HOUR) for n in (2, 1))
    sign_in(ministry.helen)
    keys.opens("/")
    keys.follows(page.get_by_role("main").get_by_role("link", name=first.reference))
    way = page.locator("#request_changes > summary")
    keys.presses(way)
    expect(page.get_by_label("What should change")).to_be_visible()
    keys.stands_at(way)
    keys.to(page.get_by_label("What should change"))
    keys.types("“will met” is wrong.")
    keys.follows(page.get_by_role("button", name="Send to the author"))
    expect(page.get_by_text(f"You requested changes to {first.reference}")).to_be_visible()
    keys.goes_by_the_ways_of_the_frame("Queue", screen)
    keys.presses(page.get_by_role("button", name=f"Approve {second.reference}"))
    expect(page.get_by_role("button", name=f"Approve {second.reference}")).to_have_count(0)
    keys.stands_at(page.locator("[data-open]", has_text=third.reference))
    keys.presses(page.get_by_role("button", name=f"Approve {third.reference}"))
    expect(page.locator("[data-open]")).to_have_count(0)
    keys.stands_at(page.locator("#main"))
    found = [fresh(draft).decisions.get().verdict for draft in (first, second, third)]
    assert found == ["request_changes", "approve", "approve"]


def test_an_ambassador_publishes_at_once_and_records_the_address(keys, page, sign_in, ministry, now):
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    authorized(ministry, starts_at=now - 24 * HOUR, until=now + 7000 * HOUR)
    sign_in(ministry.helen)
    writes(keys, "Our doors are open.")
    expect(page.locator("#check-said")).to_contain_text("It is within PA-2026-0001.")
    keys.follows(page.get_by_role("button", name="Publish now under PA-2026-0001"))
    expect(page.get_by_text("Cleared under pre-authorization PA-2026-0001, version 1")).to_be_visible()
    keys.to(page.get_by_label("Address of the published post"))
    keys.types(POSTED)
    keys.follows(page.get_by_role("button", name="Record that it is published"))
    expect(page.get_by_role("link", name=POSTED).first).to_be_visible()
    assert Draft.objects.get().state == "published"


def test_two_policy_officers_read_the_delays_and_change_the_policy(keys, page, sign_in, ministry, screen, now):
    ministry.submitted("Late.", at=now - 200 * HOUR)
    alarms.fire_due(at=now)
    sign_in(ministry.paul)
    keys.opens("/")
    keys.goes_by_the_ways_of_the_frame("Delays", screen)
    keys.follows(page.get_by_role("link", name="Counted"))
    expect(page.get_by_role("img", name="Head of mission: delays by week")).to_be_visible()
    table = page.get_by_text("The figures as a table")
    keys.presses(table)
    expect(page.get_by_role("region", name="Delays by week")).to_be_visible()
    keys.stands_at(table)
    keys.goes_by_the_ways_of_the_frame("Policies", screen)
    keys.follows(page.get_by_role("link", name=ministry.policy.name))
    keys.follows(page.get_by_role("link", name="Edit as a new version"))
    keys.to(page.get_by_role("button", name="Move level 3", exact=True))
    keys.press("ArrowUp")
    expect(page.locator("#editor-said")).to_have_text("Minister's office is now level 2 of 3.")
    keys.stands_at(page.get_by_role("button", name="Move level 2", exact=True))
    keys.follows(page.get_by_role("button", name="Save as a new version"))
    expect(page.get_by_text("Version 2 is saved.")).to_be_visible()
    keys.follows(page.get_by_role("button", name="Propose this version"))
    expect(page.get_by_text("The version is proposed.")).to_be_visible()
    sign_in(ministry.petra)
    keys.opens("/")
    keys.follows(page.get_by_role("link", name=f"{ministry.policy.name}, version 2"))
    keys.follows(page.get_by_role("button", name="Put this version in force"))
    expect(page.get_by_text("The version is in force.")).to_be_visible()
    names = [level.name for level in ministry.policy.versions.get(status="in_force").levels.all()]
    assert names == ["Head of mission", "Minister's office", "Desk"]


def test_a_duty_officer_finds_what_is_burning_and_decides_it(keys, page, sign_in, ministry, now):
    dora = person("dora", "Dora Haas")
    on_duty(dora, ministry.desk, starts_at=now - HOUR, ends_at=now + 7 * HOUR)
    ministry.approve(ministry.submitted("A quiet day.", at=now - HOUR), ministry.helen, at=now)
    crisis = ministry.submitted("Stay indoors.", at=now - HOUR, urgency="crisis")
    ministry.approve(crisis, ministry.helen, at=now)
    sign_in(dora)
    keys.opens("/")
    urgent = page.get_by_role("region", name="Urgent now")
    expect(urgent.get_by_role("link", name=re.compile("^RUH-"))).to_have_text([crisis.reference])
    keys.follows(urgent.get_by_role("link", name=crisis.reference))
    expect(page.get_by_role("article").get_by_text("Stay indoors.").first).to_be_visible()
    more = page.get_by_text("Add a comment to the approval")
    keys.presses(more)
    keys.stands_at(more)
    keys.press("Tab")
    keys.stands_at(page.locator("#approve-form textarea"))
    keys.types("Checked with the embassy by telephone.")
    keys.to(page.locator("#approve-form .btn-primary"), by="Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_text(f"You approved {crisis.reference}.")).to_be_visible()
    decision = fresh(crisis).decisions.get(by=dora)
    assert (decision.verdict, decision.comment) == ("approve", "Checked with the embassy by telephone.")


def test_many_are_chosen_and_approved_and_no_bar_covers_the_place(keys, page, sign_in, ministry, now):
    drafts = [
        ministry.submitted(f"Number {n}. " + "The road is open. " * 5, at=now - n * HOUR) for n in range(8, 0, -1)
    ]
    sign_in(ministry.helen)
    keys.opens("/queue/")
    boxes = page.locator("[data-choose]")
    keys.to(boxes.first)
    keys.press("Space")
    keys.stands_at(boxes.first)
    expect(page.locator(".q-chosen")).to_be_visible()
    keys.to(boxes.last)
    keys.press("Space")
    keys.to(boxes.first, by="Shift+Tab")
    keys.follows(page.get_by_role("button", name="Approve the chosen drafts"))
    keys.follows(page.get_by_role("button", name="Approve 2 drafts"))
    expect(page.get_by_role("heading", name="You approved 2 drafts")).to_be_visible()
    verdicts = [fresh(draft).decisions.count() for draft in drafts]
    assert verdicts == [1, 0, 0, 0, 0, 0, 0, 1]
