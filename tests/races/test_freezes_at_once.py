"""Freezing an account while somebody publishes to it: whatever is answered first, nothing slips between."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import transaction

from approvals.models import ChannelFreeze, Event, Publication, Restriction
from channels.models import Channel
from tests.actions.asking import publish_on_x
from tests.actions.stopping import freeze, restore
from tests.authorizing import authorized
from tests.people import later
from tests.races.stakes import RACES
from tests.races.test_decisions_at_once import wait_until_somebody_waits_for_a_lock
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
# `make test-long` runs a thousand.


def post(number):
    return f"https://x.com/EmbassyRiyadh/status/{number}"


def test_a_post_and_a_freeze_at_once_leave_either_a_post_before_it_or_none(ministry):
    """Guarantee 22."""
    met = Counter()
    authorized(ministry)
    for number in range(RACES):
        draft = ministry.cleared(f"Number {number}.")
        outcomes = together(
            partial(publish_on_x, ministry, draft, at=later(1), url=post(1000 + number)),
            partial(freeze, ministry, by=ministry.helen, at=later(1)),
        )
        met.update(codes(outcomes))
        out = Publication.objects.filter(draft=draft).exists()
        assert codes(outcomes) == (["ok", "ok"] if out else ["channel_not_active", "ok"])
        # The freeze counted what it stops after the post was out, or stopped it: one came wholly before the other.
        stopped = Event.objects.filter(kind="account_frozen").latest("sequence").data["drafts"]
        assert (draft.reference in stopped) != out
        restore(ministry, ChannelFreeze.objects.latest("pk"), at=later(1, seconds=1))
    assert not Restriction.objects.filter(lifted_at__isnull=True).exists()
    print(f"post against freeze: {dict(met)}")


def test_no_post_that_has_not_seen_the_freeze_is_committed_after_it_was_answered(ministry):
    """Guarantee 22. The publication has passed every check but the account's when it is frozen."""
    draft, answered = ministry.cleared(), threading.Event()

    def publish():
        try:
            return together(partial(publish_on_x, ministry, draft, at=later(1)))
        finally:
            answered.set()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            freeze(ministry, at=later(1))
            publishing = pool.submit(publish)
            wait_until_somebody_waits_for_a_lock()
            assert not answered.is_set()
        assert publishing.result(timeout=30) == ["channel_not_active"]
    assert not Publication.objects.exists()


def test_an_account_that_four_people_freeze_at_once_is_frozen_once(ministry):
    """Guarantee 15."""
    for _ in range(10):
        people = (ministry.layla, ministry.omar, ministry.helen, ministry.paul)
        outcomes = together(*(partial(freeze, ministry, by=one) for one in people))
        assert codes(outcomes) == ["frozen_already"] * 3 + ["ok"]
        standing = ChannelFreeze.objects.get(lifted_at__isnull=True)
        outcomes = together(*(partial(restore, ministry, standing, by=one) for one in (ministry.paul, ministry.petra)))
        assert codes(outcomes) == ["freeze_is_over", "ok"]
        assert Channel.objects.get(pk=ministry.x.pk).state == "active"
