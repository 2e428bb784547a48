"""The clocks of reviews: opened where nothing was recorded, reminded, late, escalated, each once, on the record."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import audit
from approvals.actions import alarms, calendars
from approvals.actions.review_alarms import fire_reviews
from approvals.models import Delay, Event, Review
from notifications.models import Message
from tests.actions.asking import everything, kinds, take_back, told
from tests.actions.keeping import set_day
from tests.actions.reviewed import again, decide, many, out, owed
from tests.people import HOUR, NOW, fresh, later, post

MINUTE = timedelta(minutes=1)


def sweep(at):
    return alarms.fire_due(at=at)


def test_a_review_whose_post_stays_unrecorded_for_its_hour_opens_and_everyone_is_told(ministry):
    """Guarantee 9."""
    found = owed(ministry)
    sweep(later(1) - timedelta(microseconds=1))
    assert again(found).status == "owed"
    sweep(later(1))
    opened = again(found)
    assert (opened.status, opened.opened_at, opened.due_at) == ("open", later(1), later(9))
    assert told("review_unrecorded") == ["carla"]
    assert told("record_or_withdraw") == ["helen", "layla"]
    assert Event.objects.get(kind="review_opened").data["unrecorded"] is True


def test_a_review_reminds_is_late_and_escalates_once_each_however_many_sweeps_run(ministry):
    """Guarantee 18."""
    found = out(ministry)
    for minutes in range(0, 12 * 60, 7):
        sweep(NOW + minutes * MINUTE)
        sweep(NOW + minutes * MINUTE)
    happened = [kind for kind in kinds(found.draft) if kind.startswith(("review", "delay"))]
    assert happened == ["review_reminded", "delay_flagged", "review_escalated"]
    assert (told("review_reminder"), told("review_overdue"), told("review_escalated")) == (
        ["carla"], ["carla"], ["dana", "dirk"],
    )  # fmt: skip
    delay = Delay.objects.get()
    assert (delay.review_id, delay.step_id, delay.office, delay.due_at) == (found.pk, None, ministry.comms, later(8))
    done = again(found)
    assert (done.overdue_at is not None, done.escalated_at is not None, done.next_alarm_at) == (True, True, None)
    assert not any(audit.verify(fresh(found.draft)))


def test_after_a_long_silence_one_sweep_does_all_of_it_in_order(ministry):
    """Guarantee 17."""
    found = out(ministry)
    sweep(later(100))
    assert kinds(found.draft)[-3:] == ["review_reminded", "delay_flagged", "review_escalated"]
    assert Delay.objects.get().due_at == later(8)
    assert sweep(later(101)) == 0


def test_nothing_fires_for_a_review_that_is_done_or_void(ministry):
    done, void = out(ministry), owed(ministry)
    decide(done, ministry.carla, at=later(1) - MINUTE)
    Review.objects.filter(pk=void.pk).update(status="void", next_alarm_at=None)
    assert fire_reviews(at=later(100)) == 0


def test_a_limit_in_working_hours_runs_on_the_calendar_of_the_office_that_reviews(ministry):
    # Communications in Ottawa opens at 09:00 there, 13:00 UTC: of eight hours, all eight until 17:00 there.
    assert out(ministry, runs_on="working").due_at == datetime(2026, 9, 14, 21, tzinfo=UTC)
    by_the_clock = out(ministry, runs_on="wall")
    assert by_the_clock.due_at == later(8)


def test_an_open_review_follows_a_change_of_the_calendar_of_its_office_and_says_so(ministry):
    found = out(ministry, runs_on="working", limit=12 * HOUR, remind_before=HOUR)
    by_the_clock = out(ministry, limit=30 * HOUR)
    # Eight hours on Monday and four on Tuesday, until 13:00 in Ottawa.
    assert found.due_at == datetime(2026, 9, 15, 17, tzinfo=UTC)
    set_day(ministry, by=ministry.paul, office=ministry.comms.pk, day=date(2026, 9, 15), name="Storm")
    sweep(later(minutes=1))
    moved = again(found)
    assert moved.due_at == datetime(2026, 9, 16, 17, tzinfo=UTC)
    assert moved.next_alarm_at == datetime(2026, 9, 16, 16, tzinfo=UTC)
    assert again(by_the_clock).due_at == by_the_clock.due_at
    event = Event.objects.get(kind="clock_moved")
    assert (event.data["review"], event.data["because"], event.data["why"]) == (found.pk, "calendar", "Storm")
    assert told("review_moved") == ["carla"]
    before = everything()
    sweep(later(minutes=1))
    assert everything() == before
    assert not any(audit.verify(fresh(found.draft)))


def test_a_review_that_was_due_before_the_change_stays_as_it_was(ministry):
    """Guarantee 18."""
    found = out(ministry, runs_on="working", limit=HOUR)
    calendars.set_own_day(
        office_id=ministry.comms.pk, day=date(2026, 9, 14), kind="closed", name="Storm", windows=(),
        by=ministry.paul, at=later(6),
    )  # fmt: skip
    sweep(later(7))
    assert again(found).due_at == found.due_at == later(5)
    assert Delay.objects.get().due_at == later(5)


def test_who_had_a_part_in_the_post_is_told_nothing_as_a_reviewer(ministry):
    post(ministry.helen, ministry.comms, "approver")
    post(ministry.layla, ministry.comms, "approver")
    out(ministry)
    sweep(later(8))
    assert told("review_overdue") == ["carla"]


def test_the_policy_officers_hear_where_nobody_at_the_place_could_review_it(ministry):
    """Guarantee 7."""
    ministry.carla.postings.update(ends_at=NOW)
    found = owed(ministry)
    sweep(later(1))
    assert again(found).status == "open"
    assert told("review_unstaffed") == ["paul", "petra"]
    assert kinds(found.draft)[-2:] == ["review_opened", "review_unstaffed"]


def test_a_takedown_that_nobody_records_is_asked_for_again_once(ministry):
    found = out(ministry)
    decide(found, ministry.carla, "retract", at=later(2))
    sweep(later(3) - MINUTE)
    assert told("takedown_reminder") == []
    for hours in (3, 3, 4, 40):
        sweep(later(hours))
    assert told("takedown_reminder") == ["helen"]
    assert kinds(found.draft).count("takedown_reminded") == 1
    assert again(found).next_alarm_at is None


def test_a_batch_costs_the_same_number_of_queries_whatever_fires_in_it(ministry):
    def cost(at):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fired = fire_reviews(at=at)
        return fired, len(queries)

    out(ministry)
    one = cost(later(9))
    many(ministry, 12)
    owed(ministry, "Unrecorded.")
    decide(out(ministry), ministry.carla, "retract", at=later(2))
    several = cost(later(9))
    assert (one[0], several[0]) == (1, 14)
    assert abs(several[1] - one[1]) <= 1, "a batch of more rows may not cost more queries"


def test_a_full_batch_leaves_the_rest_for_the_next(ministry):
    many(ministry, 5)
    assert [fire_reviews(at=later(9), batch=2) for _ in range(4)] == [2, 2, 1, 0]
    assert Delay.objects.count() == 5


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_every_message_comes_once_however_the_sweeps_are_cut(ministry, batch):
    """Guarantee 18."""
    many(ministry, 3)
    for hours in range(12):
        alarms.fire_due(at=later(hours), batch=batch)
    assert Message.objects.filter(kind="review_overdue", medium="in_app").count() == 3


def test_a_draft_that_was_withdrawn_after_its_hour_still_has_its_review(ministry):
    found = owed(ministry)
    sweep(later(1))
    take_back(found.draft, ministry.layla, at=later(2))
    assert again(found).status == "open"
    assert decide(found, ministry.carla, at=later(3)).outcome == "stands"
