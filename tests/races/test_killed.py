"""kill -9 at every statement of an action: nothing of it is there afterwards, and the next attempt does all of it."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from approvals import audit
from approvals.models import Draft
from tests.actions.asking import everything, in_state
from tests.people import fresh

pytestmark = pytest.mark.django_db(transaction=True)
VERBS = {
    "submit": ("draft", "in_review"),
    "approve": ("in_review", "in_review"),
    "publish": ("cleared", "published"),
    "hold": ("cleared", "cleared"),
    "sweep": ("in_review", "in_review"),
}


@pytest.fixture
def dying(db):
    """A process that performs actions on the same database and can be told where to die."""
    database = settings.DATABASES["default"]
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.races.dying"]
    with subprocess.Popen(
        command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:

        def act(verb, draft, last):
            process.stdin.write(f"{verb} {draft.pk} {last}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield act
        process.stdin.close()


def wait_until_the_database_has_noticed():
    """Wait until the transaction of the dead process is rolled back: a sweep passes by what it still holds.

    Of this database alone: tests that run beside this one have transactions of their own in theirs.
    """
    for _ in range(3000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("the transaction of the dead process is still there")


@pytest.mark.parametrize("verb", VERBS)
def test_a_process_killed_at_any_statement_leaves_nothing_half_done(ministry, dying, verb):
    """Guarantee 15."""
    state, leads_to = VERBS[verb]
    draft = in_state(ministry, state)
    before, deaths = everything(), 0
    while (ended := dying(verb, draft, deaths + 1)) == -signal.SIGKILL:
        deaths += 1
        wait_until_the_database_has_noticed()
        assert everything() == before, f"half done after {deaths - 1} statements"
    assert ended == 0
    assert deaths > 8
    after = everything()
    assert after != before
    assert fresh(draft).state == leads_to
    assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []
    print(f"{verb}: killed {deaths} times, then done")
