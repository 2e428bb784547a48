"""The time is the database's, whatever the machine believes; and asking for it costs next to nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError, connection

from accounts import clock

HOUR = timedelta(hours=1)
SOON = timedelta(seconds=10)


@pytest.fixture
def following(db, monkeypatch):
    """Go by the database's clock, as every process of an installation does; the tests' own time may travel."""
    monkeypatch.setattr(clock, "_clock", clock._Clock())
    clock.follow_database()


def of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("wrong_by", [HOUR, -HOUR, timedelta(days=400)])
def test_a_machine_whose_clock_is_wrong_knows_the_time_all_the_same(following, wrong_by):
    """Guarantee 17."""
    with time_machine.travel(datetime.now(UTC) + wrong_by):
        assert of_the_database() - SOON < clock.now() <= of_the_database()


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_step_of_the_machines_clock_between_two_questions_does_no_harm(following, step):
    before = clock.now()
    with time_machine.travel(datetime.now(UTC) + step):
        assert before <= clock.now() < before + SOON


def test_the_database_is_asked_once_in_half_a_minute_and_no_more(following, monkeypatch, django_assert_num_queries):
    passed = [1000.0]
    monkeypatch.setattr(clock, "steady", lambda: passed[0])
    with django_assert_num_queries(1):
        first = clock.now()
        passed[0] += 29
        assert clock.now() == first + timedelta(seconds=29)
    passed[0] += 1
    with django_assert_num_queries(1):
        assert clock.now() - first < SOON


def test_a_task_asks_again_before_it_begins(following, django_assert_num_queries):
    clock.now()
    with django_assert_num_queries(1):
        clock.ask()


def test_time_goes_on_while_the_database_does_not_answer(following, monkeypatch, caplog):
    passed = [1000.0]
    monkeypatch.setattr(clock, "steady", lambda: passed[0])
    known, asked = clock.now(), []

    def away():
        asked.append(passed[0])
        raise OperationalError("away")

    monkeypatch.setattr(clock, "_database_time", away)
    for _second in range(40):
        passed[0] += 1
        assert clock.now() == known + timedelta(seconds=passed[0] - 1000)
    assert asked == [1030.0, 1035.0, 1040.0]
    assert "does not say what time it is (OperationalError)" in caplog.text


def test_the_answer_counts_from_when_it_came_so_that_nothing_is_early(following, monkeypatch):
    """Guarantee 17."""
    passed = [1000.0]
    said = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)

    def slowly():
        passed[0] += 3
        return said

    monkeypatch.setattr(clock, "steady", lambda: passed[0])
    monkeypatch.setattr(clock, "_database_time", slowly)
    assert clock.now() == said


def test_a_process_that_does_not_follow_it_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0), time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        clock.ask()
        assert clock.now() == datetime(2031, 1, 1, tzinfo=UTC)


def test_on_sqlite_the_machines_clock_is_the_databases(following, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    with django_assert_num_queries(0), time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2031, 1, 1, tzinfo=UTC)
