"""The Celery doors of the engine: read the clock, make one call."""

from celery import shared_task

from accounts import clock
from approvals.actions import answers, heartbeats, images, sweeping, unsaved


@shared_task(name="approvals.sweep_alarms")
def sweep_alarms() -> int:
    """Fire every clock that is due; beat wakes this, the database says what is due."""
    return sweeping.sweep(at=clock.now())


@shared_task(name="approvals.forget_answers")
def forget_answers() -> int:
    """Delete the answers kept for repeated requests once nobody repeats them any more."""
    return answers.forget_answers(at=clock.now())


@shared_task(name="approvals.forget_heartbeats")
def forget_heartbeats() -> int:
    """Delete what workers that went long ago have said."""
    return heartbeats.forget_gone()


@shared_task(name="approvals.forget_words")
def forget_words() -> int:
    """Delete unsaved words that nobody has come back for."""
    return unsaved.forget_words(at=clock.now())


@shared_task(name="approvals.forget_images")
def forget_images() -> int:
    """Delete images that were sent long ago and are a part of no revision."""
    return images.forget_images(at=clock.now())
