"""Tags and filters that every page may use: `{% load chancery %}`."""

import re
from datetime import datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from accounts import reader, reading
from accounts.navigation import Section, sections_for

register = template.Library()

# What reorders or hides text unseen. Joiners (U+200C, U+200D) are left: Persian, Arabic and emoji need them.
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

register.filter("language_name", reading.language_name)
register.filter("country_name", reading.country_name)


@register.inclusion_tag("components/time.html")
def when(value: datetime | None) -> dict[str, Any]:
    """Show an instant in the reader's zone, the zone named on hover; nothing when there is none."""
    return {"at": value, **_faces(value)}


@register.inclusion_tag("components/time.html")
def when_exact(value: datetime | None) -> dict[str, Any]:
    """Show an instant with its zone in plain sight: for records, and where two zones may be confused."""
    return {"at": value, **_faces(value), "zone": reading.zone_and_offset(value) if value else ""}


@register.inclusion_tag("components/time_left.html")
def time_left(due: datetime | None, now: datetime) -> dict[str, Any]:
    """Show how long a clock has left at `now`, or for how long it is overdue; nothing when no clock runs."""
    return {"due": due, "left": reading.time_left(due, now) if due else None, **_faces(due)}


@register.simple_tag
def time_there(zone: str, at: datetime) -> str:
    """Return what the clocks of another zone show, such as “Thu 15:40” at an embassy."""
    return reading.time_there(zone, at)


@register.simple_tag
def post_text(text: str, language: str = "") -> SafeString:
    """Show a post as its readers will see it: own direction, own line breaks, nothing hidden, nothing interpreted."""
    shown = mark_safe(UNSEEN.sub(_mark, escape(text)))  # noqa: S308 (escaped; the marks are built by format_html)
    return format_html('<div class="ch-post" dir="auto"{}>{}</div>', _lang(language), shown)


@register.simple_tag
def post_excerpt(text: str, language: str = "") -> SafeString:
    """Show the start of a post on one or two lines of a list: direction kept, nothing hidden."""
    shown = mark_safe(UNSEEN.sub(_mark, escape(" ".join(text.split()))))  # noqa: S308 (as above)
    return format_html('<p class="ch-row-excerpt" dir="auto"{}>{}</p>', _lang(language), shown)


@register.simple_tag
def reader_zone() -> str:
    """Return the zone in which this page tells the time, by name and present offset."""
    return reading.zone_and_offset(timezone.now())


@register.simple_tag(takes_context=True)
def navigation(context: RequestContext) -> list[Section]:
    """Return the ways from this page that are open to the reader; counts come from the context."""
    request = context.get("request")
    if request is None:
        return []
    roles = {seat.role for seat in reader.seats(request)}
    return sections_for(roles=roles, path=request.path, counts=context)


def _faces(at: datetime | None) -> dict[str, str]:
    if at is None:
        return {}
    return {"shown": reading.moment(at), "machine": reading.machine_time(at), "full": reading.moment_and_zone(at)}


def _mark(found: re.Match[str]) -> SafeString:
    code = f"U+{ord(found.group()):04X}"
    return format_html(
        '<span class="ch-unseen" dir="ltr" title="{}">{}</span>', gettext("A character that cannot be seen"), code
    )


def _lang(language: str) -> SafeString:
    return format_html(' lang="{}"', language) if language else SafeString("")
