"""Instants, durations and names read as a diplomat reads them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from accounts import reading

NOW = datetime(2026, 3, 12, 12, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "text", "tone"),
    [
        (timedelta(days=6, hours=3), "6 d 3 h left", "calm"),
        (timedelta(hours=47, minutes=59), "47 h 59 left", "calm"),
        (timedelta(hours=2, minutes=10), "2 h 10 left", "calm"),
        (timedelta(hours=2, minutes=5), "2 h 05 left", "calm"),
        (timedelta(hours=1), "1 h left", "calm"),
        (timedelta(minutes=59, seconds=59), "59 min left", "warn"),
        (timedelta(seconds=59), "less than 1 min left", "warn"),
        (timedelta(0), "just overdue", "bad"),
        (-timedelta(seconds=1), "just overdue", "bad"),
        (-timedelta(minutes=1), "1 min overdue", "bad"),
        (-timedelta(hours=1), "1 h overdue", "bad"),
        (-timedelta(hours=1, minutes=15), "1 h 15 overdue", "bad"),
        (-timedelta(days=2), "2 d 0 h overdue", "bad"),
    ],
)
def test_a_clock_says_what_is_left_and_never_rounds_up(left, text, tone):
    assert reading.time_left(NOW + left, NOW) == reading.TimeLeft(text, tone)


def test_an_instant_is_told_in_the_readers_zone_and_the_zone_is_named():
    with timezone.override(ZoneInfo("Asia/Riyadh")):
        assert reading.moment(NOW) == "Thu 12 Mar 2026, 15:40"
        assert reading.moment_and_zone(NOW) == "Thu 12 Mar 2026, 15:40 Asia/Riyadh (+03:00)"


def test_the_offset_is_the_one_of_that_day_not_of_today():
    with timezone.override(ZoneInfo("Europe/Zurich")):
        assert reading.zone_and_offset(datetime(2026, 1, 1, tzinfo=UTC)) == "Europe/Zurich (+01:00)"
        assert reading.zone_and_offset(datetime(2026, 7, 1, tzinfo=UTC)) == "Europe/Zurich (+02:00)"


def test_a_half_hour_zone_keeps_its_minutes():
    with timezone.override(ZoneInfo("Asia/Tehran")):
        assert reading.zone_and_offset(NOW) == "Asia/Tehran (+03:30)"


def test_french_reads_dates_and_countries_in_french():
    with translation.override("fr"), timezone.override(UTC):
        assert reading.moment(NOW) == "jeu. 12 mars 2026, 12:40"
        assert reading.day(date(2025, 12, 18)) == "18 décembre 2025"
        assert reading.country_name("SA") == "Arabie saoudite"


def test_countries_have_names_and_an_unknown_code_stands_for_itself():
    assert [reading.country_name(code) for code in ("SA", "AB")] == ["Saudi Arabia", "AB"]
    assert reading.country_name("XV") == "Home state (XV)", "a code that ISO 3166 leaves to its users"


def test_machines_are_told_the_instant_in_utc():
    assert reading.machine_time(NOW.astimezone(ZoneInfo("Asia/Riyadh"))) == "2026-03-12T12:40:00Z"


def test_time_zones_to_choose_from_are_places_and_utc():
    names = reading.time_zone_names()
    assert names[0] == "UTC"
    assert {"Asia/Riyadh", "Europe/Zurich", "America/Toronto", "Europe/Kyiv"} <= set(names)
    assert not {"EST", "localtime", "Etc/GMT+3"} & set(names)


@pytest.mark.parametrize(
    ("zone", "hours", "said"),
    [
        ("UTC", 0, "today 12:40"),
        ("UTC", -13, "yesterday 23:40"),
        ("UTC", 12, "tomorrow 00:40"),
        ("UTC", -37, "Tue 10 Mar 2026, 23:40"),
        ("UTC", 36, "Sat 14 Mar 2026, 00:40"),
        ("Pacific/Auckland", 0, "today 01:40"),
        ("Pacific/Auckland", -2, "yesterday 23:40"),
    ],
)
def test_an_instant_near_to_now_is_told_by_the_readers_own_days(zone, hours, said):
    with timezone.override(ZoneInfo(zone)):
        assert reading.moment_near(NOW + timedelta(hours=hours), NOW) == said
