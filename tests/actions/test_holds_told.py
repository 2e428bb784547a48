"""Whom a hold touches hears of it, and an author is never told that something may go out which a hold keeps."""

import pytest

from approvals.actions import alarms
from approvals.models import Event
from notifications.models import Message
from tests.actions.asking import told
from tests.actions.test_holds import WHY, lift, people, place
from tests.people import fresh, later


@pytest.mark.parametrize(
    ("scope", "value", "hear"),
    [
        ("everything", "", {"layla", "omar", "helen", "gil", "greta", "petra"}),
        ("topic", "trade", {"layla", "omar", "helen", "gil", "greta", "petra"}),
        ("country", "SA", {"layla", "omar", "helen", "petra"}),
        ("channel", "x:@MissionGeneva", {"gil", "greta", "petra"}),
    ],
)
def test_those_whom_a_hold_touches_hear_of_it_and_of_its_end(ministry, scope, value, hear):
    hold = place(ministry, scope, value)
    assert people("hold_placed") == hear
    lift(ministry, hold)
    assert people("hold_lifted") == hear - {"petra"} | {"paul"}
    assert Message.objects.filter(kind="hold_placed", medium="email").count() == len(hear)


def test_the_author_of_a_cleared_draft_hears_that_it_waits(ministry):
    covered, exempt = ministry.cleared(topics=("sanctions",)), ministry.cleared(topics=("trade",))
    ministry.submitted()
    place(ministry, exempt=("trade",))
    messages = Message.objects.filter(kind="held", medium="in_app")
    assert [(message.user, message.thread) for message in messages] == [(ministry.layla, covered.reference)]
    assert exempt.reference not in {message.thread for message in messages}


def test_a_draft_that_is_cleared_under_a_hold_is_told_as_waiting(ministry):
    place(ministry, until=later(3))
    draft = ministry.cleared()
    message = Message.objects.get(kind="cleared", medium="in_app", thread=draft.reference)
    assert message.params["why"] == WHY
    assert told("cleared") == ["layla"]


def test_a_slot_that_comes_under_a_hold_is_told_as_held_and_only_once(ministry):
    """Guarantee 22."""
    draft = ministry.cleared(publish_at=later(1), moment=later(9))
    place(ministry)
    assert alarms.fire_due(at=later(1)) == 1
    assert alarms.fire_due(at=later(2)) == 0
    assert people("slot_held") == {"layla"}
    assert people("slot_open") == set()
    held = Event.objects.get(draft=draft, kind="slot_held")
    assert held.data["why"] == WHY
    assert fresh(draft).next_alarm_at == later(9)


def test_a_slot_comes_as_always_for_a_draft_of_which_something_may_go_out(ministry):
    ministry.cleared(publish_at=later(1), channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    place(ministry, "channel", "x:@EmbassyRiyadh")
    alarms.fire_due(at=later(1))
    assert (people("slot_open"), people("slot_held")) == ({"layla"}, set())


def test_a_draft_whose_moment_passes_during_a_hold_expires_and_is_never_published_late(ministry):
    """Guarantee 22."""
    draft, hold = ministry.cleared(moment=later(1)), place(ministry)
    alarms.fire_due(at=later(1))
    assert fresh(draft).state == "expired"
    lift(ministry, hold)
    assert alarms.fire_due(at=later(2)) == 1
    assert people("hold_over") == set()
