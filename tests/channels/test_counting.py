"""Texts are counted as their platforms count them: by example, against X's own rules, and however hostile."""

import time
from datetime import date
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from twitter_text import parse_tweet
from twitter_text.regexp.emoji import emoji_list

from channels.platforms.catalogue import limits
from channels.platforms.counting import measure

TODAY = date(2026, 9, 14)
PLATFORMS = ["x", "bluesky", "mastodon", "threads", "facebook", "linkedin", "instagram", "telegram"]
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "👨‍👩‍👧‍👦"
# A mark below after a mark above: putting them in order is what makes composing slow.
PILE = "\u0301\u0316"


def length(text: str, platform: str = "x", on: date = TODAY) -> int:
    return measure(text, limits(platform, on=on))[0].length


def lengths(text: str, platform: str) -> dict[str, int]:
    return {each.unit: each.length for each in measure(text, limits(platform, on=TODAY))}


# X, by its own rules


@pytest.mark.parametrize(
    ("text", "weighs"),
    [
        ("", 0),
        ("Hello", 5),
        ("é", 1),
        ("e\u0301", 1),  # composed first
        ("Україна", 7),
        ("سلام", 4),
        ("می‌خواهم", 8),
        ("中文", 4),
        ("日本語", 6),
        ("“quoted” – and…", 16),  # curly quotes and dashes weigh 1, the ellipsis 2
        ("😀", 2),
        (FAMILY, 2),
        ("👩🏽‍💻", 2),
        ("🇨🇦🇫🇷", 4),
        (ENGLAND, 2),
        ("1️⃣", 2),
        ("©", 2),  # an emoji to X, though a letter-like sign
        ("line\r\nline", 9),
        ("https://www.international.gc.ca/world-monde/index.aspx?lang=fra", 23),
        ("https://canada.ca.", 24),
        ("(https://en.wikipedia.org/wiki/Ottawa_(disambiguation))", 25),
        ("canada.ca", 23),
        ("bit.ly/3abc and example.com/a?b=c#d", 51),
        ("https://пример.рф/путь", 23),
        ("日本語example.com", 29),
        ("press@canada.ca", 15),
        ("@canada.ca", 10),
        ("#canada.ca", 10),
        ("v2.1, 3.5 and e.g.", 18),
        ("http://localhost/", 17),
        ("https://a_b.example.com", 23),
        ("https://foo_bar.com", 19),  # the name under a top-level domain has no underscore
        ("https://", 8),
    ],
)
def test_x_weighs(text, weighs):
    assert length(text) == weighs


def test_before_october_2018_x_weighed_every_part_of_an_emoji_sequence():
    assert length(FAMILY, on=date(2018, 10, 9)) == 4 * 2 + 3 * 1
    assert length(FAMILY, on=date(2018, 10, 10)) == 2


def test_a_link_longer_than_x_takes_is_counted_letter_by_letter():
    fits, too_long = ("https://canada.ca/" + "a" * (size - 18) for size in (4_096, 4_097))
    assert (length(fits), length(too_long)) == (23, 4_097)


def test_every_emoji_that_unicode_lists_weighs_what_x_says():
    for entry in emoji_list:
        assert length(entry.emoji) == weight_by_x(entry.emoji), entry.codepoint


def weight_by_x(text: str) -> int:
    return parse_tweet(text).weightedLength


@cache
def fully_qualified_emoji() -> list[str]:
    return [entry.emoji for entry in emoji_list if entry.status == "fully-qualified"]


LINKS = [
    "https://www.example.com", "http://example.com/a/b?c=d&e=f", "example.com", "canada.ca/fr", "https://пример.рф/путь",
    "www.international.gc.ca/world-monde/index.aspx?lang=eng#top", "https://en.wikipedia.org/wiki/A_(b)",
    "bit.ly/3abc.",
    "foo_bar.com", "https://foo_bar.com", "https://foo_bar.example.com/", "http://localhost",
    "https://192.168.0.1/a", "example.com:8080",
    "https://example.com:8080/a", "https://example.com?x=1", "example.com?x=1", "end.The", "“example.com”", "U.S.",
    "e.g.",
    "3.5", "v2.1", "me@example.com", "https://", "http://a", "日本語.com", "日本語example.com", "Https://Example.COM/Path!",
    "https://example.com/a-b_c~d/;e,f", "https://example.xn--p1ai/", "https://gov.uk,", "(gov.uk)", "a.b.c.d.info",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(LINKS),
    st.sampled_from(
        ["#RéunionG7", "@canada", "$TSLA", "Україна", "привіт", "می‌خواهم", "中文测试", "한국어", "—", "…", "’"]
    ),
    st.sampled_from(fully_qualified_emoji()),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "So", "Sk", "Cn", "Co"]), max_size=12).filter(
        lambda word: "." not in word and ":" not in word
    ),
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
@example("")
@example("https://example.com https://example.com\nhttps://example.com")
def test_x_weighs_a_text_of_words_links_and_emoji_as_its_own_rules_do(text):
    assert length(text) == weight_by_x(text)


