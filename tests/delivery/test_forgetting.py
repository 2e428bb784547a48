"""Old notifications are forgotten, read or not; what is on its way, and what is younger, stays."""

from datetime import timedelta

from notifications import forgetting
from notifications.models import Message
from tests.delivery.letters import SUNDAY, awaiting, post

OLD = timedelta(days=401)


def kept():
    return {(message.medium, message.status, message.key[-1]) for message in Message.objects.all()}


def test_what_is_older_than_the_setting_says_goes_and_what_is_younger_stays(desk, settings):
    post(awaiting(desk, 1), at=SUNDAY - OLD, media=("in_app",))
    post(awaiting(desk, 2), at=SUNDAY - OLD + timedelta(days=2), media=("in_app",))
    assert forgetting.forget_old(at=SUNDAY) == 1
    assert kept() == {("in_app", "sent", "2")}
    settings.NOTIFICATIONS_DAYS = 30
    assert forgetting.forget_old(at=SUNDAY) == 1
    assert kept() == set()


def test_a_message_that_is_still_on_its_way_is_never_forgotten(desk):
    post(awaiting(desk, 1), at=SUNDAY - OLD, media=("in_app", "email"))
    assert forgetting.forget_old(at=SUNDAY) == 1
    assert kept() == {("email", "pending", "1")}


def test_they_go_in_batches_the_oldest_first(desk, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for number in range(3):
        post(awaiting(desk, number), at=SUNDAY - OLD, media=("in_app",))
    assert [forgetting.forget_old(at=SUNDAY) for _ in range(3)] == [2, 1, 0]
