"""An approval carries over to a new revision only where the level lets it, for a minor change, and on record."""

import pytest

from accounts.models import Posting, Role
from approvals.actions import move, write
from approvals.models import Decision, Event
from tests.actions.asking import (
    approve,
    enforce_levels,
    flight,
    open_levels,
    publish_on_x,
    request_changes,
    resubmit,
    revise,
    steps,
    writing,
)
from tests.people import fresh, later

MINOR = {"carry": "minor"}
TEXT = "The embassy is open on Sunday"


def handed_back(ministry, text=TEXT, desk=MINOR, **fields):
    """Return a draft that the desk has approved and communications have handed back."""
    draft = flight(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, desk),
        ("Communications", 2, Role.APPROVER, ministry.comms, {}),
        text=text,
        **fields,
    )
    approve(draft, ministry.dana)
    return request_changes(draft, ministry.carla)


def resubmitted(ministry, draft, text, **changes):
    revise(draft, text, by=ministry.layla, at=later(1), **changes)
    return resubmit(draft, ministry.layla, at=later(1))


def test_an_approval_carries_over_a_minor_change(ministry):
    """Guarantee 1."""
    draft = handed_back(ministry)
    first = draft.decisions.get(by=ministry.dana)
    resubmitted(ministry, draft, "The Embassy is open on Sunday.")
    assert open_levels(draft) == ["Communications"]
    carried = Decision.objects.get(step=steps(draft)["Desk"])
    assert (carried.by, carried.carried_from) == (ministry.dana, first)
    assert carried.revision_id == fresh(draft).revision_id
    noted = Event.objects.filter(kind="approve").last().data
    assert (noted["carried_from"], noted["from_revision"], noted["to_revision"]) == (first.pk, 1, 2)


def test_what_a_carried_approval_cleared_is_published(ministry):
    """Guarantee 1."""
    draft = handed_back(ministry)
    resubmitted(ministry, draft, "The embassy is open on Sunday!")
    approve(draft, ministry.carla, at=later(1))
    publish_on_x(ministry, draft, at=later(2))
    assert fresh(draft).state == "published"


@pytest.mark.parametrize("text", ["The embassy is open on Monday", "The embassy is not open on Sunday"])
def test_another_word_is_asked_about_again(ministry, text):
    """Guarantee 6."""
    draft = handed_back(ministry)
    resubmitted(ministry, draft, text)
    assert open_levels(draft) == ["Desk"]


def test_a_level_that_carries_nothing_is_asked_again_whatever_changed(ministry):
    """Guarantee 6."""
    draft = handed_back(ministry, desk={})
    resubmitted(ministry, draft, f"{TEXT}.")
    assert open_levels(draft) == ["Desk"]


def test_many_small_changes_are_judged_against_what_the_approver_read(ministry):
    """Guarantee 6."""
    draft = handed_back(ministry)
    resubmitted(ministry, draft, f"{TEXT}.")
    request_changes(draft, ministry.carla, at=later(1))
    resubmitted(ministry, draft, f"{TEXT}!")
    assert open_levels(draft) == ["Communications"]
    first = draft.decisions.filter(by=ministry.dana).earliest("pk")
    assert set(
        draft.decisions.filter(by=ministry.dana).exclude(pk=first.pk).values_list("carried_from", flat=True)
    ) == {first.pk}


def test_a_minor_change_under_other_facts_is_asked_about_again(ministry):
    draft = handed_back(ministry)
    resubmitted(ministry, draft, f"{TEXT}.", topics=("sanctions",))
    assert open_levels(draft) == ["Desk"]


def test_whoever_asked_for_something_else_since_has_not_approved(ministry):
    draft = handed_back(ministry)
    resubmitted(ministry, draft, f"{TEXT}, they say.")
    request_changes(draft, ministry.dana, at=later(1))
    resubmitted(ministry, draft, f"{TEXT}.")
    assert open_levels(draft) == ["Desk"]


def test_whoever_has_left_the_post_does_not_approve_by_what_was_said_before(ministry):
    draft = handed_back(ministry)
    Posting.objects.filter(user=ministry.dana).update(ends_at=later(1))
    resubmitted(ministry, draft, f"{TEXT}.")
    assert open_levels(draft) == ["Desk"]


def test_whoever_wrote_since_does_not_approve_by_what_was_said_before(ministry):
    """Guarantee 4."""
    draft = handed_back(ministry)
    Posting.objects.create(user=ministry.dana, office=ministry.riyadh, role=Role.AUTHOR, starts_at=later(0))
    changed = writing(draft, f"{TEXT}.")
    write.revise(draft_id=draft.pk, by=ministry.dana, writing=changed, if_match=draft.revision.hash, at=later(1))
    resubmit(draft, ministry.layla, at=later(1))
    assert open_levels(draft) == ["Desk"]


def test_a_draft_keeps_the_carry_rule_it_was_submitted_under(ministry):
    """Guarantee 7."""
    draft = handed_back(ministry)
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {}))
    resubmitted(ministry, draft, f"{TEXT}.")
    assert open_levels(draft) == ["Communications"]


def test_an_approval_without_a_fresh_sign_in_does_not_carry_where_one_is_asked_for_now(ministry):
    """Guarantee 14."""
    draft = handed_back(ministry)
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, MINOR | {"fresh_sign_in": True}))
    move.move(draft_id=draft.pk, by=ministry.paul, reason="The desk signs in.", at=later(1))
    resubmitted(ministry, draft, f"{TEXT}.")
    assert open_levels(draft) == ["Desk"]
