"""Workers and beats that are killed, doubled, absent, stuck or wrong about the time: nothing lost, early or twice.

Real processes, on servers of their own. Where a story would wait for minutes, its deadlines are put into the past
instead, and its docstring says so.
"""

import json
import os
import signal
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from rest_framework.authtoken.models import Token

from approvals.models import Draft, Heartbeat
from config.run.services import free_port
from config.watchdog import GAVE_UP
from tests.faults.stories import database_now, due_in, flagged, last_sweep, nothing_lost_early_or_twice

HOUR = 3600
ABSENCE = int(os.environ.get("CHANCERY_ABSENCE", "8"))
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills groups of processes as Linux makes them")


def test_a_worker_killed_in_the_middle_of_a_sweep_loses_nothing_and_repeats_nothing(cluster, beat):
    """Guarantees 17, 18 and 19."""
    steps = due_in(cluster.ministry, 1, count=800)
    worker = cluster.start("worker", WORKER_CONCURRENCY="1")
    cluster.until(lambda: flagged(steps), what="the first batch of a sweep")
    cluster.kill(worker)
    done = flagged(steps)
    assert 0 < done < len(steps)
    cluster.start("worker")
    cluster.until(lambda: flagged(steps) == len(steps), what="the rest of the sweep")
    nothing_lost_early_or_twice(steps)


def test_one_process_of_a_worker_killed_over_a_sweep_is_replaced_and_the_sweep_is_done(cluster, beat):
    """Guarantees 18 and 19."""
    steps = due_in(cluster.ministry, 1, count=700)
    worker = cluster.start("worker", WORKER_CONCURRENCY="1")
    cluster.until(lambda: flagged(steps), what="the first batch of a sweep")
    for child in Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    cluster.until(lambda: flagged(steps) == len(steps), what="the rest of the sweep")
    nothing_lost_early_or_twice(steps)
    assert worker.poll() is None


def test_two_beats_fire_everything_once(cluster, worker):
    """Guarantee 18."""
    for _beat in range(2):
        cluster.start("beat")
    steps = due_in(cluster.ministry, 8, count=60)
    cluster.until(lambda: flagged(steps) == len(steps), what="all flags")
    before = last_sweep()
    cluster.until(lambda: last_sweep() > before + timedelta(seconds=2), what="another sweep")
    nothing_lost_early_or_twice(steps)


def test_a_worker_that_is_asked_to_stop_finishes_its_sweep_and_ends(cluster, worker, beat):
    """Guarantee 23."""
    steps = due_in(cluster.ministry, 0, count=700)
    cluster.until(lambda: flagged(steps), what="the first batch of a sweep")
    worker.send_signal(signal.SIGTERM)
    # The fifteen seconds of the settings, and those that a busy machine takes.
    cluster.until(lambda: worker.poll() is not None, seconds=60, what="the end of the worker")
    assert flagged(steps) == len(steps)
    nothing_lost_early_or_twice(steps)


def test_while_there_is_no_beat_nothing_fires_and_when_there_is_one_everything_does(cluster, worker):
    """Guarantee 17. The ten minutes are not waited for: deadlines of ten minutes ago are put there instead."""
    steps = due_in(cluster.ministry, -600, count=30)
    cluster.until(lambda: Heartbeat.objects.filter(part="worker", at__gt=database_now() - timedelta(seconds=5)))
    time.sleep(2)
    assert flagged(steps) == 0
    cluster.start("beat")
    took = cluster.until(lambda: flagged(steps) == len(steps), what="all flags")
    print(f"without a beat for ten minutes: all flagged {took:.1f} s after its start")
    nothing_lost_early_or_twice(steps)


