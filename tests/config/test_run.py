"""`make run`, as a person sees it: it starts, it says where, it stops, and it leaves nothing behind.

Real processes on real ports. The demo is left out: it has tests of its own, and these are about the parts.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.run.services import free_port, valkey

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the list of processes from /proc")
ROOT = Path(__file__).resolve().parent.parent.parent
NOT_THE_TESTS_OWN = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DEBUG", "HTTPS")


class Run:
    """One `make run`, started and observed from outside."""

    def __init__(self, folder, command=(sys.executable, "-m", "config.run.serve"), **environment):
        self.folder, self.port = folder, environment.get("PORT") or str(free_port())
        self.output = folder.with_suffix(".out")
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_THE_TESTS_OWN}
        own = {"CHANCERY_VAR": str(folder), "CHANCERY_DEMO": "off", "PORT": self.port}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=inherited | own | environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self):
        return self.output.read_text()

    def until(self, true, *, seconds=60, what="what was expected"):
        limit = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < limit, f"{what} did not happen: {self.said()}"
            time.sleep(0.1)

    def started(self):
        self.until(lambda: "Chancery answers at" in self.said() or self.process.poll() is not None, what="a start")
        assert self.process.poll() is None, self.said()
        return self

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=5)
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    def is_ready(self):
        return self.get("/readyz")[0] == 200

    def ended(self, *, seconds=60.0):
        """Wait for the end: a moment on a machine of its own, longer where other tests run beside it."""
        return self.process.wait(timeout=seconds)

    def parts(self):
        """Give the processes that were started for this folder: the supervisor and whatever descends from it."""
        return [process for process in Path("/proc").glob("[0-9]*") if self._owns(process)]

    def _owns(self, process):
        if f"CHANCERY_VAR={self.folder}".encode() in read(process / "environ").split(b"\0"):
            return True
        try:  # Valkey writes its title over its environment, but works in its folder
            return (process / "cwd").readlink().is_relative_to(self.folder)
        except OSError:
            return False

    def part(self, text):
        """Give the process that the supervisor itself started with this in its command line."""
        started = [process for process in self.parts() if parent(process) == self.process.pid]
        return next(int(process.name) for process in started if text in read(process / "cmdline"))

    def leave(self):
        for process in self.parts():
            os.kill(int(process.name), signal.SIGKILL)


def read(file):
    try:
        return file.read_bytes()
    except OSError:
        return b""


def parent(process):
    """Give the parent's number: the second field after the name, which stands in brackets and may hold anything."""
    return int(read(process / "stat").rpartition(b")")[2].split()[1])


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Give a database with its tables made: making them is most of a first start, and one test of that is enough."""
    folder = tmp_path_factory.mktemp("prepared")
    environment = {name: value for name, value in os.environ.items() if name not in NOT_THE_TESTS_OWN}
    environment |= {"CHANCERY_VAR": str(folder), "CHANCERY_DEMO": "off", "DEBUG": "on"}
    subprocess.run([sys.executable, "-m", "config.run.prepare"], env=environment, cwd=ROOT, check=True)
    return folder / "chancery.sqlite3"


@pytest.fixture
def run(tmp_path, prepared):
    runs = []
    (tmp_path / "var").mkdir()
    shutil.copy(prepared, tmp_path / "var")

    def start(*command, **environment):
        runs.append(Run(tmp_path / "var", *command, **environment))
        return runs[-1]

    yield start
    for one in runs:
        one.leave()


def test_everything_starts_says_where_and_stops_on_ctrl_c_keeping_the_data(run, tmp_path):
    (tmp_path / "var" / "chancery.sqlite3").unlink()
    first = run().started()
    assert f"Chancery answers at http://127.0.0.1:{first.port}/" in first.said()
    first.until(first.is_ready, seconds=30, what="all parts being ready")
    key = tmp_path / "var" / "secret_key"
    kept = key.read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var" / "chancery.sqlite3").exists()
    first.process.send_signal(signal.SIGINT)
    assert first.ended() == 0
    assert "Chancery has stopped." in first.said()
    assert "Traceback" not in first.said()
    assert first.parts() == []

    second = run().started()
    assert key.read_text() == kept
    assert "Preparing the database" not in second.said()
    second.process.send_signal(signal.SIGTERM)
    assert second.ended() == 0


def test_a_second_run_in_the_same_folder_and_a_taken_port_are_refused_in_one_line(run, tmp_path):
    first = run().started()
    second = run()
    assert second.ended() == 1
    assert re.fullmatch(r"Chancery stops: it already runs from .*: process \d+, http://.*/\.\n", second.said())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        elsewhere = Run(tmp_path / "elsewhere", PORT=str(other.getsockname()[1]))
        assert elsewhere.ended() == 1
    assert re.fullmatch(r"Chancery stops: port \d+ is taken by another program\..*\n", elsewhere.said())
    assert not (tmp_path / "elsewhere" / "chancery.sqlite3").exists()
    assert first.get("/healthz")[0] == 200


@pytest.mark.parametrize(("part", "mark"), [("broker", b"valkey"), ("web", b"granian")])
def test_when_a_part_that_the_others_need_dies_it_is_named_and_the_rest_stops(run, part, mark):
    one = run().started()
    os.kill(one.part(mark), signal.SIGKILL)
    assert one.ended() == 1
    assert f"Chancery stops: The {part} stopped by itself (signal SIGKILL)." in one.said()
    one.until(lambda: one.parts() == [], seconds=10, what="the end of all parts")


def test_a_worker_or_a_beat_that_dies_and_a_worker_that_is_stuck_are_started_again(run):
    """Guarantee 19."""
    one = run().started()
    one.until(one.is_ready, seconds=30, what="all parts being ready")
    worker = one.part(b"\0worker\0")
    # It runs, and does nothing any more: only what it no longer says can tell.
    os.kill(worker, signal.SIGSTOP)
    beat = one.part(b"\0beat\0")
    os.kill(beat, signal.SIGKILL)
    one.until(lambda: "The beat ended (signal SIGKILL) and is started again now" in one.said(), what="another beat")
    one.until(lambda: "The worker runs and says no more that it lives" in one.said(), seconds=120, what="an end of it")
    one.until(lambda: "The worker ended (signal SIGKILL) and is started again now" in one.said(), what="another worker")
    one.until(one.is_ready, seconds=60, what="all parts being ready again")
    assert one.part(b"\0worker\0") != worker
    assert one.part(b"\0beat\0") != beat
    assert not Path(f"/proc/{worker}").exists()


def test_a_supervisor_that_is_killed_leaves_nobody_behind(run):
    one = run().started()
    one.until(one.is_ready, seconds=30, what="all parts being ready")
    one.process.kill()
    one.process.wait()
    one.until(lambda: one.parts() == [], seconds=10, what="the end of all parts")


def test_ctrl_c_stops_it_at_any_moment_of_its_start(run):
    for delay in (0.3, 1.0, 2.5):
        one = run()
        time.sleep(delay)
        one.process.send_signal(signal.SIGINT)
        assert one.ended() in {0, -signal.SIGINT}
        one.until(lambda one=one: one.parts() == [], seconds=10, what="the end of all parts")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("request_to_stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopping_make_alone_stops_everything(run, tmp_path, request_to_stop):
    (tmp_path / "Makefile").write_text(f"run:\n\t@{sys.executable} -m config.run.serve\n")
    one = run(("make", "--silent", "--file", str(tmp_path / "Makefile"), "run")).started()
    one.process.send_signal(request_to_stop)
    one.ended()
    one.until(lambda: one.parts() == [], seconds=10, what="the end of all parts")
    assert "Chancery has stopped." in one.said()


def test_servers_named_by_the_environment_replace_the_embedded_ones(run, tmp_path):
    (tmp_path / "var" / "chancery.sqlite3").rename(tmp_path / "other.sqlite3")
    elsewhere = tmp_path / "broker"
    elsewhere.mkdir()
    with valkey(elsewhere) as url:
        one = run(REDIS_URL=url, DATABASE_URL=f"sqlite:///{tmp_path / 'other.sqlite3'}").started()
        one.until(one.is_ready, seconds=30, what="all parts being ready")
        assert not (tmp_path / "var" / "valkey").exists()
        assert not (tmp_path / "var" / "chancery.sqlite3").exists()
        one.process.send_signal(signal.SIGTERM)
        assert one.ended() == 0


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "eight"}, "PORT must be a number from 1 to 65535, and 'eight' is not."),
        ({"PORT": "0"}, "PORT must be a number from 1 to 65535, and '0' is not."),
        (
            {"LISTEN": "no.such.host.invalid"},
            "LISTEN names 'no.such.host.invalid', which is no address of this machine.",
        ),
        ({"REDIS_URL": "redis://:hidden@127.0.0.1:1/0"}, "REDIS_URL names 127.0.0.1:1, which does not answer."),
        ({"REDIS_URL": "nonsense"}, "REDIS_URL is not the address of a Redis or Valkey server."),
        ({"CHANCERY_VAR": "/proc/nowhere"}, "/proc/nowhere cannot be made"),
    ],
)
def test_what_cannot_work_is_refused_in_one_line_before_anything_starts(run, environment, sentence):
    one = run(**environment)
    assert one.ended() == 1
    assert one.said().startswith(f"Chancery stops: {sentence}")
    assert one.said().count("\n") == 1
    assert "hidden" not in one.said()
    assert one.parts() == []
