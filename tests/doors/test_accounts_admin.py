"""The administration of people and offices: for IT, and only for IT."""

from datetime import date

import pytest

from accounts.demo_password import DEMO_PASSWORD
from accounts.models import Deputy, Office, Posting, User
from approvals.actions.calendars import set_own_day
from approvals.calendars import calendar_of
from approvals.models import CalendarChange, Event
from tests.authorizing import authorized
from tests.people import NOW

NO_POSTINGS = {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"}
MODELS = ["user", "office", "posting", "deputy", "deskcountry"]


@pytest.fixture
def it(client, ministry):
    client.force_login(ministry.ivan, backend="accounts.backends.SignIn")
    return client


@pytest.mark.parametrize("model", MODELS)
def test_lists_search_and_forms_open(it, model):
    for address in (f"/admin/accounts/{model}/", f"/admin/accounts/{model}/?q=riyadh", f"/admin/accounts/{model}/add/"):
        assert it.get(address).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_whoever_does_not_administer_is_refused_everywhere(client, ministry, model):
    client.force_login(ministry.paul, backend="accounts.backends.SignIn")
    assert client.get(f"/admin/accounts/{model}/", follow=True).status_code == 403


def test_a_new_person_gets_a_password_that_signs_in_and_no_rights(it):
    secret = "a-longer-secret-4"
    fields = {"username": "new.one", "email": "new.one@ministry.example", "name": "New One", "usable_password": "true"}
    response = it.post("/admin/accounts/user/add/", fields | NO_POSTINGS | {"password1": secret, "password2": secret})
    assert response.status_code == 302
    made = User.objects.get(username="new.one")
    assert made.check_password(secret)
    assert (made.is_staff, made.is_superuser, made.postings.count()) == (False, False, 0)


def test_nobody_is_given_the_public_password_of_the_demo(it):
    fields = {"username": "new.one", "email": "new.one@ministry.example", "name": "New One", "usable_password": "true"}
    passwords = {"password1": DEMO_PASSWORD, "password2": DEMO_PASSWORD}
    assert it.post("/admin/accounts/user/add/", fields | NO_POSTINGS | passwords).status_code == 200
    assert not User.objects.filter(username="new.one").exists()


def test_two_accounts_cannot_share_an_address_in_other_case(it, ministry):
    fields = {"username": "layla2", "email": "LAYLA@ministry.example", "name": "Other", "usable_password": "false"}
    response = it.post("/admin/accounts/user/add/", fields | NO_POSTINGS)
    assert b"Someone has an account with this e-mail address already." in response.content
    assert not User.objects.filter(username="layla2").exists()


def test_the_holder_of_a_posting_cannot_be_made_its_deputy(it, ministry):
    posting = Posting.objects.get(user=ministry.helen)
    fields = {"posting": posting.pk, "user": ministry.helen.pk}
    times = {"starts_at": NOW.strftime("%Y-%m-%dT%H:%M"), "ends_at": "2030-01-01T00:00"}
    response = it.post("/admin/accounts/deputy/add/", fields | times)
    assert b"cannot be its own deputy" in response.content
    assert not Deputy.objects.exists()


def test_a_posting_with_a_pre_authorization_is_not_handed_to_somebody_else(it, ministry):
    """Guarantee 9."""
    posting = authorized(ministry).posting
    times = {"starts_at": "2020-01-01T00:00", "ends_at": "2027-01-01T00:00"}
    fields = {"user": ministry.helen.pk, "office": ministry.riyadh.pk, "role": "head"} | times
    handed_on = it.post(f"/admin/accounts/posting/{posting.pk}/change/", fields | {"user": ministry.omar.pk})
    assert b"A pre-authorization was granted to this posting." in handed_on.content
    posting.refresh_from_db()
    assert posting.user == ministry.helen
    assert it.post(f"/admin/accounts/posting/{posting.pk}/change/", fields).status_code == 302
    posting.refresh_from_db()
    assert posting.ends_at is not None


def test_a_posting_that_ends_before_it_starts_is_refused(it, ministry):
    fields = {"user": ministry.dirk.pk, "office": ministry.geneva.pk, "role": "author"}
    times = {"starts_at": "2026-09-02T08:00", "ends_at": "2026-09-01T08:00"}
    response = it.post("/admin/accounts/posting/add/", fields | times)
    assert b"A posting ends after it starts." in response.content
    assert not Posting.objects.filter(user=ministry.dirk, office=ministry.geneva).exists()


def test_an_office_whose_posts_are_held_is_not_deleted(it, ministry):
    response = it.post(f"/admin/accounts/office/{ministry.riyadh.pk}/delete/", {"post": "yes"})
    assert response.status_code == 200
    ministry.riyadh.refresh_from_db()


def office_form(office, **changes):
    fields = {"name": office.name, "kind": office.kind, "country": office.country, "time_zone": office.time_zone}
    return fields | {"countries-TOTAL_FORMS": "0", "countries-INITIAL_FORMS": "0"} | changes


def test_another_time_zone_of_an_office_is_on_record_and_its_clocks_follow(it, ministry):
    address = f"/admin/accounts/office/{ministry.geneva.pk}/change/"
    sent = office_form(ministry.geneva, time_zone="Europe/Paris", country="FR", name="Mission in Paris")
    assert it.post(address, sent).status_code == 302
    office = Office.objects.get(pk=ministry.geneva.pk)
    assert (office.time_zone, office.country, office.name) == ("Europe/Paris", "FR", "Mission in Paris")
    change = CalendarChange.objects.get()
    assert (change.kind, change.office, change.changed_by) == ("zone", office, ministry.ivan)
    assert change.next_alarm_at == change.changed_at
    assert office.calendar_stamp != ministry.geneva.calendar_stamp
    assert Event.objects.get(kind="office_moved").data["time_zone"] == "Europe/Paris"


def test_another_name_of_an_office_moves_no_clock_and_undoes_no_change_of_its_calendar(it, ministry):
    Office.objects.filter(pk=ministry.geneva.pk).update(calendar_stamp="now")
    assert it.post(
        f"/admin/accounts/office/{ministry.geneva.pk}/change/", office_form(ministry.geneva, name="Mission")
    ).status_code == 302  # fmt: skip
    office = Office.objects.get(pk=ministry.geneva.pk)
    assert (office.name, office.calendar_stamp) == ("Mission", "now")
    assert not CalendarChange.objects.exists()


def test_a_new_office_keeps_the_days_that_the_ministry_had_set_before_it_came(it, ministry):
    set_own_day(office_id=None, day=date(2026, 9, 16), kind="closed", name="Assembly", by=ministry.paul, at=NOW)
    new = Office(code="PAR", name="Paris", kind="mission", country="FR", time_zone="Europe/Paris")
    assert it.post("/admin/accounts/office/add/", office_form(new, code="PAR")).status_code == 302
    assert calendar_of(Office.objects.get(code="PAR")).days.plan(date(2026, 9, 16)).name == "Assembly"
