"""What one person is told at one moment is one mail: sent, repeated and given up as a whole, under one identifier."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings

from accounts.models import User
from notifications.delivery import LAST_ATTEMPT, LEASE, claim, deliver_due, send_again
from notifications.models import Message
from notifications.outbox import Envelope
from tests.delivery.letters import MINUTE, SUNDAY, awaiting, in_thread, post, readers
from tests.races.test_killed import wait_until_the_database_has_noticed

only_with_many_writers = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
REFERENCE = re.compile(r"^- (\S+) ", re.MULTILINE)
DUE = "2018-08-05T12:00:00+00:00"


def reminder(user: User, number: int) -> Envelope:
    said = {"reference": f"RUH-2026-{number:04}", "level": "HQ desk", "office": "Desk", "due_at": DUE}
    return Envelope(user.pk, "reminder", f"reminder:{number}", said, f"/drafts/{number}/", f"RUH-2026-{number:04}")


def identifiers(mails) -> set[str]:
    return {sent["Message-ID"] for sent in mails}


def test_ten_reminders_of_one_minute_are_one_mail_that_lists_them_all(desk, riyadh, post_office, site):
    for number in range(10):
        post(reminder(desk, number), at=SUNDAY + timedelta(seconds=5 * number + 1))
    post(reminder(riyadh, 1))
    assert deliver_due(at=SUNDAY + MINUTE) == 11
    to_riyadh, to_desk = sorted(post_office.taken, key=lambda sent: sent["To"], reverse=True)
    assert "[RUH-2026-0001] Rappel" in to_riyadh["Subject"]
    assert to_desk["Subject"] == "Reminders: 10 messages"
    for shape in ("plain", "html"):
        body = to_desk.get_body((shape,)).get_content()
        for number in range(10):
            assert f"Reminder: RUH-2026-{number:04} awaits a decision at HQ desk" in body
            assert f"{site}/drafts/{number}/" in body
    assert set(Message.objects.values_list("status", "attempts")) == {("sent", 1)}
    assert Message.objects.filter(user=desk).values("mail").distinct().count() == 1


def test_what_is_about_different_things_comes_in_different_mails(desk):
    post(awaiting(desk), reminder(desk, 1), reminder(desk, 2))
    assert deliver_due(at=SUNDAY) == 3
    assert sorted(sent.subject for sent in mail.outbox) == [
        "Reminders: 2 messages", "[RUH-2026-0042] Your decision is needed at HQ desk",
    ]  # fmt: skip


def test_a_mail_about_one_draft_only_stands_in_its_thread(desk, post_office):
    post(awaiting(desk, 1), awaiting(desk, 2))
    post(reminder(desk, 1), reminder(desk, 2))
    post(Envelope(desk.pk, "overdue", "o:1", {"reference": "RUH-2026-0042"}, thread="RUH-2026-0042"))
    deliver_due(at=SUNDAY)
    by_subject = {sent["Subject"]: sent for sent in post_office.taken}
    both = by_subject["[RUH-2026-0042] Decisions awaited of you: 2 messages"]
    several = by_subject["Reminders: 2 messages"]
    (late,) = [sent for sent in post_office.taken if sent not in (both, several)]
    assert both["In-Reply-To"] == late["In-Reply-To"] == both["References"]
    assert (several["In-Reply-To"], several["References"]) == (None, None)


def test_a_mail_that_failed_is_repeated_as_it_was_and_what_came_later_goes_apart(desk, post_office):
    post_office.answer = lambda address: "450 try later"
    post(reminder(desk, 1), reminder(desk, 2))
    assert deliver_due(at=SUNDAY) == 0
    post_office.answer = lambda address: "250 OK"
    post(reminder(desk, 3), at=SUNDAY + MINUTE)
    assert deliver_due(at=SUNDAY + timedelta(hours=1)) == 3
    assert sorted(sent["Subject"] for sent in post_office.taken) == [
        "Reminders: 2 messages", "[RUH-2026-0003] Reminder: a decision is due soon at HQ desk",
    ]  # fmt: skip
    assert len(identifiers(post_office.taken)) == 2


def test_a_mail_to_be_repeated_is_taken_whole_even_beyond_the_limit_of_a_batch(desk, post_office):
    post_office.answer = lambda address: "450 try later"
    post(*[reminder(desk, number) for number in range(5)])
    deliver_due(at=SUNDAY)
    (letter,) = claim(at=SUNDAY + timedelta(hours=1), limit=2)
    assert len(letter.messages) == 5


def test_a_mail_is_given_up_as_a_whole_and_what_is_sent_again_bears_a_new_identifier(desk, post_office, caplog):
    post(reminder(desk, 1), reminder(desk, 2), reminder(desk, 3))
    post_office.answer = lambda address: "450 try later"
    deliver_due(at=SUNDAY)
    was = Message.objects.first().mail
    Message.objects.update(attempts=LAST_ATTEMPT - 1, next_attempt_at=SUNDAY + MINUTE)
    deliver_due(at=SUNDAY + MINUTE)
    assert set(Message.objects.values_list("status", "last_error")) == {("dead", "SMTPRecipientsRefused 450")}
    numbers = ", ".join(str(pk) for pk in Message.objects.order_by("pk").values_list("pk", flat=True))
    assert f"message {numbers} of kind 'reminder' given up" in caplog.text
    post_office.answer = lambda address: "250 OK"
    first, second, _third = Message.objects.order_by("pk")
    assert send_again(message_ids=[first.pk, second.pk], at=SUNDAY + 2 * MINUTE) == 2
    assert deliver_due(at=SUNDAY + 2 * MINUTE) == 2
    (sent,) = post_office.taken
    assert sent["Subject"] == "Reminders: 2 messages"
    assert was not in sent["Message-ID"], "else it would be dropped as a repeat of the mail of three"


def test_a_line_that_is_no_longer_wanted_leaves_the_rest_of_a_repeat_its_identifier(desk, post_office):
    post_office.answer = lambda address: "450 try later"
    post(reminder(desk, 1), reminder(desk, 2))
    deliver_due(at=SUNDAY)
    was = Message.objects.first().mail
    gone = {"status": "dropped", "next_attempt_at": None, "lease": None, "leased_until": None}
    Message.objects.filter(key="reminder:1").update(**gone)
    post_office.answer = lambda address: "250 OK"
    assert deliver_due(at=SUNDAY + timedelta(hours=1)) == 1
    assert post_office.taken[0]["Message-ID"].startswith(f"<{was}@")


@pytest.mark.django_db(transaction=True)
@only_with_many_writers
def test_a_mail_of_which_another_worker_holds_a_part_is_left_alone(post_office):
    (desk,) = readers(1)
    post_office.answer = lambda address: "450 try later"
    post(reminder(desk, 1), reminder(desk, 2))
    deliver_due(at=SUNDAY)
    post_office.answer = lambda address: "250 OK"
    locked, released = threading.Event(), threading.Event()

    def hold_one() -> None:
        with transaction.atomic():
            list(Message.objects.select_for_update().filter(key="reminder:2"))
            locked.set()
            released.wait(10)

    other = in_thread(hold_one)
    assert locked.wait(10)
    later = SUNDAY + timedelta(hours=1)
    assert claim(at=later, limit=10) == []
    released.set()
    other.join()
    assert deliver_due(at=later) == 2


@pytest.mark.django_db(transaction=True)
@only_with_many_writers
def test_workers_side_by_side_tell_everyone_everything_once(post_office):
    people = readers(12)
    post(*[reminder(reader, number) for reader in people for number in range(20)])
    start = threading.Barrier(4)

    def work() -> None:
        with override_settings(**post_office.settings):
            start.wait()
            while deliver_due(at=SUNDAY, limit=25):
                pass

    for worker in [in_thread(work) for _worker in range(4)]:
        worker.join()
    assert set(Message.objects.values_list("status", "attempts")) == {("sent", 1)}
    told = Counter((sent["To"], line) for sent in post_office.taken for line in lines_of(sent))
    assert len(told) == 240
    assert set(told.values()) == {1}


def lines_of(sent) -> list[str]:
    """Give the references that a mail tells of."""
    named = re.match(r"\[(\S+)\]", sent["Subject"])
    return [named[1]] if named else REFERENCE.findall(sent.get_body(("plain",)).get_content().replace("Reminder: ", ""))


@pytest.fixture
def dying(post_office):
    """A worker on the same database and mail server that can be told where to die."""
    database = settings.DATABASES["default"]
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment = os.environ | own | {"POST_OFFICE": str(post_office.settings["EMAIL_PORT"])}
    command = [sys.executable, "-m", "tests.delivery.dying"]
    with subprocess.Popen(
        command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:

        def deliver(at, last):
            process.stdin.write(f"{at.isoformat()} {last}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield deliver
        process.stdin.close()


@pytest.mark.django_db(transaction=True)
@only_with_many_writers
def test_a_worker_killed_at_any_step_repeats_at_most_the_very_same_mail(post_office, dying):
    """Guarantees 18, 19."""
    desk, quick = readers(2)
    everything = {(desk.email, f"RUH-2026-{number:04}") for number in range(10)} | {(quick.email, "RUH-2026-0001")}
    repeats = 0
    for last in count(1):
        Message.objects.all().delete()
        post_office.taken.clear()
        post(*[reminder(desk, number) for number in range(10)], reminder(quick, 1))
        ended = dying(SUNDAY, last)
        wait_until_the_database_has_noticed()
        assert deliver_due(at=SUNDAY + timedelta(seconds=1)) <= 11, "what a dead worker holds is not taken yet"
        post(reminder(desk, 10), at=SUNDAY + MINUTE)
        deliver_due(at=SUNDAY + LEASE + MINUTE)
        assert set(Message.objects.values_list("status", flat=True)) == {"sent"}
        repeats += len(post_office.taken) - len(identifiers(post_office.taken))
        # Whoever drops what bears an identifier that was there before has been told each thing once.
        kept = {sent["Message-ID"]: (sent["To"], tuple(lines_of(sent))) for sent in reversed(post_office.taken)}
        for sent in post_office.taken:
            assert (sent["To"], tuple(lines_of(sent))) == kept[sent["Message-ID"]], "a repeat is the very same"
        told = Counter((to, line) for to, lines in kept.values() for line in lines)
        assert told == Counter(everything | {(desk.email, "RUH-2026-0010")})
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    assert last > 8
    assert repeats == 4, "killed once a mail is taken, or as that is to be recorded: at each of the two mails"


def test_what_one_is_told_at_one_moment_is_not_cut_by_the_end_of_a_batch(db):
    people = readers(4)
    post(*[reminder(reader, number) for reader in people for number in range(5)])
    while deliver_due(at=SUNDAY, limit=7):
        pass
    assert [sent.subject for sent in mail.outbox] == 4 * ["Reminders: 5 messages"]


@pytest.mark.django_db(transaction=True)
@only_with_many_writers
def test_a_digest_of_which_another_worker_holds_a_part_is_left_until_it_is_whole(post_office):
    (desk,) = readers(1)
    news = [Envelope(desk.pk, "commented", f"c:{number}", {"reference": "RUH-1", "by": "x"}) for number in range(3)]
    (letter, *_others) = post(*news)
    locked, released = threading.Event(), threading.Event()

    def hold_one() -> None:
        with transaction.atomic():
            list(Message.objects.select_for_update().filter(key="c:1"))
            locked.set()
            released.wait(10)

    other = in_thread(hold_one)
    assert locked.wait(10)
    assert claim(at=letter.next_attempt_at, limit=10) == []
    released.set()
    other.join()
    assert deliver_due(at=letter.next_attempt_at) == 3
    assert [sent["Subject"] for sent in post_office.taken] == ["Daily digest: 3 messages"]
