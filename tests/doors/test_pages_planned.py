"""The calendar of what is planned: slots and moments of drafts one may see, on the days of the reader's zone."""

import re

import pytest

from approvals.actions import withdraw
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, later

PAGE = "/calendar/"


def entries(page):
    """Return what stands on each day, as the page says it."""
    days = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)">.*?(?=<li class="ap-day|</ol>)', page, re.DOTALL)
    parts = re.split(r'<time datetime="\d{4}-\d\d-\d\d">', page)[1:]
    return {
        day: main(f"<main {part}</main>") for day, part in zip(days, parts, strict=True) if "ap-planned-what" in part
    }


def test_slots_and_moments_stand_on_their_days_in_the_readers_zone(visit, ministry):
    """It is 01:00 on the 16th in Riyadh when it is 18:00 on the 15th in Toronto."""
    draft = ministry.submitted(publish_at=later(37), moment=later(24 * 10))
    found = entries(visit("layla").get(PAGE))
    assert sorted(found) == ["2026-09-16", "2026-09-24"]
    assert f"{draft.reference} 01:00 slot In review" in found["2026-09-16"]
    assert "12:00 moment" in found["2026-09-24"]
    assert sorted(entries(visit("helen").get(PAGE))) == sorted(found)
    assert sorted(entries(visit("paul").get(PAGE))) == ["2026-09-15", "2026-09-24"]


def test_what_one_may_not_see_and_what_came_to_its_end_is_not_there(visit, ministry):
    """Guarantee 11."""
    draft = ministry.submitted(publish_at=later(30))
    assert draft.reference not in visit("gil").get(PAGE)
    withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=NOW)
    page = visit("layla").get(PAGE)
    assert draft.reference not in page
    assert "Nothing is planned in these weeks" in main(page)


def test_the_calendar_goes_on_by_five_weeks_and_is_narrowed_to_an_office(visit, ministry):
    draft = ministry.submitted(publish_at=later(24 * 40))
    reader = visit("paul")
    assert draft.reference not in reader.get(PAGE)
    assert draft.reference in reader.get(f"{PAGE}?from=2026-10-19")
    assert draft.reference in reader.get(f"{PAGE}?from=2026-10-19&office=RUH")
    assert draft.reference not in reader.get(f"{PAGE}?from=2026-10-19&office=GVA")


@pytest.mark.parametrize("odd", ["from=%00", "from=9999-12-31", "from=0001-01-01", "office=%00", "from=2026-W38"])
def test_odd_addresses_are_no_fault(visit, ministry, odd):
    visit("layla").get(f"{PAGE}?{odd}")


def test_the_calendar_costs_the_same_for_few_drafts_and_for_many(visit, ministry):
    reader = visit("layla")
    ministry.submitted(publish_at=later(30))
    few = cost(reader, PAGE)
    for n in range(15):
        ministry.submitted(f"Text {n}.", publish_at=later(30 + n), moment=later(200))
    assert cost(reader, PAGE) == few <= 12
