"""Setting when an office works: who may, what is refused, and what follows each change."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Deputy, Office, OfficeHours, OwnDay, Role, SpecialHours
from approvals import audit
from approvals.actions import calendars
from approvals.calendars import calendar_of
from approvals.models import CalendarChange, Delay, Event, Ledger
from tests.actions.asking import refused, steps
from tests.people import NOW, later, person, post

FIVE_DAYS = {day: [["08:00", "15:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
MONDAY = date(2026, 9, 14)
RAMADAN = (date(2027, 2, 8), date(2027, 3, 8))


@pytest.fixture
def ada(ministry):
    """The administrator of the embassy in Riyadh."""
    ada = person("ada", "Ada Quist", "Asia/Riyadh")
    post(ada, ministry.riyadh, Role.ADMINISTRATOR)
    return ada


def set_hours(ministry, *, by=None, office=None, starts_on=MONDAY, weekly=None, follows=True, at=NOW):
    return calendars.set_hours(
        office_id=(office or ministry.riyadh).pk, starts_on=starts_on, weekly=FIVE_DAYS if weekly is None else weekly,
        follows_weekend=follows, by=by or ministry.helen, at=at,
    )  # fmt: skip


def set_special(ministry, *, by=None, name="Ramadan", days=RAMADAN, weekly=None, **more):
    return calendars.set_special_hours(
        office_id=ministry.riyadh.pk, name=name, first_day=days[0], last_day=days[1], weekly=weekly or FIVE_DAYS,
        by=by or ministry.helen, at=NOW, **more,
    )  # fmt: skip


def set_day(ministry, *, by=None, office="", day=MONDAY, kind="closed", name="Moving house", windows=(), **more):
    office_id = ministry.riyadh.pk if office == "" else office
    return calendars.set_own_day(
        office_id=office_id, day=day, kind=kind, name=name, windows=windows, by=by or ministry.helen, at=NOW, **more
    )


def keep(ministry, *, by=None, office=None, host=True, home=True, region=""):
    office = office or ministry.riyadh
    return calendars.set_kept_holidays(
        office_id=office.pk, observes_host=host, observes_home=home, region=region, by=by or ministry.helen, at=NOW
    )


def plan(office, day):
    return calendar_of(Office.objects.get(pk=office.pk)).days.plan(day)


def changes():
    return list(CalendarChange.objects.order_by("pk").values_list("kind", "office__code", "name", "next_alarm_at"))


def recorded(kind):
    return Event.objects.get(ledger__name="ministry", kind=kind).data


# What is set holds at once, everywhere, and clocks follow.


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


# Who may.


def everything_of_an_office(ministry, by):
    return [
        lambda: set_hours(ministry, by=by), lambda: set_special(ministry, by=by),
        lambda: set_day(ministry, by=by), lambda: keep(ministry, by=by),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["layla", "gil", "greta", "dana", "mina", "rita", "ivan"])
def test_nobody_else_sets_when_an_office_works(ministry, name):
    for deed in everything_of_an_office(ministry, getattr(ministry, name)):
        with refused("not_calendar_keeper", status=403):
            deed()


def test_its_administrator_its_head_the_heads_deputy_and_policy_officers_do(ministry, ada):
    head = ministry.riyadh.postings.get(role=Role.HEAD)
    Deputy.objects.create(posting=head, user=ministry.omar, starts_at=later(-1), ends_at=later(1))
    for by in (ada, ministry.helen, ministry.omar, ministry.paul):
        for deed in everything_of_an_office(ministry, by):
            OwnDay.objects.all().delete()
            SpecialHours.objects.all().delete()
            deed()


def test_nobody_takes_away_what_is_not_theirs_or_another_offices(ministry, ada):
    special, hours, (day,) = set_special(ministry), set_hours(ministry), set_day(ministry)
    deeds = {
        "special_hours_id": (calendars.remove_special_hours, special.pk, "not_found"),
        "hours_id": (calendars.remove_hours, hours.pk, "hours_missing"),
        "own_day_id": (calendars.remove_own_day, day.pk, "not_found"),
    }
    for name, (deed, pk, missing) in deeds.items():
        with refused("not_calendar_keeper", status=403):
            deed(office_id=ministry.riyadh.pk, by=ministry.greta, at=NOW, **{name: pk})
        # Greta heads Geneva: there is no such thing there.
        with refused(missing, status=404):
            deed(office_id=ministry.geneva.pk, by=ministry.greta, at=NOW, **{name: pk})


@pytest.mark.parametrize("name", ["layla", "helen", "dana", "mina", "rita", "ivan"])
def test_days_of_the_ministry_are_not_for_everybody(ministry, name):
    with refused("not_ministry_calendar_keeper", status=403):
        set_day(ministry, by=getattr(ministry, name), office=None)
    set_day(ministry, by=ministry.paul, office=None)
    row = OwnDay.objects.get()
    with refused("not_ministry_calendar_keeper", status=403):
        calendars.remove_own_day(office_id=None, own_day_id=row.pk, by=getattr(ministry, name), at=NOW)


def test_an_administrator_at_headquarters_sets_days_of_the_ministry_and_one_at_a_mission_does_not(ministry, ada):
    with refused("not_ministry_calendar_keeper"):
        set_day(ministry, by=ada, office=None)
    post(ada, ministry.comms, Role.ADMINISTRATOR)
    assert set_day(ministry, by=ada, office=None)


def test_an_office_that_is_not_there_is_not_found(ministry):
    with refused("not_found", status=404):
        calendars.set_hours(
            office_id=404, starts_on=MONDAY, weekly=FIVE_DAYS, follows_weekend=True, by=ministry.paul, at=NOW
        )


# What is refused.


@pytest.mark.parametrize(
    ("weekly", "code", "field"),
    [
        ({}, "hours_needed", "mon"),
        ({"mon": []}, "hours_needed", "mon"),
        # In Saudi Arabia these are the weekend.
        ({"fri": [["09:00", "17:00"]], "sat": [["09:00", "17:00"]]}, "hours_needed", "mon"),
        ({"tue": [["17:00", "09:00"]]}, "hours_order", "tue"),
        ({"tue": [["09:00", "09:00"]]}, "hours_order", "tue"),
        ({"tue": [["09:00", "12:00"], ["11:59", "13:00"]]}, "hours_overlap", "tue"),
        ({"tue": [["13:00", "17:00"], ["09:00", "12:00"]]}, "hours_overlap", "tue"),
        ({"tue": [["09:00", "24:01"]]}, "hours_shape", "tue"),
        ({"tue": [["09:60", "10:00"]]}, "hours_shape", "tue"),
        ({"tue": [["9:00", "10:00"]]}, "hours_shape", "tue"),
        ({"tue": [["٠٩:٠٠", "10:00"]]}, "hours_shape", "tue"),
        ({"tue": [["09:00"]]}, "hours_shape", "tue"),
        ({"tue": "09:00-17:00"}, "hours_shape", "tue"),
        ({"tue": [[9, 17]]}, "hours_shape", "tue"),
        ({"tue": [[f"{n:02d}:00", f"{n:02d}:30"] for n in range(7)]}, "hours_shape", "tue"),
        ({"monday": [["09:00", "17:00"]]}, "hours_shape", "monday"),
    ],
)
def test_hours_that_cannot_be_worked_are_refused(ministry, weekly, code, field):
    with refused(code, status=400) as caught:
        set_hours(ministry, weekly=weekly)
    assert list(caught.value.errors) == [field]


def test_windows_that_touch_and_a_watch_that_never_closes_are_fine(ministry):
    set_hours(ministry, weekly={"tue": [["00:00", "12:00"], ["12:00", "24:00"]]}, follows=False)
    assert len(plan(ministry.riyadh, MONDAY + timedelta(days=1)).windows) == 2


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ((date(1999, 12, 31), date(2000, 1, 5)), "calendar_date", "first_day"),
        ((date(2037, 1, 1), date(2037, 1, 2)), "calendar_date", "first_day"),
        ((date(2036, 12, 31), date(9999, 12, 31)), "calendar_date", "last_day"),
        ((date(2027, 2, 8), date(2027, 2, 7)), "days_order", "last_day"),
    ],
)
def test_days_out_of_all_reason_or_order_are_refused(ministry, days, code, field):
    with refused(code, status=400) as caught:
        set_special(ministry, days=days)
    assert list(caught.value.errors) == [field]
    with refused(code, status=400) as caught:
        set_day(ministry, day=days[0], last_day=days[1])
    assert list(caught.value.errors) == ["day" if field == "first_day" else field]


def test_special_hours_that_overlap_others_are_refused_and_say_with_which(ministry):
    set_special(ministry)
    first, last = RAMADAN
    for days in [(last, last), (first - timedelta(days=3), first), (first - timedelta(days=1), last)]:
        with refused("special_hours_overlap", status=409) as caught:
            set_special(ministry, name="Short", days=days)
        assert "Ramadan" in caught.value.sentence
    set_special(ministry, name="After", days=(last + timedelta(days=1), last + timedelta(days=9)))


@pytest.mark.parametrize(("name", "code"), [
    ("", "calendar_name_needed"), (" \n", "calendar_name_needed"), ("x" * 81, "calendar_name_too_long"),
    ("a\x00b", "unusable_text"),
])  # fmt: skip
def test_a_day_and_special_hours_need_a_name(ministry, name, code):
    for deed in (set_special, set_day):
        with refused(code, status=400) as caught:
            deed(ministry, name=name)
        assert list(caught.value.errors) == ["name"]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"kind": "half"}, "day_kind", "kind"),
        ({"kind": "closed", "windows": [["09:00", "12:00"]]}, "closed_has_no_hours", "windows"),
        ({"kind": "open", "windows": [["12:00", "09:00"]]}, "hours_order", "windows"),
        ({"last_day": MONDAY + timedelta(days=31)}, "days_too_many", "last_day"),
    ],
)
def test_a_day_of_its_own_that_makes_no_sense_is_refused(ministry, fields, code, field):
    with refused(code, status=400) as caught:
        set_day(ministry, **fields)
    assert list(caught.value.errors) == [field]


def test_a_day_worked_after_all_needs_hours_where_its_weekday_has_none(ministry):
    set_hours(ministry)
    saturday = date(2026, 9, 19)
    with refused("day_needs_hours", status=400):
        set_day(ministry, day=saturday, kind="open")
    set_day(ministry, day=saturday, kind="open", windows=[["10:00", "12:00"]])
    assert plan(ministry.riyadh, saturday).why == "open"


def test_a_region_that_nothing_is_known_of_is_refused(ministry):
    with refused("region_unknown", status=400) as caught:
        keep(ministry, region="GE")
    assert list(caught.value.errors) == ["region"]


# Another country or zone.


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
