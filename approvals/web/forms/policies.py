"""The form in which the next version of a policy is written."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Role
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.fault_sentences import FAULTS
from approvals.models import Level, Selector
from approvals.rules.conditions import FIELDS, faults
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import LABELS, Vocabulary
from approvals.web.forms.fields import HoursField
from approvals.web.forms.policy_sheet import NONE, Sheet

DECIDING = [(role.value, role.label) for role in (Role.HEAD, Role.APPROVER, Role.POLICY, Role.AUTHOR, Role.RECORDS)]


class NewPolicyForm(forms.Form):
    """The name of a policy, and its place among those that a draft is compared with."""

    name = forms.CharField(label=_("Name"), max_length=80)
    order = forms.IntegerField(
        label=_("Order"), min_value=1, max_value=32_000, initial=100,
        help_text=_("Of two policies that match a draft, the one with the lower number is taken."),
    )  # fmt: skip


class WhenForm(forms.Form):
    """One condition: a field, and the values of which a draft must have one."""

    field = forms.ChoiceField(
        label=_("Only when"), required=False, choices=[("", "—"), *((name, LABELS[name]) for name in FIELDS)]
    )
    how = forms.ChoiceField(label=_("How"), required=False, choices=[("", _("is one of")), (NONE, _("is none of"))])
    values = forms.CharField(label=_("Values"), required=False, max_length=500)

    def __init__(self, *args: Any, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def clean(self) -> dict[str, Any]:
        """Read the values by name or by code; refuse those that no draft can have."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("field"):
            try:
                typed["condition"] = self.words.parse(typed["field"], typed.get("values", ""))
            except ValidationError as error:
                self.add_error("values", error)
            else:
                if not typed["condition"]["in"]:
                    self.add_error("values", ValidationError(FAULTS["empty_list"]))
                if typed.get("how") == NONE:
                    typed["condition"] = {"not": typed["condition"]}
        return typed


class AskedForm(forms.Form):
    """Who is asked: an office, named or found by a selector, and the role there."""

    selector = forms.ChoiceField(label=_("Who is asked"), choices=Selector.choices)
    office = forms.TypedChoiceField(label=_("Office"), required=False, coerce=int, empty_value=None)
    role = forms.ChoiceField(label=_("Role"), choices=DECIDING)

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "—"), *offices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the office where one must be named, and drop it where it is found by the selector."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("selector") != Selector.OFFICE:
            typed["office"] = None
        elif typed.get("office") is None and "office" not in self.errors:
            self.add_error("office", ValidationError(FAULTS["no_office"]))
        return typed


class LateForm(AskedForm):
    """Whom a late level turns to, and how long after its deadline; left blank, nobody."""

    after = HoursField(label=_("Hours after the deadline"), min_value=0, required=False)

    def is_blank(self) -> bool:
        """Say whether the row was left empty."""
        return not str(self.data.get(self.add_prefix("after"), "")).strip()

    def full_clean(self) -> None:
        """Judge the row, unless it was left empty."""
        if self.is_blank():
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


