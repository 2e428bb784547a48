"""Drafts through the API: start, read, revise, list, check."""

from datetime import timedelta

import pytest
import time_machine

from approvals.models import Denial, Draft, Revision
from tests.doors.calls import Caller, refused
from tests.people import NOW, later


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
