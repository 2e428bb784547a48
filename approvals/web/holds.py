"""Holds: read by everyone, placed and lifted by policy officers, who see beforehand what would wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from approvals import holding, in_force
from approvals.actions import holds as acts
from approvals.models import Draft, Hold
from approvals.refusals import Refused
from approvals.rules.scope import Scope
from approvals.web.conditions import Vocabulary
from approvals.web.door import is_officer, page, person, require_officer
from approvals.web.forms.holds import HoldForm, LiftForm
from approvals.web.overrides import Shown, shown
from approvals.web.paging import Cursor, newest_first

MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """One hold of the list: in words, with how many cleared drafts wait on it now, and the form that lifts it."""

    hold: Hold
    said: Shown
    waiting: int = 0
    form: LiftForm | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a hold would do now: the cleared drafts that would wait, the first of them named, and those exempt."""

    waiting: int
    named: list[Draft]
    exempt: int


@page
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """List the holds in force and those that are over; place one, or show first what it would hold."""
    at, words = clock.now(), Vocabulary()
    form = HoldForm(request.POST if request.method == "POST" else None, words=words, at=at)
    if request.method != "POST":
        return _show(request, form, words, at=at)
    require_officer(request)
    if not form.is_valid():
        return _show(request, form, words, at=at, status=400)
    try:
        if request.POST.get("do") == "preview":
            asked = acts.checked(**form.asked(), until=form.cleaned_data["until"], at=at)
            return _show(request, form, words, at=at, effect=effect_of(asked))
        hold = acts.place(**form.asked(), reason=form.cleaned_data["reason"], until=form.cleaned_data["until"],
                          by=person(request), at=at)  # fmt: skip
    except Refused as refused:
        form.take(refused)
        return _show(request, form, words, at=at, status=refused.status)
    scope = shown(hold, words).scope
    messages.success(request, gettext("Publishing is on hold now: %(scope)s.") % {"scope": scope})
    return redirect("holds")


@page
@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Lift a hold, with a reason."""
    at = clock.now()
    form = LiftForm(request.POST, auto_id=f"lift-{hold_id}_%s")
    try:
        if not form.is_valid():
            raise Refused("invalid")
        hold = acts.lift(hold_id=hold_id, reason=form.cleaned_data["reason"], by=person(request), at=at)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        if refused.code != "invalid":
            form.take(refused)
        words = Vocabulary()
        fresh = HoldForm(words=words, at=at)
        return _show(request, fresh, words, at=at, status=refused.status, refused=(hold_id, form, refused))
    messages.success(
        request,
        gettext("The hold is lifted: %(scope)s. Authors whose drafts waited are asked again.")
        % {"scope": shown(hold, Vocabulary()).scope},
    )
    return redirect("holds")


def effect_of(scope: Scope) -> Effect:
    """Return what a hold with this scope would do to the drafts that are cleared now. Two queries."""
    without_exemptions = list(holding.cleared_under(Scope(scope.field, scope.value)))
    waiting = [draft for draft in without_exemptions if holding.is_covered(draft, draft.channels.all(), scope)]
    return Effect(len(waiting), waiting[:MOST_NAMED], len(without_exemptions) - len(waiting))


def _show(
    request: HttpRequest, form: HoldForm, words: Vocabulary, *, at: datetime, status: int = 200,
    effect: Effect | None = None, refused: tuple[int, LiftForm, Refused] | None = None,
) -> HttpResponse:  # fmt: skip
    present = list(in_force.holds(at=at).select_related("placed_by"))
    past = Hold.objects.exclude(pk__in=[hold.pk for hold in present]).select_related("placed_by", "lifted_by")
    listed = newest_first(past, time="placed_at", after=Cursor.parse(request.GET.get("after", "")))
    context = {
        "present": _in_force(present, words, refused),
        "listed": listed,
        "past": [Listed(hold, shown(hold, words)) for hold in listed.rows],
        "form": form,
        "effect": effect,
        "is_officer": is_officer(request),
        "refused": refused[2] if refused else None,
    }
    return render(request, "approvals/holds.html", context, status=status)


def _in_force(
    present: Iterable[Hold], words: Vocabulary, refused: tuple[int, LiftForm, Refused] | None
) -> list[Listed]:  # fmt: skip
    """Return the holds in force, each with what waits on it. Two queries while there is any."""
    present = list(present)
    cleared = list(holding.cleared_under(Scope("everything"))) if present else []
    return [
        Listed(
            hold,
            shown(hold, words),
            sum(holding.is_covered(draft, draft.channels.all(), in_force.scope_of(hold)) for draft in cleared),
            refused[1] if refused and refused[0] == hold.pk else LiftForm(auto_id=f"lift-{hold.pk}_%s"),
        )
        for hold in present
    ]
