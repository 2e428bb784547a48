"""Holds through the API: listed, placed, lifted, repeated; and what a held draft says of itself."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Event, Hold
from tests.doors.calls import Caller, refused
from tests.people import NOW, later

WHY = "A minister is to speak first."


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(ministry):
    return Caller(ministry.paul)


def placed(caller, **fields):
    status, hold = caller.post("/holds/", {"scope": "everything", "reason": WHY} | fields)
    assert status == 201, hold
    return hold


def test_a_hold_is_placed_read_and_lifted(ministry, officer):
    answer = officer.call(
        "POST", "/holds/",
        {"scope": "country", "scope_value": "sa", "exempt_topics": ["trade"], "reason": f" {WHY} ",
         "until": "2026-09-14T15:00:00+03:00"},
    )  # fmt: skip
    assert answer.status_code == 201
    status, hold = officer.get(answer["Location"])
    assert (status, hold) == (200, answer.json())
    paul = {"id": str(ministry.paul.pk), "name": "Paul Nguyen"}
    assert hold == {
        "id": str(Hold.objects.get().pk), "scope": "country", "scope_value": "SA", "exempt_topics": ["trade"],
        "reason": WHY, "placed_by": paul, "placed_at": "2026-09-14T09:00:00Z", "until": "2026-09-14T12:00:00Z",
        "in_force": True, "lifted_by": None, "lifted_at": None, "lift_reason": "",
    }  # fmt: skip
    status, lifted = officer.post(f"/holds/{hold['id']}/lift/", {"reason": "She has spoken."})
    assert (status, lifted["in_force"], lifted["lift_reason"]) == (200, False, "She has spoken.")
    assert (lifted["lifted_by"], lifted["lifted_at"]) == (paul, "2026-09-14T09:00:00Z")


def test_holds_are_listed_the_newest_first_and_by_whether_they_are_in_force(ministry, officer):
    first, second, third = (placed(officer, reason=f"Reason {number}.")["id"] for number in range(3))
    officer.post(f"/holds/{second}/lift/", {"reason": "Enough."})
    reader = Caller(ministry.gil)

    def listed(query=""):
        return [hold["id"] for hold in reader.get(f"/holds/{query}")[1]["results"]]

    assert listed() == [third, second, first]
    assert listed("?in_force=true") == [third, first]
    assert listed("?in_force=false") == [second]
    _status, page = reader.get("/holds/?limit=2")
    assert [hold["id"] for hold in page["results"]] == [third, second]
    assert [hold["id"] for hold in reader.get(page["next"])[1]["results"]] == [first]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid", "scope"),
        ({"scope": "planet", "reason": WHY}, "invalid", "scope"),
        ({"scope": 7, "reason": WHY}, "invalid", "scope"),
        ({"scope": "everything"}, "invalid", "reason"),
        ({"scope": "everything", "reason": ""}, "invalid", "reason"),
        ({"scope": "everything", "reason": "   "}, "invalid", "reason"),
        ({"scope": "everything", "reason": "x" * 501}, "invalid", "reason"),
        ({"scope": "everything", "reason": None}, "invalid", "reason"),
        ({"scope": "everything", "scope_value": "SA", "reason": WHY}, "scope_takes_no_value", "scope_value"),
        ({"scope": "country", "reason": WHY}, "scope_value_needed", "scope_value"),
        ({"scope": "country", "scope_value": "FR", "reason": WHY}, "scope_unknown_country", "scope_value"),
        ({"scope": "country", "scope_value": 7, "reason": WHY}, "invalid", "scope_value"),
        ({"scope": "channel", "scope_value": "x:@Nobody", "reason": WHY}, "scope_unknown_channel", "scope_value"),
        ({"scope": "topic", "scope_value": "weather", "reason": WHY}, "unknown_topic", "scope_value"),
        ({"scope": "language", "scope_value": "klingon", "reason": WHY}, "unknown_language", "scope_value"),
        ({"scope": "everything", "exempt_topics": ["weather"], "reason": WHY}, "unknown_topic", "exempt_topics"),
        ({"scope": "everything", "exempt_topics": "trade", "reason": WHY}, "invalid", "exempt_topics"),
        ({"scope": "everything", "exempt_topics": ["trade"] * 51, "reason": WHY}, "invalid", "exempt_topics"),
        ({"scope": "everything", "reason": WHY, "until": "2026-09-14T08:59:59Z"}, "until_past", "until"),
        ({"scope": "everything", "reason": WHY, "until": "2026-09-15T09:00:00"}, "invalid", "until"),
        ({"scope": "everything", "reason": WHY, "until": "tomorrow"}, "invalid", "until"),
        ({"scope": "everything", "reason": WHY, "until": "9999-12-31T23:59:59Z"}, "moment_too_far", "until"),
        ({"scope": "everything", "reason": WHY, "placed_at": "2026-09-14T09:00:00Z"}, "invalid", "placed_at"),
        ({"scope": "everything", "reason": "a\u0000b"}, "unusable_text", "reason"),
    ],
)
def test_what_cannot_be_held_is_refused_with_its_field_and_nothing_is_held(ministry, officer, body, code, field):
    answer = officer.post("/holds/", body)
    assert refused(answer) == (400, code)
    assert field in answer[1]["errors"]
    assert not Hold.objects.exists()


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 7}, {"reason": "Enough.", "at": "now"}, []])
def test_lifting_takes_a_reason_and_nothing_else(ministry, officer, body):
    hold = placed(officer)
    assert refused(officer.post(f"/holds/{hold['id']}/lift/", body)) == (400, "invalid")
    assert Hold.objects.get().lifted_at is None


def test_what_is_over_or_not_there_is_not_lifted(ministry, officer):
    hold = placed(officer)
    lift = {"reason": "Enough."}
    officer.post(f"/holds/{hold['id']}/lift/", lift)
    assert refused(officer.post(f"/holds/{hold['id']}/lift/", lift)) == (409, "hold_is_over")
    assert refused(officer.post("/holds/999/lift/", lift)) == (404, "not_found")
    assert refused(officer.get("/holds/999/")) == (404, "not_found")


def test_only_policy_officers_hold_and_lift(ministry, officer):
    hold = placed(officer)
    for name in ("layla", "helen", "rita", "ivan"):
        caller = Caller(getattr(ministry, name))
        assert refused(caller.post("/holds/", {"scope": "everything", "reason": WHY})) == (403, "not_policy_officer")
        assert refused(caller.post(f"/holds/{hold['id']}/lift/", {"reason": "x"})) == (403, "not_policy_officer")


def test_a_repeat_with_the_same_key_holds_once_and_lifts_once(ministry, officer):
    """Guarantee 20."""
    body = {"scope": "everything", "reason": WHY}
    first = officer.call("POST", "/holds/", body, Idempotency_Key="hold-1")
    again = officer.call("POST", "/holds/", body, Idempotency_Key="hold-1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again["Idempotency-Replayed"] == "true"
    path = f"/holds/{first.json()['id']}/lift/"
    lifts = [officer.call("POST", path, {"reason": "Enough."}, Idempotency_Key="lift-1") for _ in range(2)]
    assert [lift.status_code for lift in lifts] == [200, 200]
    assert Hold.objects.count() == 1
    assert Event.objects.filter(kind__in=("hold_placed", "hold_lifted")).count() == 2


def test_a_held_draft_says_what_it_waits_on_and_offers_no_way_out(ministry, officer):
    """Guarantee 22."""
    draft = ministry.cleared()
    layla = Caller(ministry.layla)
    free = layla.get(f"/drafts/{draft.pk}/")[1]
    assert (free["held_by"], "publish" in free["allowed"]) == ([], True)
    hold = placed(officer)
    held = layla.get(f"/drafts/{draft.pk}/")[1]
    assert [one["id"] for one in held["held_by"]] == [hold["id"]]
    assert held["held_by"][0]["reason"] == WHY
    assert "publish" not in held["allowed"]
    assert [post["compose_url"] for post in held["posts"]] == [None]
    sent = {"channel": str(ministry.x.pk), "url": "https://x.com/EmbassyRiyadh/status/1"}
    answer = layla.post(f"/drafts/{draft.pk}/publish/", sent)
    assert refused(answer) == (409, "on_hold")
    assert WHY in answer[1]["detail"]


def test_a_draft_of_which_something_is_free_may_still_be_published(ministry, officer):
    draft = ministry.cleared(channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    hold = placed(officer, scope="channel", scope_value="x:@EmbassyRiyadh")
    shown = Caller(ministry.layla).get(f"/drafts/{draft.pk}/")[1]
    assert [one["id"] for one in shown["held_by"]] == [hold["id"]]
    assert "publish" in shown["allowed"]
    links = {post["channel"]: post["compose_url"] for post in shown["posts"]}
    assert links[str(ministry.x.pk)] is None
    assert links[str(ministry.mastodon.pk)]


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_what_is_not_cleared_waits_on_no_hold_yet(ministry, officer, state):
    draft = getattr(ministry, state)()
    placed(officer)
    assert Caller(ministry.layla).get(f"/drafts/{draft.pk}/")[1]["held_by"] == []


def test_lists_and_calls_cost_the_same_for_two_holds_and_for_twenty(ministry, officer):
    draft, layla = ministry.cleared(), Caller(ministry.layla)

    def costs():
        found = []
        for caller, path in ((officer, "/holds/"), (layla, "/holds/?in_force=true"), (layla, f"/drafts/{draft.pk}/")):
            with CaptureQueriesContext(connection) as asked:
                assert caller.get(path)[0] == 200
            found.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            placed(officer)
        return [*found, len(asked)]

    placed(officer)
    few = costs()
    for _ in range(18):
        placed(officer)
    assert costs() == few
    assert max(few[:2]) <= 3


def test_a_hold_that_has_come_to_its_end_is_not_in_force(ministry, officer):
    placed(officer, until="2026-09-14T10:00:00Z")
    with time_machine.travel(later(1), tick=False):
        assert officer.get("/holds/")[1]["results"][0]["in_force"] is False
        assert officer.get("/holds/?in_force=true")[1]["results"] == []
