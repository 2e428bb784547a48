"""Every page in every role, light and dark, at a desk and on the narrowest phone: axe finds nothing."""

import re

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe

from accounts import clock
from tests.browser.conftest import RULES, SCREENS
from tests.doors.matrix import PERSONS
from tests.doors.rows_of_pages import whole_world
from tests.doors.test_pages_matrix import ROWS, Row, path
from tests.journeys.test_gallery import NO_PAGES
from tests.people import NOW

COMMON = [Row("GET", route, "302 200 200 200 200 200 200") for route in ("profile/", "password/")]
LOOKS = [(theme, screen) for theme in ("light", "dark") for screen in SCREENS]
# A page that two roles see alike is looked at once: what differs by person is in the frame, which every page has.
ALREADY: set[str] = set()
OWN_TO_EACH = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|data-(?:now|phrases)="[^"]*"')

pytestmark = pytest.mark.parametrize("screen", ["desktop"])


@pytest.fixture
def world(transactional_db, monkeypatch):
    """The ministry of the stories at its own time, which the server goes by too."""
    monkeypatch.setattr(clock, "follow_database", lambda: None)
    with time_machine.travel(NOW, tick=True):
        yield whole_world()


@pytest.mark.parametrize("who", PERSONS[1:])
def test_axe_finds_nothing_on_any_page(page, sign_in, world, who):
    sign_in(world.persons[who])
    wrong = [fault for row in rows_of(who) for fault in faults(page, path(world, row))]
    assert wrong == []


def test_axe_finds_nothing_on_the_page_that_lets_people_in(page, world):
    assert faults(page, "/sign-in/") == []


def rows_of(who):
    seen = [row for row in [*ROWS, *COMMON] if row.method == "GET" and row.route not in NO_PAGES]
    return [row for row in seen if row.expected[who] == 200]


def faults(page, address):
    """Say what is wrong with one page in any of its looks; an empty list when nothing is."""
    assert page.goto(address).status == 200, address
    content = OWN_TO_EACH.sub("", page.locator("#main").inner_html())
    if content in ALREADY:
        return []
    ALREADY.add(content)
    return [
        f"{address}, {theme}, {screen}: {fault}" for theme, screen in LOOKS for fault in _found(page, theme, screen)
    ]


def _found(page, theme, screen):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size(SCREENS[screen]["viewport"])
    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    for violation in results.response["violations"]:
        yield f"{violation['id']}: {[node['html'][:160] for node in violation['nodes']][:3]}"
    if (overflow := page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")) > 0:
        yield f"{overflow} pixels wider than the screen"
