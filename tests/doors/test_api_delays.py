"""Delays through the API: how late, why, who may say so, and how often for the policy team."""

import pytest
import time_machine

from approvals.actions import alarms
from approvals.actions.explain_delay import explain_delay
from approvals.models import Delay, Event, Step
from tests.doors.calls import Caller, refused, told
from tests.doors.test_api_queries import cost
from tests.people import NOW, later

REASON = {"reason": "facts", "note": "The figures are not out."}


@pytest.fixture(autouse=True)
def at_noon_on_monday():
    with time_machine.travel(later(6), tick=False):
        yield


@pytest.fixture
def late(ministry):
    """A draft whose head of mission should have decided two hours ago."""
    draft = ministry.submitted()
    alarms.fire_due(at=later(5))
    return Delay.objects.get(draft=draft)


def row_of(caller, query=""):
    return caller.get(f"/delays/{query}")[1]["results"][0]


def test_a_delay_says_how_late_it_is_at_this_moment_and_who_may_say_why(ministry, late):
    row = row_of(Caller(ministry.helen))
    assert (row["step"], row["level"], row["office"]["code"]) == (str(late.step_id), "Head of mission", "RUH")
    assert (row["due_at"], row["flagged_at"]) == ("2026-09-14T13:00:00Z", "2026-09-14T14:00:00Z")
    assert (row["runs_on"], row["late_wall"], row["late_working"]) == ("wall", "PT2H", "PT1H")
    assert (row["resolved_at"], row["open"], row["reason"], row["explained_by"]) == (None, True, "", None)
    assert row["allowed"] == ["explain"]
    assert row_of(Caller(ministry.layla))["allowed"] == []
    assert row_of(Caller(ministry.paul))["allowed"] == []


def test_a_past_delay_says_how_late_it_was_and_stays_so(ministry, late):
    ministry.approve(late.draft, ministry.helen, at=later(6))
    with time_machine.travel(later(90), tick=False):
        row = row_of(Caller(ministry.paul), "?open=false")
    assert (row["resolved_at"], row["late_wall"], row["late_working"]) == ("2026-09-14T15:00:00Z", "PT2H", "PT1H")


def test_a_draft_that_was_flagged_stays_overdue_where_the_deadline_has_moved_since(ministry, late):
    Step.objects.filter(pk=late.step_id).update(due_at=later(30))
    (row,) = Caller(ministry.helen).get("/drafts/?overdue=true")[1]["results"]
    assert (row["overdue"], row["level"]["overdue"]) == (True, True)


def test_the_reason_is_given_once_and_corrected(ministry, late):
    """Guarantee 20."""
    caller, path = Caller(ministry.helen), f"/delays/{late.pk}/reason/"
    status, body = caller.post(path, REASON, Idempotency_Key="one")
    assert (status, body["reason"], body["note"]) == (200, "facts", "The figures are not out.")
    assert body["explained_by"]["name"] == "Helen Brandt"
    assert caller.post(path, REASON, Idempotency_Key="one") == (status, body)
    assert caller.post(path, {"reason": "busy"})[1]["note"] == ""
    assert Event.objects.filter(kind="delay_explained").count() == 2


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "reason"), ({"reason": ""}, "reason"), ({"reason": "lazy"}, "reason"), ({"reason": 1}, "reason"),
        ({"reason": None}, "reason"), ({"reason": "other"}, "note"), ({"reason": "other", "note": " \n"}, "note"),
        ({"reason": "busy", "note": "x" * 501}, "note"), ({"reason": "busy", "note": 7}, "note"),
        ({"reason": "busy", "resolved_at": "2026-09-14T15:00:00Z"}, "resolved_at"),
    ],
)  # fmt: skip
def test_bad_reasons_are_refused_by_name_and_nothing_is_kept(ministry, late, sent, field):
    status, body = Caller(ministry.helen).post(f"/delays/{late.pk}/reason/", sent)
    assert (status, list(body["errors"])) == (400, [field])
    assert Delay.objects.get().reason == ""


def test_a_delay_that_is_not_mine_to_explain_or_not_there(ministry, late):
    path = f"/delays/{late.pk}/reason/"
    assert refused(Caller(ministry.layla).post(path, REASON)) == (403, "not_yours_to_explain")
    assert refused(Caller(ministry.gil).post(path, REASON)) == (404, "not_found")
    assert refused(Caller(ministry.helen).post("/delays/99999999/reason/", REASON)) == (404, "not_found")
    assert Caller(ministry.helen).call("POST", "/delays/x/reason/", REASON).status_code == 404


