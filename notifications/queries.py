"""Named reads of a person's inbox."""

from django.db.models import Q, QuerySet

from accounts.models import User
from notifications.models import Medium, Message

# The badge of the inbox shows "99+" from here on, so nobody counts further.
COUNTED_TO = 100


def inbox(user: User, *, limit: int, before: int | None = None) -> list[Message]:
    """List the person's inbox messages, newest first; `before` is the id of the last message of the page before."""
    messages = messages_of(user)
    if before is not None:
        edge = messages.filter(pk=before).values("created_at")[:1]
        messages = messages.filter(~Q(created_at=edge, pk__gte=before), created_at__lte=edge)
    return list(messages.order_by("-created_at", "-pk")[:limit])


def messages_of(user: User) -> QuerySet[Message]:
    """Return the person's inbox messages, in no order."""
    return Message.objects.filter(user=user, medium=Medium.IN_APP)


def unread_count(user: User) -> int:
    """Count the person's unread inbox messages, no further than 100."""
    return messages_of(user).filter(read_at__isnull=True)[:COUNTED_TO].count()
