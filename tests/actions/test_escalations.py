"""Whom a late level turns to, how often, and when it reminds."""

from accounts.models import Role
from approvals.actions import alarms
from approvals.models import LevelEscalation
from tests.actions.asking import enforce, kinds, new_version, steps, told
from tests.people import HOUR, later, level, post


def test_an_escalation_to_a_named_posting_tells_its_holder_alone(ministry):
    version = new_version(ministry)
    desk = level(version, 1, "Desk", "country_desk", Role.APPROVER)
    named = post(ministry.omar, ministry.comms, Role.APPROVER)
    LevelEscalation.objects.create(
        level=desk, rung=1, after=HOUR, selector="office", office=ministry.comms, role=Role.APPROVER, posting=named,
        repeat_every=2 * HOUR, repeat_times=2,
    )  # fmt: skip
    enforce(ministry, version)
    draft = ministry.submitted()
    for hours, times in [(4, 0), (5, 1), (7, 2), (9, 3), (50, 3)]:
        alarms.fire_due(at=later(hours))
        assert kinds(draft).count("escalated") == times
    assert set(told("escalated")) == {"omar"}
    named.ends_at = later(60)
    named.save()


def test_a_named_posting_that_has_ended_is_answered_for_by_its_place(ministry):
    version = new_version(ministry)
    desk = level(version, 1, "Desk", "country_desk", Role.APPROVER)
    named = post(ministry.omar, ministry.comms, Role.APPROVER, ends_at=later(2))
    LevelEscalation.objects.create(
        level=desk, rung=1, after=HOUR, selector="office", office=ministry.comms, role=Role.APPROVER, posting=named
    )
    enforce(ministry, version)
    ministry.submitted()
    alarms.fire_due(at=later(5))
    assert told("escalated") == ["carla"]


def test_a_share_of_the_limit_reminds_when_so_much_is_used_up(ministry):
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER, hours=8, remind_before=None, remind_percent=75)
    enforce(ministry, version)
    draft = ministry.submitted()
    assert steps(draft)["Desk"].next_alarm_at == later(6)
