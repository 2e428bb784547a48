"""Tags and filters of the engine's pages: `{% load approvals %}`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from accounts import faces, reading
from approvals import answer_times
from approvals.models import Draft, Revision, Step
from approvals.preview import Preview
from approvals.risk import is_at_risk
from approvals.rules.difference import Segment
from approvals.web.forms.fields import is_web_address
from approvals.web.route_of_plan import picture_of
from approvals.web.route_picture import Picture
from approvals.web.words import duration, person_acting, quorum, time_limit
from channels.platforms.counting import Measure
from channels.templatetags.posts import post_excerpt, shown

register = template.Library()
register.filter("at_time", faces.instant)
register.filter("duration", duration)
register.filter("is_web_address", is_web_address)

# A space that came in or went out is drawn, for a reader could not see it.
_SPACES = str.maketrans({" ": "␣", "\t": "⇥", "\n": "↵\n"})


@register.simple_tag
def excerpt_of(revision: Revision) -> SafeString:
    """Show the start of what a revision would post: the common text, else the first text of a single channel."""
    body = revision.body
    if body.text.strip() or not body.variants:
        return post_excerpt(body.text, body.language)
    return post_excerpt(body.variants[0].text, body.variants[0].language)


@register.filter
def limit_of(level: Any) -> str:
    """Return the limit of a level, a step or whatever has one, with what it runs on."""
    return time_limit(level.limit, level.runs_on)


@register.filter
def is_claimed(step: Step, at: datetime) -> bool:
    """Say whether somebody has a level at this instant."""
    return step.is_claimed(at=at)


@register.filter
def worth_showing(measures: list[Measure]) -> list[Measure]:
    """Return the length of a text, and what else its platform limits where the text comes near that limit."""
    return [measured for place, measured in enumerate(measures) if place == 0 or measured.length * 2 >= measured.limit]


@register.filter
def by_code(problems: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return findings by their code: one confirmation stands for all of a kind."""
    found: dict[str, list[str]] = {}
    for code, sentence in problems:
        found.setdefault(code, []).append(sentence)
    return list(found.items())


@register.filter
def of_draft(found: dict[Any, Any] | None, draft: Draft) -> Any:
    """Return what a list has found out about one of its drafts; None for nothing."""
    return (found or {}).get(draft.pk)


@register.filter
def of_id(found: Mapping[int, Any], row: int) -> Any:
    """Return what is known by this id; None for nothing."""
    return found.get(row)


@register.simple_tag
def at_risk(draft: Draft, at: datetime) -> SafeString | str:
    """Show that a draft may miss its slot or moment, in words and with a sign; nothing for any other draft."""
    return _drawn("approvals/_at_risk.html", draft=draft) if is_at_risk(draft, at=at) else ""


@register.simple_tag
def answer_by(draft: Draft, at: datetime) -> SafeString | str:
    """Show by when a draft is to answer, and whether that has passed, while its conversation waits for it."""
    if draft.answer_by is None or not answer_times.waits(draft):
        return ""
    return _drawn("approvals/_answer_by.html", draft=draft, at=at, late=answer_times.is_late(draft, at=at))


def _drawn(template_name: str, **parts: Any) -> SafeString:
    # Few rows of a list have one: the others are spared a template.
    return SafeString(render_to_string(template_name, parts).strip())


@register.filter
def is_late(draft: Draft) -> bool:
    """Say whether a level of a draft in a list is late now; its open steps have been read along."""
    return any(step.overdue_at for step in vars(draft)["open_steps"])


@register.filter
def at_place(things: Sequence[Any], place: int) -> Any:
    """Return the thing at this place of several."""
    return things[place]


@register.filter
def nearness(measured: Measure) -> str:
    """Say how near a text is to its limit: free, near or over."""
    if not measured.fits:
        return "over"
    return "near" if measured.length * 10 >= measured.limit * 9 else "free"


@register.filter
def room_left(measured: Measure) -> str:
    """Say how much room a text leaves, or by how much it is too long."""
    left = measured.limit - measured.length
    words = ngettext("%(count)s left", "%(count)s left", left)
    if left < 0:
        words = ngettext("%(count)s too many", "%(count)s too many", -left)
    return words % {"count": reading.number(abs(left))}


@register.simple_tag
def planned_route(
    preview: Preview, at: datetime, moment: datetime | None = None, slot: datetime | None = None
) -> Picture:
    """Return the picture of the route that a draft would take, for approvals/_route_picture.html."""
    return picture_of(preview, at=at, moment=moment or None, slot=slot or None)


@register.simple_tag
def must_approve(kind: str, number: int) -> str:
    """Say how many must approve."""
    return quorum(kind, number)


@register.simple_tag
def acting(person: Any, acting_for: Any) -> str:
    """Return a name, with whom the person acts for when acting."""
    return person_acting(person, acting_for)


@register.simple_tag
def differing(segments: tuple[Segment, ...], language: str = "") -> SafeString:
    """Show what changed, word by word: what went out and what came in are marked, and said to a screen reader."""
    inner = format_html_join("", "{}", ((_segment(segment),) for segment in segments))
    lang = format_html(' lang="{}"', language) if language else ""
    return format_html('<div class="ch-post ap-difference" dir="auto"{}>{}</div>', lang, inner)


def _segment(segment: Segment) -> str | SafeString:
    if segment.change == "equal":
        return shown(segment.text)
    tag, said = ("ins", gettext("inserted:")) if segment.change == "insert" else ("del", gettext("deleted:"))
    text = segment.text.translate(_SPACES) if segment.text.isspace() else shown(segment.text)
    return format_html(
        '<{0}><span class="visually-hidden">[{1} </span>{2}<span class="visually-hidden">]</span></{0}>',
        tag,
        said,
        text,
    )
