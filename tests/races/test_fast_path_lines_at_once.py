"""A post of cleared lines alone goes out while its line is withdrawn: before the withdrawal, or not at all."""

from functools import partial

import pytest

from approvals.actions import submit
from approvals.models import ClearedLine
from tests.actions.asking import publish_on_x
from tests.actions.lining import TEXT, asks_nobody, in_use, withdraw
from tests.people import NOW, later
from tests.races.stakes import RACES, Races, behind, post, unless

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_withdrawn_line_and_a_post_of_it_at_once_leave_either_a_post_before_it_or_none(ministry):
    """Guarantee 9."""
    asks_nobody(ministry)
    races = Races("record against withdrawal of a line")
    for number in range(RACES):
        line = in_use(ministry, name=f"Line {number}")
        draft = submit.submit(draft_id=ministry.draft(TEXT).pk, by=ministry.layla, at=NOW)
        withdrawn = ClearedLine.objects.filter(pk=line.pk, withdrawn_at__isnull=False)
        out = partial(publish_on_x, ministry, draft, at=later(1), url=post(number))
        # In turn at the instant of the post, and a second later, though it may be answered first.
        stop = partial(withdraw, line, ministry.paul, at=later(1, seconds=number % 2))
        outcomes = races.run(behind(unless(withdrawn, out, number=number), number=number), stop)
        assert outcomes in (["ok", "ok"], ["line_withdrawn", "ok"])
    races.told()
