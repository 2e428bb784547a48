"""The servers that a run brings itself: they answer, keep what they should, and go when their starter goes."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
import redis

from config.run import processes, services
from config.run.premises import BASE_DIR

STARTER = """
import sys, time
from pathlib import Path
from config.run import services
with services.valkey(Path(sys.argv[1])) as broker, services.postgres() as database:
    print(broker, database, flush=True)
    time.sleep(600)
"""


def answers(url):
    try:
        if url.startswith("redis"):
            return redis.Redis.from_url(url).ping()
        psycopg.connect(url, connect_timeout=2).close()
    except (redis.RedisError, psycopg.OperationalError):
        return False
    return True


def gone_within(seconds, *urls):
    limit = time.monotonic() + seconds
    while any(answers(url) for url in urls):
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has died")
def test_the_servers_die_with_a_starter_that_is_killed(tmp_path):
    command = [sys.executable, "-c", STARTER, str(tmp_path)]
    starter = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=BASE_DIR)
    urls = starter.stdout.readline().split()
    assert all(answers(url) for url in urls)
    starter.kill()
    starter.wait()
    assert gone_within(10, *urls)


def test_the_broker_keeps_its_data_from_one_start_to_the_next(tmp_path):
    with services.valkey(tmp_path) as url:
        redis.Redis.from_url(url).set("kept", "yes")
    assert gone_within(2, url)
    with services.valkey(tmp_path) as url:
        assert redis.Redis.from_url(url).get("kept") == b"yes"


@pytest.mark.parametrize(("settings", "fsync"), [(services.THROWAWAY, "off"), (services.DURABLE, "on")])
def test_postgresql_waits_for_the_disk_only_when_the_figures_should_mean_something(settings, fsync):
    with services.postgres(settings=settings) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == (fsync,)
        assert connection.execute("SELECT lower('Ä'), current_setting('server_encoding')").fetchone() == ("ä", "UTF8")


def test_a_server_that_cannot_start_is_explained_by_its_own_log(tmp_path):
    (tmp_path / "appendonlydir").write_text("not a folder")
    with (
        pytest.raises(services.DidNotStart, match=r"(?s)valkey did not start: .*append-only dir"),
        services.valkey(tmp_path),
    ):
        pass


def test_a_child_that_will_not_stop_is_killed_when_patience_ends(tmp_path):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    child = processes.start([sys.executable, "-c", deaf], log=tmp_path / "log")
    while "deaf" not in (tmp_path / "log").read_text():
        time.sleep(0.02)
    processes.stop(child, patience=0.2)
    assert child.returncode == -signal.SIGKILL


def test_a_child_does_not_hear_the_terminals_ctrl_c(tmp_path):
    child = processes.start([sys.executable, "-c", "import time; time.sleep(600)"], log=tmp_path / "log")
    try:
        assert os.getpgid(child.pid) == child.pid != os.getpgid(0)
    finally:
        processes.stop(child)
