"""Other services that hear of what happens: looked after by policy officers and administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.api.idempotency import REPLAYED, once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import describes
from approvals.api.serializers.base import Nothing, page_of
from approvals.api.serializers.services import (
    ChangedWebhookSerializer,
    DeliverySerializer,
    NewWebhookSerializer,
    RemovedSerializer,
    SendAgainSerializer,
    SentAgainSerializer,
    WebhookSerializer,
    WebhookWithSecretSerializer,
)
from approvals.api.views.base import Door, ListingSerializer
from approvals.refusals import Refused
from approvals.refusing import refusing
from notifications.services import queries, verbs

TAG = "Other services"
NEWEST = Order("deliveries", ("-created_at", "-pk"))

Handler = Callable[..., Response]


class ServiceDoor(Door):
    """One address of the services, for whoever looks after them."""

    secret: str = ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse everybody else, before anything is read."""
        super().initial(request, *args, **kwargs)
        if not verbs.may_manage(self.user, at=self.at):
            raise Refused("not_service_manager")

    def found(self, webhook_id: int) -> Any:
        """Return the service with its counts, or refuse."""
        endpoint = queries.endpoints().filter(pk=webhook_id).first()
        if endpoint is None:
            raise Refused("not_found")
        return endpoint


def told_once(handler: Handler) -> Handler:
    """Add the secret to the answer of whoever made it: what is kept for a repeat has none."""

    @wraps(handler)
    def answer(door: ServiceDoor, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = handler(door, request, *args, **kwargs)
        if REPLAYED not in response and door.secret:
            response.data["secret"] = door.secret
        return response

    return answer


class WebhooksView(ServiceDoor):
    """The services."""

    @describes(
        "list_webhooks", "Other services that hear of what happens", gives=page_of(WebhookSerializer),
        parameters=[ListingSerializer], tag=TAG, problems=[403],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """List the services."""
        return self.give_rows(WebhookSerializer, queries.endpoints(), order=Order("webhooks", ("name", "pk")))

    @describes(
        "register_webhook", "Register a service; the answer gives its secret once", takes=NewWebhookSerializer,
        gives=WebhookWithSecretSerializer, status=201, tag=TAG,
    )  # fmt: skip
    @told_once
    @once
    def post(self, request: Request) -> Response:
        """Register a service."""
        given = {"language": "en", "time_zone": "UTC", **self.sent(NewWebhookSerializer)}
        with refusing():
            endpoint, self.secret = verbs.register(wanted=verbs.Wanted(**given), by=self.user, at=self.at)
        response = self.give(WebhookWithSecretSerializer, self.found(endpoint.pk), status=201)
        response["Location"] = reverse("api:webhook", kwargs={"webhook_id": endpoint.pk})
        return response


class WebhookView(ServiceDoor):
    """One service."""

    @describes("read_webhook", "One service", gives=WebhookSerializer, tag=TAG, problems=[403])
    def get(self, request: Request, webhook_id: int) -> Response:
        """Read one service."""
        return self.give(WebhookSerializer, self.found(webhook_id))

    @describes(
        "change_webhook", "Change what a service hears of, or its address", takes=ChangedWebhookSerializer,
        gives=WebhookSerializer, tag=TAG,
    )  # fmt: skip
    @once
    def post(self, request: Request, webhook_id: int) -> Response:
        """Change one service."""
        given, present = self.sent(ChangedWebhookSerializer), self.found(webhook_id)
        kept = {name: getattr(present, name) for name in ("name", "format", "language", "time_zone", "groups", "kinds")}
        kept |= {"address": "", "offices": [office.pk for office in present.offices.all()]}
        with refusing():
            verbs.change(endpoint_id=webhook_id, wanted=verbs.Wanted(**kept | given), by=self.user, at=self.at)
        return self.give(WebhookSerializer, self.found(webhook_id))


class WebhookSecretView(ServiceDoor):
    """The secret of one service."""

    @describes(
        "renew_webhook_secret", "Give a webhook a new secret; the former one signs beside it for a day", takes=Nothing,
        gives=WebhookWithSecretSerializer, tag=TAG,
    )  # fmt: skip
    @told_once
    @once
    def post(self, request: Request, webhook_id: int) -> Response:
        """Renew the secret."""
        self.nothing_sent()
        with refusing():
            _endpoint, self.secret = verbs.renew_secret(endpoint_id=webhook_id, by=self.user, at=self.at)
        return self.give(WebhookWithSecretSerializer, self.found(webhook_id))


class WebhookOnView(ServiceDoor):
    """Switching on."""

    @describes(
        "switch_webhook_on", "Go on telling a service, with what waited for it", takes=Nothing,
        gives=WebhookSerializer, tag=TAG,
    )  # fmt: skip
    @once
    def post(self, request: Request, webhook_id: int) -> Response:
        """Switch it on."""
        self.nothing_sent()
        with refusing():
            verbs.switch_on(endpoint_id=webhook_id, by=self.user, at=self.at)
        return self.give(WebhookSerializer, self.found(webhook_id))


class WebhookOffView(ServiceDoor):
    """Switching off."""

    @describes(
        "switch_webhook_off", "Stop telling a service", takes=Nothing, gives=WebhookSerializer, tag=TAG,
    )  # fmt: skip
    @once
    def post(self, request: Request, webhook_id: int) -> Response:
        """Switch it off."""
        self.nothing_sent()
        with refusing():
            verbs.switch_off(endpoint_id=webhook_id, by=self.user, at=self.at)
        return self.give(WebhookSerializer, self.found(webhook_id))


class WebhookRemovalView(ServiceDoor):
    """Removal."""

    @describes(
        "remove_webhook", "Remove a service with everything that waits for it", takes=Nothing,
        gives=RemovedSerializer, tag=TAG,
    )  # fmt: skip
    @once
    def post(self, request: Request, webhook_id: int) -> Response:
        """Remove it."""
        self.nothing_sent()
        with refusing():
            name = verbs.remove(endpoint_id=webhook_id, by=self.user, at=self.at)
        return self.give(RemovedSerializer, {"name": name})


class WebhookPingView(ServiceDoor):
    """A test."""

    @describes(
        "ping_webhook", "Send a service a test, on the way that everything goes", takes=Nothing,
        gives=DeliverySerializer, status=201, tag=TAG,
    )  # fmt: skip
    @once
    def post(self, request: Request, webhook_id: int) -> Response:
        """Send a test."""
        self.nothing_sent()
        with refusing():
            delivery = verbs.ping(endpoint_id=webhook_id, by=self.user, at=self.at)
        return self.give(DeliverySerializer, delivery, status=201)


class DeliveryFilterSerializer(ListingSerializer):
    """Which deliveries."""

    status = serializers.ChoiceField(queries.STATUSES, required=False)


class DeliveriesView(ServiceDoor):
    """What went or goes to one service."""

    @describes(
        "list_deliveries", "What went or goes to a service, the newest first", gives=page_of(DeliverySerializer),
        parameters=[DeliveryFilterSerializer], tag=TAG, problems=[403],
    )  # fmt: skip
    def get(self, request: Request, webhook_id: int) -> Response:
        """List the deliveries."""
        asked = self.asked(DeliveryFilterSerializer)
        found = queries.deliveries(self.found(webhook_id).pk, asked.get("status", ""))
        page = NEWEST.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(DeliverySerializer, page)


class SendAgainView(ServiceDoor):
    """Dead letters."""

    @describes(
        "send_deliveries_again", "Let deliveries that were given up start anew", takes=SendAgainSerializer,
        gives=SentAgainSerializer, tag=TAG,
    )  # fmt: skip
    @once
    def post(self, request: Request, webhook_id: int) -> Response:
        """Send them again."""
        chosen = self.sent(SendAgainSerializer).get("deliveries")
        with refusing():
            count = verbs.send_again(endpoint_id=webhook_id, delivery_ids=chosen, by=self.user, at=self.at)
        return self.give(SentAgainSerializer, {"count": count})
