"""Hand-over: a person posts the cleared text by hand; this opens the platform's own page and takes the address back.

The form of every link is in the platform's file in `channels/platforms/`, with the documentation that it comes from.
Nothing here goes out to the network.
"""

import re
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urlsplit

from django.utils.translation import gettext_lazy as _

from channels.addresses import internal
from channels.platforms.catalogue import Addresses, addresses

# What web servers commonly take for one request line; beyond it a text could arrive cut off.
LONGEST_LINK = 8_000
LONGEST_ADDRESS = 500  # what the record of a publication holds

_SENTENCES = {
    "url_not_https": _("The address of a post begins with https://. Copy it from the post itself."),
    "url_not_allowed": _("This address is not one that the public can open. Copy the address of the post itself."),
    "url_wrong_host": _("This address is not on %(platform)s. Copy the address of the post from there."),
    "url_not_a_post": _("This is an address on %(platform)s, but not that of one post. Copy it from the post itself."),
    "url_of_another_account": _("This is a post of another account, not of %(handle)s. Copy the address of your post."),
}


class Account(Protocol):
    """What hand-over needs to know of a channel; a Channel has it all."""

    @property
    def platform(self) -> str:
        """Its platform, as the catalogue names it."""

    @property
    def handle(self) -> str:
        """Its name on the platform."""


class PostUrlRefused(ValueError):
    """An address that is not that of a post on the channel: `code` is stable, the text is a sentence to act on."""

    def __init__(self, code: str, account: Account) -> None:
        self.code = code
        names = {"platform": addresses(str(account.platform)).name, "handle": account.handle}
        super().__init__(str(_SENTENCES[code]) % names)


def compose_link(*, platform: str, text: str, handle: str = "", in_reply_to: str | None = None) -> str | None:
    """Return the address of the platform's own compose page with this text in it.

    None where the platform has no such page, or cannot name the post to reply to, or the text is too long for an
    address: then the person copies the text. `handle` names the instance of a Mastodon account.
    """
    known = addresses(str(platform))
    if in_reply_to:
        replied_to = _post_in(in_reply_to, known)
        template, names = known.reply, replied_to.groupdict() if replied_to else None
    else:
        template, names = known.compose, {"instance": instance_of(handle)}
    # Telegram takes what begins with @ for the name of a bot.
    unusable = not text.strip() or (platform == "telegram" and text.lstrip().startswith("@"))
    if template is None or names is None or unusable or ("{instance}" in template and not names.get("instance")):
        return None
    try:
        link = template.format(**names, text=quote(text, safe=""))
    except UnicodeEncodeError:
        return None
    return link if len(link) <= LONGEST_LINK else None


def check_post_url(*, channel: Account, url: str) -> str:
    """Return the one form of the address of a post on this channel, without what was added for tracking.

    PostUrlRefused, with its code, for an address that is not https, not on the platform or the channel's own instance,
    not that of one post, or that of another account's post.
    """
    known = addresses(str(channel.platform))
    parts = _split(url, channel)
    instance = instance_of(channel.handle)
    hosts = known.hosts or (instance,)
    if parts.hostname not in hosts:
        raise PostUrlRefused("url_not_allowed" if internal(parts.hostname or "") else "url_wrong_host", channel)
    if parts.path in known.needs:
        return _with_query(parts, known, channel)
    post = re.fullmatch(known.post, parts.path, re.ASCII)
    if post is None:
        raise PostUrlRefused("url_not_a_post", channel)
    handle = _handle_in(post, channel)
    names = {"instance": instance, "path": parts.path, **post.groupdict(), "handle": handle}
    return known.address.format(**names)


def _split(url: str, channel: Account) -> SplitResult:
    """Take an address apart; refuse one that hides where it leads, or that no browser would open over TLS."""
    url = url.strip()
    if len(url) > LONGEST_ADDRESS or not url.isprintable() or " " in url or "\\" in url:
        raise PostUrlRefused("url_not_a_post", channel)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise PostUrlRefused("url_not_a_post", channel) from None
    if parts.scheme != "https":
        raise PostUrlRefused("url_not_https", channel)
    if parts.username is not None or parts.password is not None or port not in (None, 443):
        raise PostUrlRefused("url_not_allowed", channel)
    return parts


def _with_query(parts: SplitResult, known: Addresses, channel: Account) -> str:
    given = parse_qs(parts.query)
    needed = {name: given[name][0] for name in known.needs[parts.path] if name in given}
    if len(needed) < len(known.needs[parts.path]) or not all(
        re.fullmatch(r"[A-Za-z0-9_]{1,80}", v) for v in needed.values()
    ):
        raise PostUrlRefused("url_not_a_post", channel)
    return known.address.format(path=f"{parts.path}?{urlencode(needed)}")


def _handle_in(post: re.Match[str], channel: Account) -> str:
    """The account that an address names, which must be the channel's own; the channel's where it names none."""
    own = _own_name(channel)
    groups = post.groupdict()
    named = groups.get("handle") or groups.get("user")
    if named is None or named.startswith("did:"):
        return named or own
    if named.casefold() != own.casefold():
        raise PostUrlRefused("url_of_another_account", channel)
    return own


def _own_name(channel: Account) -> str:
    """The channel's name on its platform, without the @ before it and a Mastodon instance after it."""
    return channel.handle.strip().removeprefix("@").partition("@")[0]


def instance_of(handle: str) -> str:
    """Return the host of a Mastodon account's own instance; empty where the handle names none that is public."""
    host = handle.strip().removeprefix("@").partition("@")[2].lower()
    return host if re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host) and not internal(host) else ""


def _post_in(url: str, known: Addresses) -> re.Match[str] | None:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    named = parts.scheme == "https" and parts.hostname in known.hosts
    return re.fullmatch(known.post, parts.path, re.ASCII) if named else None
