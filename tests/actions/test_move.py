"""Drafts moved to the version in force keep the approvals that answer the same, and are asked everything else."""

import pytest

from accounts.models import Deputy, Posting, Role
from approvals import audit
from approvals.actions import accept, concur, decide, move, withdraw
from approvals.models import Decision
from tests.actions.asking import (
    approve,
    enforce,
    flight,
    kinds,
    new_version,
    open_levels,
    publish_on_x,
    refused,
    request_changes,
    resubmit,
    steps,
)
from tests.people import HOUR, NOW, fresh, later, level, post

WHY = "The minister's office is no longer asked."


def moved(draft, by, *, at=None, reason=WHY):
    return move.move(draft_id=draft.pk, by=by, reason=reason, at=at or later(1))


def shorter(ministry, **changes):
    """Put a version in force that asks the mission and the desk as before, and the minister's office no longer."""
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    level(version, 2, "Desk", "country_desk", Role.APPROVER, **({"hours": 4} | changes))
    return enforce(ministry, version)


def test_a_moved_draft_keeps_its_approval_and_is_asked_the_levels_of_the_new_version(ministry):
    """Guarantee 7."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    version = shorter(ministry)
    moved(draft, ministry.paul)
    draft = fresh(draft)
    assert (draft.policy_version, draft.route.policy_version, draft.route.number) == (version, version, 2)
    assert draft.route.revision == draft.revision
    assert {name: step.status for name, step in steps(draft).items()} == {"Head of mission": "passed", "Desk": "open"}
    kept = Decision.objects.get(route=draft.route_id)
    assert (kept.by, kept.at, kept.carried_from.route.number) == (ministry.helen, later(1), 1)
    assert list(steps(ministry.approve(draft, ministry.dana, at=later(2)))) == ["Head of mission", "Desk"]
    assert fresh(draft).state == "cleared"


def test_a_moved_draft_that_lacks_nothing_is_cleared_and_can_be_published(ministry):
    """Guarantee 1."""
    draft = ministry.approve(ministry.submitted(), ministry.helen, ministry.dana)
    shorter(ministry)
    assert moved(draft, ministry.paul).state == "cleared"
    published = publish_on_x(ministry, draft, at=later(2))
    assert published.state == "published"
    assert list(audit.verify_all()) == []


def test_a_level_that_the_new_version_adds_is_asked_of_a_moved_draft(ministry):
    """Guarantee 8."""
    draft = ministry.approve(ministry.submitted(), ministry.helen, ministry.dana)
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    level(version, 2, "Communications", "office", Role.APPROVER, office=ministry.comms)
    level(version, 3, "Desk", "country_desk", Role.APPROVER)
    enforce(ministry, version)
    moved(draft, ministry.paul)
    assert open_levels(draft) == ["Communications"]
    assert steps(draft)["Desk"].status == "waiting"
    approve(draft, ministry.carla, at=later(2))
    assert fresh(draft).state == "cleared"


def test_an_approval_is_kept_though_its_level_is_named_anew_and_stands_elsewhere(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER)
    level(
        version, 2, "The ambassador", "own_office", Role.HEAD, key="head-of-mission",
        question="Does Head of mission agree?",
    )  # fmt: skip
    enforce(ministry, version)
    moved(draft, ministry.paul)
    approve(draft, ministry.dana, at=later(2))
    assert fresh(draft).state == "cleared"
    assert steps(draft)["The ambassador"].status == "passed"


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("another question", {"question": "Is it lawful?"}),
        ("another role", {"role": Role.APPROVER}),
        ("another office", {"selector": "minister", "role": Role.HEAD}),
        ("another level", {"key": "ambassador"}),
    ],
)
def test_an_approval_is_not_kept_where_the_level_asks_something_else(ministry, what, changes):
    """Guarantee 6."""
    post(ministry.carla, ministry.riyadh, Role.APPROVER)
    post(ministry.carla, ministry.minister, Role.HEAD)
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    version = new_version(ministry)
    asked = {"selector": "own_office", "role": Role.HEAD} | changes
    level(version, 1, "Head of mission", asked.pop("selector"), asked.pop("role"), **asked)
    enforce(ministry, version)
    moved(draft, ministry.paul)
    assert open_levels(draft) == ["Head of mission"], what
    assert "approval_kept" not in kinds(draft)


def test_an_approval_of_an_earlier_revision_is_not_kept(ministry):
    """Guarantee 1."""
    draft = ministry.approve(ministry.submitted("The embassy is open."), ministry.helen)
    request_changes(draft, ministry.dana, proposal="The embassy is open on Sunday.")
    shorter(ministry)
    moved(draft, ministry.paul)
    assert fresh(draft).route.number == 1
    resubmit(draft, ministry.layla, at=later(2))
    assert list(steps(draft)) == ["Head of mission", "Desk"]
    assert open_levels(draft) == ["Head of mission"]


def test_an_approval_of_someone_who_has_left_the_post_is_not_kept(ministry):
    """Guarantee 10."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    shorter(ministry)
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(1))
    post(ministry.greta, ministry.riyadh, Role.HEAD)
    moved(draft, ministry.paul)
    assert open_levels(draft) == ["Head of mission"]


