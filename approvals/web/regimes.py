"""Regimes: read by everyone; a policy officer sees in words what one would do before it is switched on."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from approvals import in_force, suspending
from approvals.actions import regimes as acts
from approvals.actions.regime_turns import concerned
from approvals.models import Regime
from approvals.refusals import Refused
from approvals.regime_outlook import outlook
from approvals.web.conditions import Vocabulary
from approvals.web.door import is_officer, page, person, require_officer
from approvals.web.forms.fields import small_number
from approvals.web.forms.regimes import EndForm, RegimeForm, with_another_level, without_level
from approvals.web.paging import Cursor, newest_first
from approvals.web.regime_page import not_over, shown, with_names
from approvals.web.regime_presets import typed

# What a page of this form sends that the form itself has no use for.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "do"})


@page
@require_safe
def regimes(request: HttpRequest) -> HttpResponse:
    """List the regimes in force, those to come, and those that are over."""
    at, words = clock.now(), Vocabulary()
    present = [shown(regime, regime.levels.all(), words, at=at) for regime in not_over(at=at)]
    over = with_names(Regime.objects.exclude(in_force.not_over("ended_at", at=at)))
    listed = newest_first(over, time="starts_at", after=Cursor.parse(request.GET.get("after", "")))
    context = {
        "present": [one for one in present if one.state == "in_force"],
        "coming": [one for one in present if one.state == "scheduled"],
        "listed": listed,
        "past": [shown(regime, regime.levels.all(), words, at=at) for regime in listed.rows],
        "kinds": Regime.Kind.choices,
        "is_officer": is_officer(request),
    }
    return render(request, "approvals/regimes.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Write a regime, see in words what it would do, and switch it on: only the last changes anything."""
    require_officer(request)
    if request.method != "POST":
        kind = request.GET.get("kind", Regime.Kind.CRISIS)
        if kind not in Regime.Kind.values:
            raise Http404
        return _form_page(request, typed(kind))
    do = request.POST.get("do", "")
    if do not in ("check", "declare"):
        return _form_page(request, _changed(request.POST, do))
    at = clock.now()
    form = RegimeForm(request.POST, words=Vocabulary(), at=at)
    if not form.is_valid():
        return _show_form(request, form, status=400)
    try:
        if do == "check":
            return _confirm_page(request, form, at=at)
        regime = acts.declare(asked=form.declaration(), by=person(request), at=at)
    except Refused as refused:
        form.take(refused)
        return _show_form(request, form, status=refused.status)
    is_on = regime.starts_at <= at
    said = gettext("The regime is on. Everyone concerned is told.") if is_on else gettext("The regime is declared.")
    messages.success(request, said)
    return redirect("regime", regime_id=regime.pk)


@page
@require_safe
def regime(request: HttpRequest, regime_id: int) -> HttpResponse:
    """Show one regime: what it is for, what it changes, who switched it on and off."""
    return _regime_page(request, regime_id, EndForm())


@page
@require_POST
def end(request: HttpRequest, regime_id: int) -> HttpResponse:
    """End a regime with a reason, or call off one that has not begun."""
    form = EndForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("invalid")
        ended = acts.end(
            regime_id=regime_id, reason=form.cleaned_data["reason"], by=person(request), at=clock.now()
        )  # fmt: skip
    except Refused as refused:
        if refused.status in (403, 404) or not is_officer(request):
            raise Refused("not_policy_officer") if refused.code == "invalid" else refused from None
        if refused.code != "invalid":
            form.take(refused)
        return _regime_page(request, regime_id, form, status=refused.status)
    over, called_off = gettext("The regime is over. Clocks go back to what they were."), gettext("It is called off.")
    messages.success(request, over if ended.begun_at is not None else called_off)
    return redirect("regime", regime_id=regime_id)


def _changed(data: QueryDict, do: str) -> QueryDict:
    """Return what was typed with a level more or less, as the button asked; any other button changes nothing."""
    if do == "add":
        return with_another_level(data)
    verb, _dash, place = do.partition("-")
    number = small_number(place) if verb == "remove" else None
    return data if number is None else without_level(data, number)


def _form_page(request: HttpRequest, data: QueryDict) -> HttpResponse:
    form = RegimeForm(data, words=Vocabulary(), at=clock.now())
    form.forget_errors()
    return _show_form(request, form)


def _show_form(request: HttpRequest, form: RegimeForm, *, status: int = 200) -> HttpResponse:
    kind = dict(Regime.Kind.choices).get(form["kind"].value(), "")
    return render(request, "approvals/regime_declare.html", {"form": form, "kind": kind}, status=status)


def _confirm_page(request: HttpRequest, form: RegimeForm, *, at: datetime) -> HttpResponse:
    """Say in words what would happen; the form goes along unseen, to be sent as it is or to be changed."""
    asked, levels = acts.prepare(asked=form.declaration(), by=person(request), at=at)
    found = outlook(asked, levels, at=at)
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_TYPED]
    context = {
        "shown": replace(shown(asked, levels, Vocabulary(), at=at), authorizations=found.authorizations),
        "begins_at_once": form.cleaned_data["starts_at"] is None,
        "outlook": found,
        "told": len(concerned(asked, at=at)),
        "kept": kept,
    }
    return render(request, "approvals/regime_confirm.html", context)


def _regime_page(request: HttpRequest, regime_id: int, form: EndForm, *, status: int = 200) -> HttpResponse:
    at = clock.now()
    found = with_names(Regime.objects.filter(pk=regime_id)).first()
    if found is None:
        raise Refused("not_found")
    told = replace(
        shown(found, found.levels.all(), Vocabulary(), at=at),
        authorizations=len(suspending.touched(found, suspending.usable(at=at))),
    )
    context = {"shown": told, "form": form, "is_officer": is_officer(request)}
    return render(request, "approvals/regime.html", context, status=status)
