"""Policies as files through the API: given as one, rehearsed, imported, and refused with everything that is wrong."""

import pytest
import time_machine

from approvals.models import Policy, PolicyVersion
from approvals.policy_file import schema, writing
from tests.actions.asking import everything
from tests.doors.calls import Caller, refused
from tests.people import NOW
from tests.policy_file.samples import GOOD, fetched

GOOD = GOOD.replace("quorum: 2", "quorum: any")


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_policy_moves_from_one_installation_to_another(ministry):
    paul = Caller(ministry.paul)
    status, file = paul.get(f"/policies/{ministry.policy.pk}/versions/1/file/")
    assert (status, file["name"]) == (200, "mission-desk-minister-1.yaml")
    assert file["text"] == writing.write(fetched(ministry.version))
    status, version = paul.post("/policies/import/", {"text": file["text"]})
    assert (status, version["number"], version["status"], version["faults"]) == (201, 2, "proposed", [])
    again = paul.get(f"/policies/{ministry.policy.pk}/versions/2/file/")[1]
    assert again["text"] == file["text"]
    answer = Caller(ministry.petra).post(f"/policies/{ministry.policy.pk}/versions/2/enact/")
    assert answer[1]["status"] == "in_force"


def test_a_new_policy_is_made_and_its_address_given(ministry):
    answer = Caller(ministry.paul).call("POST", "/policies/import/", {"text": GOOD})
    policy = Policy.objects.get(name="Sanctions")
    assert answer["Location"] == f"/api/v1/policies/{policy.pk}/versions/1/"


def test_a_rehearsal_gives_what_would_be_made_and_changes_nothing(ministry):
    before = everything()
    status, version = Caller(ministry.paul).post("/policies/import/check/", {"text": GOOD})
    assert (status, version["policy"], version["number"], version["order"]) == (200, "Sanctions", 1, 10)
    assert [level["name"] for level in version["levels"]] == ["Head of mission", "Press"]
    assert (version["levels"][1]["office"]["code"], version["levels"][1]["mode"]) == ("COMMS", "silence")
    assert everything() == before


def test_a_repeat_of_an_import_makes_no_second_version(ministry):
    paul = Caller(ministry.paul)
    first = paul.post("/policies/import/", {"text": GOOD}, Idempotency_Key="once")
    assert paul.post("/policies/import/", {"text": GOOD}, Idempotency_Key="once") == first
    assert PolicyVersion.objects.filter(policy__name="Sanctions").count() == 1


@pytest.mark.parametrize("path", ["/policies/import/", "/policies/import/check/"])
@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"text": GOOD.replace("COMMS", "LEGAL")}, 400, "file_names_unknown"),
        ({"text": GOOD.replace("role: head", "role: king")}, 400, "file_invalid"),
        ({"text": "a: ["}, 400, "file_not_yaml"),
        ({"text": "a: \t- b"}, 400, "file_not_yaml"),
        ({"text": "- " * 50_000}, 400, "file_too_deep"),
        ({"text": "x" * 200_001}, 413, "file_too_large"),
        ({"text": "é" * 100_001}, 413, "file_too_large"),
        ({"text": "x" * 10_000_000}, 413, "body_too_large"),
        ({"text": "\x00"}, 400, "unusable_text"),
        ({"text": "\ud83d"}, 400, "unusable_text"),
        ({"text": ""}, 400, "invalid"),
        ({"text": 7}, 400, "invalid"),
        ({"text": {"chancery_policy": 1}}, 400, "invalid"),
        ({}, 400, "invalid"),
        ({"text": GOOD, "file": "x"}, 400, "invalid"),
        ({"text": GOOD.replace("order: 10", "default: true")}, 400, "default_exists"),
    ],
)
def test_what_cannot_be_imported_is_refused_and_changes_nothing(ministry, path, sent, status, code):
    caller = Caller(ministry.paul)
    before = everything()
    assert refused(caller.post(path, sent)) == (status, code)
    assert everything() == before


def test_each_problem_is_told_by_its_path(ministry):
    text = GOOD.replace("COMMS", "LEGAL").replace("4h", "soon")
    errors = Caller(ministry.paul).post("/policies/import/", {"text": text})[1]["errors"]
    assert set(errors) == {"levels.0.limit", "levels.1.asks.office"}
    assert errors["levels.0.limit"][0].startswith("Line 12: ")


def test_the_schema_is_given(ministry):
    assert Caller(ministry.layla).get("/policies/schema/") == (200, {"json_schema": schema.schema()})


@pytest.mark.parametrize("path", ["/policies/999/versions/1/file/", "/policies/{}/versions/9/file/"])
def test_a_version_that_is_not_there_has_no_file(ministry, path):
    assert refused(Caller(ministry.layla).get(path.format(ministry.policy.pk))) == (404, "not_found")
