"""Tags that show a post as its readers will see it, and nothing hidden: `{% load posts %}`."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from channels import appearance, screening
from channels.languages import language_name

register = template.Library()
register.filter("language_name", language_name)

# Two lines of a list need no more; the rest is not screened for a list.
EXCERPT = 300


@register.simple_tag
def post_text(text: str, language: str = "") -> SafeString:
    """Show a whole post: its own direction and line breaks, every hidden character named, nothing interpreted."""
    return format_html('<div class="ch-post" dir="auto"{}>{}</div>', _lang(language), shown(text))


@register.simple_tag
def post_on(platform: str, text: str, language: str = "") -> SafeString:
    """Show a whole post as its platform shows it: what becomes a link there coloured, what it folds away folded."""
    how = appearance.as_shown(text, platform)
    more = ""
    if how.folded:
        fold = '<details class="ch-post-more"><summary>{}</summary>{}</details>'
        more = format_html(fold, gettext("Show more"), _parts(how.folded))
    inner = format_html("{}{}", _parts(how.first), more)
    return format_html('<div class="ch-post" dir="auto"{}>{}</div>', _lang(language), inner)


def _parts(parts: Iterable[appearance.Part]) -> SafeString:
    return format_html_join("", "{}", ((_part(part),) for part in parts))


def _part(part: appearance.Part) -> SafeString:
    if part.kind == "text":
        return shown(part.text)
    return format_html('<span class="ch-post-{}">{}</span>', part.kind, shown(part.text))


@register.simple_tag
def post_words(text: str) -> SafeString:
    """Show some words of a post inside a sentence or a quotation, as faithfully as the whole."""
    return shown(text)


@register.simple_tag
def post_excerpt(text: str, language: str = "") -> SafeString:
    """Show the start of a post on at most two lines of a list, as faithfully as the whole."""
    start = " ".join(text[:EXCERPT].split()) + ("…" if len(text) > EXCERPT else "")
    return format_html('<p class="ch-row-excerpt" dir="auto"{}>{}</p>', _lang(language), shown(start))


def shown(text: str) -> SafeString:
    """Return a text as it may be shown anywhere: escaped, every hidden character named."""
    return format_html_join("", "{}", ((_run(run),) for run in screening.visible(text)))


def shown_in_parts(text: str, cuts: Sequence[int]) -> list[SafeString]:
    """Return the same cut at these places, which rise from 0 to the end of the text: a letter is judged by its word."""
    parts: list[list[str | SafeString]] = [[] for _ in cuts[1:]]
    for run in screening.visible(text):
        for begin, part in enumerate(parts):
            if run.label or not run.text:
                if cuts[begin] <= run.start < cuts[begin + 1]:
                    part.append(_run(run))
            elif inside := text[max(run.start, cuts[begin]) : min(run.start + len(run.text), cuts[begin + 1])]:
                part.append(inside)
    return [format_html_join("", "{}", ((piece,) for piece in part)) for part in parts]


def _run(run: screening.Run) -> str | SafeString:
    if not run.label:
        return run.text
    if not run.text:
        return format_html('<span class="ch-unseen" dir="ltr">{}</span>', run.label)
    # A letter of another alphabet is seen, but not known for what it is.
    name = '<span class="ch-lookalike" title="{}">{}<span class="visually-hidden"> ({}) </span></span>'
    return format_html(name, run.label, run.text, run.label)


def _lang(language: str) -> SafeString:
    return format_html(' lang="{}"', language) if language else SafeString("")
