"""What commands share: who asks, by username, and a refusal as the error that ends the command."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.utils import translation

from accounts.models import User
from approvals.refusals import Refused


def person(username: str) -> User:
    """Return who a command acts for; their rights are what an action asks for, not those of the terminal."""
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody here is called {username}.")
    return found


@contextmanager
def told(reader: User) -> Iterator[None]:
    """Tell a refusal in the language of whoever asks, every problem on a line of its own, and end with an error."""
    with translation.override(reader.language):
        try:
            yield
        except Refused as refused:
            lines = [f"  {where}: {line}" for where, found in refused.errors.items() for line in found]
            raise CommandError("\n".join([f"{refused.sentence} [{refused.code}]", *lines])) from None
