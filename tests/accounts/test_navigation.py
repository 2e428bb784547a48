"""The frame shows the ways that are open to a person, and no others."""

from accounts.models import Role
from accounts.navigation import sections_for


def ways(*roles, path="/", **counts):
    return {
        str(way.label): way for section in sections_for(roles=roles, path=path, counts=counts) for way in section.ways
    }


def test_an_author_is_not_led_to_the_queue():
    shown = ways(Role.AUTHOR)
    assert "Channels" in shown
    assert "Queue" not in shown


def test_what_waits_for_a_person_is_shown_whatever_the_role():
    assert ways(Role.RECORDS, queue_count=1)["Queue"].count == 1


def test_the_page_one_is_on_is_marked_and_so_is_the_way_to_a_page_below_it():
    assert ways(path="/offices/")["Offices"].current == "page"
    assert ways(path="/offices/RUH/")["Offices"].current == "true"
    assert ways(path="/offices/RUH/")["Channels"].current == ""


def test_the_way_home_is_not_marked_on_every_page_below_it():
    assert ways(path="/offices/")["Home"].current == ""
