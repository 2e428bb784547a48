"""Bypassing and deciding at the same moment: a level is either decided or skipped, and the draft cleared once."""

from collections import Counter
from functools import partial

import pytest

from approvals import audit
from approvals.models import Bypass, Event, Review, Step
from tests.actions.asking import hash_of, publish_on_x
from tests.actions.stopping import LIVES, bypass
from tests.authorizing import reviewed_by_comms
from tests.people import fresh, later, post
from tests.races.stakes import RACES
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
# `make test-long` runs a thousand.


@pytest.fixture
def m(ministry):
    reviewed_by_comms(ministry)
    post(ministry.dirk, ministry.comms, "approver")
    return ministry


def test_a_bypass_and_the_last_approval_at_once_clear_it_once(m):
    """Guarantee 8. Whichever comes first: never is a level both decided and skipped, and a bypass owes its review."""
    met = Counter()
    for number in range(RACES):
        draft = m.approve(m.submitted(f"Number {number}."), m.helen, m.dana)
        read = hash_of(draft)
        outcomes = together(
            partial(m.approve, draft, m.mina), partial(bypass, draft, m.paul, reason=LIVES, revision=read)
        )
        met.update(codes(outcomes))
        assert codes(outcomes) == ["ok", "wrong_state"]
        last = Step.objects.get(draft=draft, name="Minister's office")
        made = Bypass.objects.filter(draft=draft).exists()
        assert last.status == ("skipped" if made else "passed")
        assert last.decisions.exists() != made
        assert Review.objects.filter(draft=draft).exists() == made
        assert Event.objects.filter(draft=draft, kind="cleared").count() == 1
        assert not list(audit.verify(fresh(draft)))
        publish_on_x(m, draft, at=later(1), url=f"https://x.com/EmbassyRiyadh/status/{1000 + number}")
    print(f"bypass against the last approval: {dict(met)}")


def test_two_officers_at_once_bypass_it_once(m):
    """Guarantee 15."""
    for number in range(10):
        draft = m.submitted(f"Number {number}.")
        read = hash_of(draft)
        outcomes = together(*(partial(bypass, draft, one, revision=read) for one in (m.paul, m.petra)))
        assert codes(outcomes) == ["ok", "wrong_state"]
        assert Bypass.objects.filter(draft=draft).count() == Review.objects.filter(draft=draft).count() == 1
