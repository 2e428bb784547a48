"""Several drafts decided at once: each on its own, on the revision that was read, and nothing twice."""

import uuid

import pytest

from approvals.actions import alarms, claims
from approvals.actions.decide_several import Act, Chosen, decide_several
from approvals.models import Decision, Denial, Step
from tests.actions.asking import hash_of, kinds, refused, request_changes, resubmit, revise
from tests.people import NOW, fresh, later

DOOR = "POST /queue/several/decide/"


def chosen(*drafts):
    return [Chosen(draft.pk, hash_of(draft)) for draft in drafts]


def several(person, act, each, *, at=NOW, **more):
    return decide_several(act=act, chosen=each, by=person, at=at, door=DOOR, **more)


def said(outcomes):
    """Return what became of each: done, before, or the code of its refusal."""
    return ["done" if one.is_done else "before" if one.before else one.refused.code for one in outcomes]


def test_each_of_several_is_approved_on_the_revision_that_was_read(ministry):
    drafts = [ministry.submitted(f"Number {number}.") for number in range(3)]
    outcomes = several(ministry.helen, Act.APPROVE, chosen(*drafts))
    assert [one.draft for one in outcomes] == drafts
    assert said(outcomes) == ["done"] * 3
    decisions = Decision.objects.filter(by=ministry.helen, verdict="approve")
    assert {(one.revision.draft_id, one.revision.hash) for one in decisions} == {(d.pk, hash_of(d)) for d in drafts}
    assert all(kinds(draft)[-1] == kinds(drafts[0])[-1] for draft in drafts)


def test_one_that_is_refused_holds_up_no_other(ministry):
    """A stale revision, a draft of one's own, one that somebody else decided, one for a fresh sign-in, one unknown."""
    stale, decided, strict, good = (ministry.submitted(f"Number {number}.") for number in range(4))
    own = ministry.draft("Mine.", by=ministry.layla)
    each = chosen(stale, decided, strict, own, good)
    request_changes(stale, ministry.helen)
    revise(stale, "Another text.", by=ministry.layla)
    resubmit(stale, ministry.layla)
    ministry.approve(decided, ministry.helen)
    Step.objects.filter(draft=strict, status="open").update(fresh_sign_in=True)
    outcomes = several(ministry.helen, Act.APPROVE, [*each, Chosen(uuid.uuid4(), "0" * 64)])
    assert said(outcomes) == ["stale_revision", "before", "fresh_sign_in_needed", "wrong_state", "done", "not_found"]
    assert all(one.refused.sentence for one in outcomes if one.refused)
    assert fresh(stale).steps.filter(status="passed").count() == 0
    assert fresh(good).steps.filter(status="passed").count() == 1


def test_a_draft_one_may_not_see_is_not_named_and_the_attempt_is_on_record(ministry):
    """Guarantee 11."""
    draft = ministry.submitted()
    (outcome,) = several(ministry.gil, Act.APPROVE, chosen(draft))
    assert (outcome.draft, outcome.refused.code) == (None, "not_found")
    denial = Denial.objects.get()
    assert (denial.draft_id, denial.user, denial.door) == (draft.pk, ministry.gil, DOOR)


def test_changes_are_requested_of_each_with_one_comment(ministry):
    drafts = [ministry.submitted(f"Number {number}.") for number in range(2)]
    assert said(several(ministry.helen, Act.REQUEST_CHANGES, chosen(*drafts), comment="Say when.")) == ["done"] * 2
    assert [fresh(draft).state for draft in drafts] == ["changes_requested"] * 2
    assert set(Decision.objects.values_list("comment", flat=True)) == {"Say when."}


def test_changes_without_a_word_are_refused_before_anything_is_done(ministry):
    draft = ministry.submitted()
    with refused("comment_needed"):
        several(ministry.helen, Act.REQUEST_CHANGES, chosen(draft), comment=" \n")


def test_each_is_claimed_but_what_somebody_else_has(ministry):
    mine, theirs = ministry.submitted("One."), ministry.submitted("Two.")
    for draft in (mine, theirs):
        ministry.approve(draft, ministry.helen)
    claims.claim(draft_id=theirs.pk, by=ministry.dirk, at=NOW)
    assert said(several(ministry.dana, Act.CLAIM, chosen(mine, theirs))) == ["done", "step_claimed"]
    assert mine.steps.get(status="open").claimed_by == ministry.dana
    assert theirs.steps.get(status="open").claimed_by == ministry.dirk


@pytest.mark.parametrize(("act", "comment"), [(Act.APPROVE, ""), (Act.REQUEST_CHANGES, "Say when.")])
def test_repeated_it_does_nothing_twice_and_says_what_was_done(ministry, act, comment):
    drafts = [ministry.submitted(f"Number {number}.") for number in range(2)]
    each = chosen(*drafts)
    several(ministry.helen, act, each, comment=comment)
    before = [kinds(draft) for draft in drafts]
    again = several(ministry.helen, act, each, at=later(1), comment=comment)
    assert said(again) == ["before", "before"]
    assert {one.before.at for one in again} == {NOW}
    assert [kinds(draft) for draft in drafts] == before


def test_an_approval_is_no_answer_to_whoever_asks_for_changes(ministry):
    draft = ministry.submitted()
    each = chosen(draft)
    several(ministry.helen, Act.APPROVE, each)
    (outcome,) = several(ministry.helen, Act.REQUEST_CHANGES, each, comment="Wait.")
    assert outcome.before is None
    assert outcome.refused is not None


def test_the_same_draft_chosen_twice_is_decided_once(ministry):
    draft = ministry.submitted()
    assert said(several(ministry.helen, Act.APPROVE, chosen(draft, draft))) == ["done"]


def test_none_and_more_than_fifty_are_refused_before_anything_is_done(ministry):
    draft = ministry.submitted()
    with refused("nothing_chosen"):
        several(ministry.helen, Act.APPROVE, [])
    crowd = [*chosen(draft), *(Chosen(uuid.uuid4(), "0" * 64) for _ in range(50))]
    with refused("too_many_chosen") as caught:
        several(ministry.helen, Act.APPROVE, crowd)
    assert "51" in caught.value.sentence


def test_what_expired_meanwhile_is_said_of_that_one(ministry):
    gone, good = ministry.submitted("One.", moment=later(1)), ministry.submitted("Two.")
    each = chosen(gone, good)
    alarms.fire_due(at=later(1))
    assert said(several(ministry.helen, Act.APPROVE, each, at=later(1)))[1] == "done"
    assert fresh(gone).state == "expired"
