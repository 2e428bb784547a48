"""A level that informs tells its people and blocks nobody; a route that asks nobody anything is no route."""

from accounts.models import Posting, Role
from approvals.actions import submit
from approvals.models import Event, Step
from tests.actions.asking import approve, enforce_levels, flight, kinds, publish_on_x, refused, steps, told
from tests.people import fresh, later

TELL = {"mode": "inform"}


def test_whom_a_level_informs_is_told_and_nobody_waits(ministry):
    draft = flight(
        ministry,
        ("Communications", 1, Role.APPROVER, ministry.comms, TELL),
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Minister's office", 2, Role.APPROVER, ministry.minister, TELL),
    )
    assert steps(draft)["Communications"].status == "informed"
    assert told("informed") == ["carla"]
    approve(draft, ministry.dana)
    assert fresh(draft).state == "cleared"
    assert told("informed") == ["carla", "mina"]
    assert Event.objects.filter(kind="informed").last().data["told"] == [ministry.mina.pk]


def test_a_draft_that_only_informed_beside_its_approval_is_published(ministry):
    """Guarantee 1."""
    draft = flight(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Minister's office", 2, Role.APPROVER, ministry.minister, TELL),
    )
    approve(draft, ministry.dana)
    publish_on_x(ministry, draft)
    assert fresh(draft).state == "published"


def test_a_route_that_only_informs_is_refused_as_empty(ministry):
    """Guarantee 7."""
    enforce_levels(ministry, ("Minister's office", 1, Role.APPROVER, ministry.minister, TELL))
    draft = ministry.draft()
    with refused("empty_route", status=409):
        submit.submit(draft_id=draft.pk, by=ministry.layla, at=later(0))


def test_a_level_with_nobody_to_tell_refuses_the_submission(ministry):
    """Guarantee 7."""
    enforce_levels(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Minister's office", 2, Role.APPROVER, ministry.minister, TELL),
    )
    Posting.objects.filter(user=ministry.mina).update(ends_at=later(0))
    draft = ministry.draft()
    with refused("level_unstaffed", status=409):
        submit.submit(draft_id=draft.pk, by=ministry.layla, at=later(0))


def test_where_nobody_is_left_to_tell_the_policy_officers_hear_of_it(ministry):
    """Guarantee 7."""
    draft = flight(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Minister's office", 2, Role.APPROVER, ministry.minister, TELL),
    )
    Posting.objects.filter(user=ministry.mina).update(ends_at=later(1))
    approve(draft, ministry.dana, at=later(2))
    assert kinds(draft)[-3:] == ["informed", "step_unstaffed", "cleared"]
    assert told("unstaffed") == ["layla", "paul", "petra"]


def test_a_level_that_informs_has_no_clock_and_awaits_nobody(ministry):
    draft = flight(
        ministry,
        ("Communications", 1, Role.APPROVER, ministry.comms, TELL),
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
    )
    told_ = steps(draft)["Communications"]
    assert (told_.due_at, told_.next_alarm_at) == (None, None)
    with refused("not_asked"):
        approve(draft, ministry.carla)
    assert Step.objects.filter(status="open").count() == 1
