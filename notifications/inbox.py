"""The writer of a person's inbox: what has been read."""

from datetime import datetime

from accounts.models import User
from notifications.models import Medium, Message


def mark_read(*, user: User, message_id: int, at: datetime) -> bool:
    """Mark a message of this person's inbox as read at this instant, once; say whether it is theirs at all."""
    mine = Message.objects.filter(pk=message_id, user=user, medium=Medium.IN_APP)
    return bool(mine.filter(read_at__isnull=True).update(read_at=at)) or mine.exists()


def mark_all_read(*, user: User, at: datetime) -> int:
    """Mark what is unread in this person's inbox as read at this instant; return how many messages that was."""
    return Message.objects.filter(user=user, medium=Medium.IN_APP, read_at__isnull=True).update(read_at=at)
