"""Notifications: what was said to me; read by a press, never by looking."""

import pytest

from notifications.models import Message
from tests.doors.pages import at, main
from tests.people import NOW, later


def test_an_empty_inbox_teaches(visit):
    assert "Nothing yet" in main(visit("paul").get("/notifications/"))


def test_a_message_is_read_by_opening_what_it_is_about(visit, ministry):
    draft = ministry.submitted()
    message = Message.objects.get(user=ministry.helen, medium="in_app")
    reader = visit("helen")
    page = reader.get("/notifications/")
    assert f"{draft.reference} by Layla Haddad awaits your decision at Head of mission" in main(page)
    assert "1 is unread." in main(page)
    assert Message.objects.get(pk=message.pk).read_at is None, "looking reads nothing"
    assert reader.post(f"/notifications/{message.pk}/read/", open="1") == at(draft)
    assert Message.objects.get(pk=message.pk).read_at == NOW
    assert "You have read everything." in main(reader.get("/notifications/"))


def test_a_message_is_marked_as_read_in_place(visit, ministry):
    ministry.submitted()
    message = Message.objects.get(user=ministry.helen, medium="in_app")
    assert visit("helen").post(f"/notifications/{message.pk}/read/") == "/notifications/"
    assert Message.objects.get(pk=message.pk).read_at is not None


def test_all_are_marked_as_read_and_nobody_elses(visit, ministry):
    ministry.submitted()
    ministry.approve(ministry.submitted(), ministry.helen)
    page = visit("helen").follow("/notifications/read/")
    assert "Everything is marked as read." in main(page)
    assert not Message.objects.filter(user=ministry.helen, medium="in_app", read_at=None).exists()
    assert Message.objects.filter(user=ministry.dana, medium="in_app", read_at=None).exists()


def test_another_persons_message_is_not_there(visit, ministry):
    ministry.submitted()
    message = Message.objects.get(user=ministry.helen, medium="in_app")
    visit("dana").post(f"/notifications/{message.pk}/read/", 404)
    assert Message.objects.get(pk=message.pk).read_at is None


def test_the_frame_counts_what_is_unread_and_what_awaits_me(visit, ministry):
    ministry.submitted()
    page = visit("helen").get("/offices/")
    assert "1 unread notification" in page
    assert "1 draft waits for your decision" in page


def test_a_long_inbox_goes_on_where_the_page_before_ended(visit, ministry):
    drafts = [ministry.submitted(f"Number {number}.", at=later(minutes=number - 60)) for number in range(52)]
    reader = visit("helen")
    page = reader.get("/notifications/")
    assert drafts[1].reference not in main(page)
    older = page[page.index('rel="next" href="') + 17 :].split('"')[0]
    told = main(reader.get(f"/notifications/{older}"))
    assert [draft.reference in told for draft in drafts[:3]] == [True, True, False]


@pytest.mark.parametrize("odd", ["?before=x", "?before=" + "9" * 40, "?before=%00", "?before=0"])
def test_odd_addresses_are_no_fault(visit, ministry, odd):
    ministry.submitted()
    visit("helen").get(f"/notifications/{odd}")
