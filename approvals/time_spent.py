"""Whose time it was: what a draft spent at its levels, and what with its author, are never mixed up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from approvals.lifecycle import State
from approvals.models import Draft, Step

UNDECIDED = (Step.Status.OPEN, Step.Status.WAITING)


@dataclass(frozen=True, slots=True)
class Spent:
    """Time on the wall clock since the draft was first submitted."""

    at_levels: timedelta
    with_author: timedelta


def spent(draft: Draft, steps: Iterable[Step], *, at: datetime) -> Spent:
    """Return whose time it was until now, from the steps of every route of the draft in order. No query.

    What passes between two rounds is the author's, and so is what has passed since changes were requested last.
    """
    at_levels = with_author = timedelta()
    ended: datetime | None = None
    for route, its_steps in groupby(steps, key=lambda step: step.route):
        if ended is not None:
            with_author += route.created_at - ended
        ended = _ended(list(its_steps), at=at)
        at_levels += ended - route.created_at
    if ended is not None and draft.state == State.CHANGES_REQUESTED:
        with_author += at - ended
    return Spent(at_levels, with_author)


def _ended(steps: list[Step], *, at: datetime) -> datetime:
    if any(step.status in UNDECIDED for step in steps):
        return at
    return max(step.closed_at for step in steps if step.closed_at is not None)
