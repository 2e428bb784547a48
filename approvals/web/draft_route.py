"""The route of a draft as its page shows it: who has it, who had it, by when, and what its reader may do."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby

from django.forms import Form

from accounts.authority import Place, Seat
from accounts.models import User
from approvals import facts, holding, plans, queries
from approvals.holding import Holding
from approvals.lifecycle import State
from approvals.models import Decision, Draft, Publication, Step
from approvals.queries import Standing
from approvals.time_spent import UNDECIDED, Spent, spent
from approvals.web.deciders import Decider, who_can_decide
from approvals.web.draft_parts import Round, ShownStep, used
from approvals.web.late_levels import LateLevel, late_levels
from channels.models import Channel


@dataclass
class DraftRoute:
    """The route of one draft, for one reader at one instant."""

    draft: Draft
    reader: User
    at: datetime
    compare: tuple[int | None, int | None] = (None, None)
    typed: Mapping[str, Form] = field(default_factory=dict)
    # The reader's: asked for where they are not given.
    seats: list[Seat] | None = None

    @cached_property
    def channels(self) -> list[Channel]:
        """Return the channels the draft targets. One query."""
        return list(self.draft.channels.select_related("office"))

    @cached_property
    def steps(self) -> list[Step]:
        """Return the steps of every route the draft was put on, with who decided them. Two queries."""
        return queries.all_steps(self.draft)

    @property
    def present_steps(self) -> list[Step]:
        """Return the steps of the route the draft is on, or was on last."""
        return [step for step in self.steps if step.route_id == self.draft.route_id]

    @cached_property
    def present_shown(self) -> list[ShownStep]:
        """Return the levels of the route the draft is on, as they are shown."""
        return self._shown(self.present_steps)

    @property
    def open_steps(self) -> list[ShownStep]:
        """Return the levels that have it now."""
        return [shown for shown in self.present_shown if shown.step.status == Step.Status.OPEN]

    @property
    def is_late(self) -> bool:
        """Say whether a level is late now."""
        return any(step.overdue_at for step in self.present_steps if step.status == Step.Status.OPEN)

    @property
    def deciding_now(self) -> list[str]:
        """Return the levels whose decision it awaits, each with its office."""
        return [f"{step.name}, {step.office}" for step in self._deciding]

    @property
    def must_decide_by(self) -> datetime | None:
        """Return by when these must decide for it to make its slot or moment; None where that asks for nothing."""
        instants = [instant for step in self._deciding if (instant := self._decide_by(step))]
        return min(instants, default=None)

    @property
    def _deciding(self) -> list[Step]:
        return [shown.step for shown in self.open_steps if shown.step.mode not in facts.PASSING]

    def asked_to_comment(self, places: Collection[Place]) -> list[Step]:
        """Return the open steps that ask one of these places for a comment."""
        asked = [step for step in self.present_steps if step.mode == Step.Mode.COMMENT and step.place in places]
        return [step for step in asked if step.status == Step.Status.OPEN]

    @property
    def last_word(self) -> list[Decision]:
        """Return why the draft went back to its author: the decisions that ended its last round."""
        if self.draft.state not in (State.CHANGES_REQUESTED, State.REJECTED):
            return []
        made = [decision for step in self.present_steps for decision in step.decisions.all()]
        return [decision for decision in made if decision.verdict != Decision.Verdict.APPROVE]

    @cached_property
    def rounds(self) -> list[Round]:
        """Return every passage along a route, the present one last."""
        by_route = groupby(self.steps, key=lambda step: step.route)
        return [Round(route.number, route.revision.number, self._shown(list(steps))) for route, steps in by_route]

    @cached_property
    def standing(self) -> Standing:
        """Return what the reader may do now."""
        return queries.standing(
            self.draft, self.reader, self.present_steps, at=self.at, waits=self.waits, seats=self.seats
        )

    @cached_property
    def waits(self) -> Holding:
        """Return which posts that are not out yet wait on a hold. At most one query."""
        out = [(publication.channel_id, publication.language) for publication in self.publications]
        return holding.of_draft(self.draft, at=self.at, channels=self.channels, out=out)

    @cached_property
    def acting_for(self) -> User | None:
        """Return for whom the reader would decide, when acting. At most one query."""
        seat = self.standing.seat
        return User.objects.filter(pk=seat.acting_for).first() if seat and seat.acting_for else None

    @cached_property
    def plan(self) -> plans.Plan | None:
        """Return by when each level must decide, and when it is expected to be cleared, if it is in review."""
        return queries.plan(self.draft, self.present_steps, at=self.at)

    @cached_property
    def publications(self) -> list[Publication]:
        """Return where the posts are out. One query."""
        return list(self.draft.publications.select_related("channel", "by"))

    def colleagues(self, step: Step) -> list[User]:
        """Return who else can decide an open step, once each, by name."""
        people = {one.person.pk: one.person for one in self._deciders.get(step.place, [])}
        return sorted((one for pk, one in people.items() if pk != self.reader.pk), key=str)

    @property
    def is_somebody_nudged(self) -> bool:
        """Return whether a nudge reaches anyone: somebody other than the reader is asked."""
        return any(self.colleagues(step) for step in self.present_steps if step.status == Step.Status.OPEN)

    @cached_property
    def late_levels(self) -> dict[int, LateLevel]:
        """Return the levels that are late, or were, by step. No query when none was, else five."""
        return late_levels(self.steps, self.reader, at=self.at, typed=self.typed, seats=self.seats)

    @cached_property
    def _deciders(self) -> dict[Place, list[Decider]]:
        return who_can_decide(self.draft, self.present_steps, at=self.at)

    def _shown(self, steps: Iterable[Step]) -> list[ShownStep]:
        return [
            ShownStep(
                step,
                list(step.decisions.all()),
                [str(one) for one in self._deciders.get(step.place, [])] if step.status == Step.Status.OPEN else [],
                self._decide_by(step),
                self.late_levels.get(step.pk),
                used(step, at=self.at),
            )
            for step in steps
        ]

    def _decide_by(self, step: Step) -> datetime | None:
        is_asked = step.status in UNDECIDED and step.route_id == self.draft.route_id and step.mode not in facts.PASSING
        return self.plan.decide_by.get(step.position) if is_asked and self.plan else None

    @cached_property
    def spent(self) -> Spent:
        """Return whose time it was until now."""
        return spent(self.draft, self.steps, at=self.at)
