"""How one is told: chosen on a page that works as a form, and ended by the link that every such mail carries."""

from datetime import time, timedelta

import pytest
from django.test import Client

from notifications import telling, unsubscribing
from notifications.hours import Quiet
from notifications.models import EmailChoice, Message, Telling, When
from tests.doors.pages import main
from tests.people import NOW

PAGE = "/notifications/settings/"
CHOSEN = {
    "decisions": "at_once", "reminders": "digest", "delays": "at_once", "drafts": "at_once", "news": "never",
    "rules": "digest", "policies": "never", "people": "at_once",
    "reviews": "at_once", "authorizations": "digest", "work": "never",
    "digest_at": "07:30", "quiet_from": "22:00", "quiet_until": "06:45",
}  # fmt: skip


def choices(user):
    return dict(EmailChoice.objects.filter(user=user).values_list("group", "when"))


def chosen(page):
    """Return how many choices of the page itself are made; the sheet of keys has one of its own."""
    return page[page.index("<main") : page.index("</main>")].count(" checked")


def test_the_inbox_and_the_profile_lead_there(visit):
    reader = visit("helen")
    for address in ("/notifications/", "/profile/"):
        assert f'href="{PAGE}"' in reader.get(address)


def test_the_page_says_what_holds_now_and_what_cannot_be_changed(visit, ministry):
    page = visit("helen").get(PAGE)
    for said in (ministry.helen.email, "Asia/Riyadh, your time zone", "Always at once. This cannot be turned off."):
        assert said in main(page)
    assert page.count('type="radio"') == 3 * 11
    assert chosen(page) == 11
    assert 'value="08:00"' in page
    assert not Telling.objects.exists(), "looking keeps nothing"


def test_what_one_chooses_is_kept_and_shown(visit, ministry):
    reader = visit("helen")
    page = reader.follow(PAGE, **CHOSEN)
    assert "Saved. It holds for what you are told from now on." in main(page)
    assert choices(ministry.helen) == {name: CHOSEN[name] for name in list(CHOSEN)[:11]}
    kept = Telling.objects.get(user=ministry.helen)
    assert (kept.digest_at, kept.quiet_from, kept.quiet_until) == (time(7, 30), time(22), time(6, 45))
    assert all(f'value="{shown}"' in page for shown in ("07:30", "22:00", "06:45"))
    assert chosen(page) == 11


def test_what_waits_of_a_group_that_is_turned_off_is_dropped_and_one_is_told_so(visit, ministry):
    telling.save(user=ministry.helen, choices={"decisions": "digest"}, digest_at=time(8), quiet=None, at=NOW)
    ministry.submitted()
    page = main(visit("helen").follow(PAGE, **CHOSEN | {"decisions": "never"}))
    assert "Saved. 1 e-mail that was still waiting will not be sent." in page
    assert Message.objects.filter(user=ministry.helen, status="dropped").count() == 1
    assert Message.objects.filter(user=ministry.helen, medium="in_app").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quiet_from": ""}, "Give both the beginning and the end of your quiet hours, or neither."),
        ({"quiet_until": ""}, "Give both the beginning and the end of your quiet hours, or neither."),
        ({"quiet_until": "22:00"}, "Let your quiet hours end at another time than they begin"),
        ({"digest_at": ""}, "Give a time of day, such as 07:30."),
        ({"digest_at": "25:00"}, "Give a time of day, such as 07:30."),
        ({"quiet_from": "soon"}, "Give a time of day, such as 07:30."),
        ({"quiet_from": "\x00"}, "Give a time of day, such as 07:30."),
        ({"news": ""}, "Choose when you get e-mail about this."),
        ({"news": "weekly"}, "Select a valid choice. weekly is not one of the available choices."),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_nothing_is_kept(visit, ministry, wrong, sentence):
    page = main(visit("helen").post(PAGE, 200, **CHOSEN | wrong))
    assert "There is a problem" in page
    assert page.count(sentence) == 2, "at the top with a link, and beside what it is about"
    assert choices(ministry.helen) == {}
    assert not Telling.objects.exists()


