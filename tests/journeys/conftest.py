"""The demo ministry as it is loaded, once for each file of tests."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from approvals.demo.load import load

NOW = datetime(2026, 9, 16, 10, 30, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Every draft of the demo by the name of its story, loaded once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(at=NOW)
        transaction.set_rollback(True)
