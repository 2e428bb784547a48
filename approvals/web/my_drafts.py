"""A person's own drafts by what they need, and every draft they may see, narrowed by state and words."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Role, User
from approvals import holding, queries, searching
from approvals.lifecycle import State
from approvals.models import Draft, Step
from approvals.web.door import page, person
from approvals.web.late_first import late_first
from approvals.web.own_drafts import GROUPS, grouped, one_group
from approvals.web.paging import PAGE

# So many of each group stand on the page of them all.
SHOWN = 20


@page
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Show my drafts by what they need; or, narrowed by `of`, `state` and `q`, a list."""
    at, user = clock.now(), person(request)
    of, state = request.GET.get("of", ""), request.GET.get("state", "")
    words = searching.as_typed(request.GET.get("q", ""))
    state = state if state in State.values else ""
    context = {
        "at": at, "of": of, "state": state, "words": words, "states": State.choices,
        "may_write": reader.holds(request, Role.AUTHOR),
    }  # fmt: skip
    if of != "all" and not state and not words:
        return render(request, "approvals/drafts.html", context | _mine(request, user, at=at))
    found = queries.drafts(user, at=at, seats=reader.seats(request)) if of == "all" else queries.drafts_of(user)
    found = queries.matching(found.filter(state=state) if state else found, words)
    listed = late_first(found, after=request.GET.get("after", ""))
    return render(request, "approvals/drafts.html", context | {"listed": listed, "held": held(listed.rows, at=at)})


def _mine(request: HttpRequest, user: User, *, at: datetime) -> dict[str, object]:
    """Return what the page shows of a person's own drafts: each group's first, or one group, a page at a time."""
    key = request.GET.get("group", "")
    if key in GROUPS:
        alone = one_group(user, key, at=at, after=request.GET.get("after", ""), size=PAGE)
        return {"alone": alone, "groups": [alone.group], "held": held(alone.group.drafts, at=at)}
    groups = [group for group in grouped(user, at=at, shown=SHOWN) if group.drafts]
    return {"groups": groups, "held": held([draft for group in groups for draft in group.drafts], at=at)}


def held(drafts: Collection[Draft], *, at: datetime) -> dict[UUID, str]:
    """Return why each cleared draft waits that a hold keeps whole. At most one query: the rest has been read along."""
    waits = holding.of_cleared(drafts, at=at)
    return {draft_id: found.holds[0].reason for draft_id, found in waits.items() if found.stops_all}


def late_then_soonest(draft: Draft) -> tuple[bool, datetime]:
    """Return by what drafts in review are ordered where they press; they have been read by `queries.drafts`."""
    return (not _is_late(draft), _due(draft))


def _open_steps(draft: Draft) -> list[Step]:
    """Return the levels that have it, as `queries.drafts_of` has read them along."""
    steps: list[Step] = vars(draft)["open_steps"]
    return steps


def _is_late(draft: Draft) -> bool:
    return any(step.overdue_at for step in _open_steps(draft))


def _due(draft: Draft) -> datetime:
    """Return when the draft's open levels are due, or its own moment; what has neither comes last."""
    due = [step.due_at for step in _open_steps(draft) if step.due_at]
    return min([*due, *([draft.moment] if draft.moment else [])], default=datetime.max.replace(tzinfo=UTC))
