"""`python -m config.run.healthy web|worker|beat`: exits with 0 when that part works, for a container's healthcheck."""

import http.client
import os
import sys
from collections.abc import Sequence

import redis

from config import heartbeats


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


def beats(part: str) -> bool:
    """Say whether beat, or a worker, has lately said that it lives."""
    try:
        age = heartbeats.ages()[part]
    except redis.RedisError:
        return False
    return age is not None and age <= heartbeats.STALE_AFTER


def main(arguments: Sequence[str]) -> int:
    """Check the one part that is named: 0 when it works, 1 when it does not, 2 when there is no such part."""
    match arguments:
        case ["web"]:
            works = web_answers("127.0.0.1", int(os.environ.get("PORT", "8000")))
        case ["worker" | "beat" as part]:
            works = beats(part)
        case _:
            print("Name one part: web, worker, beat.", file=sys.stderr)
            return 2
    return 0 if works else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
