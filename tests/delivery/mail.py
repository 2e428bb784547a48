"""Mail servers for tests: one that works and can be told to refuse, and one that says nothing."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Callable
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from django.core.mail.backends.base import BaseEmailBackend

from config.run.services import free_port

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class PostOffice:
    """A real SMTP server in this process: keeps what it took, counts connections, answers RCPT as `answer` says."""

    def __init__(self, port: int | None = None) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.connections = 0
        self.answer: Callable[[str], str] = lambda address: "250 OK"
        self.after_taking: Callable[[], None] = lambda: None
        self._controller = Controller(self, hostname="127.0.0.1", port=port or free_port())

    @property
    def settings(self) -> dict[str, object]:
        """What makes Django send here."""
        return {
            "EMAIL_BACKEND": SMTP,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self._controller.port,
            "EMAIL_TIMEOUT": 10,
        }

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._controller.stop()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 (aiosmtpd's name)
        """Count the connection."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Take or refuse the recipient; `answer` may take its time."""
        answer = await asyncio.to_thread(self.answer, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Keep the message."""
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.recipients.append(envelope.rcpt_tos)
        await asyncio.to_thread(self.after_taking)
        return "250 taken"


@contextmanager
def silent_server():
    """Give the port of a server that accepts connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


class WorkerDies(BaseEmailBackend):
    """Ends the worker in the middle of sending, as a signal would."""

    def send_messages(self, email_messages):
        """Never return."""
        raise SystemExit(1)
