"""Accounts that may be compromised: which are frozen now, and what a freeze stops."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from approvals.lifecycle import State
from approvals.models import AuthorizationVersion, ChannelFreeze, Draft, PreAuthorization
from channels.models import Channel


def standing() -> QuerySet[ChannelFreeze]:
    """Return the freezes that nobody has lifted, with who made them."""
    return ChannelFreeze.objects.filter(lifted_at__isnull=True).select_related("by", "channel__office")


def of_channels(channels: Iterable[Channel]) -> dict[int, ChannelFreeze]:
    """Return the freeze that stands on each frozen one of these channels. At most one query, none for active ones."""
    frozen = [channel.pk for channel in channels if channel.state == Channel.State.FROZEN]
    if not frozen:
        return {}
    return {freeze.channel_id: freeze for freeze in standing().filter(channel__in=frozen)}


def read_along(found: QuerySet[Channel]) -> QuerySet[Channel]:
    """Return channels, each with the freeze that stands on it as `standing_freezes`. One query more, however many."""
    return found.prefetch_related(Prefetch("freezes", standing(), to_attr="standing_freezes"))


def stopped(channel: Channel) -> QuerySet[Draft]:
    """Return the cleared drafts with a post for a channel: none of those goes out there while it is frozen."""
    return Draft.objects.filter(state=State.CLEARED, channels=channel).select_related("office").order_by("pk")


def covering(channel: Channel) -> QuerySet[PreAuthorization]:
    """Return the pre-authorizations whose terms in force name a channel, and that are neither revoked nor ended."""
    versions = AuthorizationVersion.objects.filter(status=AuthorizationVersion.Status.IN_FORCE, channels=channel)
    lasting = PreAuthorization.objects.filter(revoked_at__isnull=True, ended_at__isnull=True)
    return lasting.filter(version__in=versions).select_related("posting__user").order_by("pk")
