"""Who moves drafts in flight, when it is refused, who hears of it, and many at once."""

import pytest

from accounts.models import Office, Posting, Role
from approvals import audit
from approvals.actions import alarms, move
from approvals.models import Delay, Draft, Event, Route, Step
from tests.actions.asking import (
    enforce,
    in_state,
    kinds,
    new_version,
    open_levels,
    refused,
    request_changes,
    resubmit,
    steps,
    told,
)
from tests.actions.test_move import WHY, moved, shorter
from tests.people import fresh, later, level, post


def test_a_draft_is_not_moved_where_a_level_that_is_left_has_nobody(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    shorter(ministry)
    Posting.objects.filter(user__in=[ministry.dana, ministry.dirk]).update(ends_at=later(1))
    with refused("level_unstaffed", status=409):
        moved(draft, ministry.paul)
    assert open_levels(draft) == ["Head of mission"]


def test_whoever_is_counted_already_is_not_taken_for_somebody_who_could_decide_another_level(ministry):
    """Guarantee 7."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    post(ministry.helen, ministry.comms, Role.HEAD)
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    level(version, 2, "Communications", "office", Role.HEAD, office=ministry.comms)
    enforce(ministry, version)
    with refused("level_unstaffed"):
        moved(draft, ministry.paul)


def test_a_draft_whose_level_has_no_office_any_more_is_not_moved(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    version = new_version(ministry)
    level(version, 1, "Minister's office", "minister", Role.APPROVER)
    enforce(ministry, version)
    Office.objects.filter(pk=ministry.minister.pk).update(kind="headquarters")
    with refused("level_without_office", status=409):
        moved(draft, ministry.paul)


def test_a_draft_handed_back_changes_the_version_it_will_be_submitted_under(ministry):
    draft = request_changes(ministry.submitted(), ministry.helen)
    version = shorter(ministry)
    moved(draft, ministry.paul)
    assert (fresh(draft).policy_version, fresh(draft).state) == (version, "changes_requested")
    assert Route.objects.filter(draft=draft).count() == 1
    resubmit(draft, ministry.layla, at=later(2))
    assert list(steps(draft)) == ["Head of mission", "Desk"]
    assert told("moved") == ["layla"]


@pytest.mark.parametrize("state", ["draft", "cleared", "published", "rejected", "withdrawn", "expired", "retracted"])
def test_only_a_draft_in_review_or_handed_back_is_moved(ministry, state):
    draft = in_state(ministry, state)
    shorter(ministry)
    with refused("wrong_state", status=409):
        moved(draft, ministry.paul, at=later(9))


@pytest.mark.parametrize("who", ["layla", "helen", "dana", "rita", "ivan"])
def test_only_a_policy_officer_moves_drafts(ministry, who):
    draft = ministry.submitted()
    shorter(ministry)
    with refused("not_policy_officer", status=403):
        moved(draft, getattr(ministry, who))
    with refused("not_policy_officer", status=403):
        move.move_all(policy_id=ministry.policy.pk, by=getattr(ministry, who), reason=WHY, at=later(1))


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "why_needed"), (" \n", "why_needed"), ("\x00", "unusable_text"), ("a" * 501, "why_too_long")],
)
def test_a_move_needs_a_reason_that_can_be_kept(ministry, reason, code):
    draft = ministry.submitted()
    shorter(ministry)
    with refused(code, status=400):
        moved(draft, ministry.paul, reason=reason)
    with refused(code, status=400):
        move.move_all(policy_id=ministry.policy.pk, by=ministry.paul, reason=reason, at=later(1))


def test_there_must_be_another_version_to_move_to(ministry):
    draft = ministry.submitted()
    with refused("on_this_version", status=409):
        moved(draft, ministry.paul)
    ministry.policy.versions.update(status="superseded")
    with refused("no_version_in_force", status=409):
        moved(draft, ministry.paul)


def test_what_is_undecided_is_closed_and_its_delay_is_over(ministry):
    """Guarantee 18."""
    draft = ministry.submitted()
    alarms.fire_due(at=later(5))
    shorter(ministry)
    moved(draft, ministry.paul, at=later(6))
    old = Step.objects.filter(route__draft=draft, route__number=1)
    assert {step.status for step in old} == {"closed"}
    assert {step.next_alarm_at for step in old} == {None}
    assert Delay.objects.get(draft=draft).resolved_at == later(6)
    # It had used up its four hours: a quarter of them is left, so that nobody is late at the moment of being asked.
    assert steps(draft)["Head of mission"].due_at == later(7)
    alarms.fire_due(at=later(11))
    assert Delay.objects.filter(draft=draft).count() == 2


def test_the_record_says_who_moved_it_from_where_to_where_and_why(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    shorter(ministry)
    moved(draft, ministry.paul)
    assert kinds(draft)[-5:] == ["moved", "approval_kept", "step_opened", "step_passed", "step_opened"]
    moving = Event.objects.get(draft=draft, kind="moved")
    assert moving.by == ministry.paul
    assert (moving.data["from"], moving.data["to"], moving.data["why"]) == (1, 2, WHY)
    assert Event.objects.get(draft=draft, kind="approval_kept").data["approver"] == ministry.helen.pk
    assert list(audit.verify(fresh(draft))) == []


def test_the_author_and_those_no_longer_asked_hear_of_it_and_those_asked_now_are_asked(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen, ministry.dana)
    version = new_version(ministry)
    level(version, 1, "Communications", "office", Role.APPROVER, office=ministry.comms)
    enforce(ministry, version)
    moved(draft, ministry.paul)
    assert told("moved") == ["layla", "mina"]
    assert told("awaiting").count("carla") == 1


def test_all_are_moved_and_one_that_cannot_be_says_why_and_holds_up_no_other(ministry):
    """Guarantee 7."""
    theirs = [ministry.submitted(f"Post {number}.") for number in range(3)]
    geneva = ministry.draft("Genève.", by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    enforce(ministry, version)
    first = ministry.submitted("Under the new version.")
    desk = new_version(ministry)
    level(desk, 1, "Desk", "country_desk", Role.APPROVER)
    resubmit(geneva, ministry.gil)
    enforce(ministry, desk)
    outcomes, left = move.move_all(policy_id=ministry.policy.pk, by=ministry.paul, reason=WHY, at=later(1))
    assert left == 0
    answers = {outcome.draft.pk: outcome.refused.code if outcome.refused else "moved" for outcome in outcomes}
    assert answers == {**{draft.pk: "moved" for draft in [*theirs, first]}, geneva.pk: "level_without_office"}
    assert fresh(geneva).policy_version == version
    assert open_levels(geneva) == ["Head of mission"]


def test_those_of_one_version_are_moved_and_the_rest_are_told_as_left(ministry, monkeypatch):
    old = [ministry.submitted(f"Post {number}.") for number in range(3)]
    shorter(ministry)
    newer = ministry.submitted("Under version 2.")
    shorter(ministry)
    monkeypatch.setattr(move, "MOST_AT_ONCE", 2)
    outcomes, left = move.move_all(policy_id=ministry.policy.pk, number=1, by=ministry.paul, reason=WHY, at=later(1))
    assert (len(outcomes), left) == (2, 1)
    move.move_all(policy_id=ministry.policy.pk, number=1, by=ministry.paul, reason=WHY, at=later(1))
    assert {fresh(draft).policy_version.number for draft in old} == {3}
    assert fresh(newer).policy_version.number == 2


def test_moving_one_draft_costs_the_same_however_many_there_are(ministry, django_assert_max_num_queries):
    for _ in range(5):
        ministry.submitted()
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    shorter(ministry)
    with django_assert_max_num_queries(40):
        moved(draft, ministry.paul)
    assert Draft.objects.filter(policy_version__number=2).count() == 1


def test_a_moved_draft_still_expires_at_its_moment(ministry):
    draft = ministry.submitted(moment=later(2))
    shorter(ministry)
    moved(draft, ministry.paul)
    alarms.fire_due(at=later(2))
    assert fresh(draft).state == "expired"
