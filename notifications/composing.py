"""Writes a letter in its reader's language and zone: one message as itself, several as a list, a digest by group."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from accounts.reading import moment
from notifications.groups import GROUPS, group_of
from notifications.letters import Letter
from notifications.models import Message
from notifications.rendering import Words, about, read_by, words


@dataclass(frozen=True, slots=True)
class Composed:
    """An e-mail in words."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Line:
    """One message of several, and when it was said."""

    words: Words
    said_at: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines about one thing; the only section of a mail needs no name."""

    name: str
    lines: list[Line]


def compose(letter: Letter, *, stop_url: str) -> Composed:
    """Write the letter; `stop_url` turns e-mail of its kind off, '' where that cannot be. It never fails."""
    with read_by(letter.reader.language, letter.reader.time_zone):
        if len(letter.messages) == 1 and not letter.in_digest:
            alone = words(letter.messages[0])
            return _written(alone.subject, "email", stop_url, words=alone)
        title = _title(letter)
        return _written(about(letter.thread, title), "email_list", stop_url, title=title, sections=_sections(letter))


def _written(subject: str, template: str, stop_url: str, **said: object) -> Composed:
    said |= {
        "language": translation.get_language(),
        "right_to_left": translation.get_language_bidi(),
        "settings_url": f"{settings.SITE_URL}{reverse('notification_settings')}",
        "stop_url": stop_url,
    }
    text = render_to_string(f"notifications/{template}.txt", said)
    return Composed(subject, text, render_to_string(f"notifications/{template}.html", said))


def _title(letter: Letter) -> str:
    count = len(letter.messages)
    if letter.in_digest:
        return ngettext("Daily digest: %(count)d message", "Daily digest: %(count)d messages", count) % {"count": count}
    return gettext("%(group)s: %(count)d messages") % {"group": letter.group.name, "count": count}


def _sections(letter: Letter) -> list[Section]:
    by_group = sorted(letter.messages, key=_place)
    sections = [Section(str(GROUPS[place].name), list(_lines(some))) for place, some in groupby(by_group, _place)]
    return sections if letter.in_digest else [Section("", section.lines) for section in sections]


def _place(message: Message) -> int:
    return GROUPS.index(group_of(message.kind, message.params))


def _lines(messages: Iterator[Message]) -> Iterator[Line]:
    return (Line(words(message), moment(message.created_at)) for message in messages)
