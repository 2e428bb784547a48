"""Messages are kept as long as somebody may look back at them, and no longer."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Model, QuerySet

from notifications.models import Delivery, Message, Status

BATCH: Final = 1000


def forget_old(*, at: datetime) -> int:
    """Delete at most a thousand old messages, and as many of services, and return how many; none that is on its way."""
    before = at - timedelta(days=settings.NOTIFICATIONS_DAYS)
    messages = Message.objects.filter(created_at__lt=before).exclude(status=Status.PENDING)
    deliveries = Delivery.objects.filter(created_at__lt=before).exclude(status=Delivery.Status.PENDING)
    return _some_of(messages) + _some_of(deliveries)


def _some_of(found: QuerySet[Model]) -> int:
    oldest = list(found.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return found.filter(pk__in=oldest).delete()[0]
