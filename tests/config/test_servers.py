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
