"""Drafts in review follow a regime that began or ended: every open step gets the clock that it has now, in batches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.authority import seats_at
from approvals import announce, audit, facts, in_force, regimes
from approvals.actions.regime_clocks import CLOCK_FIELDS, set_clock
from approvals.audit import Entry
from approvals.lifecycle import State
from approvals.models import Draft, Regime, Route, Step
from approvals.rules import overlay
from approvals.rules.overlay import Overlay
from notifications.outbox import Envelope

# When a step was due, and the regime whose clock it followed.
_Was = tuple[datetime | None, int | None]


def wind(regime: Regime, *, at: datetime, batch: int) -> bool:
    """Wind the clocks of every draft in review that the regime covers; say whether none had to be passed over.

    A clock that is as it should be is left alone: repeated, this changes nothing and tells nobody.
    """
    work = _Winding(regime, at)
    after: UUID | None = None
    while (after := work.wind_batch(after, batch)) is not None:
        pass
    return not work.passed_over


def in_review(regime: Regime) -> QuerySet[Draft]:
    """Return the drafts in review that the regime may cover, by their ids; what they are about is not asked here."""
    found = Draft.objects.filter(state=State.IN_REVIEW).order_by("pk")
    return found.filter(office__country=regime.scope_value) if regime.scope == Regime.Scope.COUNTRY else found


@dataclass
class _Winding:
    """One pass over the drafts in review that a regime may cover: each open step gets the clock it has at `at`."""

    regime: Regime
    at: datetime
    passed_over: bool = False
    entries: list[Entry] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    @transaction.atomic
    def wind_batch(self, after: UUID | None, batch: int) -> UUID | None:
        """Wind the clocks of the next drafts by their ids, and return the last of these; None when there are no more.

        The draft first, then its steps, as decide() locks: what a decision holds is passed over, never waited for,
        since a request may hold several drafts. A fixed number of queries.
        """
        coming = in_review(self.regime)
        if after is not None:
            coming = coming.filter(pk__gt=after)
        reached = list(coming.values_list("pk", flat=True)[:batch])
        if not reached:
            return None
        free = Draft.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=reached)
        drafts = {draft.pk: draft for draft in free.filter(state=State.IN_REVIEW).order_by("pk")}
        self.passed_over |= coming.filter(pk__in=set(reached) - set(drafts)).exists()
        covered = self._covered(drafts)
        steps = _open_steps(covered)
        before = {step.pk: (step.due_at, step.regime_id) for step in steps}
        moved = [step for step in steps if self._is_moved(step, covered[step.draft_id])]
        self._say(moved, drafts, before)
        self._save(moved, [drafts[pk] for pk in dict.fromkeys(step.draft_id for step in moved)])
        return reached[-1]

    def _covered(self, drafts: dict[UUID, Draft]) -> dict[UUID, list[Overlay]]:
        """Return which of these locked drafts the regime covers, each with the regimes that do now."""
        routes = Route.objects.in_bulk([draft.route_id for draft in drafts.values()])
        turned_on = regimes.turned_on(at=self.at)
        scope = in_force.scope_of(self.regime)
        known = {pk: routes[draft.route_id].facts for pk, draft in drafts.items()}
        return {pk: overlay.covering(turned_on, about) for pk, about in known.items() if scope.covers(about)}

    def _is_moved(self, step: Step, covering: Sequence[Overlay]) -> bool:
        """Set the step's clock, and say whether it is another than it was."""
        if self._ran_out(step):
            return False
        old = (step.due_at, step.regime_id, step.clock_from, step.clock_limit)
        set_clock(step, covering, waits=facts.escalation_waits(step))
        return old != (step.due_at, step.regime_id, step.clock_from, step.clock_limit)

    def _ran_out(self, step: Step) -> bool:
        """Say whether the time of a step was over when the regime ended, which the sweep has yet to flag."""
        ends = [end for end in (self.regime.until, self.regime.ended_at) if end is not None and end <= self.at]
        return bool(ends) and step.overdue_at is None and step.due_at is not None and step.due_at <= min(ends)

    def _say(self, steps: Sequence[Step], drafts: dict[UUID, Draft], before: dict[int, _Was]) -> None:
        """Put on record and tell which deadlines moved: sooner because of the regime they now follow, or back again."""
        seats = seats_at({step.place for step in steps}, at=self.at)
        known = Regime.objects.in_bulk({step.regime_id for step in steps} | {before[step.pk][1] for step in steps})
        for step in steps:
            due_at, followed = before[step.pk]
            if due_at is None or step.due_at is None or due_at == step.due_at:
                continue
            is_over = step.due_at > due_at
            regime = known.get(followed if is_over else step.regime_id, self.regime)
            data = {
                "step": step.pk, "level": step.name, "from": announce.iso(due_at), "to": announce.iso(step.due_at),
                "because": regime.kind, "regime": regime.pk, "over": is_over, "why": regime.reason,
            }  # fmt: skip
            self.entries.append(Entry(drafts[step.draft_id], "clock_moved", None, data))
            people = {seat.user_id for seat in seats[step.place]}
            kind = "clock_put_back" if is_over else "clock_moved"
            self.envelopes += announce.clock_moved(step, drafts[step.draft_id], regime, kind, people)

    def _save(self, steps: Sequence[Step], drafts: Sequence[Draft]) -> None:
        if not steps:
            return
        Step.objects.bulk_update(steps, ("due_at", "next_alarm_at", *CLOCK_FIELDS))
        audit.record(self.entries, at=self.at)
        announce.send(self.envelopes, at=self.at)
        Draft.objects.bulk_update(drafts, audit.HEAD)
        self.entries, self.envelopes = [], []


def _open_steps(drafts: dict[UUID, list[Overlay]]) -> list[Step]:
    """Return the open steps of these locked drafts, with what their clocks need, locked as well."""
    if not drafts:
        return []
    steps = Step.objects.select_for_update(of=("self",)).filter(draft__in=drafts, status=Step.Status.OPEN)
    return list(steps.select_related("office").prefetch_related("escalations").order_by("pk"))
