"""The first whole journey: a draft passes mission, desk and minister's office, once late, and is published."""

from approvals import audit
from approvals.actions import alarms, publish
from approvals.models import Delay, Publication, Step
from notifications.models import Message
from tests.people import fresh, later


def test_a_draft_passes_three_levels_is_flagged_when_late_and_is_published(ministry):
    draft = ministry.submitted("The embassy is open on Sunday.")
    assert draft.state == "in_review"
    draft = ministry.approve(draft, ministry.helen, at=later(1))

    assert alarms.fire_due(at=later(8, minutes=59)) == 1
    assert not Delay.objects.exists()
    alarms.fire_due(at=later(9))
    delay = Delay.objects.get()
    assert (delay.office, delay.due_at) == (ministry.desk, later(9))

    draft = ministry.approve(draft, ministry.dana, at=later(10))
    assert Delay.objects.get().resolved_at == later(10)
    draft = ministry.approve(draft, ministry.mina, at=later(11))
    assert draft.state == "cleared"

    url = "https://x.com/EmbassyRiyadh/status/1234567890"
    publish.publish(draft_id=draft.pk, channel_id=ministry.x.pk, url=url, by=ministry.layla, at=later(12))
    draft = fresh(draft)
    assert (draft.state, draft.published_at) == ("published", later(12))
    assert Publication.objects.get().hash == draft.revision.hash
    assert list(audit.verify_all()) == []
    assert not Step.objects.exclude(next_alarm_at=None).exists()
    assert Message.objects.filter(user=ministry.layla, kind="cleared").exists()
