"""A person's inbox: newest first, page by page, and nobody else's."""

from notifications.inbox import mark_all_read, mark_read
from notifications.models import Message
from notifications.queries import inbox, unread_count
from tests.delivery.letters import MINUTE, SUNDAY, awaiting, post

IN_APP = ("in_app",)


def test_an_inbox_shows_the_newest_first_whatever_was_written_last(desk):
    post(awaiting(desk, 1), at=SUNDAY, media=IN_APP)
    post(awaiting(desk, 2), at=SUNDAY - MINUTE, media=IN_APP)
    post(awaiting(desk, 3), at=SUNDAY + MINUTE, media=IN_APP)
    assert [message.key[-1] for message in inbox(desk, limit=10)] == ["3", "1", "2"]


def test_pages_follow_one_another_without_gap_or_repeat(desk):
    for number in range(9):
        post(awaiting(desk, number), at=SUNDAY + (number // 3) * MINUTE, media=IN_APP)
    pages, before = [], None
    while page := inbox(desk, limit=2, before=before):
        pages += page
        before = page[-1].pk
    assert [message.key[-1] for message in pages] == list("876543210")


def test_an_inbox_holds_no_e_mail_and_nobody_else_s_messages(desk, riyadh):
    post(awaiting(desk, 1), media=("email",))
    (theirs, *_rest) = post(awaiting(riyadh, 2), media=IN_APP)[1:]
    assert inbox(desk, limit=10) == []
    assert inbox(desk, limit=10, before=theirs.pk) == []
    assert unread_count(desk) == 0


def test_reading_a_message_is_recorded_once(desk):
    (message,) = post(awaiting(desk), media=IN_APP)
    assert unread_count(desk) == 1
    assert mark_read(user=desk, message_id=message.pk, at=SUNDAY)
    assert mark_read(user=desk, message_id=message.pk, at=SUNDAY + MINUTE), "it is still theirs"
    message.refresh_from_db()
    assert message.read_at == SUNDAY
    assert unread_count(desk) == 0


def test_nobody_reads_another_s_message(desk, riyadh):
    (message,) = post(awaiting(desk), media=IN_APP)
    assert not mark_read(user=riyadh, message_id=message.pk, at=SUNDAY)
    assert mark_all_read(user=riyadh, at=SUNDAY) == 0
    message.refresh_from_db()
    assert message.read_at is None


def test_an_e_mail_is_not_read_here(desk):
    (letter,) = post(awaiting(desk))
    assert not mark_read(user=desk, message_id=letter.pk, at=SUNDAY)


def test_all_is_read_at_once(desk):
    post(*[awaiting(desk, number) for number in range(3)], media=IN_APP)
    assert mark_all_read(user=desk, at=SUNDAY) == 3
    assert mark_all_read(user=desk, at=SUNDAY + MINUTE) == 0
    assert set(Message.objects.values_list("read_at", flat=True)) == {SUNDAY}


def test_nobody_counts_beyond_a_hundred(desk):
    post(*[awaiting(desk, number) for number in range(130)], media=IN_APP)
    assert unread_count(desk) == 100


def test_the_inbox_costs_one_query_a_page_and_one_for_its_badge(desk, django_assert_num_queries):
    post(*[awaiting(desk, number) for number in range(30)], media=IN_APP)
    with django_assert_num_queries(1):
        first = inbox(desk, limit=20)
    with django_assert_num_queries(1):
        assert len(inbox(desk, limit=20, before=first[-1].pk)) == 10
    with django_assert_num_queries(1):
        unread_count(desk)
    with django_assert_num_queries(1):
        mark_all_read(user=desk, at=SUNDAY)
