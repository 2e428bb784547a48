"""Drafts through the API: start, read, revise, find, check."""

import pytest
import time_machine

from approvals.actions.write import Writing, revise
from approvals.models import Draft, Revision
from tests.doors.calls import Caller, refused
from tests.people import NOW, fresh, later, variant


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def writing(ministry, **fields):
    return {"channels": [str(ministry.x.pk)], "text": "The embassy is open today.", "language": "en"} | fields


def test_an_author_starts_a_draft_and_gets_it_whole(ministry):
    answer = Caller(ministry.layla).call("POST", "/drafts/", writing(ministry, moment="2026-09-15T12:00:00+03:00"))
    draft = Draft.objects.get()
    body = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/drafts/{draft.pk}/"
    assert answer["ETag"] == f'"{draft.current.hash}"'
    assert answer["Cache-Control"] == "no-store"
    assert body["id"] == str(draft.pk)
    assert body["reference"] == "RUH-2026-0001"
    assert body["state"] == "draft"
    assert body["revision"] == {"number": 1, "hash": draft.current.hash}
    assert body["text"] == "The embassy is open today."
    assert body["moment"] == "2026-09-15T09:00:00Z"
    assert body["level"] is None
    assert body["route"] == []
    assert body["allowed"] == ["comment", "submit", "revise"]
    assert body["channels"] == [{"id": str(ministry.x.pk), "platform": "x", "handle": "@EmbassyRiyadh"}]


def test_a_channel_may_be_named_by_its_number_too(ministry):
    status, draft = Caller(ministry.layla).post("/drafts/", writing(ministry, channels=[ministry.x.pk]))
    assert (status, draft["channels"][0]["id"]) == (201, str(ministry.x.pk))


def test_a_channel_with_a_text_of_its_own_gets_that_and_the_others_the_common_one(ministry):
    given = writing(
        ministry,
        channels=[str(ministry.x.pk), str(ministry.mastodon.pk)],
        variants=[{"channel": str(ministry.mastodon.pk), "language": "ar", "text": "السفارة مفتوحة"}],
    )
    _status, draft = Caller(ministry.layla).post("/drafts/", given)
    posts = {(post["channel"], post["language"]): post["text"] for post in draft["posts"]}
    assert posts == {
        (str(ministry.x.pk), "en"): "The embassy is open today.",
        (str(ministry.mastodon.pk), "ar"): "السفارة مفتوحة",
    }


