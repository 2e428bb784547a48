"""Named reads of the register of channels."""

from django.db.models import QuerySet

from channels.models import Channel


def register(*, office: str = "", platform: str = "", state: str = "") -> QuerySet[Channel]:
    """Return the channels of one office (by its code), platform and state, or of all, with their offices. One query."""
    wanted = {"office__code": office, "platform": platform, "state": state}
    return Channel.objects.select_related("office").filter(**{field: value for field, value in wanted.items() if value})
