"""Services by the API: registered by who may, their secret told once, and no bad address taken."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from approvals.models import KeptAnswer
from notifications.services.models import Delivery, Endpoint
from notifications.services.sending import deliver_due
from tests.delivery.receiver import Receiver, status
from tests.delivery.services import TODAY, happened, registered
from tests.doors.calls import Caller
from tests.people import LONG_AGO, person, post

pytestmark = pytest.mark.django_db
WEBHOOKS = "/api/v1/webhooks/"
HERE = "http://127.0.0.1:1/hook?token=T0PS3CRET"


@pytest.fixture(autouse=True)
def _here_is_one_of_the_ministrys(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]


@pytest.fixture
def paul(ministry):
    return Caller(ministry.paul)


def wanted(**changes):
    return {"name": "Situation room", "format": "standard", "address": HERE} | changes


def told(answer, status=200):
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def refused(answer, code):
    said = json.loads(answer.content)
    assert said["code"] == code, said
    return said


def test_an_administrator_of_any_office_may_register_a_service_and_loses_that_with_the_posting(ministry):
    ada = person("ada", "Ada Klein")
    caller = Caller(ada)
    refused(caller.call("POST", WEBHOOKS, wanted()), "not_service_manager")
    posting = post(ada, ministry.comms, Role.ADMINISTRATOR)
    told(caller.call("POST", WEBHOOKS, wanted()), 201)
    type(posting).objects.filter(pk=posting.pk).update(ends_at=LONG_AGO + timedelta(days=1))
    refused(caller.call("GET", WEBHOOKS), "not_service_manager")


def test_the_secret_is_told_to_who_made_it_and_never_again(ministry, paul):
    first = told(paul.call("POST", WEBHOOKS, wanted(), Idempotency_Key="k1"), 201)
    assert first["secret"].startswith("whsec_")
    again = paul.call("POST", WEBHOOKS, wanted(), Idempotency_Key="k1")
    assert again["Idempotency-Replayed"] == "true"
    assert told(again, 201)["secret"] is None
    assert Endpoint.objects.count() == 1
    kept = str(list(KeptAnswer.objects.values_list("body", "fingerprint")))
    here = f"{WEBHOOKS}{first['id']}/"
    everything = kept + paul.call("GET", here).content.decode() + paul.call("GET", WEBHOOKS).content.decode()
    assert first["secret"] not in everything
    assert "T0PS3CRET" not in everything
    renewed = told(paul.call("POST", f"{here}secret/"))
    assert renewed["secret"] not in (None, first["secret"])
    assert renewed["former_secret_until"]


def test_a_room_has_no_secret(paul):
    room = told(paul.call("POST", WEBHOOKS, wanted(format="mattermost")), 201)
    assert room["secret"] is None
    refused(paul.call("POST", f"{WEBHOOKS}{room['id']}/secret/"), "service_without_secret")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"address": "https://10.0.0.1/"}, "url_not_allowed", "address"),
        ({"address": "http://example.org/"}, "url_not_allowed", "address"),
        ({"address": "file:///etc/passwd"}, "url_not_allowed", "address"),
        ({"address": "javascript:alert(1)"}, "url_not_allowed", "address"),
        ({"address": "https://a:b@example.org/"}, "url_not_allowed", "address"),
        ({"address": "https://exämple.org/"}, "url_not_allowed", "address"),
        ({"address": "https://nowhere.invalid/"}, "host_not_found", "address"),
        ({"address": "https://example.org/" + "x" * 2000}, "invalid", "address"),
        ({"address": ""}, "invalid", "address"),
        ({"address": 7}, "invalid", "address"),
        ({"format": "apprise", "address": "dbus://"}, "service_not_allowed", "address"),
        ({"format": "apprise", "address": "gotify://10.0.0.1/t"}, "url_not_allowed", "address"),
        ({"format": "pigeon"}, "invalid", "format"),
        ({"name": ""}, "invalid", "name"),
        ({"name": "x" * 81}, "invalid", "name"),
        ({"name": "a\u0000b"}, "unusable_text", "name"),
        ({"language": "xx"}, "invalid", "language"),
        ({"time_zone": "Mars/Olympus"}, "invalid", "time_zone"),
        ({"groups": ["gossip"]}, "invalid", "groups.0"),
        ({"kinds": ["gossip"]}, "invalid", "kinds"),
        ({"offices": [10**17]}, "invalid", "offices"),
        ({"secret": "mine"}, "invalid", "secret"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(paul, changes, code, field):
    answer = paul.call("POST", WEBHOOKS, wanted(**changes))
    assert answer.status_code == 400
    assert field in refused(answer, code)["errors"]
    assert not Endpoint.objects.exists()


def test_two_services_do_not_share_a_name(paul):
    told(paul.call("POST", WEBHOOKS, wanted()), 201)
    refused(paul.call("POST", WEBHOOKS, wanted()), "service_name_taken")


def test_a_service_is_changed_in_what_is_sent_and_nothing_else(ministry, paul):
    made = told(paul.call("POST", WEBHOOKS, wanted(groups=["delays"], offices=[str(ministry.riyadh.pk)])), 201)
    here = f"{WEBHOOKS}{made['id']}/"
    before = Endpoint.objects.get()
    after = told(paul.call("POST", here, {"kinds": ["published"], "language": "fr"}))
    assert after == {**{name: value for name, value in made.items() if name != "secret"}, "kinds": ["published"],
                     "language": "fr"}  # fmt: skip
    assert Endpoint.objects.get().address_sealed == before.address_sealed
    refused(paul.call("POST", here, {"address": "https://192.168.0.1/"}), "url_not_allowed")
    refused(paul.call("POST", here, {"format": "slack"}), "invalid")


def test_a_service_is_switched_off_and_on_and_removed(paul):
    made = told(paul.call("POST", WEBHOOKS, wanted()), 201)
    here = f"{WEBHOOKS}{made['id']}/"
    refused(paul.call("POST", f"{here}on/"), "service_is_on")
    assert told(paul.call("POST", f"{here}off/"))["state"] == "by_hand"
    refused(paul.call("POST", f"{here}off/"), "service_is_off")
    refused(paul.call("POST", f"{here}ping/"), "service_is_off")
    assert told(paul.call("POST", f"{here}on/"))["state"] == "on"
    assert told(paul.call("POST", f"{here}remove/")) == {"name": "Situation room"}
    refused(paul.call("GET", here), "not_found")
    refused(paul.call("POST", f"{here}ping/"), "not_found")


def test_a_test_goes_the_way_of_everything_and_names_who_asked_for_it(ministry, paul):
    with Receiver() as receiver:
        made = told(paul.call("POST", WEBHOOKS, wanted(address=receiver.address)), 201)
        ping = told(paul.call("POST", f"{WEBHOOKS}{made['id']}/ping/"), 201)
        deliver_due(at=timezone.now())
        said = receiver.verified(made["secret"])
    assert said["type"] == "ping"
    assert "Paul Nguyen" in said["data"]["sentence"]
    assert receiver.identifiers == [ping["webhook_id"]]


def test_what_was_given_up_is_listed_and_sent_again_under_the_same_identifier(ministry, paul):
    with Receiver(status(410), status(200)) as receiver:
        endpoint, _secret = registered(ministry, receiver.address)
        happened(ministry, 1)
        deliver_due(at=TODAY)
        here = f"{WEBHOOKS}{endpoint.pk}/"
        (dead,) = told(paul.call("GET", f"{here}deliveries/?status=dead"))["results"]
        assert (dead["last_error"], dead["attempts"], dead["thread"]) == ("http_410", 1, "RUH-2026-0042")
        assert told(paul.call("GET", here))["dead"] == 1
        told(paul.call("POST", f"{here}on/"))
        assert told(paul.call("POST", f"{here}deliveries/send-again/", {"deliveries": [dead["id"]]})) == {"count": 1}
        assert told(paul.call("POST", f"{here}deliveries/send-again/", {})) == {"count": 0}
        deliver_due(at=TODAY + timedelta(hours=1))
        assert receiver.identifiers == [dead["webhook_id"]] * 2


def test_a_delivery_of_another_service_is_not_sent_again_by_this_one(ministry, paul):
    mine, _secret = registered(ministry, HERE, name="Mine")
    theirs, _secret = registered(ministry, HERE, name="Theirs")
    happened(ministry)
    Delivery.objects.update(status="dead", next_attempt_at=None)
    other = Delivery.objects.get(endpoint=theirs)
    answer = paul.call("POST", f"{WEBHOOKS}{mine.pk}/deliveries/send-again/", {"deliveries": [str(other.pk)]})
    assert told(answer) == {"count": 0}


@pytest.mark.parametrize("services", [1, 10])
def test_a_list_of_services_costs_a_fixed_number_of_queries(ministry, paul, services):
    for number in range(services):
        registered(ministry, HERE, name=f"Room {number}", offices=[ministry.riyadh.pk])
        happened(ministry, number)
    paul.call("GET", WEBHOOKS)
    with CaptureQueriesContext(connection) as queries:
        rows = told(paul.call("GET", WEBHOOKS))["results"]
    assert len(rows) == services
    # Whose token it is, their posts, the services, their offices.
    assert len(queries) == 4


@pytest.mark.parametrize("events", [1, 30])
def test_a_list_of_deliveries_costs_a_fixed_number_of_queries(ministry, paul, events):
    endpoint, _secret = registered(ministry, HERE)
    for number in range(events):
        happened(ministry, number)
    with CaptureQueriesContext(connection) as queries, time_machine.travel(TODAY):
        rows = told(paul.call("GET", f"{WEBHOOKS}{endpoint.pk}/deliveries/"))["results"]
    assert len(rows) == events
    assert len(queries) == 5
