"""A person's deadlines in a calendar program: opened by a secret address alone, and never with a draft's text."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from accounts.models import User
from approvals.actions import submit, withdraw
from notifications import calendar_addresses
from notifications.models import CalendarAddress
from tests.doors.pages import Visitor, main
from tests.people import HOUR, NOW, fresh, later

pytestmark = pytest.mark.django_db
TEXT = "The unpublished text of a post."


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def address_of(user: User) -> str:
    return f"/calendar/{calendar_addresses.renew(user=user, at=NOW)}.ics"


def opened(address: str, **headers: str):
    return Client().get(address, **headers)


def events(response) -> dict[str, object]:
    """Give the events of a calendar by their identifiers."""
    calendar = Calendar.from_ical(response.content)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def test_a_deadline_that_awaits_me_stands_in_my_calendar_without_a_sign_in(ministry):
    draft = ministry.submitted(TEXT)
    response = opened(address_of(ministry.helen))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    step = draft.steps.get(status="open")
    (event,) = events(response).values()
    assert list(events(response)) == [f"step-{step.pk}"]
    assert event["dtstart"].dt == step.due_at
    assert str(event["summary"]) == f"{draft.reference}: your decision is due at Head of mission"
    assert str(event["url"]).endswith(f"/drafts/{draft.pk}/")
    assert TEXT not in response.content.decode()
    assert str(Calendar.from_ical(response.content)["refresh-interval"].to_ical()) == str(b"PT15M")


def test_the_moments_and_slots_of_my_own_drafts_stand_there_and_nobody_elses(ministry):
    draft = ministry.draft(TEXT, moment=later(30), publish_at=later(20))
    ministry.draft(by=ministry.gil, channel_ids=(ministry.geneva_x.pk,), moment=later(9))
    found = events(opened(address_of(ministry.layla)))
    assert {name: event["dtstart"].dt for name, event in found.items()} == {
        f"draft-{draft.pk}-moment": later(30),
        f"draft-{draft.pk}-slot": later(20),
    }
    assert events(opened(address_of(ministry.omar))) == {}


def test_what_is_decided_or_over_leaves_the_calendar(ministry):
    draft = ministry.submitted(moment=later(30))
    helen, layla = address_of(ministry.helen), address_of(ministry.layla)
    ministry.approve(draft, ministry.helen)
    assert events(opened(helen)) == {}
    withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=NOW)
    assert events(opened(layla)) == {}


def test_an_event_keeps_its_identifier_and_counts_up_when_its_draft_changes(ministry):
    draft = ministry.draft(moment=later(30))
    address = address_of(ministry.layla)
    before = events(opened(address))[f"draft-{draft.pk}-moment"]
    submit.submit(draft_id=draft.pk, by=ministry.layla, at=later(1))
    after = events(opened(address))[f"draft-{draft.pk}-moment"]
    assert after["sequence"] > before["sequence"]
    assert (before["last-modified"].dt, after["last-modified"].dt) == (NOW, later(1))
    assert after["sequence"] == fresh(draft).event_count


def test_a_calendar_that_has_not_changed_is_not_sent_again(ministry):
    ministry.submitted()
    address = address_of(ministry.helen)
    first = opened(address)
    with time_machine.travel(later(0.5), tick=False):
        again = opened(address, HTTP_IF_NONE_MATCH=first["ETag"])
        by_date = opened(address, HTTP_IF_MODIFIED_SINCE="Thu, 31 Dec 2099 00:00:00 GMT")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert by_date.content == first.content
    ministry.submitted()
    assert opened(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_a_calendar_speaks_its_owners_language(ministry):
    User.objects.filter(pk=ministry.helen.pk).update(language="fr")
    response = opened(address_of(ministry.helen))
    assert response["Content-Language"] == "fr"


@pytest.mark.parametrize("token", ["A" * 43, "x", "A" * 44, "..%2f" * 10, ""])
def test_an_address_that_nobody_was_given_is_not_found(ministry, token):
    address_of(ministry.helen)
    assert opened(f"/calendar/{token}.ics").status_code == 404


def test_an_address_opens_nothing_once_it_is_replaced_or_taken_back(ministry):
    visitor = Visitor(ministry.helen)
    first = address_shown(visitor.post("/my-calendar/new/", 200))
    assert opened(first).status_code == 200
    second = address_shown(visitor.post("/my-calendar/new/", 200))
    assert first != second
    assert (opened(first).status_code, opened(second).status_code) == (404, 200)
    assert visitor.post("/my-calendar/revoke/") == "/my-calendar/"
    assert opened(second).status_code == 404


def test_an_address_opens_nothing_while_its_owner_may_not_sign_in(ministry):
    address = address_of(ministry.helen)
    User.objects.filter(pk=ministry.helen.pk).update(is_active=False)
    assert opened(address).status_code == 404
    User.objects.filter(pk=ministry.helen.pk).update(is_active=True)
    assert opened(address).status_code == 200


def test_the_address_is_shown_once_and_kept_by_its_digest_alone(ministry):
    visitor = Visitor(ministry.helen)
    assert "You have no address yet" in main(visitor.get("/my-calendar/"))
    token = re.search(r"calendar/(.{43})\.ics", visitor.post("/my-calendar/new/", 200))[1]
    page = visitor.get("/my-calendar/")
    assert "You have an address" in main(page)
    assert token not in page
    assert token not in str(CalendarAddress.objects.values_list())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_file_is_only_ever_read(ministry, method):
    address = address_of(ministry.helen)
    assert getattr(Client(), method)(address).status_code == 405


@pytest.mark.parametrize("drafts", [1, 12])
def test_a_calendar_costs_a_fixed_number_of_queries_and_writes_nothing(ministry, drafts):
    """Guarantee 13."""
    for number in range(drafts):
        ministry.submitted(f"Post {number}.", moment=NOW + timedelta(days=2))
    address = address_of(ministry.helen)
    with CaptureQueriesContext(connection) as queries:
        found = events(opened(address))
    assert len(found) == drafts
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    # Whose it is; their posts, what awaits them, its channels; what they may see, their own drafts; the last changes.
    assert len(queries) == 7


def test_a_name_with_line_breaks_and_commas_stays_one_value(ministry):
    User.objects.filter(pk=ministry.layla.pk).update(name="Layla;\r\nBEGIN:VEVENT, Haddad")
    ministry.submitted()
    (event,) = events(opened(address_of(ministry.helen))).values()
    assert "BEGIN:VEVENT" in str(event["description"])


def address_shown(page: str) -> str:
    return re.search(r"(/calendar/.{43}\.ics)", page)[1]


def test_times_are_in_utc(ministry):
    ministry.submitted()
    content = opened(address_of(ministry.helen)).content.decode()
    (start,) = re.findall(r"DTSTART:(\S+)", content)
    assert datetime.strptime(start, "%Y%m%dT%H%M%SZ").replace(tzinfo=NOW.tzinfo) == NOW + 4 * HOUR
