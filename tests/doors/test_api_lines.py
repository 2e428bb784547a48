"""Cleared lines through the API: written, found, changed, withdrawn; and what a text or a draft says that it quotes."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import submit
from approvals.models import ClearedLine, Draft
from tests.actions.asking import publish_on_x
from tests.actions.lining import TEXT, asks_nobody, in_use, written
from tests.doors.calls import Caller
from tests.people import NOW, fresh, later

LINES = "/cleared-lines/"


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def body(ministry, **fields):
    texts = [{"language": "en", "text": TEXT}, {"language": "ar", "text": "نؤيد القواعد المتفق عليها."}]
    values = {"office": str(ministry.riyadh.pk), "name": "The rules", "texts": texts, "until": "2026-12-01T00:00:00Z"}
    return values | fields


def test_a_line_is_written_read_and_changed_before_it_is_cleared(ministry):
    layla = Caller(ministry.layla)
    answer = layla.call("POST", LINES, body(ministry, topics=["trade"], countries=["SA"], channels=[ministry.x.pk]))
    assert answer.status_code == 201, answer.content
    line = answer.json()
    assert (line["standing"], line["state"], line["topics"], line["office"]["code"]) == (
        "in_the_making", "draft", ["trade"], "RUH",
    )  # fmt: skip
    assert [text["language"] for text in line["texts"]] == ["ar", "en"]
    status, read = layla.get(answer["Location"])
    assert (status, read) == (200, line)
    path, etag = f"{LINES}{line['id']}/", answer["ETag"]
    status, changed = layla.patch(path, {"name": "Twelve rules"}, If_Match=etag)
    assert (status, changed["name"], changed["texts"]) == (200, "Twelve rules", line["texts"])
    assert layla.patch(path, {"name": "Mine"})[0] == 428
    assert layla.patch(path, {"name": "Mine"}, If_Match='"old"')[0] == 412
    assert Caller(ministry.gil).get(path)[0] == 404


def test_a_line_is_withdrawn_and_names_the_posts_that_quote_it(ministry):
    line = in_use(ministry)
    publish_on_x(ministry, ministry.cleared(TEXT), at=NOW)
    with time_machine.travel(later(1), tick=False):
        status, told = Caller(ministry.paul).post(f"{LINES}{line.pk}/withdraw/", {"reason": "Not so any more."})
    assert (status, told["standing"], told["withdraw_reason"]) == (200, "over", "Not so any more.")
    assert [post["url"] for post in told["published"]] == ["https://x.com/EmbassyRiyadh/status/1234567890"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [("", 1), ("?q=geneva", 1), ("?q=castle", 0), ("?language=en", 1), ("?language=fr", 0), ("?topic=trade", 1),
     ("?office=RUH", 1), ("?office=GVA", 0), ("?standing=in_use", 1), ("?standing=over", 0)],
)  # fmt: skip
def test_lines_are_found(ministry, asked, count):
    in_use(ministry)
    status, page = Caller(ministry.gil).get(f"{LINES}{asked}")
    assert (status, len(page["results"])) == (200, count)


@pytest.mark.parametrize("asked", ["?standing=nonsense", "?words=x", "?cursor=x", "?q=" + "x" * 201])
def test_a_filter_that_is_wrong_is_refused(ministry, asked):
    assert Caller(ministry.gil).get(f"{LINES}{asked}")[0] == 400


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"texts": []}, "invalid"), ({"texts": [{"language": "en", "text": " "}]}, "line_text_needed"),
        ({"until": None}, "invalid"), ({"until": "2020-01-01T00:00:00Z"}, "until_past"),
        ({"until": "9999-01-01T00:00:00Z"}, "moment_too_far"),
        ({"valid_from": "2020-01-01T00:00:00Z"}, "line_starts_past"),
        ({"topics": ["castles"]}, "unknown_topic"), ({"countries": ["ZZ"]}, "scope_unknown_country"),
        ({"channels": ["999999"]}, "unknown_channel"), ({"office": "999999"}, "invalid"), ({"kind": "line"}, "invalid"),
        ({"texts": [{"language": "en", "text": "One."}, {"language": "en", "text": "Two."}]}, "line_language_repeated"),
        ({"name": "a\x00"}, "unusable_text"), ({"cleared_at": "2026-01-01T00:00:00Z"}, "invalid"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_line_is_refused(ministry, fields, code):
    answer = Caller(ministry.layla).call("POST", LINES, body(ministry, **fields))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not ClearedLine.objects.exists()


def test_a_repeat_with_the_same_key_writes_one_line(ministry):
    layla = Caller(ministry.layla)
    first = layla.post(LINES, body(ministry), Idempotency_Key="once")
    assert layla.post(LINES, body(ministry), Idempotency_Key="once") == first
    assert ClearedLine.objects.count() == 1


def test_the_draft_of_a_line_is_not_changed_or_made_as_a_post(ministry):
    line = written(ministry)
    layla = Caller(ministry.layla)
    answer = layla.call(
        "PATCH", f"/drafts/{line.draft_id}/", {"text": "A post."}, If_Match=f'"{line.draft.current.hash}"'
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "line_has_its_form")
    made = {"channels": [ministry.x.pk], "text": "A post.", "language": "en", "kind": "line"}
    assert layla.post("/drafts/", made)[0] == 400
    assert Draft.objects.count() == 1
    assert "revise" not in layla.get(f"/drafts/{line.draft_id}/")[1]["allowed"]


def test_the_draft_of_a_cleared_line_offers_no_publishing_and_no_compose_page(ministry):
    line = in_use(ministry)
    _status, draft = Caller(ministry.layla).get(f"/drafts/{line.draft_id}/")
    assert "publish" not in draft["allowed"]
    assert "withdraw" not in draft["allowed"]
    assert [post["compose_url"] for post in draft["posts"]] == [None] * len(draft["posts"])
    handed = {"channel": ministry.x.pk, "url": "https://x.com/EmbassyRiyadh/status/1"}
    answer = Caller(ministry.layla).call("POST", f"/drafts/{line.draft_id}/publish/", handed)
    assert (answer.status_code, answer.json()["code"]) == (409, "line_is_not_posted")


def checked(ministry, text):
    return Caller(ministry.layla).post(
        "/drafts/check/", {"channels": [ministry.x.pk], "text": text, "language": "en"}
    )[1]  # fmt: skip


def test_a_check_says_how_a_text_quotes_lines_and_what_that_does_to_its_route(ministry):
    asks_nobody(ministry)
    line = in_use(ministry)
    whole = checked(ministry, TEXT)
    assert (whole["cleared_lines"]["kind"], whole["route"], whole["route_unaltered"]) == ("unaltered", [], None)
    assert whole["cleared_lines"]["posts"][0]["lines"] == [str(line.pk)]
    changed = checked(ministry, TEXT.replace("support", "do not support"))
    assert (changed["cleared_lines"]["kind"], len(changed["route"]), changed["route_unaltered"]) == ("altered", 3, [])
    post = changed["cleared_lines"]["posts"][0]
    assert post["nearest"] == str(line.pk)
    assert {"change": "insert", "text": "do not "} in post["changes"]
    assert checked(ministry, "Nothing of it.")["cleared_lines"] == {"kind": "none", "posts": []}


def test_a_draft_says_which_lines_it_quotes(ministry):
    line = in_use(ministry)
    _status, draft = Caller(ministry.layla).get(f"/drafts/{ministry.draft(TEXT).pk}/")
    assert draft["cleared_lines"] == [
        {"line": str(line.pk), "name": line.name, "language": "en", "unaltered": True},
    ]  # fmt: skip


def test_lines_alone_are_cleared_by_submitting_them(ministry):
    asks_nobody(ministry)
    in_use(ministry)
    draft = ministry.draft(TEXT)
    status, told = Caller(ministry.layla).post(f"/drafts/{draft.pk}/submit/", {})
    assert (status, told["state"], told["route"]) == (200, "cleared", [])


def test_a_policy_can_be_tried_with_lines(ministry):
    policy = asks_nobody(ministry)
    path, office = f"/policies/{policy.pk}/versions/1/try/", str(ministry.riyadh.pk)
    _status, told = Caller(ministry.paul).post(path, {"office": office, "cleared_line": "unaltered"})
    assert (told["matches"], told["route"], told["refused"]) == (True, [], None)


def cost(caller, method, path, sent=None):
    with CaptureQueriesContext(connection) as asked:
        answer = caller.call(method, path, sent)
    assert answer.status_code in (200, 201), answer.content
    return len(asked)


def test_what_lines_cost_does_not_grow_with_how_many_there_are(ministry):
    layla = Caller(ministry.layla)
    check = {"channels": [ministry.x.pk], "text": TEXT, "language": "en"}
    line = in_use(ministry)
    few = [
        cost(layla, "GET", LINES),
        cost(layla, "POST", "/drafts/check/", check),
        cost(layla, "GET", f"{LINES}{line.pk}/"),
    ]
    for number in range(6):
        in_use(ministry, f"Line number {number} of a good many lines.", name=f"Line {number}", topics=("trade",))
        submit.submit(draft_id=ministry.draft(TEXT).pk, by=ministry.layla, at=NOW)
        publish_on_x(ministry, ministry.cleared(TEXT), at=NOW, url=f"https://x.com/EmbassyRiyadh/status/{number + 1}")
    many = [cost(layla, "GET", LINES), cost(layla, "POST", "/drafts/check/", check)]
    assert [*many, cost(layla, "GET", f"{LINES}{line.pk}/")] == few
    assert fresh(line.draft).state == "cleared"
