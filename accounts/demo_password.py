"""The one password of the demo ministry: printed by `make run`, worthless anywhere else."""

import secrets

DEMO_PASSWORD = "chancery-demo"  # noqa: S105 (public on purpose; accounts.backends refuses it outside a demo)


def is_demo_password(password: str) -> bool:
    """Say whether this is the public demo password."""
    return secrets.compare_digest(password.encode(), DEMO_PASSWORD.encode())
