"""What is drawn: delays by week, the year of an office, a duty roster; in both themes on the narrowest screen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions import alarms, calendars
from tests.actions.stopping import on_duty

# 360 px wide.
pytestmark = pytest.mark.parametrize("screen", ["phone"])


@pytest.fixture(params=["light", "dark"])
def small(page, request):
    page.emulate_media(color_scheme=request.param)
    return page


@pytest.fixture
def drawn(ministry):
    """Delays of several weeks, a day closed, and a roster with a gap."""
    now = timezone.now()
    for weeks in range(1, 4):
        ministry.submitted(f"Late {weeks}.", at=now - timedelta(weeks=weeks))
    alarms.fire_due(at=now)
    calendars.set_own_day(
        office_id=ministry.riyadh.pk, day=now.date() + timedelta(days=2), kind="closed", name="Moving house",
        by=ministry.paul, at=now,
    )  # fmt: skip
    on_duty(ministry.omar, ministry.riyadh, starts_at=now, ends_at=now + timedelta(hours=12))


def test_pictures_are_accessible_and_fit_the_narrowest_screen(small, sign_in, assert_accessible, ministry, drawn):
    sign_in(ministry.paul)
    for address in ("/delays/counts/", "/delays/counts/?weeks=26&by=both", "/offices/RUH/calendar/?view=year",
                    "/duty/RUH/", "/audit/?verify=1", "/audit/drafts/"):  # fmt: skip
        small.goto(address)
        assert_accessible()
    small.goto("/delays/counts/")
    expect(small.get_by_role("img", name="Head of mission: delays by week")).to_be_visible()
    small.get_by_text("The figures as a table").click()
    expect(small.get_by_role("table", name="Delays by week")).to_be_visible()
    assert_accessible()


def test_a_figure_stands_above_each_bar_and_no_bar_is_told_by_colour_alone(small, sign_in, ministry, drawn):
    sign_in(ministry.paul)
    small.goto("/delays/counts/")
    chart = small.locator(".rg-chart").first
    assert chart.locator("rect").count() == chart.locator(".rg-figure").count() == 3
    filled = chart.locator("rect").first.evaluate("rect => getComputedStyle(rect).fill")
    line = chart.locator("rect").first.evaluate("rect => getComputedStyle(rect).stroke")
    assert filled != line, "what is not decided yet is hollow"


def test_what_cannot_be_undone_asks_again_without_a_script(small, sign_in, assert_accessible, ministry):
    sign_in(ministry.paul)
    small.goto("/review-rules/new/")
    assert_accessible()
    small.goto("/holds/")
    small.locator(".ch-page-header").get_by_role("link", name="Place a hold").click()
    expect(small.get_by_role("heading", name="Place a hold")).to_be_in_viewport()
