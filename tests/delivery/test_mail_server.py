"""E-mail through a real SMTP server: what arrives, and what happens when the server does not play along."""

import smtplib
import threading
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from accounts.models import User
from notifications.delivery import LEASE, SILENCE, deliver_due
from notifications.models import Message
from notifications.outbox import Envelope
from tests.delivery.letters import SECOND, SUNDAY, awaiting, in_thread, post, readers
from tests.delivery.mail import SMTP, PostOffice, silent_server


def test_an_e_mail_arrives_as_text_and_as_html_with_a_link_to_the_page(desk, post_office, site):
    post(awaiting(desk))
    assert deliver_due(at=SUNDAY) == 1
    (mail,) = post_office.taken
    assert mail["To"] == desk.email
    assert mail["Subject"] == "[RUH-2026-0042] Your decision is needed at HQ desk"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body((shape,)).get_content() for shape in ("plain", "html"))
    for body in (text, html):
        assert "RUH-2026-0042 by Omar Haddad awaits your decision at HQ desk" in body
        assert "What you are asked: Is it our position?" in body
        assert f"{site}/drafts/RUH-2026-0042/" in body
    assert f'<a href="{site}/drafts/RUH-2026-0042/"' in html


def test_e_mails_of_one_draft_stand_in_one_thread(desk, riyadh, post_office, site):
    post(awaiting(desk), Envelope(desk.pk, "overdue", "o:7", {"reference": "RUH-2026-0042"}, thread="RUH-2026-0042"))
    post(Envelope(desk.pk, "approved", "a:8", {"reference": "GVA-2026-0001"}, thread="GVA-2026-0001"))
    deliver_due(at=SUNDAY)
    first, second, other = post_office.taken
    assert first["In-Reply-To"] == second["In-Reply-To"] == first["References"] == second["References"]
    assert other["In-Reply-To"] != first["In-Reply-To"]
    identifiers = {mail["Message-ID"] for mail in post_office.taken}
    assert len(identifiers) == 3
    assert all(identifier.endswith("@chancery.ministry.example>") for identifier in identifiers)


def test_a_batch_shares_one_connection(db, post_office):
    post(*[awaiting(reader) for reader in readers(12)])
    assert deliver_due(at=SUNDAY) == len(post_office.taken) == 12
    assert post_office.connections == 1


@pytest.mark.parametrize("name", ["reference", "level", "office", "author", "question", "urgency", "due_at"])
def test_a_header_cannot_be_smuggled_in(desk, post_office, name):
    (letter,) = post(awaiting(desk))
    # Straight into the table: what is put is cleaned already, and this must hold without that.
    smuggled = letter.params | {name: "HQ\r\nBcc: spy@elsewhere.example\r\n\r\n<script>alert(1)</script>"}
    attack = "k\r\nBcc: spy@elsewhere.example"
    Message.objects.update(params=smuggled, key=attack, thread=attack, kind="awaiting")
    assert deliver_due(at=SUNDAY) == 1
    (mail,) = post_office.taken
    assert mail["Bcc"] is None
    assert post_office.recipients == [[desk.email]]
    assert "<script>" not in mail.get_body(("html",)).get_content()


def test_a_refused_recipient_keeps_nobody_back(desk, riyadh, post_office):
    post_office.answer = lambda address: "550 unknown" if address == desk.email else "250 OK"
    post(awaiting(desk), awaiting(riyadh))
    assert deliver_due(at=SUNDAY) == 1
    assert post_office.recipients == [[riyadh.email]]
    assert Message.objects.get(user=desk).last_error == "SMTPRecipientsRefused 550"


def test_a_server_that_ends_the_connection_after_some_messages_gets_a_new_one(db, post_office):
    post_office.answer = lambda address: (
        "421 enough" if len(post_office.taken) == 2 and post_office.connections == 1 else "250 OK"
    )
    post(*[awaiting(reader) for reader in readers(5)])
    assert deliver_due(at=SUNDAY) == 4
    assert post_office.connections == 2
    (left,) = Message.objects.filter(status="pending")
    assert deliver_due(at=left.next_attempt_at) == 1


