"""The queue at a glance: which rows there are and in what condition, without reading a draft; cheap to ask often."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2s
from typing import Any

from approvals.models import Step
from approvals.narrowing import Narrowing
from approvals.waiting import Behind, Queue, order

# What a row of the queue shows behind its place, and can change while somebody looks at it.
SHOWN = (
    "overdue_at", "regime_id", "claimed_by_id", "claimed_until", "draft__revision_id", "draft__urgency",
    "draft__risk_at", "draft__answer_by",
)  # fmt: skip


def of_row(step: Step, *, at: datetime) -> str:
    """Return a mark of what a row of the queue shows at `at`: another one when it would show something else."""
    draft = step.draft
    values = (
        *order(step), step.overdue_at, step.regime_id, step.claimed_by_id, step.claimed_until, draft.revision_id,
        draft.urgency, draft.risk_at, draft.answer_by,
    )  # fmt: skip
    return _mark(_condition(values, at))


def of_list(marks: Iterable[str]) -> str:
    """Return the mark of a whole page of the queue, given those of its rows."""
    return _mark(list(marks))


def of_queue(queue: Queue, narrowing: Narrowing, *, after: Behind | None, limit: int) -> str:
    """Return the mark of a page of a queue, as its rows would have it. One query for each place."""
    found = queue.fields(narrowing, SHOWN, after=after, limit=limit)
    return of_list(_mark(_condition(values, queue.at)) for values in found)


def _condition(values: Sequence[Any], at: datetime) -> list[Any]:
    """Return what of a row counts: a claim until it lapses, a risk and an answer overdue from when there is one."""
    group, *fixed, claimed_by, claimed_until, revision, urgency, risk_at, answer_by = values
    claim = [claimed_by, claimed_until] if claimed_until is not None and claimed_until > at else []
    passed = [instant is not None and instant <= at for instant in (risk_at, answer_by)]
    return [int(group), *fixed, claim, revision, urgency, *passed]


def _mark(value: Any) -> str:
    return blake2s(repr(value).encode(), digest_size=8).hexdigest()
