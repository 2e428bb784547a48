"""A policy officer goes from what is late to what makes it late, and two change it, with scripts and without."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions import alarms
from tests.people import HOUR


def test_from_what_is_late_at_home_by_the_chart_to_a_longer_limit_in_force(desk_of, ministry, screen):
    at = timezone.now()
    late = ministry.submitted("Late.", at=at - 200 * HOUR)
    alarms.fire_due(at=at)
    officer = desk_of(ministry.paul)
    officer.goto("/")
    part = officer.get_by_role("region", name="Late now")
    expect(part.get_by_role("link", name=late.reference)).to_be_visible()
    part.get_by_role("link", name="All delays").click()
    officer.get_by_role("link", name="Counted").click()
    chart = officer.get_by_role("img", name="Head of mission: delays by week")
    expect(chart).to_be_visible()
    width = officer.evaluate("document.documentElement.clientWidth")
    assert chart.bounding_box()["x"] + chart.bounding_box()["width"] <= width
    officer.get_by_text("The figures as a table").click()
    table = officer.get_by_role("region", name="Delays by week").get_by_role("table")
    expect(table.get_by_role("row").last).to_contain_text(re.compile(r"\d"))
    officer.get_by_role("link", name="By office").click()
    expect(officer.get_by_role("img", name="Embassy in Riyadh: delays by week")).to_be_visible()
    if screen == "phone":
        officer.locator("details.ch-menu-phone > summary").click()
    officer.get_by_role("link", name="Policies", exact=True).locator("visible=true").click()
    officer.get_by_role("link", name=ministry.policy.name).click()
    officer.get_by_role("link", name="Edit as a new version").click()
    level = officer.locator("[data-level='0']")
    level.get_by_role("button", name="Change level 1").click()
    level.locator("[name=level-0-limit]").fill("6")
    officer.get_by_role("button", name="Save as a new version").click()
    expect(officer.get_by_text("Version 2 is saved.")).to_be_visible()
    officer.get_by_role("button", name="Propose this version").click()
    expect(officer.get_by_text("Another policy officer must put it in force.")).to_be_visible()
    second = desk_of(ministry.petra)
    second.goto("/")
    awaits = second.get_by_role("region", name="Versions that await a second officer")
    expect(awaits.get_by_text("Awaits you")).to_be_visible()
    awaits.get_by_role("link", name=f"{ministry.policy.name}, version 2").click()
    second.get_by_role("button", name="Put this version in force").click()
    expect(second.get_by_text("The version is in force.")).to_be_visible()
    officer.goto("/")
    expect(officer.get_by_text("No version awaits a second officer.")).to_be_visible()
    assert ministry.policy.versions.get(status="in_force").levels.get(name="Head of mission").limit == 6 * HOUR
