"""A level can ask that whoever decides has given a password within the last ten minutes."""

import pytest

from accounts.models import Role
from approvals.actions import decide
from tests.actions.asking import flight, hash_of, refused
from tests.people import fresh, later


@pytest.fixture
def draft(ministry):
    return flight(ministry, ("Minister's office", 1, Role.APPROVER, ministry.minister, {"fresh_sign_in": True}))


@pytest.mark.parametrize("since", [None, later(0), later(1, minutes=-10, seconds=-1), later(1, seconds=1)])
def test_no_fresh_sign_in_no_decision(ministry, draft, since):
    """Guarantee 14."""
    who = {"draft_id": draft.pk, "by": ministry.mina, "revision": hash_of(draft), "at": later(1), "signed_in_at": since}
    with refused("fresh_sign_in_needed", status=403):
        decide.approve(**who)
    with refused("fresh_sign_in_needed", status=403):
        decide.reject(**who, reason="tone")
    with refused("fresh_sign_in_needed", status=403):
        decide.request_changes(**who, comment="Shorter.")


@pytest.mark.parametrize("since", [later(1), later(1, minutes=-10)])
def test_a_fresh_sign_in_decides(ministry, draft, since):
    """Guarantee 14."""
    decide.approve(draft_id=draft.pk, by=ministry.mina, revision=hash_of(draft), at=later(1), signed_in_at=since)
    assert fresh(draft).state == "cleared"


def test_who_is_not_asked_is_told_that_and_nothing_of_a_password(ministry, draft):
    with refused("not_asked"):
        decide.approve(draft_id=draft.pk, by=ministry.carla, revision=hash_of(draft), at=later(1))
