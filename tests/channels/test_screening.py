"""What a person must confirm, or mend, before a text goes on its way; each told in a sentence to act on."""

import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from channels import findings
from channels.screening import explain, screen, visible


def codes(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in screen(text)]


# Letters that look alike


@pytest.mark.parametrize(
    ("text", "word", "scripts"),
    [
        ("See gооgle.com", "gооgle", "Latin, Cyrillic"),
        ("Kyіv stands", "Kyіv", "Latin, Cyrillic"),
        ("разoм", "разoм", "Latin, Cyrillic"),
        ("Αthens", "Αthens", "Latin, Greek"),
        ("Ꭺlpha", "Ꭺlpha", "Latin, Cherokee"),
        ("https://раура.com/login", "раура.com", "Cyrillic"),  # a whole name of lookalikes
    ],
)
def test_a_word_of_mixed_alphabets_must_be_confirmed(text, word, scripts):
    (finding,) = screen(text)
    assert (finding.code, finding.severity) == ("mixed_scripts", "confirm")
    assert text[finding.start : finding.end] == word
    assert finding.params["scripts"] == scripts


@pytest.mark.parametrize(
    "text",
    [
        "IT-компанія",
        "10 μm, 5 kΩ, ΔT",
        "Київ Kyiv Κίεβο",
        "iPhone手机 GDPのα値",
        "пример.рф",
        "Қазақстан Qazaqstan",
        "Բարեւ",
    ],
)
def test_alphabets_side_by_side_are_no_mixture(text):
    assert screen(text) == []


# Markings


@pytest.mark.parametrize(
    "marking",
    [
        "SECRET", "TOP SECRET", "TOP SECRET//NOFORN", "CONFIDENTIAL", "RESTRICTED", "NATO RESTRICTED", "PROTECTED B",
        "Protected B", "PROTÉGÉ B", "Protégé A", "OFFICIAL-SENSITIVE", "OFFICIAL: SENSITIVE", "TRÈS SECRET",
        "TRES SECRET",
        "TRE\u0300S SECRET", "CONFIDENTIEL", "CONFIDENTIEL DÉFENSE", "DIFFUSION RESTREINTE", "RESTREINT UE",
        "FOR OFFICIAL USE ONLY", "CABINET CONFIDENCE",
    ],
)  # fmt: skip
def test_a_classification_marking_must_be_confirmed(marking):
    (finding,) = screen(f"({marking}) The talks go on.")
    assert (finding.code, finding.severity, finding.params["marking"]) == ("marking", "confirm", marking)


@pytest.mark.parametrize(
    "text",
    [
        "It is no secret that talks stay confidential.", "Secret gardens, restricted areas, protected birds.",
        "UNCLASSIFIED", "SECRETARY-GENERAL", "Une zone protégée, un secret bien gardé.", "Confidential: no",
    ],
)  # fmt: skip
def test_the_same_words_in_a_sentence_are_no_marking(text):
    assert screen(text) == []


# Telephone numbers and personal data


@pytest.mark.parametrize("number", ["+33 1 44 43 29 00", "+1 (613) 996-8885", "+966112345678", "0033 1 44 43 29 00"])
def test_a_telephone_number_must_be_confirmed(number):
    (finding,) = screen(f"Call {number}.")
    assert (finding.code, finding.severity, finding.params["number"]) == ("telephone", "confirm", number)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Pay to GB29 NWBK 6016 1331 9268 19.", "account"),
        ("DE89370400440532013000", "account"),
        ("Card 4111 1111 1111 1111", "card"),
        ("P<CANMARTIN<<SARAH<<<<<<<<<<<<<<<<<<<<<<<<<<", "passport"),
    ],
)
def test_personal_data_must_be_confirmed_and_is_not_repeated(text, kind):
    (finding,) = screen(text)
    assert (finding.severity, finding.message) == ("confirm", f"personal_data.{kind}")
    assert "1111" not in explain(finding)
    assert "NWBK" not in explain(finding)


@pytest.mark.parametrize(
    "text",
    [
        "+1.5% and +20 000 000 people", "12 September 2026, 14:30", "Resolution 2758 (XXVI)",
        "GB29 NWBK 6016 1331 9268 18",
        "4111 1111 1111 1112", "1.000.000.000 euros", "Order 0012345678", "2026-09-14T09:00:00+02:00", "10.000.000.000",
    ],
)  # fmt: skip
def test_other_numbers_raise_no_false_alarm(text):
    assert screen(text) == []


# Sentences


def test_each_finding_is_told_with_its_place_counted_from_one():
    (finding,) = screen("pay\u200bment")
    assert explain(finding) == (
        "Character 4 is invisible: ZERO WIDTH SPACE (U+200B). Readers and reviewers cannot see it. "
        "Delete it, or type this part anew."
    )


@pytest.mark.parametrize("message", sorted(findings._SENTENCES))
def test_every_sentence_is_whole_and_says_what_to_do(message):
    with translation.override("en"):
        sentence = str(findings._SENTENCES[message])
    assert "%(position)s" in sentence
    assert sentence.endswith(".")
    assert any(word in sentence for word in ("Delete", "Confirm", "confirm", "Give", "Type", "begin"))


@given(st.text(), st.sampled_from(["https://{}", "file://{}", "http://{}.local/", "{}сo.com", "SECRET {}", "\u200b{}"]))
def test_every_finding_can_be_told_in_a_sentence_that_is_safe_to_send(text, frame):
    for finding in screen(frame.format(text)):
        sentence = explain(finding)
        sentence.encode()
        assert "\x00" not in sentence
        assert "\u202e" not in sentence
        assert len(sentence) < 500


def test_a_finding_does_not_change():
    (finding,) = screen("a\x00")
    with pytest.raises(AttributeError):
        finding.code = "fine"  # type: ignore[misc]
    assert hash(finding)


# Time


@pytest.mark.parametrize(
    "piece",
    [
        "a", "A", "a.", "a://", "://", "http://", "a@", "\u0301\u0316", "пp", "+1 ", "1", "1111 ", "P<", "PAAAAA<",
        "GB11 ",
        "10.0.0.1 ", "10.", "👨\u200d", "\U000e0067", "\u200f", "ک\u200c", "\u2067", "data:", "\\\\a", "SECRET/",
        "\x01\x02",
        "\ud800", "хеу", "%31", "\u202b\n", "\u200b",
    ],
    ids=ascii,
)  # fmt: skip
def test_fifty_thousand_characters_take_the_time_of_so_many_and_not_of_their_square(piece):
    text = "http://x" + piece * (50_000 // len(piece))
    screen(piece)
    started = time.process_time()
    screen(text)
    visible(text)
    assert time.process_time() - started < 4
