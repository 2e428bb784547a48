"""Claim, send, confirm: each message at least once, and given up only visibly."""

import logging
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from notifications import tasks
from notifications.channels.email import MailServer
from notifications.delivery import LAST_ATTEMPT, LEASE, claim, confirm, deliver_due, pause_after, send_again
from notifications.models import Message
from tests.delivery.letters import MINUTE, SECOND, SUNDAY, awaiting, in_thread, post, readers


def test_what_is_due_is_sent_and_recorded(desk):
    (letter,) = post(awaiting(desk))
    assert deliver_due(at=SUNDAY) == 1
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.lease, letter.next_attempt_at) == ("sent", 1, None, None)
    assert SUNDAY <= letter.sent_at < SUNDAY + MINUTE
    assert [sent.to for sent in mail.outbox] == [[desk.email]]


def test_nothing_is_sent_before_it_is_due(desk):
    post(awaiting(desk), at=SUNDAY + SECOND)
    assert deliver_due(at=SUNDAY) == 0
    assert deliver_due(at=SUNDAY + SECOND) == 1


def test_what_was_sent_is_not_sent_again(desk):
    post(awaiting(desk))
    deliver_due(at=SUNDAY)
    assert deliver_due(at=SUNDAY + timedelta(days=30)) == 0
    assert len(mail.outbox) == 1


def test_the_inbox_is_never_e_mailed(desk):
    post(awaiting(desk), media=("in_app",))
    assert deliver_due(at=SUNDAY) == 0


def test_a_batch_takes_no_more_than_its_limit_and_the_oldest_first(db):
    for number, reader in enumerate(readers(3)):
        post(awaiting(reader, reference=f"RUH-{number}"), at=SUNDAY - number * MINUTE)
    assert deliver_due(at=SUNDAY, limit=2) == 2
    assert [sent.subject[:7] for sent in mail.outbox] == ["[RUH-2]", "[RUH-1]"]


def test_a_claim_keeps_others_away_until_it_ends(desk):
    post(awaiting(desk))
    assert len(claim(at=SUNDAY, limit=10)) == 1
    assert deliver_due(at=SUNDAY + LEASE - SECOND) == 0
    assert deliver_due(at=SUNDAY + LEASE) == 1


def test_a_late_confirmation_changes_nothing(desk):
    post(awaiting(desk))
    (first,) = claim(at=SUNDAY, limit=10)
    (second,) = claim(at=SUNDAY + LEASE, limit=10)
    assert not confirm(letter=first, at=SUNDAY + LEASE)
    assert Message.objects.get().status == "pending"
    assert confirm(letter=second, at=SUNDAY + LEASE)
    assert Message.objects.get().sent_at == SUNDAY + LEASE


