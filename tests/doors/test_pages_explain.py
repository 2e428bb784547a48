"""Why a level is late: said on the draft’s page or in the list; counted by the policy team, on a page and in a file."""

import csv
import io

import pytest

from accounts.models import Office
from approvals.actions import alarms
from approvals.actions.explain_delay import explain_delay
from approvals.models import Delay, Step
from approvals.spreadsheet import harmless
from tests.doors.pages import at, main, words
from tests.people import later


@pytest.fixture
def late(ministry, visit, time_machine):
    """A draft whose head of mission is three hours late; it is 19:00 in Riyadh, two hours after the mission closed."""
    draft = ministry.submitted()
    alarms.fire_due(at=later(4))
    time_machine.move_to(later(7), tick=False)
    return draft


@pytest.fixture
def delay(late):
    return Delay.objects.get(draft=late)


def explain_path(delay):
    return f"/delays/{delay.pk}/reason/"


@pytest.fixture
def reader(visit, late, time_machine):
    def opened(name):
        visitor = visit(name)
        time_machine.move_to(later(7), tick=False)
        return visitor

    return opened


def test_the_list_says_how_late_in_working_time_and_on_the_clock(reader, late):
    assert "Late by 3 h" in main(reader("helen").get("/delays/"))
    Step.objects.update(runs_on="working")
    assert "Late by 1 h of working time (3 h on the clock)" in main(reader("helen").get("/delays/"))


def test_an_evening_without_working_time_is_said_as_such(reader, late, delay):
    Step.objects.update(runs_on="working")
    Delay.objects.update(due_at=later(5, minutes=30))
    assert "Late by 1 h 30 on the clock, no working time yet" in main(reader("helen").get("/delays/"))


def test_a_past_delay_says_how_late_it_was(reader, ministry, late, time_machine):
    Step.objects.update(runs_on="working")
    ministry.approve(late, ministry.helen, at=later(24))
    for page in ("/delays/?which=past", at(late)):
        assert "Was late by 4 h of working time (20 h on the clock)" in main(reader("paul").get(page))


def test_who_decides_says_why_in_the_list_and_comes_back_there(reader, delay):
    visitor = reader("helen")
    assert "Say why it is late" in main(visitor.get("/delays/"))
    page = visitor.follow(explain_path(delay), reason="translation", note="The Arabic is not back.", next="delays")
    assert "The reason why" in main(page)
    assert "Why: Awaiting a translation (The Arabic is not back.)" in main(page)
    assert "Helen Brandt" in main(page)
    assert "Correct the reason" in main(page)


def test_who_decides_says_why_on_the_drafts_page_and_corrects_it_there(reader, late, delay):
    visitor = reader("helen")
    assert visitor.post(explain_path(delay), reason="facts") == at(late)
    told = main(visitor.follow(explain_path(delay), reason="other", note="A power cut."))
    assert "Why: Another reason (A power cut.)" in told
    assert "Helen Brandt said why Head of mission was late: Awaiting facts." in told
    assert "Helen Brandt corrected why Head of mission was late: Another reason (A power cut.)." in told


def test_what_is_refused_is_shown_where_it_was_typed(reader, late, delay):
    page = reader("helen").post(explain_path(delay), 400, reason="other", note="")
    assert "Say in a few words what the other reason is." in main(page)
    assert '<option value="other" selected>' in page
    assert '<details class="ap-more" open>' in page
    page = reader("helen").post(explain_path(delay), 400, reason="")
    assert "Choose one of the reasons why it is late." in main(page)
    page = reader("helen").post(explain_path(delay), 400, reason="busy", note="x" * 501)
    assert "501" in main(page)
    page = reader("helen").post(explain_path(delay), 400, reason="lazy", note="")
    assert Delay.objects.get().reason == ""


def test_who_may_not_say_why_is_offered_no_form_and_refused(reader, late, delay):
    for name in ("layla", "paul"):
        visitor = reader(name)
        assert "Say why it is late" not in main(visitor.get("/delays/") + visitor.get(at(late)))
        assert "not by you" in main(visitor.post(explain_path(delay), 403, reason="facts"))
    reader("gil").post(explain_path(delay), 404, reason="facts")
    reader("helen").post("/delays/999999/reason/", 404, reason="facts")


