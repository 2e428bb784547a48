"""Replies to one post, saved at the same moment, come into one conversation."""

import pytest

from approvals.models import Conversation, Draft
from tests.actions.asking import URL, publish_on_x
from tests.actions.test_answering import ADDRESS, reply
from tests.people import fresh, later
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("address", [ADDRESS, URL])
def test_replies_to_one_post_open_one_conversation(ministry, address):
    original = publish_on_x(ministry, ministry.cleared())
    people = [ministry.layla, ministry.omar] * 3
    together(*(lambda by=by: reply(ministry, by=by, address=address, at=later(2)) for by in people))
    assert Draft.objects.filter(kind="reply").values("conversation").distinct().count() == 1
    assert Conversation.objects.count() == 1
    assert (fresh(original).conversation_id is not None) is (address == URL)
