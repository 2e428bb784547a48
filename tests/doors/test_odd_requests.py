"""Requests that no browser sends: other encodings, numbers beyond any number, rows of the administration."""

import json

import pytest
from django.test import Client, RequestFactory

from accounts.models import Office
from config.wsgi import application
from tests.doors.calls import Caller, refused, told

STRANGE = ["rot13", "base64_codec", "undefined", "raw_unicode_escape", "utf-16", "utf-7", "latin-1", "none-at-all"]


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="accounts.backends.SignIn")
    return client


def in_parts(**fields):
    head = '--B\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return "".join([*(head.format(name, value) for name, value in fields.items()), "--B--\r\n"]).encode()


def as_the_server_asks(method, path, kind, body=b""):
    """Give the status and the body of what the production server's entry point answers."""
    answered = []
    # The kind comes last: the request that a test makes of it would read it, too.
    environ = RequestFactory().generic(method, path, body).environ | {"CONTENT_TYPE": kind}
    answer = application(environ, lambda status, headers: answered.append(int(status[:3])))
    return answered[0], b"".join(answer)


@pytest.mark.parametrize("charset", STRANGE)
def test_a_page_asked_for_in_another_encoding_is_refused(db, charset):
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    half = in_parts(username="\\ud83d", password="\\ud83d", text="\\ud83d")
    for asked in ("POST /sign-in/", "POST /language/", "GET /?q=\\ud83d", "GET /sign-in/?next=\\ud83d"):
        status, page = as_the_server_asks(*asked.split(), kind, half)
        assert (status, b"could not be read" in page) == (400, True)


@pytest.mark.parametrize("charset", STRANGE)
def test_the_api_asked_in_another_encoding_says_so_in_problem_details(db, charset):
    kind = f"application/json; charset={charset}"
    status, problem = as_the_server_asks("GET", "/api/v1/drafts/?q=\\ud83d", kind)
    assert (status, json.loads(problem)["code"]) == (400, "malformed")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
def test_utf_8_by_any_of_its_names_is_read(ministry, charset):
    draft = ministry.draft()
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    answer = signed_in(ministry.layla).generic(
        "POST", f"/drafts/{draft.pk}/comment/", in_parts(text="Seen."), content_type=kind
    )
    assert answer.status_code == 302
    assert draft.comments.get().text == "Seen."


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_beyond_any_number_is_no_json(ministry, number):
    paul = Caller(ministry.paul)
    body = f'{{"levels": [], "conditions": {{"field": {number}}}}}'
    path = f"/api/v1/policies/{ministry.policy.pk}/versions/"
    answer = paul.client.generic("POST", path, body, content_type="application/json", headers=paul.headers)
    assert refused(told(answer)) == (400, "malformed")


def test_the_administration_shows_and_gives_no_token(ministry):
    Caller(ministry.paul)
    it = signed_in(ministry.ivan)
    assert b"tokenproxy" not in it.get("/admin/").content
    assert it.get("/admin/authtoken/tokenproxy/").status_code == 404


def test_the_code_of_an_office_stands_once_it_is_given(ministry):
    it = signed_in(ministry.ivan)
    fields = {
        "code": "RIY", "name": "Embassy in Riyadh", "kind": "mission", "country": "SA", "time_zone": "Asia/Riyadh",
        "countries-TOTAL_FORMS": "0", "countries-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert it.post(f"/admin/accounts/office/{ministry.riyadh.pk}/change/", fields).status_code == 302
    assert Office.objects.get(pk=ministry.riyadh.pk).code == "RUH"
    assert it.post("/admin/accounts/office/add/", fields).status_code == 302
    assert Office.objects.filter(code="RIY").exists()