def test_delays_are_narrowed_by_office_reason_and_time(ministry, late):
    paul = Caller(ministry.paul)
    explain_delay(delay_id=late.pk, by=ministry.helen, reason="busy", at=later(6))

    def found(query):
        return len(paul.get(f"/delays/?{query}")[1]["results"])

    assert [found(f"office={code}") for code in ("RUH", "GVA", "NONE")] == [1, 0, 0]
    assert [found(f"reason={reason}") for reason in ("busy", "facts", "none")] == [1, 0, 0]
    assert [found(f"since={at}") for at in ("2026-09-14T13:00:00Z", "2026-09-14T13:00:01Z")] == [1, 0]
    assert [found(f"until={at}") for at in ("2026-09-14T13:00:00Z", "2026-09-14T13:00:01Z")] == [0, 1]
    for odd in (
        "reason=lazy",
        "since=yesterday",
        "until=2026-09-14",
        "open=perhaps",
        "since=9999-12-31T23:59:59-12:00",
    ):
        assert paul.get(f"/delays/?{odd}")[0] == 400, odd


def test_delays_are_counted_by_reason_for_each_level_and_office(ministry, late):
    explain_delay(delay_id=late.pk, by=ministry.helen, reason="busy", at=later(6))
    second = ministry.submitted(at=later(-24))
    ministry.approve(second, ministry.helen, at=later(-23))
    alarms.fire_due(at=later(6))
    status, body = Caller(ministry.paul).get("/delays/counts/")
    assert status == 200
    rows = {(row["level"], row["office"]): row for row in body["results"]}
    assert set(rows) == {("Head of mission", "Embassy in Riyadh"), ("Desk", "Middle East Desk")}
    counts = {each["reason"]: each["count"] for each in rows["Head of mission", "Embassy in Riyadh"]["reasons"]}
    assert counts == {"absent": 0, "facts": 0, "translation": 0, "legal": 0, "busy": 1, "other": 0, "none": 0}
    assert (body["total"]["total"], body["total"]["level"], body["total"]["office"]) == (2, None, None)
    by_office = Caller(ministry.paul).get("/delays/counts/?by=office&since=2026-09-14T00:00:00Z")[1]["results"]
    assert [(row["level"], row["office"], row["total"]) for row in by_office] == [(None, "Embassy in Riyadh", 1)]
    assert Caller(ministry.paul).get("/delays/counts/?by=person")[0] == 400
    assert refused(Caller(ministry.helen).get("/delays/counts/")) == (403, "not_policy_officer")


def test_delays_cost_the_same_for_two_and_for_twenty_explained_and_not(ministry):
    helen, paul = Caller(ministry.helen), Caller(ministry.paul)
    calls = [(helen, "/delays/"), (paul, "/delays/?open=false"), (paul, "/delays/counts/")]

    def some(number):
        for n in range(number):
            ministry.submitted(f"Late {n}.", at=later(-n))
            ministry.approve(ministry.submitted(f"Past {n}.", at=later(-20)), ministry.helen, at=NOW)
        alarms.fire_due(at=later(6))
        for delay in Delay.objects.filter(office=ministry.riyadh, reason="")[: number // 2]:
            explain_delay(delay_id=delay.pk, by=ministry.helen, reason="busy", at=later(6))
        Step.objects.update(runs_on="working")

    some(2)
    few = [cost(caller, "GET", path) for caller, path in calls]
    some(18)
    assert [cost(caller, "GET", path) for caller, path in calls] == few
    assert max(few) <= 9


def test_explaining_costs_the_same_in_a_quiet_ministry_and_a_busy_one(ministry, late):
    helen, path = Caller(ministry.helen), f"/delays/{late.pk}/reason/"
    quiet = cost(helen, "POST", path, {"reason": "busy"})
    for number in range(20):
        ministry.submitted(f"Busy {number}.", at=later(-1))
    alarms.fire_due(at=later(6))
    assert cost(helen, "POST", path, {"reason": "legal"}) == quiet
    assert told(helen.call("POST", path, {"reason": "legal"}))[0] == 200
