"""Old notifications are forgotten, read or not; what is on its way, and what is younger, stays."""

from datetime import timedelta

from notifications import forgetting
from notifications.models import Message
from tests.delivery.letters import SUNDAY, awaiting, post

OLD = timedelta(days=401)


def kept():
    return set(Message.objects.values_list("medium", "status"))


def test_what_is_older_than_the_setting_says_goes_and_what_is_younger_stays(desk, settings):
    old = post(awaiting(desk, 1), at=SUNDAY - OLD, media=("in_app",))
    young = post(awaiting(desk, 2), at=SUNDAY - OLD + timedelta(days=2), media=("in_app",))
    assert forgetting.forget_old(at=SUNDAY) == len(old)
    assert list(Message.objects.all()) == young
    settings.NOTIFICATIONS_DAYS = 30
    assert forgetting.forget_old(at=SUNDAY) == len(young)


def test_a_message_that_is_still_on_its_way_is_never_forgotten(desk):
    post(awaiting(desk, 1), at=SUNDAY - OLD, media=("in_app", "email"))
    assert forgetting.forget_old(at=SUNDAY) == 1
    assert kept() == {("email", "pending")}


def test_they_go_in_batches_the_oldest_first(desk, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for number in range(3):
        post(awaiting(desk, number), at=SUNDAY - OLD, media=("in_app",))
    assert [forgetting.forget_old(at=SUNDAY) for _ in range(3)] == [2, 1, 0]
