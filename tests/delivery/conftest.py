"""The people who are told things here, and real mail servers to tell them through."""

import pytest
from celery import current_app
from django.test import override_settings

from accounts.models import User
from notifications import nudge
from tests.delivery.mail import PostOffice


@pytest.fixture
def desk(db) -> User:
    """An approver at headquarters, who reads English."""
    return User.objects.create_user(
        "hq.desk", "hq.desk@ministry.example", name="Irina Koval", time_zone="Europe/London"
    )


@pytest.fixture
def riyadh(db) -> User:
    """A head of mission in Riyadh, who reads French."""
    fields = {"name": "Claire Fontaine", "language": "fr", "time_zone": "Asia/Riyadh"}
    return User.objects.create_user("riyadh.head", "riyadh.head@ministry.example", **fields)


@pytest.fixture
def post_office():
    """A mail server that takes everything; e-mail goes to it."""
    with PostOffice() as office, override_settings(**office.settings):
        yield office


@pytest.fixture
def broker_at(monkeypatch):
    """Say where the broker is, and forget how it was found before."""

    def move(url: str) -> None:
        monkeypatch.setenv("CELERY_BROKER_URL", url)
        monkeypatch.setattr(nudge.bell, "quiet_until", 0.0)
        assert current_app.conf.broker_write_url == url

    return move


@pytest.fixture
def site(settings) -> str:
    """The address of the site, as it stands in links."""
    settings.SITE_URL = "https://chancery.ministry.example"
    return settings.SITE_URL
