"""Bypass on its pages and through the API: own words, own colour, and no way to do it unawares."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.models import Bypass, Review
from tests.actions.asking import revise
from tests.actions.stopping import LIVES, bypass, on_duty
from tests.authorizing import reviewed_by_comms
from tests.doors.calls import Caller, refused
from tests.people import NOW, fresh, later, post


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def m(ministry):
    reviewed_by_comms(ministry)
    post(ministry.dirk, ministry.comms, "approver")
    return ministry


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(user, draft):
    return browser(user).get(f"/drafts/{draft.pk}/bypass/")


def test_the_way_is_shown_to_who_may_and_to_nobody_else(m):
    on_duty(m.dirk, m.desk)
    draft = m.submitted(urgency="crisis")
    address = f'href="/drafts/{draft.pk}/bypass/"'
    for user, shown in ((m.paul, True), (m.dirk, True), (m.layla, False), (m.helen, False), (m.rita, False)):
        assert (address in browser(user).get(f"/drafts/{draft.pk}/").content.decode()) == shown


def test_the_page_shows_the_text_what_is_skipped_and_what_it_costs_and_changes_nothing(m):
    draft = m.approve(m.submitted("The airport closes at noon."), m.helen)
    page = page_of(m.paul, draft).content.decode()
    assert "The airport closes at noon." in page
    for words in ("Skipped undecided", "Desk", "Middle East Desk", "Minister&#x27;s Office", "Decided already:"):
        assert words in page
    assert "The post is reviewed after it is published: Approver, Communications." in page
    assert "This is no approval" in page
    assert "ap-btn-bypass" in page
    assert "btn-primary" not in page.partition('class="ch-card ap-bypass"')[2].partition("</section>")[0]
    assert fresh(draft).state == "in_review"


def test_confirmed_it_is_cleared_and_the_draft_says_how(m):
    draft = m.submitted()
    client = browser(m.paul)
    sent = {"reason": LIVES, "revision": draft.current.hash}
    answer = client.post(f"/drafts/{draft.pk}/bypass/", sent, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/drafts/{draft.pk}/"
    assert "Cleared by bypass" in page
    assert LIVES in page
    assert "Bypassed" in page  # its levels on the timeline
    assert "bypassed what remained of the route: Head of mission, Desk, Minister&#x27;s office" in page
    assert "It is cleared by bypass" in page
    assert "it passed every level" not in page


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"reason": ""}, 400, "Give a reason"),
        ({"reason": LIVES, "revision": "0" * 64}, 409, "The draft has changed"),
        ({"reason": LIVES, "revision": ""}, 400, "This was not done"),
    ],
)
def test_what_is_sent_wrongly_bypasses_nothing(m, sent, status, said):
    draft = m.submitted()
    answer = browser(m.paul).post(f"/drafts/{draft.pk}/bypass/", {"revision": draft.current.hash} | sent)
    assert answer.status_code == status
    if status == 409:
        assert said in answer.content.decode()
    assert not Bypass.objects.exists()


def test_where_nobody_reviews_the_page_says_so(m):
    from approvals.models import ReviewRule

    ReviewRule.objects.all().delete()
    draft = m.submitted()
    assert "Nobody is named to review it afterwards" in page_of(m.paul, draft).content.decode()
    answer = browser(m.paul).post(f"/drafts/{draft.pk}/bypass/", {"reason": LIVES, "revision": draft.current.hash})
    assert answer.status_code == 409
    assert not Bypass.objects.exists()


def test_the_text_that_is_shown_after_a_change_is_the_new_one(m):
    from tests.actions.asking import request_changes, resubmit

    draft = m.submitted("Old words.")
    read = draft.current.hash
    request_changes(draft, m.helen)
    revise(draft, "New words.", by=m.layla)
    resubmit(draft, m.layla)
    page = browser(m.paul).post(f"/drafts/{draft.pk}/bypass/", {"reason": LIVES, "revision": read}).content.decode()
    assert "New words." in page
    assert fresh(draft).current.hash in page
    assert LIVES in page  # what was typed is kept


def test_the_list_says_who_why_what_and_what_became_of_it(m):
    first = bypass(m.approve(m.submitted(), m.helen), m.paul)
    Review.objects.update(
        status="done", outcome="stands", decided_by=m.carla, decided_at=NOW, closed_at=NOW, next_alarm_at=None
    )
    bypass(m.submitted(), m.petra, at=later(1))
    page = browser(m.paul).get("/bypasses/").content.decode()
    for words in (first.reference, LIVES, "Paul Nguyen", "Petra Wolf", "Desk (Middle East Desk)", "Stands"):
        assert words in page
    assert "September 2026" in page
    assert browser(m.layla).get("/bypasses/").status_code == 403


def test_the_list_costs_the_same_however_long_it_is(m):
    def cost():
        with CaptureQueriesContext(connection) as spent:
            assert browser(m.paul).get("/bypasses/").status_code == 200
        return len(spent)

    bypass(m.submitted("One."), m.paul)
    before = cost()
    for number in range(4):
        bypass(m.submitted(f"Number {number}."), m.paul)
    assert cost() == before


def test_the_api_bypasses_and_lists(m):
    draft = m.approve(m.submitted(), m.helen)
    officer = Caller(m.paul)
    assert "bypass" in officer.get(f"/drafts/{draft.pk}/")[1]["allowed"]
    assert "bypass" not in Caller(m.layla).get(f"/drafts/{draft.pk}/")[1]["allowed"]
    status, given = officer.post(f"/drafts/{draft.pk}/bypass/", {"revision": draft.current.hash, "reason": LIVES})
    assert (status, given["state"]) == (200, "cleared")
    assert [step["status"] for step in given["route"]] == ["passed", "skipped", "skipped"]
    assert "bypass" not in given["allowed"]
    status, listed = officer.get("/bypasses/")
    (row,) = listed["results"]
    assert (row["draft"], row["reference"], row["reason"]) == (str(draft.pk), draft.reference, LIVES)
    assert row["by"]["name"] == "Paul Nguyen"
    assert [level["name"] for level in row["levels"]] == ["Desk", "Minister's office"]
    assert row["outcome"] is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"reason": LIVES}, (428, "revision_required")), ({"reason": LIVES, "revision": ""}, (400, "revision_empty")),
        ({"reason": LIVES, "revision": "0" * 64}, (409, "stale_revision")),
        ({}, (400, "invalid")), ({"reason": "", "revision": "x"}, (400, "invalid")),
        ({"reason": ["x"], "revision": "x"}, (400, "invalid")),
        ({"reason": "x" * 501, "revision": "x"}, (400, "invalid")),
        ({"reason": LIVES, "revision": "x", "levels": []}, (400, "invalid")),
    ],
)  # fmt: skip
def test_bad_input_is_told_apart(m, body, expected):
    draft = m.submitted()
    assert refused(Caller(m.paul).post(f"/drafts/{draft.pk}/bypass/", body)) == expected
    assert not Bypass.objects.exists()


def test_the_same_bypass_repeated_is_made_once(m):
    draft, officer = m.submitted(), Caller(m.paul)
    body = {"revision": draft.current.hash, "reason": LIVES}
    first = officer.post(f"/drafts/{draft.pk}/bypass/", body, Idempotency_Key="one")
    assert officer.post(f"/drafts/{draft.pk}/bypass/", body, Idempotency_Key="one") == first
    assert Bypass.objects.count() == 1


def test_another_mission_s_draft_is_not_there_for_who_may_not_see_it(m):
    on_duty(m.greta, m.geneva)
    draft = m.submitted(urgency="crisis")
    body = {"revision": draft.current.hash, "reason": LIVES}
    assert refused(Caller(m.greta).post(f"/drafts/{draft.pk}/bypass/", body)) == (404, "not_found")
    assert page_of(m.greta, draft).status_code == 404
