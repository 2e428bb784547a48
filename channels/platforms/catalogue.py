"""What each platform accepts on a date, read from the dated files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

Unit = Literal["weighted", "graphemes", "code_points", "utf16", "emoji_bytes", "bytes", "hashtags", "links"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one platform accepts from a date on.

    `text` counts in `unit`: weighted (X), graphemes, code_points, utf16, or emoji_bytes (code points, and an emoji as
    its bytes in UTF-8). `weights` are (first code point, last code point, weight). `since` is a day on which the rule
    is known to have held; `source` cites the platform's own rule.
    """

    platform: str
    name: str
    since: date
    unit: Unit
    text: int
    source: str
    bytes: int | None = None
    hashtags: int | None = None
    links: int | None = None
    link_style: str | None = None
    link_weight: int | None = None
    link_longest: int | None = None
    local_mentions: bool = False
    emoji_weight: int | None = None
    default_weight: int = 1
    weights: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """What one platform accepts of images from a date on.

    `most` images in one post, each of at most `bytes`, in one of `formats`. `description` is how many characters the
    description of one may have, None where the platform has no place for it; with images, a text has at most `caption`.
    """

    platform: str
    name: str
    since: date
    most: int
    bytes: int
    formats: tuple[str, ...]
    source: str
    description: int | None = None
    caption: int | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """How the addresses of one platform are made.

    `compose` and `reply` open its compose page; `post` is the path of a post, and `address` the one form in which it is
    recorded. Where a post is named in the query, `needs` says which parts of it, by path.
    """

    name: str
    hosts: tuple[str, ...]
    post: str
    address: str
    compose: str | None = None
    reply: str | None = None
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appearance:
    """How one platform shows a text: what it makes a link of, and after how many characters it folds the rest away.

    `links` names a style of links.STYLES (None: an address is no link there), `mention` is the pattern of a name that
    becomes one; hashtags do everywhere. `fold` is None where the platform shows all of it, or does not say.
    """

    name: str
    links: str | None = None
    mention: str | None = None
    fold: int | None = None


@lru_cache(maxsize=256)
def limits(platform: str, *, on: date, own_limit: int | None = None) -> Limits:
    """Return what the platform accepts on this day; `own_limit` is what the channel's own instance or plan allows.

    LookupError for a platform that is not in the catalogue, or for a day before the platform's first known rule.
    """
    known = [rule for rule in _rules(platform) if rule.since <= on]
    if not known:
        raise LookupError(f"nothing is known of what {platform} accepted on {on}")
    rule = max(known, key=lambda rule: rule.since)
    return replace(rule, text=own_limit) if own_limit else rule


@lru_cache(maxsize=256)
def image_limits(platform: str, *, on: date) -> ImageLimits:
    """Return what the platform accepts of images on this day; before its first known rule, what that one says.

    LookupError for a platform that is not in the catalogue.
    """
    table = _table(platform)
    rules = [
        ImageLimits(platform=platform, name=table["name"], **{**rule, "formats": tuple(rule["formats"])})
        for rule in table["images"]
    ]
    known = [rule for rule in rules if rule.since <= on]
    return max(known, key=lambda rule: rule.since) if known else min(rules, key=lambda rule: rule.since)


@cache
def addresses(platform: str) -> Addresses:
    """Return how the addresses of the platform are made; LookupError for one that is not in the catalogue."""
    table = _table(platform)
    return Addresses(
        name=table["name"],
        hosts=tuple(table.get("hosts", ())),
        post=table["post"],
        address=table["address"],
        compose=table.get("compose"),
        reply=table.get("reply"),
        needs={path: tuple(names) for path, names in table.get("needs", {}).items()},
    )


@cache
def appearance(platform: str) -> Appearance:
    """Return how the platform shows a text; LookupError for one that is not in the catalogue."""
    table = _table(platform)
    return Appearance(name=table["name"], **table.get("appears", {}))


@cache
def top_level_domains() -> frozenset[str]:
    """Return every top-level domain in lower case, international ones in their own script."""
    lines = resources.files(__package__).joinpath("top_level_domains.txt").read_text("utf-8").splitlines()
    names = (line for line in lines if line and not line.startswith("#"))
    return frozenset(name.encode("ascii").decode("idna") if name.startswith("xn--") else name for name in names)


@cache
def _rules(platform: str) -> tuple[Limits, ...]:
    table = _table(platform)
    return tuple(
        Limits(platform=platform, name=table["name"], **{**rule, "weights": tuple(map(tuple, rule.get("weights", ())))})
        for rule in table["rules"]
    )


@cache
def _table(platform: str) -> dict[str, Any]:
    file = resources.files(__package__).joinpath(f"{platform}.toml")
    if not platform.isalpha() or not file.is_file():
        raise LookupError(f"{platform} is not in the catalogue of platforms")
    return tomllib.loads(file.read_text("utf-8"))
