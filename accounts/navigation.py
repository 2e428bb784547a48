"""The pages that the frame leads to, and who is shown the way there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import Role

Words = str | Promise


class Counts(Protocol):
    """Where the counts beside the entries are found by name: a template's context, or a dict."""

    def get(self, key: str, /) -> Any:
        """Return the number under this name, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One way: an address by name, its word, the roles it is shown to (empty: everyone), the count beside it.

    `count` names the context variable with the number (an app's context processor gives it);
    `count_words` says that number in words to a screen reader.
    """

    url_name: str
    label: Words
    roles: frozenset[str] = frozenset()
    count: str = ""
    count_words: Any = None


@dataclass(frozen=True, slots=True)
class Way:
    """One entry as it stands on this page for this person."""

    url: str
    label: Words
    current: str
    count: int
    count_words: str
    # The name of the count, if there can be one: a page that is looked at keeps it up to date by that.
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Ways that belong together, under a heading (none for the first)."""

    heading: Words
    ways: list[Way] = field(default_factory=list)


DECIDING = frozenset({Role.APPROVER, Role.HEAD, Role.POLICY})

SECTIONS: list[tuple[Words, list[Entry]]] = [
    ("", [
        Entry("home", _("Home")),
        Entry("queue", _("Queue"), DECIDING, "queue_count", ngettext_lazy(
            "%(count)d draft waits for your decision", "%(count)d drafts wait for your decision", "count")),
        Entry("reviews", _("Reviews"), DECIDING | {Role.RECORDS}, "review_count", ngettext_lazy(
            "%(count)d post waits for your review", "%(count)d posts wait for your review", "count")),
        Entry("drafts", _("Drafts")),
        Entry("planned", _("Calendar")),
        Entry("conversations", _("Conversations")),
        Entry("lines", _("Cleared lines")),
        Entry("notifications", _("Notifications"), frozenset(), "unread_count", ngettext_lazy(
            "%(count)d unread notification", "%(count)d unread notifications", "count")),
    ]),
    (_("Now"), [
        Entry("delays", _("Delays")),
        Entry("holds", _("Holds")),
        Entry("regimes", _("Regimes")),
        Entry("duty", _("Duty")),
        Entry("bypasses", _("Bypasses"), frozenset({Role.POLICY})),
    ]),
    (_("Rules"), [
        Entry("policies", _("Policies")),
        Entry("authorizations", _("Pre-authorizations"), frozenset({
            Role.POLICY, Role.RECORDS, Role.HEAD, Role.AUTHOR})),
        Entry("review_rules", _("Review rules")),
    ]),
    (_("Ministry"), [
        Entry("channels", _("Channels")),
        Entry("offices", _("Offices")),
        Entry("people", _("People")),
        Entry("services", _("Other services"), frozenset({Role.POLICY, Role.ADMINISTRATOR})),
        Entry("audit", _("Audit"), frozenset({Role.POLICY, Role.RECORDS})),
    ]),
]  # fmt: skip


def sections_for(*, roles: Iterable[str], path: str, counts: Counts) -> list[Section]:
    """Return the ways open to a person with these roles, seen from this path.

    What waits for a person is always shown, whatever the role: a policy may ask anyone.
    """
    held = set(roles)
    sections = [
        Section(heading, [way for entry in entries if (way := _way(entry, held, path, counts))])
        for heading, entries in SECTIONS
    ]
    return [section for section in sections if section.ways]


def _way(entry: Entry, held: set[str], path: str, counts: Counts) -> Way | None:
    count = int(counts.get(entry.count) or 0) if entry.count else 0
    if entry.roles and not entry.roles & held and not count:
        return None
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        # An app that is not installed has no page: the frame must stand without it.
        return None
    words = str(entry.count_words % {"count": count}) if count else ""
    return Way(url, entry.label, _current(url, path), count, words, entry.count)


def _current(url: str, path: str) -> str:
    """Return the value of aria-current: this very page, a page below it, or neither."""
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
