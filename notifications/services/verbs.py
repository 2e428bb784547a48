"""What may be done to a service and its deliveries, by whoever may: one verb, one function."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.authority import seats_of
from accounts.models import Office, Role, User
from notifications.plain import plain
from notifications.services import addresses
from notifications.services.models import Delivery, Endpoint
from notifications.services.payloads import PING
from notifications.services.refusals import Refused
from notifications.services.sealing import new_secret, seal
from notifications.services.spread import somebody_listens

# Policy officers say what leaves the ministry; administrators connect it.
MANAGING = frozenset({Role.POLICY, Role.ADMINISTRATOR})
# How long the former secret goes on signing beside the new one.
BOTH_SIGN_FOR = timedelta(days=1)
MOST_ENDPOINTS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """An endpoint as it is to be; `address` is '' where the present one stays. Offices by their ids; none: all."""

    name: str
    format: str
    address: str
    language: str
    time_zone: str
    groups: Collection[str] = ()
    kinds: Collection[str] = ()
    offices: Collection[int] = ()


def may_manage(user: User, *, at: datetime) -> bool:
    """Say whether this person manages services at this instant. One query."""
    return any(seat.role in MANAGING for seat in seats_of(user.pk, at=at))


def register(*, wanted: Wanted, by: User, at: datetime) -> tuple[Endpoint, str]:
    """Register an endpoint; return it with its secret, which nobody is shown again ('' for a format without one)."""
    _require_manager(by, at=at)
    # Before the transaction: looking a name up may take a while.
    host = _host_of(wanted)
    secret = new_secret() if wanted.format == Endpoint.Format.STANDARD else ""
    with transaction.atomic():
        if Endpoint.objects.count() >= MOST_ENDPOINTS:
            raise Refused("too_many_services", limit=MOST_ENDPOINTS)
        endpoint = Endpoint(
            format=wanted.format, address_sealed=seal(wanted.address), host=host,
            secret_sealed=seal(secret) if secret else "", created_by=by, created_at=at,
        )  # fmt: skip
        _fill(endpoint, wanted)
    somebody_listens()
    return endpoint, secret


def change(*, endpoint_id: int, wanted: Wanted, by: User, at: datetime) -> Endpoint:
    """Change what an endpoint hears of, how, and where it is. Its format stays: that would be another service."""
    _require_manager(by, at=at)
    host = _host_of(wanted) if wanted.address else ""
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if wanted.format != endpoint.format:
            raise Refused("service_format_stays", field="format")
        if wanted.address:
            endpoint.address_sealed, endpoint.host, endpoint.quiet_until = seal(wanted.address), host, None
        _fill(endpoint, wanted)
    return endpoint


def renew_secret(*, endpoint_id: int, by: User, at: datetime) -> tuple[Endpoint, str]:
    """Give a webhook a new secret and return it; the one before it goes on signing beside it for a day."""
    _require_manager(by, at=at)
    secret = new_secret()
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if not endpoint.secret_sealed:
            raise Refused("service_without_secret")
        endpoint.former_secret_sealed, endpoint.former_secret_until = endpoint.secret_sealed, at + BOTH_SIGN_FOR
        endpoint.secret_sealed = seal(secret)
        endpoint.save(update_fields=["secret_sealed", "former_secret_sealed", "former_secret_until"])
    return endpoint, secret


def switch_off(*, endpoint_id: int, by: User, at: datetime) -> Endpoint:
    """Stop telling an endpoint; what waits for it goes on waiting, and it hears of nothing new."""
    return _switch(endpoint_id, Endpoint.Off.BY_HAND, by=by, at=at)


def switch_on(*, endpoint_id: int, by: User, at: datetime) -> Endpoint:
    """Go on telling an endpoint, at once, with what waited for it."""
    endpoint = _switch(endpoint_id, "", by=by, at=at)
    somebody_listens()
    return endpoint


def remove(*, endpoint_id: int, by: User, at: datetime) -> str:
    """Remove an endpoint with everything that waits for it; return its name.

    What is being told to it at this moment (spread.py) is committed first, and removed along.
    """
    _require_manager(by, at=at)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        endpoint.delete()
    return endpoint.name


def ping(*, endpoint_id: int, by: User, at: datetime) -> Delivery:
    """Send an endpoint a test, on the way that everything goes; it may be tried at once, also after a silence."""
    _require_manager(by, at=at)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if endpoint.off:
            raise Refused("service_is_off")
        _listen_again(endpoint)
        return Delivery.objects.create(
            endpoint=endpoint, key=f"ping:{uuid.uuid4()}", kind=PING, params={"by": by.name}, created_at=at,
            next_attempt_at=at,
        )  # fmt: skip


def send_again(*, endpoint_id: int, delivery_ids: Collection[int] | None, by: User, at: datetime) -> int:
    """Let deliveries that were given up start anew (None: all of them); return how many."""
    _require_manager(by, at=at)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        dead = Delivery.objects.filter(endpoint=endpoint, status=Delivery.Status.DEAD)
        chosen = dead if delivery_ids is None else dead.filter(pk__in=delivery_ids)
        _listen_again(endpoint)
        return _start_anew(chosen, at=at)


def _start_anew(dead: QuerySet[Delivery], *, at: datetime) -> int:
    anew = {"status": Delivery.Status.PENDING, "attempts": 0, "next_attempt_at": at, "last_error": ""}
    return dead.update(**anew)


def _listen_again(endpoint: Endpoint) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(quiet_until=None)


def _switch(endpoint_id: int, off: str, *, by: User, at: datetime) -> Endpoint:
    _require_manager(by, at=at)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if endpoint.off == off:
            raise Refused("service_is_off" if off else "service_is_on")
        endpoint.off, endpoint.off_since, endpoint.quiet_until = off, at if off else None, None
        endpoint.save(update_fields=["off", "off_since", "quiet_until"])
    return endpoint


def _fill(endpoint: Endpoint, wanted: Wanted) -> None:
    endpoint.name, endpoint.language, endpoint.time_zone = plain(wanted.name), wanted.language, wanted.time_zone
    endpoint.groups, endpoint.kinds = sorted(wanted.groups), sorted(wanted.kinds)
    offices = list(Office.objects.filter(pk__in=wanted.offices))
    if len(offices) < len(set(wanted.offices)):
        raise Refused("invalid", field="offices")
    try:
        with transaction.atomic():
            endpoint.save()
    except IntegrityError:
        raise Refused("service_name_taken", field="name") from None
    endpoint.offices.set(offices)


def _host_of(wanted: Wanted) -> str:
    check = addresses.check_apprise if wanted.format == Endpoint.Format.APPRISE else addresses.check_webhook
    return check(wanted.address)


def _locked(endpoint_id: int) -> Endpoint:
    endpoint = Endpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise Refused("not_found")
    return endpoint


def _require_manager(user: User, *, at: datetime) -> None:
    if not may_manage(user, at=at):
        raise Refused("not_service_manager")
