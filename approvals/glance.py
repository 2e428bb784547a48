"""The queue at a glance: which rows there are and in what condition, without reading a draft; cheap to ask often."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2s
from typing import Any

from accounts.models import User
from approvals import queries
from approvals.models import Step
from approvals.queries import After

# What a row of the queue shows, and can change while somebody looks at it.
SHOWN = (
    "pk", "due_at", "overdue_at", "regime_id", "claimed_by_id", "claimed_until", "draft__revision_id",
    "draft__urgency", "draft__risk_at", "draft__answer_by",
)  # fmt: skip


def of_row(step: Step, *, at: datetime) -> str:
    """Return a mark of what a row of the queue shows at `at`: another one when it would show something else."""
    draft = step.draft
    values = (
        step.pk, step.due_at, step.overdue_at, step.regime_id, step.claimed_by_id, step.claimed_until,
        draft.revision_id, draft.urgency, draft.risk_at, draft.answer_by,
    )  # fmt: skip
    return _mark(_condition(values, at))


def of_list(marks: Iterable[str]) -> str:
    """Return the mark of a whole page of the queue, given those of its rows."""
    return _mark(list(marks))


def of_queue(user: User, *, at: datetime, after: After | None, limit: int) -> str:
    """Return the mark of a page of this person's queue, as its rows would have it. One query for each place."""
    found: list[Sequence[Any]] = []
    for steps in queries.queues(user, at=at):
        behind = steps.filter(after.behind) if after is not None else steps
        found += behind.order_by("due_at", "pk").values_list(*SHOWN)[:limit]
    found.sort(key=lambda values: (values[1], values[0]))
    return of_list(_mark(_condition(values, at)) for values in found[:limit])


def _condition(values: Sequence[Any], at: datetime) -> list[Any]:
    """Return what of a row counts: a claim until it lapses, a risk and an answer overdue from when there is one."""
    *fixed, claimed_by, claimed_until, revision, urgency, risk_at, answer_by = values
    claim = [claimed_by, claimed_until] if claimed_until is not None and claimed_until > at else []
    passed = [instant is not None and instant <= at for instant in (risk_at, answer_by)]
    return [*fixed, claim, revision, urgency, *passed]


def _mark(value: Any) -> str:
    return blake2s(repr(value).encode(), digest_size=8).hexdigest()
