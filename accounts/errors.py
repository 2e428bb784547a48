"""The pages that say no: each with its status and a sentence, never a stack of code."""

import math

from axes.helpers import get_cool_off
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Return the page for what was refused, or None when it is no refusal but a fault."""
    match exception:
        case RequestDataTooBig():
            return too_large(request)
        case BadRequest() | SuspiciousOperation():
            return render(request, "400.html", status=400)
        case PermissionDenied():
            return render(request, "403.html", {"exception": str(exception)}, status=403)
        case Http404():
            return not_found(request)
        case _:
            return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read (handler400): 413 when it is too large, 400 otherwise."""
    return answer(request, exception) or render(request, "400.html", status=400)


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer for a page that does not exist, or that this person may not see: nobody can tell which."""
    return render(request, "404.html", status=404)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer whoever opens an address that only takes what a page sends, and lead to the page it belongs to.

    So it is after signing in again, or changing the language, on the answer to what was sent.
    """
    above = request.path.rstrip("/").rpartition("/")[0] + "/"
    return render(request, "405.html", {"above": above}, status=405)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer for a body larger than the product takes."""
    return render(request, "413.html", status=413)


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: object) -> HttpResponse:
    """Answer for an account that failed to sign in too often from here, and say for how long (axes calls it)."""
    wait = get_cool_off(request)
    minutes = math.ceil(wait.total_seconds() / 60) if wait else 0
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
