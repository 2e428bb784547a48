"""One statement writes many rows, and means what bulk_update means."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from approvals.models import Draft, Step
from approvals.writing_rows import write_each
from tests.actions.crowd import columns, late
from tests.people import NOW

ODD = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def steps(ministry):
    late(ministry, 5)
    return list(Step.objects.filter(status="open").order_by("pk"))


def change(steps):
    for number, step in enumerate(steps):
        step.overdue_at = ODD + timedelta(seconds=number) if number % 2 else None
        step.next_alarm_at, step.alarms_fired = NOW + timedelta(days=number), number
        step.name = f"not written {number}"
    return steps


def kept(model):
    return [columns(row) for row in model.objects.order_by("pk")]


@pytest.mark.parametrize("vendor", ["postgresql", "sqlite"])
def test_it_writes_what_bulk_update_writes_and_nothing_else(steps, monkeypatch, vendor, django_assert_num_queries):
    written = ("overdue_at", "next_alarm_at", "alarms_fired")
    others = kept(Step)
    Step.objects.bulk_update(change(steps), written)
    wanted = kept(Step)
    assert wanted != others
    Step.objects.bulk_update(
        [Step(**row) for row in others], [name for name in others[0] if name not in ("id", *written)] + list(written)
    )
    assert kept(Step) == others
    monkeypatch.setattr(connection, "vendor", vendor)
    with django_assert_num_queries(1):
        write_each(change(steps[:-1]) + change(steps)[-1:], written)
    assert kept(Step) == wanted


def test_keys_and_hashes_are_written_as_they_are(steps):
    drafts = list(Draft.objects.order_by("pk"))
    for number, draft in enumerate(drafts):
        draft.event_count, draft.event_head = number, f"{number:064x}'\"\\%s"[:64]
    write_each(drafts, ("event_count", "event_head"))
    assert list(Draft.objects.order_by("pk").values_list("pk", "event_count", "event_head")) == [
        (draft.pk, draft.event_count, draft.event_head) for draft in drafts
    ]


def test_no_rows_cost_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        write_each([], ("name",))
