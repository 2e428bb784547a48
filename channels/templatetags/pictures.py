"""How the words that describe an image are shown: `{% load pictures %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from channels.templatetags.posts import shown

register = template.Library()


@register.simple_tag
def description(text: str, language: str = "") -> SafeString:
    """Show a description in its own direction and language, every hidden character named, nothing interpreted."""
    return format_html('<span dir="auto" lang="{}">{}</span>', language, shown(text))
