"""When a hold is over, whoever waited on it is asked again: seconds late at most, never lost, each once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import audit
from approvals.actions import alarms, holds
from approvals.actions.holds_over import GRACE, fire_holds
from approvals.models import Draft, Event, Hold
from notifications.models import Message
from tests.actions.asking import everything, publish_on_x, take_back, told
from tests.actions.test_holds import lift, place
from tests.people import NOW, fresh, later

INSTANT = timedelta.resolution


def asked_again():
    """Return the references of the drafts whose authors were asked again, in the order of the messages."""
    messages = Message.objects.filter(kind="hold_over", medium="in_app").order_by("pk")
    return list(messages.values_list("thread", flat=True))


def sweep(*instants):
    for instant in instants:
        alarms.fire_due(at=instant)


def test_lifting_asks_again_for_a_draft_whose_slot_passed_meanwhile(ministry):
    """Guarantee 22."""
    draft = ministry.cleared(publish_at=later(1), moment=later(9))
    hold = place(ministry)
    sweep(later(1))
    lift(ministry, hold, at=later(2))
    assert asked_again() == []
    sweep(later(2, seconds=5))
    assert asked_again() == [draft.reference]
    assert Event.objects.get(draft=draft, kind="hold_over").data == {"hold": hold.pk}
    assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []
    assert publish_on_x(ministry, draft, at=later(3)).state == "published"


def test_a_hold_that_comes_to_its_end_asks_again_by_itself_and_says_that_it_is_over(ministry):
    """Guarantee 17."""
    draft, hold = ministry.cleared(), place(ministry, until=later(2))
    before = everything()
    sweep(later(2) - INSTANT)
    assert everything() == before
    sweep(later(2))
    assert asked_again() == [draft.reference]
    assert told("hold_ended") == ["gil", "greta", "helen", "layla", "omar", "paul", "petra"]
    ended = Event.objects.get(ledger__name="ministry", kind="hold_ended")
    assert (ended.by, ended.at, ended.data) == (None, later(2), {"hold": hold.pk})


def test_however_many_sweeps_run_each_author_is_asked_once(ministry):
    """Guarantee 18."""
    drafts = [ministry.cleared(f"Number {number}.") for number in range(5)]
    place(ministry, until=later(2))
    sweep(*(later(2, seconds=second) for second in range(0, 90, 5)), later(5), later(50))
    assert sorted(asked_again()) == sorted(draft.reference for draft in drafts)
    assert told("hold_ended") == ["gil", "greta", "helen", "layla", "omar", "paul", "petra"]
    hold = Hold.objects.get()
    assert hold.next_alarm_at is None
    assert hold.closed_at == later(2, minutes=1)


def test_a_sweep_that_comes_hours_late_asks_all_the_same(ministry):
    """Guarantee 17."""
    draft = ministry.cleared()
    place(ministry, until=later(2))
    sweep(later(20))
    assert asked_again() == [draft.reference]
    assert Hold.objects.get().closed_at == later(20)


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_batches_of_any_size_ask_everyone_once(ministry, batch):
    drafts = [ministry.cleared(f"Number {number}.", topics=("trade",) * (number % 2)) for number in range(6)]
    lift(ministry, place(ministry, "topic", "trade"), at=later(1))
    while alarms.fire_due(at=later(2), batch=batch):
        pass
    assert sorted(asked_again()) == sorted(draft.reference for draft in drafts[1::2])


def test_only_what_the_hold_covered_is_asked_again(ministry):
    ministry.cleared(topics=("sanctions",))
    covered = ministry.cleared(topics=("trade",))
    lift(ministry, place(ministry, "topic", "trade"))
    sweep(later(2))
    assert asked_again() == [covered.reference]


def test_a_slot_to_come_is_told_at_the_slot_and_not_before(ministry):
    ministry.cleared(publish_at=later(5))
    lift(ministry, place(ministry))
    sweep(later(2), later(4))
    assert (asked_again(), told("slot_open")) == ([], [])
    sweep(later(5))
    assert told("slot_open") == ["layla"]


def test_what_is_published_withdrawn_or_expired_meanwhile_is_not_asked_again(ministry):
    """Guarantee 22."""
    ministry.cleared(moment=later(1))
    gone, out = ministry.cleared(), ministry.cleared()
    publish_on_x(ministry, out, at=NOW)
    hold = place(ministry)
    take_back(gone, ministry.layla)
    lift(ministry, hold)
    sweep(later(2))
    assert asked_again() == []


def test_a_draft_that_another_hold_keeps_is_asked_when_the_last_is_over(ministry):
    """Guarantee 22."""
    draft, first = ministry.cleared(), place(ministry)
    second = place(ministry, "country", "SA")
    lift(ministry, first, at=later(1))
    sweep(later(1), later(1) + GRACE)
    assert asked_again() == []
    lift(ministry, second, at=later(2))
    sweep(later(2))
    assert asked_again() == [draft.reference]


def test_two_holds_that_end_together_ask_once(ministry):
    """Guarantee 18."""
    draft = ministry.cleared()
    place(ministry, until=later(2))
    place(ministry, "country", "SA", until=later(2))
    sweep(later(2), later(2) + GRACE)
    assert asked_again() == [draft.reference]


def test_a_second_hold_makes_a_second_asking(ministry):
    draft = ministry.cleared()
    for hour in (1, 3):
        lift(ministry, place(ministry, at=later(hour)), at=later(hour + 1))
        sweep(later(hour + 1), later(hour + 1) + GRACE)
    assert asked_again() == [draft.reference] * 2


def test_a_draft_cleared_after_the_end_was_told_so_then_and_is_not_asked_again(ministry):
    lift(ministry, place(ministry), at=later(1))
    ministry.cleared(at=later(1))
    sweep(later(1, seconds=5))
    assert asked_again() == []


def test_a_clearance_that_was_under_way_at_the_end_is_found_by_the_second_look(ministry):
    """Guarantee 17. Its author was told to wait: it began before the end and was committed after the sweep."""
    hold = place(ministry)
    lift(ministry, hold, at=later(1))
    sweep(later(1))
    draft = ministry.cleared(at=later(1) - INSTANT)
    assert Message.objects.get(kind="cleared", medium="in_app").params.get("why")
    sweep(later(1) + GRACE)
    assert asked_again() == [draft.reference]
    assert Hold.objects.get(pk=hold.pk).closed_at == later(1) + GRACE


def test_a_slot_that_came_with_the_end_is_told_once(ministry):
    """Guarantee 18."""
    ministry.cleared(publish_at=later(2))
    place(ministry, until=later(2))
    sweep(later(2), later(2) + GRACE)
    assert (told("slot_open"), asked_again()) == (["layla"], [])


def test_asking_again_costs_the_same_for_three_drafts_and_for_thirty(ministry):
    costs = []
    for count, hour in ((3, 1), (30, 10)):
        for number in range(count):
            ministry.cleared(f"Number {number}.", at=later(hour - 1))
        lift(ministry, place(ministry, at=later(hour)), at=later(hour + 1))
        with CaptureQueriesContext(connection) as sent:
            fire_holds(at=later(hour + 1))
        costs.append(len(sent))
        for draft in Draft.objects.filter(state="cleared"):
            take_back(draft, ministry.layla, at=later(hour + 2))
        fire_holds(at=later(hour + 2))
    assert costs[0] == costs[1] <= 20


def test_placing_costs_the_same_for_three_drafts_and_for_thirty(ministry):
    costs = []
    place(ministry, "language", "ar")
    for count in (3, 30):
        for number in range(count):
            ministry.cleared(f"Number {number}.")
        with CaptureQueriesContext(connection) as sent:
            hold = place(ministry)
        costs.append(len(sent))
        holds.lift(hold_id=hold.pk, reason="Enough.", by=ministry.paul, at=later(1))
    assert costs[0] == costs[1] <= 22
    assert fresh(Draft.objects.first()).state == "cleared"
