"""Words are found however they are cased, accented, pointed or spaced, and what was found is marked where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from approvals.rules import finding


def finds(typed, text):
    """Say whether what was typed finds a post with this text."""
    wanted = finding.asked(typed)
    return bool(wanted) and finding.has({"text": text, "variants": []}, wanted)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("jeddah", "The consulate in JEDDAH reopens."),
        ("Consul", "The consulate in Jeddah reopens."),
        ("elysee", "L’Élysée reçoit."),
        ("ÉLYSÉE", "l'elysee"),
        ("e\u0301lyse\u0301e", "Élysée"),
        ("αθήνα", "ΑΘΗΝΑ"),
        ("αθηνας", "ΑΘΉΝΑΣ"),
        ("киев", "КИЕВ"),
        ("الرياض", "أهلًا بكم في الرِّياض"),
        ("اهلا", "أهلاً"),
        ("شكرا", "شكـــرا"),
        ("外交部", "北京市外交部发言人"),
        ("部", "北京市外交部"),
        ("京", "北京市"),
        ("東京", "駐日大使館は東京にあります"),
        ("สถานทูต", "ที่สถานทูตในกรุงเทพ"),
        ("cop29", "See you at #COP29!"),
        ("#cop29", "COP29"),
        ("example", "https://example.org/visa?x=1"),
        ("12:30", "At 12:30 sharp."),
        ("ＶＩＳＡ", "visa"),
        ("friday open", "Open on Friday."),
        ("c'est l'heure", "C’est l’heure."),
    ],
)
def test_a_word_is_found_however_it_is_written(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("dah", "Jeddah"),  # a word is found by its beginning
        ("j", "Jeddah"),  # one letter is a word of its own
        ("京北", "北京"),
        ("friday closed", "Open on Friday."),
        ("", "Open."),
        ("  ", "Open."),
        ("'\"&|!:*()\\", "Open & closed."),
        ("🎉", "🎉"),  # a picture is no word
        ("text", "Only a key of what is stored."),
    ],
)
def test_what_is_not_there_is_not_found(typed, text):
    assert not finds(typed, text)


def test_every_text_of_a_post_is_looked_through_and_nothing_else_of_it():
    content = {
        "channels": [1], "language": "en", "kind": "original", "in_reply_to": "https://elsewhere.example/",
        "text": "Open", "variants": [{"channel": 1, "language": "ar", "text": "مفتوح"}],
    }  # fmt: skip
    assert finding.words_of(content) == {"open", "مفتوح"}
    content["images"] = [{"hash": "abc", "descriptions": {"en": "A gate", "fr": "Une porte"}, "channels": [1]}]
    assert finding.words_of(content) == {"open", "مفتوح", "a", "gate", "une", "porte"}


def test_what_was_looked_for_is_marked_where_it_stands():
    text = "L’Élysée rouvre à Djeddah, 北京市外交部."
    found = [piece for piece, is_hit in finding.marked(text, "elysee 外交 djed") if is_hit]
    assert found == ["Élysée", "Djeddah", "外交"]


def test_marks_that_overlap_are_one():
    assert finding.marked("a consulate", "con consul") == [("a ", False), ("consulate", True)]
    assert finding.marked("北京市外", "北京 京市") == [("北京市", True), ("外", False)]
    assert finding.marked("e\u0301a", "e\u0301a") == [("e\u0301a", True)]
    assert finding.marked("", "x") == []


@given(some.text(), some.text(max_size=20))
def test_the_pieces_of_any_text_join_to_it_again(text, typed):
    assert "".join(piece for piece, _is_hit in finding.marked(text, typed)) == text


@given(some.text(), some.text(max_size=20))
def test_whatever_is_typed_into_a_text_is_found_in_it(before, typed):
    """A word that stands by itself is found by the same word."""
    if finding.asked(typed):
        assert finds(typed, f"{before} {typed}")


def test_a_post_of_very_many_words_keeps_those_that_an_index_takes():
    words = finding.words_of({"text": " ".join(f"{number:060}" for number in range(20_000))})
    assert 16_000 < len(words) < 17_000
