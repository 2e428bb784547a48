"""Decisions: on the revision that was read, by whoever is asked now, once, and never on one's own words."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Posting, Role
from approvals.actions import decide
from approvals.models import Decision, Draft, Revision, Step
from tests.actions.asking import (
    approve,
    hash_of,
    kinds,
    open_levels,
    refused,
    reject,
    request_changes,
    resubmit,
    revise,
    steps,
    told,
)
from tests.people import NOW, fresh, later, post

DECIDE = {
    "approve": approve,
    "request_changes": request_changes,
    "reject": reject,
}


def test_the_last_level_clears_the_draft(ministry):
    """Guarantee 8."""
    draft = ministry.submitted()
    approve(draft, ministry.helen, at=later(1))
    assert open_levels(draft) == ["Desk"]
    approve(draft, ministry.dana, at=later(2))
    assert open_levels(draft) == ["Minister's office"]
    assert fresh(draft).state == "in_review"
    approve(draft, ministry.mina, at=later(3))
    assert (fresh(draft).state, fresh(draft).cleared_at) == ("cleared", later(3))
    assert {step.status for step in steps(draft).values()} == {"passed"}
    assert told("cleared") == ["layla"]


@pytest.mark.parametrize("verb", DECIDE)
def test_a_decision_names_the_revision_its_maker_saw(ministry, verb):
    """Guarantee 3."""
    draft = ministry.submitted()
    fields = {"approve": {}, "request_changes": {"comment": "Which day?"}, "reject": {"reason": "tone"}}[verb]
    act = getattr(decide, verb)
    with refused("revision_required", status=428):
        act(draft_id=draft.pk, by=ministry.helen, revision=None, at=NOW, **fields)
    with refused("revision_empty", status=400):
        act(draft_id=draft.pk, by=ministry.helen, revision="", at=NOW, **fields)
    with refused("stale_revision", status=409):
        act(draft_id=draft.pk, by=ministry.helen, revision="0" * 64, at=NOW, **fields)
    with refused("stale_revision", status=409):
        act(draft_id=draft.pk, by=ministry.helen, revision=hash_of(draft)[:32], at=NOW, **fields)


@pytest.mark.parametrize("verb", DECIDE)
def test_a_decision_on_a_revision_that_is_no_longer_current_is_refused(ministry, verb):
    """Guarantee 3."""
    draft = ministry.submitted("First words.")
    read = hash_of(draft)
    request_changes(draft, ministry.helen)
    revise(draft, "Second words.", by=ministry.layla)
    resubmit(draft, ministry.layla)
    with refused("stale_revision", status=409):
        DECIDE[verb](draft, ministry.helen, revision=read)
    assert open_levels(draft) == ["Head of mission"]


def test_staleness_is_seen_by_the_decision_itself_with_no_job_to_clean_up_first(ministry):
    """Guarantee 2."""
    draft = ministry.submitted("First words.")
    read = hash_of(draft)
    body = fresh(draft).revision.content | {"text": "Second words."}
    newer = Revision.objects.create(
        draft=draft, number=2, content=body, hash="b" * 64, written_by=ministry.layla, created_at=NOW
    )
    Draft.objects.filter(pk=draft.pk).update(revision=newer)
    with refused("stale_revision", status=409):
        approve(draft, ministry.helen, revision=read)


@pytest.mark.parametrize("verb", DECIDE)
def test_who_is_not_asked_decides_nothing(ministry, verb):
    """Guarantee 8."""
    draft = ministry.submitted(by=ministry.layla)
    for stranger in ("layla", "omar", "dana", "mina", "greta", "paul", "rita", "ivan"):
        with refused("not_asked", status=403):
            DECIDE[verb](draft, getattr(ministry, stranger))


def test_who_wrote_the_draft_cannot_approve_it(ministry):
    """Guarantee 4."""
    post(ministry.layla, ministry.riyadh, Role.HEAD)
    draft = ministry.submitted()
    for act in DECIDE.values():
        with refused("own_draft", status=403):
            act(draft, ministry.layla)


def test_who_edited_the_draft_cannot_approve_it(ministry):
    """Guarantee 4."""
    draft = ministry.draft()
    revise(draft, "A word from Omar.", by=ministry.omar)
    revise(draft, "All of it Layla's again.", by=ministry.layla)
    post(ministry.omar, ministry.riyadh, Role.HEAD)
    resubmit(draft, ministry.layla)
    with refused("own_draft", status=403):
        approve(draft, ministry.omar)
    assert told("awaiting") == ["helen"]


def test_who_may_not_decide_is_not_told_that_the_draft_awaits_them(ministry):
    """Guarantee 4."""
    post(ministry.layla, ministry.riyadh, Role.HEAD)
    ministry.submitted()
    assert told("awaiting") == ["helen"]


def test_one_person_counts_once_though_asked_in_two_roles(ministry):
    """Guarantee 5."""
    post(ministry.helen, ministry.desk, Role.APPROVER)
    draft = ministry.submitted()
    approve(draft, ministry.helen)
    for act in DECIDE.values():
        with refused("already_decided", status=409):
            act(draft, ministry.helen)
    assert told("awaiting") == ["dana", "dirk", "helen"]  # helen for the first level only
    assert Decision.objects.filter(by=ministry.helen).count() == 1


def test_the_database_counts_one_person_once(ministry):
    """Guarantee 5."""
    draft = ministry.submitted()
    approve(draft, ministry.helen)
    again = Decision.objects.get(by=ministry.helen)
    again.pk, again.step = None, steps(draft)["Desk"]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_who_comes_second_is_told_that_the_level_has_been_decided(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen, ministry.dana)
    with refused("step_closed", status=409):
        approve(draft, ministry.dirk)


def test_changes_are_requested_with_a_comment(ministry):
    draft = ministry.submitted()
    for comment in ("", "  \n"):
        with refused("comment_needed", status=400):
            request_changes(draft, ministry.helen, comment=comment)
    with refused("unusable_text"):
        request_changes(draft, ministry.helen, comment="\x00")
    request_changes(draft, ministry.helen, comment="Say which day.", at=later(1))
    assert fresh(draft).state == "changes_requested"
    assert {step.status for step in steps(draft).values()} == {"returned", "closed"}
    assert told("changes_requested") == ["layla"]


def test_a_rejection_has_a_coded_reason(ministry):
    draft = ministry.submitted()
    for reason in ("", "because"):
        with refused("reason_needed", status=400):
            reject(draft, ministry.helen, reason=reason)
    reject(draft, ministry.helen, reason="legal", comment="Ask counsel.", at=later(1))
    assert fresh(draft).state == "rejected"
    assert draft.events.get(kind="reject").data["reason"] == "legal"


def test_an_approval_is_for_one_revision_and_is_not_counted_on_the_next(ministry):
    """Guarantee 6."""
    draft = ministry.approve(ministry.submitted("First words."), ministry.helen)
    request_changes(draft, ministry.dana)
    revise(draft, "Second words.", by=ministry.layla)
    resubmit(draft, ministry.layla)
    assert open_levels(draft) == ["Head of mission"]
    ministry.approve(draft, ministry.helen, ministry.dana)
    assert fresh(draft).state == "in_review"


def test_an_approval_is_for_one_submission_even_of_the_same_words(ministry):
    """Guarantee 6."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    request_changes(draft, ministry.dana)
    resubmit(draft, ministry.layla)
    assert open_levels(draft) == ["Head of mission"]


