"""Asking another office from a draft's page and through the API, and what every reader then sees of it."""

import pytest
import time_machine

from approvals.models import Step
from tests.doors.calls import Caller, refused
from tests.doors.pages import at, hash_of, main
from tests.people import NOW, fresh


@pytest.fixture
def draft(visit, ministry):
    return ministry.approve(ministry.submitted(), ministry.helen)


def typed(ministry, draft, **changes):
    given = {"office": ministry.comms.pk, "how": "approve", "question": "Is the name right?", "limit": "2"}
    return given | {"reason": "It was changed.", "revision": hash_of(draft)} | changes


def test_an_office_is_asked_from_the_page_and_everyone_sees_why(visit, ministry, draft):
    page = visit("dana").follow(at(draft, "ask"), **typed(ministry, draft))
    assert f"The office you named is asked about {draft.reference}." in main(page)
    told = main(visit("layla").get(at(draft)))
    assert "Asked by Dana Okafor: It was changed." in told
    assert "Dana Okafor asked Communications to concur." in told
    assert draft.reference in main(visit("carla").get("/queue/"))


def test_a_comment_is_asked_for_and_given(visit, ministry, draft):
    visit("dana").post(at(draft, "ask"), **typed(ministry, draft, how="comment"))
    carla = visit("carla")
    told = main(carla.get(at(draft)))
    assert "Asked for a comment; the draft does not wait for it." in told
    assert "Can answer now: Carla Roy" in told
    assert "Communications is asked for a comment Is the name right?" in told
    assert "is asked for a comment Is the name right?" not in main(visit("layla").get(at(draft)))
    assert draft.reference not in main(carla.get("/queue/"))
    page = carla.follow(at(draft, "comment"), text="It is.", revision=hash_of(draft))
    assert "Carla Roy answered for Communications with a comment." in main(page)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"question": ""}, "Ask one question."),
        ({"reason": ""}, "Say why you ask them."),
        ({"office": ""}, "This field is required."),
        ({"office": "999999"}, "Select a valid choice."),
        ({"how": "decide"}, "Select a valid choice."),
        ({"limit": "0"}, "0.02"),
        ({"limit": "9000"}, "8760"),
        ({"limit": "soon"}, "Enter a number."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(visit, ministry, draft, changes, told):
    page = visit("dana").post(at(draft, "ask"), status=400, **typed(ministry, draft, **changes))
    assert told in main(page)
    assert not Step.objects.filter(origin="concurrence").exists()


def test_who_may_not_decide_is_offered_nothing_and_told_so(visit, ministry, draft):
    layla = visit("layla")
    assert at(draft, "ask") not in layla.get(at(draft))
    layla.post(at(draft, "ask"), status=403, **typed(ministry, draft))


def sent(ministry, draft, **changes):
    given = {"office": str(ministry.comms.pk), "mode": "approve", "question": "Is the name right?", "limit": "PT2H"}
    return given | {"reason": "It was changed.", "revision": hash_of(draft)} | changes


def test_the_api_asks_and_shows_who_asked(ministry, draft):
    status, body = Caller(ministry.dana).post(f"/drafts/{draft.pk}/concurrence/", sent(ministry, draft))
    assert status == 200
    step = next(step for step in body["route"] if step["origin"] == "concurrence")
    assert (step["asked_by"]["name"], step["reason"], step["limit"]) == ("Dana Okafor", "It was changed.", "PT2H")
    assert (step["mode"], step["status"]) == ("approve", "open")


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"revision": None}, (428, "revision_required")),
        ({"revision": ""}, (400, "revision_empty")),
        ({"revision": "0" * 64}, (409, "stale_revision")),
        ({"office": "999999"}, (400, "unknown_office")),
        ({"mode": "inform"}, (400, "invalid")),
        ({"limit": "PT0S"}, (400, "ask_limit_unusable")),
        ({"limit": "P31D"}, (400, "ask_limit_unusable")),
        ({"question": ""}, (400, "invalid")),
        ({"question": "a\0"}, (400, "unusable_text")),
        ({"quorum": "all"}, (400, "invalid")),
    ],
)
def test_the_api_refuses_what_cannot_be_asked(ministry, draft, changes, answer):
    given = sent(ministry, draft, **changes)
    assert refused(Caller(ministry.dana).post(f"/drafts/{draft.pk}/concurrence/", given)) == answer
    assert not Step.objects.filter(origin="concurrence").exists()


def test_asking_twice_with_one_key_asks_once(ministry, draft):
    """Guarantee 20."""
    with time_machine.travel(NOW, tick=False):
        dana = Caller(ministry.dana)
        given = sent(ministry, draft)
        first = dana.post(f"/drafts/{draft.pk}/concurrence/", given, Idempotency_Key="one")
        assert dana.post(f"/drafts/{draft.pk}/concurrence/", given, Idempotency_Key="one") == first
    assert Step.objects.filter(origin="concurrence").count() == 1
    assert fresh(draft).state == "in_review"
