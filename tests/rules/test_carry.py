"""What is a minor change: nothing that could mean something else is one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.carry import is_minor, said
from approvals.rules.content import Content, Picture, Variant

POST = Content((1, 2), "en", "The embassy is open on Sunday.")


def change(old, new):
    return is_minor(replace(POST, text=old), replace(POST, text=new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We are open.", "We are open"),
        ("We are open.", "We are  open."),
        ("We are open.\nCome in.", "We are open. Come in!"),
        ("we are open", "We are Open"),
        ("Open Sunday,come in", "Open Sunday, come in"),
        ("He said hello", "He said “hello”"),
        ("Open — and free", "Open, and free"),
        ("نحن نرحب بكم", "نحن نرحب بكم."),
        ("我们开放。欢迎", "我们开放，欢迎！"),
        ("Ambassade ouverte !", "Ambassade ouverte!"),
        ("Read https://example.org/a.", "Read https://example.org/a"),
        ("It is so", "It is so…"),
    ],
)
def test_spacing_case_and_punctuation_are_minor(old, new):
    assert change(old, new)
    assert change(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We are open.", "We are not open."),
        ("We are open.", "We were open."),
        ("Open on 14 June", "Open on 15 June"),
        ("1,000 visas", "1.000 visas"),
        ("up by .5", "up by 5"),
        ("a rise of 5", "a rise of -5"),
        ("5 - 3", "5 3"),
        ("10% more", "10 more"),
        ("€5", "$5"),
        ("Ask @ministry", "Ask @Ministry"),
        ("#Peace", "#peace"),
        ("See example.org/A", "See example.org/a"),
        ("See https://example.org/a", "See https://example.org/b"),
        ("we'll go", "well go"),
        ("re-cover", "recover"),
        ("can not", "cannot"),
        ("open", "op\u200ben"),
        ("open", "open\u202e"),
        ("open \U0001f389", "open"),
        ("C++ day", "C day"),
        ("Maße", "Masse"),
        ("at 10:30", "at 10.30"),
        ("Ukraine", "the Ukraine"),
        ("می\u200cخواهم", "می خواهم"),
        ("a/b", "a b"),
        ("See https://example.org/Oslo_(city)", "See https://example.org/Oslo_(city"),
        ("See https://example.org/a'", "See https://example.org/a"),
        ("a gap of 6'", 'a gap of 6"'),
        ("a gap of 6′", "a gap of 6"),
        ("a change of (5)", "a change of 5"),
    ],
)
def test_a_word_a_number_a_name_a_link_a_tag_or_a_sign_is_not(old, new):
    assert not change(old, new)
    assert not change(new, old)


def test_another_channel_language_kind_or_address_is_no_minor_change():
    assert is_minor(POST, POST)
    assert not is_minor(POST, replace(POST, channel_ids=(1,)))
    assert not is_minor(POST, replace(POST, language="fr"))
    assert not is_minor(POST, replace(POST, kind="reply"))
    assert not is_minor(POST, replace(POST, in_reply_to="https://example.org/1"))
    assert not is_minor(POST, replace(POST, variants=(Variant(2, "en", "Closed."),)))


def test_a_text_of_its_own_that_says_the_same_is_a_minor_change():
    assert is_minor(POST, replace(POST, variants=(Variant(2, "en", "the embassy is open on sunday"),)))


@given(st.text(), st.text())
def test_it_does_not_matter_which_of_two_texts_came_first(old, new):
    assert change(old, new) == change(new, old)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1), st.text())
def test_a_word_more_is_never_minor(word, text):
    assert not change(text, f"{text} {word}")


@given(st.lists(st.text(alphabet="abcdefg", min_size=1), min_size=1))
def test_words_are_what_is_said(words):
    assert said(" ".join(words).title() + "!") == words


IMAGES = (Picture("a" * 64, (("en", "A map."),)), Picture("b" * 64, (("en", "A flag."),)))


@pytest.mark.parametrize(
    "images",
    [
        (),
        IMAGES[:1],
        IMAGES[::-1],
        (*IMAGES, Picture("c" * 64, (("en", "A lake."),))),
        (Picture("d" * 64, (("en", "A map."),)), IMAGES[1]),
        (Picture("a" * 64, (("en", "A map"),)), IMAGES[1]),
        (Picture("a" * 64, (("en", "A map."),), channel_ids=(1,)), IMAGES[1]),
    ],
)
def test_no_change_of_an_image_or_of_what_describes_it_is_minor(images):
    old = replace(POST, images=IMAGES)
    assert is_minor(old, replace(old, text="The embassy is open on Sunday"))
    assert not is_minor(old, replace(POST, images=images))
    assert not is_minor(replace(POST, images=images), old)