def test_an_approval_of_someone_who_now_acts_for_a_writer_is_not_kept(ministry):
    """Guarantee 4."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    shorter(ministry)
    post(ministry.greta, ministry.riyadh, Role.HEAD)
    author = Posting.objects.get(user=ministry.layla)
    Deputy.objects.create(posting=author, user=ministry.helen, starts_at=NOW, ends_at=later(9))
    moved(draft, ministry.paul)
    assert open_levels(draft) == ["Head of mission"]


def test_one_person_is_counted_once_on_the_new_route_too(ministry):
    """Guarantee 5."""
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER)
    enforce(ministry, version)
    draft = ministry.approve(ministry.submitted(), ministry.dana)
    assert draft.state == "cleared"
    draft = ministry.submitted()
    both = new_version(ministry)
    level(both, 1, "Desk", "country_desk", Role.APPROVER, quorum="n", quorum_n=2)
    enforce(ministry, both)
    moved(draft, ministry.paul)
    approve(draft, ministry.dana, at=later(2))
    three = new_version(ministry)
    level(three, 1, "Desk", "country_desk", Role.APPROVER)
    level(three, 2, "Desk again", "country_desk", Role.APPROVER)
    enforce(ministry, three)
    moved(draft, ministry.paul, at=later(3))
    assert open_levels(draft) == ["Desk again"]
    with refused("already_decided"):
        approve(draft, ministry.dana, at=later(4))
    approve(draft, ministry.dirk, at=later(4))
    assert fresh(draft).state == "cleared"


def test_half_a_quorum_is_kept_as_half_a_quorum(ministry):
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER, quorum="n", quorum_n=2)
    enforce(ministry, version)
    draft = ministry.approve(ministry.submitted(), ministry.dana)
    again = new_version(ministry)
    level(again, 1, "Desk", "country_desk", Role.APPROVER, quorum="n", quorum_n=2, hours=1)
    enforce(ministry, again)
    moved(draft, ministry.paul)
    assert open_levels(draft) == ["Desk"]
    approve(draft, ministry.dirk, at=later(2))
    assert fresh(draft).state == "cleared"


def test_a_proposal_counts_at_the_same_level_of_the_version_the_draft_was_moved_to(ministry):
    draft = request_changes(ministry.submitted("Open."), ministry.helen, proposal="The embassy is open.")
    shorter(ministry)
    moved(draft, ministry.paul)
    proposal = Decision.objects.get(draft=draft)
    accept.accept(
        draft_id=draft.pk, proposal_id=proposal.pk, by=ministry.layla, if_match=fresh(draft).revision.hash, at=later(2)
    )
    assert open_levels(draft) == ["Desk"]


def test_a_draft_moved_twice_keeps_what_it_was_first_given(ministry):
    """Guarantee 1."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    shorter(ministry)
    moved(draft, ministry.paul)
    shorter(ministry, hours=2)
    moved(draft, ministry.petra, at=later(2))
    assert open_levels(draft) == ["Desk"]
    assert steps(draft)["Desk"].limit == 2 * HOUR
    approve(draft, ministry.dirk, at=later(3))
    assert publish_on_x(ministry, draft, at=later(4)).state == "published"


def test_what_was_withdrawn_after_a_move_and_taken_up_again_is_asked_everything(ministry):
    """Guarantee 1."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    shorter(ministry)
    moved(draft, ministry.paul)
    withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=later(2))
    withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=later(2))
    resubmit(draft, ministry.layla, at=later(3))
    assert open_levels(draft) == ["Head of mission"]
    assert not Decision.objects.filter(route=fresh(draft).route_id).exists()


def ask_comms(ministry, draft, ask=concur.ask_to_concur):
    request = concur.Request(ministry.comms.pk, "Is the tone ours?", "It names a minister.", 3 * HOUR)
    return ask(draft_id=draft.pk, by=ministry.dana, revision=fresh(draft).revision.hash, request=request, at=NOW)


def test_concurrence_that_was_asked_for_is_asked_on_the_new_route_too(ministry):
    """Guarantee 8."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    ask_comms(ministry, draft)
    shorter(ministry)
    moved(draft, ministry.paul)
    asked = steps(draft)["Communications"]
    assert (asked.status, asked.asked_by, asked.reason) == ("open", ministry.dana, "It names a minister.")
    assert fresh(draft).state == "in_review"
    for who in (ministry.carla, ministry.dana):
        approve(draft, who, at=later(3))
    assert fresh(draft).state == "cleared"


def test_concurrence_that_was_given_is_kept(ministry):
    """Guarantee 8."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    ask_comms(ministry, draft)
    approve(draft, ministry.carla)
    shorter(ministry)
    moved(draft, ministry.paul)
    assert steps(draft)["Communications"].status == "passed"
    assert open_levels(draft) == ["Desk"]


def test_a_comment_that_was_asked_for_still_holds_nothing_up(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    ask_comms(ministry, draft, concur.ask_to_comment)
    shorter(ministry)
    moved(draft, ministry.paul)
    assert sorted(open_levels(draft)) == ["Communications", "Desk"]
    approve(draft, ministry.dana, at=later(2))
    assert fresh(draft).state == "cleared"


def test_an_approval_without_a_fresh_sign_in_is_not_kept_where_the_new_version_asks_for_one(ministry):
    """Guarantee 14."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, fresh_sign_in=True)
    enforce(ministry, version)
    moved(draft, ministry.paul)
    assert open_levels(draft) == ["Head of mission"]


def test_an_approval_with_a_fresh_sign_in_is_kept_where_one_is_asked_for(ministry):
    """Guarantee 14."""
    fields = {"fresh_sign_in": True}
    desk = ("Desk", 2, Role.APPROVER, ministry.desk, {})
    draft = flight(ministry, ("Head of mission", 1, Role.HEAD, None, fields), desk)
    decide.approve(draft_id=draft.pk, by=ministry.helen, revision=fresh(draft).revision.hash, at=NOW, signed_in_at=NOW)
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, **fields)
    enforce(ministry, version)
    assert moved(draft, ministry.paul).state == "cleared"
