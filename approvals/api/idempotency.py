"""A write that is repeated with the same Idempotency-Key has one effect, and the same answer."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from approvals.models import KeptAnswer
from approvals.refusals import Refused
from approvals.rules.content import sha256_of

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
SHAPE: Final = re.compile(r"[!-~]{1,200}")
KEPT_HEADERS: Final = ("ETag", "Location")


class Asked(Protocol):
    """What a view knows before it writes: who asks, and when."""

    user: User
    at: datetime


Handler = Callable[..., Response]


def once(handler: Handler) -> Handler:
    """Let a repeat of a write with the same key have no second effect: it gets the answer that the first one got.

    The answer is kept in the transaction of the effect: both are there, or neither. A repeat that comes while the first
    is under way waits for it at the unique index. A refusal has no effect and is not kept: a repeat asks again.
    """

    @wraps(handler)
    def answer(door: Asked, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(door, request, *args, **kwargs)
        if not SHAPE.fullmatch(key):
            raise Refused("idempotency_key_invalid")
        with transaction.atomic():
            kept = _claim(door, key, fingerprint(request))
            return _replay(kept) if kept.status else _keep(kept, handler(door, request, *args, **kwargs))

    return answer


def fingerprint(request: Request) -> str:
    """Return what makes a request the same as another: its method, address, condition and content."""
    sent = request.data
    if isinstance(sent, Mapping):
        sent = {name: _told(value) for name, value in sent.items()}
    return sha256_of([request.method, request.get_full_path(), request.headers.get("If-Match"), sent])


def _told(value: Any) -> Any:
    """Return a value as it is compared: of a file, what identifies its bytes."""
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256(value.read()).hexdigest()
    value.seek(0)
    return {"file": digest}


def _claim(door: Asked, key: str, mark: str) -> KeptAnswer:
    """Return the row of this key: new (status 0) for whoever comes first, answered for everyone after."""
    mine = KeptAnswer(user=door.user, key=key, fingerprint=mark, at=door.at)
    KeptAnswer.objects.bulk_create([mine], ignore_conflicts=True)
    kept = KeptAnswer.objects.get(user=door.user, key=key)
    if kept.fingerprint != mark:
        raise Refused("idempotency_key_reused")
    return kept


def _keep(kept: KeptAnswer, response: Response) -> Response:
    kept.status = response.status_code
    # As text: a JSON column may reorder names, and a repeat is to read the same, character by character.
    kept.body = JSONRenderer().render(response.data).decode()
    kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    kept.save(update_fields=["status", "body", "headers"])
    return response


def _replay(kept: KeptAnswer) -> Response:
    status = HTTPStatus(kept.status)
    return Response(json.loads(kept.body or "null"), status=status, headers={**kept.headers, REPLAYED: "true"})
