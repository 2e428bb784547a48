"""IT sees what was given up and can send it again; it can neither read, write nor remove a message."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from notifications.delivery import LAST_ATTEMPT
from notifications.models import Message
from tests.delivery.letters import awaiting, post

MESSAGES = "admin:notifications_message_changelist"


@pytest.fixture
def given_up(desk) -> Message:
    post(awaiting(desk))
    gone = {"status": "dead", "next_attempt_at": None, "attempts": LAST_ATTEMPT, "last_error": "SMTPDataError 554"}
    Message.objects.update(**gone)
    return Message.objects.get()


@pytest.fixture
def operator(db, client) -> User:
    user = User.objects.create_user("it.one", "it.one@ministry.example", name="Ada", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_message"))
    client.force_login(user)
    return user


def choose(client, message: Message):
    """Choose "send again" for a message in the list."""
    data = {"action": "send_again", "_selected_action": [message.pk]}
    return client.post(reverse(MESSAGES), data, secure=True)


def test_what_was_given_up_is_listed_with_its_cause(admin_client, given_up):
    page = admin_client.get(reverse(MESSAGES), {"status__exact": "dead"}, secure=True).content.decode()
    assert "SMTPDataError 554" in page
    assert "RUH-2026-0042" in page


def test_what_was_given_up_is_sent_again_from_the_list(admin_client, given_up):
    assert choose(admin_client, given_up).status_code == 302
    given_up.refresh_from_db()
    assert (given_up.status, given_up.attempts, given_up.last_error) == ("pending", 0, "")


def test_to_see_the_list_is_not_to_send_again(client, operator, given_up):
    assert client.get(reverse(MESSAGES), secure=True).status_code == 200
    choose(client, given_up)
    given_up.refresh_from_db()
    assert given_up.status == "dead"


def test_no_text_of_a_message_is_shown(admin_client, given_up):
    address = reverse("admin:notifications_message_change", args=[given_up.pk])
    page = admin_client.get(address, secure=True)
    assert page.status_code == 200
    assert "Is it our position?" not in page.content.decode()


@pytest.mark.parametrize("verb", ["add", "delete", "change"])
def test_no_message_is_written_changed_or_removed_by_hand(admin_client, given_up, verb):
    address = reverse(f"admin:notifications_message_{verb}", args=[] if verb == "add" else [given_up.pk])
    assert admin_client.post(address, {"kind": "forged"}, secure=True).status_code == 403
    assert Message.objects.get().kind == "awaiting"
