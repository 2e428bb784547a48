"""A pre-authorization in a real browser: granted, countersigned, read on paper and accepted."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import AuthorizationVersion
from tests.actions.authorizing import amended, authorized, countersigned, posting_of

# A browser for each person, with scripts and without.


def test_an_officer_grants_a_second_countersigns_and_the_holder_reads_the_paper_and_accepts(desk_of, ministry):
    first, second, holder = desk_of(ministry.paul), desk_of(ministry.petra), desk_of(ministry.helen)
    first.goto("/authorizations/")
    first.get_by_role("link", name="Grant a pre-authorization").first.click()
    first.get_by_label("Posting").fill("Helen Brandt")
    first.get_by_role("button", name="Go on to the terms").click()
    first.get_by_label("Mastodon @riyadh@social.example").uncheck()
    first.get_by_label("Posts in a day at most").fill("3")
    first.get_by_label("Conditions, in English").fill("Not on a day of voting.")
    first.get_by_label("Conditions, in French").fill("Pas un jour de vote.")
    first.get_by_role("button", name="Propose it").click()
    expect(first.get_by_text("A second policy officer is asked to countersign it.")).to_be_visible()
    expect(first.get_by_role("button", name="Countersign")).to_have_count(0)
    second.goto("/")
    second.get_by_role("link", name="1 pre-authorization awaits your countersignature").click()
    second.get_by_role("link", name="Helen Brandt").click()
    second.get_by_role("button", name="Countersign version 1").click()
    expect(second.get_by_text("Its holder is asked to accept it.")).to_be_visible()
    holder.goto("/")
    holder.get_by_role("link", name="awaits your acceptance").click()
    holder.get_by_role("link", name="Read it on paper").last.click()
    expect(holder.locator('section[lang="en"]').get_by_text("Not on a day of voting.")).to_be_visible()
    expect(holder.locator('section[lang="fr"]').get_by_text("Pas un jour de vote.")).to_be_visible()
    holder.get_by_role("link", name="Accept it or decline it").click()
    holder.get_by_role("button", name="Accept version 1").click()
    expect(holder.get_by_text("You have accepted it.")).to_be_visible()
    version = AuthorizationVersion.objects.get()
    assert (version.status, version.per_day) == ("in_force", 3)
    assert [str(channel) for channel in version.channels.all()] == ["X @EmbassyRiyadh"]


def test_an_officer_revokes_it_for_a_reason_that_the_holder_reads(desk_of, ministry):
    version = authorized(ministry, at=timezone.now())
    address = f"/authorizations/{version.authorization.number}/"
    officer, holder = desk_of(ministry.paul), desk_of(ministry.helen)
    officer.goto(address)
    officer.get_by_text("Revoke it").first.click()
    officer.get_by_label("Why it is revoked").fill("She leaves the post.")
    officer.get_by_role("button", name="Revoke it").click()
    expect(officer.get_by_text("nothing goes out under it any more")).to_be_visible()
    holder.goto(address)
    expect(holder.get_by_text("The reason: She leaves the post.").first).to_be_visible()


@pytest.mark.parametrize("person", ["petra", "helen"])
def test_the_pages_are_accessible(page, sign_in, assert_accessible, ministry, person):
    at = timezone.now()
    version = authorized(ministry, at=at, words="Be kind.")
    amended(ministry, version, at=at, per_day=5)
    countersigned(ministry, posting=posting_of(ministry.layla, "author"), at=at)
    sign_in(getattr(ministry, person))
    one = f"/authorizations/{version.authorization.number}/"
    pages = ["/authorizations/", one, f"{one}paper/", f"/authorizations/holders/{version.authorization.posting_id}/"]
    if person == "petra":
        pages += ["/authorizations/new/", f"/authorizations/new/?posting={posting_of(ministry.greta).pk}"]
    for address in pages:
        page.goto(address)
        assert_accessible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_the_paper_is_one_sheet_when_it_is_printed(page, sign_in, ministry, screen):
    version = authorized(ministry, at=timezone.now(), words="Be kind.\n" * 5, words_fr="Avec tact.\n" * 5)
    sign_in(ministry.helen)
    page.goto(f"/authorizations/{version.authorization.number}/paper/")
    page.emulate_media(media="print")
    expect(page.get_by_role("article")).to_be_visible()
    for hidden in (page.locator(".ch-bar"), page.locator(".ch-foot"), page.get_by_role("heading", level=1)):
        expect(hidden).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
