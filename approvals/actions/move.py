"""A policy officer puts drafts in flight on the version of their policy that is in force; nothing else ever does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import seats_at
from accounts.models import Role, User
from approvals import access, announce, checks, facts, planning
from approvals.actions.flight import Flight
from approvals.actions.freeze import freeze
from approvals.actions.locking import lock_draft
from approvals.lifecycle import State
from approvals.models import Decision, Draft, PolicyVersion, Step
from approvals.refusals import Refused
from approvals.rules import questions, routing
from approvals.rules.questions import Kept

MOVABLE = (State.IN_REVIEW, State.CHANGES_REQUESTED)
MOST_AT_ONCE = 200
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft of several: it was moved, or why not."""

    draft: Draft
    refused: Refused | None = None


@transaction.atomic
def move(*, draft_id: UUID, by: User, reason: str, at: datetime) -> Draft:
    """Put a draft in flight on the version of its policy that is in force now, for a reason that goes on record.

    Approvals of the current revision are kept at levels that still ask the same; every other level is asked. A draft
    that was handed back to its author changes only the version it will be submitted under. Whatever keeps it from
    passing the new levels refuses the move, and the draft stays where it is.
    """
    _require_policy_officer(by, at=at)
    why = stated(reason)
    draft = lock_draft(draft_id)
    if draft.state not in MOVABLE:
        raise Refused("wrong_state", params={"state": State(draft.state).label})
    old, new = _versions(draft)
    known = facts.facts_of(draft)
    plan = planning.choose_route(office=draft.office, known=known, version_id=new.pk, at=at)
    flight = Flight.of(draft, at=at)
    awaited = _awaited(flight)
    versions = {"from": old.number, "to": new.number}
    flight.note("moved", by=by.pk, why=why, policy=new.policy.name, **versions)
    if draft.state == State.IN_REVIEW:
        flight = reroute(flight, plan, known)
    else:
        planning.require_staff(plan, writers=flight.writers, at=at)
        draft.policy_version_id = plan.version_id
    told = {draft.author_id} | (awaited - _awaited(flight))
    flight.envelopes += announce.to_people(draft, "moved", told, by=by, why=why, number=new.number)
    flight.land("route", "policy_version")
    return draft


def move_all(
    *, policy_id: int, by: User, reason: str, at: datetime, number: int | None = None
) -> tuple[list[Outcome], int]:
    """Move the drafts in flight under older versions of a policy (or under this one), each in a transaction of its own.

    One that cannot be moved says why and holds up no other. At most 200 at once; returns how many were not reached.
    """
    _require_policy_officer(by, at=at)
    stated(reason)
    behind = facts.in_flight_behind(policy_id)
    if number is not None:
        behind = behind.filter(policy_version__number=number)
    # By their ids: two officers who move the same drafts take their locks in one order.
    drafts = list(behind.order_by("pk")[:MOST_AT_ONCE])
    left = behind.count() - len(drafts) if len(drafts) == MOST_AT_ONCE else 0
    return [_outcome(draft, by=by, reason=reason, at=at) for draft in drafts], left


def reroute(flight: Flight, plan: routing.Route, known: Mapping[str, frozenset[str]]) -> Flight:
    """Return the flight of a draft in review on another route for the same revision; whoever calls lets it land.

    What is undecided on the route before is closed. Approvals are kept as `outlook` says, each recorded anew on the new
    step with the decision it carries over; then the draft goes on from the first level that is not decided. Refused,
    with nothing written, when a level that is left has nobody who can decide it.
    """
    draft, at = flight.draft, flight.at
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
    keeps = questions.kept(
        facts.approvals_given(flight.decisions, flight.draft),
        plan,
        seats={place: facts.seat_facts(found) for place, found in seats.items()},
        barred=flight.barred,
    )
    verdict = routing.staffing(
        questions.still_asked(plan, keeps),
        {place: [seat.user_id for seat in found] for place, found in seats.items()},
        barred=flight.barred | {keep.given.by for keep in keeps},
    )
    if not verdict:
        raise Refused(verdict.code, params=verdict.params)
    return keeps


def stated(reason: str) -> str:
    """Return the reason, or refuse to do without one."""
    why = checks.storable(reason, field="reason").strip()
    if not why:
        raise Refused("why_needed", field="reason")
    if len(why) > LONGEST_REASON:
        raise Refused("why_too_long", field="reason", params={"limit": LONGEST_REASON})
    return why


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


def _awaited(flight: Flight) -> set[int]:
    return {seat.user_id for step in flight.open_steps for seat in flight.seats[step.place]}


def _versions(draft: Draft) -> tuple[PolicyVersion, PolicyVersion]:
    """Return the version the draft is under and the one in force, or refuse when there is none other."""
    old = PolicyVersion.objects.select_related("policy").get(drafts_in_flight=draft)
    new = old.policy.versions.filter(status=PolicyVersion.Status.IN_FORCE).select_related("policy").first()
    if new is None:
        raise Refused("no_version_in_force", params={"policy": old.policy.name})
    if new == old:
        raise Refused("on_this_version", params={"number": new.number})
    return old, new


def _outcome(draft: Draft, *, by: User, reason: str, at: datetime) -> Outcome:
    try:
        return Outcome(move(draft_id=draft.pk, by=by, reason=reason, at=at))
    except Refused as refused:
        return Outcome(draft, refused)


def _require_policy_officer(by: User, *, at: datetime) -> None:
    if not access.holds(by, Role.POLICY, at=at):
        raise Refused("not_policy_officer")
