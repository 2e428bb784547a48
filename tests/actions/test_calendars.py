"""When an office works, as the clocks ask: own hours, special hours, own days, weekend, and the holidays it keeps."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.test import override_settings

from accounts.models import Office, OfficeHours, OwnDay, SpecialHours
from approvals.calendars import calendar_of, hours_for, hours_of, new_stamp
from approvals.models import RunsOn, Step
from approvals.rules.working_time import WALL_CLOCK

FIVE_DAYS = {day: [["08:00", "15:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}


def office(country="SA", zone="Asia/Riyadh", **fields):
    """Return an office that is nowhere stored: what has nothing of its own costs no query."""
    return Office(code="XXX", name="An office", kind="mission", country=country, time_zone=zone, **fields)


def stored(country="SA", zone="Asia/Riyadh", **fields):
    return Office.objects.create(
        code="XXX", name="An office", kind="mission", country=country, time_zone=zone, calendar_stamp=new_stamp(),
        **fields,
    )  # fmt: skip


def windows(of, day):
    """Return the windows of a day as the clocks there show them: “09:00-17:00”."""
    found = calendar_of(of).days.windows_on(day)
    return [f"{w.opens // 60:02d}:{w.opens % 60:02d}-{w.closes // 60:02d}:{w.closes % 60:02d}" for w in found]


def why(of, day):
    return calendar_of(of).days.plan(day).why


def names(of, day, language="en"):
    return [(holiday.name, holiday.is_estimated) for holiday in calendar_of(of).holidays_on(day, language)]


def test_an_office_without_hours_of_its_own_works_from_nine_to_five_except_weekends_and_holidays():
    riyadh = office()
    assert windows(riyadh, date(2026, 9, 13)) == ["09:00-17:00"]  # a Sunday
    assert why(riyadh, date(2026, 9, 18)) == "weekend"  # a Friday
    assert (why(riyadh, date(2026, 9, 23)), windows(riyadh, date(2026, 9, 23))) == ("holiday", [])
    assert names(riyadh, date(2026, 9, 23)) == [("National Day Holiday", False)]


def test_it_costs_no_query_at_all():
    """No database is open to this test: a query would fail it."""
    due = hours_of(office("EG", "Africa/Cairo")).after(datetime(2026, 9, 14, tzinfo=UTC), timedelta(hours=4))
    assert due == datetime(2026, 9, 14, 10, tzinfo=UTC)  # 13:00 in Cairo, in summer


@pytest.mark.parametrize(
    ("country", "region", "day", "is_weekend"),
    [
        ("SA", "", date(2013, 6, 27), True),  # a Thursday before the weekend was moved
        ("SA", "", date(2013, 7, 4), False),  # the Thursday after
        ("AE", "", date(2021, 12, 31), True),  # the last Friday of the old weekend
        ("AE", "", date(2022, 1, 7), False),
        ("AE", "", date(2022, 1, 9), True),  # a Sunday
        ("BN", "", date(2026, 9, 18), True),  # Friday
        ("BN", "", date(2026, 9, 19), False),  # and Saturday is worked
        ("BN", "", date(2026, 9, 20), True),  # and Sunday is not
        ("IR", "", date(2026, 9, 17), False),  # Thursday
        ("IR", "", date(2026, 9, 18), True),
        # What the package has wrong.
        ("LY", "", date(2026, 9, 18), True),
        ("LY", "", date(2026, 9, 20), False),
        ("PS", "", date(2026, 9, 18), True),
        ("PS", "", date(2026, 9, 20), False),
        ("SO", "", date(2026, 9, 18), True),
        ("SO", "", date(2026, 9, 19), False),
        ("NP", "", date(2026, 9, 19), True),
        ("NP", "", date(2026, 9, 20), False),
        # Kelantan, in Malaysia, rests on Friday and Saturday; Kuala Lumpur on Saturday and Sunday.
        ("MY", "03", date(2026, 9, 18), True),
        ("MY", "14", date(2026, 9, 18), False),
        # A country that nobody knows.
        ("XV", "", date(2026, 9, 19), True),
        ("XV", "", date(2026, 9, 18), False),
    ],
)
def test_the_weekend_is_that_of_the_country_or_its_region_on_that_date(country, region, day, is_weekend):
    found = calendar_of(office(country, "UTC", region=region, observes_host=False)).days.plan(day)
    assert (found.why == "weekend") is is_weekend


def test_a_region_adds_its_own_holidays():
    assert names(office("CH", "Europe/Zurich", region="GE"), date(2026, 9, 10), "fr") == [("Jeûne genevois", False)]
    assert why(office("CH", "Europe/Zurich"), date(2026, 9, 10)) == "ordinary"


def test_a_country_or_region_that_is_not_known_has_no_holidays_and_that_can_be_said():
    assert [each.country for each in calendar_of(office("XV", "UTC")).unknown] == ["XV"]
    geneva = calendar_of(office("CH", "Europe/Zurich", region="QQ"))
    assert [each.region for each in geneva.unknown] == ["QQ"]
    assert geneva.days.plan(date(2026, 12, 25)).why == "holiday"


def test_a_mission_keeps_the_holidays_of_its_host_and_of_the_sending_state_or_only_those_it_is_said_to():
    with override_settings(HOME_COUNTRY="CA"):
        # Remembrance Day is a holiday of the government of Canada, not of every province.
        day, national = date(2026, 11, 11), date(2026, 9, 23)
        assert (why(office(), day), why(office(), national)) == ("holiday", "holiday")
        assert why(office(observes_home=False), day) == "ordinary"
        assert why(office(observes_host=False), national) == "ordinary"
        assert why(office("CA", "America/Toronto", region="ON"), day) == "holiday"
    assert why(office(), day) == "ordinary"


def test_holidays_are_named_in_the_readers_language_where_that_is_known_else_in_english():
    christmas = date(2026, 12, 25)
    assert names(office("CA", "America/Toronto"), christmas, "fr") == [("Jour de Noël", False)]
    assert names(office("GB", "Europe/London"), christmas, "fr") == [("Christmas Day", False)]
    assert names(office("FR", "Europe/Paris"), christmas, "en") == [("Christmas Day", False)]


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [("EG", "fr", "Aïd-Al-Fitr"), ("EG", "en", "Eid al-Fitr"), ("SA", "fr", "Eid al-Fitr Holiday")],
)
def test_a_date_that_awaits_the_moon_is_known_to_be_estimated(country, language, name):
    """Saudi dates too, which the package does not mark by itself."""
    assert names(office(country, "UTC"), date(2027, 3, 9), language) == [(name, True)]


def test_a_name_does_not_say_again_that_its_date_is_estimated():
    assert names(office(), date(2027, 3, 14)) == [("Eid al-Fitr Holiday (observed)", True)]
    assert names(office("EG", "Africa/Cairo"), date(2027, 6, 10), "fr") == [("Fête de l'Hégire (observé)", True)]


def test_a_step_runs_on_the_hours_of_the_office_that_is_asked_or_on_the_wall_clock():
    riyadh = office()
    assert hours_for(Step(office=riyadh, runs_on=RunsOn.WALL)) is WALL_CLOCK
    assert hours_for(Step(office=riyadh, runs_on=RunsOn.WORKING)) is hours_of(riyadh)


@pytest.mark.django_db
def test_hours_hold_from_their_day_until_others_begin():
    riyadh = stored()
    OfficeHours.objects.create(office=riyadh, starts_on=date(2026, 9, 14), weekly=FIVE_DAYS)
    OfficeHours.objects.create(office=riyadh, starts_on=date(2026, 10, 1), weekly={"thu": [["10:00", "12:00"]]})
    assert windows(riyadh, date(2026, 9, 13)) == ["09:00-17:00"]
    assert windows(riyadh, date(2026, 9, 14)) == ["08:00-15:00"]
    assert windows(riyadh, date(2026, 9, 30)) == ["08:00-15:00"]
    assert windows(riyadh, date(2026, 10, 1)) == ["10:00-12:00"]
    assert windows(riyadh, date(2026, 10, 4)) == []


@pytest.mark.django_db
def test_hours_that_do_not_follow_the_weekend_are_worked_on_it():
    riyadh = stored()
    weekly = {"fri": [["10:00", "12:00"]]}
    row = OfficeHours.objects.create(office=riyadh, starts_on=date(2026, 9, 1), weekly=weekly)
    assert why(riyadh, date(2026, 9, 18)) == "weekend"
    row.follows_weekend = False
    row.save()
    riyadh.calendar_stamp = new_stamp()
    assert windows(riyadh, date(2026, 9, 18)) == ["10:00-12:00"]


@pytest.mark.django_db
def test_special_hours_hold_from_their_first_to_their_last_day():
    riyadh = stored()
    weekly = {day: [["10:00", "15:00"]] for day in FIVE_DAYS}
    SpecialHours.objects.create(
        office=riyadh, name="Ramadan", first_day=date(2027, 2, 8), last_day=date(2027, 3, 8), weekly=weekly
    )
    assert windows(riyadh, date(2027, 2, 7)) == ["09:00-17:00"]
    assert windows(riyadh, date(2027, 2, 8)) == windows(riyadh, date(2027, 3, 8)) == ["10:00-15:00"]
    assert calendar_of(riyadh).days.plan(date(2027, 2, 8)).name == "Ramadan"
    # Friday stays Friday, and the Founding Day stays a holiday.
    assert (why(riyadh, date(2027, 2, 12)), why(riyadh, date(2027, 2, 22))) == ("weekend", "holiday")


@pytest.mark.django_db
def test_a_day_of_its_own_goes_before_everything_and_the_offices_before_the_ministrys():
    riyadh = stored()
    closed, worked, ours = date(2026, 9, 15), date(2026, 9, 23), date(2026, 9, 16)
    OwnDay.objects.create(office=riyadh, day=closed, kind="closed", name="Moving house")
    OwnDay.objects.create(office=riyadh, day=worked, kind="open", name="Visit")
    OwnDay.objects.create(office=None, day=ours, kind="closed", name="Day of the ministry")
    OwnDay.objects.create(office=None, day=closed, kind="open", name="Sports day", windows=[["09:00", "11:00"]])
    assert (why(riyadh, closed), windows(riyadh, closed)) == ("closed", [])
    assert (why(riyadh, worked), windows(riyadh, worked)) == ("open", ["09:00-17:00"])
    plan = calendar_of(riyadh).days.plan(ours)
    assert (plan.why, plan.name, plan.of_ministry) == ("closed", "Day of the ministry", True)


@pytest.mark.django_db
def test_half_a_day_has_the_hours_it_is_given():
    riyadh = stored()
    OwnDay.objects.create(
        office=riyadh, day=date(2026, 9, 15), kind="open", name="Half a day", windows=[["08:00", "11:30"]]
    )
    assert windows(riyadh, date(2026, 9, 15)) == ["08:00-11:30"]


@pytest.mark.django_db
def test_what_was_read_once_costs_no_query_until_its_stamp_is_another(django_assert_num_queries):
    riyadh = stored()
    with django_assert_num_queries(3):
        hours_of(riyadh)
    with django_assert_num_queries(0):
        hours_of(riyadh).after(datetime(2026, 9, 14, tzinfo=UTC), timedelta(hours=4))
    OwnDay.objects.create(office=riyadh, day=date(2026, 9, 15), kind="closed", name="Moving house")
    Office.objects.update(calendar_stamp=new_stamp())
    # Any process that reads the office's row again has the new hours.
    again = Office.objects.get(pk=riyadh.pk)
    with django_assert_num_queries(3):
        assert why(again, date(2026, 9, 15)) == "closed"
    assert why(riyadh, date(2026, 9, 15)) == "ordinary"


def test_many_threads_that_ask_at_once_are_told_the_same():
    riyadh, start, together = office("SA", "Asia/Riyadh", region="01"), datetime(2026, 9, 14, tzinfo=UTC), Barrier(8)
    told = []

    def ask():
        together.wait()
        hours = hours_of(riyadh)
        told.append([hours.after(start + timedelta(days=day), timedelta(hours=day)) for day in range(0, 2000, 7)])

    threads = [Thread(target=ask) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 8
    assert all(each == told[0] for each in told)
