"""Delivers to services what is due: claim in a short transaction, send outside any, confirm under that claim.

Each event goes out at least once, under the same identifier at every attempt. One worker at a time speaks to an
endpoint, and each endpoint is spoken to in a thread of its own: one that is slow or silent holds up no other.
"""

import logging
import queue
import random
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from notifications.delivery import LAST_ATTEMPT, pause_after
from notifications.services import calling
from notifications.services.models import Delivery, Endpoint
from notifications.services.posting import Outcome

logger = logging.getLogger(__name__)

# Of one endpoint, and of all together, in one batch.
OF_ONE, OF_ALL = 10, 100
THREADS = 20
# What is not begun by then is left to the next batch; with the attempt that may then be under way, shorter than LEASE.
BATCH_TAKES = 10.0
GRACE = 15.0
# An endpoint that takes longer for one event has no other in the same batch: a worker has more to do than to wait.
SLOW = 3.0
LEASE = timedelta(seconds=60)
# How long nobody knocks at an endpoint that does not answer.
SILENCE = timedelta(seconds=60)

Ending = tuple[Delivery, Outcome | None]


def deliver_due(*, at: datetime) -> bool:
    """Send one batch of what is due at this instant; say whether there is likely more."""
    batch = claim(at=at)
    if not batch:
        return False
    started = time.monotonic()
    left = {delivery.pk: delivery for delivery in batch}
    for delivery, outcome in _endings(batch, at):
        del left[delivery.pk]
        now = at + timedelta(seconds=time.monotonic() - started)
        if outcome is None:
            _put_back(delivery)
        else:
            record(delivery, outcome, at=now)
    for delivery in left.values():
        record(delivery, Outcome("no_answer", silent=True), at=at + timedelta(seconds=time.monotonic() - started))
    return True


def claim(*, at: datetime) -> list[Delivery]:
    """Take a lease on what is due for endpoints that nobody else is speaking to, in three queries."""
    with transaction.atomic():
        due = _due(at)
        place = Window(RowNumber(), partition_by="endpoint_id", order_by=("next_attempt_at", "pk"))
        first = due.annotate(place=place).filter(place__lte=OF_ONE).order_by("next_attempt_at", "pk")[:OF_ALL]
        # The conditions once more: PostgreSQL asks them again of the row that it has locked.
        locked = due.filter(pk__in=list(first.values_list("pk", flat=True))).select_related("endpoint")
        claimed = list(locked.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True, of=("self",)))
        lease = uuid.uuid4()
        # An attempt counts when it is claimed, so that a delivery which kills its worker is given up too.
        held = Delivery.objects.filter(pk__in=[delivery.pk for delivery in claimed])
        held.update(lease=lease, leased_until=at + LEASE, attempts=F("attempts") + 1)
    for delivery in claimed:
        delivery.lease, delivery.attempts = lease, delivery.attempts + 1
    return claimed


def record(delivery: Delivery, outcome: Outcome, *, at: datetime) -> None:
    """Record how an attempt ended, unless the claim it was made under has been taken over."""
    if not outcome.error:
        sent = {"status": Delivery.Status.SENT, "sent_at": at, "next_attempt_at": None, "last_error": ""}
        _held(delivery).update(**sent, lease=None, leased_until=None)
        return
    if outcome.gone:
        _switch_off(delivery.endpoint, at=at)
    _keep_quiet(delivery.endpoint, outcome, at=at)
    if outcome.gone or delivery.attempts >= LAST_ATTEMPT:
        _give_up(delivery, outcome.error)
        return
    # As long as the receiver asked for, and never sooner than our own turn.
    pause = max(
        pause_after(delivery.attempts, spread=random.random()),  # noqa: S311 (no secret)
        timedelta(seconds=outcome.retry_after or 0),
    )
    later = {"next_attempt_at": at + pause, "last_error": outcome.error[:60]}
    if _held(delivery).update(**later, lease=None, leased_until=None):
        logger.warning("delivery %s not sent at attempt %s: %s", delivery.pk, delivery.attempts, outcome.error)


