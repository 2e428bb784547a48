"""Put a draft in review on another route for the same revision; approvals it has are kept where they still answer."""

from collections.abc import Mapping
from dataclasses import replace

from accounts.authority import seats_at
from approvals import facts
from approvals.actions.concur import with_those_asked
from approvals.actions.flight import Flight
from approvals.actions.freeze import freeze
from approvals.models import Decision, Step
from approvals.refusals import Refused
from approvals.rules import questions, routing
from approvals.rules.questions import Kept
from approvals.rules.verdict import Verdict


def reroute(flight: Flight, plan: routing.Route, known: Mapping[str, frozenset[str]]) -> Flight:
    """Return the flight of a draft in review on another route for the same revision; whoever calls lets it land.

    What is undecided on the route before is closed, but for the concurrence that approvers have asked for: that is
    asked on the new route, too. Approvals are kept as `outlook` says, each recorded anew on the new step with the
    decision it carries over; then the draft goes on from the first level that is not decided. Refused, with nothing
    written, when a level that is left has nobody who can decide it.
    """
    draft, at = flight.draft, flight.at
    if plan.asks_nobody:
        # Only its author lets a draft out that nobody is asked about: whoever submits it is who answers for it.
        raise Refused("empty_route", params={"policy": plan.policy})
    plan = with_those_asked(plan, flight.steps)
    keeps = outlook(flight, plan)
    flight.close_all(flight.steps)
    draft.route, steps = freeze(draft, plan, dict(known), at=at)
    draft.policy_version_id = plan.version_id
    moved = replace(flight, steps=steps)
    _record(moved, keeps)
    moved.advance()
    return moved


def outlook(flight: Flight, plan: routing.Route) -> list[Kept]:
    """Return the approvals that this route would keep, or refuse it: a level that is left has nobody to decide it."""
    seats = seats_at({planned.place for planned in plan.steps}, at=flight.at)
    keeps = questions.outlook(
        facts.approvals_given(flight.decisions, flight.draft),
        plan,
        seats={place: facts.seat_facts(found) for place, found in seats.items()},
        barred=flight.barred,
    )
    if isinstance(keeps, Verdict):
        raise Refused(keeps.code, params=keeps.params)
    return keeps


def _record(flight: Flight, keeps: list[Kept]) -> None:
    """Write each kept approval on its new step: the rows of a route are written in the order of its plan."""
    steps = sorted(flight.steps, key=lambda step: step.pk)
    kept = Decision.objects.bulk_create(_carried(flight, steps[keep.step], keep) for keep in keeps)
    flight.decisions = [*flight.decisions, *kept]
    for decision in kept:
        flight.note(
            "approval_kept", step=decision.step_id, level=decision.step.name, revision=flight.draft.current.hash,
            approver=decision.by_id, decision=decision.carried_from_id,
        )  # fmt: skip


def _carried(flight: Flight, step: Step, keep: Kept) -> Decision:
    return Decision(
        draft=flight.draft, route_id=step.route_id, step=step, revision=flight.draft.current, by_id=keep.given.by,
        posting_id=keep.seat.posting_id, acting_for_id=keep.seat.acting_for, verdict=Decision.Verdict.APPROVE,
        carried_from_id=keep.given.decision, at=flight.at,
    )  # fmt: skip
