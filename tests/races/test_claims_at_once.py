"""Claims at the same moment: one has it, the other is told who; and a claim never stands in the way of a decision."""

from functools import partial

import pytest

from approvals import audit
from approvals.actions import claims, nudge
from approvals.models import Step
from tests.actions.asking import approve, hash_of, told
from tests.people import NOW, fresh
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def test_of_two_claims_at_once_one_holds(ministry):
    for _ in range(ROUNDS):
        draft = ministry.approve(ministry.submitted(), ministry.helen)
        claim = partial(claims.claim, draft_id=draft.pk, at=NOW)
        assert codes(together(partial(claim, by=ministry.dana), partial(claim, by=ministry.dirk))) == [
            "ok", "step_claimed",
        ]  # fmt: skip
        step = Step.objects.get(route=fresh(draft).route_id, status="open")
        assert step.claimed_by in (ministry.dana, ministry.dirk)
        assert list(audit.verify(fresh(draft))) == []


def test_a_claim_and_a_decision_at_once_both_hold_or_the_claim_comes_too_late(ministry):
    """Guarantee 8."""
    for _ in range(ROUNDS):
        draft = ministry.approve(ministry.submitted(), ministry.helen)
        outcomes = together(
            partial(claims.claim, draft_id=draft.pk, by=ministry.dana, at=NOW),
            partial(approve, draft, ministry.dirk, revision=hash_of(draft)),
        )
        assert codes(outcomes) in (["ok", "ok"], ["ok", "step_closed"])
        assert Step.objects.get(route=fresh(draft).route_id, name="Desk").status == "passed"
        assert list(audit.verify(fresh(draft))) == []


def test_of_two_nudges_at_once_one_is_sent(ministry):
    """Guarantee 18."""
    draft = ministry.submitted()
    send = partial(nudge.nudge, draft_id=draft.pk, at=NOW)
    assert codes(together(partial(send, by=ministry.layla), partial(send, by=ministry.omar))) == ["nudged_lately", "ok"]
    assert told("nudged") == ["helen"]