def test_deadlines_that_come_while_the_beat_is_dead_are_flagged_once_when_there_is_one_again(cluster, worker):
    """Guarantee 17. Dead for some seconds here, and for ten minutes in `make test-long`."""
    dead = cluster.start("beat")
    cluster.until(last_sweep, what="a first sweep")
    cluster.kill(dead)
    steps = due_in(cluster.ministry, 4, count=30)
    time.sleep(ABSENCE)
    assert flagged(steps) == 0
    cluster.start("beat")
    took = cluster.until(lambda: flagged(steps) == len(steps), what="all flags")
    print(f"a beat that was dead for {ABSENCE} s: all flagged {took:.1f} s after the next one's start")
    nothing_lost_early_or_twice(steps)


@pytest.mark.parametrize(("ahead", "beat_ahead"), [(HOUR, -HOUR), (-HOUR, HOUR)])
def test_a_worker_and_a_beat_whose_clocks_are_an_hour_off_fire_at_the_right_time(cluster, ahead, beat_ahead):
    """Guarantee 17."""
    in_half_an_hour = due_in(cluster.ministry, HOUR / 2, count=3)
    worker = cluster.start("worker", wrong_by=ahead)
    cluster.start("beat", wrong_by=beat_ahead)
    started = database_now()
    cluster.until(lambda: (last_sweep() or started) > started, what="a first sweep")
    soon = due_in(cluster.ministry, 5, count=3)
    cluster.until(lambda: flagged(soon) == 3, what="the flags")
    nothing_lost_early_or_twice(soon, within=HOUR / 2)
    assert flagged(in_half_an_hour) == 0
    assert worker.poll() is None
    lives = Heartbeat.objects.filter(part__in=("worker", "beat", "sweep"), at__gt=started)
    assert lives.count() == 3
    assert not lives.filter(at__gt=database_now()).exists()


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
def test_a_web_process_whose_clock_is_an_hour_off_stamps_what_it_writes_with_the_right_time(cluster, ahead):
    """Guarantee 17."""
    port, ministry = free_port(), cluster.ministry
    cluster.start(str(port), wrong_by=ahead)
    address = f"http://127.0.0.1:{port}"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def answers():
        try:
            return direct.open(f"{address}/healthz", timeout=5).status == 200
        except OSError:
            return False

    cluster.until(answers, what="an answer")
    token = Token.objects.get_or_create(user=ministry.layla)[0].key
    body = {"channels": [str(ministry.x.pk)], "text": "The embassy is open today.", "language": "en"}
    before = database_now()
    request = urllib.request.Request(  # noqa: S310 (of our own making)
        f"{address}/api/v1/drafts/",
        json.dumps(body).encode(),
        {"Authorization": f"Token {token}", "Content-Type": "application/json"},
    )
    draft = Draft.objects.get(pk=json.load(direct.open(request, timeout=30))["id"])
    assert before - timedelta(seconds=1) <= draft.created_at <= database_now()
    assert before - timedelta(seconds=1) <= draft.events.get(kind="created").at <= database_now()


def test_ten_thousand_deadlines_in_one_second_are_all_flagged_each_once(cluster, beat):
    """Guarantees 17 and 18."""
    cluster.start("worker")
    cluster.until(lambda: Heartbeat.objects.filter(part="worker", at__gt=database_now() - timedelta(seconds=5)))
    steps = due_in(cluster.ministry, 0, count=10_000)
    took = cluster.until(lambda: flagged(steps) == len(steps), seconds=240, what="ten thousand flags")
    print(f"10,000 deadlines: all flagged {took:.1f} s after they were there")
    nothing_lost_early_or_twice(steps)


def test_a_worker_that_hangs_is_ended_by_its_own_watchdog(cluster, beat):
    """Guarantee 19. The minute that it is given is shortened to seconds."""
    worker = cluster.start_line([sys.executable, "-m", "tests.faults.hanging"], "hanging")
    cluster.until(lambda: worker.poll() is not None, what="the end of the worker")
    assert worker.returncode == GAVE_UP
    steps = due_in(cluster.ministry, 0, count=3)
    cluster.start("worker")
    cluster.until(lambda: flagged(steps) == 3, what="the flags")
    nothing_lost_early_or_twice(steps)
