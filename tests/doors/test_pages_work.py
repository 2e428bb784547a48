"""Work under way on pages: how far it is, what came of it, and for nobody but who asked."""

import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import work
from accounts.models import Posting, Work
from approvals.models import Event
from notifications.models import Message
from tests.doors.pages import main
from tests.people import NOW, later


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_work_waits_goes_on_and_is_done_and_its_asker_is_told(visit, ministry):
    reader = visit("layla")
    assert "You have asked for nothing yet" in main(reader.get("/work/"))
    address = reader.post("/work/drafts-file/")
    page = reader.get(address)
    assert "It waits for a worker" in main(page)
    assert 'hx-trigger="every 2s"' in page
    Work.objects.update(status="running", done=40, total=1200, leased_until=later(1))
    part = reader.get(address, headers={"HX-Request": "true"})
    assert "<main" not in part
    assert "40 of 1,200" in part
    Work.objects.update(status="waiting")
    work.take_up(at=NOW)
    page = reader.get(address)
    assert "hx-trigger" not in page
    assert "This is kept for you until Wed 14 Oct 2026" in main(page)
    told = Message.objects.get(kind="work_done")
    assert (told.user, told.medium, told.path) == (ministry.layla, "in_app", address)
    assert "Drafts you may see, as a file: this is done." in main(reader.get("/notifications/"))
    assert "Drafts you may see, as a file" in main(reader.get("/work/"))


def test_who_waited_for_more_than_a_minute_is_told_by_mail_too(visit, ministry):
    visit("layla").post("/work/drafts-file/")
    work.take_up(at=later(minutes=2))
    assert Message.objects.filter(kind="work_done", medium="email").count() == 1


def test_work_is_its_askers_alone(visit, ministry):
    address = visit("layla").post("/work/drafts-file/")
    work.take_up(at=NOW)
    for other in ("helen", "paul", "ivan"):
        visit(other).get(address, 404)
        visit(other).get(f"{address}file/", 404)
        visit(other).post(f"{address}call-off/", 404)
        assert "Drafts you may see" not in main(visit(other).get("/work/")).replace("Every draft that you may see", "")


def test_work_is_called_off_from_its_page(visit, ministry):
    reader = visit("layla")
    address = reader.post("/work/drafts-file/")
    assert "It is called off" in main(reader.follow(f"{address}call-off/"))
    assert "It was over already." in main(reader.follow(f"{address}call-off/"))
    assert not work.take_up(at=NOW)


def test_the_file_of_drafts_has_what_one_may_see_and_no_text(visit, ministry):
    ministry.submitted("Words that nobody exports.")
    ministry.draft("Not submitted.", by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    reader = visit("layla")
    address = reader.post("/work/drafts-file/")
    work.take_up(at=NOW)
    assert "The file has 1 line beside its headings." in main(reader.get(address))
    file = reader.get(f"{address}file/")
    assert "Words that nobody exports" not in file
    (row,) = rows(file)
    assert (row["state"], row["office"], row["language"], row["channels"]) == (
        "in_review", "RUH", "en", "x:@EmbassyRiyadh",
    )  # fmt: skip
    assert row["submitted_at"] == "2026-09-14T09:00:00Z"
    Posting.objects.filter(user=ministry.layla).update(ends_at=NOW)
    assert reader.get(f"{address}file/", status=404), "who holds no posting any more does not take it along"


def test_the_record_is_taken_along_by_records_officers_without_what_nobody_submitted(visit, ministry):
    ministry.submitted()
    ministry.draft("Not submitted.")
    reader = visit("rita")
    wrong = reader.post("/work/record-file/", 400, since="2026-09-14", until="2026-09-01")
    assert "The last day comes before the first." in main(wrong)
    assert "Give days between 2000 and 2100." in main(
        reader.post("/work/record-file/", 400, since="0900-01-01", until="2026-09-01")
    )
    address = reader.post("/work/record-file/", since="2026-09-14", until="2026-09-14")
    work.take_up(at=NOW)
    found = rows(reader.get(f"{address}file/"))
    assert {row["kind"] for row in found} >= {"created", "submitted"}
    assert len(found) == Event.objects.exclude(draft__route__isnull=True, ledger__isnull=True).count()
    assert all(len(row["hash"]) == 64 for row in found)
    Posting.objects.filter(user=ministry.rita).update(ends_at=NOW)
    reader.get(f"{address}file/", 404)
    assert "You no longer hold the posting for which this was made" in main(reader.get(address))


def test_a_version_is_tried_on_thousands_of_drafts(visit, ministry):
    for _ in range(3):
        ministry.submitted()
    reader, base = visit("paul"), f"/policies/{ministry.policy.pk}/versions/1/try/"
    assert "Try it on thousands of drafts" in main(reader.get(base))
    assert reader.post(f"{base}many/", last="7") == base
    address = reader.post(f"{base}many/", last="5000")
    work.take_up(at=NOW)
    said = main(reader.get(address))
    assert "Mission, desk, minister, version 1, tried on the last 5000 drafts" in said
    assert "Of the last 3 drafts, 0 would take another route." in said
    Posting.objects.filter(user=ministry.paul).update(ends_at=NOW)
    assert "would take another route" not in main(reader.get(address))


def test_what_is_refused_is_said(visit, ministry):
    reader = visit("paul")
    address = reader.post(f"/policies/{ministry.policy.pk}/versions/1/try/many/", last="1000")
    Posting.objects.filter(user=ministry.paul).update(ends_at=NOW)
    work.take_up(at=NOW)
    assert "Failed" in main(reader.get(address))
    assert Work.objects.get().problem == "not_policy_officer"
    assert Message.objects.filter(kind="work_failed").exists()


def test_nobody_has_too_much_in_hand(visit, ministry):
    reader = visit("layla")
    for _ in range(5):
        reader.post("/work/drafts-file/")
    assert "You have asked for 5 pieces of work already." in main(reader.post("/work/drafts-file/", 409))


def test_a_list_of_much_work_costs_what_a_list_of_little_does(visit, ministry):
    reader = visit("layla")
    reader.post("/work/drafts-file/")
    reader.get("/work/")
    with CaptureQueriesContext(connection) as few:
        reader.get("/work/")
    for number in range(40):
        Work.objects.create(kind="drafts_file", by=ministry.layla, asked_at=later(-number - 1), status="done")
    with CaptureQueriesContext(connection) as many:
        page = reader.get("/work/")
    assert len(many) == len(few)
    assert "1 to 25 of 41" in main(page)
