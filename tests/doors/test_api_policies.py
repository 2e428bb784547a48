"""Policies through the API: a new version is written, tried, proposed, and put in force by a second officer."""

import pytest
import time_machine

from approvals.models import Level, Policy, PolicyVersion
from tests.doors.calls import Caller, refused
from tests.people import NOW


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def level(**fields):
    usual = {"position": 1, "name": "Head of mission", "question": "Is it accurate?", "selector": "own_office"}
    return usual | {"role": "head", "limit": "PT4H"} | fields


def nested(depth):
    condition = {"field": "topic", "in": ["trade"]}
    for _ in range(depth):
        condition = {"not": condition}
    return condition


def test_a_policy_comes_into_force_by_two_officers(ministry):
    paul, petra = Caller(ministry.paul), Caller(ministry.petra)
    status, policy = paul.post("/policies/", {"name": " Sanctions ", "order": 10})
    assert (status, policy["name"], policy["in_force"], policy["is_default"]) == (201, "Sanctions", None, False)
    base = f"/policies/{policy['id']}/versions"
    written = {
        "conditions": {"field": "topic", "in": ["sanctions"]},
        "note": "After the council.",
        "levels": [
            level(remind_before="PT30M", quorum="any", may_reject=False),
            level(
                position=2,
                name="Legal",
                selector="office",
                office=str(ministry.comms.pk),
                role="approver",
                quorum="n",
                quorum_n=1,
                limit="P1DT12H",
                conditions={"field": "urgency", "in": ["routine"]},
                escalations=[{"after": "PT1H", "selector": "minister", "role": "approver"}],
            ),
        ],
    }
    status, version = paul.post(f"{base}/", written)
    assert (status, version["number"], version["status"], version["faults"]) == (201, 1, "draft", [])
    assert version["levels"][0].items() >= level(remind_before="PT30M", may_reject=False, office=None).items()
    assert (version["levels"][1]["limit"], version["levels"][1]["office"]["code"]) == ("PT36H", "COMMS")
    assert version["levels"][1]["escalations"][0]["after"] == "PT1H"
    assert paul.post(f"{base}/1/propose/")[1]["status"] == "proposed"
    assert refused(paul.post(f"{base}/1/enact/")) == (403, "second_officer_needed")
    assert petra.post(f"{base}/1/enact/")[1]["status"] == "in_force"
    assert paul.get(f"/policies/{policy['id']}/")[1]["in_force"] == 1
    draft = ministry.submitted(topics=("sanctions",))
    assert [step["name"] for step in paul.get(f"/drafts/{draft.pk}/")[1]["route"]] == ["Head of mission", "Legal"]


def test_a_version_with_faults_is_told_them_and_cannot_be_proposed(ministry):
    base = f"/policies/{ministry.policy.pk}/versions"
    paul = Caller(ministry.paul)
    given = {"levels": [level(question="", name="Silent", remind_before="PT5H")], "conditions": nested(1)}
    _status, version = paul.post(f"{base}/", given)
    assert {(fault["code"], fault["level"]) for fault in version["faults"]} == {
        ("default_has_conditions", None),
        ("no_question", "Silent"),
        ("reminder_not_before_limit", "Silent"),
    }
    assert all(fault["message"] for fault in version["faults"])
    answer = paul.post(f"{base}/2/propose/")
    assert refused(answer) == (400, "version_invalid")
    assert set(answer[1]["errors"]) == {"version", "Silent"}


def test_what_another_officer_is_writing_is_not_replaced_and_who_saves_second_is_told(ministry):
    base, paul, petra = f"/policies/{ministry.policy.pk}/versions", Caller(ministry.paul), Caller(ministry.petra)
    _status, theirs = paul.post(f"{base}/", {"levels": [level(name="Paul's")]})
    answer = petra.post(f"{base}/", {"levels": [level(name="Petra's")]})
    assert refused(answer) == (409, "version_changed")
    assert "Paul Nguyen saved or proposed version 2" in answer[1]["detail"]
    assert refused(petra.post(f"{base}/", {"levels": [], "seen": "2@then"})) == (409, "version_changed")
    _status, beside = petra.post(f"{base}/", {"levels": [level(name="Petra's")], "seen": theirs["seen"]})
    assert (beside["number"], beside["levels"][0]["name"]) == (3, "Petra's")
    _status, mine = paul.post(f"{base}/", {"levels": [level(name="Paul's own")], "seen": theirs["seen"]})
    assert (mine["number"], mine["levels"][0]["name"]) == (2, "Paul's own")


