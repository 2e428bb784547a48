"""What a channel accepts, told in sentences."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.reading import number
from channels.platforms.catalogue import ImageLimits, Limits

_TEXT: dict[str, str | Promise] = {
    "weighted": _("%(text)s characters; an emoji, or a character of Chinese, Japanese or Korean, counts as two."),
    "emoji_bytes": _("%(text)s characters; one emoji counts as several."),
}
_PLAIN: str | Promise = _("%(text)s characters.")


def sentences(limits: Limits) -> Iterator[str]:
    """Yield a sentence for each thing that the platform limits or counts in its own way."""
    yield str(_TEXT.get(limits.unit, _PLAIN)) % {"text": number(limits.text)}
    if limits.bytes:
        yield gettext("At most %(bytes)s bytes.") % {"bytes": number(limits.bytes)}
    if limits.link_weight:
        yield gettext("Any link counts as %(count)d characters.") % {"count": limits.link_weight}
    if limits.local_mentions:
        yield gettext("Of a mention of someone on another server, only the name before the server counts.")
    if limits.hashtags:
        yield gettext("At most %(count)d hashtags.") % {"count": limits.hashtags}
    if limits.links:
        yield gettext("At most %(count)d links.") % {"count": limits.links}


def of_images(rule: ImageLimits) -> Iterator[str]:
    """Yield what the platform accepts of images."""
    counts = {"count": rule.most, "limit": number(rule.description or 0)}
    if rule.description is None:
        yield gettext("At most %(count)s images; there is no place for descriptions.") % counts
    else:
        yield gettext("At most %(count)s images, each with a description of up to %(limit)s characters.") % counts
    if rule.caption is not None:
        yield gettext("With an image, the text has at most %(count)s characters.") % {"count": number(rule.caption)}
