"""Answers kept for repeated requests are kept as long as a client may repeat itself, and no longer."""

from datetime import datetime, timedelta

from approvals.models import KeptAnswer

KEPT_FOR = timedelta(days=2)


def forget_answers(*, at: datetime) -> int:
    """Delete the answers to requests older than two days, and return how many: they hold what drafts said."""
    return KeptAnswer.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
