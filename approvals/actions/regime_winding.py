"""Drafts in review follow a regime that began or ended: every open step gets the clock that it has now, in batches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from accounts.authority import seats_at
from accounts.models import Role
from approvals import announce, announce_people, in_force
from approvals.actions.reach import calls_duty
from approvals.actions.winding import Was, Winding, moved
from approvals.audit import Entry
from approvals.lifecycle import State
from approvals.models import Draft, Regime, Step


def wind(regime: Regime, *, at: datetime, batch: int) -> bool:
    """Wind the clocks of every draft in review that the regime covers; say whether none had to be passed over.

    A clock that is as it should be is left alone: repeated, this changes nothing and tells nobody.
    """
    return _RegimeWinding(at, regime=regime).wind(batch=batch)


def in_review(regime: Regime) -> QuerySet[Draft]:
    """Return the drafts in review that the regime may cover, by their ids; what they are about is not asked here."""
    found = Draft.objects.filter(state=State.IN_REVIEW).order_by("pk")
    return found.filter(office__country=regime.scope_value) if regime.scope == Regime.Scope.COUNTRY else found


@dataclass
class _RegimeWinding(Winding):
    """The drafts in review that a regime may cover follow its beginning or its end."""

    regime: Regime = field(kw_only=True)
    known: dict[int, Regime] = field(default_factory=dict)
    on_duty: dict[int, set[int]] = field(default_factory=dict)

    def coming(self) -> QuerySet[Draft]:
        """Return the drafts in review that the regime may cover."""
        return in_review(self.regime)

    def covers(self, draft: Draft, about: dict[str, list[str]]) -> bool:
        """Say whether the regime covers what a draft is about."""
        return in_force.scope_of(self.regime).covers(about)

    def touches(self, step: Step) -> bool:
        """Leave a step whose time was over when the regime ended, which the sweep has yet to flag."""
        ends = [end for end in (self.regime.until, self.regime.ended_at) if end is not None and end <= self.at]
        return not (ends and step.overdue_at is None and step.due_at is not None and step.due_at <= min(ends))

    def prepare(self, moved: Sequence[Step], before: dict[int, Was]) -> None:
        """Read the regimes that these steps follow, or followed."""
        followed = {step.regime_id for step in moved} | {before[step.pk].regime_id for step in moved}
        self.known = Regime.objects.in_bulk(followed)
        on_duty = seats_at({(step.office_id, Role.DUTY.value) for step in moved}, at=self.at)
        self.on_duty = {office: {seat.user_id for seat in seats} for (office, _role), seats in on_duty.items()}

    def say(self, step: Step, draft: Draft, was: Was, people: set[int]) -> None:
        """Tell that a deadline is sooner because of the regime it now follows, or is put back."""
        if step.due_at is None or was.due_at is None:
            return
        is_over = step.due_at > was.due_at
        regime = self.known.get((was.regime_id if is_over else step.regime_id) or 0, self.regime)
        data = moved(step, was, because=regime.kind, regime=regime.pk, over=is_over, why=regime.reason)
        self.entries.append(Entry(draft, "clock_moved", None, data))
        kind = "clock_put_back" if is_over else "clock_moved"
        self.envelopes += announce.clock_moved(step, draft, regime, kind, people)
        if calls_duty(step) and regime.kind == Regime.Kind.CRISIS and not is_over:
            called = self.on_duty[step.office_id] - {draft.author_id}
            self.envelopes += announce_people.duty_called(step, draft, called)
