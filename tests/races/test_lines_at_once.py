"""Publishing what rests on a cleared line, and withdrawing the line, at the same moment: nothing slips between."""

from collections import Counter
from functools import partial

import pytest

from approvals.actions import submit
from approvals.models import Event, Publication, Review
from tests.actions.asking import publish_on_x
from tests.actions.lining import TEXT, asks_nobody, in_use, withdraw
from tests.people import NOW, later
from tests.races.stakes import RACES
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_post_and_the_withdrawal_of_its_line_leave_either_a_post_before_it_or_none(ministry):
    """Guarantee 10."""
    asks_nobody(ministry)
    met = Counter()
    for number in range(RACES):
        line = in_use(ministry, name=f"Line {number}")
        draft = submit.submit(draft_id=ministry.draft(TEXT).pk, by=ministry.layla, at=NOW)
        post = f"https://x.com/EmbassyRiyadh/status/{1000 + number}"
        outcomes = codes(
            together(
                partial(publish_on_x, ministry, draft, at=later(1), url=post),
                partial(withdraw, line, ministry.paul, at=later(1)),
            )
        )
        met.update(outcomes)
        is_out = Publication.objects.filter(draft=draft).exists()
        assert outcomes == (["ok", "ok"] if is_out else ["line_withdrawn", "ok"])
        # The withdrawal counted what was out: one came wholly before the other.
        withdrawn = Event.objects.get(kind="line_withdrawn", ledger__isnull=False, data__line=line.pk)
        assert withdrawn.data["posts"] == int(is_out)
        assert Review.objects.get(draft=draft).status == ("open" if is_out else "owed")
    assert met["ok"] >= RACES


def test_submitting_lines_and_withdrawing_one_at_once_never_publishes_it(ministry):
    """Guarantee 9."""
    asks_nobody(ministry)
    for number in range(RACES):
        line = in_use(ministry, name=f"Line {number}")
        draft = ministry.draft(TEXT)
        together(
            partial(submit.submit, draft_id=draft.pk, by=ministry.layla, at=later(1)),
            partial(withdraw, line, ministry.paul, at=later(1)),
        )
        draft.refresh_from_db(fields=["route_id"])
        assert Event.objects.get(kind="line_withdrawn", ledger__isnull=False, data__line=line.pk)
        if Event.objects.filter(draft=draft, kind="cleared").exists():
            url = f"https://x.com/EmbassyRiyadh/status/{2000 + number}"
            assert together(partial(publish_on_x, ministry, draft, at=later(2), url=url)) == ["line_withdrawn"]
