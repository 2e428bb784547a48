"""The tests run against the real servers, not against stand-ins."""

import pytest
import redis
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_the_tests_run_on_postgresql():
    assert connection.vendor == "postgresql"
    assert connection.settings_dict["NAME"].startswith("test_")


def test_the_tests_run_against_a_real_broker():
    assert redis.Redis.from_url(settings.REDIS_URL).ping()


@pytest.mark.django_db
def test_a_database_that_vanished_from_the_network_is_noticed():
    connection.ensure_connection()
    set_ = connection.connection.info.get_parameters()
    assert {name: set_[name] for name in ("connect_timeout", "keepalives_idle", "tcp_user_timeout")} == {
        "connect_timeout": "5",
        "keepalives_idle": "10",
        "tcp_user_timeout": "30000",
    }
