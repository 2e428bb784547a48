"""Two addresses for whoever keeps Chancery alive: `/healthz` (this process answers) and `/readyz` (all parts work).

They are answered before sessions, sign-in and host names come into it, so that a load balancer can ask by address and
an outage of the database cannot hide behind a page. They name parts and ages, and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from approvals import heartbeats
from approvals.heartbeats import Pulse
from config import broker

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
    """Say whether database, broker, sweep, a worker and beat all work: 200, or 503 with the part that does not."""
    parts = {"broker": _broker(), **_database_and_heartbeats()}
    works = all(part["ok"] for part in parts.values())
    return JsonResponse({"status": "ready" if works else "not ready", **parts}, status=200 if works else 503)


ANSWERS: Final[Mapping[str, Callable[[], HttpResponse]]] = {"/healthz": alive, "/readyz": ready}


def _broker() -> Part:
    return {"ok": True} if broker.answers() else {"ok": False, "reason": "does not answer"}


def _database_and_heartbeats() -> dict[str, Part]:
    try:
        heard = heartbeats.pulses()
    except DatabaseError:
        unknown = {"ok": False, "age_seconds": None, "reason": "not known while the database does not answer"}
        return {"database": {"ok": False, "reason": "does not answer"}, **dict.fromkeys(heartbeats.PARTS, unknown)}
    return {"database": {"ok": True}, **{part: _heard(heartbeats.of(part, heard)) for part in heartbeats.PARTS}}


def _heard(pulses: Sequence[Pulse]) -> Part:
    """Tell how long ago the youngest of these said that it lives, and of how many each; names stay in the house."""
    if not pulses:
        return {"ok": False, "age_seconds": None, "reason": "not seen"}
    age = max(0.0, round(pulses[0].age.total_seconds(), 1))
    living = sum(pulse.lives for pulse in pulses)
    counts = {"age_seconds": age, "living": living, "silent": len(pulses) - living}
    return {"ok": True, **counts} if living else {"ok": False, **counts, "reason": "silent for too long"}
