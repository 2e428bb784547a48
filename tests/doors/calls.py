"""Calls of the API as a program makes them: with a token, in JSON."""

import json
from typing import Any

from django.test import Client
from rest_framework.authtoken.models import Token

BASE = "/api/v1"


class Caller:
    """Calls the API as one person, or as nobody; every call gives (status, body)."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=False)
        self.headers = {}
        if user is not None:
            self.headers["Authorization"] = f"Token {Token.objects.get_or_create(user=user)[0].key}"

    def call(self, method: str, path: str, body: Any = None, **headers: str):
        """Give the whole answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith(("/api", "http")) else BASE + path
        sent = "" if body is None else json.dumps(body)
        kind = "application/json" if body is not None else ""
        return self.client.generic(method, address, sent, content_type=kind, headers={**self.headers, **named})

    def get(self, path: str, **headers: str):
        return told(self.call("GET", path, **headers))

    def post(self, path: str, body: Any = None, **headers: str):
        return told(self.call("POST", path, body, **headers))

    def patch(self, path: str, body: Any = None, **headers: str):
        return told(self.call("PATCH", path, body, **headers))


def told(answer):
    """Give (status, body), and insist that a problem is one."""
    body = json.loads(answer.content) if answer.content else None
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
        assert set(body) == {"type", "title", "status", "code", "detail", "errors"}
        assert body["status"] == answer.status_code
        assert body["code"] in body["type"]
    return answer.status_code, body


def refused(answer) -> tuple[int, str]:
    """Give (status, code) of a refusal."""
    status, body = answer
    return status, body["code"]
