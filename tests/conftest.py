"""What every room's tests share; the people of the stories are in tests/people.py."""

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from accounts import clock
from notifications.services.spread import silence
from tests import people

APPEND_ONLY = ("approvals_event", "approvals_revision", "approvals_decision", "approvals_denial")


@pytest.fixture
def ministry(db) -> people.Ministry:
    """The ministry of the stories; with transaction=True its rows are committed, for tests with real threads."""
    return people.build()


@pytest.fixture(autouse=True)
def time_travels(monkeypatch):
    """Let the tests' own time count: a server that a browser test starts here goes by the database's from then on."""
    monkeypatch.setattr(clock, "_clock", clock._Clock())


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch):
    """Until a test registers a service, this process knows that there is none, as it does for seconds at a time."""
    monkeypatch.setattr(silence, "until", float("inf"))


@pytest.fixture(autouse=True, scope="session")
def let_the_test_runner_empty_the_record():
    """Between tests that commit, Django truncates every table: only here, the record's triggers step aside for it."""
    refused = DatabaseOperations.sql_flush

    def allowed(self, *args, **kwargs):
        statements = refused(self, *args, **kwargs)
        switch = "ALTER TABLE {} {} TRIGGER USER;"
        off = [switch.format(table, "DISABLE") for table in APPEND_ONLY]
        on = [switch.format(table, "ENABLE") for table in APPEND_ONLY]
        return [*off, *statements, *on] if statements else statements

    DatabaseOperations.sql_flush = allowed
    yield
    DatabaseOperations.sql_flush = refused
