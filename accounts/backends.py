"""Sign-in by username or e-mail address; the demo password opens nothing outside the demo."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.demo_password import is_demo_password
from accounts.models import User


class SignIn(ModelBackend):
    """Checks a password against the person with this username or address."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the person who may sign in with these, or None; the demo password only in a demo."""
        if password and is_demo_password(password) and not (settings.DEBUG and settings.DEMO):
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)


def counted_as(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str | None:
    """Return the name that failed sign-ins are counted under (axes asks): one for a person, however it is typed.

    Username and address both sign in, in any case: each spelling would otherwise have attempts of its own.
    """
    typed: str | None = (credentials or {}).get("username") or (request.POST.get("username") if request else None)
    if not typed:
        return None
    try:
        return User.objects.get_by_natural_key(typed).username
    except User.DoesNotExist:
        return typed.casefold()
