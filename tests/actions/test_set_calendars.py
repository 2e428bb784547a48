"""Setting when an office works: what is set holds at once, everywhere, and clocks follow."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Office, OfficeHours, OwnDay, SpecialHours
from approvals import audit
from approvals.actions import calendars
from approvals.models import Delay, Event, Ledger
from tests.actions.asking import refused, steps
from tests.actions.keeping import MONDAY, RAMADAN, changes, keep, plan, recorded, set_day, set_hours, set_special
from tests.people import NOW, later


def test_weekly_hours_hold_from_their_day_and_open_clocks_are_told_to_follow(ministry):
    before = Office.objects.get(pk=ministry.riyadh.pk).calendar_stamp
    set_hours(ministry)
    assert [w.opens for w in plan(ministry.riyadh, MONDAY).windows] == [8 * 60]
    assert plan(ministry.riyadh, MONDAY - timedelta(days=1)).why == "ordinary"
    assert Office.objects.get(pk=ministry.riyadh.pk).calendar_stamp not in ("", before)
    assert changes() == [("hours", "RUH", "", NOW)]
    assert recorded("hours_set") == {
        "office": "RUH", "starts_on": "2026-09-14", "follows_weekend": True,
        "weekly": {day: [["08:00", "15:00"]] for day in ("mon", "tue", "wed", "thu", "sun")},
    }  # fmt: skip
    assert Event.objects.get(kind="hours_set").by == ministry.helen


def test_hours_from_the_same_day_replace_those_set_before_and_can_be_taken_away(ministry):
    set_hours(ministry)
    again = set_hours(ministry, weekly={"mon": [["10:00", "11:00"]]}, at=later(1))
    assert OfficeHours.objects.count() == 1
    assert [w.opens for w in plan(ministry.riyadh, MONDAY).windows] == [10 * 60]
    calendars.remove_hours(office_id=ministry.riyadh.pk, hours_id=again.pk, by=ministry.helen, at=later(2))
    assert plan(ministry.riyadh, MONDAY).why == "ordinary"
    with refused("hours_missing", status=404):
        calendars.remove_hours(office_id=ministry.riyadh.pk, hours_id=again.pk, by=ministry.helen, at=later(2))


def test_special_hours_are_set_moved_by_a_day_and_removed(ministry):
    first, last = RAMADAN
    special = set_special(ministry)
    assert plan(ministry.riyadh, last).name == "Ramadan"
    # The moon was seen a day earlier than had been thought.
    set_special(ministry, days=(first, last - timedelta(days=1)), special_hours_id=special.pk)
    assert (plan(ministry.riyadh, last).why, SpecialHours.objects.count()) == ("ordinary", 1)
    calendars.remove_special_hours(office_id=ministry.riyadh.pk, special_hours_id=special.pk, by=ministry.helen, at=NOW)
    assert plan(ministry.riyadh, first).why == "ordinary"
    assert [change[0] for change in changes()] == ["special"] * 3
    assert recorded("special_hours_removed")["name"] == "Ramadan"


def test_a_holiday_that_was_moved_is_worked_and_another_day_closed_instead(ministry):
    national, instead = date(2026, 9, 23), date(2026, 9, 24)
    set_day(ministry, day=national, kind="open", name="National Day moved")
    set_day(ministry, day=instead, name="National Day moved")
    assert (plan(ministry.riyadh, national).why, plan(ministry.riyadh, instead).why) == ("open", "closed")
    row = OwnDay.objects.get(day=instead)
    assert row.set_by == ministry.helen
    calendars.remove_own_day(office_id=ministry.riyadh.pk, own_day_id=row.pk, by=ministry.helen, at=NOW)
    assert plan(ministry.riyadh, instead).why == "ordinary"


def test_several_days_are_closed_at_once_and_a_day_set_twice_is_set_once(ministry):
    set_day(ministry, day=date(2026, 12, 27), last_day=date(2026, 12, 31), name="Year's end")
    set_day(ministry, day=date(2026, 12, 31), kind="open", windows=[["08:00", "11:30"]], name="Half a day")
    assert OwnDay.objects.count() == 5
    assert plan(ministry.riyadh, date(2026, 12, 28)).why == "closed"
    assert [w.closes for w in plan(ministry.riyadh, date(2026, 12, 31)).windows] == [11 * 60 + 30]


def test_a_day_of_the_ministry_is_kept_by_every_office_also_one_that_has_set_nothing(ministry):
    assert ministry.geneva.calendar_stamp == ""
    set_day(ministry, by=ministry.paul, office=None, name="Day of the ministry")
    for office in (ministry.riyadh, ministry.geneva, ministry.desk):
        assert (plan(office, MONDAY).why, plan(office, MONDAY).of_ministry) == ("closed", True)
    assert changes() == [("day", None, "Day of the ministry", NOW)]
    # Riyadh works all the same: what an office sets for itself goes before.
    set_day(ministry, kind="open", name="Somebody has to")
    assert (plan(ministry.riyadh, MONDAY).why, plan(ministry.geneva, MONDAY).why) == ("open", "closed")
    row = OwnDay.objects.get(office=None)
    calendars.remove_own_day(office_id=None, own_day_id=row.pk, by=ministry.petra, at=NOW)
    assert plan(ministry.geneva, MONDAY).why == "ordinary"


def test_an_office_says_whose_holidays_it_keeps_and_in_which_region_it_is(ministry):
    keep(ministry, host=False)
    assert plan(ministry.riyadh, date(2026, 9, 23)).why == "ordinary"
    # The Genevan fast is kept in Geneva, not in all of Switzerland.
    assert plan(ministry.geneva, date(2026, 9, 10)).why == "ordinary"
    keep(ministry, office=ministry.geneva, by=ministry.greta, region="GE")
    assert plan(ministry.geneva, date(2026, 9, 10)).why == "holiday"
    assert changes() == [("holidays", "RUH", "", NOW), ("holidays", "GVA", "", NOW)]


def test_what_was_flagged_stays_flagged_when_the_hours_of_that_day_are_changed(ministry):
    """Guarantee 18. Had the office been closed, as is said now, nothing would have been late."""
    draft = ministry.submitted()
    step = steps(draft)["Head of mission"]
    Delay.objects.create(step=step, draft=draft, office=ministry.riyadh, due_at=NOW, flagged_at=later(seconds=2))
    before = list(Delay.objects.values())
    set_day(ministry, day=date(2026, 9, 14), name="Storm")
    set_hours(ministry, starts_on=date(2026, 9, 1), weekly={"wed": [["10:00", "11:00"]]})
    assert list(Delay.objects.values()) == before


def test_every_change_is_on_the_ministrys_record(ministry):
    """Guarantee 21."""
    set_hours(ministry)
    set_special(ministry)
    set_day(ministry)
    keep(ministry)
    kinds = Event.objects.filter(ledger__name="ministry").order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["hours_set", "special_hours_set", "own_day_set", "kept_holidays_set"]
    assert [list(audit.verify(ledger)) for ledger in Ledger.objects.all()] == [[]] * Ledger.objects.count()


def test_an_office_that_moves_leaves_its_region_and_its_clocks_follow(ministry):
    keep(ministry, office=ministry.geneva, by=ministry.greta, region="GE")
    place = {"office_id": ministry.geneva.pk, "country": "AE", "time_zone": "Asia/Dubai", "at": later(1)}
    with refused("forbidden", status=403):
        calendars.move_office(**place, by=ministry.greta)
    calendars.move_office(**place, by=ministry.ivan)
    moved = Office.objects.get(pk=ministry.geneva.pk)
    assert (moved.country, moved.time_zone, moved.region) == ("AE", "Asia/Dubai", "")
    assert changes()[-1] == ("zone", "GVA", "", later(1))
    assert plan(moved, date(2026, 12, 2)).why == "holiday"


def test_a_change_costs_the_same_however_many_offices_there_are(ministry):
    def cost(day):
        with CaptureQueriesContext(connection) as asked:
            set_day(ministry, by=ministry.paul, office=None, day=day)
        return len(asked)

    cost(MONDAY)
    first = cost(MONDAY + timedelta(days=1))
    Office.objects.bulk_create(
        Office(code=f"N{n}", name=f"Office {n}", kind="mission", country="FR", time_zone="Europe/Paris")
        for n in range(50)
    )
    assert cost(MONDAY + timedelta(days=2)) == first <= 15
