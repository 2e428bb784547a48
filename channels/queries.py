"""Named reads of the register of channels."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from channels.models import Channel


def register(*, office: str = "", platform: str = "", state: str = "") -> QuerySet[Channel]:
    """Return the channels of one office (by its code), platform and state, or of all, with their offices. One query."""
    wanted = {"office__code": office, "platform": platform, "state": state}
    return Channel.objects.select_related("office").filter(**{field: value for field, value in wanted.items() if value})


def frozen_since(channels: Iterable[Channel]) -> dict[int, datetime]:
    """Return since when each of these channels is frozen as one that may be compromised. One query, none for none.

    One that the register froze is not among them.
    """
    frozen = [channel.pk for channel in channels if channel.state == Channel.State.FROZEN]
    if not frozen:
        return {}
    standing = Channel.objects.filter(pk__in=frozen, freezes__lifted_at__isnull=True, freezes__isnull=False)
    return dict(standing.values_list("pk", "freezes__at"))
