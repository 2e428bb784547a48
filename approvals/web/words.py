"""Small phrases that several pages say: who acts for whom, how long a limit is, how many must approve."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils.translation import gettext, ngettext

from accounts.models import User
from approvals.lateness import Lateness
from approvals.models import DelayReason, Level, RunsOn


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


def time_limit(length: timedelta, runs_on: str) -> str:
    """Return a limit with what it runs on: 4 working hours, 30 working minutes, 2 d on the clock.

    Working time is never told in days, for a day of work is as long as the office says.
    """
    if runs_on != RunsOn.WORKING:
        return gettext("%(time)s on the clock") % {"time": duration(length)}
    minutes = int(length.total_seconds()) // 60
    parts = {"hours": minutes // 60, "minutes": minutes % 60}
    if parts["hours"] and parts["minutes"]:
        return gettext("%(hours)d h %(minutes)02d of working time") % parts
    if parts["hours"]:
        return ngettext("%(hours)d working hour", "%(hours)d working hours", parts["hours"]) % parts
    return ngettext("%(minutes)d working minute", "%(minutes)d working minutes", parts["minutes"]) % parts


def beside_limit(length: timedelta, runs_on: str) -> str:
    """Return a length told beside the limit that it runs with: only working time is said to be that."""
    return time_limit(length, runs_on) if runs_on == RunsOn.WORKING else duration(length)


def reminder(before: timedelta | None, percent: int | None, runs_on: str) -> str:
    """Return when a level reminds, in words; empty when it does not."""
    if percent is not None:
        return gettext("when %(percent)d%% of the limit is used up") % {"percent": percent}
    if before is None:
        return ""
    return gettext("%(time)s before the limit") % {"time": beside_limit(before, runs_on)}


def in_hours(length: timedelta) -> str:
    """Return a length as people say it, but never in days, for it may run on working hours."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return duration(length) if minutes or not hours else gettext("%(hours)d h") % {"hours": hours}


def again(repeat_every: timedelta | None, repeat_times: int, say: Callable[[timedelta], str]) -> str:
    """Return how often an escalation comes again, in words; empty when it comes once. `say` tells its interval."""
    if not repeat_every or not repeat_times:
        return ""
    values = {"time": say(repeat_every), "count": repeat_times}
    return ngettext(
        "again after %(time)s, %(count)d time", "again every %(time)s, %(count)d times", repeat_times
    ) % values  # fmt: skip


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


def span(length: timedelta) -> str:
    """Return a time on the clock as people say it, days and hours when it is long: 18 h, 3 d 4 h."""
    hours = int(length.total_seconds()) // 3600
    if hours < 48 or hours % 24 == 0:
        return duration(max(length, timedelta(minutes=1)))
    return gettext("%(days)d d %(hours)d h") % {"days": hours // 24, "hours": hours % 24}


def late_by(lateness: Lateness, *, open_now: bool) -> str:
    """Say how late a level is, or was: in working time where its limit runs on that, and on the clock."""
    values = {"wall": span(lateness.wall), "working": duration(lateness.working)}
    if lateness.by_wall:
        said = gettext("Late by %(wall)s") if open_now else gettext("Was late by %(wall)s")
    elif lateness.working < timedelta(minutes=1):
        said = (
            gettext("Late by %(wall)s on the clock, no working time yet")
            if open_now
            else gettext("Was late by %(wall)s on the clock, none of it working time")
        )
    else:
        said = (
            gettext("Late by %(working)s of working time (%(wall)s on the clock)")
            if open_now
            else gettext("Was late by %(working)s of working time (%(wall)s on the clock)")
        )
    return said % values
