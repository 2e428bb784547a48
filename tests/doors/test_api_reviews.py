"""Reviews through the API: the queue, the outcome, the takedown, and the rules that say who reviews."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Event, Review, ReviewRule
from tests.actions.reviewed import NOTE, URL, again, decide, many, out, rule
from tests.doors.calls import Caller, refused
from tests.people import later


@pytest.fixture(autouse=True)
def at_eleven_on_monday():
    with time_machine.travel(later(2), tick=False):
        yield


@pytest.fixture
def reviewer(ministry):
    return Caller(ministry.carla)


def test_the_queue_says_what_is_out_where_and_under_what(ministry, reviewer):
    ministry.x.followers = 12_000
    ministry.x.save()
    found = out(ministry, "The embassy is open.")
    status, page = reviewer.get("/reviews/")
    (row,) = page["results"]
    assert (status, row["id"], row["draft"]) == (200, str(found.pk), str(found.draft_id))
    assert (row["reference"], row["excerpt"]) == (found.draft.reference, "The embassy is open.")
    assert (row["channels"], row["urls"]) == (["x:@EmbassyRiyadh"], [URL])
    assert (row["authorization"], row["version"], row["origin"]) == ("PA-2026-0001", 1, "fast_path")
    assert (row["published_at"], row["due_at"]) == ("2026-09-14T09:00:00Z", "2026-09-14T17:00:00Z")
    assert (row["exposure"], row["overdue"], row["outcome"]) == (12_000, False, "")
    assert row["publisher"]["name"] == ministry.helen.name


def test_what_reaches_most_people_comes_first_then_what_is_due_soonest(ministry, reviewer):
    small, big = out(ministry, exposure=10), out(ministry, exposure=5_000)
    late = out(ministry, exposure=10, at=later(-1))
    other = out(ministry, office=ministry.desk, exposure=90_000)
    order = [str(found.pk) for found in (big, late, small)]
    assert [row["id"] for row in reviewer.get("/reviews/")[1]["results"]] == order
    assert str(other.pk) not in order
    _status, first = reviewer.get("/reviews/?limit=2")
    _status, second = reviewer.get(first["next"])
    assert [row["id"] for row in first["results"] + second["results"]] == order
    assert [row["id"] for row in reviewer.get(second["previous"])[1]["results"]] == order[:2]


def test_an_outcome_is_recorded_once_and_a_correction_is_named(ministry, reviewer):
    found = out(ministry)
    body = {"outcome": "correct", "reason": "tone", "note": NOTE, "revision": found.revision.hash}
    first = reviewer.call("POST", f"/reviews/{found.pk}/outcome/", body, Idempotency_Key="once")
    repeat = reviewer.call("POST", f"/reviews/{found.pk}/outcome/", body, Idempotency_Key="once")
    assert (first.status_code, repeat.json()) == (200, first.json())
    done = first.json()
    assert (done["status"], done["outcome"], done["reason"], done["note"]) == ("done", "correct", "tone", NOTE)
    assert done["correction"]["reference"] == again(found).correction.reference
    assert Event.objects.filter(kind="reviewed_correct").count() == 1
    assert refused(reviewer.post(f"/reviews/{found.pk}/outcome/", body)) == (409, "review_done")
    assert reviewer.get("/reviews/")[1]["results"] == []
    assert [row["id"] for row in reviewer.get("/reviews/?status=done&outcome=correct")[1]["results"]] == [done["id"]]
    assert reviewer.get("/reviews/?status=done&outcome=stands")[1]["results"] == []


def test_the_mission_records_the_takedown_and_sees_until_then_that_it_is_asked_for(ministry):
    found = decide(out(ministry), ministry.carla, "retract", at=later(1))
    author = Caller(ministry.layla)
    (asked,) = author.get("/reviews/?status=takedown")[1]["results"]
    assert (asked["id"], asked["awaits_takedown"]) == (str(found.pk), True)
    assert author.get(f"/reviews/{found.pk}/")[1]["allowed"] == ["takedown"]
    body = {"where": "Deleted on X", "taken_down_at": "2026-09-14T13:30:00+03:00"}
    status, done = author.post(f"/reviews/{found.pk}/takedown/", body)
    assert (status, done["awaits_takedown"], done["taken_down_at"]) == (200, False, "2026-09-14T10:30:00Z")
    assert done["taken_down_by"]["name"] == ministry.layla.name
    assert author.get("/reviews/?status=takedown")[1]["results"] == []


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid", "outcome"),
        ({"outcome": "maybe"}, "invalid", "outcome"),
        ({"outcome": 7}, "invalid", "outcome"),
        ({"outcome": "correct", "note": NOTE}, "review_reason_needed", "reason"),
        ({"outcome": "correct", "reason": "no", "note": NOTE}, "invalid", "reason"),
        ({"outcome": "retract", "reason": "tone"}, "review_note_needed", "note"),
        ({"outcome": "retract", "reason": "tone", "note": "x" * 5001}, "invalid", "note"),
        ({"outcome": "retract", "reason": "tone", "note": "a\x00"}, "unusable_text", "note"),
        ({"outcome": "stands", "by": "me"}, "invalid", "by"),
        ({"outcome": "stands", "reason": "tone"}, "review_reason_for_stands", "reason"),
    ],
)
def test_bad_outcomes_are_refused_by_name_and_nothing_is_recorded(ministry, reviewer, body, code, field):
    found = out(ministry)
    status, problem = reviewer.post(f"/reviews/{found.pk}/outcome/", body)
    assert (status, problem["code"]) == (400, code)
    assert field in problem["errors"]
    assert Review.objects.get().status == "open"


@pytest.mark.parametrize(
    "query", ["?status=mine", "?outcome=stands", "?status=done&outcome=x", "?cursor=1", "?limit=0"]
)
def test_a_filter_that_is_misspelt_is_refused(reviewer, query):
    assert reviewer.get(f"/reviews/{query}")[0] == 400


def test_the_queue_costs_the_same_however_long_it_is(ministry, reviewer):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get("/reviews/?limit=100")[0] == 200
        return len(queries)

    out(ministry)
    one = cost()
    many(ministry, 9)
    assert cost() == one <= 9


# Rules


def body(ministry, **fields):
    return {
        "name": "Sanctions", "order": 10, "selector": "office", "office": str(ministry.desk.pk), "role": "approver",
        "conditions": {"field": "topic", "in": ["sanctions"]}, "limit": "PT4H", "runs_on": "wall",
        "remind_percent": 50, "escalate_after": "PT1H", "escalate_selector": "office",
        "escalate_office": str(ministry.comms.pk), "escalate_role": "policy",
    } | fields  # fmt: skip


def test_policy_officers_add_change_and_remove_rules_on_the_record_of_the_ministry(ministry):
    officer = Caller(ministry.paul)
    status, default = officer.post("/review-rules/", body(ministry, name="All", conditions={}))
    assert (status, default["is_default"], default["limit"]) == (201, True, "PT4H")
    _status, added = officer.post("/review-rules/", body(ministry))
    assert [row["name"] for row in officer.get("/review-rules/")[1]["results"]] == ["Sanctions", "All"]
    changed = officer.post(f"/review-rules/{added['id']}/", body(ministry, limit="PT2H", escalate_role="",
                                                                 escalate_after=None))[1]  # fmt: skip
    assert (changed["limit"], changed["escalate_after"], changed["escalate_role"]) == ("PT2H", None, "")
    assert officer.post(f"/review-rules/{added['id']}/remove/")[0] == 200
    assert refused(officer.post(f"/review-rules/{default['id']}/remove/")) == (409, "review_rule_default_stays")
    kinds = Event.objects.filter(ledger__name="ministry", kind__startswith="review_rule").order_by("sequence")
    assert list(kinds.values_list("kind", flat=True)) == [
        "review_rule_added", "review_rule_added", "review_rule_changed", "review_rule_removed",
    ]  # fmt: skip
    assert kinds[2].data["before"]["limit"] == 4 * 3600


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"conditions": {}}, 400, "review_rule_matches_all"),
        ({"conditions": {"field": "mood", "in": ["x"]}}, 400, "review_rule_condition"),
        ({"name": "Every post"}, 400, "review_rule_name_taken"),
        ({"limit": "PT0S"}, 400, "review_rule_limit"),
        ({"escalate_after": None}, 400, "review_rule_escalation"),
        ({"role": "records"}, 409, "review_rule_unstaffed"),
        ({"office": "999999"}, 409, "review_rule_without_office"),
        ({"remind_percent": 100}, 400, "invalid"),
    ],
)
def test_bad_rules_are_refused(ministry, fields, status, code):
    rule(ministry)
    assert refused(Caller(ministry.paul).post("/review-rules/", body(ministry, **fields))) == (status, code)
    assert ReviewRule.objects.count() == 1


def test_the_first_rule_is_the_default_and_it_keeps_no_conditions(ministry):
    officer = Caller(ministry.paul)
    assert refused(officer.post("/review-rules/", body(ministry))) == (409, "review_rule_default_first")
    default = rule(ministry)
    answer = officer.post(f"/review-rules/{default.pk}/", body(ministry))
    assert refused(answer) == (400, "review_rule_default_conditions")
