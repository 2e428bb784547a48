"""A write that is repeated with the same Idempotency-Key has one effect and the same answer, also at one moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import transaction

from approvals.api.urls import urlpatterns
from approvals.models import Comment, Decision, Denial, Draft, Event, KeptAnswer
from notifications.models import Message
from tests.doors.calls import Caller, refused, told
from tests.people import NOW, fresh
from tests.races.together import together

AT_ONCE = 6


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def writing(ministry, text="The embassy is open."):
    return {"channels": [str(ministry.x.pk)], "text": text, "language": "en"}


def test_a_repeat_has_no_second_effect_and_the_same_answer_to_the_letter(ministry):
    author = Caller(ministry.layla)
    first = author.call("POST", "/drafts/", writing(ministry), Idempotency_Key="monday-1")
    again = author.call("POST", "/drafts/", writing(ministry), Idempotency_Key="monday-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Draft.objects.count() == 1


def test_the_answer_to_a_repeat_is_the_first_one_even_when_things_have_moved_on(ministry):
    author, draft = Caller(ministry.layla), ministry.draft()
    path = f"/drafts/{draft.pk}/submit/"
    first = author.post(path, Idempotency_Key="k")
    ministry.approve(draft, ministry.helen)
    assert author.post(path, Idempotency_Key="k") == first
    assert refused(author.post(path)) == (409, "wrong_state")


@pytest.mark.parametrize(
    "other",
    [
        lambda ministry, author: author.post("/drafts/", writing(ministry, "Another text."), Idempotency_Key="k"),
        lambda ministry, author: author.post("/drafts/check/", writing(ministry), Idempotency_Key="k"),
        lambda ministry, author: author.post("/drafts/?a=b", writing(ministry), Idempotency_Key="k"),
    ],
    ids=["content", "address", "query"],
)
def test_a_different_request_with_the_same_key_is_refused(ministry, other):
    author = Caller(ministry.layla)
    author.post("/drafts/", writing(ministry), Idempotency_Key="k")
    assert refused(other(ministry, author)) == (422, "idempotency_key_reused")
    assert Draft.objects.count() == 1


def test_another_if_match_is_a_different_request(ministry):
    author, draft = Caller(ministry.layla), ministry.draft()
    path, change = f"/drafts/{draft.pk}/", {"urgency": "urgent"}
    assert author.patch(path, change, Idempotency_Key="k", If_Match=f'"{draft.current.hash}"')[0] == 200
    again = author.patch(path, change, Idempotency_Key="k", If_Match=f'"{"0" * 64}"')
    assert refused(again) == (422, "idempotency_key_reused")


def test_the_order_of_names_makes_no_difference(ministry):
    author = Caller(ministry.layla)
    given = writing(ministry)
    author.post("/drafts/", given, Idempotency_Key="k")
    status, _draft = author.post("/drafts/", dict(reversed(given.items())), Idempotency_Key="k")
    assert (status, Draft.objects.count()) == (201, 1)


def test_two_people_may_use_the_same_key(ministry):
    Caller(ministry.layla).post("/drafts/", writing(ministry), Idempotency_Key="k")
    Caller(ministry.omar).post("/drafts/", writing(ministry), Idempotency_Key="k")
    assert Draft.objects.count() == 2


def test_a_refusal_is_not_kept_so_a_repeat_asks_again(ministry):
    head, draft = Caller(ministry.helen), ministry.draft()
    path, verdict = f"/drafts/{draft.pk}/decisions/", {"verdict": "approve", "revision": draft.current.hash}
    assert refused(head.post(path, verdict, Idempotency_Key="k")) == (409, "wrong_state")
    assert not KeptAnswer.objects.exists()
    Caller(ministry.layla).post(f"/drafts/{draft.pk}/submit/")
    assert head.post(path, verdict, Idempotency_Key="k")[0] == 200


def test_an_attempt_on_what_one_may_not_see_stays_on_record_though_nothing_else_does(ministry):
    draft = ministry.draft()
    answer = Caller(ministry.gil).post(f"/drafts/{draft.pk}/submit/", Idempotency_Key="k")
    assert refused(answer) == (404, "not_found")
    assert Denial.objects.get().user == ministry.gil
    assert not KeptAnswer.objects.exists()


def test_who_may_not_see_the_draft_any_more_gets_no_old_answer_about_it(ministry):
    author, draft = Caller(ministry.omar), ministry.draft()
    path = f"/drafts/{draft.pk}/comments/"
    assert author.post(path, {"text": "Good."}, Idempotency_Key="k")[0] == 201
    ministry.omar.postings.update(ends_at=NOW)
    assert refused(author.post(path, {"text": "Good."}, Idempotency_Key="k")) == (404, "not_found")


@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "é", "tab\t"])
def test_a_key_that_is_none_is_refused(ministry, key):
    answer = Caller(ministry.layla).post("/drafts/", writing(ministry), Idempotency_Key=key)
    assert refused(answer) == (400, "idempotency_key_invalid")


def test_a_fault_in_the_middle_leaves_neither_effect_nor_answer(ministry, monkeypatch):
    author, draft = Caller(ministry.layla), ministry.draft()
    monkeypatch.setattr("approvals.api.views.record.CommentSerializer.to_representation", lambda *args: 1 / 0)
    status, _problem = author.post(f"/drafts/{draft.pk}/comments/", {"text": "Good."}, Idempotency_Key="k")
    assert status == 500
    assert not Comment.objects.exists()
    assert not KeptAnswer.objects.exists()


def test_every_write_takes_a_key():
    for entry in urlpatterns:
        view = entry.callback.cls
        for name in ("post", "put", "patch", "delete"):
            handler = getattr(view, name, None)
            assert handler is None or hasattr(handler, "__wrapped__"), (entry, name)


@pytest.mark.django_db(transaction=True)
def test_the_same_write_six_times_at_once_has_one_effect_and_one_answer(ministry):
    author = Caller(ministry.layla)
    given = writing(ministry)
    answers = together(*[lambda: author.call("POST", "/drafts/", given, Idempotency_Key="k")] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer for answer in answers) == 1
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_decision_six_times_at_once_is_recorded_and_announced_once(ministry):
    draft = ministry.submitted()
    head = Caller(ministry.helen)
    given = {"verdict": "approve", "revision": draft.current.hash}
    path = f"/drafts/{draft.pk}/decisions/"
    answers = together(*[lambda: told(head.call("POST", path, given, Idempotency_Key="k"))] * AT_ONCE)
    assert [status for status, _body in answers] == [200] * AT_ONCE
    assert len({str(body) for _status, body in answers}) == 1
    assert Decision.objects.count() == 1
    assert Event.objects.filter(draft=draft, kind="approve").count() == 1
    assert Message.objects.filter(user=ministry.dana, medium="in_app").count() == 1
    assert fresh(draft).state == "in_review"


@pytest.mark.django_db(transaction=True)
def test_different_writes_with_one_key_at_once_have_the_effect_of_one(ministry):
    author = Caller(ministry.layla)
    calls = [
        lambda number=number: author.call("POST", "/drafts/", writing(ministry, f"Text {number}."), Idempotency_Key="k")
        for number in range(AT_ONCE)
    ]
    answers = together(*calls)
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * (AT_ONCE - 1)
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_repeat_that_waits_for_one_that_fails_does_the_work_itself(ministry):
    author, path = Caller(ministry.layla), f"/drafts/{ministry.draft().pk}/comments/"
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            KeptAnswer.objects.create(user=ministry.layla, key="k", fingerprint="", at=NOW)
            waiting = threads.submit(together, lambda: author.post(path, {"text": "Good."}, Idempotency_Key="k"))
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
            transaction.set_rollback(True)
        assert waiting.result(timeout=10)[0][0] == 201
    assert Comment.objects.count() == 1
