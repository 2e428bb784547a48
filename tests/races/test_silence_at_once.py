"""Silence that lapses at the moment somebody speaks, sweeps, asks, comments: one outcome, and the record tells it."""

from functools import partial

import pytest

from accounts.models import Role
from approvals import audit
from approvals.actions import alarms, commenting, concur
from approvals.models import Draft, Event, Step
from notifications.models import Message
from tests.actions.asking import approve, enforce_levels, hash_of, request_changes, steps
from tests.people import HOUR, fresh, later
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 15


def silent(ministry, *more):
    enforce_levels(ministry, ("Minister's office", 1, Role.APPROVER, ministry.minister, {"mode": "silence"}), *more)


def test_whoever_speaks_as_silence_lapses_has_spoken_or_comes_too_late(ministry):
    """Guarantees 15, 18."""
    silent(ministry)
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        speak = partial(request_changes, draft, ministry.mina, at=later(4), revision=hash_of(draft))
        outcomes = together(speak, partial(alarms.fire_due, at=later(4)))
        lapsed = Event.objects.filter(draft=draft, kind="silence_passed").count()
        if outcomes[0] == "wrong_state":
            assert (fresh(draft).state, lapsed) == ("cleared", 1)
        else:
            assert (fresh(draft).state, lapsed) == ("changes_requested", 0)
        assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []


def test_an_approval_as_silence_lapses_clears_once(ministry):
    """Guarantee 18."""
    silent(ministry)
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        together(
            partial(approve, draft, ministry.mina, at=later(4), revision=hash_of(draft)),
            partial(alarms.fire_due, at=later(4)),
        )
        assert fresh(draft).state == "cleared"
        assert Event.objects.filter(draft=draft, kind="cleared").count() == 1
        assert Message.objects.filter(kind="cleared", thread=draft.reference, medium="in_app").count() == 1


def test_several_sweeps_let_each_silence_pass_once(ministry):
    """Guarantees 17, 18."""
    silent(ministry, ("Desk", 2, Role.APPROVER, ministry.desk, {}))
    drafts = [ministry.submitted(f"Number {number}.") for number in range(ROUNDS)]
    together(*[partial(alarms.fire_due, at=later(4)) for _ in range(4)])
    alarms.fire_due(at=later(4))
    for draft in drafts:
        assert Event.objects.filter(draft=draft, kind="silence_passed").count() == 1
        assert {name: step.status for name, step in steps(draft).items()} == {
            "Minister's office": "silent", "Desk": "open",
        }  # fmt: skip
    assert not Step.objects.filter(next_alarm_at__lte=later(4)).exists()


def test_asking_another_office_as_the_last_approval_comes_asks_it_or_clears(ministry):
    """Guarantee 8."""
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {}))
    request = concur.Request(ministry.comms.pk, "Is it right?", "It is new.", HOUR)
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.dirk, revision=read, at=later(1)),
            partial(concur.ask_to_concur, draft_id=draft.pk, by=ministry.dana, revision=read, request=request,
                    at=later(1)),
        )  # fmt: skip
        asked = Step.objects.filter(draft=draft, origin="concurrence").exists()
        assert fresh(draft).state == ("in_review" if asked else "cleared")
        assert codes(outcomes) == (["ok", "ok"] if asked else ["ok", "wrong_state"])


def test_two_comments_at_once_answer_once(ministry):
    """Guarantee 15."""
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {}))
    request = concur.Request(ministry.comms.pk, "Is it right?", "It is new.", HOUR)
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        concur.ask_to_comment(
            draft_id=draft.pk, by=ministry.dana, revision=hash_of(draft), request=request, at=later(1)
        )
        speak = partial(commenting.comment, draft_id=draft.pk, by=ministry.carla, text="It is.", at=later(2))
        assert codes(together(speak, speak)) == ["ok", "ok"]
        assert Event.objects.filter(draft=draft, kind="concurrence_answered").count() == 1
        assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []
