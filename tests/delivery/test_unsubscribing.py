"""Every mail that may be turned off says how, as RFC 8058 has it, and its link does what it says and no more."""

from datetime import time
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from notifications import telling
from notifications.composing import SETTINGS_PAGE
from notifications.delivery import deliver_due
from notifications.models import EmailChoice, Message
from notifications.outbox import Envelope
from notifications.unsubscribing import PAGE
from tests.delivery.letters import MINUTE, SUNDAY, awaiting, post

POST = "List-Unsubscribe=One-Click"


@pytest.fixture(autouse=True)
def on_that_sunday(time_machine, site):
    """Links are given out and followed at the time of the story."""
    time_machine.move_to(SUNDAY, tick=False)


def link_of(sent) -> str:
    """Give the path of the link in the header, which is the one at the foot of both bodies."""
    address = sent["List-Unsubscribe"].strip().removeprefix("<").removesuffix(">")
    assert all(address in sent.get_body((shape,)).get_content() for shape in ("plain", "html"))
    assert address.startswith("https://chancery.ministry.example/notifications/unsubscribe/")
    return urlsplit(address).path


def test_a_mail_program_ends_e_mail_of_this_group_by_one_post(desk, post_office):
    post(awaiting(desk, 1))
    deliver_due(at=SUNDAY)
    (sent,) = post_office.taken
    assert sent["List-Unsubscribe-Post"] == POST
    answer = Client(enforce_csrf_checks=True).post(
        link_of(sent), POST, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert list(EmailChoice.objects.values_list("user", "group", "when")) == [(desk.pk, "decisions", "never")]
    assert post(awaiting(desk, 2))[1:] == []


def test_the_page_behind_the_link_is_opened_by_scanners_and_changes_nothing(desk, post_office):
    post(awaiting(desk))
    deliver_due(at=SUNDAY)
    for look in (Client().get, Client().head):
        assert look(link_of(post_office.taken[0])).status_code == 200
    assert not EmailChoice.objects.exists()


def test_what_still_waits_of_the_group_is_dropped(desk, riyadh, post_office):
    post(awaiting(desk, 1))
    deliver_due(at=SUNDAY)
    post(awaiting(desk, 2), awaiting(riyadh, 2))
    Client().post(link_of(post_office.taken[0]))
    assert deliver_due(at=SUNDAY + MINUTE) == 1
    assert Message.objects.get(user=desk, key="awaiting:step:2").status == "dropped"


def test_the_link_of_a_digest_is_that_of_the_digest(desk, post_office):
    telling.save(user=desk, choices={"decisions": "digest"}, digest_at=time(8), quiet=None, at=SUNDAY)
    (letter,) = post(awaiting(desk))
    deliver_due(at=letter.next_attempt_at)
    Client().post(link_of(post_office.taken[0]))
    never = EmailChoice.objects.filter(user=desk, when="never").values_list("group", flat=True)
    assert set(never) == {"decisions", "news", "policies"}


@pytest.mark.parametrize("crisis", [{"urgency": "crisis"}, {"regime": "crisis"}], ids=["draft", "regime"])
def test_what_cannot_be_turned_off_offers_no_link(desk, post_office, crisis):
    post(Envelope(desk.pk, "overdue", "o:1", {"reference": "RUH-2026-0042", "level": "HQ", "by": "x"} | crisis))
    deliver_due(at=SUNDAY)
    (sent,) = post_office.taken
    assert (sent["List-Unsubscribe"], sent["List-Unsubscribe-Post"]) == (None, None)
    for shape in ("plain", "html"):
        body = sent.get_body((shape,)).get_content()
        assert "unsubscribe" not in body
        assert "/notifications/settings/" in body


def test_a_link_does_not_open_another_persons_choices(desk, riyadh, post_office):
    post(awaiting(desk), awaiting(riyadh))
    deliver_due(at=SUNDAY)
    to_desk = next(sent for sent in post_office.taken if sent["To"] == desk.email)
    reader_in_riyadh = Client()
    reader_in_riyadh.force_login(riyadh, backend="accounts.backends.SignIn")
    reader_in_riyadh.post(link_of(to_desk))
    assert set(EmailChoice.objects.values_list("user", flat=True)) == {desk.pk}


def test_the_pages_that_mails_lead_to_are_where_the_addresses_have_them():
    assert reverse("notification_settings") == SETTINGS_PAGE
    assert reverse("notifications_unsubscribe", args=["token"]) == f"{PAGE}token/"
