"""What the tests of delivery put, and when."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from accounts.models import User
from notifications.models import Message
from notifications.outbox import Envelope, put

# A Sunday: a working day in Riyadh, the weekend in London.
SUNDAY = datetime(2018, 8, 5, 11, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

AWAITING = {
    "reference": "RUH-2026-0042",
    "level": "HQ desk",
    "question": "Is it our position?",
    "office": "Middle East desk",
    "author": "Omar Haddad",
    "due_at": "2018-08-05T11:30:00+00:00",
    "urgency": "routine",
}


def awaiting(user: User, number: int = 1, **changes: object) -> Envelope:
    """Tell somebody that a draft awaits a decision."""
    return Envelope(
        user_id=user.pk,
        kind="awaiting",
        key=f"awaiting:step:{number}",
        params=AWAITING | changes,
        path="/drafts/RUH-2026-0042/",
        thread="RUH-2026-0042",
    )


def post(*envelopes: Envelope, at: datetime = SUNDAY, media: tuple[str, ...] = ("email",)) -> list[Message]:
    """Put and commit; give back what is now in the table, oldest first."""
    with transaction.atomic():
        put(envelopes, at=at, media=media)
    return list(Message.objects.order_by("pk"))


def readers(count: int) -> list[User]:
    """Some people, so that each gets a letter of their own: what one person is told at once comes in one."""
    names = [f"reader.{number}" for number in range(count)]
    return [User.objects.create_user(name, f"{name}@ministry.example", name=name) for name in names]


def in_thread(work: Callable[[], object]) -> threading.Thread:
    """Run this beside the test, with a database connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
