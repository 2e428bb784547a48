"""The slot and the moment of what is written: short ways to set them, and what touches them that one should know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext

from accounts import reading
from accounts.models import Office
from approvals import calendars, facts, in_force
from approvals.models import Hold
from approvals.rules.content import Content
from channels.models import Channel

DAY = timedelta(days=1)
# A later moment that is offered leaves this much room behind the clearance, and is a full quarter of an hour.
ROOM = timedelta(minutes=15)
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A time that one press sets: its name, and the value of the field."""

    label: str
    value: str


def shortcuts(at: datetime) -> list[Shortcut]:
    """Return the times that people choose most, as the clocks of the reader's zone show them."""
    now = timezone.localtime(at)
    today, tomorrow = now.date(), now.date() + DAY
    monday = tomorrow + DAY * ((MONDAY - tomorrow.weekday()) % 7)
    found = [Shortcut(gettext("Today 17:00"), f"{today}T17:00")] if now.time() < time(16, 30) else []
    found.append(Shortcut(gettext("Tomorrow 09:00"), f"{tomorrow}T09:00"))
    found.append(Shortcut(gettext("Tomorrow 17:00"), f"{tomorrow}T17:00"))
    return [*found, *([Shortcut(gettext("Monday 09:00"), f"{monday}T09:00")] if monday != tomorrow else [])]


def late_enough(expected: datetime) -> Shortcut:
    """Return the first time that a draft would make which is expected to be cleared then."""
    local = timezone.localtime(expected + ROOM)
    quarter = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0, tzinfo=None)
    return Shortcut(reading.moment_brief(quarter.replace(tzinfo=local.tzinfo)), f"{quarter:%Y-%m-%dT%H:%M}")


def there(at: datetime | None, office: Office) -> str:
    """Return what the clocks at an office show at this instant; nothing where they show what the reader's do."""
    if at is None:
        return ""
    zone = ZoneInfo(office.time_zone)
    if at.astimezone(zone).utcoffset() == timezone.localtime(at).utcoffset():
        return ""
    values = {"office": office.name, "time": reading.moment_there(at, office.time_zone)}
    return gettext("%(office)s: %(time)s there.") % values


def closed(slot: datetime | None, office: Office) -> str:
    """Say that an office is closed at the slot, when somebody has to post it; nothing where it works."""
    if slot is None or calendars.calendar_of(office).hours.is_open(slot):
        return ""
    values = {"office": office.name, "time": reading.moment_brief(slot)}
    return gettext("%(office)s is closed on %(time)s: agree on who posts it then.") % values


def holds_over(
    content: Content, channels: Iterable[Channel], topics: Sequence[str], office: Office, *, at: datetime
) -> list[Hold]:
    """Return the holds in force that any post of this would wait on. One query."""
    names = {channel.pk: f"{channel.platform}:{channel.handle}" for channel in channels}
    posts = [
        facts.facts_of_post(names[post.channel_id], post.language, country=office.country, topics=topics)
        for post in content.posts()
        if post.channel_id in names
    ]
    holds = in_force.holds(at=at).select_related("placed_by")
    return [hold for hold in holds if any(in_force.scope_of(hold).covers(post) for post in posts)]
