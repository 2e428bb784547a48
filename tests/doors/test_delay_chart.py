"""Delays drawn week by week for the policy team: in the reader’s weeks, with the figures of the table and the file."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from approvals.actions import alarms
from approvals.delay_weeks import weekly
from approvals.delays import Narrowing
from approvals.models import Delay, Step
from approvals.web import delay_chart
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, later

PAGE = "/delays/counts/"
WEEK = timedelta(weeks=1)


@pytest.fixture
def late(ministry):
    """Three drafts late at the head of mission: two due in this week, one of them decided since, and one last week."""
    first, second, third = (ministry.submitted(f"Late {n}.") for n in range(3))
    alarms.fire_due(at=later(4))
    ministry.approve(second, ministry.helen, at=later(6))
    Delay.objects.filter(draft=third).update(due_at=later(4) - WEEK)
    return first, second, third


def figures(**asked):
    found = weekly(Narrowing(**asked), by="level", weeks=13, at=later(8))
    return [(line.names, list(line.late[-2:]), list(line.open[-2:])) for line in found.lines]


def test_each_week_has_its_delays_and_those_that_are_still_open(late):
    assert figures() == [(("Head of mission",), [1, 2], [1, 1])]
    assert figures(until=later(4)) == [(("Head of mission",), [1, 0], [1, 0])]
    assert figures(since=later(-1)) == [(("Head of mission",), [2], [1])]


def test_a_week_begins_on_monday_in_the_readers_zone(late, settings):
    """A deadline on Sunday at 22:00 in Toronto is one on Monday in Riyadh."""
    Delay.objects.update(due_at=datetime(2026, 9, 14, 2, tzinfo=UTC))
    for zone, weeks in (("America/Toronto", [3, 0]), ("Asia/Riyadh", [0, 3])):
        settings.TIME_ZONE = zone
        assert figures()[0][1] == weeks


def test_the_weeks_go_back_a_quarter_or_a_half_year_and_end_with_the_time_asked_for(late):
    long = weekly(Narrowing(), by="office", weeks=26, at=NOW)
    assert (len(long.mondays), long.mondays[-1].isoformat()) == (26, "2026-09-14")
    past = weekly(Narrowing(until=datetime(2026, 6, 1, tzinfo=UTC)), by="office", weeks=13, at=NOW)
    assert (past.mondays[-1].isoformat(), past.lines, past.most) == ("2026-05-25", [], 0)


def test_those_late_most_often_are_told_apart_and_all_others_together(ministry, late):
    for n in range(12):
        ministry.submitted(f"Late {n}.", at=later(-1))
    alarms.fire_due(at=later(4))
    for n, step in enumerate(Step.objects.filter(delay__isnull=False).order_by("pk")):
        Step.objects.filter(pk=step.pk).update(name=f"Level {n:02}")
    found = weekly(Narrowing(), by="level", weeks=13, at=later(8))
    assert [line.names[0] for line in found.lines][-2:] == ["Level 07", "All others"]
    assert (len(found.lines), found.lines[-1].total, sum(found.totals)) == (9, 7, 15)


def test_the_bars_are_to_one_scale_and_what_is_open_stands_on_what_is_over(late):
    (drawn,) = delay_chart.draw(weekly(Narrowing(), by="level", weeks=13, at=later(8)))
    height = delay_chart.FRAME.height
    assert [bar.parts for bar in drawn.bars[-2:]] == [
        [("open", height / 2, height / 2)],
        [("over", height / 2, height / 2), ("open", 0, height / 2)],
    ]
    assert (drawn.worst.late, drawn.line.still_open) == (2, 2)
    assert [mark.said for mark in drawn.marks] == ["22 Jun", "3 Aug", "14 Sept"]


def test_the_page_draws_each_level_and_says_it_in_words(visit, late, time_machine):
    reader = visit("paul")
    time_machine.move_to(later(7), tick=False)
    page = reader.get(PAGE)
    assert "Head of mission 3 delays 2 not decided yet" in main(page)
    assert "Most in the week from 14 September 2026: 2 delays." in main(page)
    assert "14 September 2026 2 2" in main(page)
    assert page.count('role="img"') == 1
    assert 'style="' not in page
    by_office = main(reader.get(f"{PAGE}?by=office&weeks=26"))
    assert "Embassy in Riyadh 3 delays" in by_office
    assert "Nothing was late in these weeks" not in by_office


def test_numbers_of_a_drawing_are_those_of_a_machine_for_a_french_reader_too(visit, ministry, late, time_machine):
    ministry.paul.language = "fr"
    ministry.paul.save()
    reader = visit("paul")
    time_machine.move_to(later(7), tick=False)
    page = reader.get(PAGE)
    assert re.findall(r'(?:x|y|width|height)="[^"]*,[^"]*"', page) == []
    assert "Week by week" not in main(page)
    assert "14 septembre 2026" in main(page)


def test_the_weeks_are_a_file_for_a_spreadsheet(visit, late, time_machine):
    reader = visit("paul")
    time_machine.move_to(later(7), tick=False)
    answer = reader.client.get(f"{PAGE}weeks/file/?by=both")
    assert answer["Content-Disposition"] == 'attachment; filename="delays-by-week-2026-09-14.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Week from", "Head of mission, Embassy in Riyadh", "Total"]
    assert rows[-2:] == [["2026-09-07", "1", "1"], ["2026-09-14", "2", "2"]]
    assert len(rows) == 14


@pytest.mark.parametrize(
    "odd", ["weeks=0", "weeks=9999999", "weeks=%00", "by=%00", "until=2000-01-01", "since=2199-12-31"]
)
def test_odd_addresses_are_no_fault(visit, late, odd):
    visit("paul").get(f"{PAGE}?{odd}")
    visit("paul").get(f"{PAGE}weeks/file/?{odd}")


def test_the_page_costs_the_same_for_few_delays_and_for_many(visit, ministry, late):
    reader = visit("paul")
    few = cost(reader, PAGE)
    for n in range(10):
        ministry.submitted(f"Late {n}.", at=later(-10 - n))
    alarms.fire_due(at=NOW)
    assert cost(reader, PAGE) == few <= 12
