"""A policy officer puts drafts in flight on the version of their policy that is in force; nothing else ever does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import announce, checks, facts, planning
from approvals.actions.flight import Flight
from approvals.actions.locking import lock_draft, require_policy_officer
from approvals.actions.reroute import reroute
from approvals.lifecycle import State
from approvals.models import Draft, PolicyVersion
from approvals.quoting import Library
from approvals.refusals import Refused

MOST_AT_ONCE = 200


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
    require_policy_officer(by, at=at)
    why = checks.stated(reason)
    draft = lock_draft(draft_id)
    if draft.state not in facts.MOVABLE:
        raise Refused("wrong_state", params={"state": State(draft.state).label})
    old, new = _versions(draft)
    known = facts.facts_of(draft, Library(at=at))
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
    *, policy_id: int, by: User, reason: str, at: datetime, number: int | None = None,
    draft_ids: Collection[UUID] | None = None,
) -> tuple[list[Outcome], int]:  # fmt: skip
    """Move the drafts in flight under older versions of a policy, each in a transaction of its own.

    Those under this one version only, or these only, where it is said. One that cannot be moved says why and holds up
    no other. At most 200 at once; returns how many were not reached.
    """
    require_policy_officer(by, at=at)
    checks.stated(reason)
    behind = facts.in_flight_behind(policy_id)
    if number is not None:
        behind = behind.filter(policy_version__number=number)
    if draft_ids is not None:
        behind = behind.filter(pk__in=draft_ids)
    # By their ids: two officers who move the same drafts take their locks in one order.
    drafts = list(behind.order_by("pk")[:MOST_AT_ONCE])
    left = behind.count() - len(drafts) if len(drafts) == MOST_AT_ONCE else 0
    return [_outcome(draft, by=by, reason=reason, at=at) for draft in drafts], left


def _awaited(flight: Flight) -> set[int]:
    return {seat.user_id for step in flight.open_steps for seat in flight.seated(step)}


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
