"""How many must agree: any one, all, or a number; one level after another, or side by side."""

from accounts.models import Posting, Role
from tests.actions.asking import approve, flight, open_levels, refused, reject, request_changes
from tests.people import fresh, later


def test_one_person_counts_once_on_a_level_that_needs_two(ministry):
    """Guarantee 5."""
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"quorum": "n", "quorum_n": 2}))
    approve(draft, ministry.dana)
    with refused("already_decided", status=409):
        approve(draft, ministry.dana)
    assert fresh(draft).state == "in_review"
    approve(draft, ministry.dirk)
    assert fresh(draft).state == "cleared"


def test_any_one_is_enough_for_a_level_that_says_so(ministry):
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"quorum": "any"}))
    approve(draft, ministry.dirk)
    assert fresh(draft).state == "cleared"


def test_all_waits_for_everyone_who_holds_the_role(ministry):
    """Guarantee 8."""
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"quorum": "all"}))
    approve(draft, ministry.dana)
    assert open_levels(draft) == ["Desk"]
    approve(draft, ministry.dirk)
    assert fresh(draft).state == "cleared"


def test_all_does_not_wait_for_whoever_has_left_the_post(ministry):
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"quorum": "all"}))
    Posting.objects.filter(user=ministry.dirk).update(ends_at=later(1))
    approve(draft, ministry.dana, at=later(1))
    assert fresh(draft).state == "cleared"


def test_parallel_levels_must_all_agree_before_the_next_opens(ministry):
    """Guarantee 8."""
    draft = flight(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Communications", 1, Role.APPROVER, ministry.comms, {}),
        ("Minister's office", 2, Role.APPROVER, ministry.minister, {}),
    )
    approve(draft, ministry.carla)
    assert open_levels(draft) == ["Desk"]
    with refused("not_asked"):
        approve(draft, ministry.mina)
    approve(draft, ministry.dana)
    assert open_levels(draft) == ["Minister's office"]


def test_a_level_that_may_not_reject_does_not(ministry):
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"may_reject": False}))
    with refused("may_not_reject", status=403):
        reject(draft, ministry.dana)
    request_changes(draft, ministry.dana)
