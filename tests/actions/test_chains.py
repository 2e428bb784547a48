"""Chains: a deputy who is away passes it on, within bounds, and never so that a writer decides by another's hand."""

from datetime import timedelta
from itertools import pairwise

import pytest

from accounts.models import Absence, Deputy, Posting, Role
from approvals import queries
from approvals.actions import away
from approvals.actions.deputies import Cover
from approvals.models import Decision
from tests.actions.asking import approve, enforce_levels, open_levels, refused, resubmit, revise
from tests.actions.test_away import cover, leave
from tests.people import NOW, fresh, later, post

INSTANT = timedelta.resolution


def pass_on(deputy, to):
    """Return to whom a deputy passes on what they were given."""
    row = Deputy.objects.get(user=deputy)
    return Cover(row.posting_id, to.pk, row.pk)


def chain(ministry, *people, **times):
    """Let Helen leave, and each of these but the last pass it on to the next."""
    leave(ministry.helen, cover(ministry.helen, people[0]), **times)
    for one, after in pairwise(people):
        leave(one, pass_on(one, after), **times)


def test_the_last_of_a_chain_decides_for_the_holder(ministry):
    draft = ministry.submitted()
    chain(ministry, ministry.greta, ministry.dirk, ministry.carla)
    approve(draft, ministry.carla)
    decision = Decision.objects.get()
    assert (decision.by, decision.acting_for, decision.posting.user) == (ministry.carla, ministry.helen, ministry.helen)
    assert draft.events.get(kind="approve").data["acting_for"] == ministry.helen.pk


def test_a_chain_has_three_deputies_at_most(ministry):
    chain(ministry, ministry.greta, ministry.dirk, ministry.carla)
    with refused("deputy_chain_too_long", status=409):
        leave(ministry.carla, pass_on(ministry.carla, ministry.mina))


@pytest.mark.parametrize("back_to", ["helen", "greta"])
def test_what_was_passed_on_never_comes_back(ministry, back_to):
    chain(ministry, ministry.greta, ministry.dirk)
    with refused("deputy_cycle", status=400):
        leave(ministry.dirk, pass_on(ministry.dirk, getattr(ministry, back_to)))


def test_nobody_passes_to_themselves(ministry):
    chain(ministry, ministry.greta)
    with refused("deputy_self"):
        leave(ministry.greta, pass_on(ministry.greta, ministry.greta))


def test_nobody_passes_on_what_was_given_to_another(ministry):
    chain(ministry, ministry.greta)
    given = Deputy.objects.get(user=ministry.greta)
    with refused("posting_not_held"):
        leave(ministry.dirk, Cover(given.posting_id, ministry.carla.pk, given.pk))


def test_what_is_passed_on_stays_within_the_time_of_whoever_passes_it(ministry):
    leave(ministry.helen, cover(ministry.helen, ministry.greta), starts_at=later(2), ends_at=later(6))
    leave(ministry.greta, pass_on(ministry.greta, ministry.dirk), starts_at=NOW, ends_at=later(48))
    passed = Deputy.objects.get(user=ministry.dirk)
    assert (passed.starts_at, passed.ends_at) == (later(2), later(6))


def test_nothing_is_passed_on_outside_the_time_for_which_it_was_given(ministry):
    leave(ministry.helen, cover(ministry.helen, ministry.greta), starts_at=later(2), ends_at=later(6))
    with refused("deputy_outside_time", status=400):
        leave(ministry.greta, pass_on(ministry.greta, ministry.dirk), starts_at=later(6), ends_at=later(8))


def test_passing_on_ends_when_the_time_of_whoever_passed_it_is_ended(ministry):
    """Guarantee 10."""
    draft = ministry.submitted()
    chain(ministry, ministry.greta, ministry.dirk, ministry.carla)
    away.end(absence_id=Absence.objects.get(user=ministry.helen).pk, by=ministry.helen, at=later(1))
    assert {deputy.ends_at for deputy in Deputy.objects.all()} == {later(1)}
    with refused("not_asked"):
        approve(draft, ministry.carla, at=later(1))


def test_passing_on_ends_even_where_it_was_changed_around_the_pages(ministry):
    """Guarantee 10."""
    draft = ministry.submitted()
    chain(ministry, ministry.greta, ministry.dirk)
    Deputy.objects.filter(user=ministry.greta).update(ends_at=later(1))
    approve(ministry.submitted("Another."), ministry.dirk, at=later(1) - INSTANT)
    with refused("not_asked"):
        approve(draft, ministry.dirk, at=later(1))


def test_a_shorter_absence_shortens_what_was_passed_on(ministry):
    chain(ministry, ministry.greta, ministry.dirk)
    absence = Absence.objects.get(user=ministry.helen)
    away.change(
        absence_id=absence.pk, starts_at=NOW, ends_at=later(3), covers=[cover(ministry.helen, ministry.greta)],
        by=ministry.helen, at=later(1),
    )  # fmt: skip
    assert {deputy.ends_at for deputy in Deputy.objects.all()} == {later(3)}


def test_whoever_gets_it_from_a_writer_cannot_approve_what_the_writer_wrote(ministry):
    """Guarantee 4."""
    draft = ministry.submitted()
    chain(ministry, ministry.layla, ministry.dirk)
    assert queries.awaiting(ministry.dirk, at=NOW) == []
    with refused("own_draft", status=403):
        approve(draft, ministry.dirk)


def test_the_last_of_a_chain_that_began_with_a_writer_cannot_approve_it_either(ministry):
    """Guarantee 4."""
    draft = ministry.submitted()
    chain(ministry, ministry.layla, ministry.dirk, ministry.carla)
    with refused("own_draft"):
        approve(draft, ministry.carla)


def test_a_chain_of_the_authors_own_posting_bars_everyone_in_it(ministry):
    """Guarantee 4."""
    leave(ministry.layla, cover(ministry.layla, ministry.omar))
    leave(ministry.omar, pass_on(ministry.omar, ministry.dana))
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    with refused("own_draft"):
        approve(draft, ministry.dana)
    assert queries.awaiting(ministry.dana, at=NOW) == []


def test_what_the_last_of_a_chain_wrote_is_not_decided_by_whoever_passed_it(ministry):
    """Guarantee 4."""
    leave(ministry.layla, cover(ministry.layla, ministry.helen))
    leave(ministry.helen, pass_on(ministry.helen, ministry.dirk))
    draft = ministry.draft(by=ministry.omar)
    revise(draft, "Dirk's words, for Layla.", by=ministry.dirk)
    with refused("level_unstaffed"):
        resubmit(draft, ministry.omar)


def test_a_submission_is_refused_when_only_a_chain_of_the_author_could_decide(ministry):
    """Guarantee 4."""
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    post(ministry.layla, ministry.riyadh, Role.HEAD)
    leave(ministry.layla, cover(ministry.layla, ministry.dirk, Role.HEAD))
    draft = ministry.draft(at=later(2))
    with refused("level_unstaffed"):
        resubmit(draft, ministry.layla, at=later(2))


def test_one_person_counts_once_as_holder_and_as_the_last_of_a_chain(ministry):
    """Guarantee 5."""
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"quorum": "n", "quorum_n": 2}))
    draft = ministry.submitted()
    leave(ministry.dirk, cover(ministry.dirk, ministry.carla))
    leave(ministry.carla, pass_on(ministry.carla, ministry.dana))
    approve(draft, ministry.dana)
    with refused("already_decided", status=409):
        approve(draft, ministry.dana)
    assert fresh(draft).state == "in_review"
    assert open_levels(draft) == ["Desk"]