def nobody_there() -> dict[str, object]:
    """Give settings for a mail server that is not running."""
    return {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1, "EMAIL_TIMEOUT": 1}


def test_a_server_that_is_down_costs_one_message_one_attempt(db):
    post(*[awaiting(reader) for reader in readers(3)])
    with override_settings(**nobody_there()):
        assert deliver_due(at=SUNDAY) == 0
    first, *others = Message.objects.order_by("pk")
    assert (first.attempts, first.last_error) == (1, "no_answer ConnectionRefusedError")
    assert [(other.attempts, other.lease, other.last_error) for other in others] == 2 * [(0, None, "no_answer")]


def test_while_a_server_hangs_one_message_holds_its_lease_and_nobody_else_knocks(desk, post_office):
    post(awaiting(desk, 1), awaiting(desk, 2))
    with silent_server() as port, override_settings(EMAIL_PORT=port, EMAIL_TIMEOUT=0.2):
        assert deliver_due(at=SUNDAY) == 0
    post(awaiting(desk, 3))
    assert deliver_due(at=SUNDAY + SILENCE - SECOND) == 0
    assert post_office.connections == 0
    assert deliver_due(at=SUNDAY + SILENCE + SECOND) == 3


def test_a_recipient_whose_server_is_slow_does_not_block_the_other_worker(transactional_db, post_office):
    slow, quick = (User.objects.create_user(name, f"{name}@ministry.example") for name in ("slow", "quick"))
    reached, released = threading.Event(), threading.Event()

    def answer(address: str) -> str:
        if address == slow.email:
            reached.set()
            released.wait(30)
        return "250 OK"

    post_office.answer = answer
    post(awaiting(slow), at=SUNDAY - SECOND)
    stuck = in_thread(lambda: deliver_due(at=SUNDAY))
    assert reached.wait(30)
    post(awaiting(quick))
    assert deliver_due(at=SUNDAY) == 1
    assert post_office.recipients == [[quick.email]]
    released.set()
    stuck.join()
    assert set(Message.objects.values_list("status", flat=True)) == {"sent"}


def test_a_message_taken_over_during_the_batch_is_left_to_the_other_worker(transactional_db, post_office):
    _first, second = post(*[awaiting(reader) for reader in readers(2)])
    others = {"lease": uuid.uuid4(), "leased_until": SUNDAY + 2 * LEASE}

    def take_over() -> None:
        Message.objects.filter(pk=second.pk).update(**others)
        connection.close()

    post_office.after_taking = take_over
    assert deliver_due(at=SUNDAY) == 1
    assert len(post_office.taken) == 1
    second.refresh_from_db()
    assert (second.status, second.attempts, second.lease) == ("pending", 0, others["lease"])


def test_a_server_that_hangs_after_taking_the_message_gets_it_again_under_the_same_identifier(desk, post_office):
    released = threading.Event()
    post_office.after_taking = lambda: released.wait(30)
    (letter,) = post(awaiting(desk))
    with override_settings(EMAIL_TIMEOUT=0.5):
        assert deliver_due(at=SUNDAY) == 0
    released.set()
    letter.refresh_from_db()
    assert letter.last_error == f"no_answer {smtplib.SMTPServerDisconnected.__name__}"
    assert deliver_due(at=later(letter)) == 1
    first, second = post_office.taken
    assert first["Message-ID"] == second["Message-ID"]


def later(letter: Message) -> datetime:
    """Say when a message that found the server silent is tried again."""
    return max(letter.next_attempt_at, letter.leased_until) + timedelta(seconds=1)


def test_the_post_office_of_these_tests_is_a_real_one():
    with PostOffice() as office, smtplib.SMTP("127.0.0.1", office.settings["EMAIL_PORT"]) as client:
        assert client.noop()[0] == 250
