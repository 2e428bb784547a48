"""A service is removed while a decision is told to it: the decision is committed, and nothing is left behind."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import transaction
from django.test import override_settings

from notifications.services import spread, verbs
from notifications.services.models import Delivery, Endpoint
from tests.delivery.services import registered
from tests.people import NOW, fresh
from tests.races.test_decisions_at_once import wait_until_somebody_waits_for_a_lock
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def endpoint(ministry):
    spread.somebody_listens()
    with override_settings(WEBHOOK_ALLOWED_HOSTS=["192.0.2.1"]):
        yield registered(ministry, "http://192.0.2.1/")[0]


def remove(ministry, endpoint):
    return verbs.remove(endpoint_id=endpoint.pk, by=ministry.paul, at=NOW)


def test_a_service_that_is_removed_while_a_decision_is_told_to_it_does_not_undo_the_decision(ministry, endpoint):
    """Guarantee 15. The removal comes when the decision has put what it tells, and before its commit."""
    draft = ministry.submitted()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ministry.approve(draft, ministry.helen)
            assert Delivery.objects.filter(endpoint=endpoint, thread=draft.reference).exists()
            removing = pool.submit(together, partial(remove, ministry, endpoint))
            wait_until_somebody_waits_for_a_lock()
            assert not removing.done()
        assert removing.result(timeout=30) == ["Situation room"]
    assert fresh(draft).steps.get(name="Head of mission").status == "passed"
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


def test_decisions_and_a_removal_at_once_are_all_done(ministry, endpoint):
    """Guarantee 15."""
    for number in range(10):
        drafts = [ministry.submitted(f"Number {number}, {place}.") for place in range(3)]
        outcomes = together(
            *(partial(ministry.approve, draft, ministry.helen) for draft in drafts), partial(remove, ministry, endpoint)
        )
        assert len(outcomes) == 4
        assert codes(outcomes[:3]) == ["ok"] * 3
        assert {fresh(draft).steps.get(name="Head of mission").status for draft in drafts} == {"passed"}
        assert not Delivery.objects.exists()
        endpoint, _secret = registered(ministry, "http://192.0.2.1/")
        spread.somebody_listens()


def test_decisions_that_are_told_to_one_service_do_not_wait_for_one_another(ministry, endpoint):
    first, second = ministry.submitted("First."), ministry.submitted("Second.")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        ministry.approve(first, ministry.helen)
        assert codes(pool.submit(together, partial(ministry.approve, second, ministry.helen)).result(timeout=10)) == [
            "ok"
        ]
    assert Endpoint.objects.filter(pk=endpoint.pk).exists()
