"""The hold that is in force in the demo ministry: what waits because of it, and what does not."""

import pytest

from approvals import holding, in_force
from approvals.actions import alarms, holds
from approvals.models import Hold
from notifications.models import Message
from tests.journeys.conftest import NOW

pytestmark = pytest.mark.django_db


def test_a_hold_on_one_country_keeps_what_is_cleared_there_and_leaves_the_consular_notice(demo):
    hold = Hold.objects.get(scope="country")
    assert hold.lifted_at is None
    assert hold.until > NOW
    waiting = demo["cairo-scholarships"]
    assert [one.pk for one in holding.of_draft(waiting, at=NOW).holds] == [hold.pk]
    assert hold.placed_at < waiting.publish_at < hold.until
    assert Message.objects.filter(kind="held", user=waiting.author, thread=waiting.reference, read_at=None).exists()
    notice = demo["cairo-airport"]
    assert not holding.is_covered(notice, notice.channels.all(), in_force.scope_of(hold))


def test_when_it_is_lifted_the_slot_that_waits_comes_as_if_there_had_been_no_hold(demo):
    hold, waiting = Hold.objects.get(scope="country"), demo["cairo-scholarships"]
    holds.lift(hold_id=hold.pk, reason="They have spoken.", by=hold.placed_by, at=NOW)
    alarms.fire_due(at=waiting.publish_at)
    assert Message.objects.filter(kind="slot_open", user=waiting.author, thread=waiting.reference).exists()
    assert not Message.objects.filter(kind="slot_held", thread=waiting.reference).exists()
