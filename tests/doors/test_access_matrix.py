"""Every address answers each kind of person as the matrix says, and none is missing from it."""

import json

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals.models import Denial
from tests.doors.calls import Caller
from tests.doors.matrix import GUARDED, OPEN, PERSONS, ROWS, World, routes
from tests.people import NOW

WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all rows; each cell is undone."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def guarded():
    return [(route, view) for route, view in routes() if route.startswith(GUARDED) and route not in OPEN]


def methods(view):
    """The methods of an API view; a page's view does not say, so its rows speak for it."""
    names = ("get", "post", "put", "patch", "delete")
    return {name.upper() for name in names if hasattr(getattr(view, "cls", None), name)}


def test_there_are_addresses_to_guard():
    assert len(guarded()) > 25
    assert {route for route, _view in routes()} >= OPEN


def test_every_address_and_method_has_a_row():
    wanted = {(method, route) for route, view in guarded() for method in methods(view)}
    assert wanted - {(row.method, row.route) for row in ROWS} == set()
    assert {route for route, _view in guarded()} - {row.route for row in ROWS} == set()


def test_every_row_is_of_an_address_that_there_is():
    assert {row.route for row in ROWS} - {route for route, _view in routes()} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.route}")
def test_each_person_is_answered_as_the_matrix_says(world, row):
    assert {person: answered(world, row, person) for person in PERSONS} == row.expected


def answered(world, row, person):
    """Give the status, and undo what was done."""
    body = row.body(world) if row.body else None
    draft = world.drafts[row.on]
    with transaction.atomic():
        caller = Caller(world.persons[person])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = caller.call(row.method, world.path(row), body, If_Match=f'"{draft.current.hash}"')
        written = [query["sql"] for query in asked if query["sql"].startswith(WRITES)]
        if row.method == "GET":
            assert [sql for sql in written if "approvals_denial" not in sql] == []
        if answer.status_code == 404 and "<uuid:draft_id>" in row.route:
            denial = Denial.objects.latest("pk")
            assert (denial.draft_id, denial.user, row.method in denial.door) == (draft.pk, world.persons[person], True)
        if answer.status_code == 401:
            assert answer["WWW-Authenticate"] == "Token"
        assert json.loads(answer.content) is not None
        transaction.set_rollback(True)
    return answer.status_code
