"""The beginning of a text is cut between characters as a reader counts them, and costs the same for any length."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from approvals.rules.content import Content, Variant
from approvals.rules.excerpt import excerpt

FAMILY = "👨‍👩‍👧‍👦"


def content(text, *variants):
    return Content((1,), "en", text, variants=tuple(Variant(1, "en", variant) for variant in variants))


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("Short.", 10, "Short."),
        ("Exactly 10", 10, "Exactly 10"),
        ("Eleven of it", 10, "Eleven of…"),
        ("Two\n\nlines\tand  spaces", 100, "Two lines and spaces"),
        (FAMILY * 5, 5, FAMILY * 5),
        (FAMILY * 6, 5, FAMILY * 4 + "…"),
        ("السفارة مفتوحة", 8, "السفارة…"),
        ("   ", 10, ""),
        ("", 10, ""),
    ],
)
def test_a_text_is_cut_between_characters_and_never_within_one(text, longest, expected):
    assert excerpt(content(text), longest=longest) == expected


def test_the_first_text_of_its_own_stands_in_for_a_common_one_that_is_empty():
    assert excerpt(content("", " ", "Ouvert.")) == "Ouvert."


@given(text=st.text(max_size=300))
def test_an_excerpt_is_never_longer_than_it_may_be_nor_more_than_one_line(text):
    short = excerpt(content(text), longest=20)
    assert sum(1 for _ in iter_graphemes(short)) <= 20
    assert short == " ".join(short.split())


def test_the_longest_text_costs_no_more_than_a_short_one():
    began = time.perf_counter()
    assert excerpt(content("a" * 100_000)).endswith("a…")
    assert excerpt(content("\u0301" * 100_000))
    assert time.perf_counter() - began < 1
