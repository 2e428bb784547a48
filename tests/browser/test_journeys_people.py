"""Whoever keeps the register imports a file and waits for nothing, in a real browser at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from accounts import clock, work
from accounts.models import Posting, User, Work

HEAD = "Identifiant;Nom;Courriel;Bureau;Rôle;Du;Au\n"


@pytest.fixture
def keeper(page, sign_in, ministry):
    sign_in(ministry.ivan)
    return page


def test_a_file_is_shown_mended_and_imported(keeper, ministry, assert_accessible, tmp_path):
    keeper.goto("/people/")
    assert_accessible()
    keeper.get_by_role("link", name="Import a file").click()
    assert_accessible()
    file = tmp_path / "people.csv"
    file.write_bytes(f"\ufeff{HEAD}ada;Ada Lovelace;none;RUH;Auteur;01.10.2027;\n".encode())
    keeper.get_by_label("File", exact=False).first.set_input_files(file)
    keeper.get_by_role("button", name="Show what it would do").click()
    expect(keeper.get_by_text("“none” is no e-mail address.")).to_be_visible()
    assert_accessible()

    mended = keeper.get_by_label("Or its text")
    mended.fill(mended.input_value().replace("none", "ada@ministry.example"))
    keeper.get_by_role("button", name="Show what it would do").click()
    expect(keeper.get_by_text("from 1 October 2027, without an end")).to_be_visible()
    assert_accessible()
    assert not User.objects.filter(username="ada").exists()
    keeper.get_by_role("button", name="Import all of this").click()
    expect(keeper.get_by_text("The file is imported:")).to_be_visible()
    assert Posting.objects.filter(user__username="ada", office=ministry.riyadh).exists()

    keeper.get_by_label("Name").fill("lovelace")
    keeper.get_by_role("button", name="Show", exact=True).click()
    keeper.get_by_role("link", name="Ada Lovelace").click()
    expect(keeper.get_by_role("heading", name="Posts to come")).to_be_visible()
    assert_accessible()


def test_long_work_shows_how_far_it_is_without_being_asked_again(keeper, assert_accessible):
    keeper.goto("/work/")
    assert_accessible()
    keeper.get_by_role("button", name="Make the file").click()
    expect(keeper.get_by_text("It waits for a worker")).to_be_visible()
    assert_accessible()
    Work.objects.update(status="running", done=40, total=1200, leased_until=clock.now())
    keeper.get_by_role("button", name="Call it off").focus()
    expect(keeper.get_by_text("40 of 1,200")).to_be_visible()
    expect(keeper.get_by_role("button", name="Call it off")).to_be_focused()
    expect(keeper.get_by_role("status").filter(has_text="Done")).to_have_count(0)
    work.take_up(at=clock.now())
    expect(keeper.get_by_text("beside its headings")).to_be_visible()
    expect(keeper.get_by_role("status").filter(has_text="Done")).to_have_count(1)
    assert_accessible()
    with keeper.expect_download() as download:
        keeper.get_by_role("link", name="Download drafts-").click()
    assert download.value.suggested_filename.startswith("drafts-")
