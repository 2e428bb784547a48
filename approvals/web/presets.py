"""Policies to begin from: each preset in words, drawn, and proposed with one click."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import User
from approvals.actions import install_preset
from approvals.actions.import_policy import levels_of
from approvals.models import Policy, PolicyVersion
from approvals.presets.catalogue import OFFICE, PRESETS, Preset, filled_in, preset_called
from approvals.presets.filling import outline_of
from approvals.presets.guessing import Guesses
from approvals.refusals import Refused
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import Vocabulary
from approvals.web.door import is_officer, page, person, require_officer
from approvals.web.drawing import DrawnPosition, draw_rules
from approvals.web.forms.presets import NEW, PresetForm
from approvals.web.level_rules import level_rule


@dataclass(frozen=True, slots=True)
class ShownPreset:
    """One preset as the page has it; `refused` says why it was not installed just now."""

    preset: Preset
    positions: list[DrawnPosition]
    applies: Spoken | None
    form: PresetForm
    refused: Refused | None = None

    @property
    def is_open(self) -> bool:
        """Say whether something must be chosen, or mended, before it can be installed."""
        return not self.form.is_guessed or bool(self.form.errors) or self.refused is not None


@page
@require_safe
def presets(request: HttpRequest) -> HttpResponse:
    """Show every preset with what it would ask here."""
    return _page(request)


@page
@require_POST
def install(request: HttpRequest, name: str) -> HttpResponse:
    """Propose a preset, as a new policy or as the next version of one."""
    preset = preset_called(name)
    require_officer(request)
    form = _form(preset, Guesses(), list(_policies()), request.POST)
    if not form.is_valid():
        return _page(request, tried=form, status=400)
    try:
        version = _propose(form, by=person(request))
    except Refused as refused:
        return _page(request, tried=form, refused=refused, status=refused.status)
    messages.success(
        request,
        gettext("%(name)s is proposed. Edit it as a new version to adapt it, or let another officer put it in force.")
        % {"name": preset.title},
    )
    return redirect("policy_version", policy_id=version.policy_id, number=version.number)


def _propose(form: PresetForm, *, by: User) -> PolicyVersion:
    typed, at, preset = form.cleaned_data, clock.now(), form.preset.name
    if typed["target"] == NEW:
        return install_preset.install_as_policy(preset=preset, places=form.places(), name=typed["called"], by=by, at=at)
    return install_preset.install_into(
        preset=preset, places=form.places(), policy_id=int(typed["target"]), by=by, at=at
    )


def _page(
    request: HttpRequest, *, tried: PresetForm | None = None, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    guesses, words, policies = Guesses(), Vocabulary(), list(_policies())
    shown = []
    for preset in PRESETS:
        is_tried = tried is not None and tried.preset == preset
        form = tried if tried is not None and is_tried else _form(preset, guesses, policies)
        shown.append(_shown(form, guesses, words, refused if is_tried else None))
    context = {"presets": shown, "is_officer": is_officer(request)}
    return render(request, "approvals/presets.html", context, status=status)


def _form(preset: Preset, guesses: Guesses, policies: Sequence[Policy], data: QueryDict | None = None) -> PresetForm:
    return PresetForm(data, preset=preset, guesses=guesses, policies=policies)


def _shown(form: PresetForm, guesses: Guesses, words: Vocabulary, refused: Refused | None) -> ShownPreset:
    """Return a preset drawn with what its places probably mean; a place without a guess stands there by its name."""
    preset = form.preset
    meant = {place.name: form.guessed[place.name] or [str(place.label)] for place in preset.places}
    open_places: dict[str, Any] = {
        place.name: meant[place.name][0] if place.kind == OFFICE else meant[place.name] for place in preset.places
    }
    value = filled_in(outline_of(preset), open_places)
    # An office that is not known yet has a number below nought, and the name of its place.
    named = {office.code: (office.pk, office.name) for office in guesses.offices}
    codes = [code for code in open_places.values() if isinstance(code, str)]
    named |= {code: (-place, code) for place, code in enumerate(codes, start=1) if code not in named}
    levels = levels_of(value, {code: pk for code, (pk, _name) in named.items()})
    positions = draw_rules(
        [level_rule(level, key=level.key) for level in levels], offices=dict(named.values()), words=words
    )
    condition = value.get("conditions")
    return ShownPreset(preset, positions, words.spoken(condition) if condition else None, form, refused)


def _policies() -> Any:
    return Policy.objects.order_by("-is_default", "order", "pk")
