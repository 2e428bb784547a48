"""Decisions at the same moment: whoever comes first, the outcome is one that would be right one after the other."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction

from accounts.models import Role
from approvals import audit
from approvals.actions import alarms
from approvals.actions.locking import lock_draft
from approvals.models import Decision, Delay, Draft, Event
from tests.actions.asking import (
    approve,
    enforce,
    hash_of,
    new_version,
    reject,
    request_changes,
    resubmit,
    revise,
    take_back,
)
from tests.people import fresh, later, level, person, post
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def desk_alone(ministry, quorum, n=1):
    """Put a policy in force that asks the desk, then nobody; and give the desk a third officer."""
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER, quorum=quorum, quorum_n=n)
    enforce(ministry, version)


def holds_together(draft):
    """Check what must be true of a draft after any race: its record is whole, and nobody is counted twice."""
    assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []
    approvals = Decision.objects.filter(draft=draft, verdict="approve").values_list("route", "revision", "by")
    assert len(approvals) == len(set(approvals))


def test_of_two_approvers_at_once_one_is_enough_and_the_other_is_told(ministry):
    """Guarantee 8."""
    desk_alone(ministry, "any")
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.dana, revision=read), partial(approve, draft, ministry.dirk, revision=read)
        )
        assert codes(outcomes) == ["ok", "wrong_state"]
        assert fresh(draft).state == "cleared"
        assert Decision.objects.filter(draft=draft).count() == 1
        holds_together(draft)


def test_two_of_three_approvers_at_once_clear_the_draft_once(ministry):
    """Guarantee 5."""
    third = person("dora", "Dora Lind")
    post(third, ministry.desk, Role.APPROVER)
    desk_alone(ministry, "n", 2)
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            *(partial(approve, draft, who, revision=read) for who in (ministry.dana, ministry.dirk, third))
        )
        assert codes(outcomes) == ["ok", "ok", "wrong_state"]
        assert fresh(draft).state == "cleared"
        assert Event.objects.filter(draft=draft, kind="cleared").count() == 1
        holds_together(draft)


def test_everyone_at_once_clears_a_draft_that_asks_everyone(ministry):
    """Guarantee 8."""
    desk_alone(ministry, "all")
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.dana, revision=read), partial(approve, draft, ministry.dirk, revision=read)
        )
        assert codes(outcomes) == ["ok", "ok"]
        assert fresh(draft).state == "cleared"
        holds_together(draft)


def test_one_person_in_three_tabs_counts_once(ministry):
    """Guarantee 5."""
    desk_alone(ministry, "n", 2)
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(*[partial(approve, draft, ministry.dana, revision=read)] * 3)
        assert codes(outcomes) == ["already_decided", "already_decided", "ok"]
        assert fresh(draft).state == "in_review"
        holds_together(draft)


def test_two_levels_side_by_side_decided_at_once_open_the_next_once(ministry):
    """Guarantee 8."""
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER)
    level(version, 1, "Communications", "office", Role.APPROVER, office=ministry.comms)
    level(version, 2, "Minister's office", "minister", Role.APPROVER)
    enforce(ministry, version)
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.dana, revision=read),
            partial(approve, draft, ministry.carla, revision=read),
        )
        assert codes(outcomes) == ["ok", "ok"]
        opened = Event.objects.filter(draft=draft, kind="step_opened", data__level="Minister's office")
        assert opened.count() == 1
        holds_together(draft)


def test_approving_and_asking_for_changes_at_once_leaves_one_of_the_two(ministry):
    desk_alone(ministry, "any")
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.dana, revision=read),
            partial(request_changes, draft, ministry.dirk, revision=read),
        )
        assert codes(outcomes) == ["ok", "wrong_state"]
        assert fresh(draft).state in {"cleared", "changes_requested"}
        holds_together(draft)


def test_approving_a_text_that_is_replaced_at_the_same_moment_never_approves_the_new_one(ministry):
    """Guarantee 2."""
    met = Counter()
    for _ in range(ROUNDS):
        draft = ministry.submitted("First words.")
        read = hash_of(draft)

        outcomes = together(
            partial(replace_the_text, ministry, draft, read), partial(slowly, approve, draft, ministry.helen, read)
        )
        met.update(codes(outcomes))
        for decision in Decision.objects.filter(draft=draft, verdict="approve").select_related("revision"):
            assert decision.revision.hash == read
        holds_together(draft)
    assert met["ok"] >= ROUNDS


def replace_the_text(ministry, draft, read):
    request_changes(draft, ministry.helen, revision=read)
    revise(draft, "Second words.", by=ministry.layla)
    return resubmit(draft, ministry.layla)


def slowly(act, draft, by, read):
    """Keep trying until it works or is refused for good, as a person with a page open would."""
    for _ in range(50):
        try:
            return act(draft, by, revision=read)
        except Exception as refused:
            if getattr(refused, "code", "") != "wrong_state":
                raise
    return "wrong_state"


def test_whoever_waited_for_the_lock_sees_the_revision_that_was_saved_meanwhile(ministry):
    """Guarantee 2."""
    draft = ministry.draft("First words.")

    def look():
        with transaction.atomic():
            return lock_draft(draft.pk).current.body.text

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            revise(draft, "Second words.", by=ministry.layla)
            looking = pool.submit(together, look)
            wait_until_somebody_waits_for_a_lock()
        assert looking.result(timeout=30) == ["Second words."]


def wait_until_somebody_waits_for_a_lock():
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody came to wait for the lock")


def test_approving_and_withdrawing_at_once_leave_no_half(ministry):
    """Guarantee 15."""
    desk_alone(ministry, "any")
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.dana, revision=read), partial(take_back, draft, ministry.layla)
        )
        # A cleared draft may be withdrawn, too: then both worked, one after the other.
        assert codes(outcomes) in (["ok", "ok"], ["ok", "wrong_state"])
        assert fresh(draft).state == "withdrawn"
        holds_together(draft)


def test_rejecting_and_approving_at_once_leave_one_of_the_two(ministry):
    for _ in range(ROUNDS):
        draft = ministry.approve(ministry.submitted(), ministry.helen)
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.dana, revision=read), partial(reject, draft, ministry.dirk, revision=read)
        )
        assert codes(outcomes) in (["ok", "step_closed"], ["ok", "wrong_state"])
        holds_together(draft)


def test_approving_while_the_clock_strikes_leaves_a_delay_that_is_over_or_none(ministry):
    """Guarantee 18."""
    met = Counter()
    for _ in range(ROUNDS):
        draft = ministry.submitted()
        read = hash_of(draft)
        outcomes = together(
            partial(approve, draft, ministry.helen, revision=read, at=later(4)), partial(alarms.fire_due, at=later(4))
        )
        assert codes(outcomes) == ["ok", "ok"]
        delay = Delay.objects.filter(draft=draft).first()
        met["late" if delay else "in time"] += 1
        assert delay is None or delay.resolved_at == later(4)
        assert not fresh(draft).steps.exclude(status="open").filter(next_alarm_at__isnull=False).exists()
        holds_together(draft)
    print(f"approval against sweep: {dict(met)}")
