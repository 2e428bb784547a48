"""The registers of offices and channels: any member of the ministry may read them, at a fixed number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Deputy, Office, Posting
from channels.models import Channel
from tests.people import NOW, channel, person, post

DAY = timedelta(days=1)


@pytest.fixture
def reader(client, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(ministry.layla, backend="accounts.backends.SignIn")
    return client


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_offices_are_listed_with_who_is_in_charge_and_the_time_there(reader):
    shown = page(reader, reverse("offices"))
    assert "Embassy in Riyadh" in shown
    assert "Helen Brandt" in shown
    assert "Layla Haddad acting" not in shown
    assert "Mon 12:00" in shown, "09:00 UTC is noon in Riyadh"


def test_an_office_in_a_zone_that_is_unknown_here_is_shown_all_the_same(reader, ministry):
    Office.objects.filter(pk=ministry.riyadh.pk).update(time_zone="Mars/Olympus")
    for address in ("/offices/", "/offices/RUH/", "/offices/RUH/calendar/", "/offices/RUH/calendar/?view=year"):
        page(reader, address)
    ministry.layla.time_zone = "Mars/Olympus"
    ministry.layla.save()
    assert "Embassy in Riyadh" in page(reader, "/offices/")


def test_offices_can_be_narrowed_to_one_kind_and_an_unknown_kind_shows_all(reader):
    assert "Middle East Desk" not in page(reader, "/offices/?kind=mission")
    assert "Middle East Desk" in page(reader, "/offices/?kind=%00castle")


def test_an_office_shows_the_deputy_who_acts_now_and_not_the_one_of_yesterday(reader, ministry):
    posting = Posting.objects.get(user=ministry.helen)
    Deputy.objects.create(posting=posting, user=ministry.omar, starts_at=NOW, ends_at=NOW + DAY)
    Deputy.objects.create(posting=posting, user=ministry.gil, starts_at=NOW - DAY, ends_at=NOW)
    shown = page(reader, "/offices/RUH/")
    assert "Away: Omar Sayegh acts until" in shown
    assert "Gil Perrin" not in shown
    assert "Omar Sayegh, acting for Helen Brandt" in page(reader, "/offices/")


def test_a_posting_that_has_ended_or_not_begun_is_not_shown(reader, ministry):
    post(person("past", "Past Holder"), ministry.riyadh, "author", ends_at=NOW)
    post(person("next", "Next Holder"), ministry.riyadh, "author", starts_at=NOW + DAY)
    shown = page(reader, "/offices/RUH/")
    assert "Past Holder" not in shown
    assert "Next Holder" not in shown


def test_a_desk_names_its_countries_and_an_empty_office_says_what_follows(reader, ministry):
    assert "Saudi Arabia" in page(reader, "/offices/MENA/")
    Office.objects.create(code="OSL", name="Embassy in Oslo", kind="mission", country="NO", time_zone="Europe/Oslo")
    assert "Nobody holds a post here now" in page(reader, "/offices/OSL/")


@pytest.mark.parametrize(
    "address", ["/offices/NONE/", "/offices/%00/", "/offices/ruh/", "/channels/999999/", f"/channels/{10**30}/"]
)
def test_what_is_not_in_the_register_answers_404(reader, address):
    assert reader.get(address).status_code == 404


def test_channels_are_listed_with_languages_by_name_limit_and_state(reader):
    shown = page(reader, reverse("channels"))
    assert "@EmbassyRiyadh" in shown
    assert "English, Arabic" in shown
    assert ">280<" in shown
    assert "Active" in shown


@pytest.mark.parametrize(
    ("query", "handles"),
    [
        ("office=RUH", {"@EmbassyRiyadh", "@riyadh@social.example"}),
        ("platform=x", {"@EmbassyRiyadh", "@MissionGeneva"}),
        ("platform=x&office=RUH", {"@EmbassyRiyadh"}),
        ("state=frozen", {"@MissionGeneva"}),
        ("office=RUH&state=frozen", set()),
        ("platform=carrier-pigeon", set()),
        ("office=%00", set()),
        ("page=99999999999999999999", {"@EmbassyRiyadh", "@riyadh@social.example", "@MissionGeneva"}),
    ],
)
def test_channels_are_narrowed_by_the_address_and_nonsense_shows_nothing(reader, ministry, query, handles):
    Channel.objects.filter(pk=ministry.geneva_x.pk).update(state="frozen")
    shown = page(reader, f"/channels/?{query}")
    everything = {"@EmbassyRiyadh", "@riyadh@social.example", "@MissionGeneva"}
    assert {handle for handle in everything if handle in shown} == handles


def test_a_channel_says_what_it_accepts_since_when_and_by_which_source(reader, ministry):
    shown = page(reader, f"/channels/{ministry.x.pk}/")
    assert "280 characters" in shown
    assert "Any link counts as 23 characters." in shown
    assert "In force since 10 October 2018" in shown


def test_a_channel_with_a_limit_of_its_own_says_so(reader, ministry):
    Channel.objects.filter(pk=ministry.mastodon.pk).update(text_limit=5000)
    shown = page(reader, f"/channels/{ministry.mastodon.pk}/")
    assert "5,000 characters" in shown
    assert "own" in shown


def test_a_frozen_channel_says_that_nothing_is_published_to_it(reader, ministry):
    Channel.objects.filter(pk=ministry.x.pk).update(state="frozen")
    assert "nothing is published to it until it is active again" in page(reader, f"/channels/{ministry.x.pk}/")


def test_a_long_register_is_paged_and_keeps_its_filter(reader, ministry):
    for number in range(60):
        channel("x", f"@consulate{number}", ministry.geneva, "en")
    shown = page(reader, "/channels/?office=GVA&state=active")
    assert "1 to 50 of 61" in shown
    assert "?office=GVA&amp;state=active&amp;page=2" in shown


@pytest.mark.parametrize("address", ["/offices/", "/offices/RUH/", "/channels/"])
def test_the_number_of_queries_does_not_grow_with_the_register(
    reader, ministry, address, django_assert_max_num_queries, django_assert_num_queries
):
    reader.get(address)
    with django_assert_max_num_queries(12) as before:
        reader.get(address)
    for number in range(8):
        office = Office.objects.create(
            code=f"OFF{number}", name=f"Office {number}", kind="mission", country="SA", time_zone="UTC"
        )
        channel("x", f"@office{number}", office, "en")
        someone = person(f"someone{number}", f"Someone {number}")
        posting = post(someone, ministry.riyadh, "head")
        post(someone, office, "head")
        Deputy.objects.create(posting=posting, user=ministry.gil, starts_at=NOW, ends_at=NOW + DAY)
    with django_assert_num_queries(len(before)):
        reader.get(address)
