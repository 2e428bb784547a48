"""The images in the form of a post: rows of plain fields, so that what is kept of the form keeps them, too.

`images` says how many rows there are. Of each, `image-0-hash` names the image, `image-0-description` describes it in
the language of the text and `image-0-description-fr` in another one; `image-0-language` and `image-0-channels` narrow
it to some posts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from accounts import reading
from approvals.actions.images import LONGEST_DESCRIPTION, MOST_IMAGES
from approvals.refusals import Refused
from approvals.rules.content import Content, Picture, clean_text
from approvals.web.forms.fields import small_number
from channels.languages import language_name
from channels.models import Channel
from channels.platforms.catalogue import image_limits

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DescriptionField:
    """One field to describe an image in, and how long its text is and may be on the channels chosen."""

    name: str
    language: str
    label: str
    text: str
    limit: int

    @property
    def limit_said(self) -> str:
        """Return the limit as the reader writes numbers."""
        return str(reading.number(self.limit))

    @property
    def is_too_long(self) -> bool:
        """Say whether a platform would refuse it."""
        return len(self.text) > self.limit


@dataclass(frozen=True, slots=True)
class ImageRow:
    """One image in the form, with its fields; `places` are the posts it can be kept to."""

    row: int
    picture: Picture
    fields: list[DescriptionField]
    languages: list[tuple[str, str, bool]] = field(default_factory=list)
    channels: list[tuple[Channel, bool]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return its place, from 1 on."""
        return self.row + 1

    @property
    def is_narrowed(self) -> bool:
        """Say whether it is left out of some posts."""
        return bool(self.picture.languages or self.picture.channel_ids)


@dataclass
class Images:
    """The images of a form: as they are typed, or as they are stored."""

    data: Mapping[str, Any] | None
    stored: Content | None = None
    # Why the file that was just sent is not among them.
    refused: Refused | None = None

    def pictures(self, language: str) -> tuple[Picture, ...]:
        """Return the images with the text in this language."""
        if self.data is None:
            return self.stored.images if self.stored else ()
        return tuple(
            picture for row in range(count(self.data)) if (picture := _picture(self.data, row, language)) is not None
        )

    def rows(self, content: Content, channels: Sequence[Channel], *, on: date) -> list[ImageRow]:
        """Return the rows to show: a description is asked for in each language of a post that an image goes with."""
        chosen = [channel for channel in channels if channel.pk in content.channel_ids]
        rules = [image_limits(channel.platform, on=on) for channel in chosen]
        limit = min((rule.description for rule in rules if rule.description), default=LONGEST_DESCRIPTION)
        spoken = list(dict.fromkeys([content.language, *(post.language for post in content.posts())]))
        return [
            ImageRow(
                row,
                picture,
                _fields(picture, row, content, limit),
                [(code, language_name(code), code in picture.languages) for code in spoken] if len(spoken) > 1 else [],
                [(one, one.pk in picture.channel_ids) for one in chosen] if len(chosen) > 1 else [],
            )
            for row, picture in enumerate(content.images)
        ]


def count(data: Mapping[str, Any]) -> int:
    """Return how many images the form has."""
    return min(small_number(data.get("images", "")) or 0, MOST_IMAGES)


def names_of(data: Iterable[str], row: int) -> list[str]:
    """Return what the fields of one row are called, without the row: those of every language among them."""
    prefix = f"image-{row}-"
    return [name.removeprefix(prefix) for name in data if name.startswith(prefix)]


def _picture(data: Mapping[str, Any], row: int, language: str) -> Picture | None:
    prefix = f"image-{row}-"
    digest = str(data.get(f"{prefix}hash", ""))
    if not _HASH.fullmatch(digest):
        return None
    said = {
        name.removeprefix("description-"): _typed(data, prefix + name)
        for name in names_of(data, row)
        if name.startswith("description-")
    }
    if text := _typed(data, f"{prefix}description"):
        said[language] = text
    listed = _list(data, f"{prefix}channels")
    channels = sorted({pk for value in listed if (pk := small_number(value)) is not None})
    languages = tuple(code for code in [str(data.get(f"{prefix}language", ""))] if code)
    described = tuple(sorted((code, words) for code, words in said.items() if words))
    return Picture(digest, described, tuple(channels), languages)


def _typed(data: Mapping[str, Any], name: str) -> str:
    return clean_text(str(data.get(name, ""))).strip()


def _list(data: Mapping[str, Any], name: str) -> list[str]:
    return data.getlist(name) if isinstance(data, QueryDict) else list(data.get(name, ()))


def _fields(picture: Picture, row: int, content: Content, limit: int) -> list[DescriptionField]:
    """Return the field for the language of the text, and one for each other language that the image is posted in."""
    posts = [post for post in content.posts() if picture.goes_with(post.channel_id, post.language)]
    others = dict.fromkeys(post.language for post in posts)
    others |= dict.fromkeys(code for code, _text in picture.descriptions)
    others.pop(content.language, None)
    wanted = [code for code in (content.language, *others) if not picture.languages or code in picture.languages]
    label = gettext("Description in %(language)s") if len(wanted) > 1 else gettext("Description")
    return [
        DescriptionField(
            f"image-{row}-description" + (f"-{code}" if code != content.language else ""),
            code,
            label % {"language": language_name(code)} if len(wanted) > 1 else label,
            picture.described(code),
            limit,
        )
        for code in wanted or [content.language]
    ]