def test_a_repeat_carries_the_key_that_lets_the_receiver_drop_it(desk):
    post(awaiting(desk))
    (letter,) = claim(at=SUNDAY, limit=10)
    with MailServer() as server:
        server.send(letter, at=SUNDAY)  # and the worker dies before it can confirm
    assert deliver_due(at=SUNDAY + LEASE) == 1
    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_the_pause_doubles_up_to_a_limit_and_spreads():
    steady = [pause_after(attempt, spread=0.0) for attempt in range(1, 60)]
    assert steady[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert steady == sorted(steady)
    assert steady[-1] == timedelta(hours=2)
    assert pause_after(1, spread=1.0) == timedelta(seconds=45)


def test_each_failed_attempt_waits_longer_than_the_one_before(desk, post_office):
    post_office.answer = lambda address: "450 try later"
    (letter,) = post(awaiting(desk))
    at, waits = SUNDAY, []
    for _attempt in range(5):
        deliver_due(at=at)
        letter.refresh_from_db()
        waits.append(letter.next_attempt_at - at)
        at = letter.next_attempt_at
    assert waits == sorted(waits)
    assert waits[-1] > 8 * waits[0]
    assert letter.last_error == "SMTPRecipientsRefused 450"


def test_a_message_that_nobody_takes_is_given_up_for_all_to_see(desk, post_office, caplog):
    post_office.answer = lambda address: "450 try later"
    (letter,) = post(awaiting(desk))
    for _attempt in range(LAST_ATTEMPT):
        letter.refresh_from_db()
        assert letter.status == "pending"
        deliver_due(at=letter.next_attempt_at)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.lease) == ("dead", LAST_ATTEMPT, None)
    (said,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert f"message {letter.pk}" in said.getMessage()
    assert letter.params["author"] not in caplog.text


def test_what_was_given_up_can_be_sent_again(desk):
    (letter,) = post(awaiting(desk))
    gone = {"status": "dead", "next_attempt_at": None, "attempts": LAST_ATTEMPT, "last_error": "SMTPDataError 554"}
    Message.objects.update(**gone)
    assert deliver_due(at=SUNDAY) == 0
    assert send_again(message_ids=[letter.pk], at=SUNDAY + MINUTE) == 1
    assert deliver_due(at=SUNDAY + MINUTE) == 1
    assert send_again(message_ids=[letter.pk], at=SUNDAY + MINUTE) == 0, "only what was given up is sent again"


def test_a_message_that_kills_its_worker_waits_its_turn_and_is_given_up_in_the_end(desk):
    (deadly,) = post(awaiting(desk))
    at = SUNDAY
    for attempt in range(1, LAST_ATTEMPT + 1):
        with override_settings(EMAIL_BACKEND="tests.delivery.mail.WorkerDies"), pytest.raises(SystemExit):
            deliver_due(at=at)
        deadly.refresh_from_db()
        assert deadly.attempts == attempt
        at = max(deadly.leased_until, deadly.next_attempt_at)
    assert deliver_due(at=at) == 0
    deadly.refresh_from_db()
    assert (deadly.status, deadly.last_error) == ("dead", "worker_died")


def test_after_its_worker_died_a_message_lets_the_others_go_first(desk, riyadh):
    deadly, *_others = post(awaiting(desk, reference="RUH-1"), awaiting(riyadh, reference="RUH-2"))
    with override_settings(EMAIL_BACKEND="tests.delivery.mail.WorkerDies"), pytest.raises(SystemExit):
        deliver_due(at=SUNDAY)
    assert deliver_due(at=SUNDAY + LEASE, limit=1) == 1
    assert mail.outbox[0].subject.startswith("[RUH-2]")
    deadly.refresh_from_db()
    assert deadly.status == "pending"


def test_nobody_is_written_to_who_may_no_longer_sign_in(desk):
    (letter,) = post(awaiting(desk))
    desk.is_active = False
    desk.save()
    assert deliver_due(at=SUNDAY) == 0
    letter.refresh_from_db()
    assert (letter.status, letter.last_error) == ("dead", "person_cannot_sign_in")
    assert mail.outbox == []


def test_a_message_that_cannot_be_written_keeps_nobody_back(desk, riyadh):
    desk.email = "two\nlines@ministry.example"
    desk.save()
    first, _second = post(awaiting(desk), awaiting(riyadh))
    assert deliver_due(at=SUNDAY) == 1
    first.refresh_from_db()
    assert (first.status, first.last_error) == ("pending", "BadHeaderError")


@pytest.mark.parametrize("letters", [1, 40])
def test_a_claim_costs_two_queries_for_any_number_of_messages(db, letters):
    post(*[awaiting(reader, number) for reader in readers(letters) for number in range(2)])
    with CaptureQueriesContext(connection) as queries:
        claimed = claim(at=SUNDAY, limit=100)
        assert len({letter.reader.email for letter in claimed}) == letters
    assert [len(letter.messages) for letter in claimed] == letters * [2]
    assert [query["sql"].split()[0] for query in queries if "POINT" not in query["sql"]] == ["SELECT", "UPDATE"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: nothing to race")
@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_each_message_once():
    post(*[awaiting(reader, reference=f"RUH-{number:03}") for number, reader in enumerate(readers(120))])
    start, counts = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        while sent := deliver_due(at=SUNDAY, limit=10):
            counts.append(sent)

    for worker in [in_thread(work) for _worker in range(4)]:
        worker.join()
    assert sum(counts) == 120
    assert set(Counter(sent.subject for sent in mail.outbox).values()) == {1}
    assert len(mail.outbox) == 120
    assert set(Message.objects.values_list("status", "attempts")) == {("sent", 1)}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: nothing to race")
@pytest.mark.django_db(transaction=True)
def test_a_claim_waits_for_no_other_and_takes_nothing_of_it():
    post(*[awaiting(reader) for reader in readers(10)])
    claimed, released, theirs = threading.Event(), threading.Event(), []

    def claim_slowly() -> None:
        with transaction.atomic():
            theirs.extend(claim(at=SUNDAY, limit=3))
            claimed.set()
            released.wait(10)

    other = in_thread(claim_slowly)
    assert claimed.wait(10)
    mine = claim(at=SUNDAY, limit=10)
    assert other.is_alive(), "the claim was made while the other was still open"
    released.set()
    other.join()
    assert (len(mine), len(theirs)) == (7, 3)
    assert not {letter.reader for letter in mine} & {letter.reader for letter in theirs}


def test_the_task_that_beat_names_delivers_what_is_due(desk):
    post(awaiting(desk))
    assert tasks.deliver_due.name == "notifications.deliver_due"
    tasks.deliver_due()
    assert Message.objects.get().status == "sent"
