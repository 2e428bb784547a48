"""Hand-over opens the platform's own page with the cleared text, and records only the address of the post itself."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.connectors.hand_over import LONGEST_LINK, PostUrlRefused, check_post_url, compose_link
from channels.models import Platform

ALL = [platform.value for platform in Platform]
MASTODON = "@riyadh@social.example"


@dataclass
class Account:
    """A channel as hand-over sees it."""

    platform: str
    handle: str


@pytest.mark.parametrize(
    ("platform", "start"),
    [
        ("x", "https://x.com/intent/post?text="),
        ("bluesky", "https://bsky.app/intent/compose?text="),
        ("mastodon", "https://social.example/share?text="),
        ("threads", "https://www.threads.com/intent/post?text="),
        ("telegram", "https://t.me/share/url?url="),
    ],
)
def test_the_compose_page_is_the_platforms_own(platform, start):
    assert compose_link(platform=platform, text="Bonjour", handle=MASTODON) == start + "Bonjour"


@pytest.mark.parametrize("platform", ["facebook", "linkedin", "instagram"])
def test_a_person_copies_where_the_platform_takes_no_text(platform):
    assert compose_link(platform=platform, text="Bonjour") is None


def text_of(link: str) -> str:
    parts = urlsplit(link)
    assert parts.scheme == "https"
    assert not parts.fragment
    (value,) = next(iter(parse_qs(parts.query, strict_parsing=True).values()))
    return value


@given(st.text(min_size=1, max_size=280), st.sampled_from(ALL))
def test_the_link_carries_exactly_the_cleared_text_or_there_is_none(text, platform):
    link = compose_link(platform=platform, text=text, handle=MASTODON)
    if link is not None:
        assert text_of(link) == text
        assert link.isascii()
        assert len(link) <= LONGEST_LINK


def test_a_text_too_long_for_an_address_is_copied():
    assert compose_link(platform="telegram", text="ж" * 4_096) is None


def test_a_reply_opens_as_a_reply_or_not_at_all():
    post = "https://x.com/someone/status/12345?s=20"
    assert (
        compose_link(platform="x", text="Oui", in_reply_to=post)
        == "https://x.com/intent/post?in_reply_to=12345&text=Oui"
    )
    assert compose_link(platform="x", text="Oui", in_reply_to="https://evil.example/a/status/1") is None
    assert compose_link(platform="x", text="Oui", in_reply_to="https://[::1") is None
    assert (
        compose_link(platform="bluesky", text="Oui", in_reply_to="https://bsky.app/profile/a.example/post/3k") is None
    )


@pytest.mark.parametrize("handle", ["", "@riyadh", "@riyadh@localhost", "@riyadh@10.0.0.1", "@riyadh@evil/x", "@a@b@c"])
def test_a_mastodon_account_without_a_public_instance_has_no_compose_page(handle):
    assert compose_link(platform="mastodon", text="Oui", handle=handle) is None


def test_telegram_is_not_given_what_it_takes_for_the_name_of_a_bot():
    assert compose_link(platform="telegram", text="@canada says hello") is None


@pytest.mark.parametrize(
    ("platform", "handle", "url", "recorded"),
    [
        ("x", "@EmbassyRiyadh", "https://x.com/EmbassyRiyadh/status/123", "https://x.com/EmbassyRiyadh/status/123"),
        ("x", "@EmbassyRiyadh", " https://twitter.com/embassyriyadh/status/123?s=20#a ", "https://x.com/EmbassyRiyadh/status/123"),
        ("x", "@EmbassyRiyadh", "https://mobile.x.com/i/web/status/123", "https://x.com/EmbassyRiyadh/status/123"),
        ("x", "@EmbassyRiyadh", "https://x.com/EmbassyRiyadh/status/123/photo/1", "https://x.com/EmbassyRiyadh/status/123"),
        ("bluesky", "@a.example", "https://bsky.app/profile/a.example/post/3kabc", "https://bsky.app/profile/a.example/post/3kabc"),
        ("bluesky", "@a.example", "https://bsky.app/profile/did:plc:ab1/post/3k", "https://bsky.app/profile/did:plc:ab1/post/3k"),
        ("mastodon", MASTODON, "https://social.example/@riyadh/123", "https://social.example/@riyadh/123"),
        ("mastodon", MASTODON, "https://social.example/users/riyadh/statuses/123", "https://social.example/@riyadh/123"),
        ("threads", "@a", "https://www.threads.net/@a/post/AbC-1_", "https://www.threads.com/@a/post/AbC-1_"),
        ("facebook", "Mission", "https://www.facebook.com/Mission/posts/pfbid0a?x=1", "https://www.facebook.com/Mission/posts/pfbid0a"),
        (
            "facebook", "Mission", "https://m.facebook.com/permalink.php?story_fbid=1&id=2&x=3",
            "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
        ),
        (
            "linkedin", "Mission", "https://www.linkedin.com/feed/update/urn:li:activity:71/?utm_source=x",
            "https://www.linkedin.com/feed/update/urn:li:activity:71/",
        ),
        ("instagram", "@a", "https://instagram.com/p/Cab_-1/?igsh=1", "https://www.instagram.com/p/Cab_-1/"),
        ("telegram", "@mission", "https://t.me/s/mission/12", "https://t.me/mission/12"),
    ],
)  # fmt: skip
def test_a_posts_address_is_recorded_in_one_form(platform, handle, url, recorded):
    account = Account(platform, handle)
    assert check_post_url(channel=account, url=url) == recorded
    assert check_post_url(channel=account, url=recorded) == recorded


@pytest.mark.parametrize(
    ("platform", "url", "code"),
    [
        ("x", "http://x.com/a/status/1", "url_not_https"),
        ("x", "x.com/a/status/1", "url_not_https"),
        ("x", "javascript:alert(1)", "url_not_https"),
        ("x", "https://evil.example/a/status/1", "url_wrong_host"),
        ("x", "https://x.com.evil.example/a/status/1", "url_wrong_host"),
        ("x", "https://x.com@evil.example/a/status/1", "url_not_allowed"),
        ("x", "https://x.com:8443/a/status/1", "url_not_allowed"),
        ("x", "https://127.0.0.1/a/status/1", "url_not_allowed"),
        ("x", "https://intranet/a/status/1", "url_not_allowed"),
        ("x", "https://x.com/a", "url_not_a_post"),
        ("x", "https://x.com/a/status/١٢", "url_not_a_post"),
        ("x", "https://x.com/a/status/1\u202e", "url_not_a_post"),
        ("x", "https://x.com/a/sta\ntus/1", "url_not_a_post"),
        ("x", "https://x.com:99999/a/status/1", "url_not_a_post"),
        ("x", "https://[::1/a", "url_not_a_post"),
        ("x", "https://x.com/a/status/" + "1" * 500, "url_not_a_post"),
        ("x", "https://x.com/other/status/1", "url_of_another_account"),
        ("mastodon", "https://other.example/@a/1", "url_wrong_host"),
        ("mastodon", "https://social.example/@b/1", "url_of_another_account"),
        ("mastodon", "https://social.example/@a@other.example/1", "url_not_a_post"),
        ("facebook", "https://www.facebook.com/permalink.php?id=2", "url_not_a_post"),
        ("facebook", "https://www.facebook.com/l.php?u=https://evil.example", "url_not_a_post"),
        ("linkedin", "https://www.linkedin.com/company/mission/", "url_not_a_post"),
        ("telegram", "https://t.me/mission", "url_not_a_post"),
    ],
)
def test_what_is_not_the_address_of_a_post_on_the_channel_is_refused_with_a_sentence(platform, url, code):
    account = Account(platform, "@a@social.example" if platform == "mastodon" else "@a")
    with pytest.raises(PostUrlRefused) as refused:
        check_post_url(channel=account, url=url)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


@given(st.text() | st.from_regex(r"https://(x|twitter)\.com/.*", fullmatch=True), st.sampled_from(ALL))
def test_any_address_at_all_is_recorded_or_refused(url, platform):
    account = Account(platform, MASTODON)
    try:
        recorded = check_post_url(channel=account, url=url)
    except PostUrlRefused:
        return
    assert recorded.startswith("https://")
    assert len(recorded) <= 500
