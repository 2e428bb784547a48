"""`python -m config.run.healthy web|worker|beat`: exits with 0 when that part works, for a container's healthcheck."""

import http.client
import os
import sys
from collections.abc import Sequence

import django
from django.db import Error, connection


def web_answers(host: str, port: int) -> bool:
    """Say whether the web part answers there."""
    # Asked directly: a proxy named in the environment knows nothing of this machine's own addresses.
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def lives(part: str) -> bool:
    """Say whether this machine's worker, or its beat, has lately said that it lives; no while nobody can know."""
    return _says_that_it_lives(part) or False


def is_silent(part: str) -> bool:
    """Say whether it has not; no while nobody can know."""
    return _says_that_it_lives(part) is False


def _says_that_it_lives(part: str) -> bool | None:
    """Ask the database, which may not answer: None."""
    # Only now: what reads the database must not be loaded before it is known which one that is.
    django.setup()
    from approvals import heartbeats  # noqa: PLC0415
    from config.heartbeats import beat_name, worker_name  # noqa: PLC0415

    name = {"worker": worker_name, "beat": beat_name}[part]()
    try:
        return any(pulse.lives for pulse in heartbeats.of(part, heartbeats.pulses()) if pulse.name == name)
    except Error:
        connection.close()
        return None


def main(arguments: Sequence[str]) -> int:
    """Check the one part that is named: 0 when it works, 1 when it does not, 2 when there is no such part."""
    match arguments:
        case ["web"]:
            works = web_answers("127.0.0.1", int(os.environ.get("PORT", "8000")))
        case ["worker" | "beat" as part]:
            works = lives(part)
        case _:
            print("Name one part: web, worker, beat.", file=sys.stderr)
            return 2
    return 0 if works else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
