"""An author ends a draft, or takes an ended one up again; the clock ends what has lost its moment."""

from approvals.actions import alarms, withdraw
from approvals.models import Delay, Event
from tests.actions.asking import (
    approve,
    expired,
    kinds,
    open_levels,
    publish_on_x,
    refused,
    reject,
    request_changes,
    resubmit,
    revise,
    steps,
    take_back,
    told,
)
from tests.people import NOW, fresh, later


def reopen(draft, by, *, at):
    return withdraw.reopen(draft_id=draft.pk, by=by, at=at)


def test_withdrawing_stops_every_clock_and_tells_those_who_were_asked(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    take_back(draft, ministry.omar, at=later(1))
    assert fresh(draft).state == "withdrawn"
    assert {name: step.status for name, step in steps(draft).items()} == {
        "Head of mission": "passed", "Desk": "closed", "Minister's office": "closed",
    }  # fmt: skip
    assert alarms.fire_due(at=later(1000)) == 0
    assert told("withdrawn") == ["dana", "dirk", "layla"]


def test_a_late_draft_that_is_withdrawn_is_no_longer_late(ministry):
    draft = ministry.submitted()
    alarms.fire_due(at=later(5))
    take_back(draft, ministry.layla, at=later(6))
    assert Delay.objects.get().resolved_at == later(6)


def test_a_cleared_draft_can_still_be_withdrawn_and_is_then_not_published(ministry):
    draft = ministry.cleared()
    take_back(draft, ministry.layla, at=later(1))
    with refused("wrong_state"):
        publish_on_x(ministry, draft)


def test_only_an_author_withdraws_or_takes_up_again(ministry):
    draft = ministry.submitted()
    for someone in (ministry.helen, ministry.gil, ministry.paul, ministry.ivan):
        with refused("not_author", status=403):
            take_back(draft, someone)
    take_back(draft, ministry.layla)
    with refused("not_author", status=403):
        reopen(draft, ministry.helen, at=later(1))


def test_a_draft_taken_up_again_keeps_its_record_and_asks_every_level_anew(ministry):
    """Guarantee 6."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    reject(draft, ministry.dana)
    reopen(draft, ministry.layla, at=later(1))
    assert (fresh(draft).state, fresh(draft).submitted_at, fresh(draft).policy_version) == ("draft", None, None)
    resubmit(draft, ministry.layla, at=later(2))
    assert open_levels(draft) == ["Head of mission"]
    assert kinds(draft)[-4:] == ["reject", "reopened", "submitted", "step_opened"]
    assert approve(draft, ministry.helen, at=later(3)).state == "in_review"


def test_a_draft_taken_up_after_its_moment_has_none_so_that_it_does_not_end_again(ministry):
    draft = expired(ministry, publish_at=later(minutes=30))
    reopen(draft, ministry.layla, at=later(2))
    assert (fresh(draft).moment, fresh(draft).publish_at) == (None, None)
    assert alarms.fire_due(at=later(3)) == 0
    assert fresh(draft).state == "draft"


def test_a_moment_still_to_come_is_kept(ministry):
    draft = ministry.submitted(moment=later(10), publish_at=later(9))
    take_back(draft, ministry.layla)
    reopen(draft, ministry.layla, at=later(1))
    assert (fresh(draft).moment, fresh(draft).publish_at) == (later(10), later(9))


def test_a_draft_expires_at_its_moment_and_not_a_second_before(ministry):
    """Guarantee 17."""
    draft = ministry.submitted(moment=later(1))
    alarms.fire_due(at=later(minutes=59, seconds=59))
    assert fresh(draft).state == "in_review"
    alarms.fire_due(at=later(1))
    assert fresh(draft).state == "expired"
    assert open_levels(draft) == []
    assert told("expired") == ["layla"]
    assert Event.objects.get(draft=draft, kind="expired").data["level"] == "Head of mission"


def test_a_draft_handed_back_and_a_cleared_one_expire_too(ministry):
    back = request_changes(ministry.submitted(moment=later(1)), ministry.helen)
    cleared = ministry.cleared(moment=later(1))
    assert alarms.fire_due(at=later(2)) == 2
    assert (fresh(back).state, fresh(cleared).state) == ("expired", "expired")


def test_a_draft_that_was_never_submitted_does_not_expire(ministry):
    draft = ministry.draft(moment=later(1))
    assert alarms.fire_due(at=later(2)) == 0
    assert fresh(draft).state == "draft"


def test_an_expired_draft_that_was_late_is_no_longer_late(ministry):
    ministry.submitted(moment=later(5))
    alarms.fire_due(at=later(4))
    alarms.fire_due(at=later(5))
    assert Delay.objects.get().resolved_at == later(5)


def test_an_author_is_told_once_when_the_slot_of_a_cleared_draft_has_come(ministry):
    """Guarantee 18."""
    draft = ministry.cleared(publish_at=later(2), moment=later(4))
    assert alarms.fire_due(at=later(1)) == 0
    assert alarms.fire_due(at=later(2)) == 1
    assert alarms.fire_due(at=later(3)) == 0
    assert told("slot_open") == ["layla"]
    assert fresh(draft).state == "cleared"
    alarms.fire_due(at=later(4))
    assert fresh(draft).state == "expired"


def test_a_draft_cleared_after_its_slot_tells_its_author_at_once(ministry):
    draft = ministry.submitted(publish_at=later(1))
    ministry.approve(draft, ministry.helen, ministry.dana, ministry.mina, at=later(2))
    assert alarms.fire_due(at=later(2)) == 1
    assert told("slot_open") == ["layla"]


def test_a_slot_moved_is_told_of_again(ministry):
    draft = ministry.cleared(publish_at=later(1))
    alarms.fire_due(at=later(1))
    take_back(draft, ministry.layla, at=later(2))
    reopen(draft, ministry.layla, at=later(2))
    revise(draft, "Anew.", by=ministry.layla, at=later(2), publish_at=later(5))
    resubmit(draft, ministry.layla, at=later(2))
    ministry.approve(draft, ministry.helen, ministry.dana, ministry.mina, at=later(3))
    assert alarms.fire_due(at=later(5)) >= 1
    assert len(told("slot_open")) == 2


def test_nothing_is_due_when_nothing_has_been_submitted(ministry):
    ministry.draft()
    assert alarms.fire_due(at=NOW) == 0
