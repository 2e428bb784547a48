"""One's own account: language, time zone, postings, password."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.demo_password import DEMO_PASSWORD
from accounts.models import Deputy, Posting, User
from tests.people import NOW, person


@pytest.fixture
def signed_in(client, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(ministry.helen, backend="accounts.backends.SignIn")
    return client


def save(client, **fields):
    return client.post(reverse("profile"), {"language": "en", "time_zone": "Asia/Riyadh", "theme": "system", **fields})


def test_the_language_takes_effect_on_the_next_page_and_is_said_in_its_header(signed_in, ministry):
    assert save(signed_in, language="fr").status_code == 302
    page = signed_in.get(reverse("profile"))
    assert page["Content-Language"] == "fr"
    assert b'<html lang="fr">' in page.content


def test_the_time_zone_takes_effect_on_the_next_page_and_is_named(signed_in, ministry):
    assert b"Times are shown in Asia/Riyadh (+03:00)." in signed_in.get(reverse("profile")).content
    save(signed_in, time_zone="America/St_Johns")
    assert b"Times are shown in America/St_Johns (-02:30)." in signed_in.get(reverse("profile")).content


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("europe/zurich", "Europe/Zurich"),
        ("Riyadh", "Asia/Riyadh"),
        (" sao paulo ", "America/Sao_Paulo"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_is_understood_however_it_is_typed(signed_in, ministry, typed, taken):
    assert save(signed_in, time_zone=typed).status_code == 302
    assert User.objects.get(pk=ministry.helen.pk).time_zone == taken


@pytest.mark.parametrize("typed", ["Atlantis", "../../etc/passwd", "", "\x00", "x" * 65, "/etc/localtime"])
def test_an_unknown_time_zone_is_refused_beside_its_field_and_nothing_is_saved(signed_in, ministry, typed):
    response = save(signed_in, language="fr", time_zone=typed)
    assert response.status_code == 200
    assert b'id="id_time_zone_error"' in response.content
    assert b'aria-describedby="id_time_zone_helptext id_time_zone_error"' in response.content
    helen = User.objects.get(pk=ministry.helen.pk)
    assert (helen.language, helen.time_zone) == ("en", "Asia/Riyadh")


def test_nothing_but_language_and_zone_can_be_changed_here(signed_in, ministry):
    save(signed_in, is_staff="on", is_superuser="on", email="other@ministry.example", username="other", name="Other")
    helen = User.objects.get(pk=ministry.helen.pk)
    assert (helen.is_staff, helen.is_superuser, helen.username, helen.name) == (False, False, "helen", "Helen Brandt")


def test_postings_are_those_in_force_at_this_instant(signed_in, ministry):
    Posting.objects.create(
        user=ministry.helen, office=ministry.geneva, role="approver", starts_at=NOW - timedelta(days=9), ends_at=NOW
    )
    Posting.objects.create(
        user=ministry.helen, office=ministry.comms, role="records", starts_at=NOW + timedelta(days=9)
    )
    page = signed_in.get(reverse("profile")).content.decode()
    assert "Embassy in Riyadh" in page
    assert "Permanent Mission in Geneva" not in page
    assert "Records officer" not in page


def test_deputies_in_force_are_shown_on_both_sides(signed_in, ministry):
    hers, his = Posting.objects.get(user=ministry.helen), Posting.objects.get(user=ministry.greta)
    day = timedelta(days=1)
    Deputy.objects.create(posting=hers, user=ministry.omar, starts_at=NOW - day, ends_at=NOW + day)
    Deputy.objects.create(posting=hers, user=ministry.layla, starts_at=NOW - 2 * day, ends_at=NOW)
    Deputy.objects.create(posting=his, user=ministry.helen, starts_at=NOW, ends_at=NOW + day)
    page = signed_in.get(reverse("profile")).content.decode()
    assert "Omar Sayegh acts for you until" in page
    assert "Layla Haddad" not in page
    assert "Greta Lind" in page


def test_who_holds_no_posting_is_told_what_that_means(client, db):
    client.force_login(person("new", "New Person"), backend="accounts.backends.SignIn")
    assert b"You hold no posting now" in client.get(reverse("profile")).content


def test_the_language_switch_of_the_footer_holds_for_good(signed_in, ministry):
    response = signed_in.post(reverse("language"), {"language": "fr", "next": "/offices/"})
    assert response["Location"] == "/offices/"
    assert User.objects.get(pk=ministry.helen.pk).language == "fr"


def test_a_visitor_can_switch_the_language_before_signing_in(client, db):
    client.post(reverse("language"), {"language": "fr", "next": "/sign-in/"})
    assert b'<html lang="fr">' in client.get("/sign-in/").content


def test_a_language_that_is_not_offered_is_not_stored(signed_in, ministry):
    signed_in.post(reverse("language"), {"language": "xx\x00"})
    assert User.objects.get(pk=ministry.helen.pk).language == "en"


def change_password(client, new, old="tell-no-one-9"):
    fields = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("password_change"), fields)


def test_the_password_is_changed_by_who_knows_it_and_the_session_goes_on(signed_in, ministry):
    assert change_password(signed_in, "a-longer-secret-4")["Location"] == reverse("password_change_done")
    assert signed_in.get(reverse("password_change_done")).status_code == 200
    assert User.objects.get(pk=ministry.helen.pk).check_password("a-longer-secret-4")


@pytest.mark.parametrize("new", [DEMO_PASSWORD, "12345678", "password", "short", "helen@ministry.example"])
def test_a_weak_or_public_password_is_refused(signed_in, ministry, new):
    assert change_password(signed_in, new).status_code == 200
    assert User.objects.get(pk=ministry.helen.pk).check_password("tell-no-one-9")


def test_the_old_password_is_needed(signed_in, ministry):
    assert change_password(signed_in, "a-longer-secret-4", old="guess").status_code == 200
    assert User.objects.get(pk=ministry.helen.pk).check_password("tell-no-one-9")


def test_the_pages_are_light_or_dark_as_the_person_chose_in_the_profile(signed_in, ministry):
    page = signed_in.get(reverse("profile")).content
    assert b'<meta name="color-scheme" content="light dark">' in page
    assert b"data-theme" not in page
    assert save(signed_in, theme="dark").status_code == 302
    page = signed_in.get(reverse("profile")).content
    assert b'<html lang="en" data-theme="dark">' in page
    assert b'<meta name="color-scheme" content="dark">' in page


@pytest.mark.parametrize(("sent", "kept"), [("light", "light"), ("system", "system"), ("sepia", "dark"), ("", "dark")])
def test_the_appearance_is_chosen_in_the_menu_and_leads_back(signed_in, ministry, sent, kept):
    User.objects.filter(pk=ministry.helen.pk).update(theme="dark")
    answer = signed_in.post(reverse("theme"), {"theme": sent, "next": "/offices/?kind=mission"})
    assert (answer.status_code, answer["Location"]) == (302, "/offices/?kind=mission")
    assert User.objects.get(pk=ministry.helen.pk).theme == kept


def test_choosing_an_appearance_leads_nowhere_else_and_is_asked_of_who_is_signed_in_only(signed_in):
    assert signed_in.post(reverse("theme"), {"theme": "dark", "next": "https://elsewhere.example/"})["Location"] == "/"
    assert signed_in.get(reverse("theme")).status_code == 405
    signed_in.logout()
    assert signed_in.post(reverse("theme"), {"theme": "dark"})["Location"].startswith("/sign-in/")
