"""A draft in flight: its steps and decisions, read under the lock, moved in memory, saved with one write each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists

from accounts.authority import Place, Seat, holders_of, seats_at
from accounts.models import Role
from approvals import announce, announce_lines, asked, audit, facts, holding, in_force, plans, regimes
from approvals.actions import late, line_clearance, reach
from approvals.actions.earlier import words_that_hold
from approvals.actions.locking import save_draft, set_risk
from approvals.actions.regime_clocks import CLOCK_FIELDS, covering, set_clock
from approvals.audit import Entry
from approvals.models import Decision, Delay, Draft, Kind, Step
from approvals.rules import overlay
from approvals.rules.authority import is_satisfied
from approvals.rules.overlay import Overlay
from notifications.outbox import Envelope

STEP_FIELDS = (
    "status", "opened_at", "due_at", "closed_at", "next_alarm_at", "overdue_at", "alarms_fired", *CLOCK_FIELDS
)  # fmt: skip


@dataclass
class Flight:
    """One locked draft with all that a decision or a submission moves; `land()` writes everything down."""

    draft: Draft
    steps: list[Step]
    decisions: list[Decision]
    at: datetime
    entries: list[Entry] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    changed: dict[int, Step] = field(default_factory=dict)
    delays: list[Delay] = field(default_factory=list)

    @classmethod
    def of(cls, draft: Draft, *, at: datetime) -> "Flight":
        """Read the steps of the draft's route and the decisions on its way so far. Two queries, after the lock."""
        steps = Step.objects.filter(route=draft.route_id).select_related("office", "regime").order_by("position", "pk")
        # Most of the time there is no regime, and nobody away: that is learned with the steps, and saves queries.
        known: list[Step] = [*steps.annotate(regime_on=Exists(in_force.regimes(at=at)), **reach.someone_away(at=at))]
        return cls(draft, known, facts.decisions_in_flight(draft), at)

    @cached_property
    def seats(self) -> dict[Place, list[Seat]]:
        """Return who may act now at every place of the route, and who is on duty at its offices. One query."""
        return seats_at(asked.with_duty({step.place for step in self.steps}), at=self.at)

    def seated(self, step: Step) -> list[Seat]:
        """Return who may act at a step now: those at its place, and the duty officer there where the draft presses."""
        return [seat for place in asked.places(step, self.draft) for seat in self.seats[place]]

    def forget_seats(self) -> None:
        """Let the seats be read anew: the route has a place more."""
        self.__dict__.pop("seats", None)

    @cached_property
    def _people(self) -> tuple[frozenset[int], frozenset[int]]:
        return facts.writers_and_barred(self.draft, at=self.at)

    @property
    def writers(self) -> frozenset[int]:
        """Return who wrote any part of the draft. One query, which tells `barred`, too."""
        return self._people[0]

    @property
    def barred(self) -> frozenset[int]:
        """Return the writers and whoever is deputy of one of them now: none of these may approve."""
        return self._people[1]

    @cached_property
    def regimes(self) -> list[Overlay]:
        """Return the regimes in force. One query, and one for their levels; none when there is no regime."""
        return regimes.overlays(at=self.at) if any(getattr(step, "regime_on", True) for step in self.steps) else []

    @property
    def open_steps(self) -> list[Step]:
        """Return the steps that await a decision."""
        return [step for step in self.steps if step.status == Step.Status.OPEN]

    def note(self, kind: str, *, by: int | None = None, **data: Any) -> None:
        """Put something on the draft's record, to be written when the flight lands."""
        self.entries.append(Entry(self.draft, kind, by, data))

    def counted(self) -> set[int]:
        """Return who has been counted as approving on this route."""
        route = facts.approvals_by_step(self.decisions, self.draft.route_id)
        return {person for approvals in route.values() for person in approvals}

    def is_passed(self, step: Step) -> bool:
        """Say whether a step has the approvals its quorum asks for."""
        return is_satisfied(
            step=facts.step_facts(step, self.draft),
            approvals=facts.approvals_by_step(self.decisions, self.draft.route_id).get(step.pk, {}),
            seats=facts.seat_facts(self.seated(step)),
            # One person counts once: who has been counted cannot be waited for again, in another posting.
            barred=self.barred | self.counted(),
        )

    def close(self, step: Step, status: Step.Status) -> None:
        """Stop a step's clock with this outcome; it was late if its deadline has passed."""
        if unseen := late.flag_unseen(step, self.draft, at=self.at):
            self.delays.append(unseen[0])
            self.entries.append(unseen[1])
        step.status, step.closed_at, step.next_alarm_at = status, self.at, None
        self.changed[step.pk] = step

    def close_all(self, steps: Iterable[Step]) -> None:
        """Stop every step that is not decided: the route ends here."""
        for step in steps:
            if step.status in (Step.Status.OPEN, Step.Status.WAITING):
                self.close(step, Step.Status.CLOSED)

    def advance(self) -> None:
        """Open the next position when nothing holds the present one up; clear the draft when there is none to come."""
        while not any(step.mode not in facts.PASSING for step in self.open_steps):
            waiting = [step for step in self.steps if step.status == Step.Status.WAITING]
            if not waiting:
                self._clear()
                return
            for step in [step for step in waiting if step.position == waiting[0].position]:
                self.open(step)

    def land(self, *draft_fields: str) -> None:
        """Write the steps, delays, events, messages and the draft: one query each, none for what did not change."""
        if self.changed:
            Step.objects.bulk_update(list(self.changed.values()), STEP_FIELDS)
            Delay.objects.bulk_create(self.delays)
            late.resolve([step.pk for step in self.changed.values() if step.overdue_at and step.closed_at], at=self.at)
            self._plan()
        audit.record(self.entries, at=self.at)
        announce.send(self.envelopes, at=self.at)
        save_draft(self.draft, *draft_fields)

    def _plan(self) -> None:
        """Set from when on the draft is at risk, as its levels now stand. No query unless a regime is on."""
        limiting = overlay.strictest(covering(self.regimes, self.draft)) if plans.target_of(self.draft) else None
        set_risk(self.draft, self.steps, under=limiting.limit if limiting else None, at=self.at)

    def open(self, step: Step) -> None:
        """Let a step begin: one that informs is told and done, any other gets its clock and awaits its people."""
        step.opened_at = self.at
        if step.mode == Step.Mode.INFORM:
            self._inform(step)
            return
        step.status = Step.Status.OPEN
        set_clock(step, covering(self.regimes, self.draft), waits=())
        self.changed[step.pk] = step
        mode: dict[str, Any] = {} if step.mode == Step.Mode.APPROVE else {"mode": step.mode}
        self.note("step_opened", step=step.pk, level=step.name, due_at=announce.iso(step.due_at), **mode)
        self._count_earlier_words(step)
        if self.is_passed(step):
            self.pass_step(step)
            return
        reach.tell(self, step)

    def _inform(self, step: Step) -> None:
        """Tell those whom the step informs; where nobody is left to tell, the policy officers hear of it instead."""
        self.close(step, Step.Status.INFORMED)
        people = {seat.user_id for seat in self.seats[step.place]}
        self.note("informed", step=step.pk, level=step.name, told=sorted(people))
        self.envelopes += announce.informed(step, self.draft, people - {self.draft.author_id})
        if not people:
            self.note("step_unstaffed", step=step.pk, level=step.name)
            self.envelopes += announce.unstaffed(step, self.draft, holders_of(Role.POLICY, at=self.at))

    def able(self, step: Step) -> set[int]:
        """Return who can decide a step now: those at its place who wrote nothing of it and are not yet counted."""
        return {seat.user_id for seat in self.seated(step)} - self.barred - self.counted()

    def pass_step(self, step: Step) -> None:
        """Close a step that has the approvals it needs."""
        self.close(step, Step.Status.PASSED)
        self.note("step_passed", step=step.pk, level=step.name)

    def still_needed(self, step: Step) -> int:
        """Return how many more people the quorum asks for at least."""
        approvals = facts.approvals_by_step(self.decisions, self.draft.route_id).get(step.pk, {})
        return max(1, (step.quorum_n if step.quorum == "n" else 1) - len(approvals))

    def _count_earlier_words(self, step: Step) -> None:
        """Count who has approved this already: by a wording taken unaltered, or by an approval that carries over."""
        for word in words_that_hold(step, self.draft, self.decisions):
            person = word.decision.by_id
            seat = next((seat for seat in self.seated(step) if seat.user_id == person), None)
            if seat is not None and person not in self.counted() | self.barred:
                self.decide(step, seat=seat, verdict=Decision.Verdict.APPROVE, noted=word.noted, **word.because)

    def decide(
        self, step: Step, *, seat: Seat, verdict: Decision.Verdict, noted: dict[str, Any] | None = None, **more: Any
    ) -> Decision:
        """Record one person's verdict at a step on the current revision; `noted` goes on the record beside it."""
        draft = self.draft
        decision = Decision.objects.create(
            draft=draft, route_id=step.route_id, step=step, revision=draft.current, by_id=seat.user_id,
            posting_id=seat.posting_id, acting_for_id=seat.acting_for, verdict=verdict, at=self.at, **more,
        )  # fmt: skip
        self.decisions.append(decision)
        data: dict[str, Any] = {
            "step": step.pk,
            "level": step.name,
            "revision": draft.current.hash,
            "acting_for": seat.acting_for,
        }
        if seat.role == Role.DUTY:
            data["on_duty"] = True
        if decision.reason:
            data["reason"] = decision.reason
        self.note(verdict.value, by=seat.user_id, **data, **(noted or {}))
        return decision

    def _clear(self) -> None:
        # What was only asked for a comment holds nothing up, and is asked no longer.
        self.close_all(self.open_steps)
        self.draft.clear(at=self.at)
        if self.draft.kind == Kind.LINE:
            self.note("cleared", revision=self.draft.current.hash, **line_clearance.of_line(self.draft, at=self.at))
            self.envelopes += announce_lines.cleared(self.draft)
            return
        asks_nobody = all(step.mode == Step.Mode.INFORM for step in self.steps)
        because = line_clearance.of_lines(self.draft, at=self.at) if asks_nobody else {}
        self.note("cleared", revision=self.draft.current.hash, **because)
        waits = holding.of_draft(self.draft, at=self.at)
        self.envelopes += announce.to_author(
            self.draft,
            "cleared",
            publish_at=announce.iso(self.draft.publish_at),
            moment=announce.iso(self.draft.moment),
            **(announce.waits(waits.holds[0]) if waits.stops_all else {}),
        )
