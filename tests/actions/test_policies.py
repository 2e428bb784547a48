"""Policies: a new version, checked, and put in force by a second officer; what is frozen stays frozen."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Posting, Role
from approvals import audit
from approvals.actions import enact as enacting
from approvals.actions import policies
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.models import Level, LevelEscalation, Policy, PolicyVersion
from tests.actions.asking import approve, open_levels, refused, resubmit, steps, told
from tests.people import HOUR, NOW, fresh, later, level


def levels(ministry, **changes):
    values = {
        "position": 1, "name": "Communications", "question": "Is it ours to say?", "selector": "office",
        "office_id": ministry.comms.pk, "role": Role.APPROVER, "limit": 2 * HOUR,
    } | changes  # fmt: skip
    return [LevelInput(**values)]


def written(ministry, *, by=None, policy=None, conditions=None, **changes):
    policy = policy or ministry.policy
    return policies.write_version(
        policy_id=policy.pk,
        levels=levels(ministry, **changes),
        by=by or ministry.paul,
        at=NOW,
        conditions=conditions or {},
    )


def proposed(ministry, *, by=None, **fields):
    version = written(ministry, by=by, **fields)
    return policies.propose(policy_id=version.policy_id, number=version.number, by=by or ministry.paul, at=NOW)


def enact(version, by, *, at=NOW):
    return enacting.enact(policy_id=version.policy_id, number=version.number, by=by, at=at)


def test_a_version_is_written_proposed_and_put_in_force_by_a_second_officer(ministry):
    version = enact(proposed(ministry), ministry.petra, at=later(1))
    assert (version.status, version.enacted_by, version.enacted_at) == ("in_force", ministry.petra, later(1))
    old = PolicyVersion.objects.get(pk=ministry.version.pk)
    assert (old.status, old.superseded_at) == ("superseded", later(1))
    assert told("policy_proposed") == ["petra"]
    assert told("policy_enacted") == ["paul"]
    assert list(steps(ministry.submitted())) == ["Communications"]
    assert list(audit.verify_all()) == []


def test_who_proposed_or_wrote_a_version_does_not_put_it_in_force(ministry):
    version = written(ministry, by=ministry.paul)
    policies.propose(policy_id=version.policy_id, number=version.number, by=ministry.petra, at=NOW)
    for officer in (ministry.paul, ministry.petra):
        with refused("second_officer_needed", status=403):
            enact(version, officer)


def test_the_database_asks_for_a_second_officer_too(ministry):
    version = proposed(ministry)
    ministry.policy.versions.filter(status="in_force").update(status="superseded")
    version.status, version.enacted_by, version.enacted_at = "in_force", ministry.paul, NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


@pytest.mark.parametrize("who", ["layla", "helen", "carla", "rita", "ivan"])
def test_only_a_policy_officer_changes_policies(ministry, who):
    someone, version = getattr(ministry, who), proposed(ministry)
    with refused("not_policy_officer", status=403):
        policies.create_policy(name="Mine", order=1, by=someone, at=NOW)
    with refused("not_policy_officer", status=403):
        written(ministry, by=someone)
    with refused("not_policy_officer", status=403):
        policies.propose(policy_id=version.policy_id, number=version.number, by=someone, at=NOW)
    with refused("not_policy_officer", status=403):
        enact(version, someone)


def test_an_officer_who_has_left_the_post_puts_nothing_in_force(ministry):
    """Guarantee 10."""
    version = proposed(ministry)
    Posting.objects.filter(user=ministry.petra).update(ends_at=later(1))
    with refused("not_policy_officer", status=403):
        enact(version, ministry.petra, at=later(1))


def test_a_version_in_force_is_not_put_in_force_again(ministry):
    version = enact(proposed(ministry), ministry.petra)
    with refused("version_not_proposed", status=409):
        enact(version, ministry.petra)
    with refused("version_not_draft", status=409):
        policies.propose(policy_id=version.policy_id, number=version.number, by=ministry.paul, at=NOW)


def test_what_does_not_exist_is_not_found(ministry):
    with refused("not_found", status=404):
        policies.propose(policy_id=999_999, number=1, by=ministry.paul, at=NOW)
    with refused("not_found", status=404):
        enacting.enact(policy_id=ministry.policy.pk, number=99, by=ministry.petra, at=NOW)


def test_a_version_with_faults_is_refused_and_each_is_named_with_its_level(ministry):
    """Guarantee 8."""
    version = written(ministry, question=" ", conditions={"field": "weather", "in": ["rain"]})
    with refused("version_invalid", status=400) as caught:
        policies.propose(policy_id=version.policy_id, number=version.number, by=ministry.paul, at=NOW)
    assert set(caught.value.errors) == {"version", "Communications"}


def test_a_version_without_levels_is_refused(ministry):
    """Guarantee 8."""
    version = policies.write_version(policy_id=ministry.policy.pk, levels=[], by=ministry.paul, at=NOW, conditions={})
    with refused("version_invalid"):
        policies.propose(policy_id=version.policy_id, number=version.number, by=ministry.paul, at=NOW)


def test_a_level_that_nobody_can_decide_is_refused_when_proposed_and_again_when_put_in_force(ministry):
    """Guarantee 7."""
    version = proposed(ministry)
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(1))
    with refused("version_invalid", status=400):
        enact(version, ministry.petra, at=later(1))
    again = written(ministry)
    with refused("version_invalid", status=400):
        policies.propose(policy_id=again.policy_id, number=again.number, by=ministry.paul, at=later(1))


def test_writing_again_replaces_the_version_being_written_and_numbers_go_on(ministry):
    first = written(ministry, name="One")
    second = written(ministry, name="Two", escalations=(EscalationInput(HOUR, "minister", Role.APPROVER),))
    assert (first.pk, first.number) == (second.pk, second.number)
    assert [level.name for level in second.levels.all()] == ["Two"]
    policies.propose(policy_id=second.policy_id, number=second.number, by=ministry.paul, at=NOW)
    assert written(ministry).number == second.number + 1


def answer_to(change):
    """Return what the database says to a change; nothing when it lets it pass."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError as said:
        return str(said)
    return ""


