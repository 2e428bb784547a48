"""Open clocks follow what changed around them, in batches: a regime that turned, or a calendar."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.authority import Place, Seat, seats_at
from approvals import announce, audit, facts, regimes
from approvals.actions.locking import set_alarm, set_risk
from approvals.actions.regime_clocks import CLOCK_FIELDS, set_clock
from approvals.audit import Entry
from approvals.lifecycle import State
from approvals.models import Draft, Route, Step
from approvals.rules import overlay
from approvals.rules.overlay import Overlay
from notifications.outbox import Envelope

RISK_FIELDS = ("risk_at", "risk_told_at", "next_alarm_at")


@dataclass(frozen=True, slots=True)
class Was:
    """When a step was due before it was looked at, and the regime whose clock it followed."""

    due_at: datetime | None
    regime_id: int | None


@dataclass
class Winding:
    """One pass over the drafts in review that a change touches: each open step gets the clock that it has at `at`.

    A clock that is as it should be is left alone: repeated, this changes nothing and tells nobody. What says which
    drafts, which steps and what is told of them is the change's own.
    """

    at: datetime
    passed_over: bool = False
    entries: list[Entry] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    def coming(self) -> QuerySet[Draft]:
        """Return the drafts in review that may be touched, by their ids."""
        raise NotImplementedError

    def covers(self, draft: Draft, about: dict[str, list[str]]) -> bool:
        """Say whether this locked draft, with what it is about, is touched."""
        raise NotImplementedError

    def touches(self, step: Step) -> bool:
        """Say whether the clock of this open step is to be looked at."""
        raise NotImplementedError

    def say(self, step: Step, draft: Draft, was: Was, people: set[int]) -> None:
        """Put on record and tell these people, and the author, that a deadline moved."""
        raise NotImplementedError

    def prepare(self, moved: Sequence[Step], before: dict[int, Was]) -> None:
        """Read what `say` needs to know of these steps, in a fixed number of queries; most need nothing more."""

    def wind(self, *, batch: int) -> bool:
        """Wind the clocks of every draft touched; say whether none had to be passed over."""
        after: UUID | None = None
        while (after := self.wind_batch(after, batch)) is not None:
            pass
        return not self.passed_over

    @transaction.atomic
    def wind_batch(self, after: UUID | None, batch: int) -> UUID | None:
        """Wind the clocks of the next drafts by their ids, and return the last of these; None when there are no more.

        The draft first, then its steps, as decide() locks: what a decision holds is passed over, never waited for,
        since a request may hold several drafts. A fixed number of queries.
        """
        coming = self.coming()
        if after is not None:
            coming = coming.filter(pk__gt=after)
        reached = list(coming.values_list("pk", flat=True)[:batch])
        if not reached:
            return None
        free = Draft.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=reached)
        drafts = {
            draft.pk: draft for draft in free.filter(state=State.IN_REVIEW).select_related("author").order_by("pk")
        }
        self.passed_over |= coming.filter(pk__in=set(reached) - set(drafts)).exists()
        covered = self._covered(drafts)
        steps = _undecided(covered)
        opened = [step for step in steps if step.status == Step.Status.OPEN and self.touches(step)]
        before = {step.pk: Was(step.due_at, step.regime_id) for step in opened}
        moved = [step for step in opened if _is_moved(step, covered[step.draft_id])]
        self._tell(moved, drafts, before)
        planned = self._with_plans(steps, covered, drafts)
        changed = {draft.pk: draft for draft in [*(drafts[step.draft_id] for step in moved), *planned]}
        self._save(moved, list(changed.values()))
        return reached[-1]

    def _covered(self, drafts: dict[UUID, Draft]) -> dict[UUID, list[Overlay]]:
        """Return which of these locked drafts are touched, each with the regimes that cover it now."""
        routes = Route.objects.in_bulk([draft.route_id for draft in drafts.values()])
        turned_on = regimes.turned_on(at=self.at)
        known = {pk: routes[draft.route_id].facts for pk, draft in drafts.items()}
        return {pk: overlay.covering(turned_on, about) for pk, about in known.items() if self.covers(drafts[pk], about)}

    def _tell(self, moved: Sequence[Step], drafts: dict[UUID, Draft], before: dict[int, Was]) -> None:
        told = [step for step in moved if before[step.pk].due_at not in (None, step.due_at)]
        seats: dict[Place, list[Seat]] = seats_at({step.place for step in told}, at=self.at)
        self.prepare(told, before)
        for step in told:
            self.say(step, drafts[step.draft_id], before[step.pk], {seat.user_id for seat in seats[step.place]})

    def _with_plans(
        self, steps: Sequence[Step], covered: dict[UUID, list[Overlay]], drafts: dict[UUID, Draft]
    ) -> list[Draft]:
        """Set from when on each draft is at risk as its clocks now are, and return the drafts that this changed."""
        by_draft: dict[UUID, list[Step]] = defaultdict(list)
        for step in steps:
            by_draft[step.draft_id].append(step)
        changed = []
        for pk, its_steps in by_draft.items():
            draft = drafts[pk]
            had = draft.risk_at
            set_risk(draft, its_steps, under=_time_given(covered[pk]), at=self.at)
            if draft.risk_at != had:
                set_alarm(draft)
                changed.append(draft)
        return changed

    def _save(self, moved: Sequence[Step], drafts: Sequence[Draft]) -> None:
        if moved:
            Step.objects.bulk_update(moved, ("due_at", "next_alarm_at", *CLOCK_FIELDS))
        audit.record(self.entries, at=self.at)
        announce.send(self.envelopes, at=self.at)
        if drafts:
            Draft.objects.bulk_update(drafts, (*audit.HEAD, *RISK_FIELDS))
        self.entries, self.envelopes = [], []


def _is_moved(step: Step, covering: Sequence[Overlay]) -> bool:
    """Set the step's clock, and say whether it is another than it was."""
    old = (step.due_at, step.next_alarm_at, step.regime_id, step.clock_from, step.clock_limit)
    set_clock(step, covering, waits=facts.escalation_waits(step))
    return old != (step.due_at, step.next_alarm_at, step.regime_id, step.clock_from, step.clock_limit)


def _time_given(covering: Sequence[Overlay]) -> timedelta | None:
    limiting = overlay.strictest(covering)
    return limiting.limit if limiting else None


def _undecided(drafts: dict[UUID, list[Overlay]]) -> list[Step]:
    """Return the open and the waiting steps of these locked drafts, with what their clocks need, locked as well."""
    if not drafts:
        return []
    undecided = (Step.Status.OPEN, Step.Status.WAITING)
    steps = Step.objects.select_for_update(of=("self",)).filter(draft__in=drafts, status__in=undecided)
    return list(steps.select_related("office").prefetch_related("escalations").order_by("pk"))


def moved(step: Step, was: Was, **more: Any) -> dict[str, Any]:
    """Return what the record says of a deadline that moved."""
    return {
        "step": step.pk, "level": step.name, "from": announce.iso(was.due_at), "to": announce.iso(step.due_at), **more,
    }  # fmt: skip