def _due(at: datetime) -> QuerySet[Delivery]:
    spoken_to = Delivery.objects.filter(endpoint=OuterRef("endpoint_id"), lease__isnull=False, leased_until__gt=at)
    return Delivery.objects.filter(
        # Also of the row itself: what another worker claimed while this one waited is seen on the locked row alone.
        Q(lease__isnull=True) | Q(leased_until__lte=at),
        ~Exists(spoken_to),
        Q(endpoint__quiet_until__isnull=True) | Q(endpoint__quiet_until__lte=at),
        status=Delivery.Status.PENDING,
        next_attempt_at__lte=at,
        endpoint__off="",
    )


def _endings(batch: Sequence[Delivery], at: datetime) -> Iterator[Ending]:
    """Send the batch, one thread for each endpoint, and give each ending as it comes; threads ask no database."""
    by_endpoint: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in batch:
        by_endpoint[delivery.endpoint_id].append(delivery)
    endings: queue.Queue[Ending] = queue.Queue()
    until = time.monotonic() + BATCH_TAKES
    threads = ThreadPoolExecutor(min(len(by_endpoint), THREADS), "service")
    for deliveries in by_endpoint.values():
        threads.submit(_speak_to_one, deliveries, endings, until, at)
    # Without waiting: a thread that hangs where no clock reaches (in the resolver) is left to end by itself.
    threads.shutdown(wait=False)
    for _ in batch:
        try:
            yield endings.get(timeout=max(0.0, until + GRACE - time.monotonic()))
        except queue.Empty:
            return


def _speak_to_one(deliveries: Sequence[Delivery], endings: "queue.Queue[Ending]", until: float, at: datetime) -> None:
    """Send to one endpoint, one after the other; when it is slow or silent, or time is up, the rest is not tried."""
    started, goes_on = time.monotonic(), True
    for delivery in deliveries:
        begun = time.monotonic()
        if not goes_on or begun >= until:
            endings.put((delivery, None))
            continue
        try:
            outcome = calling.call(delivery, at=at + timedelta(seconds=time.monotonic() - started))
        except Exception as error:  # one event that cannot be written must not keep back those behind it
            logger.exception("delivery %s of kind %r could not be written", delivery.pk, delivery.kind)
            outcome = Outcome(type(error).__name__)
        endings.put((delivery, outcome))
        is_slow = time.monotonic() - begun > SLOW
        goes_on = not (is_slow or outcome.silent or outcome.gone or outcome.retry_after)


def _held(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease, status=Delivery.Status.PENDING)


def _put_back(delivery: Delivery) -> None:
    _held(delivery).update(lease=None, leased_until=None, attempts=F("attempts") - 1)


def _keep_quiet(endpoint: Endpoint, outcome: Outcome, *, at: datetime) -> None:
    wait = SILENCE if outcome.silent else timedelta(seconds=outcome.retry_after or 0)
    if wait:
        Endpoint.objects.filter(pk=endpoint.pk).update(quiet_until=at + wait)


def _switch_off(endpoint: Endpoint, *, at: datetime) -> None:
    gone = {"off": Endpoint.Off.GONE, "off_since": at}
    if Endpoint.objects.filter(pk=endpoint.pk, off="").update(**gone):
        logger.error("service %s (%s) is gone, says its receiver; it is switched off", endpoint.pk, endpoint.name)


def _give_up(delivery: Delivery, cause: str) -> None:
    """Stop trying, for everyone to see: in the log, and on the page of the service with a way to send again."""
    given_up = {"status": Delivery.Status.DEAD, "next_attempt_at": None, "last_error": cause[:60]}
    if _held(delivery).update(**given_up, lease=None, leased_until=None):
        logger.error("delivery %s of kind %r given up: %s", delivery.pk, delivery.kind, cause)
