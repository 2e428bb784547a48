"""Whatever is sent, the API says what is wrong with it: a status, a code and a sentence; never a fault."""

import json
import logging

import pytest
import time_machine
from django.test import Client

from approvals import queries
from approvals.models import Draft, Event
from tests.doors.calls import Caller, refused, told
from tests.people import NOW

LONE = "\ud83d"


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def author(ministry):
    return Caller(ministry.layla)


@pytest.fixture
def written(ministry):
    """What an author sends, with anything else in place of it or beside it."""
    usual = {"channels": [str(ministry.x.pk)], "text": "The embassy is open.", "language": "en"}
    return lambda **fields: usual | fields


def raw(caller, body, kind="application/json", method="POST", path="/api/v1/drafts/", **headers):
    return told(caller.client.generic(method, path, body, content_type=kind, headers={**caller.headers, **headers}))


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"\xff\xfe",
        '{"text": "é"}'.encode("latin-1"),
        b'{"text": NaN}',
        b'{"text": -Infinity}',
        b'{"text": "a", "text": "b"}',
        b'{"text": ' + b"1" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 60 + b"1" + b"}" * 60,
        b"\xef\xbb\xbf{}",
    ],
    ids=["cut off", "empty", "no text", "latin-1", "NaN", "infinity", "twice", "huge", "deep", "objects", "mark"],
)
def test_what_is_no_json_is_refused(author, body):
    status, problem = raw(author, body)
    assert status == 400
    assert problem["code"] == ("invalid" if body == b"" else "malformed")


@pytest.mark.parametrize("body", [[], "text", 7, None, True, [{"text": "x"}]])
def test_what_is_no_object_is_refused(author, body):
    status, problem = raw(author, json.dumps(body))
    assert (status, problem["code"]) == (400, "invalid")
    assert list(problem["errors"]) == ["body"]


@pytest.mark.parametrize("bad", ["\x00", LONE, f"{LONE}{LONE}", "a\x00b"])
@pytest.mark.parametrize(
    ("place", "field"),
    [
        (lambda bad: {"text": bad}, "text"),
        (lambda bad: {"language": bad}, "language"),
        (lambda bad: {"topics": ["trade", bad]}, "topics.1"),
        (lambda bad: {"variants": [{"channel": "1", "text": bad}]}, "variants.0.text"),
        (lambda bad: {bad: "text"}, "body"),
        (lambda bad: {"in_reply_to": bad}, "in_reply_to"),
        (lambda bad: {"channels": [bad]}, "channels.0"),
    ],
    ids=["text", "language", "topic", "variant", "name", "address", "channel"],
)
def test_half_a_character_and_nul_are_refused_wherever_they_stand(author, written, bad, place, field):
    status, problem = author.post("/drafts/", written(**place(bad)))
    assert (status, problem["code"], list(problem["errors"])) == (400, "unusable_text", [field])
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["q", "state", "office", "channel", "cursor", "limit", "mine", "%00"])
def test_nul_in_the_address_is_refused(author, name):
    assert refused(author.get(f"/drafts/?{name}=%00")) == (400, "invalid")


@pytest.mark.parametrize("path", ["/drafts/%00/", "/policies/%00/", "/policies/%ED%A0%80/", "/notifications/%00/read/"])
def test_nul_in_the_path_is_no_address(author, path):
    assert refused(author.get(path)) == (404, "not_found")


@pytest.mark.parametrize("key", ["", " ", "two words", "\x00" * 40, "é" * 40, "x" * 100_000, "0" * 40, "null"])
def test_a_token_that_opens_nothing_is_refused(db, key):
    caller = Caller()
    caller.headers["Authorization"] = f"Token {key}"
    assert refused(caller.get("/me/"))[0] == 401


@pytest.mark.parametrize("cookie", ['"' + "\\000" * 8 + '"', "a" * 5000, "%00" * 8, "a" * 40, "short"])
def test_a_session_that_is_none_is_nobody(db, cookie):
    answer = Client(raise_request_exception=False).get("/api/v1/me/", headers={"Cookie": f"sessionid={cookie}"})
    assert refused(told(answer)) == (401, "not_authenticated")


