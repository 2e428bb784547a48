"""Tags and filters that every page may use: `{% load chancery %}`."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts import clock, reader, reading
from accounts.navigation import Section, sections_for
from accounts.rendering import draw_notes

register = template.Library()

register.filter("country_name", reading.country_name)
register.filter("day", reading.day)
register.filter("moment_brief", reading.moment_brief)
register.filter("moment_there", reading.moment_there)
register.filter("number", reading.number)
register.simple_tag(draw_notes, name="field_notes")


@register.inclusion_tag("components/time.html")
def when(value: datetime | None) -> dict[str, Any]:
    """Show an instant in the reader's zone, the zone named on hover; nothing when there is none."""
    return {"at": value, **_faces(value)}


@register.inclusion_tag("components/time.html")
def when_exact(value: datetime | None) -> dict[str, Any]:
    """Show an instant with its zone in plain sight: for records, and where two zones may be confused."""
    return {"at": value, **_faces(value), "zone": reading.zone_and_offset(value) if value else ""}


@register.inclusion_tag("components/time_near.html")
def when_near(value: datetime | None, now: datetime) -> dict[str, Any]:
    """Show an instant as one says it now, “today 15:40”: for lists; the exact one is on hover and read out."""
    return {"at": value, **_faces(value), "near": reading.moment_near(value, now) if value else ""}


@register.simple_tag
def this_moment() -> SafeString:
    """Return when this page is read, with its zone in plain sight, to stand inside a sentence."""
    return SafeString(render_to_string("components/time.html", when_exact(clock.now())).strip())


@register.inclusion_tag("components/time_left.html")
def time_left(due: datetime | None, now: datetime) -> dict[str, Any]:
    """Show how long a clock has left at `now`, or for how long it is overdue; nothing when no clock runs."""
    return {"due": due, "left": reading.time_left(due, now) if due else None, **_faces(due)}


@register.simple_tag
def time_there(zone: str, at: datetime) -> str:
    """Return what the clocks of another zone show, such as “Thu 15:40” at an embassy."""
    return reading.time_there(zone, at)


@register.simple_tag
def reader_zone() -> str:
    """Return the zone in which this page tells the time, by name and present offset."""
    return reading.zone_and_offset(clock.now())


@register.simple_tag
def machine_now() -> str:
    """Return what the server's clock shows, for scripts: the clock of a reader's machine may be wrong."""
    return clock.now().isoformat(timespec="milliseconds")


@register.simple_tag
def clock_phrases() -> str:
    """Return how a clock reads in the reader's language, for a script that lets it count on."""
    phrases = {"left": reading.LEFT, "overdue": reading.OVERDUE}
    return json.dumps({kind: {name: str(words) for name, words in said.items()} for kind, said in phrases.items()})


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
