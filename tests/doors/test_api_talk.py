"""Replies through the API: what they answer, their conversations, and the templates that they begin with."""

import pytest
import time_machine

from approvals.actions import submit, withdraw
from approvals.actions.answering import Answered
from approvals.models import Conversation, Draft, ReplyTemplate
from tests.actions.asking import publish_on_x
from tests.actions.test_answering import ADDRESS, QUESTION, reply
from tests.actions.test_reply_templates import kept
from tests.doors.calls import Caller, refused
from tests.doors.test_api_queries import MANY, cost
from tests.people import NOW, fresh, later


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def body(ministry, **changes):
    given = {"channels": [ministry.x.pk], "text": "On Sunday.", "language": "en", "kind": "reply"}
    answers = {"author": "Citizen", "text": "When do you open?", "posted_at": "2026-09-14T07:30:00Z"}
    return given | {"in_reply_to": ADDRESS, "answers": answers, "answer_by": "2026-09-14T15:00:00Z"} | changes


def test_a_draft_takes_and_gives_what_it_answers(ministry):
    layla = Caller(ministry.layla)
    status, draft = layla.post("/drafts/", body(ministry))
    assert status == 201
    assert draft["answers"] == {
        "author": "Citizen", "text": "When do you open?", "posted_at": "2026-09-14T07:30:00Z",
        "entered_by": {"id": str(ministry.layla.pk), "name": "Layla Haddad"}, "entered_at": "2026-09-14T09:00:00Z",
    }  # fmt: skip
    assert draft["answer_by"] == "2026-09-14T15:00:00Z"
    assert draft["conversation"] == str(Conversation.objects.get().pk)
    summary = layla.get("/drafts/")[1]["results"][0]
    assert (summary["answer_by"], summary["conversation"]) == (draft["answer_by"], draft["conversation"])
    assert "answers" not in summary


def test_what_is_left_out_stays_and_what_is_made_an_original_answers_nothing(ministry):
    layla = Caller(ministry.layla)
    draft = layla.post("/drafts/", body(ministry))[1]
    path, etag = f"/drafts/{draft['id']}/", f'"{draft["revision"]["hash"]}"'
    changed = layla.patch(path, {"topics": ["trade"], "answer_by": None}, If_Match=etag)[1]
    assert (changed["answers"]["text"], changed["answer_by"]) == ("When do you open?", None)
    changed = layla.patch(path, {"answers": {"author": "Somebody"}}, If_Match=etag)[1]
    assert (changed["answers"]["author"], changed["answers"]["text"]) == ("Somebody", "")
    changed = layla.patch(path, {"kind": "original", "in_reply_to": ""}, If_Match=etag)[1]
    assert (changed["answers"], changed["answer_by"], changed["conversation"]) == (None, None, None)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"answers": {"text": "Pay\u202eload"}}, "hidden_characters", "answers.text"),
        ({"answers": {"author": "nul \x00"}}, "unusable_text", "answers"),
        ({"answers": {"text": "x" * 10_001}}, "invalid", "answers"),
        ({"answers": {"text": 7}}, "invalid", "answers"),
        ({"answers": {"said": "x"}}, "invalid", "answers"),
        ({"answers": "x"}, "invalid", "answers"),
        ({"answers": {"posted_at": "2026-09-14T07:30:00"}}, "invalid", "answers"),
        ({"answers": {"posted_at": "2027-09-14T07:30:00Z"}}, "answered_time_unlikely", "answers.posted_at"),
        ({"answers": {"posted_at": "9999-12-31T23:59:59Z"}}, "answered_time_unlikely", "answers.posted_at"),
        ({"answer_by": "2026-09-14T09:00:00Z"}, "answer_by_past", "answer_by"),
        ({"answer_by": "9999-12-31T23:59:59Z"}, "moment_too_far", "answer_by"),
        ({"moment": "2026-09-14T15:00:00Z"}, "answer_by_after_moment", "answer_by"),
        ({"kind": "original", "in_reply_to": ""}, "answers_nothing", "answers"),
        ({"conversation": "00000000-0000-4000-8000-000000000000"}, "unknown_conversation", "conversation"),
        ({"conversation": 7}, "invalid", "conversation"),
        ({"conversation": None}, "invalid", "conversation"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_by_field_and_nothing_is_saved(ministry, changes, code, field):
    status, problem = Caller(ministry.layla).post("/drafts/", body(ministry, **changes))
    assert (status, problem["code"]) == (400, code)
    assert any(name.startswith(field) for name in problem["errors"])
    assert not Draft.objects.exists()


def submitted(ministry, **fields):
    draft = reply(ministry, **fields)
    return submit.submit(draft_id=draft.pk, by=ministry.layla, at=NOW)


def test_conversations_come_waiting_first_and_can_be_narrowed(ministry):
    soon = submitted(ministry, answer_by=later(1))
    timeless = submitted(ministry, address="https://x.com/a/status/2")
    done = submitted(ministry, address="https://x.com/a/status/3", answers=Answered("Third", "", later(-2)))
    ministry.approve(done, ministry.helen, ministry.dana, ministry.mina)
    publish_on_x(ministry, done, at=later(1))
    layla, order = Caller(ministry.layla), [soon, timeless, done]
    ids = [str(fresh(draft).conversation_id) for draft in order]
    with time_machine.travel(later(2), tick=False):
        found = layla.get("/conversations/")[1]["results"]
        assert [one["id"] for one in found] == ids
        assert found[0]["waiting"]["reference"] == soon.reference
        assert [one["overdue"] for one in found] == [True, False, False]
        assert [one["answer_by"] for one in found] == ["2026-09-14T10:00:00Z", None, None]
        assert (found[2]["waiting"], found[2]["drafts"]) == (None, 1)
        narrowed = {
            "?waiting=true": ids[:2], "?waiting=false": ids[2:], "?overdue=true": ids[:1], "?office=RUH": ids,
            "?office=GVA": [],
        }  # fmt: skip
        for asked, wanted in narrowed.items():
            assert [one["id"] for one in layla.get(f"/conversations/{asked}")[1]["results"]] == wanted, asked
        assert Caller(ministry.gil).get("/conversations/")[1]["results"] == []


def test_pages_lead_forwards_and_backwards_over_both_sections(ministry):
    drafts = [
        reply(ministry, address=f"https://x.com/a/status/{n}", at=later(n), answer_by=later(50 - n) if n % 2 else None)
        for n in range(1, 8)
    ]
    for draft in drafts[::3]:
        submit.submit(draft_id=draft.pk, by=ministry.layla, at=later(10))
        withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=later(10))
    layla = Caller(ministry.layla)
    whole = [one["id"] for one in layla.get("/conversations/")[1]["results"]]
    assert len(whole) == 7
    for limit in (1, 2, 3):
        page, pages = layla.get(f"/conversations/?limit={limit}")[1], []
        while True:
            pages.append([one["id"] for one in page["results"]])
            if page["next"] is None:
                break
            page = layla.get(page["next"])[1]
        assert [one for ids in pages for one in ids] == whole
        back = [pages[-1]]
        while page["previous"]:
            page = layla.get(page["previous"])[1]
            back.insert(0, [one["id"] for one in page["results"]])
        assert [one for ids in back for one in ids] == whole


