"""A level that asks for a fresh sign-in: the page leads to the password and back; a token never decides there."""

from datetime import timedelta

import pytest

from accounts.models import Role
from approvals.models import Decision
from tests.actions.asking import flight
from tests.doors.calls import Caller, refused
from tests.doors.pages import Visitor, at, hash_of, main
from tests.people import NOW, fresh

AGAIN = "/sign-in/again/"
PASSWORD = "tell-no-one-9"


@pytest.fixture
def draft(visit, ministry):
    return flight(ministry, ("Minister's office", 1, Role.APPROVER, ministry.minister, {"fresh_sign_in": True}))


def test_the_password_is_asked_for_and_then_the_decision_counts(visit, draft):
    """Guarantee 14."""
    mina = visit("mina")
    page = mina.get(at(draft))
    assert f'href="{AGAIN}?next={at(draft)}%23decide"' in page
    told = mina.post(at(draft, "approve"), status=403, revision=hash_of(draft))
    assert "asks for a fresh sign-in" in main(told)
    # The way to the password leads back to the draft, not to the address that was sent to.
    assert f'href="{AGAIN}?next={at(draft)}%23decide"' in told
    assert not Decision.objects.exists()
    assert mina.post(AGAIN, password=PASSWORD, next=f"{at(draft)}#decide") == f"{at(draft)}#decide"
    assert AGAIN not in mina.get(at(draft))
    mina.post(at(draft, "approve"), revision=hash_of(draft))
    assert fresh(draft).state == "cleared"


def test_a_sign_in_just_now_is_fresh_and_ten_minutes_later_it_is_not(ministry, draft, time_machine):
    """Guarantee 14."""
    mina = Visitor()
    mina.post("/sign-in/", username="mina", password=PASSWORD)
    assert AGAIN not in mina.get(at(draft))
    time_machine.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)
    assert AGAIN in mina.get(at(draft))
    mina.post(at(draft, "approve"), status=403, revision=hash_of(draft))
    assert fresh(draft).state == "in_review"


@pytest.mark.parametrize("password", ["", "guess", "tell-no-one-9 "])
def test_a_wrong_password_opens_nothing(visit, draft, password):
    mina = visit("mina")
    told = mina.post(AGAIN, status=200, password=password, next=at(draft))
    assert "Error:" in main(told)
    mina.post(at(draft, "approve"), status=403, revision=hash_of(draft))


def test_the_password_of_somebody_else_is_not_ones_own(visit, ministry, draft):
    ministry.carla.set_password("another-one-77")
    ministry.carla.save()
    visit("mina").post(AGAIN, status=200, password="another-one-77", next=at(draft))


def test_guesses_are_counted_as_attempts_to_sign_in(visit, draft):
    mina = visit("mina")
    answers = [mina.client.post(AGAIN, {"password": "guess"}).status_code for _ in range(11)]
    assert answers[0] == 200
    assert answers[-1] == 429


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(visit, draft, address):
    assert visit("mina").post(AGAIN, password=PASSWORD, next=address) == "/"


def test_who_is_not_signed_in_has_nothing_to_repeat(client, db):
    assert client.get(AGAIN)["Location"].startswith("/sign-in/?next=")


def test_a_token_decides_nothing_there_and_the_browsers_session_does(ministry, draft):
    """Guarantee 14."""
    given = {"verdict": "approve", "revision": hash_of(draft)}
    path = f"/drafts/{draft.pk}/decisions/"
    assert refused(Caller(ministry.mina).post(path, given)) == (403, "fresh_sign_in_needed")
    browser = Visitor()
    browser.post("/sign-in/", username="mina", password=PASSWORD)
    answer = browser.client.post(f"/api/v1{path}", given, content_type="application/json")
    assert answer.status_code == 200
    assert fresh(draft).state == "cleared"


def test_the_queue_leads_to_the_page_that_asks_for_the_password(visit, draft):
    page = visit("mina").get("/queue/")
    assert "Read and decide" in main(page)
    assert at(draft, "approve") not in page
