"""The frame in a real browser: at a desk and on a phone, light and dark, by keyboard, with and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from accounts.demo_password import DEMO_PASSWORD
from accounts.models import User
from tests.browser.conftest import SCREENS

PAGES = ["/offices/", "/offices/RUH/", "/channels/", "/channels/?state=closed", "/profile/", "/password/", "/nowhere/"]
ADMINISTRATION = ["/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/accounts/posting/add/"]


@pytest.fixture
def assert_accessible_in_both_themes(page, assert_accessible):
    def accessible():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert_accessible()

    return accessible


@pytest.fixture
def plain(browser, live_server, screen):
    """A page of a browser without scripts."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, **SCREENS[screen])
    yield context.new_page()
    context.close()


def menu(page):
    return page.locator("details.ch-menu:visible > summary")


def test_the_pages_of_the_frame_have_no_fault(page, sign_in, assert_accessible_in_both_themes, ministry):
    sign_in(ministry.helen)
    for address in [*PAGES, f"/channels/{ministry.x.pk}/"]:
        page.goto(address)
        assert_accessible_in_both_themes()


def test_the_sign_in_page_of_the_demo_has_no_fault(page, assert_accessible_in_both_themes, settings):
    settings.DEBUG = settings.DEMO = True
    page.goto("/sign-in/?next=/offices/")
    assert_accessible_in_both_themes()


@pytest.mark.urls("tests.browser.components_urls")
def test_every_component_in_every_state_has_no_fault(
    page, sign_in, assert_accessible_in_both_themes, ministry, settings
):
    [engine] = settings.TEMPLATES
    folders = [*engine["DIRS"], settings.BASE_DIR / "tests/browser/templates"]
    settings.TEMPLATES = [engine | {"DIRS": folders}]
    sign_in(ministry.helen)
    page.goto("/components/")
    assert_accessible_in_both_themes()


def test_an_open_menu_has_no_fault(page, sign_in, assert_accessible_in_both_themes, ministry):
    sign_in(ministry.helen)
    page.goto("/offices/")
    menu(page).click()
    assert_accessible_in_both_themes()


def test_the_first_tab_offers_to_skip_to_the_page(page, sign_in, ministry):
    sign_in(ministry.helen)
    page.goto("/offices/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_menu_opens_and_closes_by_the_keyboard_and_gives_the_focus_back(page, sign_in, ministry):
    sign_in(ministry.helen)
    page.goto("/offices/")
    menu(page).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu(page)).to_be_focused()


def test_without_scripts_the_frame_leads_everywhere_and_out(plain, ministry):
    plain.goto("/offices/")
    plain.get_by_label("Username or e-mail address").fill("helen@ministry.example")
    plain.get_by_label("Password").fill("tell-no-one-9")
    plain.get_by_role("button", name="Sign in").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Offices")
    menu(plain).click()
    plain.get_by_role("link", name="Channels", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Channels")
    plain.get_by_label("Platform").select_option("mastodon")
    plain.get_by_role("button", name="Show").click()
    expect(plain.get_by_role("rowheader")).to_have_text(["@riyadh@social.example"])
    menu(plain).click()
    plain.get_by_role("button", name="Sign out").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_without_scripts_a_newcomer_enters_the_demo_by_one_press(plain, ministry, settings):
    settings.DEBUG = settings.DEMO = True
    User.objects.create_user("riyadh.author", "r@ministry.example", DEMO_PASSWORD, name="Samira Haddad")
    plain.goto("/offices/")
    plain.get_by_role("button", name="Sign in as riyadh.author").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Offices")


def test_what_is_wrong_with_a_form_is_read_first_and_leads_to_its_field(page, sign_in, assert_accessible, ministry):
    sign_in(ministry.helen)
    page.goto("/profile/")
    page.get_by_label("Time zone").fill("Atlantis")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible()
    page.get_by_role("link", name=re.compile("^Time zone: .*Atlantis")).click()
    expect(page.get_by_label("Time zone")).to_be_focused()


def test_switching_the_language_stays_on_the_page_and_tells_screen_readers(page, sign_in, ministry):
    sign_in(ministry.helen)
    page.goto("/channels/?platform=x")
    page.get_by_role("button", name="Français").click()
    expect(page).to_have_url(re.compile(r"/channels/\?platform=x$"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_form_pressed_twice_is_sent_once(page, sign_in, ministry):
    sign_in(ministry.helen)
    page.goto("/profile/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate("() => { const save = document.querySelector('main form button'); save.click(); save.click(); }")
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    assert len(sent) == 1


PARTIAL = """() => { htmx.ajax("GET", "%s", { source: "main", target: "main" }).catch(() => undefined); }"""


@pytest.fixture
def unwatched(page):
    """A page that may complain in its console, where htmx reports what was refused."""
    return page.context.new_page()


def test_a_refusal_of_a_partial_request_is_shown_as_its_page(unwatched, sign_in, ministry):
    sign_in(ministry.helen)
    unwatched.goto("/offices/")
    unwatched.evaluate(PARTIAL % "/offices/NONE/")
    expect(unwatched.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")
    expect(unwatched.locator("main")).to_be_focused()


def test_a_partial_request_that_meets_no_server_says_so_and_leaves_the_page(unwatched, sign_in, ministry):
    sign_in(ministry.helen)
    unwatched.goto("/offices/")
    unwatched.route("**/offices/RUH/", lambda route: route.abort())
    unwatched.evaluate(PARTIAL % "/offices/RUH/")
    expect(unwatched.get_by_role("status")).to_contain_text("This could not be sent")
    expect(unwatched.get_by_role("heading", level=1)).to_have_text("Offices")


def test_a_session_that_ended_leads_from_a_partial_request_to_sign_in_and_back(page, sign_in, ministry):
    sign_in(ministry.helen)
    page.goto("/channels/?platform=x")
    page.context.clear_cookies()
    page.evaluate(PARTIAL % "/offices/")
    page.get_by_label("Username or e-mail address").fill("helen")
    page.get_by_label("Password").fill("tell-no-one-9")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/channels/\?platform=x$"))


@pytest.mark.parametrize("screen", ["desktop"], indirect=True)
def test_a_posting_is_entered_in_the_administration_by_searching_names(page, sign_in, ministry):
    sign_in(ministry.ivan)
    page.goto("/admin/accounts/posting/add/")
    for field, typed, name in [
        ("Person", "Dirk", "Dirk Maes"),
        ("Office", "Geneva", "Permanent Mission in Geneva"),
    ]:
        page.get_by_role("combobox", name=field).click()
        page.locator(".select2-search__field").fill(typed)
        page.get_by_role("option", name=name).click()
    page.get_by_label("Role").select_option("author")
    page.get_by_label("From").fill("2026-09-01T08:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert ministry.dirk.postings.filter(office=ministry.geneva, role="author").exists()


def test_the_pages_of_the_administration_have_no_fault(page, sign_in, live_server, ministry):
    sign_in(ministry.ivan)
    # A page of its own: while axe looks at Django's searching lists, it tries styles that our policy refuses to it.
    page = page.context.new_page()
    for address in ADMINISTRATION:
        page.goto(live_server.url + address)
        assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("screen", ["phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_bar_fits_the_narrowest_phone_with_what_waits_in_it(page, sign_in, ministry, language):
    ministry.submitted(at=timezone.now())
    User.objects.filter(pk=ministry.helen.pk).update(language=language)
    sign_in(ministry.helen)
    page.goto("/")
    expect(page.locator(".ch-bar-quick:visible")).to_have_count(1)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    expect(page.get_by_role("link", name="Chancery")).to_be_visible()
