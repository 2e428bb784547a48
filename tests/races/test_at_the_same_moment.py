"""Publishing, numbering, sweeping, enacting at the same moment."""

from functools import partial

import pytest
from django.db import transaction

from accounts.models import Role
from approvals import audit
from approvals.actions import alarms, enact, policies
from approvals.actions.locking import lock_draft
from approvals.actions.policies import LevelInput
from approvals.models import Delay, Draft, Event, Policy, PolicyVersion, Publication, StepEscalation
from notifications.models import Message
from tests.actions.asking import publish_on_x, resubmit, take_back
from tests.actions.crowd import late
from tests.people import HOUR, NOW, fresh, later
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def test_two_who_record_one_post_at_once_record_it_once(ministry):
    """Guarantee 15."""
    for _ in range(ROUNDS):
        draft = ministry.cleared()
        outcomes = together(
            partial(publish_on_x, ministry, draft, by=ministry.layla),
            partial(publish_on_x, ministry, draft, by=ministry.helen),
        )
        assert codes(outcomes) == ["already_published", "ok"]
        assert Publication.objects.filter(draft=draft).count() == 1
        assert Event.objects.filter(draft=draft, kind="published").count() == 1


def test_two_channels_published_at_once_are_both_recorded(ministry):
    for _ in range(ROUNDS // 2):
        draft = ministry.cleared(channel_ids=(ministry.x.pk, ministry.mastodon.pk))
        outcomes = together(
            partial(publish_on_x, ministry, draft),
            partial(publish_on_x, ministry, draft, channel=ministry.mastodon, url="https://social.example/@riyadh/11"),
        )
        assert codes(outcomes) == ["ok", "ok"]
        assert Publication.objects.filter(draft=draft).count() == 2
        assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []


def test_publishing_and_withdrawing_at_once_leave_one_of_the_two(ministry):
    """Guarantee 15."""
    for _ in range(ROUNDS):
        draft = ministry.cleared()
        outcomes = together(partial(publish_on_x, ministry, draft), partial(take_back, draft, ministry.layla))
        assert codes(outcomes) == ["ok", "wrong_state"]
        out = Publication.objects.filter(draft=draft).exists()
        assert fresh(draft).state == ("published" if out else "withdrawn")


def test_publishing_while_the_moment_passes_never_publishes_an_expired_draft(ministry):
    """Guarantee 17."""
    for _ in range(ROUNDS):
        draft = ministry.cleared(moment=later(2))
        together(partial(publish_on_x, ministry, draft, at=later(1, minutes=59)), partial(alarms.fire_due, at=later(2)))
        out = Publication.objects.filter(draft=draft).exists()
        assert fresh(draft).state == ("published" if out else "expired")


def test_submitting_twice_at_once_makes_one_route(ministry):
    for _ in range(ROUNDS):
        draft = ministry.draft()
        outcomes = together(*[partial(resubmit, draft, ministry.layla)] * 2)
        assert codes(outcomes) == ["ok", "wrong_state"]
        assert draft.routes.count() == 1


def test_references_never_repeat_and_never_skip(ministry):
    together(*[lambda: [ministry.draft() for _ in range(15)] for _ in range(4)])
    numbers = sorted(int(reference[-4:]) for reference in Draft.objects.values_list("reference", flat=True))
    assert numbers == list(range(1, 61))


def test_three_sweeps_over_six_hundred_due_steps_fire_each_once(ministry):
    """Guarantee 18."""
    late(ministry, 600)

    def sweep():
        return sum(alarms.fire_due(at=later(5), batch=100) for _ in range(6))

    fired = together(sweep, sweep, sweep)
    while rest := alarms.fire_due(at=later(5)):
        fired.append(rest)
    assert sum(fired) == 600
    assert Delay.objects.count() == 600
    for kind in ("reminded", "delay_flagged", "escalated"):
        assert Event.objects.filter(kind=kind).count() == 600
    assert StepEscalation.objects.filter(fired_at=later(5)).count() == 600
    assert Message.objects.filter(kind="escalated", user=ministry.carla, medium="in_app").count() == 600
    assert list(audit.verify_all()) == []
    print(f"three sweeps at once fired {fired}")


def test_a_sweep_passes_by_what_somebody_is_deciding_and_comes_back_for_it(ministry):
    """Guarantee 17."""
    held, free = ministry.submitted(), ministry.submitted()
    with transaction.atomic():
        lock_draft(held.pk)
        assert together(partial(alarms.fire_due, at=later(4))) == [1]
        assert Delay.objects.get().draft == free
    assert alarms.fire_due(at=later(4)) == 1
    assert Delay.objects.count() == 2


def proposed(ministry):
    asked = LevelInput(1, "Desk", "Ours?", "country_desk", Role.APPROVER, HOUR)
    version = policies.write_version(
        policy_id=ministry.policy.pk, levels=[asked], by=ministry.paul, at=NOW, conditions={}
    )
    return policies.propose(policy_id=ministry.policy.pk, number=version.number, by=ministry.paul, at=NOW)


def test_a_version_put_in_force_twice_at_once_is_put_in_force_once(ministry):
    for _ in range(ROUNDS):
        version = proposed(ministry)
        outcomes = together(
            *[partial(enact.enact, policy_id=version.policy_id, number=version.number, by=ministry.petra, at=NOW)] * 2
        )
        assert codes(outcomes) == ["ok", "version_not_proposed"]
        assert PolicyVersion.objects.filter(status="in_force").count() == 1
    assert list(audit.verify_all()) == []


def test_submitting_while_a_version_is_put_in_force_takes_one_of_the_two_whole(ministry):
    """Guarantee 7."""
    for _ in range(ROUNDS):
        draft, version = ministry.draft(), proposed(ministry)
        old = PolicyVersion.objects.get(policy=ministry.policy, status="in_force")
        together(
            partial(resubmit, draft, ministry.layla),
            partial(enact.enact, policy_id=version.policy_id, number=version.number, by=ministry.petra, at=NOW),
        )
        taken = fresh(draft).route.policy_version
        assert taken in (old, version)
        assert {step.level.version_id for step in draft.steps.select_related("level")} == {taken.pk}


def test_two_policies_of_one_name_at_once_are_one_policy(ministry):
    for number in range(ROUNDS // 2):
        outcomes = together(
            *[partial(policies.create_policy, name=f"Policy {number}", order=1, by=ministry.paul, at=NOW)] * 2
        )
        assert codes(outcomes) == ["ok", "policy_name_taken"]
        assert Policy.objects.filter(name=f"Policy {number}").count() == 1
