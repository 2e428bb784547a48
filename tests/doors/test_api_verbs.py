"""The verbs through the API: each moves the draft as the engine does, or says why not."""

import pytest
import time_machine

from approvals.models import Comment, Decision, Publication
from tests.doors.calls import Caller, refused
from tests.doors.matrix import post_url
from tests.people import NOW, fresh, later


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def verdict(draft, word="approve", **fields):
    return {"verdict": word, "revision": draft.current.hash} | fields


def test_a_draft_passes_its_levels_and_is_published_and_taken_down(ministry):
    draft = ministry.draft()
    path = f"/drafts/{draft.pk}"
    layla, helen = Caller(ministry.layla), Caller(ministry.helen)
    assert layla.post(f"{path}/submit/", {"revision": draft.current.hash})[1]["state"] == "in_review"
    for person in (ministry.helen, ministry.dana, ministry.mina):
        status, body = Caller(person).post(f"{path}/decisions/", verdict(draft))
        assert status == 200
    assert (body["state"], body["level"], body["cleared_at"]) == ("cleared", None, "2026-09-14T09:00:00Z")
    handed = {"channel": str(ministry.x.pk), "url": f"{post_url(5)}?utm_source=mail"}
    _status, body = layla.post(f"{path}/publish/", handed)
    assert (body["state"], body["publications"][0]["url"]) == ("published", post_url(5))
    down = {"where": "X", "taken_down_at": "2026-09-14T12:00:00+03:00"}
    _status, body = helen.post(f"{path}/retract/", down)
    assert (body["state"], body["publications"][0]["taken_down_at"]) == ("retracted", "2026-09-14T09:00:00Z")


@pytest.mark.parametrize(
    ("revision", "answer"),
    [({}, (428, "revision_required")), ({"revision": None}, (428, "revision_required")),
     ({"revision": ""}, (400, "revision_empty")), ({"revision": "0" * 64}, (409, "stale_revision")),
     ({"revision": "not a hash"}, (409, "stale_revision"))],
)  # fmt: skip
def test_a_decision_names_the_revision_that_was_read(ministry, revision, answer):
    draft = ministry.submitted()
    given = {"verdict": "approve"} | revision
    assert refused(Caller(ministry.helen).post(f"/drafts/{draft.pk}/decisions/", given)) == answer
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("word", "fields", "code"),
    [("request_changes", {}, "comment_needed"), ("request_changes", {"comment": " "}, "comment_needed"),
     ("reject", {}, "reason_needed"), ("reject", {"reason": "bored"}, "invalid"), ("postpone", {}, "invalid"),
     ("approve", {"reason": "tone"}, "invalid"), ("approve", {"proposal": "Better."}, "invalid"),
     ("reject", {"reason": "tone", "proposal": "Better."}, "invalid"), ("approve", {"step": "1"}, "invalid"),
     ("request_changes", {"comment": "See.", "proposal": "x" * 300}, "proposal_refused")],
)  # fmt: skip
def test_a_verdict_with_too_little_or_too_much_is_refused(ministry, word, fields, code):
    draft = ministry.submitted()
    answer = Caller(ministry.helen).post(f"/drafts/{draft.pk}/decisions/", verdict(draft, word, **fields))
    assert refused(answer) == (400, code)
    assert answer[1]["errors"]
    assert fresh(draft).state == "in_review"


def test_changes_are_requested_with_a_wording_that_the_author_can_take(ministry):
    draft = ministry.submitted()
    asked = verdict(draft, "request_changes", comment="Say until when.", proposal="The embassy is open until five.")
    _status, body = Caller(ministry.helen).post(f"/drafts/{draft.pk}/decisions/", asked)
    assert (body["state"], body["route"][0]["status"]) == ("changes_requested", "returned")
    (decision,) = body["route"][0]["decisions"]
    assert (decision["comment"], decision["proposal"]) == ("Say until when.", "The embassy is open until five.")
    author, path = Caller(ministry.layla), f"/drafts/{draft.pk}/"
    _status, body = author.patch(path, {"text": decision["proposal"]}, If_Match=f'"{draft.current.hash}"')
    _status, body = author.post(f"{path}submit/")
    assert [step["status"] for step in body["route"]] == ["passed", "open", "waiting"]


def test_a_rejection_has_a_coded_reason(ministry):
    draft = ministry.submitted()
    asked = verdict(draft, "reject", reason="timing", comment="Not today.")
    _status, body = Caller(ministry.helen).post(f"/drafts/{draft.pk}/decisions/", asked)
    assert (body["state"], body["route"][0]["decisions"][0]["reason"]) == ("rejected", "timing")


def test_a_second_approval_by_the_same_person_is_a_conflict_or_not_theirs(ministry):
    draft = ministry.submitted()
    head = Caller(ministry.helen)
    assert head.post(f"/drafts/{draft.pk}/decisions/", verdict(draft))[0] == 200
    assert refused(head.post(f"/drafts/{draft.pk}/decisions/", verdict(draft)))[0] in (403, 409)
    assert Decision.objects.count() == 1


