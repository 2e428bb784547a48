"""Who asks: a token in the header, or the session of the pages, which needs the CSRF token for every write."""

from typing import Any

from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from approvals.refusals import Refused


class ApiToken(TokenAuthentication):
    """`Authorization: Token <key>`; what cannot be a key is not looked up."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        """Return whose key this is."""
        if not (key.isascii() and key.isalnum()):
            raise AuthenticationFailed
        found: tuple[Any, Any] = super().authenticate_credentials(key)
        return found


class PageSession(SessionAuthentication):
    """The session cookie of the pages."""

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a request that another site could have made."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise Refused("csrf_failed") from None
