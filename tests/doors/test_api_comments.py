"""Comments by the API: what was taken before is taken still; a passage, an answer and a settling are added."""

import pytest
import time_machine

from tests.doors.calls import Caller, refused
from tests.people import NOW

TEXT = "We deplore the attack. The attack was a crime."


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def post(user, draft, **sent):
    return Caller(user).post(f"/drafts/{draft.pk}/comments/", {"text": "Which one?"} | sent)


def test_a_comment_on_a_passage_gives_the_words_and_their_place(ministry):
    draft = ministry.submitted(TEXT)
    status, said = post(ministry.helen, draft, quote="attack", occurrence=2)
    assert status == 201
    assert (said["quote"], said["start"], said["end"]) == ("attack", TEXT.rindex("attack"), TEXT.rindex("attack") + 6)
    assert (said["channel"], said["language"], said["answers"], said["settled_by"]) == (None, "en", None, None)


def test_a_comment_without_a_passage_is_what_it_was(ministry):
    status, said = post(ministry.helen, ministry.submitted(TEXT))
    assert status == 201
    assert (said["text"], said["revision"], said["quote"], said["start"]) == ("Which one?", 1, "", None)


def test_it_is_answered_settled_and_opened_again(ministry):
    draft = ministry.submitted(TEXT)
    _status, said = post(ministry.helen, draft, quote="deplore")
    _status, answer = post(ministry.layla, draft, answers=said["id"])
    assert answer["answers"] == said["id"]
    address = f"/drafts/{draft.pk}/comments/{said['id']}/"
    status, settled = Caller(ministry.layla).post(f"{address}settle/")
    assert (status, settled["settled_by"]["name"]) == (200, "Layla Haddad")
    assert refused(Caller(ministry.helen).post(f"{address}settle/")) == (409, "comment_settled")
    assert Caller(ministry.helen).post(f"{address}reopen/")[1]["settled_at"] is None
    assert refused(Caller(ministry.helen).post(f"{address}reopen/")) == (409, "comment_open")


def test_what_cannot_be_is_refused_with_its_field(ministry):
    draft = ministry.submitted(TEXT)
    for sent, code, field in (
        ({"quote": "regret"}, "passage_not_found", "quote"),
        ({"quote": "attack"}, "passage_repeated", "occurrence"),
        ({"quote": "attack", "occurrence": 9}, "passage_not_found", "occurrence"),
        ({"quote": "x" * 1001}, "passage_too_long", "quote"),
        ({"quote": "Open", "channel": str(ministry.geneva_x.pk), "language": "en"}, "passage_without_text", "channel"),
        ({"occurrence": 0, "quote": "attack"}, "invalid", "occurrence"),
        ({"occurrence": "1", "quote": "attack"}, "invalid", "occurrence"),
        ({"quote": None}, "invalid", "quote"),
        ({"quote": ["attack"]}, "invalid", "quote"),
        ({"answers": "x"}, "invalid", "answers"),
        ({"offset": 3}, "invalid", "offset"),
    ):
        status, problem = post(ministry.helen, draft, **sent)
        assert (status, problem["code"], list(problem["errors"])) == (400, code, [field]), sent
    assert refused(post(ministry.helen, draft, answers="999999")) == (404, "unknown_comment")
