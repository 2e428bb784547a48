"""Draws instants and clocks for the pages, each kind in one way.

What is shown is in the reader's zone; the exact instant, with the zone named, is on hover or read out, and a machine
reads UTC. They are drawn here, without a template for each: a queue has more than a hundred of them.
"""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from accounts import reading

_NOTHING = mark_safe("")
_DIAL = mark_safe(
    '<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M8 4.5V8l2.4 1.6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></svg>'
)


def instant(at: datetime | None) -> SafeString:
    """Return an instant in the reader's zone, the zone named on hover; nothing when there is none."""
    if not at:
        return _NOTHING
    face = '<time class="ch-nowrap" datetime="{}" title="{}">{}</time>'
    return format_html(face, reading.machine_time(at), reading.moment_and_zone(at), reading.moment(at))


def exact(at: datetime | None) -> SafeString:
    """Return an instant with its zone in plain sight: for records, and where two zones may be confused."""
    if not at:
        return _NOTHING
    full = reading.moment_and_zone(at)
    return format_html('<time datetime="{}" title="{}">{}</time>', reading.machine_time(at), full, full)


def near(at: datetime | None, now: datetime) -> SafeString:
    """Return an instant as one says it now, “today 15:40”, for lists; the exact one is on hover and read out."""
    if not at:
        return _NOTHING
    said = reading.moment_near(at, now)
    if said == reading.moment(at):
        return format_html(
            '<time class="ch-nowrap" datetime="{}" title="{}"><span>{}</span></time>',
            reading.machine_time(at), reading.moment_and_zone(at), said,
        )  # fmt: skip
    return format_html(
        '<time class="ch-nowrap" datetime="{0}" title="{1}"><span aria-hidden="true">{2}</span>'
        '<span class="visually-hidden">{1}</span></time>',
        reading.machine_time(at), reading.moment_and_zone(at), said,
    )  # fmt: skip


def left(due: datetime | None, now: datetime) -> SafeString:
    """Return how long a clock has left at `now`, or for how long it is overdue; nothing when no clock runs."""
    if not due:
        return _NOTHING
    clock, full = reading.time_left(due, now), {"full": reading.moment_and_zone(due)}
    return format_html(
        '<span data-clock class="ch-chip ch-tone-{}{}" title="{}">{}<time datetime="{}">{}</time>'
        '<span class="visually-hidden">, {}</span></span>',
        clock.tone, mark_safe(" ch-chip-overdue") if clock.tone == "bad" else "", gettext("Due %(full)s") % full, _DIAL,
        reading.machine_time(due), clock.text, gettext("due %(full)s") % full,
    )  # fmt: skip
