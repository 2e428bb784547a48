"""Policies as files on the pages: downloaded, tried without saving, proposed; presets proposed with one click."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.models import Policy, PolicyVersion
from approvals.policy_file import schema, writing
from tests.actions.asking import everything
from tests.doors.pages import main, words
from tests.people import NOW, level
from tests.policy_file.samples import GOOD, fetched

GOOD = GOOD.replace("quorum: 2", "quorum: any")
IMPORT = "/policies/import/"


def sent(text, name="policy.yaml"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode(), "application/yaml")


def unchanged(visitor, status, **fields):
    """Send a file that is refused or only tried, and return what the page says."""
    before = everything()
    told = visitor.post(IMPORT, status, **fields)
    assert everything() == before
    return told


def test_a_version_is_downloaded_as_a_file(visit, ministry):
    answer = visit("layla").client.get(f"/policies/{ministry.policy.pk}/versions/1/file/")
    assert answer.content.decode() == writing.write(fetched(ministry.version))
    assert answer["Content-Disposition"] == 'attachment; filename="mission-desk-minister-1.yaml"'
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"
    assert "Download as a file" in main(visit("layla").get(f"/policies/{ministry.policy.pk}/versions/1/"))
    visit("paul").get("/policies/999/versions/1/file/", 404)
    visit("paul").get(f"/policies/{ministry.policy.pk}/versions/9/file/", 404)


def test_the_schema_is_open_to_every_editor(db):
    answer = Client().get("/policies/schema.json")
    assert answer.status_code == 200
    assert json.loads(answer.content) == schema.schema()
    assert answer["Content-Type"] == "application/schema+json"
    assert Client().post("/policies/schema.json").status_code == 405


def test_a_file_is_tried_first_and_saves_nothing(visit, ministry):
    told = unchanged(visit("paul"), 200, do="check", file=sent(GOOD))
    said = main(told)
    for part in (
        "Version 1 of a new policy, Sanctions .", "After the council of March.", "nothing has been saved",
        "When the topic is Sanctions", "Head of mission Must approve · 4 working hours",
        "Press Passes by silence · 1 h 30 of working time",
        "Approver, Communications", "Propose this version",
    ):  # fmt: skip
        assert part in said
    assert "What it changes" not in said


def test_what_a_file_changes_against_the_version_in_force_is_told(visit, ministry):
    text = writing.write(fetched(ministry.version))
    same = main(unchanged(visit("paul"), 200, do="check", text=text))
    assert "Version 2 of Mission, desk, minister" in same
    assert "Nothing: the two say the same." in same
    changed = main(unchanged(visit("paul"), 200, do="check", text=text.replace("limit: 8h", "limit: 6h")))
    assert "What it changes against version 1, which is in force" in changed
    assert "Desk: time limit 8 h on the clock → 6 h on the clock." in changed


def test_what_was_shown_is_what_is_proposed(visit, ministry):
    told = visit("paul").post(IMPORT, 200, do="check", file=sent(GOOD))
    kept = told.split('name="text" value="')[1].split('"')[0]
    page = visit("paul").follow(IMPORT, do="import", text=kept.replace("&quot;", '"'))
    assert "The version is proposed. Another policy officer can put it in force." in main(page)
    version = PolicyVersion.objects.get(policy__name="Sanctions")
    assert (version.status, version.proposed_by) == ("proposed", ministry.paul)
    assert "You wrote or proposed this version." in main(page)


def test_what_its_officer_should_know_is_said_before_it_is_proposed(visit, ministry):
    told = main(unchanged(visit("paul"), 200, do="check", text=GOOD.replace("role: head", "role: approver")))
    assert "This may be meant, and keeps nothing from being put in force:" in told
    assert "Head of mission:" in told
    assert "Embassy in Riyadh" in told


def test_line_breaks_as_browsers_send_them_are_no_difference(visit, ministry):
    text = writing.write(fetched(ministry.version)).replace("\n", "\r\n")
    assert "Nothing: the two say the same." in main(unchanged(visit("paul"), 200, do="check", text=text))


def test_each_problem_is_named_with_its_line_and_the_text_stays_to_be_mended(visit, ministry):
    told = unchanged(visit("paul"), 400, do="check", file=sent(GOOD.replace("COMMS", "LEGAL").replace("4h", "soon")))
    said = main(told)
    assert "Line 12: Give a length of time of at most a year" in said
    assert "levels.0.limit" in said
    assert "The register has no office with the code “LEGAL”." in said
    assert "office: LEGAL" in told.split("<textarea")[1]
    unknown = main(unchanged(visit("paul"), 400, do="import", text=GOOD.replace("COMMS", "LEGAL")))
    assert "ask Ivan Petit to enter what is missing" in unknown


@pytest.mark.parametrize(
    ("raw", "status", "sentence"),
    [
        (b"\xff\xfe", 400, "Save it as UTF-8."),
        (GOOD.encode("utf-16"), 400, "Save it as UTF-8."),
        (b"", 400, "The submitted file is empty."),
        (b"# nothing\n", 400, "There is nothing in the file."),
        (b"a: [", 400, "the file cannot be read as YAML from here on"),
        (b"a:\n\t- b", 400, "Line 2 begins with a tab."),
        (b"[" * 150_000, 400, "nested too deeply"),
        (b"a: !!python/object/apply:os.system [ls]\n", 400, "Tags (tag:yaml.org,2002:python/object/apply:os.system)"),
        (b"\x89PNG\r\n\x1a\n\x00", 400, "Save it as UTF-8."),
        (b'{"chancery_policy": 1}', 400, "This field is missing."),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_on_its_page(visit, ministry, raw, status, sentence):
    assert sentence in main(unchanged(visit("paul"), status, do="check", file=sent(raw)))


@pytest.mark.parametrize("size", [200_001, 10_000_000])
def test_a_file_that_is_too_large_is_refused_before_it_is_kept(visit, ministry, size):
    told = visit("paul").post(IMPORT, 413, do="check", file=sent(b"x" * size))
    assert "larger than 200 kB" in words(told)
    assert PolicyVersion.objects.count() == 1


def test_a_text_that_is_too_large_is_refused(visit, ministry):
    assert "larger than 200 kB" in main(unchanged(visit("paul"), 413, do="check", text="x" * 200_001))
    visit("paul").post(IMPORT, 413, do="check", text="x" * 1_100_000)


def test_nothing_sent_is_asked_for_again(visit, ministry):
    for fields in ({}, {"do": "check"}, {"do": "import", "text": " \n"}):
        assert "Choose a file, or paste its text." in main(unchanged(visit("paul"), 400, **fields))
    assert "Null characters are not allowed." in main(unchanged(visit("paul"), 400, text="\x00"))


def test_an_import_needs_the_token_of_the_page(ministry):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ministry.paul, backend="accounts.backends.SignIn")
    assert client.post(IMPORT, {"do": "import", "text": GOOD}).status_code == 403
    assert client.post(IMPORT, {"do": "check", "file": sent(GOOD)}).status_code == 403
    assert not Policy.objects.filter(name="Sanctions").exists()


def test_the_ways_to_files_and_presets_are_shown_to_whom_they_are_open(visit, ministry):
    assert "Import a file" in main(visit("paul").get("/policies/"))
    reader = main(visit("layla").get("/policies/"))
    assert "Presets" in reader
    assert "Import a file" not in reader


def price(visitor, address, **fields):
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.client.post(address, fields) if fields else visitor.client.get(address)
    assert answer.status_code == 200
    return len(asked)


def test_a_download_and_a_page_cost_the_same_with_two_levels_and_with_twenty(visit, ministry):
    for number in (2, 20):
        version = ministry.policy.versions.create(number=number, created_by=ministry.paul, created_at=NOW)
        for place in range(1, number + 1):
            level(version, place, f"Level {place}", "office", "approver", office=ministry.comms)
    address = f"/policies/{ministry.policy.pk}/versions/{{}}/file/"
    reader = visit("layla")
    price(reader, address.format(2))
    assert price(reader, address.format(2)) == price(reader, address.format(20)) <= 7


def test_presets_cost_the_same_whatever_the_register_has(visit, ministry):
    officer = visit("paul")
    price(officer, "/policies/presets/")
    few = price(officer, "/policies/presets/")
    for number in range(20):
        Policy.objects.create(name=f"Policy {number}", order=number)
    assert price(officer, "/policies/presets/") == few <= 14
