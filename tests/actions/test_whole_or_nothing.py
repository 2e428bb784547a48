"""An action is committed whole or not at all, and what it tells people is a part of it."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Role
from approvals.actions import alarms, commenting, policies, withdraw
from approvals.actions.policies import LevelInput
from notifications import outbox
from notifications.models import Message
from tests.actions.asking import (
    approve,
    everything,
    in_state,
    publish_on_x,
    reject,
    request_changes,
    resubmit,
    retract,
    revise,
    take_back,
)
from tests.actions.test_holds import place
from tests.people import HOUR, NOW, later

TABLES = [
    "approvals_draft", "approvals_draft_channels", "approvals_revision", "approvals_route", "approvals_step",
    "approvals_stepescalation", "approvals_decision", "approvals_delay", "approvals_event", "approvals_ledger",
    "approvals_publication", "approvals_comment", "approvals_referencecounter", "approvals_level",
    "approvals_policyversion", "approvals_hold", "notifications_message",
]  # fmt: skip


@contextmanager
def full(table):
    """Let every write to one table fail, as it does on a full disk."""
    switch(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$",
        f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
    )
    yield
    switch("DROP FUNCTION refuse CASCADE")


def switch(*statements):
    with connection.cursor() as cursor:
        for statement in ("SET CONSTRAINTS ALL IMMEDIATE", *statements):
            cursor.execute(statement)


def write_a_version(ministry, _draft):
    asked = LevelInput(1, "Desk", "Ours?", "country_desk", Role.APPROVER, HOUR)
    policies.write_version(policy_id=ministry.policy.pk, levels=[asked], by=ministry.paul, at=NOW, conditions={})


def comment(ministry, draft):
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Seen.", at=NOW)


ACTIONS = {
    "create": ("draft", lambda ministry, draft: ministry.draft(), 5),
    "revise": ("draft", lambda ministry, draft: revise(draft, "Other words.", by=ministry.omar), 3),
    "comment": ("in_review", comment, 4),
    "submit": ("draft", lambda ministry, draft: resubmit(draft, ministry.layla), 6),
    "approve": ("in_review", lambda ministry, draft: approve(draft, ministry.helen), 5),
    "request_changes": ("in_review", lambda ministry, draft: request_changes(draft, ministry.helen), 5),
    "reject": ("in_review", lambda ministry, draft: reject(draft, ministry.helen), 5),
    "withdraw": ("in_review", lambda ministry, draft: take_back(draft, ministry.layla), 4),
    "publish": ("cleared", publish_on_x, 4),
    "retract": ("published", lambda ministry, draft: retract(draft, ministry.helen), 4),
    "reopen": (
        "rejected", lambda ministry, draft: withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=later(1)), 2,
    ),
    "sweep": ("in_review", lambda ministry, draft: alarms.fire_due(at=later(4)), 5),
    "write a version": ("draft", write_a_version, 4),
    "place a hold": ("cleared", lambda ministry, draft: place(ministry), 4),
}  # fmt: skip


@pytest.mark.parametrize("verb", ACTIONS)
def test_a_write_that_fails_takes_back_every_other_write_of_the(ministry, verb):
    """Guarantee 15."""
    state, act, tables = ACTIONS[verb]
    draft = in_state(ministry, state)
    before, failed = everything(), []
    for table in TABLES:
        with full(table):
            # No transaction of this test's own around the action: it has to take everything back by itself.
            before_it = transaction.savepoint()
            try:
                act(ministry, draft)
            except DatabaseError:
                failed.append(table)
                assert everything() == before
            transaction.savepoint_rollback(before_it)  # what did not touch this table went through
        assert everything() == before
    assert len(failed) >= tables, failed
    act(ministry, draft)
    assert everything() != before


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_is_not_answered_with_success_and_wakes_nobody(ministry, monkeypatch):
    """Guarantee 16."""
    draft = ministry.submitted()
    before, woken = everything(), []
    monkeypatch.setattr(outbox, "nudge", lambda: woken.append(True))
    switch(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$",
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON notifications_message DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    try:
        with pytest.raises(DatabaseError, match="disk full"):
            approve(draft, ministry.helen)
    finally:
        switch("DROP FUNCTION refuse CASCADE")
    assert everything() == before
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_delivery_is_woken_after_the_commit_and_finds_the_message(ministry, monkeypatch):
    """Guarantee 16."""
    draft, seen = ministry.submitted(), []

    def look():
        seen.append((connection.in_atomic_block, Message.objects.filter(kind="awaiting").count()))

    monkeypatch.setattr(outbox, "nudge", look)
    approve(draft, ministry.helen)
    assert seen == [(False, 6)]  # helen's, and both desk officers', in the inbox and by mail
