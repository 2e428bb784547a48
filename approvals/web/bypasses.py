"""Bypass on pages: its own confirmation, and the list from which policy officers see what it was used for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock, reader
from accounts.models import Office, Role
from approvals import bypassing, facts, reviewing
from approvals.actions import bypass as acts
from approvals.models import Bypass, Draft, Step
from approvals.quoting import Library
from approvals.refusals import Refused
from approvals.web.door import draft_for, page, person, require_officer
from approvals.web.draft_page import DraftPage
from approvals.web.forms.bypass import BypassForm
from approvals.web.paging import Cursor, newest_first

MONTHS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """One bypass of the list, with the levels that it skipped."""

    made: Bypass
    levels: list[Step]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def bypass(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the text, what would be skipped and what that costs; bypass it."""
    at, found = clock.now(), draft_for(request, draft_id)
    form = BypassForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, found, form, at=at)
    if not form.is_valid():
        return _show(request, found, form, at=at, status=400)
    try:
        acts.bypass(
            draft_id=found.pk, reason=form.cleaned_data["reason"], by=person(request), at=at,
            revision=request.POST.get("revision"),
        )  # fmt: skip
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        form.take(refused)
        return _show(request, draft_for(request, draft_id), form, at=at, status=refused.status, refused=refused)
    messages.warning(
        request,
        gettext("%(reference)s is cleared by bypass. Everyone who was skipped is told, and it will be reviewed.")
        % {"reference": found.reference},
    )
    return redirect("draft", draft_id=found.pk)


@page
@require_safe
def bypasses(request: HttpRequest) -> HttpResponse:
    """List the bypasses with what became of them, and how many there were in each office and month."""
    require_officer(request)
    after = Cursor.parse(request.GET.get("after", ""))
    listed = newest_first(bypassing.bypasses(), time="at", after=after)
    counted = Bypass.objects.annotate(month=TruncMonth("at")).values("month", "draft__office__name")
    counts = counted.annotate(number=Count("pk")).order_by("-month", "draft__office__name")[:MONTHS_SHOWN]
    levels = bypassing.levels_of(listed.rows)
    rows = [Listed(made, levels.get(made.pk, [])) for made in listed.rows]
    context = {"listed": listed, "rows": rows, "counts": counts}
    return render(request, "approvals/bypasses.html", context)


def _show(
    request: HttpRequest, found: Draft, form: BypassForm, *, at: datetime, status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    shown = DraftPage(found, person(request), at, seats=reader.seats(request))
    if refused is None:
        _require_may(request, shown, at=at)
    reviewers = reviewing.reviewers_for(found.office, facts.facts_of(found, Library(at=at)))
    context = {
        "draft": found,
        "page": shown,
        "form": form,
        "refused": refused,
        "skipped": bypassing.remaining(shown.present_steps),
        "decided": [step for step in shown.present_steps if step.status in (Step.Status.PASSED, Step.Status.SILENT)],
        "reviewers": reviewers,
        "reviewing_office": Office.objects.get(pk=reviewers.place[0]) if reviewers else None,
        "reviewing_role": Role(reviewers.place[1]).label if reviewers else "",
    }
    return render(request, "approvals/bypass.html", context, status=status)


def _require_may(request: HttpRequest, shown: DraftPage, *, at: datetime) -> None:
    """Refuse to show the page to whoever could not bypass: what they read there would not be theirs to do."""
    draft, seats = shown.draft, reader.seats(request)
    if not draft.allows("clear"):
        raise Refused("wrong_state", params={"state": draft.get_state_display()})
    if bypassing.seat_for(draft, seats, shown.present_steps, at=at) is None:
        raise Refused("not_bypasser")
    if shown.reader.pk in facts.writers_and_barred(draft, at=at)[1]:
        raise Refused("own_draft")
