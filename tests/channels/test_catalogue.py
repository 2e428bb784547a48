"""What each platform accepts is dated data with its source; the code holds no limit of its own."""

import ast
import re
import tomllib
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest

from channels.models import Platform
from channels.platforms.catalogue import addresses, limits, top_level_domains

TODAY = date(2026, 9, 14)
ALL = [platform.value for platform in Platform]


@pytest.mark.parametrize("platform", ALL)
def test_every_platform_of_the_register_says_what_it_accepts_today_and_by_whose_rule(platform):
    rule = limits(platform, on=TODAY)
    assert rule.text > 0
    assert rule.name == Platform(platform).label
    assert len(rule.source) > 60, "the source is a citation in words"
    assert addresses(platform).post


def test_the_catalogue_has_no_platform_that_the_register_lacks():
    files = [file.name for file in resources.files("channels.platforms").iterdir() if file.name.endswith(".toml")]
    assert sorted(files) == sorted(f"{platform}.toml" for platform in ALL)


@pytest.mark.parametrize("platform", ALL)
def test_rules_of_a_platform_stand_in_the_order_of_their_dates(platform):
    table = tomllib.loads(resources.files("channels.platforms").joinpath(f"{platform}.toml").read_text("utf-8"))
    dates = [rule["since"] for rule in table["rules"]]
    assert dates == sorted(set(dates))


@pytest.mark.parametrize(
    ("platform", "text", "unit"),
    [
        ("x", 280, "weighted"),
        ("bluesky", 300, "graphemes"),
        ("mastodon", 500, "graphemes"),
        ("threads", 500, "emoji_bytes"),
        ("facebook", 63_206, "utf16"),
        ("linkedin", 3_000, "utf16"),
        ("instagram", 2_200, "utf16"),
        ("telegram", 4_096, "code_points"),
    ],
)
def test_the_published_limits_are_those_of_the_platforms(platform, text, unit):
    rule = limits(platform, on=TODAY)
    assert (rule.text, rule.unit) == (text, unit)


def test_instagram_takes_thirty_hashtags_until_the_day_it_takes_five():
    change = date(2025, 12, 18)
    assert limits("instagram", on=change - timedelta(days=1)).hashtags == 30
    assert limits("instagram", on=change).hashtags == 5


def test_an_emoji_sequence_weighs_two_on_x_only_since_october_2018():
    assert limits("x", on=date(2018, 10, 9)).emoji_weight is None
    assert limits("x", on=date(2018, 10, 10)).emoji_weight == 2


def test_the_limit_of_the_channels_own_instance_replaces_that_of_the_text_alone():
    rule = limits("mastodon", on=TODAY, own_limit=5_000)
    assert (rule.text, rule.link_weight) == (5_000, 23)
    assert limits("mastodon", on=TODAY).text == 500


def test_a_platform_or_a_day_that_the_catalogue_does_not_know_is_an_error_and_never_a_guess():
    with pytest.raises(LookupError, match="weibo"):
        limits("weibo", on=TODAY)
    with pytest.raises(LookupError, match="2001-01-01"):
        limits("x", on=date(2001, 1, 1))
    with pytest.raises(LookupError):
        addresses("../platforms/x")


def test_top_level_domains_are_known_in_their_own_script():
    assert {"ca", "com", "рф", "مصر", "中国"} <= top_level_domains()
    assert not any(name.startswith("xn--") for name in top_level_domains())


def test_no_limit_of_a_platform_stands_in_the_code():
    known = {280, 2_200, 3_000, 4_096, 25_000, 63_206}  # 300 and 500 are also numbers of other things
    room = Path(resources.files("channels"))
    for file in room.rglob("*.py"):
        if "migrations" in file.parts:
            continue
        numbers = {
            node.value
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Constant) and type(node.value) is int
        }
        assert not numbers & known, f"{file.name} holds a limit that belongs in the catalogue"


def test_compose_links_are_documented_beside_themselves():
    for platform in ALL:
        source = resources.files("channels.platforms").joinpath(f"{platform}.toml").read_text("utf-8")
        assert re.search(
            r"^# .*ocumentation|^# .*Meta for Developers|^# X for Websites|^# No compose link", source, re.MULTILINE
        )
