"""Signing in and out: by username or address, never by a public password, never on to a foreign site."""

import pytest
from django.urls import reverse

from accounts.demo_password import DEMO_PASSWORD
from accounts.models import User
from tests.people import person

PASSWORD = "tell-no-one-9"


@pytest.fixture
def layla(db):
    return person("layla", "Layla Haddad", "Asia/Riyadh")


def sign_in(client, username="layla", password=PASSWORD, **fields):
    return client.post(reverse("sign_in"), {"username": username, "password": password, **fields})


@pytest.mark.parametrize("username", ["layla", "LAYLA", "layla@ministry.example", "Layla@Ministry.Example"])
def test_username_and_address_both_sign_in_whatever_their_case(client, layla, username):
    response = sign_in(client, username)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(layla.pk)


def test_an_address_longer_than_a_username_may_be_signs_in(client, db):
    address = f"{'l' * 64}@{'ministry-of-foreign-affairs.' * 4}example"
    User.objects.create_user("long", address, PASSWORD, name="Long")
    assert sign_in(client, address).status_code == 302


def test_a_wrong_password_is_refused_in_a_sentence_beside_the_form(client, layla):
    response = sign_in(client, password="guess")
    assert response.status_code == 200
    assert b"The username or the password is wrong" in response.content
    assert b'role="alert"' in response.content
    assert "_auth_user_id" not in client.session


def test_a_wrong_username_is_refused_in_the_same_words(client, layla):
    assert b"The username or the password is wrong" in sign_in(client, "nobody").content


def test_who_may_not_sign_in_is_refused_even_with_the_right_password(client, layla):
    User.objects.filter(pk=layla.pk).update(is_active=False)
    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_person_made_inactive_is_signed_out_at_the_next_request(client, layla):
    client.force_login(layla, backend="accounts.backends.SignIn")
    User.objects.filter(pk=layla.pk).update(is_active=False)
    assert client.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize(("debug", "demo"), [(False, False), (True, False), (False, True)])
def test_the_demo_password_opens_nothing_outside_the_demo(client, db, settings, debug, demo):
    User.objects.create_user("demo", "demo@ministry.example", DEMO_PASSWORD, name="Demo")
    settings.DEBUG, settings.DEMO = debug, demo
    assert sign_in(client, "demo", DEMO_PASSWORD).status_code == 200
    assert "_auth_user_id" not in client.session
    assert DEMO_PASSWORD.encode() not in client.get(reverse("sign_in")).content


def test_in_the_demo_the_accounts_are_listed_and_the_demo_password_opens_them(client, db, settings):
    User.objects.create_user("riyadh.author", "riyadh.author@ministry.example", DEMO_PASSWORD, name="Samira")
    settings.DEBUG = settings.DEMO = True
    page = client.get(reverse("sign_in")).content.decode()
    assert "riyadh.author" in page
    assert "Writes posts at the embassy in Riyadh." in page
    assert sign_in(client, "riyadh.author", DEMO_PASSWORD).status_code == 302


def test_the_page_one_came_for_is_opened_after_signing_in(client, layla):
    refused = client.get("/offices/?kind=mission")
    assert refused["Location"] == "/sign-in/?next=/offices/%3Fkind%3Dmission"
    assert sign_in(client, next="/offices/?kind=mission")["Location"] == "/offices/?kind=mission"


FOREIGN = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]


@pytest.mark.parametrize("address", FOREIGN)
def test_a_foreign_address_is_not_followed_after_signing_in(client, layla, address):
    assert sign_in(client, next=address)["Location"] == "/"


@pytest.mark.parametrize("address", FOREIGN)
def test_a_foreign_address_is_not_followed_after_switching_the_language(client, db, address):
    assert client.post(reverse("language"), {"language": "fr", "next": address})["Location"] == "/"


@pytest.mark.parametrize("address", FOREIGN)
def test_a_foreign_address_is_not_carried_through_the_door_of_the_administration(client, db, address):
    assert client.get("/admin/login/", {"next": address})["Location"] == "/sign-in/?next=%2F"


def test_the_administration_sends_a_visitor_to_the_one_door(client, db):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2F"


def test_who_does_not_administer_is_told_so_and_not_sent_in_circles(client, layla):
    client.force_login(layla, backend="accounts.backends.SignIn")
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert b"You may not do this" in response.content


def test_after_ten_wrong_passwords_the_account_waits_and_the_page_says_how_long(client, layla):
    for _ in range(9):
        assert sign_in(client, password="guess").status_code == 200
    locked = sign_in(client, password="guess")
    assert locked.status_code == 429
    assert b"for 15 minutes" in locked.content
    assert sign_in(client).status_code == 429, "the right password must wait too"


def test_one_person_has_ten_attempts_in_all_however_the_name_is_typed(client, layla):
    spellings = ["layla", "LAYLA", "Layla", "layla@ministry.example", "LAYLA@ministry.example"]
    for spelling in spellings * 2:
        sign_in(client, spelling, "guess")
    assert [sign_in(client, spelling).status_code for spelling in [*spellings, "laylA"]] == [429] * 6


def test_nobody_has_ten_attempts_in_all_too(client, db):
    for spelling in ["nobody", "NOBODY"] * 5:
        sign_in(client, spelling, "guess")
    assert sign_in(client, "Nobody").status_code == 429


def test_an_account_that_waits_is_not_locked_for_others_elsewhere(client, layla):
    for _ in range(10):
        sign_in(client, password="guess")
    elsewhere = client.post(reverse("sign_in"), {"username": "layla", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_signing_out_takes_a_post(client, layla):
    client.force_login(layla, backend="accounts.backends.SignIn")
    assert client.get(reverse("sign_out")).status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post(reverse("sign_out"))["Location"] == reverse("sign_in")
    assert "_auth_user_id" not in client.session


def test_who_is_signed_in_is_not_asked_again(client, layla):
    client.force_login(layla, backend="accounts.backends.SignIn")
    assert client.get(reverse("sign_in"))["Location"] == "/"


@pytest.mark.parametrize(
    "typed", ["\x00", "a\x00b", "x" * 300, "\u202elayla", "' OR 1=1 --", "\ud83d".encode("utf-16", "surrogatepass")]
)
def test_odd_input_is_an_ordinary_refusal(client, layla, typed):
    assert sign_in(client, typed).status_code == 200
    assert sign_in(client, "layla", typed).status_code == 200


def test_a_partial_request_whose_session_has_ended_sends_the_whole_page_to_sign_in_and_back(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/queue/?after=7"}
    response = client.post("/queue/", headers=headers)
    assert response.status_code == 204
    assert response["HX-Redirect"] == "/sign-in/?next=%2Fqueue%2F%3Fafter%3D7"


@pytest.mark.parametrize("address", ["http://[evil", "//evil.example/", "https://evil.example/x", "\x00", ""])
def test_an_odd_address_of_the_page_is_no_fault_and_leads_nowhere_foreign(client, layla, address):
    response = client.get("/profile/", headers={"HX-Request": "true", "HX-Current-URL": address})
    assert response.status_code == 204
    assert "evil.example" not in response["HX-Redirect"]
