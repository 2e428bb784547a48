"""The pages of other services: registered, tested and mended in the browser, with every secret shown once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from notifications.services.models import Delivery, Endpoint
from notifications.services.sending import deliver_due
from tests.delivery.receiver import Receiver, status
from tests.delivery.services import TODAY, happened, only, registered
from tests.doors.pages import Visitor, main
from tests.people import person, post

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:1/hook?token=T0PS3CRET"
LATER = TODAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _here_is_one_of_the_ministrys(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]


@pytest.fixture
def paul(ministry):
    return Visitor(ministry.paul)


def send(visitor, where, status=302, **changes):
    """Fill in the form of a service and send it; return the page that answers, or where it leads."""
    filled = {"name": "Situation room", "format": "standard", "address": HERE, "language": "en", "time_zone": "UTC"}
    answer = visitor.client.post(where, filled | changes)
    assert answer.status_code == status, main(answer.content.decode())
    return answer["Location"] if status == 302 else answer.content.decode()


def test_a_service_is_registered_and_its_secret_is_shown_on_that_page_alone(paul):
    assert "No service is told of anything yet" in main(paul.get("/services/"))
    page = send(paul, "/services/new/", 200, groups=["delays", "news"])
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page)[0]
    assert "never shown again" in main(page)
    endpoint = Endpoint.objects.get()
    assert endpoint.groups == ["delays", "news"]
    for address in ("/services/", f"/services/{endpoint.pk}/", f"/services/{endpoint.pk}/edit/"):
        again = paul.get(address)
        assert secret not in again
        assert "T0PS3CRET" not in again
        assert "Situation room" in again


def test_a_room_is_registered_and_leads_to_its_page(paul):
    where = send(paul, "/services/new/", format="mattermost")
    assert where == f"/services/{Endpoint.objects.get().pk}/"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address": "https://169.254.169.254/latest"}, "Nothing may be sent to this address"),
        ({"address": "https://nowhere.invalid/"}, "The host nowhere.invalid cannot be found from here"),
        ({"format": "apprise", "address": "syslog://"}, "Apprise may not be asked for this service here"),
        ({"time_zone": "Mars/Olympus"}, "is not a known time zone"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(paul, changes, said):
    page = send(paul, "/services/new/", 400, **changes)
    assert said in main(page)
    assert not Endpoint.objects.exists()


def test_a_name_that_is_taken_is_said_and_what_was_typed_is_kept(ministry, paul):
    registered(ministry, HERE)
    page = send(paul, "/services/new/", 409, format="slack")
    assert "Another service has this name already" in main(page)
    assert "T0PS3CRET" in page


def test_a_change_without_an_address_keeps_the_present_one(ministry, paul):
    endpoint, _secret = registered(ministry, HERE, kinds=["published"])
    where = f"/services/{endpoint.pk}/edit/"
    send(paul, where, name="Night desk", address="", language="fr", offices=[ministry.riyadh.pk])
    after = Endpoint.objects.get()
    assert (after.name, after.language, after.address_sealed) == ("Night desk", "fr", endpoint.address_sealed)
    assert (after.kinds, list(after.offices.all())) == (["published"], [ministry.riyadh])


def test_a_test_is_sent_and_seen_to_have_arrived(ministry, paul):
    with Receiver() as receiver:
        endpoint, _secret = registered(ministry, receiver.address)
        assert "Nothing has happened yet" in main(paul.get(f"/services/{endpoint.pk}/"))
        assert "A test is on its way" in main(paul.follow(f"/services/{endpoint.pk}/ping/"))
        deliver_due(at=LATER)
    page = main(paul.get(f"/services/{endpoint.pk}/"))
    assert "Test" in page
    assert "1 attempt" in page
    assert page.count("Sent") >= 2


def test_what_was_given_up_says_why_and_can_be_sent_again(ministry, paul):
    with Receiver(status(410), status(200)) as receiver:
        endpoint, _secret = registered(ministry, receiver.address)
        happened(ministry)
        deliver_due(at=TODAY)
        here = f"/services/{endpoint.pk}/"
        page = main(paul.get(here))
        assert "Its receiver says that it is gone" in page
        assert "It answered 410: it is gone for good." in page
        assert "1 given up" in main(paul.get("/services/"))
        paul.post(f"{here}on/")
        assert "1 delivery will be sent again" in main(paul.follow(f"{here}again/", delivery=only().pk))
        deliver_due(at=LATER)
        assert len(receiver.taken) == 2
    assert only().status == "sent"


@pytest.mark.parametrize("delivery", ["x", "-1", "1" * 30, "٣"])
def test_a_delivery_that_there_is_not_is_not_found(ministry, paul, delivery):
    endpoint, _secret = registered(ministry, HERE)
    paul.post(f"/services/{endpoint.pk}/again/", 404, delivery=delivery)


def test_a_new_secret_is_shown_and_the_former_one_is_said_to_sign_too(ministry, paul):
    endpoint, former = registered(ministry, HERE)
    page = paul.post(f"/services/{endpoint.pk}/secret/", 200)
    assert re.search(r"whsec_[A-Za-z0-9+/=]+", page)[0] != former
    assert "The former secret goes on signing beside this one" in main(page)
    assert "Former secret" in main(paul.get(f"/services/{endpoint.pk}/"))


def test_a_service_is_switched_off_on_and_removed(ministry, paul):
    endpoint, _secret = registered(ministry, HERE)
    here = f"/services/{endpoint.pk}/"
    assert "Switched off" in main(paul.follow(f"{here}off/"))
    assert "Switch it on first" in main(paul.post(f"{here}ping/", 409))
    assert "hears of what happens from now on" in main(paul.follow(f"{here}on/"))
    assert "“Situation room” is removed." in main(paul.follow(f"{here}remove/"))
    paul.get(here, 404)


def test_the_way_to_services_is_shown_to_who_looks_after_them(ministry):
    ada = person("ada", "Ada Klein")
    assert 'href="/services/"' not in Visitor(ada).get("/")
    post(ada, ministry.comms, Role.ADMINISTRATOR)
    assert 'href="/services/"' in Visitor(ada).get("/")
    assert "Other services" in main(Visitor(ada).get("/services/"))
    assert 'href="/services/"' not in Visitor(ministry.layla).get("/")


def test_a_french_reader_reads_french(ministry):
    post(ministry.gil, ministry.geneva, Role.POLICY)
    endpoint, _secret = registered(ministry, HERE)
    happened(ministry)
    Delivery.objects.update(last_error="http_302", attempts=1)
    assert "Autres services" in main(Visitor(ministry.gil).get("/services/"))
    page = main(Visitor(ministry.gil).get(f"/services/{endpoint.pk}/"))
    assert "redirection (302)" in page
    assert "Une décision est attendue au niveau HQ desk" in page
    assert "awaiting" not in page


@pytest.mark.parametrize("rows", [1, 12])
def test_the_pages_cost_a_fixed_number_of_queries(ministry, paul, rows):
    for number in range(rows):
        endpoint, _secret = registered(ministry, HERE, name=f"Room {number}", offices=[ministry.riyadh.pk])
        happened(ministry, number)
    paul.get("/services/")
    counts = []
    for address in ("/services/", f"/services/{endpoint.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            paul.get(address)
        counts.append(len(queries))
    assert counts == [11, 12]
