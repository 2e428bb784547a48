"""The fast path by programs: what a check foretells, the verb, and what a draft then says of what cleared it."""

import pytest
import time_machine

from accounts.models import Role
from approvals.actions import authorization_stops
from approvals.models import Draft, Review
from tests.actions.asking import hash_of, publish_on_x
from tests.authorizing import authorized, fast_track
from tests.doors.calls import Caller, refused
from tests.doors.test_api_queries import cost
from tests.people import NOW, fresh, post


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def helen(ministry):
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    authorized(ministry)
    return Caller(ministry.helen)


def sent(ministry, **more):
    return {"channels": [str(ministry.x.pk)], "text": "The embassy is open.", "language": "en"} | more


def test_a_check_says_whether_a_text_is_within_and_what_is_used(ministry, helen):
    fast_track(ministry.draft(), ministry.helen)
    told = helen.post("/drafts/check/", sent(ministry))[1]["fast_path"]
    assert told == {
        "authorization": "PA-2026-0001", "version": 1, "within": True, "why": [],
        "used": {"today": 1, "per_day": 10, "this_week": 1, "per_week": 40},
    }  # fmt: skip
    assert Draft.objects.count() == 1, "and saves nothing"


def test_a_check_names_every_condition_that_is_not_met(ministry, helen):
    told = helen.post("/drafts/check/", sent(ministry, text="To Syria.", topics=["sanctions"]))[1]["fast_path"]
    assert told["within"] is False
    assert [why["code"] for why in told["why"]] == ["fast_path_topic", "fast_path_country"]
    assert told["why"][1]["message"] == "The post is about a country that the pre-authorization bars: Syria."


def test_who_has_no_authorization_is_told_nothing(ministry, helen):
    assert Caller(ministry.layla).post("/drafts/check/", sent(ministry))[1]["fast_path"] is None


def test_a_draft_is_cleared_at_once_and_says_by_what(ministry, helen):
    """Guarantee 9."""
    draft = ministry.draft()
    before = helen.get(f"/drafts/{draft.pk}/")[1]
    assert "fast_track" in before["allowed"]
    assert (before["fast_path"]["within"], before["cleared_by"]) == (True, None)
    status, after = helen.post(f"/drafts/{draft.pk}/fast-track/", {"revision": hash_of(draft)})
    assert (status, after["state"], after["fast_path"]) == (200, "cleared", None)
    assert after["cleared_by"]["kind"] == "fast_path"
    assert (after["cleared_by"]["authorization"], after["cleared_by"]["version"]) == ("PA-2026-0001", 1)
    assert after["cleared_by"]["review"]["status"] == "owed"
    assert after["route"] == []
    assert after["posts"][0]["compose_url"].startswith("https://x.com/intent/post?")


def test_its_review_is_told_as_it_goes_on(ministry, helen):
    draft = fast_track(ministry.draft(), ministry.helen)
    publish_on_x(ministry, draft, by=ministry.helen, at=NOW)
    review = helen.get(f"/drafts/{draft.pk}/")[1]["cleared_by"]["review"]
    assert (review["status"], review["due_at"], review["outcome"]) == ("open", "2026-09-14T17:00:00Z", "")
    assert review["office"]["code"] == "COMMS"


def test_what_every_level_approved_says_so_and_owes_nothing(ministry, helen):
    told = helen.get(f"/drafts/{ministry.cleared().pk}/")[1]
    assert told["cleared_by"] == {"kind": "levels", "authorization": None, "version": None, "review": None}


def test_each_refusal_comes_with_its_code_and_all_reasons(ministry, helen):
    draft = ministry.draft("To Syria.", topics=("sanctions",))
    status, body = helen.post(f"/drafts/{draft.pk}/fast-track/")
    assert (status, body["code"]) == (403, "fast_path_topic")
    assert len(body["errors"]["fast_path"]) == 2
    assert "fast_track" not in helen.get(f"/drafts/{draft.pk}/")[1]["allowed"]
    assert refused(Caller(ministry.layla).post(f"/drafts/{draft.pk}/fast-track/")) == (403, "no_authorization")
    assert refused(Caller(ministry.gil).post(f"/drafts/{draft.pk}/fast-track/")) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"revision": "old"}, 409, "stale_revision"),
        ({"revision": 7}, 400, "invalid"),
        ({"confirm": "telephone"}, 400, "invalid"),
        ({"at": "2026-09-14T09:00:00Z"}, 400, "invalid"),
        ([], 400, "invalid"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_let_out(ministry, helen, body, status, code):
    draft = ministry.draft()
    found = refused(helen.post(f"/drafts/{draft.pk}/fast-track/", body))
    assert found[0] == status
    assert found[1] in (code, "unknown_field")
    assert fresh(draft).state == "draft"
    assert not Review.objects.exists()


def test_a_finding_is_confirmed_by_its_code(ministry, helen):
    draft = ministry.draft("Call +966 11 488 2288.")
    assert refused(helen.post(f"/drafts/{draft.pk}/fast-track/")) == (400, "telephone")
    assert helen.post(f"/drafts/{draft.pk}/fast-track/", {"confirm": ["telephone"]})[0] == 200


def test_a_press_repeated_with_its_key_lets_one_out(ministry, helen):
    """Guarantee 20."""
    draft = ministry.draft()
    first = helen.post(f"/drafts/{draft.pk}/fast-track/", {}, Idempotency_Key="one")
    again = helen.post(f"/drafts/{draft.pk}/fast-track/", {}, Idempotency_Key="one")
    assert first == again
    assert Review.objects.count() == 1
    assert refused(helen.post(f"/drafts/{draft.pk}/fast-track/"))[0] == 409


def test_i_am_told_which_authorizations_i_may_use(ministry, helen):
    mine = helen.get("/me/")[1]["authorizations"]
    assert [(one["number"], one["version"], one["suspended"]) for one in mine] == [("PA-2026-0001", 1, "")]
    assert mine[0]["used"]["per_day"] == 10
    assert mine[0]["office"]["code"] == "RUH"
    authorization_stops.suspend(
        authorization_id=int(mine[0]["id"]), reason="An inquiry.", by=ministry.paul, at=NOW
    )  # fmt: skip
    assert helen.get("/me/")[1]["authorizations"][0]["suspended"] == "An inquiry."
    assert Caller(ministry.layla).get("/me/")[1]["authorizations"] == []


def test_it_costs_the_same_for_few_and_many(ministry, helen):
    def costs(number):
        draft = ministry.draft(f"Number {number}.")
        check = cost(helen, "POST", "/drafts/check/", sent(ministry))
        return check, cost(helen, "POST", f"/drafts/{draft.pk}/fast-track/"), cost(helen, "GET", f"/drafts/{draft.pk}/")

    costs(0)
    few = costs(1)
    for number in range(2, 8):
        fast_track(ministry.draft(f"Number {number}."), ministry.helen)
    assert costs(9) == few
    print(f"check, fast-track, read: {few} queries")
