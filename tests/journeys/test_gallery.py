"""The gallery shows every page there is, and the demo ministry has something to show on each."""

import pytest
import time_machine
from django.test import Client, override_settings

from accounts.models import User
from tests.doors.test_pages_matrix import ROWS
from tests.gallery.sights import SIGHTS
from tests.journeys.conftest import NOW

# What answers a script, hands out a file or is a picture of a post: nothing to look at.
NO_PAGES = {
    "live/", "delays/counts/file/", "delays/counts/weeks/file/", r"^images/(?P<digest>[0-9a-f]{64})\.jpg$",
    r"^images/(?P<digest>[0-9a-f]{64})/small\.jpg$", "policies/<row:policy_id>/versions/<ordinal:number>/file/",
    "people/file/", "work/<row:work_id>/file/",
}  # fmt: skip
pytestmark = pytest.mark.django_db


def pages():
    return {row.route for row in ROWS if row.method == "GET" and 200 in row.expected.values()} - NO_PAGES


def test_no_page_is_missing_from_the_gallery():
    assert pages() - {sight.route for sight in SIGHTS} == set()


def test_each_picture_has_a_name_of_its_own():
    names = [sight.name for sight in SIGHTS]
    assert len(set(names)) == len(names)


@override_settings(WEBHOOK_ALLOWED_HOSTS=["192.0.2.1"])
@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_the_demo_ministry_has_something_to_show(demo, sight):
    with time_machine.travel(NOW, tick=False):
        who, path = sight.seen()
        client = Client()
        if who:
            client.force_login(User.objects.get(username=who), backend="accounts.backends.SignIn")
        response = client.get(path)
    assert response.status_code == (404 if sight.name == "not-found" else 200)
