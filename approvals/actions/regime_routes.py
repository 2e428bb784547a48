"""Drafts in review are put on the route of a regime that says so; approvals that still answer are kept."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import holders_of
from accounts.models import Role
from approvals import announce, facts, in_force, planning
from approvals.actions.flight import Flight
from approvals.actions.regime_winding import in_review
from approvals.actions.reroute import reroute
from approvals.lifecycle import State
from approvals.models import Draft, Event, Regime, Step
from approvals.quoting import Library
from approvals.refusals import Refused


def put_on_route(regime: Regime, *, at: datetime) -> bool:
    """Put every draft in review that the regime covers on its route; say whether none had to be passed over.

    Nothing is done for a regime that leaves routes alone, adds no level or is over. Each draft has a transaction of its
    own, and a draft that has the regime's levels already is left alone.
    """
    if regime.in_flight != Regime.InFlight.ROUTES or regime.closed_at is not None or not regime.levels.exists():
        return True
    reached = list(in_review(regime).values_list("pk", flat=True))
    done = [_put(draft_id, regime, at=at) for draft_id in reached]
    return all(done)


@transaction.atomic
def _put(draft_id: UUID, regime: Regime, *, at: datetime) -> bool:
    free = Draft.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=draft_id)
    draft = free.select_related("office", "author", "revision", "route").first()
    if draft is None:
        return False
    known = facts.facts_of(draft, Library(at=at))
    if draft.state != State.IN_REVIEW or not in_force.scope_of(regime).covers(known):
        return True
    flight = Flight.of(draft, at=at)
    if any(step.origin == Step.Origin.REGIME and step.key.startswith(f"regime-{regime.pk}-") for step in flight.steps):
        return True
    try:
        plan = planning.choose_route(office=draft.office, known=known, version_id=draft.policy_version_id, at=at)
        was = {seat.user_id for step in flight.open_steps for seat in flight.seated(step)}
        flight.note("rerouted", regime=regime.pk, because=regime.kind, why=regime.reason)
        flight = reroute(flight, plan, known)
    except Refused as refused:
        _keep(draft, regime, refused, at=at)
        return True
    told = {draft.author_id} | was
    flight.envelopes += announce.to_people(draft, "rerouted", told, by=None, regime=regime.kind, why=regime.reason)
    flight.land("route", "policy_version")
    return True


def _keep(draft: Draft, regime: Regime, refused: Refused, *, at: datetime) -> None:
    """Leave the draft on the route it has, and say once why to its author and the policy officers."""
    if Event.objects.filter(draft=draft, kind="route_kept", data__regime=regime.pk).exists():
        return
    flight = Flight.of(draft, at=at)
    level = str(refused.params.get("level", ""))
    flight.note("route_kept", regime=regime.pk, because=regime.kind, code=refused.code, level=level)
    told = {draft.author_id} | {seat.user_id for seat in holders_of(Role.POLICY, at=at)}
    flight.envelopes += announce.to_people(draft, "route_kept", told, by=None, regime=regime.kind, level=level)
    flight.land()
