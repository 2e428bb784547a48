"""Bypass: a policy officer, or in a crisis the duty officer, skips what remains of a route, and answers for it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals import audit, bypassing
from approvals.actions import alarms, holds, withdraw
from approvals.models import Bypass, Delay, Event, Review, ReviewRule, Step
from notifications.models import Message
from tests.actions.asking import (
    approve,
    around_the_engine,
    enforce_levels,
    in_state,
    kinds,
    publish_on_x,
    refused,
    resubmit,
    steps,
    take_back,
    told,
)
from tests.actions.stopping import LIVES, bypass, freeze
from tests.authorizing import reviewed_by_comms
from tests.people import HOUR, NOW, fresh, later, post


@pytest.fixture
def m(ministry):
    """The ministry, where communications review what goes out without every approval."""
    reviewed_by_comms(ministry)
    post(ministry.dirk, ministry.comms, "approver")  # whoever bypasses does not review it
    return ministry


def statuses(draft):
    return {name: step.status for name, step in steps(draft).items()}


def test_what_remains_is_skipped_and_the_draft_is_cleared(m):
    draft = m.approve(m.submitted(), m.helen)
    cleared = bypass(draft, m.paul, at=later(1))
    assert (cleared.state, cleared.cleared_at) == ("cleared", later(1))
    assert statuses(draft) == {"Head of mission": "passed", "Desk": "skipped", "Minister's office": "skipped"}
    skipped = Step.objects.filter(draft=draft, status="skipped")
    assert {(step.closed_at, step.next_alarm_at) for step in skipped} == {(later(1), None)}
    publish_on_x(m, draft, at=later(2))
    assert fresh(draft).state == "published"


def test_it_is_on_record_with_the_reason_and_what_it_skipped(m):
    """Guarantee 8."""
    draft = m.submitted()
    bypass(draft, m.paul)
    made = Bypass.objects.get()
    assert (made.draft, made.by, made.reason, made.at, made.revision) == (draft, m.paul, LIVES, NOW, draft.current)
    assert made.posting == m.paul.postings.get(role="policy")
    event = Event.objects.get(draft=draft, kind="bypassed")
    assert event.by == m.paul
    assert event.data["why"] == LIVES
    assert event.data["levels"] == ["Head of mission", "Desk", "Minister's office"]
    assert event.data["revision"] == draft.current.hash
    assert kinds(draft)[-2:] == ["bypassed", "cleared"]
    assert Event.objects.get(draft=draft, kind="cleared").data["bypassed"] is True
    assert not list(audit.verify(fresh(draft)))


def test_it_owes_a_review_that_begins_when_the_post_is_out(m):
    draft = bypass(m.submitted(), m.paul)
    review = Review.objects.get()
    assert (review.origin, review.status, review.publisher) == ("bypass", "owed", m.paul)
    assert (review.office, review.role, review.limit) == (m.comms, "approver", 8 * HOUR)
    publish_on_x(m, draft)
    review.refresh_from_db()
    assert review.status == "open"


def test_what_has_a_slot_to_come_is_not_taken_to_be_out_before_it(m):
    bypass(m.submitted(publish_at=later(5)), m.paul)
    assert Review.objects.get().next_alarm_at == later(6)


def test_where_nobody_would_review_it_nothing_is_bypassed(m):
    draft = m.submitted()
    ReviewRule.objects.all().delete()
    with refused("no_review_rule"):
        bypass(draft, m.paul)


def test_everyone_who_was_skipped_and_the_author_are_told(m):
    draft = m.approve(m.submitted(), m.helen)
    bypass(draft, m.paul)
    assert told("bypassed") == ["dana", "dirk", "mina"]
    assert told("cleared_by_bypass") == ["layla"]
    assert told("cleared") == []
    said = Message.objects.get(kind="bypassed", user=m.mina, medium="in_app").params
    assert (said["level"], said["why"], said["by"]) == ("Minister's office", LIVES, "Paul Nguyen")


def test_whom_a_level_only_informs_is_told_all_the_same(m):
    enforce_levels(
        m,
        ("Head", 1, "head", None, {}),
        ("Communications", 2, "approver", m.comms, {"mode": "inform"}),
        ("Silent", 3, "approver", m.minister, {"mode": "silence"}),
    )
    draft = bypass(m.submitted(), m.paul)
    assert statuses(draft) == {"Head": "skipped", "Communications": "informed", "Silent": "skipped"}
    assert told("informed") == ["carla", "dirk"]
    publish_on_x(m, draft)


def test_a_level_that_was_late_when_it_was_skipped_was_late(m):
    draft = m.submitted()
    alarms.fire_due(at=later(5))
    assert Delay.objects.get().resolved_at is None
    bypass(draft, m.paul, at=later(6))
    assert Delay.objects.get().resolved_at == later(6)
    other = m.submitted(at=later(6))
    bypass(other, m.paul, at=later(12))  # no sweep saw that it was late
    assert Delay.objects.filter(draft=other, due_at=later(10), resolved_at=later(12)).exists()


def test_no_clock_fires_for_what_was_skipped(m):
    draft = bypass(m.submitted(), m.paul)
    alarms.fire_due(at=later(200))
    assert not Delay.objects.filter(draft=draft, step__isnull=False).exists()
    assert told("overdue") == []


@pytest.mark.parametrize("state", ["draft", "changes_requested", "cleared", "published", "withdrawn", "expired"])
def test_only_what_is_in_review_is_bypassed(m, state):
    draft = in_state(m, state)
    with refused("wrong_state", status=409):
        bypass(draft, m.paul, at=later(2))


@pytest.mark.parametrize(
    ("given", "code", "status"),
    [
        ({"reason": "  "}, "why_needed", 400), ({"reason": "x" * 501}, "why_too_long", 400),
        ({"revision": ""}, "revision_empty", 400), ({"revision": "0" * 64}, "stale_revision", 409),
    ],
)  # fmt: skip
def test_a_reason_and_the_revision_that_was_read_are_asked(m, given, code, status):
    """Guarantee 3."""
    draft = m.submitted()
    with refused(code, status=status):
        bypass(draft, m.paul, **given)


def test_the_database_keeps_no_bypass_without_a_reason(m):
    draft = m.submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Bypass.objects.create(
            route=fresh(draft).route, draft=draft, revision=draft.current, by=m.paul, reason="", at=NOW,
            posting=m.paul.postings.get(),
        )  # fmt: skip


def test_a_hold_a_frozen_account_the_slot_and_the_moment_still_stop_it(m):
    """Guarantee 22."""
    held = bypass(m.submitted("Held."), m.paul)
    holds.place(scope="topic", scope_value="trade", reason="Wait.", until=None, by=m.paul, at=NOW)
    on_hold = bypass(m.submitted("On hold.", topics=("trade",)), m.paul)
    assert Message.objects.filter(kind="cleared_by_bypass", thread=on_hold.reference).first().params["hold"] == "Wait."
    with refused("on_hold"):
        publish_on_x(m, on_hold)
    early = bypass(m.submitted("Early.", publish_at=later(5)), m.paul)
    with refused("too_early"):
        publish_on_x(m, early)
    late = bypass(m.submitted("Late.", moment=later(5)), m.paul)
    with refused("moment_passed"):
        publish_on_x(m, late, at=later(5))
    freeze(m)
    with refused("channel_not_active"):
        publish_on_x(m, held)


def test_what_was_bypassed_and_altered_past_the_engine_is_not_published(m):
    """Guarantee 1."""
    draft = bypass(m.submitted(), m.paul)
    evil = "UPDATE approvals_revision SET content = jsonb_set(content, '{text}', '\"Evil.\"') WHERE draft_id = %s"
    around_the_engine(evil, draft.pk)
    with refused("content_changed"):
        publish_on_x(m, draft)


@pytest.mark.parametrize("forged", ["no bypass", "no record", "another step", "no review"])
def test_steps_marked_as_skipped_count_only_as_far_as_a_bypass_is_on_record(m, forged):
    """Guarantee 1. Whoever writes "skipped" into the table has skipped nothing."""
    if forged == "no record":
        draft = m.cleared()
        around_the_engine("UPDATE approvals_step SET status = 'skipped' WHERE draft_id = %s", draft.pk)
    else:
        draft = bypass(m.approve(m.submitted(), m.helen), m.paul)
    if forged == "no bypass":
        Bypass.objects.all().delete()
    if forged == "another step":
        around_the_engine("UPDATE approvals_step SET status = 'skipped' WHERE draft_id = %s AND position = 1", draft.pk)
    if forged == "no review":
        Review.objects.update(status="void", next_alarm_at=None)
    with refused("content_changed"):
        publish_on_x(m, draft)


def test_taken_up_again_it_passes_every_level_anew(m):
    draft = bypass(m.submitted(), m.paul)
    take_back(draft, m.layla)
    assert Review.objects.get().status == "void"
    withdraw.reopen(draft_id=draft.pk, by=m.layla, at=later(1))
    resubmit(draft, m.layla, at=later(1))
    approve(draft, m.helen, at=later(1))
    assert statuses(draft) == {"Head of mission": "passed", "Desk": "open", "Minister's office": "waiting"}


def test_bypasses_are_read_with_what_they_skipped(m):
    first = bypass(m.submitted(), m.paul)
    bypass(m.approve(m.submitted(), m.helen), m.petra, at=later(1))
    made = list(bypassing.bypasses())
    levels = bypassing.levels_of(made)
    assert [[step.name for step in levels[one.pk]] for one in made] == [
        ["Desk", "Minister's office"], ["Head of mission", "Desk", "Minister's office"]
    ]  # fmt: skip
    assert made[1].draft == first


def test_a_bypass_costs_the_same_however_many_levels_it_skips(m):
    def cost(draft):
        with CaptureQueriesContext(connection) as spent:
            bypass(draft, m.paul)
        return len(spent)

    short = m.approve(m.submitted(), m.helen, m.dana)
    whole = m.submitted()
    assert cost(short) == cost(whole) <= 36
