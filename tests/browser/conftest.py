"""A real browser on the real stack: the pages as a person sees them, at a desk and on a phone.

Skipped, with the reason at the end of the run, where no Chromium is installed.
"""

import os
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect

from tests.browser.unsaved import signed_in
from tests.chromium import ARGUMENTS, CHROMIUM

SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A machine that does much else answers late; what is never there is waited for a little longer.
expect.set_options(timeout=15_000)
# Playwright's loop runs in this thread, and Django would refuse to touch the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        reason = "NO BROWSER: no page was looked at. Install Debian's chromium-headless-shell, or set CHROMIUM to one."
        for item in items:
            if "tests/browser/" in item.path.as_posix():
                item.add_marker(pytest.mark.skip(reason=reason))


UNDER_WAY: set[int] = set()


def is_begun(environ, **_more):
    UNDER_WAY.add(id(environ))


def is_over(**_more):
    if UNDER_WAY:
        UNDER_WAY.pop()


request_started.connect(is_begun)
request_finished.connect(is_over)


@pytest.fixture(autouse=True)
def the_server_rests(request):
    """Let the server finish what a closing window still sent, before the tables are emptied under it."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("live_server")
        UNDER_WAY.clear()
    yield
    until = time.monotonic() + 5
    time.sleep(0.1)
    while UNDER_WAY and time.monotonic() < until:
        time.sleep(0.05)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(params=SCREENS)
def screen(request):
    """The kind of screen, by name; override with `parametrize("screen", ["phone"])` for one only."""
    return request.param


@pytest.fixture
def page(screen, new_context, live_server):
    """An empty page that fails its test when it meets a script error or reaches outside this machine."""
    page = new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC", **SCREENS[screen]).new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.on("request", lambda request: complaints.append(request.url) if is_outside(request, live_server) else None)
    yield page
    assert complaints == []


# A page that answers 404 or 400 on purpose is no fault of the page that asked; and a check that a newer one replaces,
# or that a person leaves behind, is told as an error by htmx. What is lost on the way says htmx:sendError beside it.
NO_FAULTS = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")


def is_complaint(message):
    return message.type == "error" and not message.text.startswith(NO_FAULTS)


def is_outside(request, live_server):
    return not request.url.startswith((live_server.url, "data:", "blob:", "about:"))


@pytest.fixture
def sign_in(page, live_server):
    """Make the page's browser one in which this person has signed in."""

    def signed_in_as(user):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return signed_in_as


@pytest.fixture(params=["scripts", "no scripts"])
def scripts(request):
    """Whether the browser runs scripts: every journey works without."""
    return request.param == "scripts"


@pytest.fixture
def desk_of(browser, live_server, screen, scripts):
    """Give each person a browser of their own, signed in, which fails the test at any script error."""
    contexts, complaints = [], []

    def desk(user):
        client = Client()
        client.force_login(user, backend="accounts.backends.SignIn")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=scripts, locale="en-GB", **SCREENS[screen]
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        contexts.append(context)
        return page

    yield desk
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def browser_of(new_context, live_server, screen):
    """Give a person a browser of their own, signed in, in which requests may fail."""

    def of(user, **more):
        context = new_context(base_url=live_server.url, locale="en-GB", **SCREENS[screen] | more)
        signed_in(context, user, live_server)
        return context

    return of


@pytest.fixture
def assert_accessible(page):
    """Assert that axe finds nothing against WCAG 2.2 AA on the page as it is now, and that nothing overflows.

    The screen is as high as the page meanwhile: what stays in view while one scrolls hides nothing then.
    """

    def accessible():
        page.wait_for_load_state()  # a page that only just begins has no element to measure
        size, whole = page.viewport_size, page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], whole)})
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        page.set_viewport_size(size)
        assert results.violations_count == 0, results.generate_report()
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} is {overflow} pixels wider than the screen"

    return accessible
