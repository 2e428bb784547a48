"""A proposed wording: "I approve exactly this" counts when the author takes exactly this, and for nothing else."""

import pytest

from accounts.models import Posting, Role
from approvals.actions import accept, submit, withdraw, write
from approvals.models import Decision
from tests.actions.asking import (
    approve,
    enforce,
    hash_of,
    new_version,
    open_levels,
    refused,
    reject,
    request_changes,
    resubmit,
    revise,
    steps,
    take_back,
)
from tests.people import NOW, fresh, later, level, post, variant

PROPOSED = "The embassy is open on Sunday."


def handed_back(ministry, *, proposal=PROPOSED):
    """Return a draft that Helen handed back with a wording of her own."""
    return request_changes(ministry.submitted("The embassy is open."), ministry.helen, proposal=proposal)


def take(draft, by, *, at=NOW):
    proposal = Decision.objects.filter(draft=draft).exclude(proposal="").latest("pk")
    return accept.accept(draft_id=draft.pk, proposal_id=proposal.pk, by=by, if_match=hash_of(draft), at=at)


def test_a_wording_taken_unaltered_is_approved_at_once(ministry):
    """Guarantee 1."""
    draft = handed_back(ministry)
    take(draft, ministry.layla, at=later(1))
    assert open_levels(draft) == ["Desk"]
    counted = Decision.objects.get(verdict="approve")
    assert (counted.by, counted.at, counted.accepts.proposal) == (ministry.helen, later(1), PROPOSED)
    assert counted.revision.hash == hash_of(draft) == counted.accepts.proposal_hash


def test_a_wording_typed_anew_but_the_same_counts_too(ministry):
    draft = handed_back(ministry)
    revise(draft, PROPOSED, by=ministry.layla)
    resubmit(draft, ministry.layla)
    assert open_levels(draft) == ["Desk"]


@pytest.mark.parametrize("text", [PROPOSED + " ", PROPOSED.lower(), PROPOSED.replace("o", "о")])
def test_a_wording_changed_by_one_character_is_not_approved(ministry, text):
    """Guarantee 1."""
    draft = handed_back(ministry)
    revise(draft, text, by=ministry.layla)
    submit.submit(draft_id=draft.pk, by=ministry.layla, at=NOW, confirmed=["mixed_scripts"])
    assert open_levels(draft) == ["Head of mission"]


def test_a_wording_counts_only_at_a_level_that_asks_its_maker_again(ministry):
    """Guarantee 6."""
    draft = ministry.approve(ministry.submitted("The embassy is open."), ministry.helen)
    request_changes(draft, ministry.dana, proposal=PROPOSED)
    take(draft, ministry.layla)
    assert open_levels(draft) == ["Head of mission"]
    approve(draft, ministry.helen)
    assert open_levels(draft) == ["Minister's office"]
    assert steps(draft)["Desk"].status == "passed"


def test_a_wording_of_someone_who_has_left_the_post_is_not_approved(ministry):
    """Guarantee 10."""
    draft = handed_back(ministry)
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    post(ministry.greta, ministry.riyadh, Role.HEAD)
    take(draft, ministry.layla, at=later(1))
    assert open_levels(draft) == ["Head of mission"]


def test_a_wording_of_someone_who_has_since_written_a_part_is_not_approved(ministry):
    """Guarantee 4."""
    draft = handed_back(ministry)
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    post(ministry.greta, ministry.riyadh, Role.HEAD)
    revise(draft, PROPOSED, by=ministry.helen)
    resubmit(draft, ministry.layla)
    assert open_levels(draft) == ["Head of mission"]


def test_a_wording_whose_maker_has_rejected_the_draft_since_is_not_approved(ministry):
    """Guarantee 1."""
    draft = handed_back(ministry)
    revise(draft, "Something else.", by=ministry.layla)
    resubmit(draft, ministry.layla)
    reject(draft, ministry.helen)
    withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=later(1))
    revise(draft, PROPOSED, by=ministry.layla, at=later(2))
    resubmit(draft, ministry.layla, at=later(2))
    assert open_levels(draft) == ["Head of mission"]


def test_a_wording_whose_maker_has_asked_for_another_since_is_not_approved(ministry):
    """Guarantee 1."""
    draft = handed_back(ministry)
    take(draft, ministry.layla)
    request_changes(draft, ministry.dana)
    revise(draft, "Another try.", by=ministry.layla)
    resubmit(draft, ministry.layla)
    request_changes(draft, ministry.helen, comment="Events have overtaken this.")
    revise(draft, PROPOSED, by=ministry.layla)
    resubmit(draft, ministry.layla)
    assert open_levels(draft) == ["Head of mission"]


