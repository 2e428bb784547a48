"""The pages and the API of regimes say how many pre-authorizations one suspends, before it is switched on and after."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.actions.declaring import declared
from tests.authorizing import authorized
from tests.doors.calls import Caller
from tests.people import NOW


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def browser(user):
    client = Client()
    client.force_login(user)
    return client


ONLY = {"kind": "caretaker", "scope": "ministry", "reason": "An election is on.", "suspends_fast_path": True}


def test_the_api_says_it_before_and_after(ministry):
    authorized(ministry)
    officer = Caller(ministry.paul)
    status, foreseen = officer.post("/regimes/check/", ONLY)
    assert (status, foreseen["authorizations"]) == (200, 1)
    status, regime = officer.post("/regimes/", ONLY)
    assert (status, regime["authorizations"]) == (201, 1)
    assert officer.get(f"/regimes/{regime['id']}/")[1]["authorizations"] == 1
    assert [one["authorizations"] for one in Caller(ministry.layla).get("/regimes/")[1]["results"]] == [1]


def test_the_list_costs_the_same_however_many_regimes_there_are(ministry):
    authorized(ministry)

    def cost():
        with CaptureQueriesContext(connection) as spent:
            Caller(ministry.layla).get("/regimes/")
        return len(spent)

    declared(ministry, scope="country", scope_value="SA")
    cost()
    before = cost()
    for country in ("CH", "CA"):
        declared(ministry, scope="country", scope_value=country)
    assert cost() == before


def test_the_pages_say_it_before_and_after(ministry):
    authorized(ministry)
    client = browser(ministry.paul)
    form = {
        "kind": "caretaker", "scope": "ministry", "reason": "An election is on.", "suspends_fast_path": "on",
        "in_flight": "clocks", "levels": "0", "do": "check",
    }  # fmt: skip
    page = client.post("/regimes/declare/", form).content.decode()
    assert "<strong>1 pre-authorization</strong> is touched; its holder is told." in page
    regime = declared(ministry, "caretaker", limit=None)
    page = client.get(f"/regimes/{regime.pk}/").content.decode()
    assert "Pre-authorizations are suspended for what it covers: nothing goes out at once." in page
    assert "<strong>1 pre-authorization</strong> is touched" in page
    assert "later version" not in page


def test_where_nobody_has_one_the_page_says_so(ministry):
    regime = declared(ministry)
    page = browser(ministry.greta).get(f"/regimes/{regime.pk}/").content.decode()
    assert "Nobody has one now that it touches." in page
