"""Calendars that cannot be kept, and people who do not keep them: each refused, with nothing changed."""

from datetime import date, timedelta

import pytest

from accounts.models import Deputy, OwnDay, Role, SpecialHours
from approvals.actions import calendars
from approvals.models import CalendarChange
from tests.actions.asking import refused
from tests.actions.keeping import FIVE_DAYS, MONDAY, RAMADAN, keep, plan, set_day, set_hours, set_special
from tests.people import NOW, later, person, post


@pytest.fixture
def ada(ministry):
    """The administrator of the embassy in Riyadh."""
    ada = person("ada", "Ada Quist", "Asia/Riyadh")
    post(ada, ministry.riyadh, Role.ADMINISTRATOR)
    return ada


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
        assert CalendarChange.objects.filter(changed_by=by, office=ministry.riyadh).count() == 4


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