def test_a_wording_that_no_channel_takes_is_refused(ministry):
    """Guarantee 1."""
    draft = ministry.draft("Common.", variants=(variant(ministry.x, "en", "The embassy is open."),))
    resubmit(draft, ministry.layla)
    with refused("proposal_changes_nothing", status=400):
        request_changes(draft, ministry.helen, proposal=PROPOSED)


def test_a_wording_that_is_what_stands_there_already_is_refused(ministry):
    draft = ministry.submitted("The embassy is open.")
    with refused("proposal_changes_nothing"):
        request_changes(draft, ministry.helen, proposal="The embassy is open.")


@pytest.mark.parametrize(("proposal", "code"), [("a" * 281, "proposal_refused"), ("\x00", "unusable_text")])
def test_a_wording_that_could_not_be_submitted_is_refused(ministry, proposal, code):
    draft = ministry.submitted()
    with refused(code, status=400):
        request_changes(draft, ministry.helen, proposal=proposal)


def test_only_a_proposal_of_this_draft_is_taken(ministry):
    """Guarantee 6."""
    draft, other = handed_back(ministry), handed_back(ministry, proposal="Closed.")
    theirs = Decision.objects.get(draft=other)
    plain = Decision.objects.create(**copied(theirs, draft=draft, proposal="", proposal_hash=""))
    for proposal_id in (theirs.pk, plain.pk, 999_999):
        with refused("no_proposal"):
            accept.accept(
                draft_id=draft.pk, proposal_id=proposal_id, by=ministry.layla, if_match=hash_of(draft), at=NOW
            )


def copied(decision, **changes):
    values = {field.attname: getattr(decision, field.attname) for field in decision._meta.concrete_fields}
    values.pop("id")
    values.pop("draft_id")
    return values | changes


def test_only_an_author_takes_a_wording(ministry):
    draft = handed_back(ministry)
    with refused("not_author", status=403):
        take(draft, ministry.helen)


def test_a_wording_is_taken_on_the_revision_that_was_read(ministry):
    """Guarantee 3."""
    draft = handed_back(ministry)
    read, proposal = hash_of(draft), Decision.objects.get(draft=draft)
    revise(draft, "Omar was faster.", by=ministry.omar)
    with refused("if_match_stale", status=412):
        accept.accept(draft_id=draft.pk, proposal_id=proposal.pk, by=ministry.layla, if_match=read, at=NOW)


def test_a_wording_for_a_draft_that_has_changed_around_it_is_not_taken_blindly(ministry):
    """Guarantee 1."""
    draft = handed_back(ministry)
    body = fresh(draft).revision.body
    both = type(body)((ministry.x.pk, ministry.mastodon.pk), "en", body.text)
    write.revise(
        draft_id=draft.pk, by=ministry.layla, writing=write.Writing(both), if_match=hash_of(draft), at=later(1)
    )
    with refused("proposal_outdated", status=409):
        take(draft, ministry.layla, at=later(2))


def test_taking_a_wording_is_one_step_refused_whole_when_it_cannot_be_submitted(ministry):
    """Guarantee 15."""
    draft = handed_back(ministry)
    Posting.objects.filter(user=ministry.mina).update(ends_at=NOW)
    with refused("level_unstaffed"):
        take(draft, ministry.layla)
    assert fresh(draft).revision.number == 1


def test_a_wording_from_before_the_draft_ended_is_not_approved_when_it_is_taken_up_again(ministry):
    """Guarantee 6."""
    post(ministry.greta, ministry.riyadh, Role.HEAD)
    draft = take_back(handed_back(ministry), ministry.layla, at=later(1))
    withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=later(2))
    revise(draft, PROPOSED, by=ministry.layla, at=later(2))
    resubmit(draft, ministry.layla, at=later(2))
    assert open_levels(draft) == ["Head of mission"]
    request_changes(draft, ministry.greta, at=later(3))
    resubmit(draft, ministry.layla, at=later(3))
    assert open_levels(draft) == ["Head of mission"]
    assert not Decision.objects.filter(verdict="approve").exists()


def test_a_wording_counts_only_for_the_question_that_its_maker_was_asked(ministry):
    """Guarantee 6."""
    post(ministry.greta, ministry.riyadh, Role.HEAD)
    version = new_version(ministry)
    only_then = {"field": "topic", "in": ["sanctions"]}
    level(version, 1, "Sanctions", "own_office", Role.HEAD, conditions=only_then)
    level(version, 2, "Head", "own_office", Role.HEAD)
    enforce(ministry, version)
    draft = handed_back(ministry)
    revise(draft, PROPOSED, by=ministry.layla, topics=("sanctions",))
    resubmit(draft, ministry.layla)
    assert open_levels(draft) == ["Sanctions"]
    assert approve(draft, ministry.greta).state == "cleared"
