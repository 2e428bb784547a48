"""What platforms, and the law, ask of the images of a post."""

from datetime import date
from types import SimpleNamespace

import pytest

from channels import media
from channels.checks import check_post
from channels.models import Platform
from channels.platforms.catalogue import image_limits

TODAY = date(2026, 9, 14)


def codes(platform, descriptions, text="Look at this.", language="en"):
    channel = SimpleNamespace(platform=platform, handle="@a", languages=["en"], state="active", text_limit=None)
    found = check_post(text=text, channel=channel, on=TODAY, language=language, descriptions=descriptions)
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("platform", Platform.values)
def test_what_is_kept_of_an_image_is_taken_by_every_platform(platform):
    rule = image_limits(platform, on=TODAY)
    assert media.FORMAT in rule.formats
    assert rule.bytes >= media.MOST_BYTES
    assert rule.source.endswith(".")
    assert len(rule.source) > 40


@pytest.mark.parametrize("platform", Platform.values)
def test_a_post_may_have_as_many_images_as_its_platform_takes_and_no_more(platform):
    most = image_limits(platform, on=TODAY).most
    assert codes(platform, ["A map."] * most) == []
    assert codes(platform, ["A map."] * (most + 1)) == ["too_many_images"]


@pytest.mark.parametrize("platform", Platform.values)
@pytest.mark.parametrize("missing", ["", "  ", "\u200b", "…"])
def test_an_image_that_is_not_described_blocks_everywhere(platform, missing):
    assert "image_not_described" in codes(platform, ["A map.", missing])


def test_a_description_longer_than_the_platform_takes_is_refused_there():
    assert codes("x", ["a" * 1000]) == []
    assert codes("x", ["a" * 1001]) == ["description_too_long"]
    assert codes("mastodon", ["a" * 1001]) == []


def test_a_description_is_screened_as_a_text_is():
    assert codes("x", ["A ma\u200bp."]) == ["hidden_characters"]
    assert codes("x", ["SECRET//NOFORN map."]) == ["marking"]


def test_with_an_image_a_telegram_text_is_a_caption():
    assert codes("telegram", [], text="a" * 1025) == []
    assert codes("telegram", ["A map."], text="a" * 1025) == ["text_too_long"]


def test_the_sentence_says_which_image_and_which_language():
    channel = SimpleNamespace(platform="x", handle="@a", languages=["en"], state="active", text_limit=None)
    found = check_post(text="Voyez.", channel=channel, on=TODAY, language="fr-CA", descriptions=["Une carte.", ""])
    sentences = [problem.sentence for problem in found.problems if problem.code == "image_not_described"]
    assert len(sentences) == 1
    assert "Image 2" in sentences[0]
    assert "French" in sentences[0]
