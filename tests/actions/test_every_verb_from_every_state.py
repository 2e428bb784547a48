"""The life of a draft: each verb works from the states that the lifecycle names, and from no other."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from approvals.actions import commenting, withdraw
from approvals.lifecycle import EDITABLE, IN_FLIGHT, State
from approvals.models import Draft
from tests.actions.asking import (
    approve,
    in_state,
    publish_on_x,
    refused,
    reject,
    request_changes,
    resubmit,
    retract,
    revise,
    take_back,
)
from tests.authorizing import authorized, fast_track
from tests.people import fresh, later

EDITS = {"draft": "draft", "changes_requested": "changes_requested"}
VERBS = {
    "revise": (lambda m, draft: revise(draft, "The embassy is closed today.", by=m.layla), EDITS),
    "submit": (lambda m, draft: resubmit(draft, m.layla), dict.fromkeys(EDITABLE, "in_review")),
    "approve": (lambda m, draft: approve(draft, m.helen), {"in_review": "in_review"}),
    "request_changes": (lambda m, draft: request_changes(draft, m.helen), {"in_review": "changes_requested"}),
    "reject": (lambda m, draft: reject(draft, m.helen), {"in_review": "rejected"}),
    "withdraw": (lambda m, draft: take_back(draft, m.layla), dict.fromkeys(IN_FLIGHT, "withdrawn")),
    "publish": (publish_on_x, {"cleared": "published"}),
    "fast_track": (lambda m, draft: fast_track(draft, m.helen), {"draft": "cleared"}),
    "retract": (lambda m, draft: retract(draft, m.helen), {"published": "retracted"}),
    "reopen": (
        lambda m, draft: withdraw.reopen(draft_id=draft.pk, by=m.layla, at=later(4)),
        dict.fromkeys(["rejected", "withdrawn", "expired"], "draft"),
    ),
}


@contextmanager
def tried():
    """Try something and take it back, whatever became of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", State.values)
def test_each_verb_works_from_the_states_of_the_lifecycle_and_is_refused_from_every_other(ministry, state):
    """Guarantee 8."""
    draft = in_state(ministry, state)
    authorized(ministry)
    for verb, (act, leads_to) in VERBS.items():
        if state in leads_to:
            with tried():
                act(ministry, draft)
                assert fresh(draft).state == leads_to[state], verb
        else:
            # What is out already is told as such: a second channel may still be recorded on a published draft.
            code = "already_published" if (verb, state) == ("publish", "published") else "wrong_state"
            with refused(code, status=409):
                act(ministry, draft)


@pytest.mark.parametrize("state", State.values)
def test_a_comment_can_be_added_in_every_state_and_moves_nothing(ministry, state):
    draft = in_state(ministry, state)
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Seen.", at=later(5))
    assert fresh(draft).state == state


def test_every_state_has_a_way_in_and_every_transition_is_a_verb_here_or_the_clock():
    transitions = {transition.name for transition in Draft(state="draft").get_all_state_transitions()}
    assert transitions == (set(VERBS) - {"revise", "approve"}) | {"clear", "expire"}


def test_the_state_cannot_be_set_by_hand(ministry):
    """Guarantee 8."""
    draft = ministry.submitted()
    with pytest.raises(AttributeError):
        draft.state = "cleared"


def test_no_transition_is_taken_from_a_state_it_does_not_start_from(ministry):
    """Guarantee 8."""
    with pytest.raises(TransitionNotAllowed):
        ministry.draft().clear(at=later(1))


@pytest.mark.parametrize("state", ["in_review", "changes_requested", "cleared", "published"])
def test_the_database_refuses_a_draft_in_flight_without_a_route(ministry, state):
    """Guarantee 8."""
    draft = ministry.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(state=state, cleared_at=later(1))


@pytest.mark.parametrize("state", ["cleared", "published", "retracted"])
def test_the_database_refuses_a_clearance_without_its_time(ministry, state):
    """Guarantee 8."""
    draft = ministry.submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(state=state)
