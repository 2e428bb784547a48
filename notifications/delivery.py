"""Delivers what is due: claim in a short transaction, send outside any, confirm with the claim that was held.

Each message goes out at least once. What is claimed together for one person and group is one letter: begun, confirmed
and repeated as a whole, under one identifier. A claim ends by itself when its worker died; whoever confirms after that
changes nothing. `attempts` counts the sendings that were begun, so that what kills its worker is given up too.
"""

import logging
import random
import time
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Q, QuerySet

from accounts.zones import zone_named
from notifications.channels.email import MailServer, NotAccepted, Undeliverable, Unreachable
from notifications.hours import awake
from notifications.letters import DIGEST, Letter, letters_of
from notifications.models import Medium, Message, Status
from notifications.telling import quiet_hours

logger = logging.getLogger(__name__)

BATCH = 100
# Longer than a mail server may take for one letter (EMAIL_TIMEOUT); renewed before each.
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
    """Send the e-mails that are due at this instant, up to about `limit`; return how many the mail server took."""
    batch = claim(at=at, limit=limit)
    watch, sent = _Watch(at), 0
    with MailServer() as server:
        for position, letter in enumerate(batch):
            try:
                sent += _deliver(letter, server, watch)
            except Unreachable:
                _put_back(batch[position + 1 :])
                break
    return sent


def claim(*, at: datetime, limit: int) -> list[Letter]:
    """Take a lease on due e-mails that nobody else holds; on none while the mail server is silent.

    Two queries; one more when the limit is reached, for what else the last person is told at that moment, and two more
    where there are mails that must be whole, those to be repeated and daily digests: these are taken beyond the limit.
    """
    with transaction.atomic():
        found = _free(at).filter(~_server_is_silent(at), next_attempt_at__lte=at)
        due = list(found.order_by("next_attempt_at", "user", "id")[:limit])
        if len(due) == limit:
            due += _of_the_same_moment(due, at)
        letters = _whole(due, at)
        batch = [letter for letter in letters if letter.attempts < LAST_ATTEMPT]
        for worn_out in (letter for letter in letters if letter.attempts >= LAST_ATTEMPT):
            _give_up(worn_out, WORKER_DIED)
        _lease(batch, at)
    return batch


def confirm(*, letter: Letter, at: datetime) -> int:
    """Record that the mail server took the letter; return for how many messages: none when the claim was taken over."""
    taken = {"status": Status.SENT, "sent_at": at, "next_attempt_at": None, "last_error": ""}
    return _held(letter).update(**taken, lease=None, leased_until=None)


def send_again(*, message_ids: Collection[int], at: datetime) -> int:
    """Let messages that were given up start anew, in a new mail; return how many."""
    again = {"status": Status.PENDING, "attempts": 0, "next_attempt_at": at, "last_error": "", "mail": ""}
    return Message.objects.filter(pk__in=message_ids, status=Status.DEAD).update(**again)


def pause_after(attempts: int, *, spread: float) -> timedelta:
    """Say how long to wait after so many attempts: twice as long each time, up to two hours, and a part at random.

    `spread`, from 0 to 1, adds up to half, so that messages that failed together do not all come back together.
    """
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 16)
    return min(doubled, LONGEST_PAUSE) * (1 + spread / 2)


def _deliver(letter: Letter, server: MailServer, watch: _Watch) -> int:
    """Send one letter and record the outcome; return how many messages it took out. Unreachable ends the batch."""
    if _waits_for_morning(letter, watch.now()) or not _begin(letter, watch.now()):
        return 0
    try:
        server.send(letter, at=watch.now())
    except Unreachable as error:
        _hold_for_silence(letter, error, watch.now())
        raise
    except Undeliverable as error:
        _give_up(letter, str(error))
    except NotAccepted as error:
        _try_later(letter, str(error))
    except Exception as error:  # one letter that cannot be written must not keep back those behind it
        logger.exception("%s could not be written", letter)
        _try_later(letter, type(error).__name__)
    else:
        return confirm(letter=letter, at=watch.now())
    return 0


def _unsent() -> QuerySet[Message]:
    return Message.objects.filter(status=Status.PENDING, medium=Medium.EMAIL)


def _free(at: datetime) -> QuerySet[Message]:
    """Return, locked, the unsent e-mails that nobody holds, with what is needed to write them."""
    unclaimed = _unsent().filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at))
    return unclaimed.select_related("user__telling").select_for_update(skip_locked=True, of=("self",))


