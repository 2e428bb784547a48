"""A version's instant comes while an officer acts: one of the two happens, whole, and one version is in force."""

from functools import partial

import pytest

from approvals import audit
from approvals.actions import alarms, enact
from approvals.models import Event, PolicyVersion
from tests.actions.asking import resubmit, steps
from tests.actions.test_enact import proposed, put, scheduled
from tests.people import later
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def in_force(ministry):
    return PolicyVersion.objects.get(policy=ministry.policy, status="in_force")


def test_a_version_called_off_at_its_instant_is_called_off_or_in_force(ministry):
    """Guarantee 17."""
    for _ in range(ROUNDS):
        before, version = in_force(ministry), scheduled(ministry)
        off = partial(
            enact.call_off, policy_id=version.policy_id, number=version.number, by=ministry.paul, at=later(24),
            reason="Not yet.",
        )  # fmt: skip
        outcomes = together(partial(alarms.fire_due, at=later(24)), off)
        now = PolicyVersion.objects.get(pk=version.pk)
        if "version_not_scheduled" in outcomes:
            assert (now.status, in_force(ministry)) == ("in_force", version)
        else:
            assert (now.status, in_force(ministry)) == ("proposed", before)
    assert list(audit.verify_all()) == []


def test_two_sweeps_at_the_instant_put_it_in_force_once(ministry):
    """Guarantee 18."""
    for number in range(1, ROUNDS + 1):
        version = scheduled(ministry)
        together(*[partial(alarms.fire_due, at=later(24))] * 3)
        assert in_force(ministry) == version
        assert Event.objects.filter(kind="version_enacted").count() == number


def test_two_versions_scheduled_at_once_leave_one_that_waits(ministry):
    for _ in range(ROUNDS):
        one, other = proposed(ministry, name="One"), proposed(ministry, name="Other")
        outcomes = together(
            partial(put, one, ministry.petra, takes_effect_at=later(24)),
            partial(put, other, ministry.petra, takes_effect_at=later(25)),
        )
        assert codes(outcomes) == ["another_scheduled", "ok"]
        waiting = PolicyVersion.objects.get(policy=ministry.policy, status="scheduled")
        enact.call_off(
            policy_id=waiting.policy_id, number=waiting.number, by=ministry.paul, at=later(1), reason="Again."
        )


def test_a_draft_submitted_at_the_instant_takes_one_version_whole(ministry):
    """Guarantee 7."""
    for _ in range(ROUNDS):
        before, version, draft = in_force(ministry), scheduled(ministry), ministry.draft()
        old = [level.name for level in before.levels.all()]
        together(partial(alarms.fire_due, at=later(24)), partial(resubmit, draft, ministry.layla, at=later(24)))
        assert list(steps(draft)) in (old, [level.name for level in version.levels.all()])
