"""Several people set calendars at the same moment, while posts are submitted: one after the other, and none is lost."""

from datetime import date
from functools import partial

import pytest

from accounts.models import Office, OwnDay, SpecialHours
from approvals import audit
from approvals.calendars import calendar_of
from approvals.models import CalendarChange, Ledger
from tests.actions.asking import resubmit
from tests.actions.keeping import MONDAY, set_day, set_hours, set_special
from tests.people import NOW
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def test_one_day_that_two_people_set_at_once_is_set_once_and_both_are_on_record(ministry):
    """Guarantee 21."""
    for number in range(ROUNDS):
        day = date(2026, 10, 1 + number)
        outcomes = together(
            partial(set_day, ministry, by=ministry.helen, day=day, name="Storm"),
            partial(set_day, ministry, by=ministry.paul, day=day, name="Flood"),
            partial(set_day, ministry, by=ministry.petra, office=None, day=day, name="Assembly"),
        )
        assert codes(outcomes) == ["ok", "ok", "ok"]
        assert OwnDay.objects.filter(office=ministry.riyadh, day=day).count() == 1
    assert CalendarChange.objects.count() == 3 * ROUNDS
    assert [list(audit.verify(ledger)) for ledger in Ledger.objects.all()] == [[]] * Ledger.objects.count()


def test_of_special_hours_that_overlap_one_is_refused_however_close_they_come(ministry):
    for number in range(ROUNDS):
        days = (date(2027, 1 + number, 1), date(2027, 1 + number, 20))
        outcomes = together(
            *[partial(set_special, ministry, days=days, by=by) for by in (ministry.helen, ministry.paul)]
        )
        assert codes(outcomes) == ["ok", "special_hours_overlap"]
    assert SpecialHours.objects.count() == ROUNDS


def test_whoever_reads_an_office_after_all_changes_has_all_of_them_and_nobody_who_submits_is_in_the_way(ministry):
    """Guarantee 23. Every change leaves a stamp of its own: what any process kept of before is never used again."""
    drafts = [ministry.draft() for _ in range(ROUNDS)]
    for number, draft in enumerate(drafts):
        day = date(2026, 10, 5 + number)
        before = Office.objects.get(pk=ministry.riyadh.pk)
        outcomes = together(
            partial(set_day, ministry, day=day),
            partial(set_day, ministry, by=ministry.petra, office=None, day=date(2026, 11, 2 + number), name="Assembly"),
            partial(set_hours, ministry, starts_on=MONDAY, by=ministry.paul),
            partial(resubmit, draft, ministry.layla, at=NOW),
            partial(calendar_of, before),
        )
        assert codes(outcomes) == ["ok"] * 5
        after = calendar_of(Office.objects.get(pk=ministry.riyadh.pk)).days
        assert after.plan(day).why == "closed"
        assert after.plan(date(2026, 11, 2 + number)).of_ministry
        assert after.in_force(day).starts_on == MONDAY
