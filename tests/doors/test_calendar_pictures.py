"""The pictures of when an office works, and of who is on duty, show what the calendar and the roster say."""

import re
from datetime import date

import pytest

from accounts.models import OwnDay
from approvals.actions import calendars
from approvals.calendars import calendar_of
from approvals.web import calendar_year, duty_drawing
from approvals.web.people_register import rosters
from tests.actions.stopping import on_duty
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, later

YEAR = "/offices/RUH/calendar/?view=year"
TODAY = date(2026, 9, 14)


def year(office, number=2026, language="en"):
    return calendar_year.months(calendar_of(office), number, today=TODAY, language=language)


def cells(months):
    return {cell.day: cell for month in months for week in month.weeks for cell in week if cell}


def test_a_year_has_every_day_once_in_weeks_that_begin_on_monday(ministry):
    months = year(ministry.riyadh)
    assert (len(months), len(cells(months))) == (12, 365)
    for month in months:
        for week in month.weeks:
            assert len(week) == 7
            assert [place for place, cell in enumerate(week) if cell and cell.day.weekday() != place] == []


def test_weekends_and_holidays_are_those_of_the_country_and_estimated_dates_are_marked(ministry):
    drawn = cells(year(ministry.riyadh))
    kinds = {day: drawn[date(2026, *day)].kind for day in ((9, 11), (9, 12), (9, 13), (9, 23), (3, 22))}
    assert kinds == {
        (9, 11): "weekend", (9, 12): "weekend", (9, 13): "worked", (9, 23): "holiday", (3, 22): "estimated",
    }  # fmt: skip
    assert [day for day, cell in drawn.items() if cell.is_today] == [TODAY]


def test_days_of_the_office_and_of_the_ministry_are_named_and_runs_are_one(ministry):
    for office_id, first, last, kind, name in (
        (ministry.riyadh.pk, date(2026, 10, 5), date(2026, 10, 7), "closed", "Moving house"),
        (None, date(2026, 10, 20), date(2026, 10, 20), "open", "Budget day"),
    ):
        calendars.set_own_day(office_id=office_id, day=first, last_day=last, kind=kind, name=name,
                              by=ministry.paul, at=NOW)  # fmt: skip
    ministry.riyadh.refresh_from_db()
    october = year(ministry.riyadh)[9]
    assert [(one.days, one.name, one.kind, one.of_ministry) for one in october.named] == [
        ("5 Oct – 7 Oct", "Moving house", "closed", False),
        ("20 Oct", "Budget day", "open", True),
    ]
    assert OwnDay.objects.count() == 4


def test_special_hours_are_said_once_a_month_whatever_weekends_lie_between(ministry):
    calendars.set_special_hours(
        office_id=ministry.riyadh.pk, name="Ramadan", first_day=date(2027, 2, 8), last_day=date(2027, 3, 8),
        weekly={"sun": [["10:00", "15:00"]], "mon": [["10:00", "15:00"]]}, by=ministry.helen, at=NOW,
    )  # fmt: skip
    ministry.riyadh.refresh_from_db()
    february, march = year(ministry.riyadh, 2027)[1:3]
    assert [one.days for month in (february, march) for one in month.named if one.name == "Ramadan"] == [
        "8 Feb – 28 Feb",
        "1 Mar – 8 Mar",
    ]
    assert cells([february])[date(2027, 2, 9)].kind == "idle"


def test_the_page_tells_a_screen_reader_what_each_day_is(visit, ministry):
    page = visit("layla").get(YEAR)
    assert "23 , holiday" in main(page)
    assert "11 , weekend" in main(page)
    assert "23 Sept National Day Holiday" in main(page)
    assert page.count('aria-current="date"') == 1
    assert 'style="' not in page
    assert "Set weekly hours" not in main(page)


def test_a_french_reader_sees_the_year_in_french(visit, ministry):
    told = main(visit("gil").get("/offices/GVA/calendar/?view=year"))
    assert "Septembre" in told
    assert "Nouvel An" in told
    assert "days worked" not in told


@pytest.mark.parametrize("asked", ["", "0000", "9999", "%00", "20x6", "٢٠٢٦", "2" * 5000])
def test_another_year_is_shown_only_when_it_is_near(visit, ministry, asked):
    assert " 2026 2025 2027 " in main(visit("layla").get(f"{YEAR}&year={asked}"))
    assert " 2028 2027 " in main(visit("layla").get(f"{YEAR}&year=2028"))


def test_the_year_costs_few_queries(visit, ministry):
    assert cost(visit("layla"), YEAR) <= 11


def test_a_roster_is_drawn_from_the_beginning_of_today_with_a_row_for_nobody(ministry):
    on_duty(ministry.omar, ministry.riyadh, ends_at=later(12))
    on_duty(ministry.layla, ministry.riyadh, starts_at=later(24), ends_at=later(36))
    drawn = duty_drawing.draw(rosters([ministry.riyadh], at=NOW)[0])
    begin = drawn.now
    assert [(row.name, [(span.x - begin, span.wide) for span in row.spans]) for row in drawn.rows] == [
        ("Omar Sayegh", [(0, 12)]),
        ("Layla Haddad", [(24, 12)]),
        ("", [(12, 12), (36, 300)]),
    ]
    assert (len(drawn.days), drawn.wide, drawn.days[1].x) == (15, 360, 24)


def test_the_page_of_a_roster_says_in_words_what_is_drawn(visit, ministry):
    on_duty(ministry.omar, ministry.riyadh, ends_at=later(12))
    page = visit("helen").get("/duty/RUH/")
    said = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert said == [
        "Omar Sayegh is on duty once in the next two weeks; the list says when",
        "Nobody is on duty for one stretch of the next two weeks; the list says when",
    ]
    assert re.findall(r'(?:x|x1|width)="[^"]*,[^"]*"', page) == []
