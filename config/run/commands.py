"""The command of each part: `make run`, the container image and an administrator all start these and no others.

`python -m config.run.commands web` becomes that part, taking LISTEN, PORT and the other settings from the environment.
"""

import os
import sys
from collections.abc import Sequence

SERVED = ("web", "worker", "beat")  # the parts that run for as long as Chancery does
PARTS = (*SERVED, "migrate")


def command(part: str) -> list[str]:
    """Give the command line of one part of Chancery."""
    return [sys.executable, "-m", *ARGUMENTS[part]()]


def listen_address() -> tuple[str, str]:
    """Give the host and the port that the web part listens on; one machine only, unless LISTEN says otherwise."""
    return os.environ.get("LISTEN", "127.0.0.1"), os.environ.get("PORT", "8000")


def _web() -> list[str]:
    host, port = listen_address()
    workers = os.environ.get("WEB_WORKERS", "2")
    return [
        *("granian", "config.wsgi:application", "--interface", "wsgi", "--no-ws", "--access-log"),
        *("--host", host, "--port", port, "--workers", workers, "--blocking-threads", "4"),
        # A worker that will not stop must not hold up a deployment, and one that dies is replaced.
        *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
    ]


def _worker() -> list[str]:
    concurrency = os.environ.get("WORKER_CONCURRENCY", "2")
    # One pool of workers needs no gossip between them.
    options = ["--loglevel", "INFO", "--concurrency", concurrency, "--without-gossip", "--without-mingle"]
    if queues := os.environ.get("WORKER_QUEUES"):
        options += ["--queues", queues]
    return ["celery", "--app", "config.celery", "worker", *options]


def _beat() -> list[str]:
    # Its schedule is short intervals only, so it needs no file to remember, and no pid file to go stale.
    options = ["--loglevel", "INFO", "--scheduler", "config.heartbeats:BeatingScheduler", "--pidfile", ""]
    return ["celery", "--app", "config.celery", "beat", *options]


def _migrate() -> list[str]:
    return ["django", "migrate", "--settings", "config.settings", "--no-input"]


ARGUMENTS = {"web": _web, "worker": _worker, "beat": _beat, "migrate": _migrate}


def main(arguments: Sequence[str]) -> None:
    """Become the part that is named, so that signals reach it and nothing stands in between."""
    if len(arguments) != 1 or arguments[0] not in PARTS:
        sys.exit(f"Name one part: {', '.join(PARTS)}.")
    if arguments[0] == "worker":
        # Asked to stop, it waits for what it has begun no longer than the settings say, and gives the rest back.
        os.environ.setdefault("REMAP_SIGTERM", "SIGQUIT")
    line = command(arguments[0])
    os.execv(line[0], line)


if __name__ == "__main__":
    main(sys.argv[1:])