# Bluesky


@pytest.mark.parametrize(
    ("text", "graphemes", "octets"),
    [
        ("Hello", 5, 5),
        ("e\u0301te\u0301", 3, 7),
        (FAMILY, 1, 25),
        (ENGLAND + "🇨🇦", 2, 36),
        ("नमस्ते", 3, 18),
        ("한국어", 3, 9),
        ("ශ්‍රී ලංකා", 5, 28),
        ("می‌خواهم", 7, 17),
        ("a\r\nb", 3, 3),
        ("\ud800", 1, 3),
    ],
)
def test_bluesky_counts_what_a_reader_sees_and_the_bytes(text, graphemes, octets):
    assert lengths(text, "bluesky") == {"graphemes": graphemes, "bytes": octets}


def test_three_hundred_families_fit_the_graphemes_of_bluesky_and_break_its_bytes():
    by_graphemes, by_bytes = measure(FAMILY * 300, limits("bluesky", on=TODAY))
    assert by_graphemes.fits
    assert (by_bytes.fits, by_bytes.length, by_bytes.limit) == (False, 7_500, 3_000)


# Mastodon


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Hello", 5),
        (FAMILY, 1),
        ("https://www.international.gc.ca/world-monde/index.aspx", 23),
        ("https://example.com/中文/путь?q=été", 23),
        ("canada.ca", 9),  # Mastodon makes no link of it
        ("@canada@social.example", 7),
        ("Hi @canada.press@social.example!", 17),
        ("@canada", 7),
        ("me@canada@social.example", 24),
        ("@a@b.example @c@d.example", 5),
    ],
)
def test_mastodon_counts(text, counts):
    assert length(text, "mastodon") == counts


def test_mastodons_own_examples_of_its_limit_hold():
    assert measure("a" * 476 + f" http://{'b' * 30}.com/example", limits("mastodon", on=TODAY))[0].fits
    assert measure("a" * 475 + f" @alice@{'b' * 30}.com", limits("mastodon", on=TODAY))[0].fits
    assert not measure("a" * 520, limits("mastodon", on=TODAY))[0].fits


# The others


@pytest.mark.parametrize(
    ("platform", "text", "counts"),
    [
        ("threads", "été 😀", 4 + 4),  # an emoji counts as its bytes
        ("threads", FAMILY, 25),
        ("telegram", "été 😀", 5),
        ("telegram", "\ud800", 1),
        ("facebook", "été 😀", 6),
        ("linkedin", "😀", 2),
        ("instagram", "e\u0301", 2),
        ("instagram", "\ud800", 1),
    ],
)
def test_the_other_platforms_count(platform, text, counts):
    assert length(text, platform) == counts


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        ("no tags", 0),
        ("#one #two,#three", 3),
        ("#G7 #été #Україна #中文 #سلام", 5),
        ("#2026 is a number, #2026budget is a tag", 1),
        ("C# and a#b and &#39;", 0),
        ("＃日本", 1),
    ],
)
def test_instagram_counts_hashtags(text, hashtags):
    assert lengths(text, "instagram")["hashtags"] == hashtags


def test_a_sixth_hashtag_breaks_instagrams_limit_today_and_did_not_in_2024():
    text = " ".join(f"#tag{number}" for number in range(6)) + " #x"
    assert [each.fits for each in measure(text, limits("instagram", on=TODAY))] == [True, False]
    assert all(each.fits for each in measure(text, limits("instagram", on=date(2024, 1, 1))))


def test_threads_counts_each_different_link_once():
    text = "www.example.com www.example.com https://example.org/a example.net"
    assert lengths(text, "threads")["links"] == 3


# Whatever is written


@given(st.text(), st.sampled_from(PLATFORMS))
@example("\ud800\udc00", "x")
@example("\x00", "bluesky")
@example("👨\u200d", "threads")
def test_any_text_at_all_is_counted_and_fits_exactly_up_to_its_limit(text, platform):
    for each in measure(text, limits(platform, on=TODAY)):
        assert each.length >= 0
        assert each.fits == (each.length <= each.limit)


@given(st.text(), st.sampled_from(["facebook", "linkedin", "telegram", "threads"]))
def test_a_text_never_gets_shorter_by_writing_on(text, platform):
    assert length(text + "a", platform) == length(text, platform) + 1


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    "piece",
    [
        "a", "a.", "http://", "http://a.co/(", "http://a.co/!", "http://a.co?!", "@a@", "#1", "com.", "👨\u200d", PILE,
        "привет", "\ud800", "中", "🇨",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_hundred_thousand_characters_take_the_time_of_so_many_and_not_of_their_square(platform, piece):
    rule = limits(platform, on=TODAY)
    measure(piece, rule)
    started = time.process_time()
    measure("x" + piece * (100_000 // len(piece)), rule)
    assert time.process_time() - started < 3


def test_a_thousand_marks_over_one_letter_are_counted():
    assert length("a" + PILE * 500) == 1_000
    assert length("a" + PILE * 500, "bluesky") == 1
