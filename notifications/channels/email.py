"""E-mail: one connection for a batch, each letter written in its reader's language and time zone as it is sent."""

import contextlib
import smtplib
from datetime import datetime
from types import TracebackType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notifications import unsubscribing
from notifications.composing import compose
from notifications.letters import DIGEST, Letter, identifier

# What SMTP answers when it is about to hang up, whatever it was asked.
CLOSING = 421


class NotAccepted(Exception):
    """The mail server did not take this letter; it may take it later. The text is a short code of the cause."""


class Unreachable(NotAccepted):
    """The mail server takes nothing at all for now."""


class Undeliverable(NotAccepted):
    """The letter can never be sent as it is."""


class MailServer:
    """One connection to the mail server: made for the first letter, made again when the server ends it."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self._has_taken_one = False

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, letter: Letter, *, at: datetime) -> None:
        """Hand one letter to the mail server; returns once the server has taken it, raises NotAccepted otherwise."""
        mail = _compose(letter, at)
        connection = self._connected()
        try:
            connection.send_messages([mail])
        except OSError as error:
            self._explain(error)
        self._has_taken_one = True

    def _connected(self) -> BaseEmailBackend:
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except OSError as error:
                raise Unreachable(_cause(error)) from error
            self._connection, self._has_taken_one = connection, False
        return self._connection

    def _explain(self, error: OSError) -> None:
        answered = isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected)
        if answered and _code(error) != CLOSING:
            raise NotAccepted(_cause(error)) from error
        worked_before = self._has_taken_one
        self._hang_up()
        # Many servers end a connection after so many messages: only a fresh one that fails says that nothing works.
        raise (NotAccepted if worked_before else Unreachable)(_cause(error)) from error

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # Whatever was taken has been confirmed already; a goodbye that fails changes nothing.
            with contextlib.suppress(OSError):
                connection.close()


def _compose(letter: Letter, at: datetime) -> EmailMultiAlternatives:
    reader = letter.reader
    if not reader.is_active or not reader.email:
        raise Undeliverable("person_cannot_sign_in" if reader.email else "no_address")
    code = DIGEST if letter.in_digest else letter.group.code
    stop_url = "" if letter.group.fixed else unsubscribing.link(user_id=reader.pk, code=code, at=at)
    words = compose(letter, stop_url=stop_url)
    mail = EmailMultiAlternatives(words.subject, words.text, to=[reader.email], headers=_headers(letter, stop_url))
    mail.attach_alternative(words.html, "text/html")
    return mail


def _headers(letter: Letter, stop_url: str) -> dict[str, str]:
    """Give the same Message-ID at every attempt, so that a repeat is seen as one, and one root for each thread."""
    headers = {
        "Message-ID": _address(letter.identifier),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.thread:
        headers["In-Reply-To"] = headers["References"] = _address(identifier(f"thread\n{letter.thread}"))
    if stop_url:
        headers |= {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _address(name: str) -> str:
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname or 'chancery.invalid'}>"


def _code(error: OSError) -> int | None:
    """Find the three digits that the server answered with, if it answered."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((int(code) for code, _text in error.recipients.values()), None)
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else None


def _cause(error: OSError) -> str:
    code = _code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
