"""What a hold or a regime is for, as a phrase inside a sentence: “everything”, “the country Saudi Arabia”."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import reading

PHRASES: Mapping[str, str | Promise] = {
    "everything": _("everything"),
    "ministry": _("the whole ministry"),
    "country": _("the country %(name)s"),
    "channel": _("the channel %(name)s"),
    "topic": _("the topic %(name)s"),
    "language": _("posts in %(name)s"),
}


def phrase(scope: str, value: str, name: str = "") -> str:
    """Return a scope in words for the reader; `name` is that of a topic or a channel, which nothing here knows."""
    if scope == "country":
        name = reading.country_name(value)
    elif scope == "language":
        name = reading.language_name(value)
    return str(PHRASES.get(scope, "%(name)s")) % {"name": name or value}
