"""The Celery doors of accounts: each reads the clock and makes one call."""

from celery import shared_task

from accounts import clock, work


@shared_task(name="accounts.take_up_work", ignore_result=True)
def take_up_work() -> None:
    """Do the piece of long work that comes next, and ask for another at once when there was one."""
    if work.take_up(at=clock.now()):
        take_up_work.apply_async()


@shared_task(name="accounts.forget_work", ignore_result=True)
def forget_work() -> None:
    """Delete what was over a month ago."""
    work.forget(at=clock.now())