def test_a_note_cannot_break_out_of_the_page(reader, late, delay):
    visitor = reader("helen")
    visitor.post(explain_path(delay), reason="busy", note="<script>alert(1)</script>")
    for page in ("/delays/", at(late)):
        assert "<script>alert" not in visitor.get(page)


def test_delays_are_narrowed_by_reason_and_time(reader, ministry, late, delay):
    visitor = reader("paul")
    explain_delay(delay_id=delay.pk, by=ministry.helen, reason="busy", at=later(6))

    def found(query):
        return late.reference in main(visitor.get(f"/delays/?{query}"))

    assert [found(f"reason={reason}") for reason in ("busy", "facts", "none", "lazy")] == [True, False, False, True]
    # The reader is in Toronto, where it was due on the 14th at 09:00.
    assert [found(f"since={day}") for day in ("2026-09-14", "2026-09-15")] == [True, False]
    assert [found(f"until={day}") for day in ("2026-09-13", "2026-09-14")] == [False, True]
    assert "No delay fits" in main(visitor.get("/delays/?reason=facts"))


@pytest.mark.parametrize("odd", ["since=%00", "until=9999-12-31", "since=0001-01-01", "reason=%00", "since=x&until=y"])
def test_odd_times_are_no_fault(reader, late, odd):
    assert late.reference in main(reader("paul").get(f"/delays/?{odd}"))
    reader("paul").get(f"/delays/counts/?{odd}&by=%00")


def test_the_policy_team_counts_reasons_by_level_and_by_office_with_totals(reader, ministry, late, delay):
    visitor = reader("paul")
    explain_delay(delay_id=delay.pk, by=ministry.helen, reason="busy", at=later(6))
    assert "Open Past Counted" in main(visitor.get("/delays/"))
    assert "Open Past Counted" not in main(reader("helen").get("/delays/"))
    by_level = main(visitor.get("/delays/counts/"))
    assert "Head of mission 0 0 0 0 1 0 0 1 Total 0 0 0 0 1 0 0 1" in by_level
    assert "Embassy in Riyadh 0 0 0 0 1 0 0 1" in main(visitor.get("/delays/counts/?by=office"))
    assert "Head of mission, Embassy in Riyadh 0 0" in main(visitor.get("/delays/counts/?by=both"))
    assert "No delay to count" in main(visitor.get("/delays/counts/?until=2026-09-13"))
    assert "policy officer" in main(reader("helen").get("/delays/counts/", 403))


def file(visitor, query=""):
    response = visitor.client.get(f"/delays/counts/file/{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="delays-2026-09-14.csv"'
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_same_figures_are_a_file_for_a_spreadsheet(reader, late):
    heads, row, total = file(reader("paul"), "?by=both")
    assert heads[:3] == ["Level", "Office", "Whoever decides is absent"]
    assert row == ["Head of mission", "Embassy in Riyadh", "0", "0", "0", "0", "0", "0", "1", "1"]
    assert total == ["Total", "", "0", "0", "0", "0", "0", "0", "1", "1"]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", " =1+1", "＝1"])
def test_a_name_that_would_be_a_formula_is_quoted(reader, ministry, late, name):
    """What leads a formula is text in a file, whoever named it so."""
    Office.objects.filter(pk=ministry.riyadh.pk).update(name=name)
    Step.objects.update(name=name)
    rows = file(reader("paul"), "?by=both")
    assert rows[1][:2] == [f"'{name}", f"'{name}"]


def test_plain_cells_stay_as_they_are():
    assert [harmless(cell) for cell in (0, -3, "Desk", "A=B", "", "L'Ambassade")] == [
        0, -3, "Desk", "A=B", "", "L'Ambassade",
    ]  # fmt: skip


def test_the_reasons_are_told_in_french_to_a_french_reader(reader, ministry, late, delay):
    ministry.helen.language = "fr"
    ministry.helen.save()
    explain_delay(delay_id=delay.pk, by=ministry.helen, reason="busy", at=later(6))
    assert "Too much to do" not in words(reader("helen").get("/delays/"))
