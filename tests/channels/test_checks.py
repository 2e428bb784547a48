"""One check says whether a text may be posted on a channel, what must be mended, and what a person must confirm."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import checks
from channels.checks import check_post
from channels.models import Channel, Platform

TODAY = date(2026, 9, 14)


@dataclass
class Account:
    """A channel as a check sees it."""

    platform: str = "x"
    handle: str = "@EmbassyRiyadh"
    languages: list[str] = field(default_factory=lambda: ["en", "fr", "ar"])
    state: str = "active"
    text_limit: int | None = None


def check(text: str, language: str = "en", **channel):
    return check_post(text=text, channel=Account(**channel), language=language, on=TODAY)


def test_a_good_text_has_nothing_to_mend_and_nothing_to_confirm():
    checked = check("The embassy is open today. 🇨🇦")
    assert (checked.fits, checked.blocking, checked.to_confirm, checked.findings) == (True, [], [], [])
    assert checked.measures[0].length == 29


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b", "\ufeff \u2060", "\u3000"], ids=ascii)
def test_a_text_without_anything_to_read_is_empty(text):
    codes = [code for code, _sentence in check(text).blocking]
    assert codes[0] == "text_empty"


def test_a_text_too_long_is_told_with_its_count_and_the_limit():
    checked = check("a" * 281)
    assert not checked.fits
    assert checked.blocking == [
        ("text_too_long", "On X this text counts 281 characters; the limit is 280. Take out 1.")
    ]


def test_ten_megabytes_and_a_thousand_marks_are_told_with_count_and_limit():
    assert "10000000 characters; the limit is 280" in check("a" * 10_000_000).blocking[0][1]
    (problem,) = check("Z" + "\u0301" * 1_000, platform="mastodon").blocking
    assert problem[0] == "too_many_marks"
    assert "1000" in problem[1]
    assert "8" in problem[1]


def test_the_limit_of_the_channels_own_instance_counts():
    assert not check("a" * 501, platform="mastodon").fits
    assert check("a" * 501, platform="mastodon", text_limit=1_000).fits


@pytest.mark.parametrize(
    ("platform", "text", "code", "said"),
    [
        ("bluesky", "👨‍👩‍👧‍👦" * 121, "text_too_long", "3025 bytes; the limit is 3000"),
        ("instagram", "#a " * 6, "too_many_hashtags", "at most 5 hashtags; this text has 6. Take out 1."),
        ("threads", " ".join(f"a{n}.example.com" for n in range(7)), "too_many_links", "at most 5 different links"),
    ],
)
def test_whatever_else_a_platform_limits_is_told(platform, text, code, said):
    (problem,) = check(text, platform=platform).blocking
    assert problem[0] == code
    assert said in problem[1]


@pytest.mark.parametrize("state", ["frozen", "closed"])
def test_nothing_is_written_for_a_channel_that_is_not_active(state):
    (problem,) = check("Hello", state=state).blocking
    assert problem == (
        "channel_not_active",
        "The channel X @EmbassyRiyadh is not active. Nothing can be posted there: choose another.",
    )


def test_a_language_that_the_channel_does_not_offer_must_be_confirmed():
    assert check("Привіт", language="uk").to_confirm == [
        (
            "language_not_offered",
            "X @EmbassyRiyadh usually does not post in this language: Ukrainian. Confirm that it should.",
        )
    ]
    assert check("Bonjour", language="fr-CA").to_confirm == []
    assert check("Bonjour", language="").to_confirm == []


def test_findings_are_blocking_or_to_confirm_as_screening_says():
    checked = check("SECRET: see http://10.0.0.1/")
    assert [code for code, _ in checked.blocking] == ["url_not_allowed"]
    assert [code for code, _ in checked.to_confirm] == ["marking"]


def test_a_channel_of_the_register_is_all_that_a_check_needs():
    channel = Channel(platform=Platform.X, handle="@EmbassyRiyadh", languages=["en"])
    assert check_post(text="Hello", channel=channel, language="en", on=TODAY).blocking == []
    assert Channel.State.ACTIVE == checks._ACTIVE


@given(st.text(), st.sampled_from([platform.value for platform in Platform]), st.text(max_size=12))
def test_any_text_on_any_platform_in_any_language_gets_sentences_that_can_be_sent(text, platform, language):
    checked = check(text, language=language, platform=platform)
    for _code, sentence in checked.blocking + checked.to_confirm:
        assert sentence.endswith(".")
    if not checked.blocking:
        assert checked.fits
        text.encode()
