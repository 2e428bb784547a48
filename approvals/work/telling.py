"""What all long work of the engine has in common: who asked is told when it is over, and why in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import translation

from accounts.models import Work
from accounts.work import Kind, Unable
from approvals.refusals import REFUSALS, Refused
from notifications import outbox
from notifications.outbox import Envelope

# Who waited so long is no longer looking, and hears of it by e-mail, too.
LOOKED_AT: Final = timedelta(minutes=1)


class Told(Kind):
    """Work whose asker is told when it is over."""

    def tell(self, work: Work, *, at: datetime) -> None:
        """Put one message into the outbox, in the transaction in which the work ends."""
        kind = "work_done" if work.status == Work.Status.DONE else "work_failed"
        with translation.override(work.by.language):
            said = {"what": self.words(work)}
        media = ("in_app",) if at - work.asked_at < LOOKED_AT else ("in_app", "email")
        envelope = Envelope(work.by_id, kind, f"work:{work.pk}:{work.by_id}", said, f"/work/{work.pk}/")
        outbox.put([envelope], at=at, media=media)

    def why(self, work: Work) -> str:
        """Return the sentence of the refusal that ended it."""
        code = work.problem if work.problem in REFUSALS else "work_fault"
        params: dict[str, Any] = work.problem_params
        return str(REFUSALS[code].text) % params


@contextmanager
def refusals_told() -> Iterator[None]:
    """Let a refusal end the work, for its asker to read."""
    try:
        yield
    except Refused as refused:
        params: dict[str, Any] = {name: str(value) for name, value in refused.params.items()}
        raise Unable(refused.code, params) from None
