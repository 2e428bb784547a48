"""Regimes through the API: declared, looked at beforehand, read by everyone, and ended."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import alarms
from approvals.models import Regime
from tests.actions.asking import everything, steps
from tests.actions.regime import regime, regime_level
from tests.doors.calls import Caller, refused
from tests.people import NOW, fresh, later


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def crisis(ministry, **fields):
    duty = {
        "position": 1, "name": "Duty officer", "question": "Is it safe?", "selector": "office", "role": "approver",
        "office": str(ministry.comms.pk), "limit": "PT30M", "placement": "before",
    }  # fmt: skip
    usual = {"kind": "crisis", "scope": "country", "scope_value": "SA", "reason": "Shelling.", "limit": "PT30M"}
    return usual | {"levels": [duty]} | fields


def test_a_policy_officer_declares_a_regime_and_everyone_reads_it(ministry):
    paul, layla = Caller(ministry.paul), Caller(ministry.layla)
    status, made = paul.post("/regimes/", crisis(ministry, exempt_topics=["trade"]))
    assert status == 201
    assert made.items() >= {
        "kind": "crisis", "scope": "country", "scope_value": "SA", "exempt_topics": ["trade"], "state": "in_force",
        "reason": "Shelling.", "starts_at": "2026-09-14T09:00:00Z", "until": None, "limit": "PT30M",
        "replaces_levels": False, "suspends_fast_path": True, "in_flight": "clocks", "ended_by": None,
    }.items()  # fmt: skip
    (duty,) = made["levels"]
    assert (duty["name"], duty["office"]["code"], duty["limit"], duty["mode"]) == (
        "Duty officer", "COMMS", "PT30M", "approve",
    )  # fmt: skip
    assert layla.get(f"/regimes/{made['id']}/") == (200, made)
    assert layla.get("/regimes/")[1]["results"] == [made]


def test_the_address_of_a_new_regime_is_told(ministry):
    answer = Caller(ministry.paul).call("POST", "/regimes/", crisis(ministry))
    assert answer["Location"] == f"/api/v1/regimes/{Regime.objects.get().pk}/"


def test_a_regime_is_ended_and_its_clocks_go_back(ministry):
    draft = ministry.submitted()
    paul, petra = Caller(ministry.paul), Caller(ministry.petra)
    made = paul.post("/regimes/", crisis(ministry))[1]
    alarms.fire_due(at=NOW)
    assert paul.get(f"/drafts/{draft.pk}/")[1]["level"]["due_at"] == "2026-09-14T09:30:00Z"
    status, ended = petra.post(f"/regimes/{made['id']}/end/", {"reason": "It is quiet."})
    assert (status, ended["state"], ended["end_reason"], ended["ended_by"]["name"]) == (
        200, "over", "It is quiet.", "Petra Wolf",
    )  # fmt: skip
    alarms.fire_due(at=NOW)
    assert steps(fresh(draft))["Head of mission"].due_at == later(4)
    assert refused(petra.post(f"/regimes/{made['id']}/end/", {"reason": "Again."})) == (409, "regime_is_over")


def test_what_it_would_do_is_told_beforehand_and_nothing_is_changed(ministry):
    ministry.submitted(topics=("trade",))
    ministry.submitted()
    late = ministry.submitted(at=later(-5))
    alarms.fire_due(at=NOW)
    before = everything()
    asked = crisis(ministry, exempt_topics=["trade"], in_flight="routes")
    status, told = Caller(ministry.paul).post("/regimes/check/", asked)
    assert (status, told) == (
        200,
        {
            "in_review": 2, "moved": 1, "late": 1, "rerouted": 2, "exempt": 1,
            "first_due_at": "2026-09-14T09:30:00Z", "gaps": [], "authorizations": 0,
        },
    )  # fmt: skip
    assert everything() == before
    assert fresh(late).state == "in_review"


def test_where_a_level_could_not_be_asked_is_told_beforehand(ministry):
    by_desk = crisis(ministry)["levels"][0] | {"selector": "country_desk", "office": None, "name": "The desk"}
    asked = crisis(ministry, scope="ministry", scope_value="", levels=[by_desk])
    told = Caller(ministry.paul).post("/regimes/check/", asked)[1]
    assert told["gaps"] == [{"level": "The desk", "offices": ["Permanent Mission in Geneva"]}]


@pytest.mark.parametrize("address", ["/regimes/", "/regimes/check/"])
@pytest.mark.parametrize(
    ("changes", "answer", "field"),
    [
        ({"kind": "normal"}, (400, "invalid"), "kind"),
        ({"limit": "PT0S"}, (400, "invalid"), "limit"),
        ({"reason": " "}, (400, "invalid"), "reason"),
        ({"begun_at": "2026-09-14T09:00:00Z"}, (400, "invalid"), "begun_at"),
        ({"scope_value": "ZZ"}, (400, "scope_unknown_country"), "scope_value"),
        ({"starts_at": "2026-09-14T08:59:00Z"}, (400, "regime_starts_in_past"), "starts_at"),
        ({"starts_at": "2026-09-14T10:00:00"}, (400, "invalid"), "starts_at"),
        ({"until": "2026-09-14T09:00:00Z"}, (400, "regime_ends_before_it_starts"), "until"),
        ({"exempt_topics": ["dragons"]}, (400, "unknown_topic"), "exempt_topics"),
        ({"levels": [{"position": 1}]}, (400, "invalid"), "levels.0.name"),
        ({"levels": [], "replaces_levels": True}, (400, "regime_asks_nobody"), "replaces_levels"),
        ({"levels": "all"}, (400, "invalid"), "levels"),
    ],
)
def test_what_cannot_be_declared_is_refused_by_its_field(ministry, address, changes, answer, field):
    got = Caller(ministry.paul).post(address, crisis(ministry, **changes))
    assert refused(got) == answer
    assert field in got[1]["errors"]
    assert not Regime.objects.exists()


def test_a_level_at_an_office_that_is_not_there_is_refused(ministry):
    nowhere = crisis(ministry)["levels"][0] | {"office": "999999999999"}
    got = Caller(ministry.paul).post("/regimes/", crisis(ministry, levels=[nowhere]))
    assert (refused(got), list(got[1]["errors"])) == ((400, "invalid"), ["levels.0.office"])


def test_a_level_with_nobody_is_refused_with_whom_to_turn_to(ministry):
    """Guarantee 7."""
    nobody = crisis(ministry)["levels"][0] | {"role": "head"}
    got = Caller(ministry.paul).post("/regimes/", crisis(ministry, levels=[nobody]))
    assert refused(got) == (409, "regime_unstaffed")
    assert "Ivan Petit" in got[1]["detail"]


def test_regimes_to_come_in_force_and_over_are_told_apart(ministry):
    on = regime(ministry)
    coming = regime(ministry, "caretaker", starts_at=later(1))
    over = regime(ministry, scope="country", scope_value="SA", starts_at=later(-5), until=NOW)
    caller = Caller(ministry.rita)
    for state, row in (("in_force", on), ("scheduled", coming), ("over", over)):
        results = caller.get(f"/regimes/?state={state}")[1]["results"]
        assert [(found["id"], found["state"]) for found in results] == [(str(row.pk), state)]
    assert refused(caller.get("/regimes/?state=normal")) == (400, "invalid")
    assert refused(caller.get("/regimes/999/")) == (404, "not_found")


def test_a_repeat_with_the_same_key_declares_once(ministry):
    """Guarantee 20."""
    paul = Caller(ministry.paul)
    first = paul.post("/regimes/", crisis(ministry), Idempotency_Key="once")
    assert paul.post("/regimes/", crisis(ministry), Idempotency_Key="once") == first
    assert Regime.objects.count() == 1
    end = f"/regimes/{first[1]['id']}/end/"
    over = paul.post(end, {"reason": "Calm."}, Idempotency_Key="twice")
    assert paul.post(end, {"reason": "Calm."}, Idempotency_Key="twice") == over


def test_the_list_costs_the_same_for_two_and_for_twenty(ministry):
    caller = Caller(ministry.layla)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert caller.get("/regimes/")[0] == 200
        return len(asked)

    def more(count):
        for number in range(count):
            one = regime(ministry, starts_at=later(number), ended_at=later(number), ended_by=ministry.paul)
            regime_level(one, office=ministry.comms)

    more(2)
    few = cost()
    more(20)
    assert cost() == few
    assert few <= 5