def test_an_approval_of_one_draft_does_nothing_for_another_with_the_same_words(ministry):
    """Guarantee 6."""
    one, other = ministry.submitted("Same words."), ministry.submitted("Same words.")
    approve(one, ministry.helen, revision=hash_of(other))
    assert (open_levels(one), open_levels(other)) == (["Desk"], ["Head of mission"])


def test_a_decision_belongs_to_the_draft_the_route_the_step_and_the_revision_it_was_made_on(ministry):
    """Guarantee 6."""
    draft = ministry.cleared()
    for decision in Decision.objects.select_related("step", "route", "revision"):
        assert decision.step.route_id == decision.route_id == draft.route_id
        assert decision.step.draft_id == decision.route.draft_id == decision.revision.draft_id == draft.pk


def test_authority_lost_between_reading_and_deciding_is_lost(ministry):
    """Guarantee 10."""
    draft = ministry.submitted()
    read = hash_of(draft)
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    with refused("not_asked", status=403):
        approve(draft, ministry.helen, revision=read, at=later(1))


def test_an_account_closed_between_reading_and_deciding_decides_nothing(ministry):
    """Guarantee 10."""
    draft = ministry.submitted()
    type(ministry.helen).objects.filter(pk=ministry.helen.pk).update(is_active=False)
    with refused("not_asked", status=403):
        approve(draft, ministry.helen)


def test_a_level_whose_people_have_all_gone_waits_and_says_so(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    Posting.objects.filter(user__in=[ministry.dana, ministry.dirk]).update(ends_at=later(1))
    approve(draft, ministry.helen, at=later(2))
    assert open_levels(draft) == ["Desk"]
    assert "step_unstaffed" in kinds(draft)
    assert told("unstaffed") == ["layla", "paul", "petra"]


def test_a_level_that_only_someone_counted_already_could_decide_waits_and_says_so(ministry):
    """Guarantee 5."""
    draft = ministry.submitted()
    Posting.objects.filter(user__in=[ministry.dana, ministry.dirk]).update(ends_at=later(1))
    post(ministry.helen, ministry.desk, Role.APPROVER)
    approve(draft, ministry.helen, at=later(2))
    assert open_levels(draft) == ["Desk"]
    assert told("unstaffed") == ["layla", "paul", "petra"]


def test_a_level_emptied_while_it_is_open_stays_open(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    assert open_levels(draft) == ["Head of mission"]
    post(ministry.omar, ministry.riyadh, Role.HEAD, starts_at=later(2))
    approve(draft, ministry.omar, at=later(2))
    assert open_levels(draft) == ["Desk"]


def test_a_closed_step_has_no_clock(ministry):
    draft = ministry.submitted()
    approve(draft, ministry.helen, at=later(1))
    closed = steps(draft)["Head of mission"]
    assert (closed.closed_at, closed.next_alarm_at) == (later(1), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.filter(pk=closed.pk).update(next_alarm_at=later(2))
