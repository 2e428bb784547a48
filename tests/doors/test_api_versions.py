"""Versions compared through the API, and drafts in flight listed and moved, each answered on its own."""

import pytest
import time_machine

from tests.actions.asking import open_levels
from tests.actions.test_move import shorter
from tests.doors.calls import Caller, refused
from tests.people import NOW, fresh


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def base(ministry, number):
    return f"/policies/{ministry.policy.pk}/versions/{number}"


def test_what_a_version_changes_is_given_typed(ministry):
    shorter(ministry)
    status, told = Caller(ministry.layla).get(f"{base(ministry, 2)}/changes/")
    assert (status, told["from"]) == (200, 1)
    by_kind = {change["kind"]: change for change in told["changes"]}
    assert by_kind["level_removed"]["before"]["name"] == "Minister's office"
    assert by_kind["limit"] == {"kind": "limit", "level": "Desk", "number": 2} | {
        "before": {"limit": "PT8H", "runs_on": "wall"}, "after": {"limit": "PT4H", "runs_on": "wall"},
    }  # fmt: skip
    assert by_kind["escalation_removed"]["before"] == {
        "after": "PT1H", "who": {"selector": "office", "role": "approver", "office": str(ministry.comms.pk)},
        "posting": None, "repeat_every": None, "repeat_times": 0,
    }  # fmt: skip
    first = Caller(ministry.layla).get(f"{base(ministry, 1)}/changes/")[1]
    assert first["from"] is None
    assert {change["kind"] for change in first["changes"]} == {"level_added"}
    back = Caller(ministry.layla).get(f"{base(ministry, 1)}/changes/?from=2")[1]
    assert "level_added" in {change["kind"] for change in back["changes"]}


@pytest.mark.parametrize(
    ("asked", "answer"), [("9", (404, "not_found")), ("x", (400, "invalid")), ("0", (400, "invalid"))]
)
def test_a_version_that_cannot_be_compared_with_is_refused(ministry, asked, answer):
    assert refused(Caller(ministry.layla).get(f"{base(ministry, 1)}/changes/?from={asked}")) == answer


def test_drafts_in_flight_are_listed_with_what_a_move_would_mean(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    ministry.submitted("Another.")
    shorter(ministry)
    status, told = Caller(ministry.paul).get(f"{base(ministry, 1)}/in-flight/?limit=1")
    assert (status, len(told["results"])) == (200, 1)
    rest = Caller(ministry.paul).get(told["next"].split("/api/v1")[1])[1]
    rows = {row["draft"]["id"]: row for row in told["results"] + rest["results"]}
    row = rows[str(draft.pk)]
    assert [level["name"] for level in row["levels"]] == ["Head of mission", "Desk", "Minister's office"]
    assert [(level["name"], level["limit"]) for level in row["new_levels"]] == [
        ("Head of mission", "PT4H"),
        ("Desk", "PT4H"),
    ]
    assert (row["kept"], row["refused"]) == (["Head of mission"], None)
    assert refused(Caller(ministry.layla).get(f"{base(ministry, 1)}/in-flight/")) == (403, "not_policy_officer")


def test_drafts_are_moved_each_answered_on_its_own(ministry):
    """Guarantee 7."""
    draft, other = ministry.approve(ministry.submitted(), ministry.helen), ministry.submitted("Another.")
    shorter(ministry)
    paul, nobodys = Caller(ministry.paul), "00000000-0000-4000-8000-000000000000"
    given = {"reason": "One level less.", "drafts": [str(draft.pk), nobodys]}
    status, told = paul.post(f"{base(ministry, 1)}/move/", given)
    assert (status, told["left"]) == (200, 0)
    assert [(row["draft"], row["status"], row["code"]) for row in told["results"]] == [
        (str(draft.pk), 200, ""), (nobodys, 404, "not_found"),
    ]  # fmt: skip
    assert open_levels(draft) == ["Desk"]
    assert fresh(other).policy_version.number == 1
    _status, told = paul.post(f"{base(ministry, 1)}/move/", {"reason": "One level less."})
    assert [row["reference"] for row in told["results"]] == [other.reference]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "invalid"), ({"reason": ""}, "invalid"), ({"reason": " "}, "why_needed"), ({"reason": 7}, "invalid"),
        ({"reason": "r" * 501}, "invalid"), ({"reason": "Why.", "drafts": []}, "invalid"),
        ({"reason": "Why.", "drafts": ["x"]}, "invalid"), ({"reason": "Why.", "to": 2}, "invalid"),
    ],
)  # fmt: skip
def test_a_move_that_cannot_be_read_is_refused_and_moves_nothing(ministry, given, code):
    draft = ministry.submitted()
    shorter(ministry)
    assert refused(Caller(ministry.paul).post(f"{base(ministry, 1)}/move/", given)) == (400, code)
    assert fresh(draft).policy_version.number == 1
