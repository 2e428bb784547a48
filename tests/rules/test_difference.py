"""What changed between two revisions is shown word by word, loses nothing, and never takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.rules.content import Content, Variant
from approvals.rules.difference import Segment, between, segments


def content(text, *channels, variants=()):
    return Content(channel_ids=channels or (1,), language="en", text=text, variants=variants)


def shown(old, new):
    marks = {"equal": "", "delete": "-", "insert": "+"}
    return [f"{marks[segment.change]}{segment.text}" for segment in segments(old, new)]


@given(old=st.text(max_size=200), new=st.text(max_size=200))
@settings(deadline=None)
def test_nothing_is_lost_what_stayed_and_went_is_the_old_text_what_stayed_and_came_is_the_new(old, new):
    found = segments(old, new)
    assert "".join(part.text for part in found if part.change != "insert") == old
    assert "".join(part.text for part in found if part.change != "delete") == new
    assert all(part.text for part in found)


@given(text=st.text(min_size=1, max_size=200))
def test_the_same_text_is_one_equal_stretch(text):
    assert segments(text, text) == (Segment("equal", text),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The embassy is open.", "The embassy is closed.", ["The embassy is ", "-open", "+closed", "."]),
        ("Open on Sunday", "Open on Monday morning", ["Open on ", "-Sunday", "+Monday morning"]),
        ("We don't know", "We do know", ["We ", "-don't", "+do", " know"]),
        ("see #trade now", "see #peace now", ["see ", "-#trade", "+#peace", " now"]),
        ("使馆今天开放", "使馆明天开放", ["使馆", "-今", "+明", "天开放"]),
        ("السفارة مفتوحة اليوم", "السفارة مغلقة اليوم", ["السفارة ", "-مفتوحة", "+مغلقة", " اليوم"]),
        ("كِتَابٌ جديد", "كِتَابٌ قديم", ["كِتَابٌ ", "-جديد", "+قديم"]),
        ("one two three", "uno dos three", ["-one two", "+uno dos", " three"]),
        ("", "New", ["+New"]),
        ("Old", "", ["-Old"]),
        ("", "", []),
    ],
)
def test_changes_are_shown_in_words(old, new, expected):
    assert shown(old, new) == expected


def test_a_picture_made_of_several_characters_is_never_cut():
    assert shown("Hello 👩🏽‍🚀!", "Hello 👩🏻‍🚀!") == ["Hello ", "-👩🏽‍🚀", "+👩🏻‍🚀", "!"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 25_000, "b a " * 25_000),
        ("x" * 100_000, "y" * 100_000),
        ("一" * 50_000 + "二", "二" + "一" * 49_999),
        ("\n".join("ab" * 25_000), "\n".join("ba" * 25_000)),
        (" ".join(str(n) for n in range(20_000)), " ".join(str(n) for n in range(20_000, 0, -1))),
        (" ".join(f"w{n} old{n}" for n in range(8_000)), " ".join(f"w{n} new{n}" for n in range(8_000))),
    ],
)
def test_the_longest_texts_are_compared_quickly(old, new):
    began = time.perf_counter()
    found = segments(old, new)
    assert time.perf_counter() - began < 5
    assert "".join(part.text for part in found if part.change != "insert") == old
    assert "".join(part.text for part in found if part.change != "delete") == new


def test_a_long_text_with_one_word_changed_is_still_compared_by_words():
    line = "The embassy is open today and tomorrow. " * 2_000
    assert shown(f"{line}Open.", f"{line}Closed.")[1:] == ["-Open", "+Closed", "."]


def test_a_long_text_with_changes_all_over_is_compared_sentence_by_sentence_and_then_by_words():
    old = "".join(f"Sentence number {n} is here. " for n in range(2_000))
    new = "".join(f"Sentence number {n} {'was' if n % 500 == 1 else 'is'} here. " for n in range(2_000))
    found = segments(old, new)
    assert [part.text for part in found if part.change != "equal"] == ["is", "was"] * 4


def test_every_post_is_compared_with_the_one_for_the_same_channel_and_language():
    old = content("Open.", 1, 2, variants=(Variant(2, "fr", "Ouvert."),))
    new = content("Closed.", 1, 2, variants=(Variant(2, "fr", "Fermé."),))
    found = {(post.channel_id, post.language): post for post in between(old, new)}
    assert [segment.text for segment in found[1, "en"].segments] == ["Open", "Closed", "."]
    assert [segment.text for segment in found[2, "fr"].segments] == ["Ouvert", "Fermé", "."]


def test_a_post_that_came_in_is_all_new_and_one_that_went_out_is_all_gone():
    came, went = between(content("Same.", 1), content("Same.", 2))
    assert (came.channel_id, came.segments) == (2, (Segment("insert", "Same."),))
    assert (went.channel_id, went.segments) == (1, (Segment("delete", "Same."),))


def test_the_first_revision_is_all_new():
    (post,) = between(None, content("Hello."))
    assert post.segments == (Segment("insert", "Hello."),)
    assert post.is_changed


def test_a_post_that_stayed_is_not_changed():
    (post,) = between(content("Hello."), content("Hello."))
    assert not post.is_changed
