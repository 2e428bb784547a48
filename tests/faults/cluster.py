"""A Chancery of its own to break: PostgreSQL, Valkey, real workers and beats, started by the product's own commands."""

import os
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.db import connection

from config.run import processes
from config.run.services import Postgres, end_of, free_port, start_valkey
from tests.people import Ministry

NOT_THE_TESTS_OWN = ("DJANGO_SETTINGS_MODULE", "CELERY_BROKER_URL")
LONG = 90.0  # seconds; a machine of its own needs a few


class Cluster:
    """Servers and processes that a test may stop, pause, kill and start again. The tests' own connection goes there."""

    ministry: Ministry

    def __init__(self, folder: Path, postgres: Postgres) -> None:
        self.folder, self.postgres = folder, postgres
        self.broker_port = free_port()
        self.valkey = self._valkey()
        self.running: list[processes.subprocess.Popen[bytes]] = []
        self.mail_port = free_port()

    def _valkey(self):
        return start_valkey(self.folder / "valkey", log=self.folder / "valkey.log", port=self.broker_port)[0]

    @property
    def broker_url(self) -> str:
        return f"redis://127.0.0.1:{self.broker_port}/0"

    @property
    def broker(self) -> "redis.Redis":
        return redis.Redis.from_url(self.broker_url)

    def start_valkey(self) -> None:
        self.valkey = self._valkey()

    def stop_valkey(self) -> None:
        processes.stop(self.valkey)

    def start(self, part: str, *, wrong_by: int = 0, **environment: str):
        """Start one part as an installation does; `wrong_by` sets the clock of its machine, in seconds."""
        skewed = [sys.executable, "-m", "tests.faults.skewed", str(wrong_by), part]
        as_installed = [sys.executable, "-m", "config.run.commands", part]
        return self.start_line(skewed if wrong_by else as_installed, part, **environment)

    def start_line(self, line: list[str], name: str, **environment: str):
        """Start something in the same surroundings, with a log of this name."""
        inherited = {key: value for key, value in os.environ.items() if key not in NOT_THE_TESTS_OWN}
        own = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.broker_url,
            "CHANCERY_VAR": str(self.folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "SECRET_KEY": "only-for-tests-" * 4,
            "DEBUG": "off",
            "HTTPS": "off",
            "ALLOWED_HOSTS": "127.0.0.1",
            # Most stories are about the clocks alone; a story about mail says so.
            "WORKER_QUEUES": "clocks",
        }
        process = processes.start(line, log=self.folder / f"{name}.log", environment=inherited | own | environment)
        self.running.append(process)
        return process

    def kill(self, *running) -> None:
        """End processes with all that they have started, as by kill -9."""
        for process in running:
            processes.stop(process, asking_with=signal.SIGKILL)
            self.running.remove(process)

    def close(self) -> None:
        self.kill(*list(self.running))
        processes.stop(self.valkey)

    def until(self, true, *, seconds: float = LONG, what: str = "what was expected") -> float:
        """Wait until this holds, and return how many seconds that took; else tell the ends of all logs."""
        started = time.monotonic()
        while not true():
            if time.monotonic() - started > seconds:
                logs = "\n".join(f"--- {log.name}\n{end_of(log, lines=25)}" for log in self.folder.glob("*.log"))
                raise AssertionError(f"{what} did not happen within {seconds:.0f} s\n{logs}")
            time.sleep(0.05)
        return time.monotonic() - started


@contextmanager
def connected_to(url: str):
    """Let the tests' own connection go to another database for a while."""
    where = urlsplit(url)
    settings, before = connection.settings_dict, dict(connection.settings_dict)
    connection.close()
    settings.update(HOST=where.hostname, PORT=where.port, NAME=where.path[1:], USER=where.username, PASSWORD="")
    try:
        yield
    finally:
        connection.close()
        settings.update(before)
