"""A reply finds its conversation: around our own post, where another draft answers, where it was begun, or anew."""

import uuid

import pytest

from approvals.actions import write
from approvals.actions.answering import NOTHING, Answered
from approvals.actions.conversing import Thread
from approvals.models import Conversation, Draft
from channels.post_addresses import same_post
from tests.actions.asking import URL, publish_on_x, refused
from tests.actions.test_answering import ADDRESS, changed, reply
from tests.people import NOW, fresh, later

NOWHERE = Thread()
ELSEWHERE = "https://bsky.app/profile/citizen.example/post/3kabcdefg"


def out(ministry, url=URL):
    return publish_on_x(ministry, ministry.cleared(), url=url)


def conversation_of(draft):
    return fresh(draft).conversation


def test_a_reply_to_our_own_post_opens_the_conversation_with_that_post_in_it(ministry):
    original = out(ministry)
    assert conversation_of(original) is None
    first = reply(ministry, address=URL, at=later(2))
    second = reply(ministry, address=f"{URL}?s=20", at=later(3))
    assert conversation_of(original) == conversation_of(first) == conversation_of(second)
    assert conversation_of(first).latest_at == later(3)
    assert Conversation.objects.count() == 1


def test_a_reply_to_an_address_that_another_draft_answers_joins_it(ministry):
    first = reply(ministry)
    second = reply(ministry, address=ADDRESS.replace("x.com/citizen", "twitter.com/Citizen"), by=ministry.omar)
    assert conversation_of(first) == conversation_of(second) is not None


def test_a_reply_to_anything_else_opens_one_of_its_own_for_its_office(ministry):
    first, second = reply(ministry), reply(ministry, address=ELSEWHERE)
    assert conversation_of(first) != conversation_of(second)
    assert conversation_of(first).office == ministry.riyadh


def test_a_reply_begun_in_a_conversation_or_at_our_post_joins_it_whatever_it_answers(ministry):
    original = out(ministry)
    begun = reply(ministry, address=ELSEWHERE, thread=Thread(follows=original.pk), at=later(2))
    again = reply(ministry, thread=Thread(conversation=fresh(begun).conversation_id), at=later(3))
    assert conversation_of(original) == conversation_of(begun) == conversation_of(again)


def test_nobody_joins_a_conversation_of_which_they_may_see_nothing(ministry):
    theirs = fresh(reply(ministry))
    content = {"by": ministry.gil, "channel": ministry.geneva_x}
    original = out(ministry)
    for thread in (
        Thread(conversation=theirs.conversation_id), Thread(follows=original.pk), Thread(conversation=uuid.uuid4()),
    ):  # fmt: skip
        with refused("unknown_conversation", status=400):
            reply_of(ministry, thread=thread, address=ELSEWHERE, **content)


def reply_of(ministry, *, by, channel, address, thread=NOWHERE):
    content = ministry.content("Bonjour.", channel_ids=(channel.pk,), kind="reply", in_reply_to=address)
    return write.create(by=by, writing=write.Writing(content, thread=thread), at=NOW)


def test_a_reply_of_another_office_to_our_post_joins_its_conversation(ministry):
    original = out(ministry)
    theirs = reply_of(ministry, by=ministry.gil, channel=ministry.geneva_x, address=URL)
    assert conversation_of(theirs) == conversation_of(original)
    assert conversation_of(theirs).office == ministry.riyadh


def test_what_is_no_post_of_ours_that_is_out_cannot_be_followed(ministry):
    submitted = ministry.submitted()
    with refused("unknown_conversation", status=400):
        reply(ministry, thread=Thread(follows=submitted.pk))


def test_a_corrected_address_leads_where_it_says(ministry):
    original, draft = out(ministry), reply(ministry, at=later(2))
    own = conversation_of(draft)
    changed(draft, ministry.layla, at=later(3), content=ministry.content("Hm.", kind="reply", in_reply_to=URL))
    assert conversation_of(draft) == conversation_of(original) != own
    changed(draft, ministry.layla, at=later(4), content=ministry.content("Hm.", kind="reply", in_reply_to=ELSEWHERE))
    assert conversation_of(draft) not in (own, conversation_of(original))


def test_a_corrected_address_leaves_a_reply_where_it_was_begun(ministry):
    original = out(ministry)
    draft = reply(ministry, thread=Thread(follows=original.pk), at=later(2))
    changed(draft, ministry.layla, at=later(3), content=ministry.content("Hm.", kind="reply", in_reply_to=ELSEWHERE))
    assert conversation_of(draft) == conversation_of(original)


def test_a_change_of_the_text_leaves_the_conversation_alone(ministry):
    draft = reply(ministry)
    was = conversation_of(draft)
    changed(draft, ministry.layla, at=later(1), content=ministry.content("Hm.", kind="reply", in_reply_to=ADDRESS))
    assert conversation_of(draft) == was
    assert was.latest_at == NOW


@pytest.mark.parametrize("kind", ["original", "repost"])
def test_what_is_no_reply_joins_no_conversation(ministry, kind):
    draft = reply(ministry, kind=kind, answers=NOTHING if kind == "original" else Answered("Citizen"))
    assert conversation_of(draft) is None
    assert Draft.objects.get().kind == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.com/Citizen/status/1", "https://mobile.twitter.com/citizen/status/1/photo/1?t=ab#m"),
        ("https://bsky.app/profile/a.example/post/3k", "https://www.bsky.app/profile/a.example/post/3k/"),
        ("https://social.example/@a/12", "https://social.example/users/a/statuses/12?x=1"),
        ("https://www.facebook.com/permalink.php?story_fbid=1&id=2&ref=x", "https://m.facebook.com/permalink.php?id=2&story_fbid=1"),
        ("https://news.example/debate/7/", "http://News.example/debate/7#comments"),
    ],
)  # fmt: skip
def test_two_addresses_of_one_post_are_the_same(one, other):
    assert same_post(one) == same_post(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.com/a/status/1", "https://x.com/a/status/2"),
        ("https://news.example/?p=1", "https://news.example/?p=2"),
        ("https://social.example/@a/12", "https://other.example/@a/12"),
    ],
)
def test_two_posts_are_not(one, other):
    assert same_post(one) != same_post(other)


@pytest.mark.parametrize("odd", ["", " ", "not an address", "https://[", "https://x.com:99999999/a/status/1", "ftp:"])
def test_what_is_no_address_stays_what_it_is(odd):
    assert isinstance(same_post(odd), str)
