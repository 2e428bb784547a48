"""The scope of a hold or a regime as it was asked for: checked, so that none is put in force that matches nothing."""

from collections.abc import Callable, Collection, Mapping

from accounts.models import Office
from approvals import checks
from approvals.models import Topic
from approvals.refusals import Refused
from approvals.rules.scope import EVERYWHERE, Scope
from channels.languages import known_language
from channels.models import Channel, Platform

# Of what was typed and is unknown, so much is said back.
MOST_SHOWN = 40


def checked(*, offered: Collection[str], scope: str, value: str, exempt_topics: Collection[str]) -> Scope:
    """Return the scope, or refuse one that is not offered, or names what the ministry does not have."""
    if scope not in offered:
        raise Refused("invalid", field="scope")
    value = checks.storable(value, field="scope_value").strip()
    if scope in EVERYWHERE:
        if value:
            raise Refused("scope_takes_no_value", field="scope_value")
    elif not value:
        raise Refused("scope_value_needed", field="scope_value")
    else:
        value = _KNOWN[scope](value)
    exempt = frozenset(exempt_topics)
    _require_topics(exempt)
    if scope == "topic" and value in exempt:
        raise Refused("scope_exempts_itself", field="exempt_topics")
    return Scope(scope, value, exempt)


def channel_value(channel: Channel) -> str:
    """Return how facts and scopes name a channel: `x:@EmbassyRiyadh`."""
    return f"{channel.platform}:{channel.handle}"


def channel_name(value: str) -> str:
    """Return the channel that `x:@EmbassyRiyadh` names as people read it: “X @EmbassyRiyadh”. No query."""
    platform, _colon, handle = value.partition(":")
    return f"{Platform(platform).label if platform in Platform.values else platform} {handle}"


def _country(value: str) -> str:
    code = value.upper()
    if not Office.objects.filter(country=code).exists():
        raise Refused("scope_unknown_country", field="scope_value", params={"country": value[:MOST_SHOWN]})
    return code


def _channel(value: str) -> str:
    platform, _colon, handle = value.partition(":")
    if not Channel.objects.filter(platform=platform, handle=handle).exists():
        raise Refused("scope_unknown_channel", field="scope_value", params={"channel": value[:MOST_SHOWN]})
    return value


def _topic(value: str) -> str:
    if not Topic.objects.filter(slug=value).exists():
        raise Refused("unknown_topic", field="scope_value", params={"topic": value[:MOST_SHOWN]})
    return value


def _language(value: str) -> str:
    if not known_language(value):
        raise Refused("unknown_language", field="scope_value", params={"language": value[:MOST_SHOWN]})
    return value.replace("_", "-")


def _require_topics(slugs: Collection[str]) -> None:
    known = set(Topic.objects.filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
    for slug in sorted(slugs):
        if slug not in known:
            raise Refused("unknown_topic", field="exempt_topics", params={"topic": slug[:MOST_SHOWN]})


_KNOWN: Mapping[str, Callable[[str], str]] = {
    "country": _country,
    "channel": _channel,
    "topic": _topic,
    "language": _language,
}
