"""A beat or a worker that is stuck is ended by its own watchdog; one that only waits for its broker is not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import current_app
from django.db import OperationalError, connection

from approvals.models import Heartbeat
from config import broker, heartbeats, watchdog
from config.heartbeats import BACKLOG, BeatingScheduler, _Attention, _is_backed_up, state
from config.watchdog import Watchdog


class Ended(Exception):
    """The process would have ended here."""


class Time:
    """The steady clock and the broker, as a test says."""

    now = 1000.0
    broker = True


@pytest.fixture
def time(monkeypatch):
    time = Time()

    def end(status):
        raise Ended(status)

    monkeypatch.setattr(watchdog.clock, "steady", lambda: time.now)
    monkeypatch.setattr(broker, "answers", lambda: time.broker)
    monkeypatch.setattr(watchdog.os, "_exit", end)
    return time


@pytest.fixture
def dog(db, time):
    dog = Watchdog(part="worker", name="celery@one", ignores_work=lambda: dog.deaf)
    dog.deaf = False
    return dog


def pass_seconds(time, dog, seconds, *, moving):
    """Let so much time pass, with a look every five seconds."""
    for _look in range(int(seconds / 5)):
        time.now += 5
        if moving:
            dog.moved()
        dog.look()


def said():
    return set(Heartbeat.objects.values_list("part", "name"))


def test_a_worker_that_moves_says_that_it_lives(time, dog):
    pass_seconds(time, dog, 300, moving=True)
    assert said() == {("worker", "celery@one")}


def test_a_worker_that_has_stopped_moving_says_nothing_and_is_ended_after_a_minute(time, dog, caplog):
    pass_seconds(time, dog, 20, moving=False)
    Heartbeat.objects.all().delete()
    pass_seconds(time, dog, 40, moving=False)
    assert said() == set()
    with pytest.raises(Ended, match="70"):
        pass_seconds(time, dog, 5, moving=False)
    assert "This worker has not moved for 65 seconds: its watchdog ends it" in caplog.text


def test_a_worker_that_waits_for_its_broker_lives_and_is_left_to_wait(time, dog):
    time.broker = False
    pass_seconds(time, dog, 600, moving=False)
    assert said() == {("worker", "celery@one")}
    time.broker = True
    # Celery knocks at a broker that was away every thirty seconds at most.
    pass_seconds(time, dog, 35, moving=False)
    pass_seconds(time, dog, 60, moving=True)


def test_a_worker_that_is_connected_and_takes_nothing_is_ended_after_half_a_minute(time, dog, caplog):
    dog.deaf = True
    pass_seconds(time, dog, 30, moving=True)
    with pytest.raises(Ended):
        pass_seconds(time, dog, 5, moving=True)
    assert "has taken no task for 35 seconds although tasks wait" in caplog.text


def test_while_a_worker_is_still_looking_for_its_broker_it_is_not_called_deaf(time, dog):
    dog.deaf = True
    pass_seconds(time, dog, 35, moving=False)
    pass_seconds(time, dog, 25, moving=True)
    # What would have ended it has only begun to count: a little later it does.
    with pytest.raises(Ended):
        pass_seconds(time, dog, 10, moving=True)


def test_a_database_that_is_away_ends_no_worker(time, dog, monkeypatch, caplog):
    closed = []
    monkeypatch.setattr(watchdog.heartbeats, "say", lambda **_: (_ for _ in ()).throw(OperationalError("away")))
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    pass_seconds(time, dog, 600, moving=True)
    assert "The heartbeat of worker could not be written: OperationalError" in caplog.text
    assert closed  # so that the next word is said on a connection of its own


def test_a_worker_ignores_its_work_only_while_it_takes_nothing_and_has_nothing_in_hand(monkeypatch):
    waiting, taken = [3], [7]
    monkeypatch.setattr(broker, "waiting", lambda *_queues: waiting[0])
    monkeypatch.setattr(state, "all_total_count", taken)
    attention = _Attention()
    assert not attention.is_elsewhere()  # it took seven since it was last asked: never
    assert attention.is_elsewhere()
    taken[0] += 1
    assert not attention.is_elsewhere()
    waiting[0] = 0
    assert not attention.is_elsewhere()


@pytest.mark.parametrize(("wait", "sent"), [(0, True), (BACKLOG - 1, True), (BACKLOG, False), (5000, False)])
def test_beat_adds_nothing_to_a_queue_that_nobody_takes_from(monkeypatch, wait, sent):
    monkeypatch.setattr(broker, "waiting", lambda *_queues: wait)
    assert _is_backed_up("approvals.sweep_alarms") is not sent


def test_beat_counts_its_intervals_by_a_clock_that_nobody_can_set(monkeypatch):
    passed = [50_000.0]
    monkeypatch.setattr(heartbeats.clock, "steady", lambda: passed[0])
    entry = BeatingScheduler.Entry(name="sweep", task="approvals.sweep_alarms", schedule=5.0, app=current_app)
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1)):
        assert entry.is_due() == (False, 5.0)
        passed[0] += 5
        assert entry.is_due().is_due
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        assert not next(entry).is_due().is_due
