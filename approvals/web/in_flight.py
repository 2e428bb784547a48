"""The drafts in review under an older version: what a move would mean for each, and moving one or all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import Office
from approvals import moving
from approvals.actions.move import Outcome, move_all
from approvals.models import Mode, PolicyVersion, Step
from approvals.moving import Prospect
from approvals.refusals import Refused
from approvals.web.door import page, person, require_officer
from approvals.web.forms.versions import ReasonForm
from approvals.web.paging import Cursor, newest_first
from approvals.web.version_page import version_of
from approvals.web.words import time_limit


@dataclass(frozen=True, slots=True)
class FutureLevel:
    """One level that the draft would be asked: its name, office and limit (empty: none), and what becomes of it."""

    name: str
    office: str
    limit: str
    is_kept: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One draft in flight with what a move would mean for it."""

    prospect: Prospect
    levels: list[FutureLevel]
    dropped: list[Step]


@page
@require_safe
def in_flight(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """List the drafts in flight under a version, each with the levels it would have under the one in force."""
    require_officer(request)
    return _show(request, version_of(policy_id, number), ReasonForm())


@page
@require_POST
def move(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Move one draft, or all of them, for a reason; what could not be moved is told with why."""
    shown, reason, at = version_of(policy_id, number), request.POST.get("reason", ""), clock.now()
    try:
        outcomes, left = move_all(
            policy_id=policy_id, number=number, draft_ids=_named(request), by=person(request), reason=reason, at=at
        )
    except Refused as refused:
        if "reason" not in refused.errors:
            raise
        return _show(request, shown, ReasonForm.refused(request.POST, refused), status=refused.status)
    done = [outcome for outcome in outcomes if outcome.refused is None]
    said = ngettext("%(count)d draft was moved.", "%(count)d drafts were moved.", len(done)) % {"count": len(done)}
    messages.success(request, said) if done else messages.warning(request, gettext("No draft was moved."))
    if len(done) == len(outcomes) and not left:
        return redirect("policy_in_flight", policy_id=policy_id, number=number)
    form = ReasonForm(initial={"reason": reason})
    return _show(request, shown, form, refusals=[one for one in outcomes if one.refused is not None])


def _named(request: HttpRequest) -> list[UUID] | None:
    """Return the draft whose button was pressed; None for all of them; nothing for what no page ever wrote."""
    named = request.POST.get("draft", "")
    if not named:
        return None
    try:
        return [UUID(named)]
    except ValueError:
        return []


def _show(
    request: HttpRequest, shown: PolicyVersion, form: ReasonForm, *, status: int = 200,
    refusals: list[Outcome] | None = None,
) -> HttpResponse:  # fmt: skip
    at = clock.now()
    found = moving.in_flight(shown.policy_id, shown.number)
    listed = newest_first(found, time="state_since", after=Cursor.parse(request.GET.get("after", ""), id_from=UUID))
    prospects = moving.prospects(listed.rows, policy_id=shown.policy_id, at=at)
    in_force = shown.policy.versions.filter(status=PolicyVersion.Status.IN_FORCE).first()
    context = {
        "version": shown,
        "policy": shown.policy,
        "present": in_force if in_force != shown else None,
        "listed": listed,
        "rows": _rows(prospects),
        "count": found.count(),
        "form": form,
        "at": at,
        "refusals": refusals or [],
    }
    return render(request, "approvals/in_flight.html", context, status=status)


def _rows(prospects: list[Prospect]) -> list[Row]:
    offices = Office.objects.in_bulk({planned.office_id for one in prospects for planned in one.after})
    return [Row(prospect, list(_levels(prospect, offices)), prospect.dropped) for prospect in prospects]


def _levels(prospect: Prospect, offices: Mapping[int, Office]) -> Iterator[FutureLevel]:
    kept, added = {keep.step for keep in prospect.kept}, prospect.added
    for place, planned in enumerate(prospect.after):
        name, office = planned.level.name, offices[planned.office_id].name
        asks = planned.level.mode != Mode.INFORM
        limit = time_limit(planned.limit, planned.runs_on(prospect.draft.urgency)) if asks else ""
        yield FutureLevel(name, office, limit, place in kept, planned in added)
