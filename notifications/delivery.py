"""Delivers what is due: claim in a short transaction, send outside any, confirm with the claim that was held.

Each message goes out at least once. A claim ends by itself when its worker died; whoever confirms after that changes
nothing. `attempts` counts the sendings that were begun, so that a message which kills its worker is given up too.
"""

import logging
import random
import time
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Q, QuerySet

from notifications.channels.email import MailServer, NotAccepted, Undeliverable, Unreachable
from notifications.models import Medium, Message, Status

logger = logging.getLogger(__name__)

BATCH = 100
# Longer than a mail server may take for one message (EMAIL_TIMEOUT); renewed before each.
LEASE = timedelta(seconds=60)
# How long nobody knocks at a mail server that does not answer.
SILENCE = timedelta(seconds=60)
# About a day of attempts.
LAST_ATTEMPT = 20
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
NO_ANSWER = "no_answer"
WORKER_DIED = "worker_died"


class _Watch:
    """The instant given by the caller, moved on by the time that sending takes: claims must not outlast it unseen."""

    def __init__(self, at: datetime) -> None:
        self._at, self._started = at, time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._started)


def deliver_due(*, at: datetime, limit: int = BATCH) -> int:
    """Send up to `limit` of the e-mails that are due at this instant; return how many the mail server took."""
    batch = claim(at=at, limit=limit)
    watch, sent = _Watch(at), 0
    with MailServer() as server:
        for position, message in enumerate(batch):
            try:
                sent += _deliver(message, server, watch)
            except Unreachable:
                _put_back(batch[position + 1 :])
                break
    return sent


def claim(*, at: datetime, limit: int) -> list[Message]:
    """Take a lease on due e-mails that nobody else holds, in two queries; on none while the mail server is silent."""
    with transaction.atomic():
        due = (
            _unsent().filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at), ~_server_is_silent(at))
            .filter(next_attempt_at__lte=at).select_related("user").order_by("next_attempt_at", "id")
            .select_for_update(skip_locked=True, of=("self",))[:limit]
        )  # fmt: skip
        claimed = list(due)
        batch = [message for message in claimed if message.attempts < LAST_ATTEMPT]
        _give_up([message for message in claimed if message.attempts >= LAST_ATTEMPT], WORKER_DIED)
        _lease(batch, at)
    return batch


def confirm(*, message: Message, at: datetime) -> bool:
    """Record that the mail server took the message, unless the claim it was sent under has been taken over."""
    taken = {"status": Status.SENT, "sent_at": at, "next_attempt_at": None, "last_error": ""}
    return bool(_held(message).update(**taken, lease=None, leased_until=None))


def send_again(*, message_ids: Collection[int], at: datetime) -> int:
    """Let messages that were given up start anew; return how many."""
    again = {"status": Status.PENDING, "attempts": 0, "next_attempt_at": at, "last_error": ""}
    return Message.objects.filter(pk__in=message_ids, status=Status.DEAD).update(**again)


def pause_after(attempts: int, *, spread: float) -> timedelta:
    """Say how long to wait after so many attempts: twice as long each time, up to two hours, and a part at random.

    `spread`, from 0 to 1, adds up to half, so that messages that failed together do not all come back together.
    """
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 16)
    return min(doubled, LONGEST_PAUSE) * (1 + spread / 2)


def _deliver(message: Message, server: MailServer, watch: _Watch) -> bool:
    """Send one message and record the outcome; say whether it went out. Raises Unreachable to end the batch."""
    if not _begin(message, watch.now()):
        return False
    try:
        server.send(message)
    except Unreachable as error:
        _hold_for_silence(message, error, watch.now())
        raise
    except Undeliverable as error:
        _give_up([message], str(error))
    except NotAccepted as error:
        _try_later(message, str(error))
    except Exception as error:  # one message that cannot be written must not keep back those behind it
        logger.exception("message %s of kind %r could not be written", message.pk, message.kind)
        _try_later(message, type(error).__name__)
    else:
        return confirm(message=message, at=watch.now())
    return False


def _unsent() -> QuerySet[Message]:
    return Message.objects.filter(status=Status.PENDING, medium=Medium.EMAIL)


def _server_is_silent(at: datetime) -> Exists:
    """Ask whether a message still holds its lease because nobody answered: one server must not hang every worker."""
    return Exists(_unsent().filter(last_error__startswith=NO_ANSWER, lease__isnull=False, leased_until__gt=at))


def _held(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, lease=message.lease, status=Status.PENDING)


def _lease(batch: Sequence[Message], at: datetime) -> None:
    lease = uuid.uuid4()
    for message in batch:
        message.lease = lease
    Message.objects.filter(pk__in=[message.pk for message in batch]).update(lease=lease, leased_until=at + LEASE)


def _begin(message: Message, at: datetime) -> bool:
    """Count the attempt and renew the lease, or say that someone else has taken over.

    The next attempt is set before this one is made: a worker that dies over a message leaves it to wait its turn.
    """
    message.attempts += 1
    retry_at = at + pause_after(message.attempts, spread=random.random())  # noqa: S311 (no secret)
    begun = {"attempts": F("attempts") + 1, "next_attempt_at": retry_at, "leased_until": at + LEASE}
    return bool(_held(message).update(**begun))


def _try_later(message: Message, cause: str) -> None:
    if message.attempts >= LAST_ATTEMPT:
        _give_up([message], cause)
    elif _held(message).update(lease=None, leased_until=None, last_error=cause[:60]):
        logger.warning("message %s not sent at attempt %s: %s", message.pk, message.attempts, cause)


def _hold_for_silence(message: Message, error: Unreachable, at: datetime) -> None:
    """Keep the lease of the message that found the server silent: while it lasts, nobody else tries."""
    cause = f"{NO_ANSWER} {error}"
    if message.attempts >= LAST_ATTEMPT:
        _give_up([message], cause)
    elif _held(message).update(leased_until=at + SILENCE, last_error=cause[:60]):
        logger.warning("mail server silent (%s); nothing is sent for %s s", error, SILENCE.total_seconds())


def _put_back(untried: Sequence[Message]) -> None:
    if untried:
        still_held = Message.objects.filter(pk__in=[message.pk for message in untried], lease=untried[0].lease)
        still_held.update(lease=None, leased_until=None, last_error=NO_ANSWER)


def _give_up(messages: Sequence[Message], cause: str) -> None:
    """Stop trying, for everyone to see: in the log, and in the admin with a way to send again."""
    for message in messages:
        given_up = {"status": Status.DEAD, "next_attempt_at": None, "lease": None, "leased_until": None}
        if _held(message).update(**given_up, last_error=cause[:60]):
            logger.error("message %s of kind %r given up: %s", message.pk, message.kind, cause)
