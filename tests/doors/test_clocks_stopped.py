"""When no clock fires, administrators read it on every page: since when, why as far as is known, and what to do."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils.html import escape

from accounts.models import Role
from approvals.actions import heartbeats
from approvals.models import Heartbeat
from approvals.web import clocks_stopped
from tests.people import person, post

STOPPED = "The clocks have stood still since"
ALL = {"sweep": "", "worker": "celery@one", "beat": "one"}


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(clocks_stopped, "_kept", clocks_stopped._Kept())


def silent(*parts):
    for part, name in ALL.items():
        heartbeats.say(part=part, name=name)
    Heartbeat.objects.filter(part__in=parts).update(at=Now() - timedelta(seconds=40))


def read(client, user, address="/profile/"):
    client.force_login(user, backend="accounts.backends.SignIn")
    return client.get(address).text


def test_administrators_are_told_since_when_and_what_is_lost(ministry, client):
    silent("sweep")
    page = read(client, ministry.ivan)
    assert STOPPED in page
    assert "Nothing is lost: what falls due meanwhile fires then, late." in page
    assert 'href="/readyz"' in page


def test_so_is_who_holds_the_role_of_an_administrator(ministry, client):
    silent("sweep")
    ada = person("ada", "Ada North")
    post(ada, ministry.comms, Role.ADMINISTRATOR)
    assert STOPPED in read(client, ada)


@pytest.mark.parametrize("address", ["/", "/queue/", "/channels/", "/admin/", "/admin/accounts/office/"])
def test_every_page_says_it(ministry, client, address):
    silent("sweep")
    assert STOPPED in read(client, ministry.ivan, address)


@pytest.mark.parametrize("who", ["layla", "helen", "dana", "paul", "rita"])
def test_nobody_else_is_troubled_and_nothing_is_asked_for_them(ministry, client, who, monkeypatch):
    silent("sweep")
    monkeypatch.setattr(clocks_stopped.heartbeats, "pulses", lambda: pytest.fail("asked"))
    assert STOPPED not in read(client, getattr(ministry, who))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("sweep", "worker", "beat"), "No worker and no beat says that it lives."),
        (("sweep", "worker"), "No worker says that it lives."),
        (("sweep", "beat"), "Beat does not say that it lives."),
        (("sweep",), "See whether the broker (Redis or Valkey) answers"),
    ],
)
def test_what_to_do_depends_on_what_is_silent(ministry, client, parts, said):
    silent(*parts)
    assert escape(said) in read(client, ministry.ivan)


def test_while_the_clocks_are_swept_a_silent_worker_is_no_reason_for_a_banner(ministry, client):
    silent("worker", "beat")
    assert STOPPED not in read(client, ministry.ivan)


def test_an_installation_whose_clocks_never_ran_says_so(ministry, client):
    assert "The clocks have not run yet" in read(client, ministry.ivan)


def test_many_pages_ask_the_database_once(ministry, client, monkeypatch):
    asked = []
    pulses = clocks_stopped.heartbeats.pulses
    monkeypatch.setattr(clocks_stopped.heartbeats, "pulses", lambda: asked.append(1) or pulses())
    silent("sweep")
    for _page in range(5):
        assert STOPPED in read(client, ministry.ivan)
    assert asked == [1]
