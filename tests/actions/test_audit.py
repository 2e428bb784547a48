"""The audit trail: append-only by the database itself; whoever goes around that is found out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from approvals import audit
from approvals.actions import alarms, commenting, policies
from approvals.models import Decision, Denial, Draft, Event, Ledger, Revision
from notifications.models import Message
from tests.actions.asking import (
    around_the_engine,
    kinds,
    publish_on_x,
    request_changes,
    resubmit,
    retract,
    revise,
)
from tests.people import NOW, later

RECORDS = ["approvals_event", "approvals_revision", "approvals_decision", "approvals_denial"]


def eventful(ministry):
    """Return a draft to which nearly everything has happened."""
    draft = ministry.submitted("Secret words, first try.", moment=later(50))
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Secret remark.", at=NOW)
    request_changes(draft, ministry.helen, comment="Secret comment.", proposal="Secret proposal.")
    revise(draft, "Secret words, second try.", by=ministry.layla, topics=("trade",), moment=None)
    resubmit(draft, ministry.layla)
    alarms.fire_due(at=later(5))
    ministry.approve(draft, ministry.helen, ministry.dana, ministry.mina, at=later(6))
    publish_on_x(ministry, draft, at=later(7))
    retract(draft, ministry.helen, at=later(9))
    return Draft.objects.get(pk=draft.pk)


def faults(*drafts):
    return [(fault.chain, fault.sequence, fault.what) for draft in drafts for fault in audit.verify(draft)]


def test_everything_that_happens_is_on_record_in_order_and_the_record_holds(ministry):
    """Guarantee 21."""
    draft = eventful(ministry)
    assert kinds(draft) == [
        "created", "submitted", "step_opened", "commented", "request_changes", "revised", "submitted", "step_opened",
        "reminded", "delay_flagged", "approve", "step_passed", "step_opened", "approve", "step_passed", "step_opened",
        "approve", "step_passed", "cleared", "published", "retracted",
    ]  # fmt: skip
    assert faults(draft) == []
    sequences = list(draft.events.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, draft.event_count + 1))


def test_every_event_carries_the_hash_of_the_one_before_it_in_its_draft(ministry):
    """Guarantee 21."""
    one, other = ministry.submitted(), ministry.submitted()
    # Two drafts that are alike in everything but which they are: no event of one could stand in the other.
    first = [draft.events.get(sequence=1) for draft in (one, other)]
    assert first[0].hash != first[1].hash
    for draft in (one, other):
        events = list(draft.events.order_by("sequence"))
        assert [event.previous for event in events] == ["", *(event.hash for event in events[:-1])]
        assert Draft.objects.get(pk=draft.pk).event_head == events[-1].hash


ALTERATIONS = {
    "edited": ("UPDATE approvals_event SET data = data || '{{\"revision\": \"x\"}}' WHERE id = {third}", 3),
    "attributed to another": ("UPDATE approvals_event SET by_id = {omar} WHERE id = {third}", 3),
    "moved in time": ("UPDATE approvals_event SET at = at + interval '1 second' WHERE id = {third}", 3),
    "renamed": ("UPDATE approvals_event SET kind = 'commented' WHERE id = {third}", 3),
    "deleted": ("DELETE FROM approvals_event WHERE id = {third}", 3),
    "given to another draft": ("UPDATE approvals_event SET draft_id = '{other}', sequence = 99 WHERE id = {third}", 3),
    "tail cut": ("DELETE FROM approvals_event WHERE draft_id = '{draft}' AND sequence > 5", None),
    "all cut": ("DELETE FROM approvals_event WHERE draft_id = '{draft}'", None),
    "head turned back": ("UPDATE approvals_draft SET event_count = 3 WHERE id = '{draft}'", None),
}  # fmt: skip


@pytest.mark.parametrize("altered", ALTERATIONS)
def test_the_checker_finds_an_event_that_was(ministry, altered):
    """Guarantee 21."""
    draft, other = eventful(ministry), ministry.submitted()
    statement, where = ALTERATIONS[altered]
    third = draft.events.get(sequence=3).pk
    around_the_engine(statement.format(third=third, omar=ministry.omar.pk, draft=draft.pk, other=other.pk))
    found = faults(Draft.objects.get(pk=draft.pk))
    assert found
    assert where is None or (draft.reference, where) in {(chain, sequence) for chain, sequence, _what in found}


def test_the_checker_finds_events_put_in_another_order(ministry):
    """Guarantee 21."""
    draft = eventful(ministry)
    around_the_engine("UPDATE approvals_event SET sequence = 1000 WHERE sequence = 2 AND draft_id = %s", draft.pk)
    around_the_engine("UPDATE approvals_event SET sequence = 2 WHERE sequence = 3 AND draft_id = %s", draft.pk)
    around_the_engine("UPDATE approvals_event SET sequence = 3 WHERE sequence = 1000 AND draft_id = %s", draft.pk)
    assert {sequence for _chain, sequence, _what in faults(draft)} >= {2, 3}


def test_the_checker_finds_an_event_put_in_though_its_own_hash_is_right(ministry):
    """Guarantee 21."""
    draft = eventful(ministry)
    forged = Event(
        draft=draft, sequence=draft.event_count + 1, kind="approve", at=later(9), by=ministry.mina,
        data={"revision": "x"}, previous=draft.event_head,
    )  # fmt: skip
    forged.hash = audit.digest(forged)
    forged.save()
    assert faults(draft) == [(draft.reference, draft.event_count, "the tail does not match the head on record")]


def test_the_checker_finds_an_event_rewritten_together_with_its_hash(ministry):
    """Guarantee 21."""
    draft = eventful(ministry)
    event = draft.events.get(sequence=3)
    event.data = event.data | {"level": "Nobody"}
    around_the_engine(
        "UPDATE approvals_event SET data = %s, hash = %s WHERE id = %s",
        json.dumps(event.data), audit.digest(event), event.pk,
    )  # fmt: skip
    assert (draft.reference, 4, "does not follow the event before it") in faults(draft)


@pytest.mark.parametrize("content", ['{"text": "Other words."}', "{}", "[]", None])
def test_the_checker_finds_a_text_altered_though_every_event_is_as_it_was(ministry, content):
    """Guarantee 21."""
    draft = eventful(ministry)
    if content is None:
        other = Revision.objects.get(draft=draft, number=2).body
        other = type(other)(other.channel_ids, other.language, "Other words.")
        around_the_engine(
            "UPDATE approvals_revision SET content = %s, hash = %s WHERE number = 2",
            json.dumps(other.to_json()), other.digest(),
        )  # fmt: skip
    else:
        around_the_engine("UPDATE approvals_revision SET content = %s WHERE number = 2", content)
    assert faults(draft) == [(draft.reference, 6, "its text is not the one that was written")]


def test_the_checker_finds_a_text_taken_away_and_one_put_in(ministry):
    """Guarantee 21."""
    draft = ministry.draft()
    around_the_engine("UPDATE approvals_revision SET number = 7 WHERE draft_id = %s", draft.pk)
    assert [what for _chain, _sequence, what in faults(Draft.objects.get(pk=draft.pk))] == [
        "its text is not the one that was written", "revision 7 is not on record",
    ]  # fmt: skip


def test_the_ministrys_own_record_is_a_chain_too(ministry):
    """Guarantee 21."""
    for name in ("One", "Two", "Three"):
        policies.create_policy(name=name, order=1, by=ministry.paul, at=NOW)
    assert list(audit.verify_all()) == []
    around_the_engine(
        "UPDATE approvals_event SET by_id = %s WHERE ledger_id IS NOT NULL AND sequence = 2", ministry.petra.pk
    )
    assert [(fault.chain, fault.sequence) for fault in audit.verify(Ledger.objects.get())] == [("ministry", 2)]


def test_the_command_says_whether_the_record_holds(ministry):
    """Guarantee 21."""
    draft = eventful(ministry)
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert "holds" in said.getvalue()
    around_the_engine("DELETE FROM approvals_event WHERE sequence = 2 AND draft_id = %s", draft.pk)
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=said)
    assert f"{draft.reference} event 2" in said.getvalue()


@pytest.mark.parametrize("table", RECORDS)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_or_delete_the_record(ministry, table, statement):
    """Guarantee 21."""
    draft = ministry.cleared()
    Denial.objects.create(draft=draft, user=ministry.gil, door="page", at=NOW)
    with pytest.raises(DatabaseError, match=f"append_only: {table}"):
        run(statement.format(table))


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize("model", [Event, Revision, Decision])
def test_the_record_cannot_be_changed_through_its_models_either(ministry, model):
    """Guarantee 21."""
    ministry.cleared()
    row = model.objects.first()
    for change in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_neither_events_nor_messages_hold_a_word_of_the_text(ministry):
    """Guarantee 21."""
    eventful(ministry)
    told = Message.objects.values_list("params", flat=True)
    assert "ecret" not in json.dumps([*Event.objects.values_list("data", flat=True), *told])