def test_what_is_too_large_is_refused_before_it_is_read(author, written):
    assert refused(author.post("/drafts/", written(text="x" * 10_000_000))) == (413, "body_too_large")


def test_a_text_longer_than_any_platform_takes_is_refused(author, written):
    status, problem = author.post("/drafts/", written(text="x" * 100_001))
    assert (status, list(problem["errors"])) == (400, ["text"])


@pytest.mark.parametrize("name", ["state", "id", "reference", "author", "revision", "allowed", "__class__", "x" * 5000])
def test_an_unknown_or_read_only_field_is_refused_by_name(author, written, name):
    status, problem = author.post("/drafts/", written(**{name: "published"}))
    assert (status, problem["code"], list(problem["errors"])) == (400, "invalid", [name[:100]])


def test_everything_that_is_wrong_is_told_at_once(author, written):
    _status, problem = author.post("/drafts/", written(channels=[], urgency="soon", state="cleared", kind=3))
    assert set(problem["errors"]) == {"channels", "urgency", "state", "kind"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 7), ("text", None), ("text", ["a"]), ("text", {}), ("channels", "1"), ("channels", {}),
        ("channels", [-1]), ("channels", [None]), ("channels", [1.5]), ("channels", [True]), ("channels", ["01"]),
        ("channels", [10**30]),
        ("channels", ["９"]), ("language", "xx"), ("language", "klingon"), ("language", ""), ("language", "en; DROP"),
        ("topics", "trade"), ("topics", [7]), ("urgency", "ROUTINE"), ("kind", ["reply"]), ("variants", {}),
        ("variants", [{}]), ("variants", ["x"]), ("variants", [{"channel": "1", "text": "x", "hash": "y"}]),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused_by_its_field(author, written, field, value):
    status, problem = author.post("/drafts/", written(**{field: value}))
    assert (status, problem["code"]) == (400, "invalid")
    assert all(name.split(".")[0] == field for name in problem["errors"])


@pytest.mark.parametrize(
    ("moment", "code", "words"),
    [
        ("2026-09-14T10:00:00", "invalid", "zone"),
        ("2027-03-28T02:30:00", "invalid", "zone"),
        ("2027-03-28T02:30:00[Europe/Zurich]", "invalid", "RFC 3339"),
        ("2026-09-14", "invalid", "RFC 3339"),
        ("tomorrow", "invalid", "RFC 3339"),
        (1789380000, "invalid", "RFC 3339"),
        ("", "invalid", "RFC 3339"),
        ("2026-02-30T10:00:00Z", "invalid", "calendar"),
        ("2026-09-14T24:00:01Z", "invalid", "calendar"),
        ("2026-09-14T23:59:60Z", "invalid", "calendar"),
        ("2026-09-14T10:00:00+99:99", "invalid", "calendar"),
        ("0001-01-01T00:00:00+14:00", "invalid", "calendar"),
        ("9999-12-31T23:59:59-12:00", "invalid", "calendar"),
        ("2026-09-14T09:00:00Z", "moment_past", "passed"),
        ("2020-01-01T00:00:00Z", "moment_past", "passed"),
        ("9999-12-31T23:59:59Z", "moment_too_far", "year"),
        ("٢٠٢٦-09-14T10:00:00Z", "invalid", "RFC 3339"),
    ],
)
def test_a_time_that_leaves_a_doubt_is_refused_with_the_reason(author, written, moment, code, words):
    status, problem = author.post("/drafts/", written(moment=moment))
    assert (status, problem["code"], list(problem["errors"])) == (400, code, ["moment"])
    assert words in problem["errors"]["moment"][0]


@pytest.mark.parametrize("moment", ["2026-09-15T10:00:00Z", "2026-09-15t10:00:00z", "2026-09-15T13:00:00.000000+03:00"])
def test_a_time_with_its_zone_is_taken_and_given_in_utc(author, written, moment):
    status, draft = author.post("/drafts/", written(moment=moment))
    assert (status, draft["moment"]) == (201, "2026-09-15T10:00:00Z")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "http://127.0.0.1/", "http://10.0.0.1/x", "//x.com", "http://",
     "x.com", "http://a@x.com/", "http://[::1]/", "http://localhost/", "http://x.com:99999/", "http://[", "ftp://x.com/1"],
)  # fmt: skip
def test_a_reply_to_an_address_that_not_everyone_can_open_is_refused(author, written, address):
    status, problem = author.post("/drafts/", written(kind="reply", in_reply_to=address))
    assert (status, list(problem["errors"])) == (400, ["in_reply_to"])


