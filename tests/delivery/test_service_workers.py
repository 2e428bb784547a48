"""Workers that speak to services: nobody waits for one that does not answer, and no claim is lost or held twice."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import tasks
from notifications.services import posting, sending
from notifications.services.models import Delivery
from notifications.services.sending import LEASE, SILENCE, claim, deliver_due, record
from tests.delivery.letters import MINUTE, SECOND, in_thread
from tests.delivery.receiver import Receiver, never, status, trickle
from tests.delivery.services import TODAY, happened, only, registered

DAY = timedelta(days=1)
# Nobody listens there.
HOPELESS = "http://127.0.0.1:1/"


@pytest.fixture(autouse=True)
def _the_receiver_is_one_of_the_ministrys(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    settings.SITE_URL = "https://chancery.ministry.example"


@pytest.mark.parametrize("silence", [never(3), trickle(3)], ids=["never", "trickle"])
def test_a_receiver_that_does_not_come_to_an_end_holds_up_no_other(ministry, monkeypatch, silence):
    monkeypatch.setattr(posting.post, "__kwdefaults__", {"patience": 0.6})
    with Receiver(silence) as silent, Receiver() as good:
        registered(ministry, silent.address, name="Silent")
        registered(ministry, good.address, name="Good")
        for number in range(5):
            happened(ministry, number)
        started = time.monotonic()
        deliver_due(at=TODAY)
        assert time.monotonic() - started < 2
        assert len(good.taken) == 5
        assert len(silent.taken) == 1
    waits = Delivery.objects.filter(endpoint__name="Silent")
    assert sorted(waits.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert [delivery.last_error for delivery in waits.filter(attempts=1)] == ["no_answer"]
    # Nobody knocks again before the silence is over.
    assert not deliver_due(at=TODAY + SILENCE - 5 * SECOND)


def test_a_slow_receiver_has_one_event_in_a_batch_and_its_others_in_the_next(ministry, monkeypatch):
    monkeypatch.setattr(sending, "SLOW", 0.1)

    def slowly(receiver, handler):
        time.sleep(0.2)
        status(200)(receiver, handler)

    with Receiver(slowly) as slow:
        registered(ministry, slow.address)
        happened(ministry, 1)
        happened(ministry, 2)
        deliver_due(at=TODAY)
        assert len(slow.taken) == 1
        assert sorted(Delivery.objects.values_list("status", "attempts")) == [("pending", 0), ("sent", 1)]
        deliver_due(at=TODAY + SECOND)
        assert len(slow.taken) == 2


def test_a_thread_that_hangs_where_no_clock_reaches_is_left_behind(ministry, monkeypatch):
    monkeypatch.setattr(sending, "BATCH_TAKES", 0.2)
    monkeypatch.setattr(sending, "GRACE", 0.2)
    monkeypatch.setattr(sending.calling, "call", lambda delivery, at: time.sleep(2))
    registered(ministry, HOPELESS)
    happened(ministry)
    started = time.monotonic()
    deliver_due(at=TODAY)
    assert time.monotonic() - started < 1.5
    assert (only().status, only().last_error, only().lease) == ("pending", "no_answer", None)


def test_a_busy_endpoint_leaves_room_for_the_others(ministry):
    registered(ministry, HOPELESS, name="Busy")
    for number in range(150):
        happened(ministry, number)
    quiet, _secret = registered(ministry, HOPELESS, name="Quiet")
    happened(ministry, 200)
    batch = claim(at=TODAY)
    assert [delivery.endpoint_id == quiet.pk for delivery in batch].count(True) == 1
    assert len(batch) == sending.OF_ONE + 1


@pytest.mark.parametrize("due", [1, 30])
def test_a_claim_costs_a_fixed_number_of_queries(ministry, due):
    registered(ministry, HOPELESS)
    for number in range(due):
        happened(ministry, number)
    with CaptureQueriesContext(connection) as queries:
        claim(at=TODAY)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 3


def test_a_worker_with_nothing_to_do_asks_one_question(db):
    with CaptureQueriesContext(connection) as queries:
        assert not deliver_due(at=TODAY)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 1


def test_one_worker_at_a_time_speaks_to_an_endpoint(ministry):
    registered(ministry, HOPELESS)
    happened(ministry, 1)
    assert len(claim(at=TODAY)) == 1
    happened(ministry, 2)
    assert claim(at=TODAY + LEASE - SECOND) == []
    # The claim of a worker that died ends by itself.
    assert len(claim(at=TODAY + LEASE)) == 2


def test_a_late_ending_changes_nothing(ministry):
    """Guarantee 19."""
    registered(ministry, HOPELESS)
    happened(ministry)
    (first,) = claim(at=TODAY)
    (second,) = claim(at=TODAY + LEASE)
    record(first, posting.Outcome(), at=TODAY + LEASE)
    assert only().status == "pending"
    record(second, posting.Outcome(), at=TODAY + LEASE)
    assert only().status == "sent"


def test_an_event_that_cannot_be_written_keeps_back_no_other(ministry):
    with Receiver() as receiver:
        registered(ministry, receiver.address)
        happened(ministry, 1)
        happened(ministry, 2)
        Delivery.objects.filter(key="step:1:awaiting").update(params=["no", "dict"])
        deliver_due(at=TODAY)
        assert len(receiver.taken) == 1
    broken = Delivery.objects.get(key="step:1:awaiting")
    assert (broken.status, broken.last_error) == ("pending", "AttributeError")


def test_a_secret_sealed_with_another_key_is_said_and_not_sent(ministry, settings):
    with Receiver() as receiver:
        endpoint, secret = registered(ministry, receiver.address)
        assert secret not in endpoint.secret_sealed
        assert receiver.address not in endpoint.address_sealed
        happened(ministry)
        former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 9
        deliver_due(at=TODAY)
        assert only().last_error == "secret_unreadable"
        settings.SECRET_KEY_FALLBACKS = [former]
        deliver_due(at=TODAY + 2 * MINUTE)
        assert receiver.verified(secret)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_event_once(ministry):
    with Receiver() as receiver:
        for number in range(4):
            registered(ministry, receiver.address, name=f"Room {number}")
        for number in range(5):
            happened(ministry, number)

        def work():
            while deliver_due(at=TODAY):
                pass

        threads = [in_thread(work) for _ in range(3)]
        for thread in threads:
            thread.join()
        while deliver_due(at=TODAY + MINUTE):
            pass
    assert len(receiver.taken) == len(set(receiver.identifiers)) == 20


@pytest.mark.django_db(transaction=True)
def test_the_task_delivers(ministry):
    with Receiver() as receiver:
        registered(ministry, receiver.address)
        happened(ministry)
        tasks.deliver_to_services()
        assert len(receiver.taken) == 1
