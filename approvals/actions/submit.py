"""Submit a draft: choose its route, freeze it, start the first clock."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import checks, facts, planning, quoting
from approvals.actions import owing
from approvals.actions.flight import Flight
from approvals.actions.freeze import freeze
from approvals.actions.locking import author_seat, lock_draft, require_same_revision, require_state
from approvals.models import Draft, Review
from approvals.refusals import Refused


@transaction.atomic
def submit(
    *, draft_id: UUID, by: User, at: datetime, confirmed: Collection[str] = (), revision: str | None = None
) -> Draft:
    """Put the draft on its route, or refuse with the reason: its text, its moment, or a level nobody can decide.

    `confirmed` names the findings that the author has seen and stands by; `revision` is the hash of what the author
    read, where a page showed it.
    """
    draft = lock_draft(draft_id)
    channels = list(draft.channels.all())
    seat = author_seat(draft, by, at=at, channels=channels)
    require_state(draft, "submit")
    require_same_revision(draft, revision)
    if draft.moment and draft.moment <= at:
        raise Refused("moment_past", field="moment")
    accepted = checks.require_submittable(draft.current.body, channels, at=at, confirmed=confirmed)
    quoted = quoting.of_draft(draft, at=at)
    known = facts.routing_facts(
        office=draft.office, content=draft.current.body, channels=channels, topics=draft.topics, urgency=draft.urgency,
        audience=draft.audience, cleared_line=quoted.kind,
    )  # fmt: skip
    plan = planning.choose_route(office=draft.office, known=known, version_id=draft.policy_version_id, at=at)
    planning.require_staff(plan, writers=facts.writers_of(draft), at=at)
    # The lines in force, their scope or what may stand beside them may have changed since the text was written.
    quoting.write_uses(draft, quoted)
    route, steps = freeze(draft, plan, known, at=at)
    draft.submit(at=at)
    draft.route, draft.policy_version_id = route, plan.version_id
    flight = Flight(draft, steps, facts.decisions_in_flight(draft), at)
    flight.note(
        "submitted", by=by.pk, revision=draft.current.hash, version=plan.version_id, route=route.number,
        levels=[step.name for step in steps], confirmed=sorted(accepted),
        **({"asks_nobody": True} if plan.asks_nobody else {}),
    )  # fmt: skip
    if plan.asks_nobody:
        owing.owe(draft, route, origin=Review.Origin.CLEARED_LINE, by=by, seat=seat, known=known, at=at)
    flight.advance()
    flight.land("route", "policy_version")
    return draft
