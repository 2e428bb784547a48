"""A page of a draft asks what others did since it was made: told in sentences, of drafts one may see, and no more."""

from approvals.actions import commenting
from tests.actions.asking import approve, hash_of, request_changes, revise
from tests.doors.pages import Visitor
from tests.people import later


def told(user, draft, seen, odd=None):
    """Return what the page of a draft hears; None for nothing about it."""
    asked = {"draft": str(draft.pk), "seen": str(seen)} | (odd or {})
    response = Visitor(user).client.get("/live/", asked)
    assert response.status_code == 200
    return response.json().get("draft")


def test_nothing_new_is_no_news(visit, ministry):
    draft = ministry.submitted()
    assert told(ministry.helen, draft, draft.event_count) == {
        "seen": draft.event_count,
        "revision": hash_of(draft),
        "told": [],
    }


def test_what_others_did_is_told_and_ones_own_acts_are_not(visit, ministry):
    draft = ministry.submitted()
    seen = draft.event_count
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Soon?", at=later(1))
    request_changes(draft, ministry.helen, at=later(2))
    revise(draft, "Another text.", by=ministry.layla, at=later(3))
    heard = told(ministry.helen, draft, seen)
    assert heard["told"] == ["Omar Sayegh commented.", "Layla Haddad saved revision 2."]
    assert heard["revision"] == hash_of(draft)


def test_no_more_than_three_are_told(visit, ministry):
    draft = ministry.submitted()
    for number in range(5):
        commenting.comment(draft_id=draft.pk, by=ministry.omar, text=f"{number}", at=later(number))
    assert len(told(ministry.helen, draft, draft.event_count)["told"]) == 3


def test_a_stranger_and_an_odd_question_hear_nothing(visit, ministry):
    draft = ministry.submitted()
    approve(draft, ministry.helen)
    assert told(ministry.gil, draft, 0) is None
    for odd in ({"draft": "x"}, {"draft": "\x00"}, {"seen": "x"}, {"seen": "-1"}, {"seen": "9" * 40}, {"seen": ""}):
        assert told(ministry.layla, draft, 0, odd) is None


def test_it_costs_the_same_whatever_has_happened(visit, ministry, django_assert_max_num_queries):
    draft = ministry.submitted()
    for number in range(30):
        commenting.comment(draft_id=draft.pk, by=ministry.omar, text=f"{number}", at=later(number))
    reader = Visitor(ministry.helen)
    reader.client.get("/live/")
    with django_assert_max_num_queries(14):
        reader.client.get("/live/", {"draft": str(draft.pk), "seen": "1"})