@pytest.mark.parametrize("path", ["/nothing/", "/", "/drafts", "/drafts//", "/drafts/7/", "/policies/0/",
    "/policies/1e3/", "/policies/99999999999999999999/", "/api/", "/api/v2/drafts/", "/api/docs/nothing/"])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "BREW"])
def test_an_address_that_is_none_answers_404_in_json(author, path, method):
    assert refused(told(author.call(method, path))) == (404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_a_method_that_an_address_does_not_take_is_refused_and_the_others_named(author, method):
    answer = author.call(method, "/drafts/")
    assert refused(told(answer)) == (405, "method_not_allowed")
    assert answer["Allow"] == "GET, POST, HEAD"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"])
def test_what_is_not_sent_as_json_is_refused(author, kind):
    assert refused(raw(author, b"text=x", kind)) == (415, "unsupported_media_type")


def test_an_answer_that_is_not_json_cannot_be_had(author):
    assert refused(author.get("/me/", Accept="text/html")) == (406, "not_acceptable")


def test_nobody_is_told_how_to_sign_in(db):
    answer = Caller().call("GET", "/me/")
    assert refused(told(answer)) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Token"


def test_a_person_who_may_not_sign_in_any_more_has_no_token(ministry):
    caller = Caller(ministry.layla)
    type(ministry.layla).objects.filter(pk=ministry.layla.pk).update(is_active=False)
    assert refused(caller.get("/me/")) == (401, "authentication_failed")


def test_a_session_of_the_pages_reads_but_writes_only_with_the_csrf_token(ministry, written):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(ministry.layla, backend="accounts.backends.SignIn")
    assert told(client.get("/api/v1/me/"))[1]["username"] == "layla"
    body = json.dumps(written())
    answer = client.post("/api/v1/drafts/", body, content_type="application/json")
    assert refused(told(answer)) == (403, "csrf_failed")
    token = "a" * 32
    client.cookies["csrftoken"] = token
    answer = client.post("/api/v1/drafts/", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_the_sentences_are_in_the_language_that_is_asked_for(author):
    _status, problem = author.get("/nothing/", Accept_Language="en")
    assert problem["detail"] == "There is nothing here that you may see."


def test_a_fault_of_ours_is_logged_and_told_without_detail(author, monkeypatch, caplog):
    monkeypatch.setattr(queries, "drafts", lambda *args, **kwargs: 1 / 0)
    with caplog.at_level(logging.ERROR):
        status, problem = author.get("/drafts/")
    assert (status, problem["code"], problem["errors"]) == (500, "fault", {})
    assert "division" not in json.dumps(problem)
    assert "division" in caplog.text


def test_a_request_for_another_host_is_refused_in_json(db):
    answer = Client(raise_request_exception=False).get("/api/v1/me/", headers={"Host": "evil.example"})
    assert told(answer)[0] == 400


@pytest.mark.parametrize(
    "query",
    ["sate=draft", "state=DRAFT", "state=draft&state=cleared", "limit=0", "limit=101", "limit=x", "mine=perhaps",
     "cursor=garbage", "channel=x", "channel=0", f"q={'x' * 201}"],
)  # fmt: skip
def test_a_filter_that_is_misspelt_is_refused_not_ignored(author, query):
    status, problem = author.get(f"/drafts/?{query}")
    assert status == 400
    assert list(problem["errors"]) == [query.split("=")[0]]


def test_a_refused_write_leaves_nothing(author, written):
    for fields in ({"channels": ["999999"]}, {"topics": ["football"]}, {"moment": "2020-01-01T00:00:00Z"}):
        assert author.post("/drafts/", written(**fields))[0] == 400
    assert not Draft.objects.exists()
    assert not Event.objects.exists()
