"""In the demo ministry conversations wait for replies, one of them longer than it should."""

import pytest

from accounts.models import User
from approvals import conversations
from approvals.conversations import Wanted
from approvals.models import ReplyTemplate
from notifications.models import Message
from tests.journeys.conftest import NOW

pytestmark = pytest.mark.django_db


def user(username):
    return User.objects.get(username=username)


def test_two_conversations_wait_for_a_reply_and_one_of_them_is_overdue(demo):
    live, late = demo["geneva-question"], demo["geneva-patience"]
    waiting = conversations.listed(user("geneva.author"), at=NOW, limit=50, wanted=Wanted(waiting=True))
    assert [talk.waiting for talk in waiting] == [late, live]
    assert late.answer_by < NOW < live.answer_by
    assert late.events.filter(kind="answer_waits").count() == 1
    assert Message.objects.filter(user=user("geneva.ambassador"), kind="answer_waits").exists()
    assert ReplyTemplate.objects.count() == 3
