"""How one is told, read and chosen by a program that speaks for a person."""

import pytest
import time_machine

from notifications import telling
from notifications.models import EmailChoice, Message, Telling
from tests.doors.calls import Caller, refused
from tests.people import NOW

PATH = "/notifications/settings/"


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def by_code(told):
    return {group["code"]: group["email"] for group in told["groups"]}


def test_one_reads_what_holds_now_with_its_words_in_ones_language(ministry):
    _status, told = Caller(ministry.helen).get(PATH)
    assert by_code(told) == {
        "decisions": "at_once", "reminders": "at_once", "delays": "at_once", "drafts": "at_once", "news": "digest",
        "rules": "at_once", "policies": "digest", "duty": "at_once", "people": "at_once",
        "reviews": "at_once", "authorizations": "at_once", "work": "at_once",
    }  # fmt: skip
    assert [group["code"] for group in told["groups"] if group["fixed"]] == ["duty"]
    assert (told["digest_at"], told["quiet_from"], told["quiet_until"]) == ("08:00", None, None)
    assert (told["time_zone"], told["address"]) == ("Asia/Riyadh", ministry.helen.email)
    assert told["groups"][2]["name"] == "Reminders"


def test_what_is_sent_is_kept_and_what_is_left_out_stays(ministry):
    caller = Caller(ministry.helen)
    sent = {"email": {"news": "never"}, "digest_at": "17:30", "quiet_from": "22:00", "quiet_until": "06:00"}
    assert caller.patch(PATH, sent)[0] == 200
    _status, told = caller.patch(PATH, {"email": {"rules": "digest"}})
    assert (by_code(told)["news"], by_code(told)["rules"], by_code(told)["drafts"]) == ("never", "digest", "at_once")
    assert (told["digest_at"], told["quiet_from"], told["quiet_until"]) == ("17:30", "22:00", "06:00")
    _status, told = caller.patch(PATH, {"quiet_from": None, "quiet_until": None})
    assert (told["digest_at"], told["quiet_from"], told["quiet_until"]) == ("17:30", None, None)
    assert telling.plan_of(ministry.dana) == telling.Plan(telling.plan_of(ministry.dana).zone), "hers are hers"


def test_turning_a_group_off_drops_what_still_waits(ministry):
    ministry.submitted()
    caller = Caller(ministry.helen)
    caller.patch(PATH, {"email": {"decisions": "never"}})
    assert Message.objects.get(user=ministry.helen, medium="email").status == "dropped"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"email": {"duty": "never"}}, "email.duty"),
        ({"email": {"news": "weekly"}}, "email.news"),
        ({"email": {"news": None}}, "email.news"),
        ({"email": {"gossip": "never"}}, "email.gossip"),
        ({"email": "never"}, "email"),
        ({"digest_at": "8"}, "digest_at"),
        ({"digest_at": "24:00"}, "digest_at"),
        ({"digest_at": "08:00:00"}, "digest_at"),
        ({"digest_at": None}, "digest_at"),
        ({"digest_at": 8}, "digest_at"),
        ({"digest_at": "٠٨:٠٠"}, "digest_at"),
        ({"quiet_from": "22:00"}, "quiet_until"),
        ({"quiet_until": "06:00", "quiet_from": None}, "quiet_from"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_until"),
        ({"time_zone": "UTC"}, "time_zone"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field_and_nothing_is_kept(ministry, sent, field):
    status, problem = Caller(ministry.helen).patch(PATH, {"email": {"drafts": "digest"}} | sent)
    assert (status, problem["code"]) == (400, "invalid")
    assert list(problem["errors"]) == [field]
    assert not Telling.objects.exists()
    assert not EmailChoice.objects.exists()


def test_a_repeat_with_the_same_key_chooses_once(ministry):
    caller = Caller(ministry.helen)
    first = caller.patch(PATH, {"email": {"news": "never"}}, Idempotency_Key="k1")
    caller.patch(PATH, {"email": {"news": "at_once"}})
    assert caller.patch(PATH, {"email": {"news": "never"}}, Idempotency_Key="k1") == first
    assert telling.plan_of(ministry.helen).choices == {"news": "at_once"}
    assert refused(caller.patch(PATH, {"digest_at": "09:00"}, Idempotency_Key="k1")) == (422, "idempotency_key_reused")
