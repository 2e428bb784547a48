"""A move to another version at the moment of a decision: one comes first, and no approval is lost or counted twice."""

from functools import partial

import pytest

from accounts.models import Role
from approvals import audit
from approvals.actions import move, policies
from approvals.actions.writing_at_once import mark_anew
from approvals.models import Decision, Draft, PolicyVersion, Step
from tests.actions.asking import approve, enforce, hash_of, new_version, request_changes, take_back
from tests.people import fresh, later, level
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def version_without_minister(ministry):
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    level(version, 2, "Desk", "country_desk", Role.APPROVER)
    return enforce(ministry, version)


def to_newest(ministry, draft, by):
    return partial(move.move, draft_id=draft.pk, by=by, reason="One level less.", at=later(1))


def test_an_approval_at_the_moment_of_a_move_is_counted_once_whichever_comes_first(ministry):
    """Guarantee 7."""
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        version_without_minister(ministry)
        outcomes = together(
            to_newest(ministry, draft, ministry.paul),
            partial(approve, draft, ministry.helen, revision=hash_of(draft), at=later(1)),
        )
        assert codes(outcomes) == ["ok", "ok"]
        present = Step.objects.filter(route=fresh(draft).route_id)
        assert {step.name: step.status for step in present} == {"Head of mission": "passed", "Desk": "open"}
        assert Decision.objects.filter(route=fresh(draft).route_id).count() == 1
        assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []


def test_a_draft_moved_by_two_officers_at_once_is_moved_once(ministry):
    """Guarantee 7."""
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        version_without_minister(ministry)
        outcomes = together(to_newest(ministry, draft, ministry.paul), to_newest(ministry, draft, ministry.petra))
        assert codes(outcomes) == ["ok", "on_this_version"]
        assert draft.routes.count() == 2


@pytest.mark.parametrize("ends", ["withdrawn", "changes_requested"])
def test_a_draft_that_leaves_review_at_the_moment_of_a_move_is_on_one_route(ministry, ends):
    """Guarantee 8."""
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        version_without_minister(ministry)
        leave = {
            "withdrawn": partial(take_back, draft, ministry.layla, at=later(1)),
            "changes_requested": partial(request_changes, draft, ministry.helen, at=later(1), revision=hash_of(draft)),
        }[ends]
        together(to_newest(ministry, draft, ministry.paul), leave)
        assert fresh(draft).state == ends
        assert not Step.objects.filter(draft=draft, status__in=["open", "waiting"]).exists()
        assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []


def test_two_officers_who_move_everything_at_once_move_each_draft_once(ministry):
    drafts = [ministry.submitted(f"Post {number}.") for number in range(12)]
    version_without_minister(ministry)
    everything = partial(move.move_all, policy_id=ministry.policy.pk, reason="One level less.", at=later(1))
    together(partial(everything, by=ministry.paul), partial(everything, by=ministry.petra))
    assert {draft.routes.count() for draft in drafts} == {2}


def test_two_officers_who_save_at_once_from_one_beginning_lose_nothing(ministry):
    """Guarantee 7."""
    for _ in range(ROUNDS):
        began = mark_anew(ministry.policy)
        writing = partial(policies.write_version, policy_id=ministry.policy.pk, levels=[], at=later(1), conditions={})
        outcomes = together(
            partial(writing, by=ministry.paul, note="Paul's", seen=began),
            partial(writing, by=ministry.petra, note="Petra's", seen=began),
        )
        assert codes(outcomes) == ["ok", "version_changed"]
        first = next(outcome for outcome in outcomes if not isinstance(outcome, str))
        second = {ministry.paul: ministry.petra, ministry.petra: ministry.paul}[first.created_by]
        beside = writing(by=second, note="the other", seen="new")
        assert (beside.number, PolicyVersion.objects.get(pk=first.pk).note) == (first.number + 1, first.note)