@pytest.mark.parametrize("status", ["proposed", "in_force", "superseded"])
def test_a_proposed_version_is_frozen_by_the_database(ministry, status):
    """Guarantee 7."""
    version = proposed(ministry, escalations=(EscalationInput(HOUR, "minister", Role.APPROVER),))
    if status != "proposed":
        enact(version, ministry.petra)
    if status == "superseded":
        enact(proposed(ministry, name="Next"), ministry.petra)
    assert PolicyVersion.objects.get(pk=version.pk).status == status
    theirs = Level.objects.get(version=version)
    changes = {
        "a level changed": lambda: Level.objects.filter(pk=theirs.pk).update(name="Nobody"),
        "a level deleted": theirs.delete,
        "a level added": lambda: level(version, 2, "One more", "minister", Role.APPROVER),
        "an escalation changed": lambda: theirs.escalations.update(after=9 * HOUR),
        "an escalation deleted": lambda: theirs.escalations.all().delete(),
        "an escalation added": lambda: LevelEscalation.objects.create(level=theirs, rung=2, after=HOUR),
        "other conditions": lambda: same.update(conditions={"field": "topic", "in": ["trade"]}),
        "another author": lambda: same.update(created_by=ministry.rita),
        "opened for writing again": lambda: same.update(status="draft"),
    }
    same = PolicyVersion.objects.filter(pk=version.pk)
    for change, make in changes.items():
        assert "frozen_version" in answer_to(make), change


def test_one_version_of_a_policy_is_in_force_and_one_policy_is_the_default(ministry):
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(
            policy=ministry.policy, number=9, status="in_force", created_by=ministry.paul, created_at=NOW,
            proposed_by=ministry.paul, proposed_at=NOW, enacted_by=ministry.petra, enacted_at=NOW,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(name="Another default", is_default=True)


def test_a_policy_has_a_name_of_its_own(ministry):
    policies.create_policy(name="Sanctions", order=5, by=ministry.paul, at=NOW)
    with refused("policy_name_taken", status=400):
        policies.create_policy(name="Sanctions", order=6, by=ministry.petra, at=NOW)


def test_a_policy_without_a_version_in_force_routes_nothing(ministry):
    policy = policies.create_policy(name="Sanctions", order=5, by=ministry.paul, at=NOW)
    written(ministry, policy=policy)
    assert list(steps(ministry.submitted())) == ["Head of mission", "Desk", "Minister's office"]


def test_a_draft_in_flight_finishes_under_the_version_it_was_submitted_under(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    enact(proposed(ministry), ministry.petra)
    approve(draft, ministry.helen)
    assert open_levels(draft) == ["Desk"]
    ministry.approve(draft, ministry.dana, ministry.mina)
    assert fresh(draft).state == "cleared"


def test_a_level_added_to_a_version_being_written_is_asked_by_the_next_draft_only(ministry):
    """Guarantee 7."""
    before = ministry.submitted()
    version = written(ministry)
    level(version, 2, "Desk", "country_desk", Role.APPROVER)
    policies.propose(policy_id=version.policy_id, number=version.number, by=ministry.paul, at=NOW)
    enact(version, ministry.petra)
    after = resubmit(ministry.draft(), ministry.layla)
    assert list(steps(before)) == ["Head of mission", "Desk", "Minister's office"]
    assert list(steps(after)) == ["Communications", "Desk"]


@pytest.mark.parametrize("name", ["", "n" * 81])
def test_a_name_that_no_column_holds_is_refused(ministry, name):
    with refused("invalid", status=400) as caught:
        policies.create_policy(name=name, order=1, by=ministry.paul, at=NOW)
    assert list(caught.value.errors) == ["name"]


def test_a_level_that_no_column_holds_is_refused_by_the_name_of_its_field(ministry):
    level = policies.LevelInput(
        position=1, name="n" * 81, question="Is it true?", selector="minister", role="approver", limit=later(1) - NOW
    )
    with refused("invalid", status=400) as caught:
        policies.write_version(policy_id=ministry.policy.pk, levels=[level], by=ministry.paul, at=NOW, conditions={})
    assert list(caught.value.errors) == ["name"]
