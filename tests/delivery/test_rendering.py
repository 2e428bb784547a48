"""Every kind says a whole sentence, in the reader's language and time zone, and none ever fails."""

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from approvals.models.decision import Reason
from approvals.models.review import Review
from notifications.composing import Composed, compose
from notifications.letters import Letter
from notifications.models import Message
from notifications.rendering import line
from notifications.wording import KINDS
from notifications.wording_notes import NOTES, REASONS
from tests.delivery.contract import (
    AT,
    COMMON,
    CONTRACT,
    DRAFT,
    OFFICE,
    POLICY,
    REGIME,
    REJECTED,
    SHOWN,
)
from tests.delivery.letters import AWAITING


def render(message: Message, language: str, zone: str) -> Composed:
    """Give a mail about this message alone, to a reader of this language and zone."""
    message.user = User(pk=7, email="reader@ministry.example", language=language, time_zone=zone)
    return compose(Letter([message]), stop_url="")


def say(kind: str, language: str = "en", zone: str = "UTC", **params: object) -> str:
    """Give the sentence of a message."""
    return line(Message(kind=kind, params=params), language, zone)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({}, f"Crisis regime for the topic Sensitive is on, until {SHOWN}. Switched on by Paul. Reason: Shelling."),
        (
            {"until": None, "regime": "caretaker", "scope": "country", "scope_value": "SA", "scope_name": ""},
            ("Caretaker regime for the country Saudi Arabia is on, until it is ended. Switched on by Paul. "
            "Reason: Shelling."),
        ),
        (
            {"until": None, "scope": "ministry", "scope_value": ""},
            "Crisis regime for the whole ministry is on, until it is ended. Switched on by Paul. Reason: Shelling.",
        ),
    ],
)  # fmt: skip
def test_a_regime_is_told_with_what_it_is_for_and_how_long(params, sentence):
    assert say("regime_on", **(REGIME | params)) == sentence


def test_the_contract_names_every_kind():
    assert {kind.partition(".")[0] for kind in KINDS} == set(CONTRACT)


@pytest.mark.parametrize("kind", CONTRACT)
def test_a_kind_says_what_it_is_about_and_not_just_that_there_is_news(kind):
    sentence = say(kind, **CONTRACT[kind])
    named = CONTRACT[kind]
    about = named.get("reference") or named.get("what") or named.get("person", "Sensitive")
    assert about in sentence
    assert "news" not in sentence
    assert "%" not in sentence


@pytest.mark.parametrize("kind", CONTRACT)
def test_no_message_holds_the_text_of_a_draft(kind):
    words = render(Message(kind=kind, params=CONTRACT[kind] | {"text": "SECRET", "comment": "SECRET"}), "en", "UTC")
    assert "SECRET" not in repr(words)


@pytest.mark.parametrize(
    ("kind", "params", "sentence"),
    [
        (
            "awaiting",
            AWAITING | {"due_at": None},
            f"{DRAFT} by Omar Haddad awaits your decision at HQ desk ({OFFICE}).",
        ),
        ("cleared", {"reference": DRAFT}, f"{DRAFT} is cleared and can be published now."),
        (
            "cleared",
            {"reference": DRAFT, "moment": AT},
            f"{DRAFT} is cleared and can be published now. Its moment passes on {SHOWN}.",
        ),
        (
            "expired",
            {"reference": DRAFT, "moment": AT, "level": "HQ desk"},
            f"{DRAFT} expired while it was at HQ desk: its moment, {SHOWN}, has passed.",
        ),
        ("rejected", COMMON | {"reason": "tone"}, f"{REJECTED}. Reason: Tone does not fit."),
        ("rejected", COMMON | {"reason": "not polite"}, f"{REJECTED}. Reason: not polite."),
        ("rejected", COMMON, f"{REJECTED}."),
        ("policy_enacted", POLICY, "Irina Koval put version 7 of the policy “Sensitive” in force."),
    ],
)
def test_a_sentence_says_what_is_known_and_nothing_that_is_not(kind, params, sentence):
    assert say(kind, **params) == sentence


