"""A service is registered and tested in a real browser, and a calendar address made; axe finds nothing on the way."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from notifications.services.models import Delivery, Endpoint
from notifications.services.sending import deliver_due
from tests.delivery.receiver import Receiver, status

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _this_machine_is_one_of_the_ministrys(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]


def test_a_policy_officer_registers_a_service_tests_it_and_sends_again_what_was_given_up(
    page, sign_in, assert_accessible, ministry
):
    sign_in(ministry.paul)
    with Receiver(status(410), status(200)) as receiver:
        page.goto("/services/")
        assert_accessible()
        page.get_by_role("link", name="Register a service").first.click()
        assert_accessible()
        page.get_by_label("Name", exact=True).fill("Situation room")
        page.get_by_label("Address").fill("https://10.0.0.1/hook")
        page.get_by_label("Holds and regimes").check()
        page.get_by_role("button", name="Register it").click()
        assert "Nothing may be sent to this address" in page.locator(".ch-error-summary").inner_text()
        assert_accessible()
        page.get_by_label("Address").fill(receiver.address)
        page.get_by_role("button", name="Register it").click()
        assert page.get_by_label("Secret").input_value().startswith("whsec_")
        assert_accessible()
        page.get_by_role("link", name="I have copied it").click()
        page.get_by_role("button", name="Send a test").click()
        deliver_due(at=timezone.now())
        page.reload()
        assert "It answered 410: it is gone for good." in page.locator("main").inner_text()
        assert_accessible()
        page.get_by_role("button", name="Switch it on").click()
        page.get_by_role("button", name="Send again", exact=False).last.click()
        deliver_due(at=timezone.now())
    assert len(set(receiver.identifiers)) == 1
    assert Delivery.objects.get().status == "sent"
    assert Endpoint.objects.get().groups == ["rules"]
    page.goto("/services/")
    assert_accessible()


def test_a_person_makes_the_address_of_their_calendar_and_takes_it_back(page, sign_in, assert_accessible, ministry):
    sign_in(ministry.helen)
    page.goto("/profile/")
    page.get_by_role("link", name="Show deadlines in a calendar program").click()
    assert_accessible()
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Address", exact=True).input_value()
    assert_accessible()
    assert page.request.get(address).headers["content-type"].startswith("text/calendar")
    page.get_by_text("Take it back").click()
    assert_accessible()
    page.get_by_role("button", name="Take the address back").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert page.request.get(address).status == 404
