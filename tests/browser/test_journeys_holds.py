"""A hold in a real browser: an officer sees what would wait and places it, the author reads why, and it is lifted."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions import alarms
from approvals.models import Hold

# The journeys' own: a browser for each person, with scripts and without.

WHY = "The Minister speaks first."


def test_a_hold_is_placed_read_and_lifted(desk_of, ministry):
    draft = ministry.cleared(at=timezone.now())
    officer, author = desk_of(ministry.paul), desk_of(ministry.layla)
    officer.goto("/holds/")
    officer.get_by_label("A country").check()
    expect(officer.get_by_label("Which country")).to_be_visible()
    expect(officer.get_by_label("Which topic")).to_be_hidden()
    officer.get_by_label("Which country").select_option("Saudi Arabia")
    officer.get_by_label("Reason").last.fill(WHY)
    officer.get_by_role("button", name="Show first what would wait").click()
    expect(officer.get_by_text("1 cleared draft would wait")).to_be_visible()
    assert not Hold.objects.exists()
    officer.get_by_role("button", name="Place the hold now").click()
    expect(officer.get_by_text("Publishing is on hold now: the country Saudi Arabia.")).to_be_visible()
    author.goto(f"/drafts/{draft.pk}/")
    expect(author.get_by_role("region", name="In force now").get_by_text(WHY)).to_be_visible()
    expect(author.get_by_text("Cleared, but it waits: publishing is on hold.")).to_be_visible()
    expect(author.get_by_role("link", name="Open X with the text")).to_have_count(0)
    officer.get_by_text("Lift it").click()
    officer.get_by_label("Why it is lifted").fill("She has spoken.")
    officer.get_by_role("button", name="Lift this hold").click()
    expect(officer.get_by_text("Authors whose drafts waited are asked again.")).to_be_visible()
    alarms.fire_due(at=timezone.now())
    author.goto("/notifications/")
    expect(author.get_by_text(f"{draft.reference} is no longer on hold").first).to_be_visible()
    author.goto(f"/drafts/{draft.pk}/")
    expect(author.get_by_role("link", name="Open X with the text")).to_be_visible()


@pytest.mark.parametrize("person", ["paul", "layla"])
def test_the_page_of_holds_and_the_banner_are_accessible(page, sign_in, assert_accessible, ministry, person):
    ministry.cleared(at=timezone.now())
    for scope, value in (("everything", ""), ("channel", "x:@EmbassyRiyadh")):
        Hold.objects.create(
            scope=scope, scope_value=value, exempt_topics=["trade"], reason=WHY, placed_by=ministry.petra,
            placed_at=timezone.now(),
        )  # fmt: skip
    sign_in(getattr(ministry, person))
    for address in ("/holds/", "/"):
        page.goto(address)
        assert_accessible()
    if person == "paul":
        page.goto("/holds/")
        page.get_by_label("A channel").check()
        page.get_by_role("button", name="Place the hold now").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert_accessible()