def test_a_second_writing_replaces_the_version_that_is_being_written(ministry):
    base, paul = f"/policies/{ministry.policy.pk}/versions", Caller(ministry.paul)
    paul.post(f"{base}/", {"levels": [level(), level(position=2)]})
    _status, version = paul.post(f"{base}/", {"levels": [level()]})
    assert (version["number"], len(version["levels"])) == (2, 1)
    assert [row["number"] for row in paul.get(f"{base}/")[1]["results"]] == [2, 1]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"selector": "office"}, "office"),
        ({"office": "1"}, "office"),
        ({"selector": "anybody"}, "selector"),
        ({"role": "king"}, "role"),
        ({"limit": "PT0S"}, "limit"),
        ({"limit": "-PT1H"}, "limit"),
        ({"limit": "04:00:00"}, "limit"),
        ({"limit": 4}, "limit"),
        ({"limit": "P400D"}, "limit"),
        ({"limit": "P"}, "limit"),
        ({"limit": "PT"}, "limit"),
        ({"limit": "P1DT"}, "limit"),
        ({"limit": None}, "limit"),
        ({"position": 0}, "position"),
        ({"position": 10**9}, "position"),
        ({"position": "1"}, "position"),
        ({"position": True}, "position"),
        ({"quorum_n": 0}, "quorum_n"),
        ({"quorum": "most"}, "quorum"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"question": "x" * 201}, "question"),
        ({"may_reject": "yes"}, "may_reject"),
        ({"conditions": []}, "conditions"),
        ({"conditions": None}, "conditions"),
        ({"id": "1"}, "id"),
        ({"escalations": [{}]}, "escalations"),
        ({"escalations": [{"after": "PT1H", "selector": "office", "role": "head"}]}, "escalations"),
    ],
)
def test_a_level_that_cannot_be_is_refused_by_its_field(ministry, fields, field):
    answer = Caller(ministry.paul).post(f"/policies/{ministry.policy.pk}/versions/", {"levels": [level(**fields)]})
    assert refused(answer) == (400, "invalid")
    assert all(name.startswith(f"levels.0.{field}") for name in answer[1]["errors"])
    assert PolicyVersion.objects.count() == 1


def test_an_office_that_the_register_does_not_have_is_refused(ministry):
    asked = level(selector="office", office="999999")
    answer = Caller(ministry.paul).post(f"/policies/{ministry.policy.pk}/versions/", {"levels": [asked]})
    assert refused(answer) == (400, "unknown_office")


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "topic"},
        {"field": ["topic"], "in": ["x"]},
        {"field": "password", "in": ["x"]},
        {"in": ["x"]},
        {"all": []},
        {"all": {}},
        {"any": [[]]},
        {"not": {}},
        {"not": None},
        {"field": "topic", "in": [7]},
        {"field": "topic", "in": "x"},
        {"eval": "1"},
        nested(30),
        {"all": [{"field": "topic", "in": []}]},
    ],
)
def test_a_condition_that_cannot_be_read_is_a_fault_and_routes_nothing(ministry, condition):
    paul, base = Caller(ministry.paul), f"/policies/{ministry.policy.pk}/versions"
    _status, version = paul.post(f"{base}/", {"levels": [level(conditions=condition)]})
    assert version["faults"]
    _status, tried = paul.post(f"{base}/{version['number']}/try/", {"office": str(ministry.riyadh.pk)})
    assert (tried["route"], tried["refused"]["code"]) == ([], "version_invalid")
    assert refused(paul.post(f"{base}/{version['number']}/propose/")) == (400, "version_invalid")


def test_a_condition_nested_beyond_all_reason_is_no_request(ministry):
    given = {"levels": [level(conditions=nested(60))]}
    assert refused(Caller(ministry.paul).post(f"/policies/{ministry.policy.pk}/versions/", given)) == (400, "malformed")


def test_a_version_is_tried_with_facts_before_it_applies(ministry):
    paul, base = Caller(ministry.paul), f"/policies/{ministry.policy.pk}/versions"
    urgent = {"field": "urgency", "in": ["crisis"]}
    desk = level(position=2, name="Desk", selector="country_desk", role="approver", conditions={"not": urgent})
    paul.post(f"{base}/", {"levels": [level(), desk]})

    def tried(**facts):
        return paul.post(f"{base}/2/try/", {"office": str(ministry.riyadh.pk)} | facts)[1]

    assert [step["name"] for step in tried()["route"]] == ["Head of mission", "Desk"]
    assert [step["name"] for step in tried(urgency="crisis")["route"]] == ["Head of mission"]
    assert tried()["matches"] is True
    elsewhere = tried(office=str(ministry.geneva.pk), topic=["trade"], language=["fr"], platform=["x"], kind="reply")
    assert elsewhere["refused"]["code"] == "level_without_office"
    ministry.dana.postings.update(ends_at=NOW)
    ministry.dirk.postings.update(ends_at=NOW)
    assert tried()["refused"]["code"] == "level_unstaffed"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "invalid"),
        ({"office": "999999"}, "unknown_office"),
        ({"office": None}, "invalid"),
        ({"office": "1", "country": ["SA"]}, "invalid"),
        ({"office": "1", "topic": "trade"}, "invalid"),
    ],
)
def test_facts_that_are_none_are_refused(ministry, sent, code):
    answer = Caller(ministry.paul).post(f"/policies/{ministry.policy.pk}/versions/1/try/", sent)
    assert refused(answer) == (400, code)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"name": "Mission, desk, minister"}, "policy_name_taken"),
        ({"name": "A", "is_default": True}, "default_exists"),
        ({"name": "A", "is_default": True, "order": 1}, "invalid"),
        ({"name": ""}, "invalid"),
        ({"name": " "}, "invalid"),
        ({"name": "x" * 81}, "invalid"),
        ({"name": "A", "order": 0}, "invalid"),
        ({"name": "A", "order": 10**9}, "invalid"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(ministry, sent, code):
    assert refused(Caller(ministry.paul).post("/policies/", sent)) == (400, code)
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["/policies/999/", "/policies/999/versions/", "/policies/{}/versions/9/", "/policies/999/versions/1/"]
)
def test_what_is_not_there_is_not_found(ministry, path):
    assert refused(Caller(ministry.paul).get(path.format(ministry.policy.pk))) == (404, "not_found")


