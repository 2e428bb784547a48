"""Tags and filters that every page may use: `{% load chancery %}`."""

import json
from datetime import datetime

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import clock, faces, reader, reading
from accounts.navigation import Section, sections_for
from accounts.rendering import draw_notes, draw_suggestions

register = template.Library()

register.filter("country_name", reading.country_name)
register.filter("day", reading.day)
register.filter("moment_brief", reading.moment_brief)
register.filter("moment_there", reading.moment_there)
register.filter("number", reading.number)
register.simple_tag(draw_notes, name="field_notes")
register.simple_tag(draw_suggestions, name="suggestions")
register.simple_tag(faces.instant, name="when")
register.simple_tag(faces.exact, name="when_exact")
register.simple_tag(faces.near, name="when_near")
register.simple_tag(faces.left, name="time_left")


@register.simple_tag
def state_badge(state: str, label: str) -> SafeString:
    """Show a state in words and in the colour that “State badge” in chancery.css gives it, `state` as it is stored."""
    return format_html('<span class="ch-badge ch-state-{}">{}</span>', state, label)


@register.simple_tag
def this_moment() -> SafeString:
    """Return when this page is read, with its zone in plain sight, to stand inside a sentence."""
    return faces.exact(clock.now())


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
