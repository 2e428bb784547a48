"""The route of a draft at a glance: every level in a row, with where it stands and how much of its time is used."""

from collections.abc import Iterable
from dataclasses import dataclass

from approvals.models import Step
from approvals.web.draft_parts import ShownStep

# The sign that a level is drawn with: what it says is said in words, too.
SIGNS = {
    Step.Status.PASSED: "done", Step.Status.SILENT: "done", Step.Status.ANSWERED: "done", Step.Status.INFORMED: "done",
    Step.Status.OPEN: "open", Step.Status.WAITING: "waiting", Step.Status.RETURNED: "back",
    Step.Status.REJECTED: "stopped", Step.Status.CLOSED: "waiting", Step.Status.SKIPPED: "skipped",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """One level in the row."""

    shown: ShownStep
    sign: str

    @property
    def is_carried(self) -> bool:
        """Say whether it passed by approvals that were given before."""
        made = self.shown.decisions
        return bool(made) and all(decision.carried_from_id or decision.accepts_id for decision in made)


def strip_of(steps: Iterable[ShownStep]) -> list[Stop]:
    """Return the levels in the order of the route."""
    return [Stop(shown, "late" if shown.is_late_now else SIGNS[Step.Status(shown.step.status)]) for shown in steps]
