"""Chancery in French: no page of a French reader falls back to English, and French signs keep to their words."""

import re

import pytest

from accounts.models import User
from approvals.actions import alarms, decide, publish
from config.run import messages
from tests.doors.pages import at, hash_of, words
from tests.people import NOW, later

POST = "https://x.com/EmbassyRiyadh/status/1234567890123456789"
BREAKS = re.compile(r" [:;?!»]|« ")
HIDDEN = re.compile(r"""\bf(["'])(?:(?!\1).)*\{(?:_|n?p?gettext)\(""")


@pytest.fixture(scope="module")
def catalogue():
    """Every sentence of the catalogue: its English forms and its French ones."""
    return [(forms(message.id), forms(message.string)) for message in messages.read() if message.id]


def forms(text):
    """Return one form, or one for each number."""
    return [text] if isinstance(text, str) else list(text)


@pytest.fixture
def english(catalogue):
    """What a page would show of the English sentences; a few words alone may be a name that the ministry gave."""
    texts = {text for english, french in catalogue for text in english if text not in french}
    shown = {" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in texts}
    return {text for text in shown if "%" not in text and text.count(" ") >= 3}


@pytest.fixture
def pages(visit, ministry, time_machine):
    """The main pages as French readers get them, with something of each kind to show."""
    User.objects.update(language="fr")
    asked, cleared, late = ministry.submitted("Bonsoir."), ministry.cleared("Merci."), ministry.submitted("Salut.")
    decide.request_changes(
        draft_id=asked.pk, by=ministry.helen, revision=hash_of(asked), at=NOW, comment="Non.", proposal="Bonne nuit."
    )
    published = ministry.cleared("Au revoir.")
    publish.publish(draft_id=published.pk, channel_id=ministry.x.pk, url=POST, by=ministry.layla, at=NOW)
    alarms.fire_due(at=later(5))
    time_machine.move_to(later(5), tick=False)
    policy, drafts = f"/policies/{ministry.policy.pk}/", [at(draft) for draft in (asked, cleared, published, late)]
    asks = {
        "layla": [
            "/",
            "/?of=all&q=zzz",
            "/drafts/new/",
            *drafts,
            at(asked, "edit"),
            "/notifications/",
            "/notifications/settings/",
            "/profile/",
        ],
        "helen": ["/", "/queue/", "/delays/", "/delays/?which=past", "/notifications/", at(late), at(published)],
        "paul": ["/policies/", f"{policy}versions/1/", f"{policy}edit/", "/channels/", "/offices/", "/nowhere/"],
    }
    return {address: visit(name).client.get(address).content.decode() for name in asks for address in asks[name]}


def test_no_page_of_a_french_reader_shows_a_sentence_in_english(pages, english):
    assert len(english) > 300
    for address, page in pages.items():
        assert '<html lang="fr">' in page, address
        said = words(page)
        assert [sentence for sentence in english if sentence in said] == [], address


def test_no_french_sign_begins_a_line_without_its_word(catalogue):
    assert [text for _, french in catalogue for text in french if BREAKS.search(text)] == []


def test_no_marked_sentence_hides_where_the_extractor_cannot_see_it():
    hiding = [str(path) for path in messages.sources() if path.suffix == ".py" and HIDDEN.search(path.read_text())]
    assert hiding == []
