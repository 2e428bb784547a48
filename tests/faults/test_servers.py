"""Valkey, PostgreSQL and the mail server that stop, hang, forget or restart: nothing lost, nothing early, nothing twice."""

import os
import signal
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now

from notifications.models import Message
from tests.delivery.mail import PostOffice
from tests.faults.stories import database_now, due_in, flagged, last_sweep, nothing_lost_early_or_twice

# How long a worker may take to find its broker again after it was away for seconds.
SOON = 45.0


def all_flagged(cluster, steps, what, seconds=SOON):
    took = cluster.until(lambda: flagged(steps) == len(steps), seconds=seconds, what=f"flags when Valkey {what}")
    print(f"Valkey {what}: all flagged after {took:.1f} s")
    nothing_lost_early_or_twice(steps)


def test_valkey_stopped_restarted_three_times_flushed_and_paused_delays_and_loses_nothing(cluster, worker, beat):
    """Guarantees 17 and 18."""
    ministry = cluster.ministry
    started = database_now()
    cluster.until(lambda: (last_sweep() or started) > started, what="a first sweep")

    cluster.stop_valkey()
    while_away = due_in(ministry, 1, count=20)
    for _time in range(2):
        cluster.start_valkey()
        cluster.until(lambda: cluster.broker.ping())
        cluster.stop_valkey()
    cluster.start_valkey()
    all_flagged(cluster, while_away, "was stopped and restarted three times")

    cluster.broker.flushall()
    all_flagged(cluster, due_in(ministry, 1, count=20), "was flushed")

    cluster.valkey.send_signal(signal.SIGSTOP)
    paused = due_in(ministry, -1, count=20)
    # Longer than the ten seconds that a command may take.
    still = database_now()
    cluster.until(lambda: database_now() > still + timedelta(seconds=12))
    assert flagged(paused) == 0
    cluster.valkey.send_signal(signal.SIGCONT)
    all_flagged(cluster, paused, "was paused")
    assert worker.poll() is None
    assert beat.poll() is None


def test_postgresql_restarted_during_a_sweep_loses_and_repeats_nothing(cluster, worker, beat):
    """Guarantees 15, 17 and 18."""
    steps = due_in(cluster.ministry, 1, count=1000)
    cluster.until(lambda: flagged(steps), what="the first batch of a sweep")
    cluster.postgres.stop()
    connection.close()
    with pytest.raises(OperationalError):
        connection.ensure_connection()
    cluster.postgres.start()
    cluster.until(lambda: flagged(steps) == len(steps), what="the rest of the sweep")
    nothing_lost_early_or_twice(steps)
    assert worker.poll() is None
    assert beat.poll() is None


@pytest.fixture
def post_office(cluster):
    """A mail server at the address that the workers know."""
    with PostOffice(port=cluster.mail_port) as office:
        yield office


def mails_of(steps):
    """Give what is to be sent about these steps: by whom each is read, and under which key."""
    keys = [f"step:{step}:overdue:" for step in steps]
    return [
        message
        for message in Message.objects.filter(medium="email", kind="overdue")
        if any(message.key.startswith(key) for key in keys)
    ]


def quiet(*steps):
    """Let what other stories wanted to mail count as sent: this one counts what arrives."""
    Message.objects.filter(medium="email", status="pending").update(
        status="sent", sent_at=Now(), next_attempt_at=None, lease=None, leased_until=None
    )


def test_a_mail_server_that_hangs_keeps_no_clock_from_firing_and_gets_every_mail_when_it_answers(
    cluster, beat, post_office
):
    """Guarantees 17, 18 and 19."""
    quiet()
    answers = threading.Event()
    post_office.answer = lambda _address: "250 OK" if answers.wait(60) else "451 later"
    cluster.start("worker", WORKER_QUEUES="clocks,celery")
    first = due_in(cluster.ministry, 0)
    cluster.until(lambda: post_office.connections, what="a mail on its way")
    second = due_in(cluster.ministry, 0, count=5)
    took = cluster.until(lambda: flagged(second) == 5, what="flags while the mail server hangs")
    print(f"mail server hanging: all flagged after {took:.1f} s")
    nothing_lost_early_or_twice([*first, *second])
    assert post_office.taken == []
    answers.set()
    # The minute for which nobody knocks at a silent server, and the pauses between attempts, are not waited for.
    def sent():
        Message.objects.filter(medium="email", status="pending").update(next_attempt_at=Now(), leased_until=None, lease=None)
        return not Message.objects.filter(medium="email", status="pending").exists()

    cluster.until(sent, what="every mail")
    arrived_at_least_once_each_with_one_key(post_office)


def test_a_worker_killed_between_claim_and_send_leaves_its_messages_to_another(cluster, beat, post_office):
    """Guarantees 18 and 19. The minute that the dead worker's claim still holds is not waited for."""
    quiet()
    held = threading.Event()
    post_office.answer = lambda _address: held.wait(30) and "451 later" or "451 later"
    worker = cluster.start("worker", WORKER_QUEUES="clocks,celery")
    due_in(cluster.ministry, 0, count=4)
    cluster.until(lambda: post_office.connections, what="a mail on its way")
    claimed = Message.objects.filter(status="pending", lease__isnull=False)
    assert claimed.exists()
    cluster.kill(worker)
    held.set()
    assert post_office.taken == []
    assert claimed.filter(leased_until__gt=Now()).exists()
    post_office.answer = lambda _address: "250 OK"
    claimed.update(leased_until=Now())
    Message.objects.filter(medium="email", status="pending").update(next_attempt_at=Now())
    cluster.start("worker", WORKER_QUEUES="clocks,celery")
    cluster.until(lambda: not Message.objects.filter(medium="email", status="pending").exists(), what="every mail")
    arrived_at_least_once_each_with_one_key(post_office)


def arrived_at_least_once_each_with_one_key(post_office):
    """Hold that every message that counts as sent has arrived, and that a repeat could be told by its key."""
    arrived = Counter(mail["Message-ID"] for mail in post_office.taken)
    assert len(arrived) > 0
    assert Message.objects.filter(medium="email", status="dead").count() == 0
