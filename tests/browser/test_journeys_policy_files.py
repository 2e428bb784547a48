"""A policy moves as a file, and a preset begins one, in a real browser at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from approvals.models import PolicyVersion


@pytest.fixture
def officer(page, sign_in, ministry):
    sign_in(ministry.paul)
    return page


def test_an_officer_downloads_a_version_mends_it_and_proposes_it_again(officer, ministry, assert_accessible, tmp_path):
    officer.goto(f"/policies/{ministry.policy.pk}/versions/1/")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Download as a file").click()
    assert download.value.suggested_filename == "mission-desk-minister-1.yaml"
    file = tmp_path / "mended.yaml"
    download.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("limit: 8h", "limit: soon"), encoding="utf-8")

    officer.goto("/policies/")
    officer.get_by_role("link", name="Import a file").click()
    assert_accessible()
    officer.get_by_label("File", exact=False).first.set_input_files(file)
    officer.get_by_role("button", name="Show what it would make").click()
    expect(officer.get_by_text("Give a length of time of at most a year")).to_be_visible()
    assert_accessible()

    mended = officer.get_by_label("Or its text")
    expect(mended).to_have_value(text.replace("limit: 8h", "limit: soon"))
    mended.fill(text.replace("limit: 8h", "limit: 6h"))
    officer.get_by_role("button", name="Show what it would make").click()
    expect(officer.get_by_text("Desk: time limit 8 h on the clock → 6 h on the clock.")).to_be_visible()
    assert_accessible()
    assert PolicyVersion.objects.count() == 1
    officer.get_by_role("button", name="Propose this version").click()
    expect(officer.get_by_text("The version is proposed.")).to_be_visible()
    assert PolicyVersion.objects.get(number=2).levels.get(key="desk").limit.total_seconds() == 6 * 3600


def test_an_officer_proposes_a_preset_with_one_click_and_another_after_choosing(officer, ministry, assert_accessible):
    officer.goto("/policies/")
    officer.get_by_role("link", name="Presets").click()
    assert_accessible()
    officer.get_by_role("button", name="Propose US two-speed").click()
    expect(officer.get_by_text("US two-speed is proposed.")).to_be_visible()
    assert PolicyVersion.objects.get(policy=ministry.policy, number=2).levels.count() == 8

    officer.goto("/policies/presets/")
    sheet = officer.locator("#canada-2013")
    sheet.get_by_role("button", name="Propose Canada 2013").click()
    expect(officer.locator("#canada-2013").get_by_text("This field is required.").first).to_be_visible()
    assert_accessible()
    sheet = officer.locator("#canada-2013")
    sheet.get_by_label("Translation").select_option("Communications")
    sheet.get_by_label("Privy council or cabinet office").select_option("Minister's Office")
    sheet.get_by_label("Propose it as").select_option("a new policy")
    sheet.get_by_role("button", name="Propose Canada 2013").click()
    expect(officer.get_by_text("Canada 2013 is proposed.")).to_be_visible()
    assert PolicyVersion.objects.get(policy__name="Canada 2013").levels.count() == 6
