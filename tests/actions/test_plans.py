"""Backwards from the moment: by when each level must decide, and at risk before it is late."""

from datetime import UTC, datetime, timedelta

from accounts.models import Role
from approvals import queries
from approvals.actions import alarms
from tests.actions.asking import approve, enforce, flight, kinds, new_version, told
from tests.people import NOW, fresh, later, level


def test_the_plan_goes_backwards_from_the_moment_over_nights_and_weekends(ministry):
    friday = datetime(2026, 9, 18, 21, 0, tzinfo=UTC)  # 17:00 in Toronto
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, hours=4, runs_on="working")
    level(version, 2, "Desk", "country_desk", Role.APPROVER, hours=8, runs_on="working")
    level(version, 3, "Minister's office", "minister", Role.APPROVER, hours=4, runs_on="working")
    enforce(ministry, version)
    draft = ministry.submitted(moment=friday)
    plan = queries.plan(draft, queries.route_steps(draft), at=NOW)
    # The minister's office needs four hours of Friday, the desk eight of Thursday and Friday before that.
    assert plan.decide_by == {
        1: datetime(2026, 9, 17, 17, 0, tzinfo=UTC),
        2: datetime(2026, 9, 18, 17, 0, tzinfo=UTC),
        3: friday,
    }
    assert not plan.is_late
    # A quarter of the head's four hours before 17:00 UTC on Thursday, which is when Riyadh has closed for the week.
    assert plan.risk_at == datetime(2026, 9, 17, 13, 0, tzinfo=UTC)


def test_a_draft_is_at_risk_before_it_is_late_and_that_is_told_once(ministry):
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"hours": 8}), moment=later(6))
    assert (fresh(draft).risk_at, fresh(draft).next_alarm_at) == (later(4), later(4))
    assert alarms.fire_due(at=later(4) - timedelta(microseconds=1)) == 0
    alarms.fire_due(at=later(4))
    alarms.fire_due(at=later(4.5))
    assert [kind for kind in kinds(draft) if kind in ("at_risk", "delay_flagged", "expired")] == ["at_risk"]
    assert told("at_risk") == ["dana", "dirk", "layla"]
    alarms.fire_due(at=later(6))
    assert kinds(draft)[-1] == "expired"
    assert fresh(draft).risk_at is None


def test_a_level_that_decides_in_time_takes_the_risk_away(ministry):
    draft = ministry.submitted(moment=later(15))  # 4 + 8 + 4 hours are more than there are
    risk = fresh(draft).risk_at
    assert risk == later(2)  # by 12:00 UTC the head must decide; a quarter of four hours is one
    alarms.fire_due(at=later(2))
    assert "at_risk" in kinds(draft)
    approve(draft, ministry.helen, at=later(2.5))
    row = fresh(draft)
    assert (row.risk_at, row.risk_told_at) == (later(9), None)  # the desk by 20:00 UTC, less a quarter of eight hours
