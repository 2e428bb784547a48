"""Small phrases that several pages say: who acts for whom, how long a limit is, how many must approve."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext, ngettext

from accounts.models import User
from approvals.models import DelayReason, Level


def person_acting(person: User, acting_for: User | None) -> str:
    """Return a name, with whom the person acts for when acting."""
    if acting_for is None:
        return str(person)
    return gettext("%(name)s, acting for %(holder)s") % {"name": person, "holder": acting_for}


def duration(length: timedelta) -> str:
    """Return a limit as people say it: 30 min, 4 h, 1 h 30, 2 d."""
    minutes = int(length.total_seconds()) // 60
    parts = {"days": minutes // 1440, "hours": minutes // 60, "minutes": minutes % 60}
    if minutes and minutes % 1440 == 0:
        return gettext("%(days)d d") % parts
    if minutes >= 60:
        return gettext("%(hours)d h %(minutes)02d") % parts if parts["minutes"] else gettext("%(hours)d h") % parts
    return gettext("%(minutes)d min") % parts


def quorum(kind: str, number: int) -> str:
    """Return how many must approve, in words."""
    if kind == Level.Quorum.ALL:
        return gettext("everyone who holds the role must approve")
    if kind == Level.Quorum.N:
        return ngettext("%(count)d person must approve", "%(count)d people must approve", number) % {"count": number}
    return gettext("any one person may approve")


def explanation(given: Mapping[str, str]) -> str:
    """Return why a level was late, in the reader's language: the reason, and the note in its giver's words."""
    reason = str(DelayReason(given["reason"]).label) if given["reason"] in DelayReason.values else given["reason"]
    return f"{reason} ({given['note']})" if given["note"] else reason