@pytest.mark.parametrize(
    ("fields", "status", "code", "field"),
    [
        (lambda m: {"channels": ["999999"]}, 400, "unknown_channel", "channels"),
        (lambda m: {"channels": [str(m.geneva_x.pk)]}, 403, "channel_not_yours", "channels"),
        (lambda m: {"topics": ["football"]}, 400, "unknown_topic", "topics"),
        (lambda m: {"kind": "reply"}, 400, "reply_needs_address", "in_reply_to"),
        (lambda m: {"publish_at": "2026-09-15T09:00:00Z", "moment": "2026-09-15T09:00:00Z"}, 400, "slot_after_moment",
         "publish_at"),
        (lambda m: {"variants": [{"channel": str(m.mastodon.pk), "text": "x"}]}, 400, "variant_without_channel",
         "variants"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_with_its_code_and_field(ministry, fields, status, code, field):
    answer = Caller(ministry.layla).post("/drafts/", writing(ministry, **fields(ministry)))
    assert refused(answer) == (status, code)
    assert list(answer[1]["errors"]) == [field]


def test_a_draft_in_review_says_who_has_it_and_until_when(ministry):
    draft = ministry.submitted()
    _status, body = Caller(ministry.helen).get(f"/drafts/{draft.pk}/")
    level = {"position": 1, "name": "Head of mission", "due_at": "2026-09-14T13:00:00Z", "overdue": False}
    assert body["level"].items() >= level.items()
    assert body["level"]["office"]["code"] == "RUH"
    assert body["levels"] == [body["level"]]
    assert [step["status"] for step in body["route"]] == ["open", "waiting", "waiting"]
    assert body["expected_clear_at"] == "2026-09-15T01:00:00Z"
    assert body["allowed"] == ["comment", "approve", "request_changes", "reject", "ask", "claim", "reassign", "nudge"]
    count = {"unit": "weighted", "length": 26, "limit": 280, "fits": True, "platform": "x", "language": "en"}
    assert body["checks"]["counts"] == [{"channel": str(ministry.x.pk)} | count]


def test_a_level_is_overdue_from_its_deadline_on(ministry):
    draft = ministry.submitted()
    for hours, overdue in [(3.99, False), (4, True)]:
        with time_machine.travel(later(hours), tick=False):
            assert Caller(ministry.helen).get(f"/drafts/{draft.pk}/")[1]["level"]["overdue"] is overdue


def test_decisions_are_told_with_who_made_them(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    first = Caller(ministry.layla).get(f"/drafts/{draft.pk}/")[1]["route"][0]
    (decision,) = first["decisions"]
    assert (first["status"], decision["by"]["name"], decision["verdict"]) == ("passed", "Helen Brandt", "approve")


def test_the_platforms_own_page_is_named_only_for_a_cleared_post_that_is_not_out(ministry):
    author = Caller(ministry.layla)
    waiting, cleared = ministry.submitted(), ministry.cleared()
    assert author.get(f"/drafts/{waiting.pk}/")[1]["posts"][0]["compose_url"] is None
    assert "The%20embassy" in author.get(f"/drafts/{cleared.pk}/")[1]["posts"][0]["compose_url"]
    handed = {"channel": str(ministry.x.pk), "url": "https://x.com/EmbassyRiyadh/status/7"}
    _status, out = author.post(f"/drafts/{cleared.pk}/publish/", handed)
    assert out["posts"][0]["compose_url"] is None
    assert out["publications"][0]["url"] == "https://x.com/EmbassyRiyadh/status/7"


def test_a_change_keeps_what_is_left_out(ministry):
    draft = ministry.draft(topics=("trade",), urgency="urgent", moment=later(24))
    answer = Caller(ministry.omar).call(
        "PATCH", f"/drafts/{draft.pk}/", {"text": "Open tomorrow."}, If_Match=f'"{draft.current.hash}"'
    )
    body, draft = answer.json(), fresh(draft)
    assert answer.status_code == 200
    assert (body["text"], body["topics"], body["urgency"]) == ("Open tomorrow.", ["trade"], "urgent")
    assert (body["moment"], body["revision"]["number"]) == ("2026-09-15T09:00:00Z", 2)
    assert answer["ETag"] == f'"{draft.current.hash}"'


def test_null_takes_a_time_away(ministry):
    draft = ministry.draft(moment=later(24))
    change = {"moment": None}
    _status, body = Caller(ministry.layla).patch(f"/drafts/{draft.pk}/", change, If_Match=f'"{draft.current.hash}"')
    assert body["moment"] is None
    assert body["revision"]["number"] == 1


@pytest.mark.parametrize("named", ["", "*", " "])
def test_a_change_that_names_no_revision_is_refused(ministry, named):
    path = f"/drafts/{ministry.draft().pk}/"
    assert refused(Caller(ministry.layla).patch(path, {"text": "x"}, If_Match=named)) == (428, "if_match_required")
    assert refused(Caller(ministry.layla).patch(path, {"text": "x"})) == (428, "if_match_required")


@pytest.mark.parametrize("named", ['"old"', "garbage", 'W/"x"', '"a", "b"', "é", '"' + "0" * 64 + '"'])
def test_a_change_of_a_revision_that_is_not_current_is_refused(ministry, named):
    path = f"/drafts/{ministry.draft().pk}/"
    assert refused(Caller(ministry.layla).patch(path, {"text": "x"}, If_Match=named)) == (412, "if_match_stale")
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("shape", ['"{}"', "{}", '"old", "{}"'])
def test_the_current_revision_is_found_however_it_is_quoted(ministry, shape):
    draft = ministry.draft()
    named = shape.format(draft.current.hash)
    assert Caller(ministry.layla).patch(f"/drafts/{draft.pk}/", {"text": "New."}, If_Match=named)[0] == 200


def test_two_changes_of_different_details_do_not_undo_each_other(ministry):
    draft, author = ministry.draft(), Caller(ministry.layla)
    path, named = f"/drafts/{draft.pk}/", f'"{draft.current.hash}"'
    author.patch(path, {"urgency": "urgent"}, If_Match=named)
    author.patch(path, {"topics": ["trade"]}, If_Match=named)
    draft = fresh(draft)
    assert (draft.urgency, draft.topics) == ("urgent", ["trade"])


def test_the_list_is_filtered_by_what_is_asked(ministry):
    author = Caller(ministry.layla)
    review = ministry.submitted("The consulate moves on Friday.")
    early = ministry.draft("Visa hours change.", by=ministry.omar, channel_ids=(ministry.mastodon.pk,))
    found = {
        "": {review, early},
        "state=in_review": {review},
        "state=draft": {early},
        "office=RUH": {review, early},
        f"office={ministry.riyadh.pk}": {review, early},
        "office=GVA": set(),
        f"channel={ministry.mastodon.pk}": {early},
        "mine=true": {review},
        "mine=false": {review, early},
        "q=friday": {review},
        "q=consulate+moves": {review},
        "q=RUH-2026-0002": {early},
        "q=100%25": set(),
        "q=%5C": set(),
        "state=draft&q=visa": {early},
    }
    for query, drafts in found.items():
        _status, body = author.get(f"/drafts/?{query}")
        assert {row["id"] for row in body["results"]} == {str(draft.pk) for draft in drafts}, query


def test_an_excerpt_is_the_beginning_of_the_text_on_one_line(ministry):
    ministry.draft("Line one.\n\nLine two. " + "👩🏽‍🚀" * 200)
    (row,) = Caller(ministry.layla).get("/drafts/")[1]["results"]
    assert row["excerpt"].startswith("Line one. Line two. 👩🏽‍🚀")
    assert row["excerpt"].endswith("👩🏽‍🚀…")


def test_a_check_saves_nothing_and_says_what_the_text_would_meet(ministry):
    given = writing(ministry, text="Call +966 11 488 2310 today.\u202e")
    status, body = Caller(ministry.layla).post("/drafts/check/", given)
    assert status == 200
    assert body["counts"][0].items() >= {"platform": "x", "limit": 280, "fits": True}.items()
    found = {finding["code"]: finding for finding in body["findings"]}
    assert found["hidden_characters"]["severity"] == "blocking"
    assert (found["hidden_characters"]["start"], found["hidden_characters"]["end"]) == (28, 29)
    assert found["telephone"]["severity"] == "confirm"
    assert [level["name"] for level in body["route"]] == ["Head of mission", "Desk", "Minister's office"]
    assert [level["role"] for level in body["route"]] == ["head", "approver", "approver"]
    assert body["expected_clear_at"] == "2026-09-15T01:00:00Z"
    assert body["refused"] is None
    assert not Draft.objects.exists()


def test_a_check_says_why_there_would_be_no_route(ministry):
    ministry.mina.postings.update(ends_at=NOW)
    _status, body = Caller(ministry.layla).post("/drafts/check/", writing(ministry))
    assert body["refused"]["code"] == "level_unstaffed"
    assert "Minister's office" in body["refused"]["detail"]


@pytest.mark.parametrize(
    ("channel", "code"), [("geneva_x", (403, "channel_not_yours")), (None, (400, "unknown_channel"))]
)
def test_a_check_is_for_channels_that_one_writes_for(ministry, channel, code):
    named = str(getattr(ministry, channel).pk) if channel else "999999"
    answer = Caller(ministry.layla).post("/drafts/check/", writing(ministry, channels=[named]))
    assert refused(answer) == code


def test_the_difference_of_a_revision_is_told_word_by_word(ministry):
    draft = ministry.draft("The embassy is open today.", channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    changed = ministry.content(
        "The embassy is closed today.",
        channel_ids=(ministry.x.pk, ministry.mastodon.pk),
        variants=(variant(ministry.mastodon, "en", "The embassy is open today."),),
    )
    revise(draft_id=draft.pk, by=ministry.layla, writing=Writing(changed), if_match=draft.current.hash, at=NOW)
    _status, body = Caller(ministry.layla).get(f"/drafts/{draft.pk}/revisions/2/diff/")
    x, mastodon = body["posts"]
    assert (body["number"], body["against"]) == (2, 1)
    assert [(part["change"], part["text"]) for part in x["segments"]] == [
        ("equal", "The embassy is "), ("delete", "open"), ("insert", "closed"), ("equal", " today."),
    ]  # fmt: skip
    assert (x["changed"], mastodon["changed"]) == (True, False)
    assert refused(Caller(ministry.layla).get(f"/drafts/{draft.pk}/revisions/3/diff/")) == (404, "not_found")
