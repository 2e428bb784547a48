"""The one password of the demo ministry: printed by `make run`, worthless anywhere else."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

DEMO_PASSWORD = "chancery-demo"  # noqa: S105 (public on purpose; accounts.backends refuses it outside a demo)


def is_demo_password(password: str) -> bool:
    """Say whether this is the public demo password."""
    return secrets.compare_digest(password.encode(), DEMO_PASSWORD.encode())


class NotTheDemoPassword:
    """Refuses the public password for a person's own: it would lock them out of everything but a demo."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse it with ValidationError; `user` is what Django's validators are given, and plays no part."""
        if is_demo_password(password):
            raise ValidationError(self.get_help_text(), code="demo_password")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return gettext("Your password can’t be the public password of the demo ministry.")