@pytest.mark.parametrize("verb", ["propose", "enact", "try"])
def test_a_version_that_is_not_there_cannot_be_moved(ministry, verb):
    path = f"/policies/{ministry.policy.pk}/versions/9/{verb}/"
    assert refused(Caller(ministry.paul).post(path, {"office": "1"} if verb == "try" else None)) == (404, "not_found")
    assert refused(Caller(ministry.paul).post(f"/policies/999/versions/1/{verb}/", None))[0] == 404


def test_a_new_version_for_a_policy_that_is_not_there_is_not_found(ministry):
    assert refused(Caller(ministry.paul).post("/policies/999/versions/", {"levels": [level()]})) == (404, "not_found")
    assert Level.objects.filter(version__policy=999).count() == 0


def written_and_proposed(ministry):
    base, paul = f"/policies/{ministry.policy.pk}/versions", Caller(ministry.paul)
    paul.post(f"{base}/", {"levels": [level()]})
    assert paul.post(f"{base}/2/propose/")[1]["status"] == "proposed"
    return base, paul, Caller(ministry.petra)


def test_a_version_waits_for_its_instant_and_can_be_called_off(ministry):
    base, paul, petra = written_and_proposed(ministry)
    status, version = petra.post(f"{base}/2/enact/", {"takes_effect_at": "2026-09-20T08:00:00-04:00"})
    assert (status, version["status"], version["takes_effect_at"]) == (200, "scheduled", "2026-09-20T12:00:00Z")
    assert refused(paul.post(f"{base}/2/call-off/", {})) == (400, "invalid")
    assert refused(paul.post(f"{base}/2/call-off/", {"reason": " "})) == (400, "why_needed")
    status, version = paul.post(f"{base}/2/call-off/", {"reason": "Not before the election."})
    assert (status, version["status"], version["takes_effect_at"]) == (200, "proposed", None)
    assert refused(paul.post(f"{base}/2/call-off/", {"reason": "Twice."})) == (409, "version_not_scheduled")
    assert petra.post(f"{base}/2/enact/", {"takes_effect_at": None})[1]["status"] == "in_force"


@pytest.mark.parametrize(
    ("instant", "code"),
    [
        ("2026-09-14T08:59:59Z", "effect_past"), ("9999-12-31T00:00:00Z", "moment_too_far"),
        ("2026-09-20T08:00:00", "invalid"), ("tomorrow", "invalid"), (7, "invalid"),
    ],
)  # fmt: skip
def test_an_instant_that_cannot_be_meant_is_refused_by_its_field(ministry, instant, code):
    base, _paul, petra = written_and_proposed(ministry)
    answer = petra.post(f"{base}/2/enact/", {"takes_effect_at": instant})
    assert refused(answer) == (400, code)
    assert list(answer[1]["errors"]) == ["takes_effect_at"]
    assert PolicyVersion.objects.get(number=2).status == "proposed"


def test_a_condition_names_nothing_that_no_draft_here_can_have(ministry):
    paul = Caller(ministry.paul)
    given = {
        "conditions": {"not": {"field": "office", "in": ["RUH", "NOWHERE"]}},
        "levels": [level(conditions={"any": [{"field": "topic", "in": ["nope"]}, {"field": "kind", "in": ["reply"]}]})],
    }
    status, body = paul.post(f"/policies/{ministry.policy.pk}/versions/", given)
    assert (status, body["code"]) == (400, "condition_value_unknown")
    assert "NOWHERE, nope" in body["detail"]
    assert set(body["errors"]) == {"conditions.not.in.1", "levels.0.conditions.any.0.in.0"}
    assert PolicyVersion.objects.count() == 1
