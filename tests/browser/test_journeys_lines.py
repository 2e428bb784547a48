"""A cleared line in a real browser: inserted where the writer is, a change is shown, unaltered cleared at once."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft
from tests.actions.lining import TEXT, asks_nobody, in_use
from tests.people import HOUR

# The journeys' own: a browser for each person, with scripts and without.


def line_of(ministry):
    now = timezone.now()
    return in_use(ministry, at=now, until=now + 24 * HOUR)


def test_a_line_is_inserted_and_cleared_at_once(desk_of, ministry):
    asks_nobody(ministry)
    line_of(ministry)
    author = desk_of(ministry.layla)
    author.goto("/drafts/new/")
    author.get_by_label("@EmbassyRiyadh").first.check()
    author.get_by_text("Insert a cleared line").click()
    author.get_by_role("button", name="Show the lines").click()
    author.get_by_role("button", name="Insert The rules of Geneva").click()
    expect(author.get_by_label("Text", exact=True)).to_have_value(TEXT)
    author.get_by_role("button", name="Save and submit").click()
    expect(author.get_by_text("It consists of cleared lines, unaltered (The rules of Geneva)")).to_be_visible()
    assert Draft.objects.exclude(kind="line").get().state == "cleared"


@pytest.mark.parametrize("scripts", ["scripts"], indirect=True)
def test_a_change_is_shown_while_one_writes(desk_of, ministry):
    asks_nobody(ministry)
    line_of(ministry)
    author = desk_of(ministry.layla)
    author.goto("/drafts/new/")
    author.get_by_label("@EmbassyRiyadh").first.check()
    author.get_by_label("Text", exact=True).fill(TEXT)
    expect(author.get_by_text("Quoted word for word")).to_be_visible()
    author.get_by_label("Text", exact=True).fill(TEXT.replace("support", "do not support"))
    expect(author.get_by_text("Not word for word: The rules of Geneva")).to_be_visible()
    expect(author.get_by_text("with these changes it asks 3 levels.")).to_be_visible()


def test_the_pages_of_lines_are_accessible(page, sign_in, assert_accessible, ministry):
    line = line_of(ministry)
    sign_in(ministry.layla)
    for address in ("/lines/", f"/lines/{line.pk}/", "/lines/new/", "/lines/permitted/", f"/drafts/{line.draft_id}/"):
        page.goto(address)
        assert_accessible()
