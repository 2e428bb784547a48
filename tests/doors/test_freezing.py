"""The security button on pages and through the API."""

import pytest
import time_machine
from django.test import Client

from approvals.models import ChannelFreeze
from channels.models import Channel
from tests.actions.asking import told
from tests.actions.stopping import freeze, on_duty
from tests.authorizing import authorized
from tests.doors.calls import Caller, refused
from tests.people import NOW


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def compromised(channel):
    return f"/channels/{channel.pk}/compromised/"


def test_the_button_is_on_the_channel_and_on_the_draft_for_who_guards_the_account(ministry):
    draft = ministry.cleared()
    address = f'href="{compromised(ministry.x)}"'
    for user, channel_page, draft_page in (
        (ministry.layla, True, True), (ministry.helen, True, True), (ministry.paul, True, True),
        (ministry.dana, False, False), (ministry.gil, False, None),
    ):  # fmt: skip
        client = browser(user)
        assert (address in client.get(f"/channels/{ministry.x.pk}/").content.decode()) == channel_page
        if draft_page is not None:
            assert (address in client.get(f"/drafts/{draft.pk}/").content.decode()) == draft_page


def test_the_page_says_what_it_does_and_whom_it_calls_and_looking_does_nothing(ministry):
    ministry.cleared()
    authorized(ministry)
    on_duty(ministry.dana, ministry.desk)
    page = browser(ministry.layla).get(compromised(ministry.x)).content.decode()
    assert "1 cleared draft is stopped" in page
    assert "PA-2026-0001 (Helen Brandt)" in page
    for name in ("Dana Okafor", "Helen Brandt", "Paul Nguyen", "Petra Wolf"):
        assert name in page
    assert "It posts what we did not write" in page  # a reason stands there, and is asked
    assert not ChannelFreeze.objects.exists()


def test_pressed_it_leads_to_the_account_which_says_who_froze_it_and_why(ministry):
    client = browser(ministry.layla)
    answer = client.post(compromised(ministry.x), {"reason": "It posts adverts."}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/channels/{ministry.x.pk}/"
    assert "Frozen by Layla Haddad" in page
    assert "It posts adverts." in page
    assert "Restore it" not in page
    assert "Restore it" in browser(ministry.paul).get(f"/channels/{ministry.x.pk}/").content.decode()
    listed = browser(ministry.greta).get("/channels/").content.decode()
    assert "may be compromised, since" in listed
    assert compromised(ministry.x) not in page


def test_a_draft_that_it_stops_says_so_on_its_page(ministry):
    draft = ministry.cleared()
    freeze(ministry, reason="It posts adverts.")
    page = browser(ministry.layla).get(f"/drafts/{draft.pk}/").content.decode()
    assert "may be compromised" in page
    assert "It posts adverts." in page


@pytest.mark.parametrize(
    ("reason", "status", "said"),
    [("", 400, "Give a reason"), ("x" * 501, 400, "500")],
)
def test_without_a_reason_nothing_is_frozen(ministry, reason, status, said):
    answer = browser(ministry.layla).post(compromised(ministry.x), {"reason": reason})
    assert answer.status_code == status
    assert not ChannelFreeze.objects.exists()
    assert "ch-error-summary" in answer.content.decode()


def test_pressed_twice_the_second_is_told_who_was_first(ministry):
    freeze(ministry)
    answer = browser(ministry.helen).post(compromised(ministry.x), {"reason": "Adverts."})
    assert answer.status_code == 409
    assert "Layla Haddad froze" in answer.content.decode()


def test_a_policy_officer_restores_it_on_a_page(ministry):
    ministry.cleared()
    freeze(ministry)
    client = browser(ministry.paul)
    page = client.get(f"/channels/{ministry.x.pk}/restore/").content.decode()
    assert "1 cleared draft waits for it." in page
    assert client.post(f"/channels/{ministry.x.pk}/restore/", {"reason": ""}).status_code == 400
    answer = client.post(f"/channels/{ministry.x.pk}/restore/", {"reason": "New password."}, follow=True)
    assert answer.status_code == 200
    assert Channel.objects.get(pk=ministry.x.pk).state == "active"
    assert told("account_free") == ["layla"]


def test_an_account_that_is_not_there_answers_404(ministry):
    for path in ("compromised", "restore"):
        assert browser(ministry.paul).get(f"/channels/{10**9}/{path}/").status_code == 404
        assert refused(Caller(ministry.paul).post(f"/channels/{10**9}/{path}/", {"reason": "x"})) == (404, "not_found")


def test_the_api_freezes_lists_and_restores(ministry):
    layla = {"id": str(ministry.layla.pk), "name": "Layla Haddad"}
    status, channel = Caller(ministry.layla).post(f"/channels/{ministry.x.pk}/compromised/", {"reason": " Adverts. "})
    assert (status, channel["state"]) == (200, "frozen")
    assert channel["freeze"] == {"by": layla, "since": "2026-09-14T09:00:00Z", "reason": "Adverts."}
    listed = {row["handle"]: row["freeze"] for row in Caller(ministry.omar).get("/channels/")[1]["results"]}
    assert listed == {"@EmbassyRiyadh": channel["freeze"], "@riyadh@social.example": None}
    status, channel = Caller(ministry.petra).post(f"/channels/{ministry.x.pk}/restore/", {"reason": "New password."})
    assert (status, channel["state"], channel["freeze"]) == (200, "active", None)


@pytest.mark.parametrize(
    ("body", "code"),
    [({}, "invalid"), ({"reason": ""}, "invalid"), ({"reason": 5}, "invalid"), ({"reason": "x" * 501}, "invalid"),
     ({"reason": "x", "until": None}, "invalid"), ({"reason": "\x00"}, "invalid")],
)  # fmt: skip
def test_what_is_sent_wrongly_freezes_nothing(ministry, body, code):
    answer = Caller(ministry.layla).post(f"/channels/{ministry.x.pk}/compromised/", body)
    assert answer[0] == 400, answer
    assert not ChannelFreeze.objects.exists()


def test_the_same_press_repeated_freezes_once(ministry):
    caller = Caller(ministry.layla)
    first = caller.post(f"/channels/{ministry.x.pk}/compromised/", {"reason": "Adverts."}, Idempotency_Key="one")
    assert (
        caller.post(f"/channels/{ministry.x.pk}/compromised/", {"reason": "Adverts."}, Idempotency_Key="one") == first
    )
    assert ChannelFreeze.objects.count() == 1
