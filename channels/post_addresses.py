"""When two addresses are those of the same post: one form for each, whatever was added for tracking. Pure."""

import re
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from channels.platforms.catalogue import Addresses, addresses

# Where a post is on no host of the platform's own, but on an instance: nobody can tell from the host.
FEDERATED = "mastodon"
PLATFORMS = ("x", "bluesky", "threads", "facebook", "linkedin", "instagram", "telegram")


def same_post(address: str) -> str:
    """Return the form in which two addresses of the same post are equal; an address that no platform knows stays
    itself, without its fragment and the slash at its end. Nothing is fetched.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return address.strip()
    if not host:
        return address.strip()
    return (_on_a_platform(parts, host) or _on_an_instance(parts, host) or _anywhere(parts, host)).lower()


def _on_a_platform(parts: SplitResult, host: str) -> str:
    for platform in PLATFORMS:
        known = addresses(platform)
        if host not in known.hosts:
            continue
        if parts.path in known.needs:
            given = parse_qs(parts.query)
            needed = {name: given[name][0] for name in known.needs[parts.path] if name in given}
            return known.address.format(path=f"{parts.path}?{urlencode(needed)}")
        return _in_one_form(parts, known, instance=host)
    return ""


def _on_an_instance(parts: SplitResult, host: str) -> str:
    return _in_one_form(parts, addresses(FEDERATED), instance=host)


def _in_one_form(parts: SplitResult, known: Addresses, *, instance: str) -> str:
    """Return the one form in which the platform's posts are recorded; empty for what is no post there."""
    found = re.fullmatch(known.post, parts.path, re.ASCII)
    if found is None:
        return ""
    named = found.groupdict()
    handle = named.get("handle") or named.get("user") or "i"
    return known.address.format(**{"instance": instance, "path": parts.path, **named, "handle": handle})


def _anywhere(parts: SplitResult, host: str) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{host}{parts.path.rstrip('/')}{query}"