def test_a_finding_is_confirmed_by_its_code(ministry):
    draft = ministry.draft("Call +966 11 488 2310.")
    author, path = Caller(ministry.layla), f"/drafts/{draft.pk}/submit/"
    answer = author.post(path)
    assert refused(answer) == (400, "telephone")
    assert list(answer[1]["errors"]) == ["confirm"]
    assert author.post(path, {"confirm": ["telephone"]})[1]["state"] == "in_review"


def test_a_text_that_is_too_long_is_refused_with_count_and_limit(ministry):
    draft = ministry.draft("x" * 300)
    status, problem = Caller(ministry.layla).post(f"/drafts/{draft.pk}/submit/")
    assert (status, problem["code"]) == (400, "text_too_long")
    assert "300" in problem["detail"]
    assert "280" in problem["detail"]


def test_a_submission_of_another_revision_than_was_read_is_refused(ministry):
    draft = ministry.draft()
    answer = Caller(ministry.layla).post(f"/drafts/{draft.pk}/submit/", {"revision": "0" * 64})
    assert refused(answer) == (409, "stale_revision")


@pytest.mark.parametrize(
    ("handed", "answer"),
    [({"url": "https://x.com/Somebody/status/1"}, (400, "url_of_another_account")), ({"url": ""}, (400, "url_needed")),
     ({"url": "javascript:alert(1)"}, (400, "url_not_https")), ({"channel": "999999"}, (400, "not_a_target")),
     ({"published_at": "2026-09-14T10:00:00Z"}, (400, "published_in_future")),
     ({"published_at": "2026-09-14T08:00:00Z"}, (400, "published_before_cleared")),
     ({"published_at": "2026-09-14T09:00:00"}, (400, "invalid")), ({"revision": "0" * 64}, (409, "stale_revision")),
     ({"language": "fr"}, (400, "not_a_target"))],
)  # fmt: skip
def test_a_publication_that_cannot_be_is_refused(ministry, handed, answer):
    draft = ministry.cleared()
    given = {"channel": str(ministry.x.pk), "url": post_url(1)} | handed
    assert refused(Caller(ministry.layla).post(f"/drafts/{draft.pk}/publish/", given)) == answer
    assert not Publication.objects.exists()


def test_a_post_is_published_once(ministry):
    draft = ministry.cleared()
    path, given = f"/drafts/{draft.pk}/publish/", {"channel": str(ministry.x.pk), "url": post_url(1)}
    assert Caller(ministry.layla).post(path, given)[0] == 200
    assert refused(Caller(ministry.layla).post(path, given)) == (409, "already_published")


@pytest.mark.parametrize("down", [{}, {"where": ""}, {"where": "X"}, {"where": "X", "taken_down_at": None}])
def test_a_retraction_says_where_and_when(ministry, down):
    draft = ministry.cleared()
    handed = {"channel": str(ministry.x.pk), "url": post_url(1)}
    Caller(ministry.layla).post(f"/drafts/{draft.pk}/publish/", handed)
    assert refused(Caller(ministry.helen).post(f"/drafts/{draft.pk}/retract/", down))[0] == 400
    assert fresh(draft).state == "published"


@pytest.mark.parametrize("verb", ["withdraw", "reopen"])
def test_a_verb_without_content_takes_none(ministry, verb):
    draft = ministry.submitted()
    status, problem = Caller(ministry.layla).post(f"/drafts/{draft.pk}/{verb}/", {"force": True})
    assert (status, list(problem["errors"])) == (400, ["force"])


def test_a_draft_is_withdrawn_and_taken_up_again(ministry):
    draft = ministry.submitted(moment=later(5))
    author, path = Caller(ministry.layla), f"/drafts/{draft.pk}"
    _status, body = author.post(f"{path}/withdraw/", {})
    assert (body["state"], body["allowed"]) == ("withdrawn", ["comment", "reopen"])
    assert refused(author.post(f"{path}/withdraw/")) == (409, "wrong_state")
    with time_machine.travel(later(6), tick=False):
        _status, body = author.post(f"{path}/reopen/")
    assert (body["state"], body["moment"], body["submitted_at"]) == ("draft", None, None)


def test_a_comment_is_told_with_the_revision_it_is_about(ministry):
    draft = ministry.submitted()
    status, said = Caller(ministry.helen).post(f"/drafts/{draft.pk}/comments/", {"text": "Line one.\r\nLine two."})
    assert (status, said["text"], said["revision"]) == (201, "Line one.\nLine two.", 1)
    assert Caller(ministry.layla).get(f"/drafts/{draft.pk}/comments/")[1]["results"] == [said]
    for text in ("", "  \n"):
        answer = Caller(ministry.helen).post(f"/drafts/{draft.pk}/comments/", {"text": text})
        assert refused(answer) == (400, "comment_empty")
    assert Comment.objects.count() == 1
