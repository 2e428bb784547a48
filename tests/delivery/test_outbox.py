"""What is put is committed with the change it tells of, or not at all."""

import pytest
import redis
from django.conf import settings as configured
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications import tasks
from notifications.delivery import BATCH, deliver_due
from notifications.models import Message
from notifications.outbox import Envelope, OutsideTransaction, put
from tests.delivery.letters import MINUTE, SUNDAY, awaiting, post, readers
from tests.delivery.mail import silent_server


@pytest.mark.django_db(transaction=True)
def test_put_refuses_outside_a_transaction(desk):
    with pytest.raises(OutsideTransaction, match="transaction"):
        put([awaiting(desk)], at=SUNDAY)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_tells_nobody(desk):
    with transaction.atomic():
        put([awaiting(desk)], at=SUNDAY)
        transaction.set_rollback(True)
    assert deliver_due(at=SUNDAY) == 0
    assert mail.outbox == []
    assert not Message.objects.exists()


def test_an_envelope_becomes_one_message_in_the_inbox_and_one_e_mail(desk):
    inbox, letter = post(awaiting(desk), media=("in_app", "email"))
    assert (inbox.medium, inbox.status, inbox.sent_at, inbox.next_attempt_at) == ("in_app", "sent", SUNDAY, None)
    assert (letter.medium, letter.status, letter.sent_at, letter.next_attempt_at) == ("email", "pending", None, SUNDAY)


def test_the_same_key_reaches_a_person_once(desk):
    post(awaiting(desk), awaiting(desk), media=("in_app", "email"))
    post(awaiting(desk), media=("in_app", "email"))
    assert Message.objects.filter(medium="email").count() == 1
    assert Message.objects.filter(medium="in_app").count() == 1


def test_the_same_key_reaches_each_person_it_is_meant_for(desk, riyadh):
    post(awaiting(desk), awaiting(riyadh))
    assert set(Message.objects.values_list("user", flat=True)) == {desk.pk, riyadh.pk}


@pytest.mark.parametrize("people", [1, 100])
def test_put_costs_two_queries_for_any_number_of_people(db, people):
    envelopes = [awaiting(reader) for reader in readers(people)]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        put(envelopes, at=SUNDAY)
    assert len(queries) == 2
    assert Message.objects.count() == 2 * people


def test_put_of_nothing_asks_the_database_nothing(db):
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        put([], at=SUNDAY)
    assert len(queries) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "//elsewhere.example/"},
        {"path": "https://elsewhere.example/"},
        {"key": ""},
        {"key": "k" * 201},
        {"kind": "k" * 41},
        {"thread": "t" * 81},
        {"path": "/" + "p" * 300},
    ],
)
def test_an_envelope_that_the_table_cannot_hold_is_refused_at_once(wrong):
    with pytest.raises(ValueError, match=r"envelope|page of a message"):
        Envelope(**{"user_id": 1, "kind": "awaiting", "key": "k"} | wrong)


def test_hidden_and_broken_characters_never_reach_the_table(desk):
    (letter,) = post(awaiting(desk, level="HQ\x00 \ud800\u202edesk\r\n"))
    assert letter.params["level"] == "HQ desk"


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "sent"},
        {"status": "pending", "next_attempt_at": None},
        {"status": "unknown"},
        {"medium": "pigeon"},
        {"medium": "in_app"},
        {"read_at": SUNDAY},
        {"leased_until": SUNDAY},
        {"path": "//elsewhere.example/"},
        {"path": "elsewhere"},
    ],
)
def test_the_database_itself_refuses_a_message_that_cannot_be(desk, broken):
    (letter,) = post(awaiting(desk))
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=letter.pk).update(**broken)


@pytest.fixture
def waiting_tasks(broker_at):
    """Count the tasks that wait at the real broker."""
    broker_at(configured.REDIS_URL)
    with redis.Redis.from_url(configured.REDIS_URL) as client:
        client.delete("celery")
        yield lambda: client.llen("celery")
        client.delete("celery")


@pytest.mark.django_db(transaction=True)
def test_a_commit_nudges_the_delivery(desk, waiting_tasks):
    post(awaiting(desk))
    assert waiting_tasks() == 1


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_was_full_and_more_asks_for_the_next_at_once(waiting_tasks, time_machine):
    time_machine.move_to(SUNDAY, tick=False)
    with transaction.atomic():
        # The last person's mail is taken whole, beyond the limit of a batch.
        *others, last = readers(BATCH + 1)
        put([awaiting(reader) for reader in others[1:]] + [awaiting(last, 1), awaiting(last, 2)], at=SUNDAY)
        put([awaiting(others[0])], at=SUNDAY + MINUTE)
    before = waiting_tasks()
    tasks.deliver_due()
    assert Message.objects.filter(medium="email", status="sent").count() == BATCH + 1
    assert waiting_tasks() == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_rollback_nudges_nobody(desk, waiting_tasks):
    with transaction.atomic():
        put([awaiting(desk)], at=SUNDAY)
        transaction.set_rollback(True)
    assert waiting_tasks() == 0


@pytest.mark.django_db(transaction=True)
def test_the_inbox_alone_needs_no_delivery(desk, waiting_tasks):
    post(awaiting(desk), media=("in_app",))
    assert waiting_tasks() == 0


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_commits_nudges_once(desk, waiting_tasks):
    for number in range(20):
        post(awaiting(desk, number))
    assert waiting_tasks() == 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_loses_no_message(desk, broker_at):
    broker_at("redis://127.0.0.1:1/0")
    post(awaiting(desk))
    assert deliver_due(at=SUNDAY) == 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_never_answers_holds_up_no_commit(desk, broker_at):
    with silent_server() as port:
        broker_at(f"redis://127.0.0.1:{port}/0")
        for number in range(50):
            post(awaiting(desk, number))
    assert deliver_due(at=SUNDAY) == 50
