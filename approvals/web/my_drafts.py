"""A person's own drafts by what they need, and every draft they may see, narrowed by state and words."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Role
from approvals import holding, queries, searching
from approvals.lifecycle import State
from approvals.models import Draft, LineUse, Step
from approvals.risk import is_at_risk
from approvals.web.door import page, person
from approvals.web.late_first import late_first

MOST_OPEN = 200
RECENT = 10
FINISHED = (State.PUBLISHED, State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.RETRACTED)
# What is late at somebody comes first: its author may have to speak to them. Then what an author can do at once.
NEEDS = [State.IN_REVIEW, State.CHANGES_REQUESTED, State.CLEARED, State.DRAFT]


@dataclass(frozen=True, slots=True)
class Group:
    """Drafts that stand alike, under a heading that says what they need."""

    key: str
    title: str | Promise
    help: str | Promise
    drafts: list[Draft] = field(default_factory=list)


@page
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Show my drafts by what they need; or, narrowed by `of`, `state` and `q`, a list."""
    at, user, seats = clock.now(), person(request), reader.seats(request)
    of, state = request.GET.get("of", ""), request.GET.get("state", "")
    words = searching.as_typed(request.GET.get("q", ""))
    state = state if state in State.values else ""
    context = {
        "at": at, "of": of, "state": state, "words": words, "states": State.choices,
        "may_write": any(seat.role == Role.AUTHOR for seat in seats),
    }  # fmt: skip
    if of != "all" and not state and not words:
        mine = queries.drafts_of(user, at=at, seats=seats)
        groups = [group for group in grouped(mine, at=at) if group.drafts]
        shown = [draft for group in groups for draft in group.drafts]
        return render(request, "approvals/drafts.html", context | {"groups": groups, "held": held(shown, at=at)})
    found = (queries.drafts if of == "all" else queries.drafts_of)(user, at=at, seats=seats)
    found = queries.matching(found.filter(state=state) if state else found, words)
    listed = late_first(found, after=request.GET.get("after", ""))
    return render(request, "approvals/drafts.html", context | {"listed": listed, "held": held(listed.rows, at=at)})


def held(drafts: Collection[Draft], *, at: datetime) -> dict[UUID, str]:
    """Return why each cleared draft waits that a hold keeps whole. At most one query: the rest has been read along."""
    waits = holding.of_cleared(drafts, at=at)
    return {draft_id: found.holds[0].reason for draft_id, found in waits.items() if found.stops_all}


def grouped(mine: QuerySet[Draft], *, at: datetime) -> list[Group]:
    """Return a person's drafts by what they need. A fixed number of queries.

    What is late comes first, and among what is in review what is at risk.
    """
    unfinished = list(_with_lines(mine.exclude(state__in=FINISHED))[:MOST_OPEN])
    groups = [
        Group("needs", _("These need you"), _("Overdue at someone, changes requested, stopped, or ready to publish.")),
        Group("in_review", _("In review"), ""),
        Group("drafts", _("Drafts"), _("Not submitted yet.")),
        Group("finished", _("Recently finished"), "", list(_with_lines(mine.filter(state__in=FINISHED))[:RECENT])),
    ]
    needs, in_review, begun, _finished = (group.drafts for group in groups)
    for draft in unfinished:
        _place(draft, needs, in_review, begun)
    in_review.sort(key=lambda draft: (not is_at_risk(draft, at=at), _due(draft)))
    needs.sort(key=lambda draft: (NEEDS.index(draft.state), _due(draft)))
    return groups


def late_then_soonest(draft: Draft) -> tuple[bool, datetime]:
    """Return by what drafts in review are ordered where they press; they have been read by `queries.drafts`."""
    return (not _is_late(draft), _due(draft))


def _with_lines(found: QuerySet[Draft]) -> QuerySet[Draft]:
    """Say of each draft whether a line that its text quotes has been withdrawn, as `line_is_gone`."""
    gone = LineUse.objects.filter(revision=OuterRef("revision"), line__withdrawn_at__isnull=False)
    return found.annotate(line_is_gone=Exists(gone))


def _place(draft: Draft, needs: list[Draft], in_review: list[Draft], begun: list[Draft]) -> None:
    if vars(draft)["line_is_gone"]:
        needs.append(draft)
    elif draft.state == State.DRAFT:
        begun.append(draft)
    elif draft.state == State.IN_REVIEW and not _is_late(draft):
        in_review.append(draft)
    else:
        needs.append(draft)


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
