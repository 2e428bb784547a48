"""A calendar in a real browser: the head sets the hours of Ramadan and closes a day, and a colleague reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import OwnDay, SpecialHours
from approvals.actions import calendars

RIYADH = "/offices/RUH/calendar/"


def test_the_head_sets_hours_and_a_day_and_everyone_reads_them(desk_of, ministry):
    head, reader = desk_of(ministry.helen), desk_of(ministry.dana)
    head.goto("/offices/RUH/")
    head.get_by_role("link", name="When this office works").click()
    head.get_by_text("Set special hours, such as those of Ramadan").click()
    special = head.locator("#special")
    special.get_by_label("What it is").fill("Ramadan")
    special.get_by_label("First day").fill("2027-02-08")
    special.get_by_label("Last day").fill("2027-03-08")
    special.get_by_label("Monday").fill("10:00-15:00")
    special.get_by_role("button", name="Copy the first day’s hours to all days").click()
    expect(special.get_by_label("Thursday")).to_have_value("10:00-15:00")
    special.get_by_role("button", name="Set these special hours").click()
    expect(head.get_by_text("The special hours are set.")).to_be_visible()
    assert len(SpecialHours.objects.get().weekly) == 7
    tomorrow = timezone.now().date() + timedelta(days=1)
    head.get_by_text("Close a day, or give it other hours").click()
    day = head.locator("#day")
    day.get_by_label("Day", exact=True).fill(tomorrow.isoformat())
    day.get_by_label("What it is").fill("The embassy moves")
    day.get_by_role("button", name="Set this day").click()
    expect(head.get_by_text("The day is set.")).to_be_visible()
    reader.goto(RIYADH)
    expect(reader.get_by_text("The embassy moves").first).to_be_visible()
    expect(reader.get_by_text("Remove")).to_have_count(0)
    head.locator("#day summary", has_text="Remove").click()
    expect(head.get_by_text("That day is kept as any other again.")).to_be_visible()
    assert OwnDay.objects.exists(), "asked first"
    head.get_by_role("button", name="Remove for good").click()
    expect(head.get_by_text("The day is kept as any other again.")).to_be_visible()
    assert not OwnDay.objects.exists()


@pytest.mark.parametrize("person", ["helen", "paul", "layla"])
def test_the_pages_of_calendars_are_accessible(page, sign_in, assert_accessible, ministry, person):
    day = timezone.now().date() + timedelta(days=2)
    for office_id in (ministry.riyadh.pk, None):
        calendars.set_own_day(
            office_id=office_id, day=day, kind="closed", name="Assembly", by=ministry.paul, at=timezone.now()
        )
    sign_in(getattr(ministry, person))
    for address in (RIYADH, f"{RIYADH}?from=2027-03-08", "/offices/ministry-days/", "/offices/"):
        page.goto(address)
        assert_accessible()
    if person == "helen":
        page.goto(RIYADH)
        page.get_by_text("Set weekly hours").click()
        page.locator("#hours").get_by_label("Monday").fill("nine to five")
        page.get_by_role("button", name="Set these hours").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert_accessible()
