"""Bypass and the security button in a real browser, with scripts and without, at a desk and on a phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Bypass, ChannelFreeze
from tests.actions.stopping import LIVES, freeze
from tests.authorizing import reviewed_by_comms


def test_what_remains_of_a_route_is_bypassed_with_a_reason(desk_of, ministry):
    reviewed_by_comms(ministry)
    draft = ministry.approve(ministry.submitted("The airport closes at noon.", at=timezone.now()), ministry.helen)
    officer, author = desk_of(ministry.paul), desk_of(ministry.layla)
    officer.goto(f"/drafts/{draft.pk}/")
    officer.get_by_role("link", name="Bypass what remains of the route…").click()
    expect(officer.get_by_text("The airport closes at noon.")).to_be_visible()
    expect(officer.get_by_role("heading", name="Skipped undecided")).to_be_visible()
    officer.get_by_role("button", name="Skip these levels").click()
    expect(officer.get_by_role("alert")).to_be_visible()
    assert not Bypass.objects.exists()
    officer.get_by_label("Why it cannot wait").fill(LIVES)
    officer.get_by_role("button", name="Skip these levels").click()
    expect(officer.get_by_text("is cleared by bypass.").first).to_be_visible()
    expect(officer.get_by_text("Cleared by bypass", exact=True)).to_be_visible()
    author.goto("/notifications/")
    expect(author.get_by_text("bypassed what remained of the route").first).to_be_visible()
    author.goto(f"/drafts/{draft.pk}/")
    expect(author.get_by_text(LIVES).first).to_be_visible()
    officer.goto("/bypasses/")
    expect(officer.get_by_role("link", name=draft.reference)).to_be_visible()
    expect(officer.get_by_text("Minister's office (Minister's Office)")).to_be_visible()


def test_an_account_that_may_be_compromised_is_frozen_and_restored(desk_of, ministry):
    draft = ministry.cleared(at=timezone.now())
    author, officer = desk_of(ministry.layla), desk_of(ministry.paul)
    author.goto(f"/drafts/{draft.pk}/")
    author.get_by_text("This account may be compromised").click()
    author.get_by_role("link", name="X @EmbassyRiyadh").last.click()
    expect(author.get_by_text("1 cleared draft is stopped")).to_be_visible()
    assert not ChannelFreeze.objects.exists()
    author.get_by_label("What makes you think so").fill("It posts adverts.")
    author.get_by_role("button", name="Freeze it now").click()
    expect(author.get_by_text("X @EmbassyRiyadh is frozen: nothing is published to it.")).to_be_visible()
    author.goto(f"/drafts/{draft.pk}/")
    expect(author.get_by_text("X @EmbassyRiyadh may be compromised")).to_be_visible()
    officer.goto("/notifications/")
    expect(officer.get_by_text("may be compromised").first).to_be_visible()
    officer.goto(f"/channels/{ministry.x.pk}/")
    officer.get_by_role("link", name="Restore it").click()
    officer.get_by_label("Why it is safe again").fill("New password.")
    officer.get_by_role("button", name="Restore the account").click()
    expect(officer.get_by_text("is restored. The authors who waited are told.")).to_be_visible()
    author.goto("/notifications/")
    expect(author.get_by_text("is restored, and").first).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_of_both_are_accessible(page, sign_in, assert_accessible, ministry, colours):
    reviewed_by_comms(ministry)
    page.emulate_media(color_scheme=colours)
    waiting = ministry.submitted(at=timezone.now())
    skipped = ministry.submitted("Skipped.", at=timezone.now())
    stopped = ministry.cleared("Stopped.", at=timezone.now())
    sign_in(ministry.paul)
    page.goto(f"/drafts/{skipped.pk}/bypass/")
    page.get_by_label("Why it cannot wait").fill(LIVES)
    page.get_by_role("button", name="Skip these levels").click()
    page.goto(f"/channels/{ministry.x.pk}/compromised/")
    assert_accessible()
    freeze(ministry, by=ministry.paul, at=timezone.now())
    for address in (
        f"/drafts/{waiting.pk}/", f"/drafts/{waiting.pk}/bypass/", f"/drafts/{skipped.pk}/", f"/drafts/{stopped.pk}/",
        "/bypasses/", f"/channels/{ministry.x.pk}/", f"/channels/{ministry.x.pk}/restore/", "/channels/",
    ):  # fmt: skip
        page.goto(address)
        assert_accessible()
