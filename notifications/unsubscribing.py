"""Signed links by which a mail program turns one group of a person's e-mail off, without a sign-in (RFC 8058)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing

from accounts.models import User
from notifications import telling
from notifications.groups import BY_CODE
from notifications.letters import DIGEST

# As it stands in the addresses, and not asked of them: a worker that writes mails need not load every page for it.
PAGE: Final = "/notifications/unsubscribe/"
SALT: Final = "notifications.unsubscribe"
# A mail of a season ago can still be unsubscribed from; a link that is found years later does nothing.
HOLDS_FOR: Final = timedelta(days=90)


class NoLink(Exception):
    """This is no link that was given out here, or it is too old; the text is a short code of the cause."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link asks for: no more e-mail to this person about a group, or no more daily digest."""

    user: User
    code: str

    @property
    def groups(self) -> list[str]:
        """The codes of the groups that it turns off: for the digest, those that come in it now."""
        return telling.in_digest(telling.plan_of(self.user)) if self.code == DIGEST else [self.code]


def link(*, user_id: int, code: str, at: datetime) -> str:
    """Return the address that turns this group, or the digest, off for this person."""
    token = signing.Signer(salt=SALT).sign_object([user_id, code, int(at.timestamp())])
    return f"{settings.SITE_URL}{PAGE}{token}/"


def read(token: str, *, at: datetime) -> Stop:
    """Return what a link asks for, or raise NoLink."""
    try:
        user_id, code, given = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise NoLink("unknown") from None
    if at.timestamp() - given > HOLDS_FOR.total_seconds():
        raise NoLink("expired")
    user = User.objects.filter(pk=user_id).first()
    if user is None or (code != DIGEST and (code not in BY_CODE or BY_CODE[code].fixed)):
        raise NoLink("unknown")
    return Stop(user, code)