def test_one_conversation_says_what_was_said_and_how_long_the_answer_took(ministry):
    first = submitted(ministry, answer_by=later(4))
    ministry.approve(first, ministry.helen, ministry.dana, ministry.mina)
    publish_on_x(ministry, first, at=later(1))
    second = reply(ministry, at=later(1), text="And on Monday.", by=ministry.omar)
    path = f"/conversations/{fresh(first).conversation_id}/"
    status, told = Caller(ministry.layla).get(path)
    assert status == 200
    assert [one["id"] for one in told["results"]] == [str(first.pk), str(second.pk)]
    said = told["results"][0]
    assert (said["answers"]["text"], said["took"], said["state"]) == (QUESTION.text, "PT2H", "published")
    assert [out["url"] for out in said["publications"]] == ["https://x.com/EmbassyRiyadh/status/1234567890"]
    assert told["results"][1]["took"] is None
    assert told["waiting"]["id"] == str(second.pk)
    # What was never submitted is the office's alone, and so is its being waited for.
    records = Caller(ministry.rita).get(path)[1]
    assert [one["id"] for one in records["results"]] == [str(first.pk)]
    assert (records["waiting"], records["drafts"]) == (None, 1)
    assert refused(Caller(ministry.gil).get(path)) == (404, "not_found")


def test_templates_are_written_listed_and_retired(ministry):
    layla = Caller(ministry.layla)
    given = {"office": str(ministry.riyadh.pk), "name": "Hours", "language": "en", "text": "At nine."}
    status, template = layla.post("/reply-templates/", given)
    assert (status, template["office"]["code"], template["retired_at"]) == (201, "RUH", None)
    assert refused(layla.post("/reply-templates/", given)) == (409, "template_repeated")
    assert refused(layla.post("/reply-templates/", given | {"office": None})) == (403, "not_template_keeper")
    assert Caller(ministry.paul).post("/reply-templates/", given | {"office": None})[0] == 201
    assert [one["office"] for one in Caller(ministry.gil).get("/reply-templates/")[1]["results"]] == [None]
    assert layla.post(f"/reply-templates/{template['id']}/retire/")[1]["retired_at"] == "2026-09-14T09:00:00Z"
    assert len(layla.get("/reply-templates/?retired=false&language=en")[1]["results"]) == 1
    assert refused(layla.post(f"/reply-templates/{template['id']}/retire/", {"why": 1})) == (400, "invalid")
    assert ReplyTemplate.objects.count() == 2


def test_conversations_and_templates_cost_the_same_for_few_and_many(ministry):
    caller = Caller(ministry.layla)
    first = reply(ministry, answer_by=later(1))
    kept(ministry.riyadh, ministry.layla)
    paths = ["/conversations/", f"/conversations/{fresh(first).conversation_id}/", "/reply-templates/"]
    few = [cost(caller, "GET", path) for path in paths]
    for number in range(MANY):
        reply(ministry, address=f"https://x.com/a/status/{number}")
        reply(ministry, text=f"And {number}.")
        kept(ministry.riyadh, ministry.layla, name=f"Name {number}")
    assert [cost(caller, "GET", path) for path in paths] == few
    assert max(few) <= 10


def test_saving_a_reply_costs_the_same_in_a_small_ministry_and_a_busy_one(ministry):
    caller = Caller(ministry.layla)

    def saved(number):
        given = body(ministry, in_reply_to=f"https://x.com/b/status/{number}")
        created = cost(caller, "POST", "/drafts/", given)
        draft = Draft.objects.order_by("reference").last()
        etag = f'"{draft.current.hash}"'
        return created, cost(caller, "PATCH", f"/drafts/{draft.pk}/", {"text": f"Text {number}."}, If_Match=etag)

    saved(1)
    few = saved(2)
    for number in range(MANY):
        reply(ministry, address=f"https://x.com/c/status/{number}")
    assert saved(3) == few
