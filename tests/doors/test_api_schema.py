"""The OpenAPI document: made without a warning, served to everyone, and complete."""

import json

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from approvals.api.introduction import TAGS
from approvals.api.urls import urlpatterns
from approvals.api.views.docs import document
from approvals.refusals import REFUSALS

WRITES = ("post", "put", "patch", "delete")


def calls():
    return [(path, method, call) for path, item in document()["paths"].items() for method, call in item.items()]


def test_the_document_is_made_and_valid_without_a_warning(capsys, tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    made = yaml.safe_load(file.read_text())
    assert made["openapi"].startswith("3.1")
    assert made == json.loads(json.dumps(document()))


@pytest.mark.parametrize(
    ("query", "kind"), [("", "application/json"), ("?format=json", "application/json"), ("?format=yaml", "vnd.oai")]
)
def test_the_document_is_served_to_everyone_in_json_and_in_yaml(db, query, kind):
    answer = Client().get(f"/api/v1/schema/{query}")
    assert answer.status_code == 200
    assert kind in answer["Content-Type"]
    assert yaml.safe_load(answer.content)["info"]["title"] == "Chancery"


def test_every_address_is_in_the_document():
    documented = {path.removeprefix("/api/v1/") for path in document()["paths"]}
    assert len(documented) == len([entry for entry in urlpatterns if entry.name != "schema"])


def test_every_call_has_a_name_of_its_own_a_summary_and_a_place():
    names = [call["operationId"] for _path, _method, call in calls()]
    assert len(names) == len(set(names))
    assert all(call["summary"] and call["tags"][0] in TAGS for _path, _method, call in calls())


def test_every_call_can_be_made_with_a_token_or_a_session():
    assert document()["components"]["securitySchemes"].keys() == {"token", "session"}
    assert all({"token": []} in call["security"] and {"session": []} in call["security"] for _p, _m, call in calls())


def test_every_call_tells_its_problems():
    for path, method, call in calls():
        problems = {code: answer for code, answer in call["responses"].items() if not code.startswith("2")}
        expected = {"400", "401", "404", "default"} | (
            {"403", "409", "413", "415", "422"} if method in WRITES else set()
        )
        assert problems.keys() >= expected, path
        for answer in problems.values():
            schema = answer["content"]["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}


def test_every_write_takes_an_idempotency_key_and_a_change_names_its_revision():
    for path, method, call in calls():
        headers = {
            parameter["name"]: parameter for parameter in call.get("parameters", []) if parameter["in"] == "header"
        }
        assert ("Idempotency-Key" in headers) == (method in WRITES), path
        # How one is told has no revisions: what is left out of its change stays as it is.
        assert ("If-Match" in headers) == (method == "patch" and path.endswith(("/{draft_id}/", "/{line_id}/"))), path
    assert document()["paths"]["/api/v1/drafts/{draft_id}/"]["patch"]["responses"].keys() >= {"412", "428"}
    assert "428" in document()["paths"]["/api/v1/drafts/{draft_id}/decisions/"]["post"]["responses"]


def test_what_is_taken_has_no_other_fields_and_a_decision_names_its_revision():
    shapes = document()["components"]["schemas"]
    bodies = [call["requestBody"]["content"] for _path, _method, call in calls() if "requestBody" in call]
    taken = {
        body["application/json"]["schema"]["$ref"].rpartition("/")[2] for body in bodies if "application/json" in body
    }
    assert taken
    assert [set(body) for body in bodies if "application/json" not in body] == [{"multipart/form-data"}], "an image"
    assert all(shapes[name]["additionalProperties"] is False for name in taken)
    assert set(shapes["Verdict"]["required"]) == {"verdict", "revision"}


@pytest.mark.parametrize("path", ["/api/docs/", "/api/docs/problems/"])
def test_the_pages_are_open_and_need_nothing_from_outside(db, path):
    answer = Client().get(path)
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "http://" not in answer.content.decode()
    assert "https://" not in answer.content.decode()


def test_every_code_has_a_place_that_problems_can_point_to(db):
    page = Client().get("/api/docs/problems/").content.decode()
    assert all(f'id="{code}"' in page for code in REFUSALS)
