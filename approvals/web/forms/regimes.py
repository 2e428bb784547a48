"""The forms that declare a regime and end one."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.actions.regime_checks import MOST_LEVELS
from approvals.actions.regimes import AddedLevel, Declaration
from approvals.models import Mode, Regime, RegimeLevel
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.forms.fields import ClockField, MinutesField, MomentField, small_number, zone_words
from approvals.web.forms.holds import reason_field
from approvals.web.forms.policies import AskedForm
from approvals.web.forms.scope import ScopeForm
from approvals.web.forms.verbs import VerbForm
from approvals.web.regime_presets import empty_level


class RegimeLevelForm(AskedForm):
    """One level that a regime adds."""

    sometimes_needed = AskedForm.sometimes_needed | frozenset({"quorum_n"})

    name = forms.CharField(label=_("Name"), max_length=80)
    question = forms.CharField(label=_("What it is asked"), max_length=200)
    placement = forms.ChoiceField(label=_("When"), choices=RegimeLevel.Placement.choices)
    mode = forms.ChoiceField(label=_("How it asks"), choices=Mode.choices)
    quorum = forms.ChoiceField(label=_("How many must approve"), choices=RegimeLevel.Quorum.choices)
    quorum_n = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=50, required=False)
    limit = MinutesField(label=_("Time limit in minutes"))
    # Where a form does not say, the action knows what is usual for the kind of regime.
    runs_on = ClockField(usual="")
    may_reject = forms.BooleanField(label=_("May reject the draft"), required=False)
    parallel = forms.BooleanField(label=_("Asked at the same time as the level before"), required=False)

    def level(self, position: int) -> AddedLevel:
        """Return the level as the action takes it; the form must be valid."""
        typed = self.cleaned_data
        return AddedLevel(
            position=position, name=typed["name"], question=typed["question"], selector=typed["selector"],
            office_id=typed["office"], role=typed["role"], limit=typed["limit"], placement=typed["placement"],
            mode=typed["mode"], quorum=typed["quorum"], quorum_n=typed["quorum_n"] or 1, may_reject=typed["may_reject"],
            runs_on=typed["runs_on"],
        )  # fmt: skip


class RegimeForm(ScopeForm):
    """What is declared, for what, why, from when until when, and what it changes; its levels are in `levels`."""

    scopes = Regime.Scope.choices

    kind = forms.ChoiceField(choices=Regime.Kind.choices, widget=forms.HiddenInput)
    reason = reason_field(_("Reason"), _("Everyone concerned reads it, on every page and in a message."))
    starts_at = MomentField(label=_("From"), required=False)
    until = MomentField(label=_("Until"), required=False)
    limit = MinutesField(
        label=_("Time limit of every level, in minutes"), required=False,
        help_text=_("On the wall clock. Leave it empty to let every level keep its own."),
    )  # fmt: skip
    suspends_fast_path = forms.BooleanField(
        label=_("Suspend pre-authorizations"), required=False,
        help_text=_("Nothing it covers goes out at once while it is on. Usual in a crisis and a caretaker period."),
    )  # fmt: skip
    replaces_levels = forms.BooleanField(label=_("Its levels take the place of the policy’s"), required=False)
    in_flight = forms.ChoiceField(
        label=_("Drafts that are in review when it begins"), choices=Regime.InFlight.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: QueryDict, *, words: Vocabulary, at: datetime) -> None:
        super().__init__(data, words=words)
        at_once = _("Leave it empty to begin at once.")
        self.fields["starts_at"].help_text = f"{at_once} {zone_words(at)}"
        self.fields["until"].help_text = _("Leave it empty for a regime that lasts until somebody ends it.")
        named = [(str(pk), name) for pk, name in Office.objects.order_by("name").values_list("pk", "name")]
        self.levels = [
            RegimeLevelForm(data, offices=named, prefix=f"level-{place}") for place in range(level_count(data))
        ]

    def parts(self) -> list[forms.Form]:
        """Return every form on the page that must be valid."""
        return [self, *self.levels]

    @property
    def has_problems(self) -> bool:
        """Say whether anything typed was refused."""
        return any(part.errors for part in self.parts())

    def is_valid(self) -> bool:
        """Say whether all of it can be handed to the action."""
        return all([super().is_valid(), *(level.is_valid() for level in self.levels)])

    def forget_errors(self) -> None:
        """Show what was typed without judging it."""
        for part in self.parts():
            part.errors.clear()

    def declaration(self) -> Declaration:
        """Return the regime as the action takes it; the form must be valid. Levels side by side share a position."""
        typed, position, levels = self.cleaned_data, 0, []
        for level in self.levels:
            position += 0 if level.cleaned_data["parallel"] and position else 1
            levels.append(level.level(position))
        return Declaration(
            kind=typed["kind"], reason=typed["reason"], scope=typed["scope"], scope_value=typed["scope_value"],
            exempt_topics=tuple(typed["exempt_topics"]), starts_at=typed["starts_at"], until=typed["until"],
            limit=typed["limit"], replaces_levels=typed["replaces_levels"],
            suspends_fast_path=typed["suspends_fast_path"], in_flight=typed["in_flight"], levels=tuple(levels),
        )  # fmt: skip

    def take(self, refused: Refused) -> None:
        """Show a refusal beside the field it is about, of a level too, or above the form."""
        rest: dict[str, list[str]] = {}
        for name, sentences in refused.errors.items():
            part, _dot, field = name.removeprefix("levels.").partition(".")
            if name.startswith("levels.") and part.isdecimal() and int(part) < len(self.levels):
                level = self.levels[int(part)]
                level.add_error(field if field in level.fields else None, list(sentences))
            else:
                rest[name] = sentences
        if rest or not refused.errors:
            super().take(Refused(refused.code, errors=rest, params=refused.params))


class EndForm(VerbForm):
    """Why a regime is ended."""

    reason = reason_field(_("Why it is ended"), "")


def level_count(data: QueryDict) -> int:
    """Return how many levels a form has."""
    return min(small_number(data.get("levels", "0")) or 0, MOST_LEVELS)


def with_another_level(data: QueryDict) -> QueryDict:
    """Return the form with one more level at its end."""
    changed, place = data.copy(), level_count(data)
    if place < MOST_LEVELS:
        new = empty_level(data.get("kind", ""))
        changed.update({f"level-{place}-{name}": value for name, value in new.items()})
        changed["levels"] = str(place + 1)
    return changed


def without_level(data: QueryDict, place: int) -> QueryDict:
    """Return the form without one of its levels."""
    count = level_count(data)
    if not 0 <= place < count:
        return data.copy()
    changed = QueryDict(mutable=True)
    for name, values in data.lists():
        prefix, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if prefix != "level" or not number.isdecimal():
            changed.setlist(name, values)
        elif int(number) != place:
            changed.setlist(f"level-{int(number) - (int(number) > place)}-{field}", values)
    changed["levels"] = str(count - 1)
    return changed
