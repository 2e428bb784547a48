"""Policy officers who write at once: the second is told, and nothing that anybody wrote is lost."""

import pytest

from accounts.models import Role
from approvals.actions import policies
from approvals.actions.policies import LevelInput
from approvals.actions.writing_at_once import mark_anew, mark_of
from approvals.models import PolicyVersion
from tests.actions.asking import refused
from tests.people import HOUR, NOW, later, post, put_in_force


def write(ministry, name, by, *, at=NOW, seen=""):
    level = LevelInput(
        position=1, name=name, question="Is it ours to say?", selector="minister", role=Role.APPROVER, limit=HOUR
    )
    return policies.write_version(policy_id=ministry.policy.pk, levels=[level], by=by, at=at, conditions={}, seen=seen)


def names(ministry):
    drafts = PolicyVersion.objects.filter(policy=ministry.policy, status="draft").order_by("number")
    return {(one.number, one.created_by.username): one.levels.get().name for one in drafts}


def test_who_began_before_another_saved_is_told_and_overwrites_nothing(ministry):
    """Guarantee 7."""
    began = mark_anew(ministry.policy)
    write(ministry, "Paul's", ministry.paul, at=later(1), seen=began)
    with refused("version_changed", status=409) as caught:
        write(ministry, "Petra's", ministry.petra, at=later(2), seen=began)
    assert caught.value.params == {"number": 2, "by": "Paul Nguyen", "at": later(1).isoformat()}
    assert names(ministry) == {(2, "paul"): "Paul's"}


def test_who_was_told_saves_a_version_of_their_own_beside_the_other(ministry):
    write(ministry, "Paul's", ministry.paul)
    write(ministry, "Petra's", ministry.petra, seen="new")
    assert names(ministry) == {(2, "paul"): "Paul's", (3, "petra"): "Petra's"}


def test_what_another_officer_is_writing_is_never_replaced(ministry):
    """Guarantee 7."""
    theirs = write(ministry, "Paul's", ministry.paul)
    write(ministry, "Petra's", ministry.petra, at=later(1), seen=mark_of(theirs))
    assert names(ministry) == {(2, "paul"): "Paul's", (3, "petra"): "Petra's"}
    with refused("version_changed"):
        write(ministry, "Carl's", promoted(ministry.carla, ministry))


def promoted(someone, ministry):
    post(someone, ministry.comms, Role.POLICY)
    return someone


@pytest.mark.parametrize("marked", [True, False])
def test_what_one_goes_on_writing_is_the_next_version_once_a_newer_one_is_in_force(ministry, marked):
    mine = write(ministry, "Paul's", ministry.paul)
    put_in_force(write(ministry, "Petra's", ministry.petra, seen="new"), ministry.petra, ministry.paul)
    with refused("older_version", status=409):
        policies.propose(policy_id=ministry.policy.pk, number=mine.number, by=ministry.paul, at=later(1))
    again = write(ministry, "Paul's, better", ministry.paul, at=later(1), seen=mark_of(mine) if marked else "")
    assert (again.pk, again.number) == (mine.pk, 4)
    assert names(ministry) == {(4, "paul"): "Paul's, better"}
    assert policies.propose(policy_id=ministry.policy.pk, number=4, by=ministry.paul, at=later(2)).status == "proposed"


def test_one_goes_on_with_ones_own_version_though_others_write_too(ministry):
    mine = write(ministry, "Paul's", ministry.paul)
    write(ministry, "Petra's", ministry.petra, seen="new")
    again = write(ministry, "Paul's, better", ministry.paul, at=later(1), seen=mark_of(mine))
    write(ministry, "Paul's, best", ministry.paul, at=later(2), seen=mark_of(again))
    write(ministry, "Petra's, better", ministry.petra, at=later(2))
    assert names(ministry) == {(2, "paul"): "Paul's, best", (3, "petra"): "Petra's, better"}


def test_the_same_officer_in_another_window_is_told_too(ministry):
    mine = write(ministry, "First", ministry.paul)
    seen = mark_of(mine)
    write(ministry, "Second", ministry.paul, at=later(1), seen=seen)
    with refused("version_changed"):
        write(ministry, "Third", ministry.paul, at=later(2), seen=seen)
    assert names(ministry) == {(2, "paul"): "Second"}


def test_a_version_proposed_meanwhile_is_not_written_any_further(ministry):
    """Guarantee 7."""
    mine = write(ministry, "Paul's", ministry.paul)
    policies.propose(policy_id=ministry.policy.pk, number=2, by=ministry.petra, at=later(1))
    with refused("version_changed") as caught:
        write(ministry, "Paul's again", ministry.paul, at=later(2), seen=mark_of(mine))
    assert caught.value.params["by"] == "Petra Wolf"


@pytest.mark.parametrize(
    "seen", ["9@2026-01-01T00:00:00+00:00", "x", "@", "new@9", "2", "²@", "-1@x", "new@x", "9" * 60]
)
def test_a_mark_that_names_nothing_as_it_is_now_is_refused(ministry, seen):
    write(ministry, "Paul's", ministry.paul)
    with refused("version_changed", status=409):
        write(ministry, "Another", ministry.paul, at=later(1), seen=seen)


def test_the_first_version_of_a_policy_is_begun_like_any_other(ministry):
    policy = policies.create_policy(name="Sanctions", order=5, by=ministry.paul, at=NOW)
    assert mark_anew(policy) == "new@0"
    ministry.policy = policy
    assert write(ministry, "One", ministry.paul, seen="new@0").number == 1
    with refused("version_changed"):
        write(ministry, "Two", ministry.petra, seen="new@0")
    other = policies.create_policy(name="Trade", order=6, by=ministry.paul, at=NOW)
    ministry.policy = other
    with refused("invalid", status=400):
        write(ministry, "Odd", ministry.petra, seen="7@never")
