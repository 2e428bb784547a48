"""Delays: what is late, at whom, since when; for good."""

import pytest

from approvals.actions import alarms
from tests.doors.pages import main
from tests.people import later


@pytest.fixture
def late(ministry, visit, time_machine):
    """A draft whose head of mission is three hours late."""
    draft = ministry.submitted()
    alarms.fire_due(at=later(4))
    time_machine.move_to(later(7), tick=False)
    return draft


def test_when_nothing_is_late_the_page_says_so(visit):
    assert "Nothing is late" in main(visit("helen").get("/delays/"))
    assert "No past delay" in main(visit("helen").get("/delays/?which=past"))


def test_an_open_delay_says_who_has_it_and_how_late_it_is(visit, late, time_machine):
    told = main(visit_at(visit, time_machine).get("/delays/"))
    assert late.reference in told
    for part in ("Head of mission, Embassy in Riyadh", "Mon 14 Sept 2026, 09:00", "Late by 3 h", "Helen Brandt"):
        assert part in told


def visit_at(visit, time_machine):
    """Give a policy officer a browser, three hours after the deadline."""
    reader = visit("paul")
    time_machine.move_to(later(7), tick=False)
    return reader


def test_a_past_delay_stays_with_how_late_it_was_decided(visit, ministry, late, time_machine):
    ministry.approve(late, ministry.helen, at=later(6, minutes=30))
    reader = visit_at(visit, time_machine)
    assert "Nothing is late" in main(reader.get("/delays/"))
    told = main(reader.get("/delays/?which=past"))
    assert late.reference in told
    assert "2 h 30" in told


def test_delays_can_be_narrowed_to_one_office(visit, late, time_machine):
    reader = visit_at(visit, time_machine)
    assert late.reference in main(reader.get("/delays/?office=RUH"))
    assert late.reference not in main(reader.get("/delays/?office=GVA"))


def test_a_stranger_sees_no_delay_of_drafts_that_are_not_theirs(visit, late):
    assert late.reference not in main(visit("gil").get("/delays/"))


@pytest.mark.parametrize("odd", ["?office=%00", "?which=%00", "?after=x", "?office=" + "x" * 5000])
def test_odd_addresses_are_no_fault(visit, late, odd):
    visit("paul").get(f"/delays/{odd}")