def _of_the_same_moment(due: list[Message], at: datetime) -> list[Message]:
    """Return, of what was cut off behind the last message, what its reader is told at the same moment."""
    last, ids = due[-1], [message.pk for message in due]
    same = _free(at).filter(user=last.user_id, next_attempt_at=last.next_attempt_at).exclude(pk__in=ids)
    return list(same.order_by("id")[:BATCH])


def _whole(due: list[Message], at: datetime) -> list[Letter]:
    """Put what is due into letters; a mail that must be whole is taken whole, or left to whoever holds a part of it.

    Of a mail that was begun before, a part would be lost: its receiver drops what comes again under one identifier. And
    a day has one digest.
    """
    begun = {message.mail for message in due} - {""}
    digests = {message.user_id for message in due if message.in_digest and not message.mail}
    if not (begun or digests):
        return letters_of(due)
    lines = Q(mail="", in_digest=True, user__in=digests, next_attempt_at__lte=at)
    parts = _unsent().filter(Q(mail__in=begun) | lines)
    rest = _free(at).filter(pk__in=parts.values("pk")).exclude(pk__in=[message.pk for message in due])
    letters = letters_of([*due, *rest])
    sizes = Counter(mail or (user_id, DIGEST) for mail, user_id in parts.values_list("mail", "user"))
    return [letter for letter in letters if sizes.get(letter.bundle, len(letter.messages)) == len(letter.messages)]


def _server_is_silent(at: datetime) -> Exists:
    """Ask whether a message still holds its lease because nobody answered: one server must not hang every worker."""
    return Exists(_unsent().filter(last_error__startswith=NO_ANSWER, lease__isnull=False, leased_until__gt=at))


def _held(letter: Letter) -> QuerySet[Message]:
    return Message.objects.filter(pk__in=letter.ids, lease=letter.lease, status=Status.PENDING)


def _lease(batch: Sequence[Letter], at: datetime) -> None:
    lease, leased = uuid.uuid4(), [message for letter in batch for message in letter.messages]
    for message in leased:
        message.lease = lease
    Message.objects.filter(pk__in=[message.pk for message in leased]).update(lease=lease, leased_until=at + LEASE)


def _waits_for_morning(letter: Letter, at: datetime) -> bool:
    """Let what a fault has kept until the quiet hours of its reader wait for their end; say whether it does."""
    if letter.group.fixed:
        return False
    until = awake(at, quiet_hours(letter.reader), zone_named(letter.reader.time_zone))
    return until > at and bool(_held(letter).update(next_attempt_at=until, lease=None, leased_until=None))


def _begin(letter: Letter, at: datetime) -> bool:
    """Count the attempt, renew the lease and keep what is in the letter, or say that someone else has taken over.

    The next attempt is set before this one is made: a worker that dies over a letter leaves it to wait its turn.
    """
    retry_at = at + pause_after(letter.attempts + 1, spread=random.random())  # noqa: S311 (no secret)
    begun = {"attempts": F("attempts") + 1, "next_attempt_at": retry_at, "leased_until": at + LEASE}
    is_whole = _held(letter).update(**begun, mail=letter.identifier) == len(letter.messages)
    letter.begin()
    return is_whole


def _try_later(letter: Letter, cause: str) -> None:
    if letter.attempts >= LAST_ATTEMPT:
        _give_up(letter, cause)
    elif _held(letter).update(lease=None, leased_until=None, last_error=cause[:60]):
        logger.warning("%s not sent at attempt %s: %s", letter, letter.attempts, cause)


def _hold_for_silence(letter: Letter, error: Unreachable, at: datetime) -> None:
    """Keep the lease of the letter that found the server silent: while it lasts, nobody else tries."""
    cause = f"{NO_ANSWER} {error}"
    if letter.attempts >= LAST_ATTEMPT:
        _give_up(letter, cause)
    elif _held(letter).update(leased_until=at + SILENCE, last_error=cause[:60]):
        logger.warning("mail server silent (%s); nothing is sent for %s s", error, SILENCE.total_seconds())


def _put_back(untried: Sequence[Letter]) -> None:
    if untried:
        ids = [number for letter in untried for number in letter.ids]
        still_held = Message.objects.filter(pk__in=ids, lease=untried[0].lease)
        still_held.update(lease=None, leased_until=None, last_error=NO_ANSWER)


def _give_up(letter: Letter, cause: str) -> None:
    """Stop trying, for everyone to see: in the log, and in the admin with a way to send again."""
    given_up = {"status": Status.DEAD, "next_attempt_at": None, "lease": None, "leased_until": None}
    if _held(letter).update(**given_up, last_error=cause[:60]):
        logger.error("%s given up: %s", letter, cause)
