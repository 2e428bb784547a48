"""From a mail to a decision: the link opens the draft after sign-in, and only a person's POST decides."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from approvals.actions import alarms
from approvals.models import Decision
from notifications import delivery
from tests.doors.pages import at, hash_of, main
from tests.people import NOW, fresh, later

PASSWORD = "tell-no-one-9"


@pytest.fixture
def draft(ministry, time_machine, settings):
    """A draft that awaits the head of mission, and whose mail has gone out."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    time_machine.move_to(NOW, tick=False)
    submitted = ministry.submitted("The consulate reopens on Sunday.")
    time_machine.move_to(later(0.1), tick=False)
    delivery.deliver_due(at=later(0.1))
    return submitted


def links_to(draft, username):
    """Return the addresses in this person's newest mail that lead to the draft's page, as a browser asks for them."""
    letters = [letter for letter in mail.outbox if letter.to == [f"{username}@ministry.example"]]
    html = letters[-1].alternatives[0][0]
    found = [urlsplit(address) for address in re.findall(r'https?://[^\s"<>]+', str(html) + letters[-1].body)]
    return {f"{link.path}{'?' + link.query if link.query else ''}" for link in found if link.path == at(draft)}


@pytest.mark.django_db
def test_the_link_of_a_mail_leads_who_is_signed_out_through_sign_in_to_the_draft_and_a_post_decides(draft, ministry):
    """Guarantee 13."""
    (link,) = links_to(draft, "helen")
    browser = Client()
    way = browser.get(link)
    assert (way.status_code, way["Location"]) == (302, f"/sign-in/?next={link}")
    page = browser.get(way["Location"]).content.decode()
    assert f'name="next" value="{link}"' in page
    back = browser.post("/sign-in/", {"username": "helen", "password": PASSWORD, "next": link})
    assert (back.status_code, back["Location"]) == (302, link)
    shown = browser.get(link).content.decode()
    assert "The consulate reopens on Sunday." in main(shown)
    assert "Your decision" in main(shown)
    assert not Decision.objects.exists(), "reading decides nothing"
    (revision,) = set(re.findall(r'name="revision" value="(\w{64})"', shown))
    decided = browser.post(at(draft, "approve"), {"revision": revision})
    assert decided.status_code == 302
    assert Decision.objects.get().by == ministry.helen
    assert revision == hash_of(draft)


@pytest.mark.django_db
def test_no_link_of_a_mail_decides_or_changes_anything_by_being_opened(draft, ministry):
    """Guarantee 13."""
    letters = [letter for letter in mail.outbox if letter.to == ["helen@ministry.example"]]
    text = "".join(str(letter.alternatives[0][0]) + letter.body for letter in letters)
    browser = Client()
    browser.force_login(ministry.helen, backend="accounts.backends.SignIn")
    before = fresh(draft).event_count
    addresses = {urlsplit(address).path for address in re.findall(r'https?://[^\s"<>]+', text)}
    assert at(draft) in addresses
    for address in addresses:
        for method in (browser.get, browser.head):
            assert method(address).status_code in (200, 302, 404, 405)
    assert fresh(draft).event_count == before
    assert fresh(draft).state == "in_review"


@pytest.mark.django_db
def test_who_follows_the_link_of_a_late_draft_after_it_was_decided_is_told_where_it_is(draft, ministry, time_machine):
    alarms.fire_due(at=later(4))
    ministry.approve(draft, ministry.helen, at=later(5))
    browser = Client()
    browser.force_login(ministry.helen, backend="accounts.backends.SignIn")
    page = browser.get(at(draft)).content.decode()
    assert 'id="approve-form"' not in page
    assert 'id="cannot-decide"' in page, "the button is there, and says why it cannot be pressed"
    assert "Can decide now: Dana Okafor; Dirk Maes" in main(page)


@pytest.mark.django_db
def test_a_mail_passed_on_opens_nothing_for_whom_it_was_not_meant(draft, ministry):
    """Guarantee 11."""
    (link,) = links_to(draft, "helen")
    stranger = Client()
    stranger.post("/sign-in/", {"username": "gil", "password": PASSWORD, "next": link})
    assert stranger.get(link).status_code == 404
