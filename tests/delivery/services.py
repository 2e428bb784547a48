"""Endpoints of the stories, registered by a policy officer, and events put for them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notifications.outbox import Envelope, put
from notifications.services import verbs
from notifications.services.models import Delivery, Endpoint
from notifications.services.verbs import Wanted
from tests.delivery.letters import AWAITING
from tests.people import LONG_AGO, Ministry

# Of this very moment: a receiver that checks signatures looks at its own clock.
TODAY = timezone.now()


def wanted(address: str, **changes: object) -> Wanted:
    """Return an endpoint as somebody asks for it."""
    values: dict[str, object] = {"name": "Situation room", "format": "standard", "language": "en", "time_zone": "UTC"}
    return Wanted(**{**values, "address": address, **changes})  # type: ignore[arg-type]


def registered(ministry: Ministry, address: str, **changes: object) -> tuple[Endpoint, str]:
    """Register an endpoint; return it with its secret."""
    return verbs.register(wanted=wanted(address, **changes), by=ministry.paul, at=LONG_AGO)


def happened(
    ministry: Ministry, number: int = 1, *, at: datetime = TODAY, kind: str = "awaiting", **more: object
) -> None:
    """Tell three people of one event, and commit."""
    told = [ministry.dana, ministry.dirk, ministry.layla]
    event = f"step:{number}:{kind}"
    envelopes = [
        Envelope(
            person.pk, kind, f"{event}:{person.pk}", AWAITING, "/drafts/1/", "RUH-2026-0042", event,
            **{"offices": (ministry.riyadh.pk, ministry.desk.pk), **more},
        )
        for person in told
    ]  # fmt: skip
    with transaction.atomic():
        put(envelopes, at=at, media=("in_app",))


def only() -> Delivery:
    """Return the one delivery that there is."""
    return Delivery.objects.select_related("endpoint").get()
