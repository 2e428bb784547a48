"""The “answer by” clock: told once to whom it concerns, never early; nothing expires by it."""

from datetime import timedelta

import pytest

from approvals import queries
from approvals.actions import alarms, publish, submit, withdraw
from approvals.models import Event
from tests.actions.asking import approve, kinds, request_changes, told
from tests.actions.test_answering import ADDRESS, changed, reply
from tests.people import NOW, fresh, later

INSTANT = timedelta.resolution
REPLY = {"kind": "reply", "in_reply_to": ADDRESS}


def due_at(ministry, hours, **fields):
    """Return a submitted reply that is to answer after so many hours."""
    draft = reply(ministry, answer_by=later(hours), **fields)
    return submit.submit(draft_id=draft.pk, by=ministry.layla, at=NOW)


def test_the_author_and_those_asked_now_are_told_once_and_nothing_expires(ministry):
    """Guarantees 17, 18."""
    draft = due_at(ministry, 3.5)
    alarms.fire_due(at=later(3.5) - INSTANT)
    assert told("answer_waits") == []
    for at in (later(3.5), later(3.5), later(3.75)):
        alarms.fire_due(at=at)
    assert told("answer_waits") == ["helen", "layla"]
    assert kinds(draft).count("answer_waits") == 1
    assert (fresh(draft).state, fresh(draft).answer_told_at) == ("in_review", later(3.5))
    event = Event.objects.get(kind="answer_waits")
    assert event.data == {"answer_by": later(3.5).isoformat(), "levels": ["Head of mission"]}


def test_it_fires_for_a_draft_being_written_and_for_one_that_is_cleared(ministry):
    writing, cleared = reply(ministry, answer_by=later(1)), due_at(ministry, 1)
    ministry.approve(cleared, ministry.helen, ministry.dana, ministry.mina)
    alarms.fire_due(at=later(1))
    assert kinds(writing)[-1] == kinds(cleared)[-1] == "answer_waits"
    assert told("answer_waits") == ["layla", "layla"]


def test_a_draft_nobody_was_asked_about_does_not_expire_by_its_answers_clock(ministry):
    draft = reply(ministry, answer_by=later(1), moment=later(2))
    alarms.fire_due(at=later(3))
    assert (fresh(draft).state, fresh(draft).next_alarm_at) == ("draft", None)
    assert told("answer_waits") == ["layla"]


def test_what_has_been_published_withdrawn_or_rejected_has_no_such_clock(ministry):
    out, gone = due_at(ministry, 2), due_at(ministry, 2)
    ministry.approve(out, ministry.helen, ministry.dana, ministry.mina)
    publish.publish(
        draft_id=out.pk, channel_id=ministry.x.pk, url="https://x.com/EmbassyRiyadh/status/77", by=ministry.layla,
        at=later(1),
    )  # fmt: skip
    withdraw.withdraw(draft_id=gone.pk, by=ministry.layla, at=later(1))
    alarms.fire_due(at=later(3))
    assert told("answer_waits") == []
    assert fresh(out).next_alarm_at is None


def test_changes_requested_keep_the_clock_and_another_time_winds_it_anew(ministry):
    draft = request_changes(due_at(ministry, 1), ministry.helen)
    alarms.fire_due(at=later(1))
    assert kinds(draft)[-1] == "answer_waits"
    changed(draft, ministry.layla, at=later(1.5), answer_by=later(2))
    alarms.fire_due(at=later(2))
    assert kinds(draft).count("answer_waits") == 2
    # Saved with the time that it has, it is not told again.
    changed(draft, ministry.layla, at=later(2.5), content=ministry.content("Again.", **REPLY))
    alarms.fire_due(at=later(5))
    assert kinds(draft).count("answer_waits") == 2


def test_without_slot_or_moment_it_is_what_the_plan_is_made_for(ministry):
    draft = due_at(ministry, 15)
    plan = queries.plan(draft, queries.route_steps(draft), at=NOW)
    assert plan.target == later(15)
    assert plan.is_late  # 4 + 8 + 4 hours are more than there are
    assert fresh(draft).risk_at == later(2)
    alarms.fire_due(at=later(2))
    assert Event.objects.get(draft=draft, kind="at_risk").data["target"] == later(15).isoformat()


@pytest.mark.parametrize("field", ["moment", "publish_at"])
def test_a_slot_or_a_moment_comes_before_it(ministry, field):
    draft = due_at(ministry, 1, **{field: later(30)})
    assert queries.plan(draft, queries.route_steps(draft), at=NOW).target == later(30)


def test_a_draft_that_waits_and_is_late_at_a_level_is_told_of_both(ministry):
    draft = due_at(ministry, 4)
    alarms.fire_due(at=later(4))
    assert {"answer_waits", "delay_flagged"} <= set(kinds(draft))
    approve(draft, ministry.helen, at=later(5))
    alarms.fire_due(at=later(6))
    assert kinds(draft).count("answer_waits") == 1
