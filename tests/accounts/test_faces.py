"""Instants and clocks as pages show them: in the reader's zone, exact on hover, in UTC for a machine."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test.html import parse_html
from django.utils import timezone
from django.utils.translation import override

from accounts import faces

AT = datetime(2026, 9, 14, 9, tzinfo=UTC)
FULL = "Mon 14 Sept 2026, 12:00 Asia/Riyadh (+03:00)"
MACHINE = "2026-09-14T09:00:00Z"


@pytest.fixture(autouse=True)
def _riyadh():
    with timezone.override("Asia/Riyadh"):
        yield


def test_an_instant_is_told_in_the_readers_zone_with_the_zone_on_hover():
    expected = f'<time class="ch-nowrap" datetime="{MACHINE}" title="{FULL}">Mon 14 Sept 2026, 12:00</time>'
    assert parse_html(faces.instant(AT)) == parse_html(expected)


def test_an_exact_instant_names_its_zone_in_plain_sight():
    assert parse_html(faces.exact(AT)) == parse_html(f'<time datetime="{MACHINE}" title="{FULL}">{FULL}</time>')


def test_the_same_instant_is_told_anew_in_each_zone_and_language():
    told = []
    for zone in ("Asia/Riyadh", "America/New_York", "Asia/Riyadh"):
        for language in ("en", "fr"):
            with timezone.override(zone), override(language):
                told.append(faces.exact(AT))
    assert told[:2] == told[4:]
    assert len(set(told)) == 4
    assert "lun. 14 sept. 2026 05:00 America/New_York (-04:00)" in told[3].replace(",", "")


@pytest.mark.parametrize(("hours", "said"), [(0, "today 12:00"), (24, "yesterday 12:00"), (-24, "tomorrow 12:00")])
def test_a_near_instant_is_said_as_one_says_it_and_read_out_in_full(hours, said):
    drawn = faces.near(AT, AT + timedelta(hours=hours))
    assert f'<span aria-hidden="true">{said}</span><span class="visually-hidden">{FULL}</span>' in drawn


def test_an_instant_that_is_not_near_is_said_once():
    drawn = faces.near(AT, AT + timedelta(days=3))
    assert "<span>Mon 14 Sept 2026, 12:00</span>" in drawn
    assert "hidden" not in drawn


@pytest.mark.parametrize(
    ("minutes", "tone", "said"),
    [(125, "calm", "2 h 05 left"), (59, "warn", "59 min left"), (-61, "bad", "1 h 01 overdue")],
)
def test_a_clock_says_how_long_is_left_and_by_when(minutes, tone, said):
    drawn = faces.left(AT, AT - timedelta(minutes=minutes))
    assert f"ch-tone-{tone}" in drawn
    assert ("ch-chip-overdue" in drawn) is (tone == "bad")
    assert f'title="Due {FULL}"' in drawn
    assert f'<time datetime="{MACHINE}">{said}</time><span class="visually-hidden">, due {FULL}</span>' in drawn


def test_where_there_is_no_instant_nothing_is_shown():
    assert [faces.instant(None), faces.exact(None), faces.near(None, AT), faces.left(None, AT)] == [""] * 4
