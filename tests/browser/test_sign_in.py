"""The way in, in a real browser."""

from playwright.sync_api import expect

from accounts.models import User

PASSWORD = "tell-no-one-9"


def test_a_person_signs_in_by_username_and_password(page, assert_accessible):
    User.objects.create_user("riyadh.author", "riyadh.author@ministry.example", PASSWORD, name="Layla")
    page.goto("/sign-in/")
    assert_accessible()
    page.get_by_label("Username").fill("riyadh.author")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    assert_accessible()


def test_a_wrong_password_is_said_beside_the_form(page, assert_accessible):
    page.goto("/sign-in/")
    page.get_by_label("Username").fill("nobody.here")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The username or the password is wrong")).to_be_visible()
    assert_accessible()


def test_whoever_has_signed_in_goes_straight_to_the_page(page, sign_in, assert_accessible):
    sign_in(User.objects.create_user("riyadh.head", "riyadh.head@ministry.example", PASSWORD, name="Helen"))
    page.goto("/profile/")
    assert page.url.endswith("/profile/")
    assert_accessible()
