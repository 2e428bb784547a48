"""Writes a letter in its reader's language and zone: one message as itself, several as a list, a digest by group."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext

from accounts.reading import moment
from notifications.groups import GROUPS, group_of
from notifications.letters import Letter
from notifications.models import Message
from notifications.rendering import Words, about, read_by, words

# As it stands in the addresses, and not asked of them: a worker that writes mails need not load every page for it.
SETTINGS_PAGE: Final = "/notifications/settings/"


@dataclass(frozen=True, slots=True)
class Composed:
    """An e-mail in words."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Line:
    """One message of several, what its link is called, and in a digest when it was said."""

    words: Words
    way: str
    said_at: str = ""


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
            return _written(letter, alone.subject, "email", stop_url=stop_url, words=alone)
        title, sections = _title(letter), _sections(letter)
        subject = about(letter.thread, title)
        return _written(letter, subject, "email_list", stop_url=stop_url, title=title, sections=sections)


def _written(letter: Letter, subject: str, template: str, **said: object) -> Composed:
    said |= {
        "language": translation.get_language(),
        "right_to_left": translation.get_language_bidi(),
        "settings_url": f"{settings.SITE_URL}{SETTINGS_PAGE}",
        "group": "" if letter.in_digest else letter.group.name,
    }
    text = render_to_string(f"notifications/{template}.txt", said).strip()
    return Composed(subject, f"{text}\n", render_to_string(f"notifications/{template}.html", said))


def _title(letter: Letter) -> str:
    count = len(letter.messages)
    if letter.in_digest:
        return ngettext("Daily digest: %(count)d message", "Daily digest: %(count)d messages", count) % {"count": count}
    return gettext("%(group)s: %(count)d messages") % {"group": letter.group.name, "count": count}


def _sections(letter: Letter) -> list[Section]:
    if not letter.in_digest:
        return [Section("", [Line(words(message), _way(message)) for message in letter.messages])]
    by_group = groupby(sorted(letter.messages, key=_place), _place)
    return [Section(str(GROUPS[place].name), [_line(message) for message in some]) for place, some in by_group]


def _place(message: Message) -> int:
    return GROUPS.index(group_of(message.kind, message.params))


def _line(message: Message) -> Line:
    return Line(words(message), _way(message), moment(message.created_at))


def _way(message: Message) -> str:
    """Say where the link leads. Not the sentence itself: one that holds an address would seem to lead there."""
    return gettext("Open %(reference)s") % {"reference": message.thread} if message.thread else gettext("Open the page")
