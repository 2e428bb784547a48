"""A version takes effect at once or at an instant to come: never early, never with a level that nobody can decide."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Posting, Role
from approvals import audit
from approvals.actions import alarms, enact, policies
from approvals.actions.policies import LevelInput
from approvals.models import Event, PolicyVersion
from tests.actions.asking import refused, steps, told
from tests.people import HOUR, LONG_AGO, NOW, later


def proposed(ministry, name="Communications"):
    level = LevelInput(
        position=1, name=name, question="Is it ours to say?", selector="office", office_id=ministry.comms.pk,
        role=Role.APPROVER, limit=2 * HOUR,
    )  # fmt: skip
    given = {"policy_id": ministry.policy.pk, "by": ministry.paul, "at": NOW}
    version = policies.write_version(levels=[level], conditions={}, **given)
    return policies.propose(number=version.number, **given)


def put(version, by, *, at=NOW, takes_effect_at=None):
    return enact.enact(
        policy_id=version.policy_id, number=version.number, by=by, at=at, takes_effect_at=takes_effect_at
    )


def scheduled(ministry, *, until=None, **fields):
    return put(proposed(ministry, **fields), ministry.petra, takes_effect_at=until or later(24))


def call_off(version, by, *, reason="Not before the election.", at=None):
    return enact.call_off(policy_id=version.policy_id, number=version.number, by=by, at=at or later(1), reason=reason)


def now(version):
    return PolicyVersion.objects.get(pk=version.pk)


def test_a_scheduled_version_takes_effect_at_its_instant_and_not_before(ministry):
    """Guarantee 17."""
    version = scheduled(ministry)
    assert (version.status, version.next_alarm_at) == ("scheduled", later(24))
    alarms.fire_due(at=later(24) - timedelta(microseconds=1))
    assert list(steps(ministry.submitted())) == ["Head of mission", "Desk", "Minister's office"]
    alarms.fire_due(at=later(24))
    version, before = now(version), now(ministry.version)
    assert (version.status, version.next_alarm_at, version.enacted_by) == ("in_force", None, ministry.petra)
    assert (before.status, before.superseded_at) == ("superseded", later(24))
    assert list(steps(ministry.submitted())) == ["Communications"]
    assert told("policy_scheduled") == ["paul"]
    assert told("policy_enacted") == ["paul", "petra"]
    assert list(audit.verify_all()) == []


def test_its_clock_fires_once_however_often_the_sweep_runs(ministry):
    """Guarantee 18."""
    scheduled(ministry)
    assert alarms.fire_due(at=later(24)) == 1
    assert alarms.fire_due(at=later(25)) == 0
    assert Event.objects.filter(kind="version_enacted").count() == 1


def test_a_version_put_in_force_at_once_says_since_when(ministry):
    version = put(proposed(ministry), ministry.petra, at=later(1))
    assert (version.status, version.takes_effect_at) == ("in_force", later(1))


@pytest.mark.parametrize(
    ("instant", "code"),
    [
        (NOW, "effect_past"),
        (LONG_AGO, "effect_past"),
        (NOW + timedelta(days=731), "moment_too_far"),
        (datetime(9999, 12, 31, 23, 59, tzinfo=NOW.tzinfo), "moment_too_far"),
        (datetime(2026, 10, 1, 9, 0), "zone_needed"),  # noqa: DTZ001
    ],
)
def test_an_instant_that_cannot_be_meant_is_refused(ministry, instant, code):
    version = proposed(ministry)
    with refused(code, status=400) as caught:
        put(version, ministry.petra, takes_effect_at=instant)
    assert list(caught.value.errors) == ["takes_effect_at"]


def test_a_version_is_scheduled_by_a_second_officer_too(ministry):
    version = proposed(ministry)
    with refused("second_officer_needed", status=403):
        put(version, ministry.paul, takes_effect_at=later(5))
    with refused("not_policy_officer", status=403):
        put(version, ministry.layla, takes_effect_at=later(5))


def test_one_version_of_a_policy_waits_at_a_time(ministry):
    first = scheduled(ministry)
    second = proposed(ministry, name="Another")
    with refused("another_scheduled", status=409):
        put(second, ministry.petra, takes_effect_at=later(48))
    with refused("version_not_proposed", status=409):
        put(first, ministry.petra)
    call_off(first, ministry.paul)
    assert put(second, ministry.petra, takes_effect_at=later(48)).status == "scheduled"


def test_a_newer_version_put_in_force_meanwhile_stays_and_the_officers_hear_why_once(ministry):
    """Guarantee 18."""
    waiting = scheduled(ministry)
    newer = put(proposed(ministry, name="Newer"), ministry.petra, at=later(1))
    alarms.fire_due(at=later(24))
    alarms.fire_due(at=later(25))
    assert (now(newer).status, now(waiting).status) == ("in_force", "scheduled")
    assert (now(waiting).blocked_at, now(waiting).next_alarm_at) == (later(24), None)
    assert Event.objects.get(kind="version_blocked").data["faults"] == ["older_version"]
    assert told("policy_blocked") == ["paul", "petra"]


def test_a_version_older_than_the_one_in_force_is_neither_put_in_force_nor_scheduled(ministry):
    older = proposed(ministry)
    put(proposed(ministry, name="Newer"), ministry.petra)
    for instant in (None, later(24)):
        with refused("older_version", status=409) as caught:
            put(older, ministry.petra, takes_effect_at=instant)
    assert caught.value.params == {"number": 3}


def test_a_blocked_version_that_is_older_by_now_can_only_be_called_off(ministry):
    older = scheduled(ministry)
    put(proposed(ministry, name="Newer"), ministry.petra, at=later(1))
    alarms.fire_due(at=later(24))
    with refused("older_version", status=409):
        put(older, ministry.petra, at=later(25))
    assert call_off(older, ministry.paul, at=later(26)).status == "proposed"


def test_a_version_that_nobody_could_decide_by_then_stays_out_and_the_officers_are_told_once(ministry):
    """Guarantee 7."""
    version = scheduled(ministry)
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(2))
    alarms.fire_due(at=later(24))
    alarms.fire_due(at=later(25))
    version = now(version)
    assert (version.status, version.blocked_at, version.next_alarm_at) == ("scheduled", later(24), None)
    assert now(ministry.version).status == "in_force"
    assert told("policy_blocked") == ["paul", "petra"]
    assert Event.objects.get(kind="version_blocked").data["faults"] == ["nobody_can_decide"]
    assert list(steps(ministry.submitted(at=later(26)))) == ["Head of mission", "Desk", "Minister's office"]


def test_a_version_whose_officer_has_left_the_post_stays_out(ministry):
    """Guarantee 10."""
    version = scheduled(ministry)
    Posting.objects.filter(user=ministry.petra).update(ends_at=later(2))
    alarms.fire_due(at=later(24))
    assert now(version).blocked_at == later(24)
    assert Event.objects.get(kind="version_blocked").data["faults"] == ["officer_left"]
    assert told("policy_blocked") == ["paul"]


def test_a_blocked_version_is_put_in_force_anew_or_scheduled_anew(ministry):
    version = scheduled(ministry)
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(2))
    alarms.fire_due(at=later(24))
    with refused("version_invalid", status=400):
        put(version, ministry.petra, at=later(25))
    Posting.objects.filter(user=ministry.carla).update(ends_at=None)
    with refused("second_officer_needed"):
        put(version, ministry.paul, at=later(25))
    again = put(version, ministry.petra, at=later(25), takes_effect_at=later(30))
    assert (again.status, again.blocked_at) == ("scheduled", None)
    alarms.fire_due(at=later(30))
    assert now(version).status == "in_force"


def test_a_version_called_off_is_proposed_again_and_its_instant_passes_unheeded(ministry):
    version = call_off(scheduled(ministry), ministry.paul)
    assert (version.status, version.enacted_by, version.takes_effect_at) == ("proposed", None, None)
    alarms.fire_due(at=later(48))
    assert now(version).status == "proposed"
    assert told("policy_called_off") == ["petra"]
    assert Event.objects.get(kind="version_called_off").data["why"] == "Not before the election."
    assert put(version, ministry.petra, at=later(49)).status == "in_force"


def test_each_time_it_is_scheduled_the_officers_hear_of_it(ministry):
    version = call_off(scheduled(ministry), ministry.petra)
    put(version, ministry.petra, at=later(2), takes_effect_at=later(9))
    assert told("policy_scheduled") == ["paul", "paul"]


def test_calling_off_needs_an_officer_a_reason_and_something_that_waits(ministry):
    version = scheduled(ministry)
    for who in (ministry.layla, ministry.rita):
        with refused("not_policy_officer", status=403):
            call_off(version, who)
    with refused("why_needed", status=400):
        call_off(version, ministry.paul, reason=" ")
    with refused("not_found", status=404):
        enact.call_off(policy_id=version.policy_id, number=99, by=ministry.paul, at=NOW, reason="None.")
    with refused("version_not_scheduled", status=409):
        call_off(ministry.version, ministry.paul)


def test_a_scheduled_version_is_frozen_like_a_proposed_one(ministry):
    """Guarantee 7."""
    version = scheduled(ministry)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.levels.update(limit=HOUR)


def test_versions_of_several_policies_take_effect_in_one_sweep_with_a_fixed_number_of_queries(
    ministry, django_assert_max_num_queries
):
    scheduled(ministry)
    for number in range(3):
        policy = policies.create_policy(name=f"Policy {number}", order=number + 1, by=ministry.paul, at=NOW)
        ministry.policy = policy
        scheduled(ministry)
    with django_assert_max_num_queries(4 * 30):
        assert alarms.fire_due(at=later(24)) == 4
    assert PolicyVersion.objects.filter(status="in_force").count() == 4
