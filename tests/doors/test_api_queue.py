"""The queue through the API: most urgent first, and several decisions at once, each on its own."""

from uuid import uuid4

import pytest
import time_machine

from approvals.models import Decision, Denial
from tests.doors.calls import Caller, refused
from tests.people import NOW, fresh, later


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def approval(draft, **fields):
    return {"draft": str(draft.pk), "verdict": "approve", "revision": draft.current.hash} | fields


def decide(caller, *decisions, **headers):
    status, body = caller.post("/queue/decisions/", {"decisions": list(decisions)}, **headers)
    assert status == 200, body
    return body["results"]


def test_the_queue_has_what_awaits_me_most_urgent_first(ministry):
    second = ministry.submitted("Second.", at=later(minutes=-10))
    first = ministry.submitted("First.", at=later(hours=-5))
    ministry.draft("Not submitted.")
    _status, body = Caller(ministry.helen).get("/queue/")
    assert [row["id"] for row in body["results"]] == [str(first.pk), str(second.pk)]
    row = body["results"][0]
    assert (row["reference"], row["excerpt"], row["overdue"]) == (first.reference, "First.", True)
    assert row["revision"] == {"number": 1, "hash": first.current.hash}
    assert (row["office"]["code"], row["level"]["name"]) == ("RUH", "Head of mission")
    assert row["due_at"] == row["level"]["due_at"] == "2026-09-14T08:00:00Z"
    assert Caller(ministry.dana).get("/queue/")[1]["results"] == []


def test_a_place_in_the_queue_is_kept_while_it_changes(ministry):
    head = Caller(ministry.helen)
    drafts = [ministry.submitted(f"Number {hour}.", at=later(-hour)) for hour in range(6, 0, -1)]
    _status, page = head.get("/queue/?limit=2")
    ministry.approve(drafts[0], ministry.helen)
    _status, page = head.get(page["next"])
    assert [row["excerpt"] for row in page["results"]] == ["Number 4.", "Number 3."]
    _status, page = head.get(page["previous"])
    assert [row["excerpt"] for row in page["results"]] == ["Number 5."]


def test_several_decisions_are_each_answered_on_their_own(ministry):
    good, stale, other = ministry.submitted("Good."), ministry.submitted("Stale."), ministry.draft("Not submitted.")
    mine = ministry.submitted("Rejected.")
    results = decide(
        Caller(ministry.helen),
        approval(stale, revision="0" * 64),
        approval(good),
        approval(other),
        {"draft": str(uuid4()), "verdict": "approve", "revision": "x"},
        {"draft": "nonsense", "verdict": "approve", "revision": "x"},
        {"draft": str(good.pk), "verdict": "approve"},
        {},
        approval(mine, verdict="reject", reason="tone"),
    )
    assert [(result["status"], result["code"]) for result in results] == [
        (409, "stale_revision"), (200, ""), (409, "wrong_state"), (404, "not_found"), (400, "invalid"),
        (428, "revision_required"), (428, "revision_required"), (200, ""),
    ]  # fmt: skip
    assert [result["state"] for result in results] == [None, "in_review", None, None, None, None, None, "rejected"]
    assert results[1]["draft"] == str(good.pk)
    assert Decision.objects.count() == 2
    assert fresh(stale).state == "in_review"


def test_none_is_half_done_a_refused_one_leaves_nothing(ministry):
    draft = ministry.submitted()
    (result,) = decide(Caller(ministry.helen), approval(draft, verdict="request_changes"))
    assert (result["status"], result["code"], list(result["errors"])) == (400, "comment_needed", ["comment"])
    assert not Decision.objects.exists()
    assert fresh(draft).state == "in_review"


def test_the_same_draft_twice_is_decided_once(ministry):
    draft = ministry.submitted()
    results = decide(Caller(ministry.helen), approval(draft), approval(draft))
    assert results[0]["status"] == 200
    assert results[1]["status"] in (403, 409)
    assert Decision.objects.count() == 1


def test_an_attempt_on_a_draft_one_may_not_see_is_on_record(ministry):
    draft = ministry.submitted()
    (result,) = decide(Caller(ministry.gil), approval(draft), Idempotency_Key="k")
    assert (result["status"], result["code"]) == (404, "not_found")
    assert Denial.objects.get().user == ministry.gil


def test_a_repeat_with_the_same_key_gets_the_same_results_and_decides_nothing_anew(ministry):
    head, draft = Caller(ministry.helen), ministry.submitted()
    first = decide(head, approval(draft), Idempotency_Key="k")
    assert decide(head, approval(draft), Idempotency_Key="k") == first
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [{}, {"decisions": []}, {"decisions": {}}, {"decisions": "all"}, {"decisions": [7]}, {"decisions": [None]},
     {"decisions": [{}] * 101}, {"decisions": [{}], "force": True}],
)  # fmt: skip
def test_what_is_no_list_of_decisions_is_refused_as_a_whole(ministry, sent):
    assert refused(Caller(ministry.helen).post("/queue/decisions/", sent)) == (400, "invalid")


def test_a_hundred_at_once_are_taken(ministry):
    assert (
        len(decide(Caller(ministry.helen), *[{"draft": str(uuid4()), "verdict": "approve", "revision": "x"}] * 100))
        == 100
    )
