"""Doors of the queue: each reads the clock and makes one call."""

from celery import shared_task

from accounts import clock
from notifications import delivery, forgetting
from notifications.services import sending


@shared_task(name="notifications.deliver_due", ignore_result=True)
def deliver_due() -> None:
    """Deliver one batch of what is due, and ask for the next at once when there is likely more."""
    if delivery.deliver_due(at=clock.now()) >= delivery.BATCH:
        deliver_due.apply_async()


@shared_task(name="notifications.deliver_to_services", ignore_result=True)
def deliver_to_services() -> None:
    """Deliver one batch to services, and ask for the next at once when there is likely more."""
    if sending.deliver_due(at=clock.now()):
        deliver_to_services.apply_async()


@shared_task(name="notifications.forget_old", ignore_result=True)
def forget_old() -> None:
    """Delete a batch of old messages, and ask for the next at once when there are likely more."""
    if forgetting.forget_old(at=clock.now()) >= forgetting.BATCH:
        forget_old.apply_async()
