"""The page of an office's calendar: everyone reads when it works; who keeps it sets hours, days and holidays there."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings

from accounts.models import Office, OfficeHours, OwnDay, Role, SpecialHours
from approvals.actions import calendars
from approvals.models import CalendarChange
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, person, post

RIYADH, GENEVA, DAYS = "/offices/RUH/calendar/", "/offices/GVA/calendar/", "/offices/ministry-days/"
WEEK = {"mon": "08:30–15:30", "tue": "8:30-15:30", "wed": "08h30-15h30", "thu": "08.30 - 15.30", "sun": "8:30—15:30"}


def hours(**fields):
    return {"do": "hours", "starts_on": "2026-09-14", "follows_weekend": "on"} | WEEK | fields


def special(**fields):
    first = {"do": "special", "name": "Ramadan", "first_day": "2027-02-08", "last_day": "2027-03-08"}
    return first | dict.fromkeys(WEEK, "10-15") | fields


def day(**fields):
    return {"do": "day", "kind": "closed", "day": "2026-09-16", "name": "Moving house"} | fields


def set_day(ministry, **fields):
    told = {"office_id": ministry.riyadh.pk, "day": date(2026, 9, 16), "kind": "closed", "name": "Moving house"}
    return calendars.set_own_day(**told | {"by": ministry.paul, "at": NOW} | fields)[0]


def test_everyone_reads_when_an_office_works_in_its_own_zone(visit, ministry):
    said = main(visit("dana").get(RIYADH))
    assert "All times are in Asia/Riyadh (+03:00)." in said
    assert "This week 40 h Mon 14 Sept Today 09:00–17:00" in said
    assert "Fri 18 Sept Closed Weekend" in said
    # The National Day, Wednesday of next week.
    assert "Wed 23 Sept Closed National Day Holiday (Saudi Arabia)" in said
    assert "This office has set no hours of its own" in said
    assert "Set weekly hours" not in said
    assert "Remove" not in said


def test_a_reader_of_french_reads_the_names_in_french_where_they_are_known(visit, ministry):
    Office.objects.filter(pk=ministry.geneva.pk).update(region="GE")
    assert "Jeûne genevois (Suisse)" in main(visit("gil").get(f"{GENEVA}?from=2026-09-10"))


def test_a_date_that_awaits_the_moon_is_marked(visit, ministry):
    said = main(visit("layla").get(f"{RIYADH}?from=2027-03-08"))
    assert "Tue 9 Mar Closed Eid al-Fitr Holiday (Saudi Arabia) date estimated" in said


def test_a_country_of_which_no_holidays_are_known_is_said_on_the_page(visit, ministry):
    Office.objects.filter(pk=ministry.desk.pk).update(country="XV")
    assert "No public holidays are known here for Home state (XV)." in main(
        visit("layla").get("/offices/MENA/calendar/")
    )


def test_the_way_there_is_on_the_pages_of_offices(visit, ministry):
    reader = visit("layla")
    assert f'href="{RIYADH}"' in reader.get("/offices/")
    assert f'href="{RIYADH}"' in reader.get("/offices/RUH/")
    assert f'href="{DAYS}"' in reader.get("/offices/")


@pytest.mark.parametrize("asked", ["2026-13-45", "x", "0001-01-01", "9999-12-31", ""])
def test_an_address_that_asks_for_weeks_that_say_nothing_shows_this_week(visit, ministry, asked):
    assert "This week" in main(visit("layla").get(f"{RIYADH}?from={asked}"))


def test_the_head_sets_weekly_hours_however_they_are_typed(visit, ministry):
    head = visit("helen")
    said = main(head.follow(RIYADH, **hours(fri="10:00–12:00, 13:00–14:00")))
    row = OfficeHours.objects.get()
    assert row.weekly == {d: [["08:30", "15:30"]] for d in WEEK} | {"fri": [["10:00", "12:00"], ["13:00", "14:00"]]}
    assert (row.starts_on, row.follows_weekend) == (date(2026, 9, 14), True)
    assert "This week 35 h" in said
    assert "From 14 September 2026 In force Monday to Thursday 08:30–15:30 Friday 10:00–12:00, 13:00–14:00" in said
    assert "Friday 10:00" in said
    head.post(RIYADH, do="remove_hours", row=row.pk)
    assert not OfficeHours.objects.exists()
    assert CalendarChange.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"mon": "nine to five"}, "Give each window of a day as two times"),
        ({"mon": "25:00-26:00"}, "Give each window of a day as two times"),
        ({"mon": "17:00-09:00"}, "A window opens before it closes"),
        ({"mon": "09:00-12:00, 11:00-13:00"}, "come one after the other"),
        (dict.fromkeys(WEEK, ""), "An office that never works can never decide"),
        ({"starts_on": ""}, "This field is required"),
        ({"starts_on": "14.9.2026"}, "Give a day, such as"),
        ({"starts_on": "1999-01-01"}, "Give a day from 2000-01-01"),
    ],
)
def test_hours_that_cannot_be_worked_come_back_as_they_were_typed_with_what_is_wrong(
    visit, ministry, fields, sentence
):  # fmt: skip
    page = visit("helen").post(RIYADH, 400, **hours(**fields))
    assert sentence in main(page)
    assert 'value="8:30-15:30"' in page or not fields.get("mon", "x")
    assert not OfficeHours.objects.exists()


def test_one_days_hours_are_copied_to_all_days_without_a_script_and_nothing_is_set_by_it(visit, ministry):
    page = visit("helen").post(RIYADH, 200, **hours(do="copy_hours", mon="", tue="07:30-12:00"))
    assert page.count('value="07:30-12:00"') == 7
    assert not CalendarChange.objects.exists()


def test_special_hours_are_set_changed_by_a_day_and_removed(visit, ministry):
    head = visit("helen")
    assert "Ramadan 8 February 2027 to 8 March 2027" in main(head.follow(RIYADH, **special()))
    row = SpecialHours.objects.get()
    page = head.get(f"{RIYADH}?special={row.pk}")
    assert 'value="2027-03-08"' in page
    assert "Change these special hours" in main(page)
    head.post(RIYADH, **special(last_day="2027-03-09", special=row.pk))
    assert SpecialHours.objects.get().last_day == date(2027, 3, 9)
    assert "has special hours here from 2027-02-08" in main(head.post(RIYADH, 409, **special(name="Other")))
    head.post(RIYADH, do="remove_special", row=row.pk)
    assert not SpecialHours.objects.exists()


def test_a_day_is_closed_and_another_worked_after_all(visit, ministry):
    head = visit("helen")
    said = main(head.follow(RIYADH, **day()))
    assert "Wed 16 Sept Closed Moving house" in said
    assert "16 September 2026, Moving house Closed" in said
    said = main(head.follow(RIYADH, **day(kind="open", day="2026-09-18", windows="10-12", name="Visit")))
    assert "Fri 18 Sept 10:00–12:00 Visit" in said
    assert "A closed day has no hours" in main(head.post(RIYADH, 400, **day(windows="9-12")))
    assert "Say in a few words what it is" in main(head.post(RIYADH, 400, **day(name="")))
    head.post(RIYADH, do="remove_day", row=OwnDay.objects.get(name="Visit").pk)
    assert OwnDay.objects.count() == 1


def test_the_holidays_that_are_kept_are_chosen(visit, ministry):
    with override_settings(HOME_COUNTRY="CA"):
        head = visit("greta")
        page = head.get(GENEVA)
        assert "Public holidays of Switzerland" in main(page)
        assert "Public holidays of Canada" in main(page)
        head.post(GENEVA, do="holidays", observes_host="on", region="GE")
    geneva = Office.objects.get(code="GVA")
    assert (geneva.observes_host, geneva.observes_home, geneva.region) == (True, False, "GE")


def test_without_a_sending_state_on_record_what_was_chosen_of_it_stays(visit, ministry):
    visit("helen").post(RIYADH, do="holidays")
    riyadh = Office.objects.get(code="RUH")
    assert (riyadh.observes_host, riyadh.observes_home) == (False, True)


def test_who_keeps_the_calendar_of_an_office_sees_the_forms_and_nobody_else_does(visit, ministry):
    post(person("ada", "Ada Quist"), ministry.riyadh, Role.ADMINISTRATOR)
    ministry.ada = Office.objects.get(code="RUH").postings.get(role=Role.ADMINISTRATOR).user
    for name in ("helen", "paul", "ada"):
        assert "Set weekly hours" in main(visit(name).get(RIYADH))
    for name in ("layla", "greta", "dana", "rita", "ivan"):
        reader = visit(name)
        assert "Set weekly hours" not in main(reader.get(RIYADH))
        assert "Only an administrator of this office" in main(reader.post(RIYADH, 403, **hours()))
    assert not OfficeHours.objects.exists()


def test_a_button_that_the_page_has_not_does_nothing(visit, ministry):
    head = visit("helen")
    head.post(RIYADH, 400, do="burn")
    head.post(RIYADH, 404, do="remove_day", row="12")
    head.post(RIYADH, 404, do="remove_hours", row="x")
    head.post(RIYADH, 404, do="remove_special", row="9" * 30)
    head.get("/offices/NONE/calendar/", 404)


def test_days_of_the_ministry_are_set_by_a_policy_officer_and_read_on_every_calendar(visit, ministry):
    officer = visit("paul")
    said = main(officer.follow(DAYS, **day(kind="open", windows="9-12", name="Staff assembly")))
    assert "16 September 2026, Staff assembly Worked, 09:00–12:00" in said
    for name, address in (("layla", RIYADH), ("greta", GENEVA)):
        shown = main(visit(name).get(address))
        assert "Wed 16 Sept 09:00–12:00 Staff assembly (whole ministry)" in shown
        assert "Staff assembly Worked, 09:00–12:00 Whole ministry" in shown
    assert "Set a day" not in main(visit("layla").get(DAYS))
    assert "A window opens before it closes" in main(officer.post(DAYS, 400, **day(kind="open", windows="12-9")))
    officer.post(DAYS, 404, do="remove_day", row=set_day(ministry).pk)
    officer.post(DAYS, do="remove_day", row=OwnDay.objects.get(office=None).pk)
    assert not OwnDay.objects.filter(office=None).exists()


def test_a_calendar_costs_the_same_however_much_is_set(visit, ministry):
    reader = visit("layla")
    set_day(ministry)
    few = cost(reader, RIYADH)
    for n in range(17, 28):
        set_day(ministry, day=date(2026, 9, n))
        set_day(ministry, day=date(2026, 9, n), office_id=None)
    assert cost(reader, RIYADH) == few <= 13


def test_it_says_whether_the_office_works_now_or_when_it_does_again(visit, ministry, time_machine):
    reader = visit("layla")
    assert "It works now." in main(reader.get(RIYADH))
    # Thursday, 17:00 in Riyadh.
    time_machine.move_to(datetime(2026, 9, 17, 14, tzinfo=UTC), tick=False)
    assert "It does not work now. It works again on Sun 20 Sept, 09:00." in main(visit("layla").get(RIYADH))
    calendars.set_hours(
        office_id=ministry.riyadh.pk, starts_on=date(2026, 9, 1), weekly={"mon": [["09:00", "10:00"]]},
        follows_weekend=True, by=ministry.paul, at=NOW,
    )  # fmt: skip
    OfficeHours.objects.update(weekly={})  # as nobody can set it
    Office.objects.update(calendar_stamp="other")
    assert "works again" not in main(visit("layla").get(RIYADH))


def test_a_week_is_counted_in_hours_also_where_they_make_a_whole_day(visit, ministry):
    for n in (15, 16):
        set_day(ministry, day=date(2026, 9, n))
    assert "This week 24 h Mon 14 Sept" in main(visit("layla").get(RIYADH))
    set_day(ministry, day=date(2026, 9, 17), kind="open", windows=[["09:00", "12:30"]])
    assert "This week 19 h 30 Mon 14 Sept" in main(visit("layla").get(RIYADH))
