"""One attempt to tell one endpoint of one event, signed where the format is signed."""

from datetime import datetime

from standardwebhooks import Webhook

from notifications.services import apprise_door, payloads
from notifications.services.models import Delivery, Endpoint
from notifications.services.posting import Outcome, post
from notifications.services.sealing import Unreadable, unseal


def call(delivery: Delivery, *, at: datetime) -> Outcome:
    """Send one event to its endpoint, and say how it ended."""
    endpoint = delivery.endpoint
    try:
        address = unseal(endpoint.address_sealed)
        if endpoint.format == Endpoint.Format.APPRISE:
            return apprise_door.notify(address, payloads.said(delivery, endpoint))
        body = payloads.body(delivery, endpoint)
        return post(address, headers=headers(delivery, endpoint, body, at=at), body=body)
    except Unreadable:
        return Outcome("secret_unreadable")


def headers(delivery: Delivery, endpoint: Endpoint, body: str, *, at: datetime) -> dict[str, str]:
    """Return the headers of a request: the identifier that is the same at every attempt, and the signatures."""
    identifier, seconds = f"msg_{delivery.message_id.hex}", str(int(at.timestamp()))
    named = {"content-type": "application/json", "webhook-id": identifier, "webhook-timestamp": seconds}
    signatures = [Webhook(secret).sign(identifier, at, body) for secret in secrets(endpoint, at=at)]
    return {**named, "webhook-signature": " ".join(signatures)} if signatures else named


def secrets(endpoint: Endpoint, *, at: datetime) -> list[str]:
    """Return the secrets that sign at this instant: the present one, and the former one while it still does."""
    former_signs = endpoint.former_secret_until is not None and at < endpoint.former_secret_until
    sealed = [endpoint.secret_sealed, endpoint.former_secret_sealed if former_signs else ""]
    return [unseal(one) for one in sealed if one]
