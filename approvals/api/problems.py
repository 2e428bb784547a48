"""Every error of the API as problem details (RFC 9457): a refusal's code, its sentence, the fields it is about."""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from django.http.request import UnreadablePostError
from rest_framework import exceptions
from rest_framework.response import Response

from approvals.refusals import Refused

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
DEEPEST: Final = 40

# A "no" to what was asked, as against a fault.
EXPECTED: Final = (Refused, exceptions.ValidationError)

# What the framework raises, by the code that is answered; the first that fits.
CODES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (exceptions.NotAuthenticated, "not_authenticated"),
    (exceptions.AuthenticationFailed, "authentication_failed"),
    (exceptions.ParseError, "malformed"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.NotFound, "not_found"),
    (exceptions.PermissionDenied, "forbidden"),
    (Http404, "not_found"),
    (PermissionDenied, "forbidden"),
    (RequestDataTooBig, "body_too_large"),
    (SuspiciousOperation, "malformed"),
    (BadRequest, "malformed"),
    (UnreadablePostError, "malformed"),
    (IntegrityError, "conflict"),
    (OperationalError, "unavailable"),
    (InterfaceError, "unavailable"),
)


def handle(exc: Exception, context: Mapping[str, Any]) -> Response:
    """Return the problem for whatever a view raised; what nobody foresaw is logged, and answers 500 without detail."""
    refused = refusal(exc)
    if refused.status >= HTTPStatus.INTERNAL_SERVER_ERROR or isinstance(exc, IntegrityError):
        log.error("The API could not answer %s", context["request"].path, exc_info=exc)
    response = Response(body(refused), status=refused.status, content_type=CONTENT_TYPE)
    for name, value in headers(refused, exc).items():
        response[name] = value
    return response


def refusal(exc: Exception) -> Refused:
    """Return the refusal that an exception amounts to."""
    if isinstance(exc, Refused):
        return exc
    if isinstance(exc, exceptions.ValidationError):
        return Refused("invalid", errors=by_field(exc.detail))
    code = next((code for kind, code in CODES if isinstance(exc, kind)), "fault")
    return Refused(code, params={"depth": DEEPEST, "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE})


def body(refused: Refused) -> dict[str, Any]:
    """Return the problem details of a refusal."""
    return {
        "type": f"/api/docs/problems/#{refused.code}",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "code": refused.code,
        "detail": refused.sentence,
        "errors": refused.errors,
    }


def headers(refused: Refused, exc: Exception) -> dict[str, str]:
    """Return the headers that go with a refusal: how to sign in, when to come back."""
    found = {"Cache-Control": "no-store"}
    if challenge := getattr(exc, "auth_header", None):
        found["WWW-Authenticate"] = challenge
    if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
        found["Retry-After"] = "5"
    return found


def plain(code: str) -> JsonResponse:
    """Return the problem for what went wrong before or after any view of the API."""
    refused = refusal(Refused(code, params={"depth": DEEPEST, "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}))
    response = JsonResponse(body(refused), status=refused.status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def by_field(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Return what a serializer found wrong, as sentences by the path of the field: `levels.0.name`."""
    found: dict[str, list[str]] = {}
    for where, sentence in _sentences(detail, path):
        found.setdefault(where or "body", []).append(sentence)
    return found


def _sentences(detail: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            # What is wrong with an object as a whole is told under the object's own name.
            own = name == "non_field_errors"
            yield from _sentences(inner, path if own else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, list | tuple):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _sentences(inner, f"{path}.{place}".lstrip(".") if nested else path)
    else:
        yield path, str(detail)
