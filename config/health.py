"""Two addresses for whoever keeps Chancery alive: `/healthz` (this process answers) and `/readyz` (all parts work).

They are answered before sessions, sign-in and host names come into it, so that a load balancer can ask by address and
an outage of the database cannot hide behind a page. They name parts and ages, and nothing else.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import redis
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from config import heartbeats

Part = dict[str, Any]


class HealthMiddleware:
    """Answers the two addresses and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a question about health, or pass the request on."""
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def alive() -> HttpResponse:
    """Say that this process answers; touches neither the database nor the broker."""
    return JsonResponse({"status": "alive"})


def ready() -> HttpResponse:
    """Say whether database, broker, beat and a worker all work: 200, or 503 with the part that does not."""
    parts = {"database": _database(), **_broker_and_heartbeats()}
    works = all(part["ok"] for part in parts.values())
    return JsonResponse({"status": "ready" if works else "not ready", **parts}, status=200 if works else 503)


ANSWERS: Final[Mapping[str, Callable[[], HttpResponse]]] = {"/healthz": alive, "/readyz": ready}


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False, "reason": "does not answer"}
    return {"ok": True}


def _broker_and_heartbeats() -> dict[str, Part]:
    try:
        ages = heartbeats.ages()
    except redis.RedisError:
        unknown = {"ok": False, "age_seconds": None, "reason": "not known while the broker does not answer"}
        return {"broker": {"ok": False, "reason": "does not answer"}, **dict.fromkeys(heartbeats.PARTS, unknown)}
    return {"broker": {"ok": True}, **{part: _heartbeat(age) for part, age in ages.items()}}


def _heartbeat(age: float | None) -> Part:
    if age is None:
        return {"ok": False, "age_seconds": None, "reason": "not seen"}
    if age > heartbeats.STALE_AFTER:
        return {"ok": False, "age_seconds": age, "reason": "silent for too long"}
    return {"ok": True, "age_seconds": age}
