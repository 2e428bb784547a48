"""A post with the passages that comments are on: `{% load passages %}`."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from approvals.rules import passages
from approvals.rules.passages import Passage, Piece
from channels.templatetags.posts import post_text, shown_in_parts

register = template.Library()


@register.simple_tag
def commented_text(text: str, language: str, marked: Sequence[Passage]) -> SafeString:
    """Show a whole post as `post_text` does, each passage marked, its number behind it a way to what was said."""
    if not marked:
        return post_text(text, language)
    pieces = passages.pieces(text, marked)
    cuts = [0]
    for piece in pieces:
        cuts.append(cuts[-1] + len(piece.text))
    parts = zip(pieces, shown_in_parts(text, cuts), strict=True)
    inner = format_html_join("", "{}", ((_piece(piece, part),) for piece, part in parts))
    lang = format_html(' lang="{}"', language) if language else ""
    return format_html('<div class="ch-post" dir="auto"{}>{}</div>', lang, inner)


def _piece(piece: Piece, inner: SafeString) -> SafeString:
    marked = format_html('<mark class="ap-passage">{}</mark>', inner) if piece.numbers else inner
    ways = format_html_join("", "{}", ((_way(number),) for number in piece.ends))
    return format_html("{}{}", marked, ways)


def _way(number: int) -> SafeString:
    said = gettext("Comment %(number)d") % {"number": number}
    way = '<a class="ap-passage-way" id="passage-{0}" href="#thread-{0}" title="{1}" aria-label="{1}">{0}</a>'
    return format_html(way, number, said)
