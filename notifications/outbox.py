"""The one way in: what is put here is committed with the change it tells of, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from notifications import telling
from notifications.groups import group_of
from notifications.models import KEY_LENGTH, KIND_LENGTH, PATH_LENGTH, THREAD_LENGTH, Medium, Message, Status
from notifications.nudge import nudge
from notifications.plain import plain
from notifications.services.spread import spread

Param = str | int | None
LENGTHS = {"kind": KIND_LENGTH, "key": KEY_LENGTH, "event": KEY_LENGTH, "path": PATH_LENGTH, "thread": THREAD_LENGTH}


class OutsideTransaction(RuntimeError):
    """A message was put outside a transaction, where it could outlive a change that never happened."""


@dataclass(frozen=True)
class Envelope:
    """One thing to tell one person; `key` names it, so that the same thing is told to that person once.

    `params` are the values of the sentence (notifications/wording.py), times as ISO strings; never the text of a draft.
    `path` is a page of this site or ''; messages of one `thread` stand together in a mail program. `event` names what
    happened, whoever is told of it, for services to hear of it once ('': they do not); `offices` are those it touches.
    """

    user_id: int
    kind: str
    key: str
    params: Mapping[str, Param] = field(default_factory=dict)
    path: str = ""
    thread: str = ""
    event: str = ""
    offices: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what the table could not hold: SQLite would drop such a row without a word."""
        if not self.key or any(len(getattr(self, name)) > longest for name, longest in LENGTHS.items()):
            raise ValueError(f"An envelope's key is empty, or a part of it is longer than {LENGTHS}: {self.key!r}")
        if self.path and (not self.path.startswith("/") or self.path.startswith("//")):
            raise ValueError(f"The page of a message must be a path on this site, not {self.path!r}")


def put(envelopes: Sequence[Envelope], *, at: datetime, media: Sequence[str] = ("in_app", "email")) -> None:
    """Add messages to the transaction that is open; a key that its reader already has is put no more.

    Two queries for any number of people: how they want their e-mail, and the messages; three more while services listen
    (notifications/services/spread.py). When an e-mail is due is settled here, so that what is due stays a question to
    the database.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("outbox.put() needs the transaction of the change it tells of.")
    readers = {envelope.user_id for envelope in envelopes} if Medium.EMAIL in media else set()
    plans = telling.plans(readers)
    messages = [
        message
        for envelope in envelopes
        for medium in media
        if (message := _message(envelope, Medium(medium), plans.get(envelope.user_id, telling.NOTHING_CHOSEN), at))
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    spread(envelopes, at=at)
    if any(message.next_attempt_at is not None and message.next_attempt_at <= at for message in messages):
        transaction.on_commit(nudge, robust=True)


def count_as_sent(*, until: datetime) -> int:
    """Count every e-mail put up to this instant as sent when it was put; return how many.

    For a past that is told and was not lived, such as a demo's: nobody waits for those letters.
    """
    untold = Message.objects.filter(medium=Medium.EMAIL, status=Status.PENDING, created_at__lte=until)
    sent = {"status": Status.SENT, "sent_at": F("created_at"), "next_attempt_at": None}
    return untold.update(**sent, lease=None, leased_until=None)


def _message(envelope: Envelope, medium: Medium, plan: telling.Plan, at: datetime) -> Message | None:
    """Return the message, or None for an e-mail that its reader does not want."""
    # An inbox message has arrived by being committed: the inbox is this table.
    arrived = medium == Medium.IN_APP
    group = group_of(envelope.kind, envelope.params)
    slot = plan.slot(group, at) if medium == Medium.EMAIL else telling.Slot(at, in_digest=False)
    if slot is None:
        return None
    return Message(
        user_id=envelope.user_id,
        medium=medium,
        kind=envelope.kind,
        key=envelope.key,
        params={name: plain(value) for name, value in envelope.params.items()},
        path=envelope.path,
        thread=envelope.thread,
        created_at=at,
        status=Status.SENT if arrived else Status.PENDING,
        sent_at=at if arrived else None,
        next_attempt_at=None if arrived else slot.due,
        in_digest=slot.in_digest,
    )
