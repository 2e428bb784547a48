"""A review outlives its draft: withdrawn, retracted, expired or taken up again, it is still decided, and by others."""

import pytest

from approvals import review_queue
from approvals.actions import alarms, review, takedown, withdraw
from approvals.models import Review
from tests.actions.asking import publish_on_x, refused, retract, told
from tests.actions.reviewed import NOTE, again, decide, out, rule
from tests.authorizing import authorized, fast_track
from tests.people import fresh, later, post

FAR_TOO_LONG = "On X, by hand. " * 50


def cleared(ministry, **fields):
    """Return a draft that Helen cleared at once and nobody recorded: its review opened an hour later."""
    draft = fast_track(ministry.draft(**fields), ministry.helen)
    alarms.fire_due(at=later(1))
    return draft


def review_of(draft):
    return Review.objects.filter(draft=draft).earliest("pk")


@pytest.fixture
def authorization(ministry):
    return authorized(ministry)


@pytest.mark.parametrize("outcome", ["stands", "correct", "retract"])
@pytest.mark.parametrize("end", ["withdrawn", "expired", "draft"])
def test_whatever_became_of_the_draft_its_open_review_is_decided(ministry, authorization, end, outcome):
    """Guarantee 9."""
    draft = cleared(ministry, **({"moment": later(2)} if end == "expired" else {}))
    if end != "expired":
        withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=later(1.5))
    if end == "draft":
        withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=later(1.6))
    alarms.fire_due(at=later(2))
    assert fresh(draft).state == end
    assert decide(review_of(draft), ministry.carla, outcome, at=later(3)).status == "done"


def test_a_takedown_is_recorded_also_while_the_draft_is_written_anew(ministry, authorization):
    draft = cleared(ministry)
    withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=later(1.5))
    found = decide(review_of(draft), ministry.carla, "retract", at=later(2))
    withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=later(3))
    takedown.record_takedown(
        review_id=found.pk, where="Deleted on X", taken_down_at=later(2.5), by=ministry.helen, at=later(4)
    )
    assert again(found).taken_down_at == later(2.5)
    assert fresh(draft).state == "draft"


@pytest.mark.parametrize("first", ["head", "reviewer"])
def test_where_it_was_taken_down_is_said_in_a_line_that_can_be_kept(ministry, first):
    rule(ministry)
    found = out(ministry)
    if first == "reviewer":
        decide(found, ministry.carla, "retract", at=later(1))
    with refused("where_too_long", status=400):
        retract(found.draft, ministry.helen, at=later(2), where=FAR_TOO_LONG)
    retract(found.draft, ministry.helen, at=later(2), where="On X, by hand")
    if first == "head":
        decide(found, ministry.carla, "retract", at=later(3))
    assert again(found).taken_down_where == "On X, by hand"


def test_whoever_posted_it_does_not_review_it(ministry, authorization):
    """Guarantee 9."""
    post(ministry.omar, ministry.comms, "approver")
    draft = fast_track(ministry.draft(), ministry.helen)
    publish_on_x(ministry, draft, by=ministry.omar, at=later(minutes=5))
    found = review_of(draft)
    assert review_queue.awaiting(ministry.omar, at=later(1)) == []
    assert review_queue.standing(found, ministry.omar, at=later(1)).verbs == ()
    assert found in review_queue.awaiting(ministry.carla, at=later(1))
    with refused("own_publication", status=403):
        review.outcome(review_id=found.pk, outcome="stands", by=ministry.omar, at=later(1), note=NOTE)


def test_whoever_posted_it_is_not_asked_for_its_review(ministry, authorization):
    post(ministry.omar, ministry.comms, "approver")
    draft = fast_track(ministry.draft(), ministry.helen)
    publish_on_x(ministry, draft, by=ministry.omar, at=later(minutes=5))
    assert told("review_awaits") == ["carla"]