@pytest.mark.parametrize(
    ("urgency", "first"), [("routine", "RUH"), ("urgent", "Urgent: RUH"), ("crisis", "Crisis: RUH")]
)
def test_urgency_is_said_first(urgency, first):
    assert say("awaiting", **AWAITING | {"urgency": urgency}).startswith(first)


def test_a_kind_of_tomorrow_says_a_neutral_sentence():
    assert say("teleported", reference="RUH-1") == "There is news of RUH-1."
    assert say("teleported") == "There is news for you in Chancery."
    assert say("awaiting") == "There is news for you in Chancery."


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Riyadh", "Thu 22 Jan 2026, 15:05 Asia/Riyadh (+03:00)"),
        ("America/Argentina/Buenos_Aires", "Thu 22 Jan 2026, 09:05 America/Argentina/Buenos_Aires (-03:00)"),
        ("UTC", SHOWN),
        ("Nowhere/Atlantis", SHOWN),
        ("../../etc/passwd", SHOWN),
    ],
)
def test_a_time_is_shown_in_the_reader_s_zone_and_the_zone_is_named(zone, shown):
    assert shown in say("slot_open", zone=zone, reference="RUH-1", publish_at=AT)


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        ("2026-03-29T00:30:00+00:00", "01:30 Europe/Paris (+01:00)"),
        ("2026-03-29T01:30:00+00:00", "03:30 Europe/Paris (+02:00)"),
    ],
)
def test_summer_time_counts(instant, shown):
    assert shown in say("slot_open", zone="Europe/Paris", reference="RUH-1", publish_at=instant)


@pytest.fixture
def french(tmp_path, settings):
    """Some sentences in French, so that the test does not depend on how far the translation is."""
    source = KINDS["awaiting"][0], NOTES["awaiting"]
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8", "Language": "fr"}
    said = {
        str(source[0].subject): "Votre décision est attendue à %(level)s",
        str(source[0].line): "%(reference)s attend votre décision à %(level)s au plus tard le %(due_at)s.",
    }
    catalogue.extend(polib.POEntry(msgid=msgid, msgstr=msgstr) for msgid, msgstr in said.items())
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]


def test_a_french_reader_in_riyadh_sees_french_and_riyadh_time(french):
    words = render(Message(kind="awaiting", params=AWAITING), "fr", "Asia/Riyadh")
    assert words.subject == "[RUH-2026-0042] Votre décision est attendue à HQ desk"
    due = "dim. 5 août 2018, 14:30 Asia/Riyadh (+03:00)"
    assert f"RUH-2026-0042 attend votre décision à HQ desk au plus tard le {due}." in words.text
    assert '<html lang="fr" dir="ltr">' in words.html


def test_values_are_escaped_in_html_and_left_alone_in_text():
    words = render(Message(kind="commented", params={"reference": "RUH-1", "by": "O'Neil & <b>Co</b>"}), "en", "UTC")
    assert "O&#x27;Neil &amp; &lt;b&gt;Co&lt;/b&gt;" in words.html
    assert "O'Neil & <b>Co</b> commented" in words.text


def test_a_message_without_a_page_has_no_link():
    words = render(Message(kind="commented", params=COMMON), "en", "UTC")
    assert words.text.count("http") == words.html.count("href") == 1, "only the way to one's settings"


def test_the_reasons_of_rejections_and_reviews_are_those_of_the_engine():
    assert set(REASONS) == {*Reason.values, *Review.Reason.values}
    assert {code: str(REASONS[code]) for code in Reason.values} == dict(Reason.choices)


leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
json_value = leaf | st.lists(leaf, max_size=3) | st.dictionaries(st.text(), leaf, max_size=3)
names = st.sampled_from(sorted({name for params in CONTRACT.values() for name in params}))


@given(
    kind=st.sampled_from(sorted(KINDS)) | st.text(),
    params=st.dictionaries(names, json_value) | json_value,
    language=st.sampled_from(["en", "fr", "xx", ""]),
    zone=st.sampled_from(["Asia/Riyadh", "UTC", "nowhere", ""]),
)
def test_rendering_never_fails_and_a_subject_is_always_one_line(kind, params, language, zone):
    words = render(Message(kind=kind, params=params), language, zone)
    assert words.text
    assert len(words.subject.splitlines()) == 1
