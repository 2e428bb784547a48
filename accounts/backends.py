"""Sign-in by username or e-mail address; the demo password opens nothing outside the demo."""

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
