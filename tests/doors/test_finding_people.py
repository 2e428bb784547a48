"""Choosing somebody out of two thousand: those at hand are offered, others are looked for first, without a script."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Absence, Deputy, Posting, Role, User
from tests.people import LONG_AGO, NOW, person, post


@pytest.fixture
def crowd(ministry):
    """Two thousand authors in Geneva."""
    people = User.objects.bulk_create(
        User(username=f"p{n}", email=f"p{n}@ministry.example", name=f"Zoë Numéro {n:04}") for n in range(2000)
    )
    Posting.objects.bulk_create(
        Posting(user=one, office=ministry.geneva, role=Role.AUTHOR, starts_at=LONG_AGO) for one in people
    )
    with connection.cursor() as cursor:
        # As the database does by itself in a while: else it would plan for the dozen that were there before.
        cursor.execute("ANALYZE")
    return people


def options(page, name):
    choice = page[page.index(f'name="{name}"') :]
    return re.findall(r'<option value="(\d+)"', choice[: choice.index("</select>")])


def field(ministry):
    return f"for_{Posting.objects.get(user=ministry.helen).pk}_own"


def test_in_a_small_ministry_everybody_is_offered_at_once(visit, ministry):
    page = visit("helen").get("/away/")
    assert "Look for somebody by name" not in page
    assert len(options(page, field(ministry))) == 11


def test_in_a_large_one_those_of_the_office_are_offered_and_others_looked_for(visit, ministry, crowd):
    reader, name = visit("helen"), field(ministry)
    page = reader.get("/away/")
    assert "Look for somebody by name" in page
    assert set(options(page, name)) == {str(ministry.layla.pk), str(ministry.omar.pk)}
    page = reader.get("/away/?who=numero+ZOE+0042")
    assert str(crowd[42].pk) in options(page, name)
    assert len(options(page, name)) == 3
    assert len(options(reader.get("/away/?who=zoe"), name)) == 102
    assert "Nobody has this name." in reader.get("/away/?who=nobody")


def test_who_was_found_is_chosen_and_stays_chosen_when_a_form_is_refused(visit, ministry, crowd):
    reader, name = visit("helen"), field(ministry)
    chosen = {name: str(crowd[42].pk), "starts_at": "2026-09-14T13:00"}
    page = reader.post("/away/", 400, ends_at="2026-09-14T12:30", **chosen)
    assert f'<option value="{crowd[42].pk}" selected>' in page
    reader.post("/away/?who=0042", ends_at="2026-09-16T12:00", **chosen)
    assert Deputy.objects.get().user == crowd[42]
    page = reader.get(f"/away/{Absence.objects.get().pk}/")
    assert f'<option value="{crowd[42].pk}" selected>' in page


def test_an_acting_head_is_looked_for_in_the_same_way(visit, ministry, crowd):
    post(ministry.rita, ministry.riyadh, Role.ADMINISTRATOR)
    Posting.objects.filter(user=ministry.helen).update(ends_at=NOW)
    reader = visit("rita")
    assert "Look for somebody by name" in reader.get("/offices/RUH/acting-head/")
    assert str(crowd[7].pk) in options(reader.get("/offices/RUH/acting-head/?who=0007"), "person")
    times = {"starts_at": "2026-09-14T09:00", "ends_at": "2026-09-20T09:00"}
    reader.post("/offices/RUH/acting-head/", person=crowd[7].pk, **times)
    assert Posting.objects.get(is_acting=True).user == crowd[7]


def test_looking_costs_the_same_in_any_ministry(visit, ministry):
    reader = visit("helen")
    reader.get("/away/")
    with CaptureQueriesContext(connection) as few:
        reader.get("/away/?who=a")
    for number in range(150):
        post(person(f"p{number}", f"P {number}"), ministry.geneva, Role.AUTHOR)
    with CaptureQueriesContext(connection) as many:
        reader.get("/away/?who=a")
    assert len(many) == len(few)
