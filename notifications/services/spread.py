"""From what people are told to what services hear: each event once for each endpoint, in the transaction it is of."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.db.models import prefetch_related_objects

from notifications.plain import plain
from notifications.services.groups import hears
from notifications.services.models import Delivery, Endpoint

# For so long a process that found no endpoint asks no more: after that, a new one hears of everything.
FRESH = 5.0
# The weakest lock that keeps a row from being removed: decisions do not wait for one another, nor for a change of it.
LISTENING = """SELECT "id", "groups", "kinds" FROM "notifications_endpoint" WHERE "off" = '' ORDER BY "id\""""
LISTENING_KEPT = f"{LISTENING} FOR KEY SHARE"


class Told(Protocol):
    """What an envelope (notifications/outbox.py) says of the event that it tells of."""

    @property
    def event(self) -> str: ...  # noqa: D102
    @property
    def offices(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def params(self) -> Mapping[str, str | int | None]: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def thread(self) -> str: ...  # noqa: D102


@dataclass
class Silence:
    """Until when this process takes it that nobody listens."""

    until: float = 0.0


silence = Silence()


def spread(envelopes: Sequence[Told], *, at: datetime) -> None:
    """Add a delivery for each endpoint that hears of each event. Three queries; none while nobody listens.

    Envelopes of one event differ by the person told; the event is named by `event`, and '' is for one person alone.
    """
    events = {envelope.event: envelope for envelope in reversed(envelopes) if envelope.event}
    if not events or time.monotonic() < silence.until:
        return
    endpoints = _listening()
    if not endpoints:
        silence.until = time.monotonic() + FRESH
    deliveries = [
        _delivery(endpoint, event, at) for event in events.values() for endpoint in endpoints if _hears(endpoint, event)
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


def somebody_listens() -> None:
    """Ask again from now on whether there is an endpoint."""
    silence.until = 0.0


def _listening() -> list[Endpoint]:
    """Return the endpoints that are on, none of which is removed before the commit. Two queries, one for none.

    The database asks at the commit whether the endpoint of a delivery is there: one that was removed in between would
    undo the decision that the delivery tells of. Whoever removes one waits, and takes the new deliveries along.
    """
    kept = LISTENING_KEPT if connection.vendor == "postgresql" else LISTENING
    endpoints = list(Endpoint.objects.raw(kept))
    prefetch_related_objects(endpoints, "offices")
    return endpoints


def _hears(endpoint: Endpoint, event: Told) -> bool:
    offices = {office.pk for office in endpoint.offices.all()}
    asked_for = hears(endpoint.groups, endpoint.kinds, event.kind)
    return asked_for and (not offices or not offices.isdisjoint(event.offices))


def _delivery(endpoint: Endpoint, event: Told, at: datetime) -> Delivery:
    return Delivery(
        endpoint=endpoint,
        key=event.event,
        kind=event.kind,
        params={name: plain(value) for name, value in event.params.items()},
        path=event.path,
        thread=event.thread,
        created_at=at,
        next_attempt_at=at,
    )
