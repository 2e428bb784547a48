"""The queue of the desk in the demo ministry shows what the queue can show."""

from datetime import timedelta

import pytest

from accounts.models import User
from approvals.narrowing import Narrowing
from approvals.waiting import Group, Queue
from tests.journeys.conftest import NOW

pytestmark = pytest.mark.django_db


def test_the_desk_has_drafts_in_every_group(demo):
    midnight = NOW.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    queue = Queue.of(User.objects.get(username="hq.desk"), at=NOW, tomorrow=midnight)
    tally = queue.tally(Narrowing(), {})
    assert {group for group, count in tally.groups.items() if count} == set(Group)
