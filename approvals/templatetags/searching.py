"""What a search found, with what was looked for marked: `{% load searching %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from approvals.models import Revision
from approvals.rules import finding
from channels.templatetags.posts import shown

register = template.Library()

LONGEST = 240
BEFORE = 60


@register.filter
def marked(text: object, typed: str) -> SafeString:
    """Return a text as it may be shown anywhere, the words that were looked for marked."""
    return _joined(finding.marked(str(text), typed))


@register.simple_tag
def found_excerpt(revision: Revision, typed: str) -> SafeString:
    """Show where a revision's texts have the first of what was looked for; else the start of the first text."""
    content = revision.body
    texts = [(content.language, content.text), *((each.language, each.text) for each in content.variants)]
    lines = [(language, " ".join(text.split())) for language, text in texts if text.strip()]
    marks = [(language, finding.marked(line, typed)) for language, line in lines]
    # A script that runs without spaces, or none of the words here: it was found by something else.
    hits = [each for each in marks if any(is_hit for _text, is_hit in each[1])]
    language, pieces = next(iter(hits or marks), ("", []))
    lang = format_html(' lang="{}"', language) if language else ""
    return format_html('<p class="ch-row-excerpt" dir="auto"{}>{}</p>', lang, _joined(_cut(pieces)))


def _cut(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the pieces from shortly before the first hit on, about two lines of them."""
    if pieces and not pieces[0][1] and len(pieces) > 1 and len(pieces[0][0]) > BEFORE:
        _, _, near = pieces[0][0][-BEFORE:].partition(" ")
        pieces = [("…" + near, False), *pieces[1:]]
    cut: list[tuple[str, bool]] = []
    room = LONGEST
    for text, is_hit in pieces:
        cut.append((text[:room] + ("…" if len(text) > room else ""), is_hit))
        room -= len(text)
        if room <= 0:
            break
    return cut


def _joined(pieces: list[tuple[str, bool]]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", shown(text)) if is_hit else shown(text),) for text, is_hit in pieces)
    )
