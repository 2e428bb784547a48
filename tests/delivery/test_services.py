"""Services hear of each event once, signed, under one identifier at every attempt."""

import json
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from standardwebhooks.webhooks import WebhookVerificationError

from notifications.delivery import LAST_ATTEMPT
from notifications.outbox import Envelope, put
from notifications.services import spread, verbs
from notifications.services.models import Delivery, Endpoint
from notifications.services.sending import SILENCE, claim, deliver_due
from tests.delivery.letters import MINUTE, SECOND, SUNDAY
from tests.delivery.receiver import Receiver, closed_port, status
from tests.delivery.services import TODAY, happened, only, registered, wanted

DAY = timedelta(days=1)
# Nobody listens there.
HOPELESS = "http://127.0.0.1:1/"


@pytest.fixture(autouse=True)
def _the_receiver_is_one_of_the_ministrys(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    settings.SITE_URL = "https://chancery.ministry.example"


def test_an_event_told_to_three_people_is_delivered_once_and_signed(ministry):
    with Receiver() as receiver:
        _endpoint, secret = registered(ministry, receiver.address)
        happened(ministry)
        assert deliver_due(at=TODAY)
        said = receiver.verified(secret)
    assert said["type"] == "awaiting"
    assert said["data"]["reference"] == "RUH-2026-0042"
    assert said["data"]["url"] == "https://chancery.ministry.example/drafts/1/"
    assert "awaits a decision at HQ desk" in said["data"]["sentence"]
    assert len(receiver.taken) == 1
    assert (only().status, only().attempts, only().lease) == ("sent", 1, None)


def test_another_secret_does_not_verify(ministry):
    with Receiver() as receiver:
        registered(ministry, receiver.address)
        happened(ministry)
        deliver_due(at=TODAY)
        with pytest.raises(WebhookVerificationError):
            receiver.verified("whsec_" + "A" * 43)


def test_after_a_rotation_old_and_new_secret_verify_and_a_day_later_the_new_one_alone(ministry):
    with Receiver() as receiver:
        endpoint, old = registered(ministry, receiver.address)
        _endpoint, new = verbs.renew_secret(endpoint_id=endpoint.pk, by=ministry.paul, at=TODAY)
        happened(ministry, 1)
        deliver_due(at=TODAY)
        assert receiver.verified(old) == receiver.verified(new)
        verbs.renew_secret(endpoint_id=endpoint.pk, by=ministry.paul, at=TODAY - DAY - SECOND)
        happened(ministry, 2)
        deliver_due(at=TODAY)
        with pytest.raises(WebhookVerificationError):
            receiver.verified(old)


def test_an_event_is_committed_with_its_change_or_not_at_all(ministry):
    """Guarantee 15."""
    registered(ministry, HOPELESS)
    try:
        with transaction.atomic():
            happened(ministry)
            raise LookupError
    except LookupError:
        pass
    assert not Delivery.objects.exists()


def test_one_event_is_one_delivery_however_often_it_is_told(ministry):
    """Guarantee 18."""
    endpoint, _secret = registered(ministry, HOPELESS)
    happened(ministry)
    happened(ministry)
    assert Delivery.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(endpoint=endpoint, key=only().key, kind="x", created_at=TODAY, next_attempt_at=TODAY)


@pytest.mark.parametrize("endpoints", [1, 20])
@pytest.mark.parametrize("events", [1, 30])
def test_put_costs_the_same_for_any_number_of_endpoints_and_events(ministry, endpoints, events):
    for number in range(endpoints):
        registered(ministry, HOPELESS, name=f"Room {number}", offices=[ministry.riyadh.pk])
    told = [
        Envelope(ministry.dana.pk, "overdue", f"late:{number}", event=f"late:{number}", offices=(ministry.riyadh.pk,))
        for number in range(events)
    ]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        put(told, at=SUNDAY)
    # How people want their e-mail, the messages; the endpoints, their offices, the deliveries.
    assert len(queries) == 5
    assert Delivery.objects.count() == endpoints * events


def test_while_nobody_listens_put_asks_once_in_a_few_seconds(ministry, monkeypatch):
    monkeypatch.setattr(spread.silence, "until", 0.0)
    told = Envelope(ministry.dana.pk, "overdue", "late:1", event="late:1")
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        put([told], at=SUNDAY)
        put([told], at=SUNDAY)
        put([told], at=SUNDAY)
    assert len([query for query in queries if "endpoint" in query["sql"]]) == 1
    monkeypatch.setattr(spread.silence, "until", time.monotonic())
    # Registered by another process: this one is not told of it, and finds it when it asks again.
    monkeypatch.setattr(verbs, "somebody_listens", lambda: None)
    registered(ministry, HOPELESS)
    happened(ministry)
    assert Delivery.objects.count() == 1


def test_an_endpoint_hears_only_what_it_asked_for(ministry):
    registered(ministry, HOPELESS, name="Clocks", groups=["delays"])
    registered(ministry, HOPELESS, name="Published", kinds=["published"])
    registered(ministry, HOPELESS, name="Geneva", offices=[ministry.geneva.pk])
    registered(ministry, HOPELESS, name="Riyadh", offices=[ministry.riyadh.pk, ministry.geneva.pk])
    registered(ministry, HOPELESS, name="Everything")
    off, _secret = registered(ministry, HOPELESS, name="Off")
    verbs.switch_off(endpoint_id=off.pk, by=ministry.paul, at=TODAY)
    happened(ministry, kind="overdue")
    told = set(Delivery.objects.values_list("endpoint__name", flat=True))
    assert told == {"Clocks", "Riyadh", "Everything"}


def test_the_engine_tells_services_what_it_tells_people(ministry):
    with Receiver() as receiver:
        registered(ministry, receiver.address, offices=[ministry.riyadh.pk])
        draft = ministry.submitted("The secret text of the draft.")
        ministry.approve(draft, ministry.helen, ministry.dana, ministry.mina)
        while deliver_due(at=TODAY):
            pass
    kinds = [said["type"] for said in receiver.bodies]
    assert kinds.count("awaiting") == 3
    assert "cleared" in kinds
    assert "secret text" not in json.dumps(receiver.bodies)
    assert len(set(receiver.identifiers)) == len(receiver.identifiers)


def test_a_receiver_that_fails_is_tried_again_under_the_same_identifier(ministry):
    with Receiver(status(500), status(503), status(200)) as receiver:
        registered(ministry, receiver.address)
        happened(ministry)
        deliver_due(at=TODAY)
        failed = only()
        assert (failed.status, failed.attempts, failed.last_error) == ("pending", 1, "http_500")
        assert TODAY + 30 * SECOND <= failed.next_attempt_at <= TODAY + MINUTE
        assert not deliver_due(at=TODAY + 29 * SECOND)
        deliver_due(at=TODAY + MINUTE)
        deliver_due(at=TODAY + 10 * MINUTE)
        assert len(receiver.taken) == 3
        assert len(set(receiver.identifiers)) == 1
    assert (only().status, only().attempts) == ("sent", 3)


def test_a_receiver_says_how_long_to_leave_it_alone_and_is(ministry):
    with Receiver(status(429, retry_after="3600"), status(200)) as receiver:
        registered(ministry, receiver.address)
        happened(ministry, 1)
        happened(ministry, 2)
        deliver_due(at=TODAY)
        assert len(receiver.taken) == 1
        assert not deliver_due(at=TODAY + timedelta(minutes=59))
        while deliver_due(at=TODAY + timedelta(minutes=61)):
            pass
        assert len(receiver.taken) == 3


def test_about_a_day_of_attempts_and_then_it_is_given_up_for_everyone_to_see(ministry):
    endpoint, _secret = registered(ministry, f"http://127.0.0.1:{closed_port()}/")
    happened(ministry)
    at = TODAY
    while (delivery := only()).status == "pending":
        at = max(delivery.next_attempt_at, at + SILENCE)
        deliver_due(at=at)
    assert (delivery.status, delivery.attempts, delivery.last_error) == ("dead", LAST_ATTEMPT, "no_answer")
    assert timedelta(hours=20) < at - TODAY < timedelta(hours=40)
    with Receiver() as receiver:
        verbs.change(endpoint_id=endpoint.pk, wanted=wanted(receiver.address), by=ministry.paul, at=at)
        assert verbs.send_again(endpoint_id=endpoint.pk, delivery_ids=None, by=ministry.paul, at=at) == 1
        deliver_due(at=at)
        assert receiver.identifiers == [f"msg_{delivery.message_id.hex}"]


def test_a_receiver_that_is_gone_switches_its_endpoint_off(ministry):
    with Receiver(status(410)) as receiver:
        endpoint, _secret = registered(ministry, receiver.address)
        happened(ministry, 1)
        happened(ministry, 2)
        deliver_due(at=TODAY)
        assert not deliver_due(at=TODAY + MINUTE)
        happened(ministry, 3)
        assert len(receiver.taken) == 1
    endpoint = Endpoint.objects.get()
    assert (endpoint.off, endpoint.off_since is not None) == ("gone", True)
    assert sorted(Delivery.objects.values_list("status", flat=True)) == ["dead", "pending"]
    verbs.switch_on(endpoint_id=endpoint.pk, by=ministry.paul, at=TODAY)
    assert len(claim(at=TODAY + MINUTE)) == 1


def test_a_redirect_is_not_followed_wherever_it_leads(ministry):
    with (
        Receiver() as inside,
        Receiver(status(302, location=inside.address), status(307, location=inside.address)) as out,
    ):
        registered(ministry, out.address)
        happened(ministry)
        deliver_due(at=TODAY)
        deliver_due(at=TODAY + 2 * MINUTE)
        assert len(out.taken) == 2
        assert (inside.taken, inside.looked_at) == ([], [])
    assert only().last_error == "http_307"