class LevelForm(AskedForm):
    """One level of a version, with its conditions and escalations."""

    name = forms.CharField(label=_("Name"), max_length=80)
    question = forms.CharField(
        label=_("What it is asked"),
        max_length=200,
        help_text=_("One question, such as: Is this right for the country?"),
    )
    quorum = forms.ChoiceField(label=_("How many must approve"), choices=Level.Quorum.choices)
    quorum_n = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=50, required=False)
    limit = HoursField(label=_("Time limit in hours"), min_value=0.02)
    remind_before = HoursField(label=_("Reminder, hours before the limit"), min_value=0.02, required=False)
    may_reject = forms.BooleanField(label=_("May reject the draft"), required=False)
    parallel = forms.BooleanField(label=_("Asked at the same time as the level before"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    keep = forms.BooleanField(label=_("Keep this condition"), required=False)

    def __init__(
        self, data: Mapping[str, str], *, offices: list[tuple[str, str]], words: Vocabulary, prefix: str
    ) -> None:
        super().__init__(data, offices=offices, prefix=prefix)
        self.whens = _whens(data, f"{prefix}-when", words)
        late_rows = range(int(data.get(f"{prefix}-lates", "0")))
        self.lates = [LateForm(data, offices=offices, prefix=f"{prefix}-late-{row}") for row in late_rows]
        self.kept_said = _kept_said(data.get(f"{prefix}-kept", ""), words)

    def parts(self) -> list[forms.Form]:
        """Return the form and its rows, those of the escalations that were left blank not counted."""
        return [self, *self.whens, *(late for late in self.lates if not late.is_blank())]

    def level(self, position: int) -> LevelInput:
        """Return the level as the action takes it; the form must be valid."""
        typed = self.cleaned_data
        escalations = [
            EscalationInput(row["after"], row["selector"], row["role"], row["office"])
            for row in (late.cleaned_data for late in self.lates if not late.is_blank())
        ]
        return LevelInput(
            position=position, name=typed["name"], question=typed["question"], selector=typed["selector"],
            office_id=typed["office"], role=typed["role"], limit=typed["limit"], quorum=typed["quorum"],
            quorum_n=typed["quorum_n"] or 1, remind_before=typed["remind_before"], may_reject=typed["may_reject"],
            conditions=combined(self.whens, typed["kept"] if typed["keep"] else ""), escalations=tuple(escalations),
        )  # fmt: skip


class VersionForm(forms.Form):
    """The next version of a policy: when it applies, and its levels in order."""

    note = forms.CharField(
        label=_("Why this version"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    keep = forms.BooleanField(label=_("Keep this condition"), required=False)

    def __init__(self, sheet: Sheet, *, words: Vocabulary) -> None:
        data = sheet.data()
        super().__init__(data)
        named = [(str(pk), name) for pk, name in Office.objects.order_by("name").values_list("pk", "name")]
        self.whens = _whens(data, "when", words)
        self.kept_said = _kept_said(data.get("kept", ""), words)
        self.levels = [
            LevelForm(data, offices=named, words=words, prefix=f"level-{place}") for place in range(len(sheet.levels))
        ]

    def parts(self) -> list[forms.Form]:
        """Return every form on the page that must be valid."""
        return [self, *self.whens, *(part for level in self.levels for part in level.parts())]

    @property
    def has_problems(self) -> bool:
        """Say whether anything typed was refused."""
        return any(part.errors for part in self.parts())

    def is_valid(self) -> bool:
        """Say whether every row can be handed to the action."""
        return all([super().is_valid(), *(part.is_valid() for part in self.parts() if part is not self)])

    def forget_errors(self) -> None:
        """Show what was typed without judging it."""
        for part in self.parts():
            part.errors.clear()

    def level_inputs(self) -> list[LevelInput]:
        """Return the levels as the action takes them; levels asked at the same time share a position."""
        position, found = 0, []
        for level in self.levels:
            position += 0 if level.cleaned_data["parallel"] and position else 1
            found.append(level.level(position))
        return found

    def conditions(self) -> dict[str, Any]:
        """Return when the policy applies."""
        typed = self.cleaned_data
        return combined(self.whens, typed["kept"] if typed["keep"] else "")


def combined(whens: list[WhenForm], kept: str) -> dict[str, Any]:
    """Return one condition that asks for every row, and for what was kept as it was."""
    parts = [when.cleaned_data["condition"] for when in whens if "condition" in when.cleaned_data]
    if old := _read(kept):
        parts.append(old)
    if len(parts) < 2:
        return parts[0] if parts else {}
    return {"all": parts}


def _whens(data: Mapping[str, str], prefix: str, words: Vocabulary) -> list[WhenForm]:
    return [WhenForm(data, words=words, prefix=f"{prefix}-{row}") for row in range(int(data.get(f"{prefix}s", "0")))]


def _kept_said(kept: str, words: Vocabulary) -> Spoken | None:
    condition = _read(kept)
    return words.spoken(condition) if condition else None


def _read(kept: str) -> dict[str, Any]:
    """Return a condition that came back from the page; what is none is dropped, for nobody typed it."""
    try:
        condition = json.loads(kept) if kept else {}
        # What no database can hold was not written by this page.
        is_storable = "\\u0000" not in json.dumps(condition, ensure_ascii=False).encode().decode()
    except (ValueError, RecursionError):
        return {}
    return condition if is_storable and isinstance(condition, dict) and not faults(condition) else {}
