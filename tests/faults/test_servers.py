"""Valkey, PostgreSQL and a mail server that stop, hang, forget or restart: nothing lost, early or twice."""

import signal
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now

from notifications.delivery import NO_ANSWER
from notifications.models import Message
from tests.delivery.mail import PostOffice
from tests.faults.stories import database_now, due_in, flagged, last_sweep, nothing_lost_early_or_twice

BOTH = {"WORKER_QUEUES": "clocks,celery"}
# How long a worker may take to find its broker again after it was away for seconds.
SOON = 45.0


def all_flagged(cluster, steps, what):
    took = cluster.until(lambda: flagged(steps) == len(steps), seconds=SOON, what=f"flags when Valkey {what}")
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
        cluster.until(cluster.broker.ping)
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
    steps = due_in(cluster.ministry, 1, count=700)
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


WAITING = Message.objects.filter(medium="email", status="pending")


@pytest.fixture
def nothing_else_to_mail(cluster):
    """Let what other stories wanted to mail count as sent: these count what arrives."""
    WAITING.update(status="sent", sent_at=Now(), next_attempt_at=None, lease=None, leased_until=None)
    Message.objects.update(mail="")


def without_waiting():
    """Shorten the minute for which nobody knocks at a silent server, and the pauses between attempts, to nothing."""
    WAITING.filter(lease__isnull=False, last_error__startswith=NO_ANSWER).update(leased_until=Now())
    WAITING.filter(lease__isnull=True).update(next_attempt_at=Now())


def all_arrived(cluster, post_office):
    """Wait until every mail is sent; hold that each arrived, and that a repeat has the identifier of the first."""

    def sent():
        without_waiting()
        return not WAITING.exists()

    cluster.until(sent, what="every mail")
    arrived = Counter(mail["Message-ID"][1:].partition("@")[0] for mail in post_office.taken)
    assert set(arrived) == set(Message.objects.exclude(mail="").values_list("mail", flat=True)) != set()
    assert not Message.objects.filter(medium="email", status="dead").exists()
    return arrived


@pytest.mark.usefixtures("nothing_else_to_mail")
def test_a_mail_server_that_hangs_keeps_no_clock_from_firing_and_gets_every_mail_when_it_answers(
    cluster, beat, post_office
):
    """Guarantees 17, 18 and 19. As in compose.yaml, one worker takes whatever there is, and one the clocks alone."""
    answers = threading.Event()
    post_office.answer = lambda _address: "250 OK" if answers.wait(60) else "451 later"
    cluster.start("worker", **BOTH)
    cluster.start("worker")
    first = due_in(cluster.ministry, 0)
    cluster.until(lambda: post_office.connections, what="a mail on its way")
    second = due_in(cluster.ministry, 0, count=5)
    took = cluster.until(lambda: flagged(second) == 5, what="flags while the mail server hangs")
    print(f"mail server hanging: all flagged after {took:.1f} s")
    nothing_lost_early_or_twice([*first, *second])
    assert post_office.taken == []
    answers.set()
    all_arrived(cluster, post_office)


@pytest.mark.usefixtures("nothing_else_to_mail")
def test_a_worker_killed_between_claim_and_send_leaves_its_mails_to_another(cluster, beat, post_office):
    """Guarantees 18 and 19. The minute that the dead worker's claim still holds is not waited for."""
    let_go = threading.Event()

    def hold(_address):
        let_go.wait(60)
        return "451 later"

    post_office.answer = hold
    worker = cluster.start("worker", **BOTH)
    due_in(cluster.ministry, 0, count=4)
    cluster.until(lambda: post_office.connections, what="a mail on its way")
    cluster.kill(worker)
    let_go.set()
    claimed = WAITING.filter(lease__isnull=False, leased_until__gt=Now())
    assert claimed.exists()
    assert post_office.taken == []
    post_office.answer = lambda _address: "250 OK"
    claimed.update(leased_until=Now(), next_attempt_at=Now())
    cluster.start("worker", **BOTH)
    all_arrived(cluster, post_office)


@pytest.mark.usefixtures("nothing_else_to_mail")
def test_a_worker_killed_between_send_and_confirm_repeats_a_mail_under_the_identifier_that_it_had(
    cluster, beat, post_office
):
    """Guarantees 18 and 19. The minute that the dead worker's claim still holds is not waited for."""
    let_go = threading.Event()
    post_office.after_taking = lambda: let_go.wait(60)
    worker = cluster.start("worker", **BOTH)
    due_in(cluster.ministry, 0)
    cluster.until(lambda: post_office.taken, what="a mail that has arrived")
    cluster.kill(worker)
    let_go.set()
    WAITING.filter(lease__isnull=False).update(leased_until=Now(), next_attempt_at=Now())
    cluster.start("worker", **BOTH)
    assert max(all_arrived(cluster, post_office).values()) == 2
