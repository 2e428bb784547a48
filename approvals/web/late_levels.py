"""The levels of a draft that are late, or were: how late, why, and who may say why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from accounts.authority import Seat
from accounts.models import User
from approvals.explaining import explainable
from approvals.lateness import lateness
from approvals.models import Delay, Step
from approvals.web import words
from approvals.web.forms.delays import ExplainForm


@dataclass(frozen=True, slots=True)
class LateLevel:
    """One delay as it is shown, and the form in which the reader may say why; None for who may not."""

    delay: Delay
    said: str
    form: Form | None = None

    @property
    def open_now(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.delay.resolved_at is None

    @property
    def why(self) -> str:
        """Return why it was late, in words; empty while nobody has said so."""
        given = {"reason": self.delay.reason, "note": self.delay.note}
        return words.explanation(given) if self.delay.reason else ""


def late_levels(
    steps: Collection[Step], reader: User, *, at: datetime, typed: Mapping[str, Form],
    seats: Collection[Seat] | None = None,
) -> dict[int, LateLevel]:  # fmt: skip
    """Return the late ones of these steps, by id, a form that was refused as it was typed. Five queries at most."""
    late = [step.pk for step in steps if step.overdue_at]
    if not late:
        return {}
    delays = Delay.objects.filter(step__in=late).select_related("draft", "step__regime", "office", "explained_by")
    return {found.delay.of.pk: found for found in shown(list(delays), reader, at=at, typed=typed, seats=seats)}


def shown(
    delays: Collection[Delay], reader: User, *, at: datetime, typed: Mapping[str, Form] | None = None,
    seats: Collection[Seat] | None = None,
) -> list[LateLevel]:  # fmt: skip
    """Return delays as they are shown to a reader, in their order; they have been read with their steps and offices.

    Four queries, whatever their number.
    """
    may = explainable(delays, reader, at=at, seats=seats)
    kept = typed or {}
    return [
        LateLevel(
            delay,
            words.late_by(lateness(delay, at=at), open_now=delay.resolved_at is None),
            kept.get(f"delay_{delay.pk}", ExplainForm.of(delay)) if delay.pk in may else None,
        )
        for delay in delays
    ]
