"""The first journey on the embedded database, in a file, as `make run` has it: run by test_on_sqlite.py."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
import pytest

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from approvals import audit
from approvals.actions import alarms
from approvals.models import Decision, Delay, Denial, Draft, Level
from tests import people
from tests.actions.asking import approve
from tests.actions.test_searching import test_a_draft_is_found_by_whatever_one_knows_of_it
from tests.journeys.test_first_journey import test_a_draft_passes_three_levels_is_flagged_when_late_and_is_published
from tests.people import NOW, later

RECORDS = ("approvals_event", "approvals_revision", "approvals_decision", "approvals_denial")


def refuses(statement: str, reason: str) -> None:
    """Expect the database itself to refuse a statement."""
    with pytest.raises(DatabaseError, match=reason), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def the_record_is_append_only(ministry: people.Ministry) -> None:
    Denial.objects.create(draft=Draft.objects.first(), user=ministry.gil, door="page", at=NOW)
    for table in RECORDS:
        for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            refuses(statement.format(table), f"append_only: {table}")
    assert Level.objects.exists()
    refuses("UPDATE approvals_level SET name = 'Nobody'", "frozen_version")
    refuses("DELETE FROM approvals_level", "frozen_version")
    refuses("DELETE FROM approvals_levelescalation", "frozen_version")
    refuses("UPDATE approvals_policyversion SET conditions = '[]'", "frozen_version")
    refuses("UPDATE approvals_policyversion SET status = 'draft'", "frozen_version")


def four_writers_at_once_wait_their_turn(ministry: people.Ministry) -> None:
    """Let four threads approve and sweep: nobody meets a locked database, and each thing happens once."""
    drafts = [ministry.submitted(f"Draft {number}.") for number in range(24)]

    def work(number: int) -> None:
        try:
            for draft in drafts[number::3]:
                approve(draft, ministry.helen, at=later(1))
        finally:
            connections.close_all()

    def sweep(_number: int) -> None:
        try:
            for _ in range(8):
                alarms.fire_due(at=later(9))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(work, number) for number in range(3)] + [pool.submit(sweep, 0)]
        for each in running:
            each.result(timeout=60)
    alarms.fire_due(at=later(9))
    assert Decision.objects.filter(by=ministry.helen, draft__in=drafts).count() == len(drafts)
    assert Delay.objects.filter(step__name="Desk", draft__in=drafts).count() == len(drafts)
    assert list(audit.verify_all()) == []


def main() -> None:
    call_command("migrate", verbosity=0)
    assert connection.vendor == "sqlite"
    assert Path(connection.settings_dict["NAME"]).exists()
    ministry = people.build()
    with transaction.atomic():
        test_a_draft_is_found_by_whatever_one_knows_of_it(ministry)
        transaction.set_rollback(True)
    test_a_draft_passes_three_levels_is_flagged_when_late_and_is_published(ministry)
    the_record_is_append_only(ministry)
    four_writers_at_once_wait_their_turn(ministry)
    print("The first journey holds on SQLite.")


if __name__ == "__main__":
    main()