def test_quiet_hours_are_taken_away_by_leaving_both_empty(visit, ministry):
    reader = visit("helen")
    reader.post(PAGE, **CHOSEN)
    reader.post(PAGE, **CHOSEN | {"quiet_from": "", "quiet_until": ""})
    assert telling.plan_of(ministry.helen).quiet is None


def test_duty_and_crisis_cannot_be_turned_off_by_a_form_of_ones_own_making(visit, ministry):
    visit("helen").post(PAGE, **CHOSEN | {"duty": "never"})
    assert "duty" not in choices(ministry.helen)


def test_one_chooses_for_oneself_only(visit, ministry):
    visit("helen").post(PAGE, **CHOSEN | {"user": str(ministry.dana.pk)})
    assert choices(ministry.dana) == {}


# The link in a mail, followed without a sign-in.


@pytest.fixture
def link(ministry, settings):
    """Give the address that ends e-mail of a kind for Helen, as a mail of this moment carries it."""
    settings.SITE_URL = ""
    return lambda code="news", at=NOW: unsubscribing.link(user_id=ministry.helen.pk, code=code, at=at)


def test_looking_at_the_link_asks_and_changes_nothing(link, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    page = Client().get(link()).content.decode()
    assert "End this e-mail?" in page
    assert "Comments and other news of drafts" in page
    assert choices(ministry.helen) == {}


@pytest.mark.parametrize("sent", [{}, {"List-Unsubscribe": "One-Click"}], ids=["a person", "a mail program"])
def test_a_post_ends_it_without_a_session_or_a_token_of_ours(link, ministry, time_machine, sent):
    time_machine.move_to(NOW, tick=False)
    answer = Client(enforce_csrf_checks=True).post(link(), sent)
    assert answer.status_code == 200
    assert "This e-mail has ended" in answer.content.decode()
    assert choices(ministry.helen) == {"news": "never"}


def test_a_post_repeated_is_no_fault(link, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    assert [Client().post(link()).status_code for _again in range(2)] == [200, 200]
    assert choices(ministry.helen) == {"news": "never"}


def test_the_link_of_a_digest_ends_all_that_comes_in_it_and_nothing_else(link, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    telling.save(
        user=ministry.helen, choices={"rules": When.DIGEST}, digest_at=time(8), quiet=Quiet(time(22), time(7)), at=NOW
    )
    answer = Client().post(link("digest")).content.decode()
    assert "No daily digest comes to you any more." in answer
    assert choices(ministry.helen) == {"rules": "never", "news": "never", "policies": "never"}


def test_the_page_speaks_the_language_of_whom_the_mail_was_for(link, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    ministry.helen.language = "fr"
    ministry.helen.save()
    assert '<html lang="fr">' in Client().get(link(), headers={"Accept-Language": "en"}).content.decode()


def test_a_link_of_a_season_ago_is_refused(link, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    for send in (Client().get, Client().post):
        held, too_old = (send(link(at=NOW - timedelta(days=90, seconds=late))) for late in (0, 1))
        assert (held.status_code, too_old.status_code) == (200, 410)
        assert "It is too old." in too_old.content.decode()
    assert choices(ministry.helen) == {"news": "never"}


@pytest.mark.parametrize("spoil", [lambda token: token[:-3], lambda token: "x" + token, lambda token: "x", str.upper])
def test_a_link_that_nobody_gave_out_is_refused_with_a_sentence(link, ministry, time_machine, spoil):
    time_machine.move_to(NOW, tick=False)
    front, token = "/notifications/unsubscribe/", link().split("/")[-2]
    for send in (Client().get, Client().post):
        answer = send(f"{front}{spoil(token)}/")
        assert answer.status_code == 404
        assert "It is no link that Chancery gave out" in answer.content.decode()
    assert choices(ministry.helen) == {}


@pytest.mark.parametrize("code", ["duty", "everything", ""])
def test_no_link_ends_what_cannot_be_turned_off(link, ministry, time_machine, code):
    time_machine.move_to(NOW, tick=False)
    assert Client().post(link(code)).status_code == 404
    assert choices(ministry.helen) == {}
