"""Deputies: the same authority, from one instant until (and not at) another, and counted as the person they are."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Deputy, Posting, Role
from approvals import queries
from approvals.models import Decision
from tests.actions.asking import approve, enforce, new_version, open_levels, refused, resubmit, revise
from tests.people import NOW, fresh, later, level, post

INSTANT = timedelta.resolution


def deputy_of(holder, deputy, *, starts_at=NOW, ends_at=None, role=None):
    posting = Posting.objects.get(user=holder, **({"role": role} if role else {}))
    return Deputy.objects.create(posting=posting, user=deputy, starts_at=starts_at, ends_at=ends_at or later(8))


def test_a_deputy_decides_in_the_holders_place_and_the_record_names_both(ministry):
    draft = ministry.submitted()
    deputy_of(ministry.helen, ministry.greta)
    approve(draft, ministry.greta)
    decision = Decision.objects.get()
    assert (decision.by, decision.acting_for, decision.posting.user) == (
        ministry.greta, ministry.helen, ministry.helen,
    )  # fmt: skip
    assert draft.events.get(kind="approve").data["acting_for"] == ministry.helen.pk


@pytest.mark.parametrize(
    ("at", "may"),
    [
        (later(1) - INSTANT, False),
        (later(1), True),
        (later(2) - INSTANT, True),
        (later(2), False),
    ],
)
def test_a_deputy_acts_from_the_first_instant_and_not_at_the_last(ministry, at, may):
    """Guarantee 10."""
    draft = ministry.submitted()
    deputy_of(ministry.helen, ministry.greta, starts_at=later(1), ends_at=later(2))
    if may:
        approve(draft, ministry.greta, at=at)
        assert open_levels(draft) == ["Desk"]
    else:
        with refused("not_asked", status=403):
            approve(draft, ministry.greta, at=at)


@pytest.mark.parametrize(
    ("at", "may"), [(later(1) - INSTANT, False), (later(1), True), (later(2) - INSTANT, True), (later(2), False)]
)
def test_a_posting_counts_from_its_first_instant_and_not_at_its_last(ministry, at, may):
    """Guarantee 10."""
    draft = ministry.submitted()
    post(ministry.greta, ministry.riyadh, Role.HEAD, starts_at=later(1), ends_at=later(2))
    if may:
        approve(draft, ministry.greta, at=at)
    else:
        with refused("not_asked", status=403):
            approve(draft, ministry.greta, at=at)


def test_a_deputy_of_someone_whose_posting_has_ended_decides_nothing(ministry):
    """Guarantee 10."""
    draft = ministry.submitted()
    deputy_of(ministry.helen, ministry.greta)
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    with refused("not_asked", status=403):
        approve(draft, ministry.greta, at=later(1))


def test_the_holder_may_still_decide_while_a_deputy_is_named(ministry):
    draft = ministry.submitted()
    deputy_of(ministry.helen, ministry.greta)
    approve(draft, ministry.helen)
    with refused("step_closed"):
        approve(draft, ministry.greta)


def test_a_deputy_of_the_author_cannot_approve(ministry):
    """Guarantee 4."""
    draft = ministry.submitted()
    deputy_of(ministry.layla, ministry.helen)
    with refused("own_draft", status=403):
        approve(draft, ministry.helen)
    assert queries.awaiting(ministry.helen, at=NOW) == []


def test_a_deputy_of_an_editor_cannot_approve(ministry):
    """Guarantee 4."""
    draft = ministry.draft()
    revise(draft, "Omar's words.", by=ministry.omar)
    resubmit(draft, ministry.layla)
    deputy_of(ministry.omar, ministry.helen)
    with refused("own_draft", status=403):
        approve(draft, ministry.helen)


def test_whoever_an_editor_wrote_for_cannot_approve_either(ministry):
    """Guarantee 4."""
    post(ministry.layla, ministry.riyadh, Role.HEAD)
    draft = ministry.draft(by=ministry.omar)
    deputy_of(ministry.layla, ministry.dirk, role=Role.AUTHOR)
    revise(draft, "Dirk's words, for Layla.", by=ministry.dirk)
    resubmit(draft, ministry.omar)
    with refused("own_draft", status=403):
        approve(draft, ministry.layla)


def test_the_author_does_not_approve_as_somebody_elses_deputy(ministry):
    """Guarantee 4."""
    draft = ministry.submitted()
    deputy_of(ministry.helen, ministry.layla)
    with refused("own_draft", status=403):
        approve(draft, ministry.layla)


def test_who_was_a_deputy_of_the_author_once_may_approve_when_that_is_over(ministry):
    draft = ministry.submitted()
    deputy_of(ministry.layla, ministry.helen, ends_at=later(1))
    approve(draft, ministry.helen, at=later(1))
    assert open_levels(draft) == ["Desk"]


def level_for_all_of_the_desk(ministry, quorum="all", **fields):
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER, quorum=quorum, **fields)
    enforce(ministry, version)
    return ministry.submitted()


def test_one_person_counts_once_as_holder_and_as_deputy(ministry):
    """Guarantee 5."""
    draft = level_for_all_of_the_desk(ministry, "n", quorum_n=2)
    deputy_of(ministry.dirk, ministry.dana)
    approve(draft, ministry.dana)
    with refused("already_decided", status=409):
        approve(draft, ministry.dana)
    assert fresh(draft).state == "in_review"


def test_two_deputies_of_one_posting_are_two_people(ministry):
    draft = level_for_all_of_the_desk(ministry, "n", quorum_n=2)
    deputy_of(ministry.dirk, ministry.greta)
    deputy_of(ministry.dirk, ministry.carla)
    approve(draft, ministry.greta)
    approve(draft, ministry.carla)
    assert fresh(draft).state == "cleared"


def test_all_takes_a_deputys_word_for_the_holders(ministry):
    draft = level_for_all_of_the_desk(ministry)
    deputy_of(ministry.dirk, ministry.greta)
    approve(draft, ministry.greta)
    approve(draft, ministry.dana)
    assert fresh(draft).state == "cleared"


def test_all_does_not_wait_for_ever_for_someone_who_has_been_counted(ministry):
    """Guarantee 5."""
    draft = level_for_all_of_the_desk(ministry)
    deputy_of(ministry.dirk, ministry.dana)
    type(ministry.dirk).objects.filter(pk=ministry.dirk.pk).update(is_active=False)
    approve(draft, ministry.dana)
    assert fresh(draft).state == "cleared"


def test_all_waits_for_a_holder_who_can_still_decide_in_person(ministry):
    """Guarantee 5."""
    draft = level_for_all_of_the_desk(ministry)
    deputy_of(ministry.dirk, ministry.dana)
    approve(draft, ministry.dana)
    assert fresh(draft).state == "in_review"
    approve(draft, ministry.dirk)
    assert fresh(draft).state == "cleared"


def test_an_acting_head_has_the_post_and_the_absent_head_keeps_it(ministry):
    post(ministry.omar, ministry.riyadh, Role.HEAD, starts_at=NOW, ends_at=later(8))
    draft = ministry.submitted(by=ministry.layla)
    approve(draft, ministry.omar)
    assert open_levels(draft) == ["Desk"]


def test_a_deputy_for_no_time_at_all_is_refused_by_the_database(ministry):
    with pytest.raises(IntegrityError), transaction.atomic():
        deputy_of(ministry.helen, ministry.greta, starts_at=NOW, ends_at=NOW)
