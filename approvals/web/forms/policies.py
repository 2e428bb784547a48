"""The form in which the next version of a policy is written."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Role
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.fault_sentences import FAULTS
from approvals.models import Carry, Level, Mode, RunsOn, Selector
from approvals.rules.policy_faults import MOST_REPEATS
from approvals.web.conditions import Vocabulary
from approvals.web.forms.conditions import combined, said_of_kept, when_forms
from approvals.web.forms.fields import ClockField, HoursField
from approvals.web.forms.policy_sheet import POSTING, Sheet
from approvals.web.postings import Postings

ASKED = (Role.HEAD, Role.APPROVER, Role.DUTY, Role.POLICY, Role.AUTHOR, Role.RECORDS)
DECIDING = [(role.value, role.label) for role in ASKED]
KEY = re.compile(r"[-a-zA-Z0-9_]{1,40}", re.ASCII)


class NewPolicyForm(forms.Form):
    """The name of a policy, and its place among those that a draft is compared with."""

    name = forms.CharField(label=_("Name"), max_length=80)
    order = forms.IntegerField(
        label=_("Order"), min_value=1, max_value=32_000, initial=100,
        help_text=_("Of two policies that match a draft, the one with the lower number is taken."),
    )  # fmt: skip


class AskedForm(forms.Form):
    """Who is asked: an office, named or found by a selector, and the role there."""

    sometimes_needed = frozenset({"office"})

    # Choices that are called for are not copied with every row.
    selector = forms.ChoiceField(label=_("Who is asked"), choices=lambda: Selector.choices)
    office = forms.TypedChoiceField(label=_("Office"), required=False, coerce=int, empty_value=None)
    role = forms.ChoiceField(label=_("Role"), choices=lambda: DECIDING)

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
    """Whom a late level turns to, how long after its deadline, and how often again; left blank, nobody."""

    after = HoursField(label=_("Hours after the deadline"), min_value=0, required=False)
    posting = forms.CharField(
        label=_("Whose posting"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"list": "known-posting", "autocomplete": "off"}),
        help_text=_("Type a name and choose. Only its holder and deputies are told."),
    )  # fmt: skip
    repeat_every = HoursField(label=_("Then again every, in hours"), min_value=0.02, required=False)
    repeat_times = forms.IntegerField(
        label=_("How many times again"), min_value=1, max_value=MOST_REPEATS, required=False
    )
    field_order = ("after", "selector", "office", "role", "posting", "repeat_every", "repeat_times")

    def __init__(self, *args: Any, postings: Postings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.postings = postings
        self.fields["selector"].label = _("Who is turned to")
        self.fields["selector"].choices = [*Selector.choices, (POSTING, _("One person, by their posting"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the posting where one is meant: it says the office and the role. Drop it where none is."""
        typed = super().clean()
        posting = self.postings.find(typed.get("posting", "")) if typed.get("selector") == POSTING else None
        if posting is not None:
            typed |= {"selector": Selector.OFFICE, "office": posting.office_id, "role": posting.role}
        elif typed.get("selector") == POSTING:
            said = _("There is no posting of this name now, or more than one. Choose one from the list.")
            self.add_error("posting", said)
        if bool(typed.get("repeat_every")) != bool(typed.get("repeat_times")):
            self.add_error("repeat_times" if typed.get("repeat_every") else "repeat_every", FAULTS["repeat_incomplete"])
        return typed | {"posting": posting.pk if posting is not None else None}

    def escalation(self) -> EscalationInput:
        """Return the row as the action takes it; it must be valid."""
        typed = self.cleaned_data
        return EscalationInput(
            after=typed["after"], selector=typed["selector"], role=typed["role"], office_id=typed["office"],
            posting_id=typed["posting"], repeat_every=typed["repeat_every"], repeat_times=typed["repeat_times"] or 0,
        )  # fmt: skip

    def is_blank(self) -> bool:
        """Say whether the row was left empty."""
        return not str(self.data.get(self.add_prefix("after"), "")).strip()

    def full_clean(self) -> None:
        """Judge the row, unless it was left empty."""
        if self.is_blank():
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


class KeptForm(forms.Form):
    """What belongs to a condition beside its rows: one that rows cannot show, and the shape they were made from."""

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    keep = forms.BooleanField(label=_("Keep this condition"), required=False)


class LevelForm(AskedForm, KeptForm):
    """One level of a version, with its conditions and escalations."""

    sometimes_needed = AskedForm.sometimes_needed | frozenset({"quorum_n"})

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    open = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What people call it, such as: Head of mission, or Legal.")
    )
    question = forms.CharField(
        label=_("What it is asked"),
        max_length=200,
        help_text=_("One question, such as: Is this right for the country?"),
    )
    mode = forms.ChoiceField(
        label=_("How it asks"), choices=Mode.choices,
        help_text=_(
            "Approval: the draft waits until it is decided. Silence procedure: the draft passes at the time limit "
            "unless somebody speaks before. For information: it is told, and nobody waits."
        ),
    )  # fmt: skip
    quorum = forms.ChoiceField(
        label=_("How many must approve"), choices=Level.Quorum.choices,
        help_text=_("Of those who hold the role at that office."),
    )  # fmt: skip
    quorum_n = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=50, required=False)
    limit = HoursField(
        label=_("Time limit in hours"), min_value=0.02,
        help_text=_("Such as 4, or 0.5; a working day has 8. After it, a level that must approve is flagged as late."),
    )  # fmt: skip
    runs_on = ClockField(usual=RunsOn.WORKING)
    remind_before = HoursField(
        label=_("Reminder, hours before the limit"), min_value=0.02, required=False,
        help_text=_("Shorter than the limit. Left empty, nobody is reminded."),
    )  # fmt: skip
    remind_percent = forms.IntegerField(
        label=_("Or reminder, per cent of the limit used up"), min_value=1, max_value=99, required=False,
        help_text=_("Such as 75: when so much of the limit is used up."),
    )  # fmt: skip
    may_reject = forms.BooleanField(
        label=_("May reject the draft"), required=False,
        help_text=_("A rejection ends the draft. Without it, the level can approve or request changes."),
    )  # fmt: skip
    fresh_sign_in = forms.BooleanField(
        label=_("Fresh sign-in needed"), required=False,
        help_text=_("Whoever decides must give the password again: for a level that nobody should pass by mistake."),
    )  # fmt: skip
    carry = forms.ChoiceField(
        label=_("An approval carries over to a new revision"), choices=Carry.choices,
        help_text=_(
            "Minor is a change of spacing, case or punctuation only: no word, number, name, link, tag or image. It is "
            "recorded as carried over, with the difference."
        ),
    )  # fmt: skip
    parallel = forms.BooleanField(
        label=_("Asked at the same time as the level before"), required=False,
        help_text=_("The draft goes on when both have passed."),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, str], *, offices: list[tuple[str, str]], words: Vocabulary, postings: Postings,
        prefix: str,
    ) -> None:  # fmt: skip
        super().__init__(data, offices=offices, prefix=prefix)
        self.fields["selector"].help_text = _("The office is found for each draft, or is always the one you name.")
        self.fields["role"].help_text = _("Whoever holds it when the draft comes, deputies included.")
        self.whens = when_forms(data, f"{prefix}-when", words)
        late_rows = range(int(data.get(f"{prefix}-lates", "0")))
        self.lates = [
            LateForm(data, offices=offices, postings=postings, prefix=f"{prefix}-late-{row}") for row in late_rows
        ]
        self.kept_said = said_of_kept(data.get(f"{prefix}-kept", ""), words)

    def clean_key(self) -> str:
        """Return which level of the version before this one continues; what is no key continues none."""
        key = str(self.cleaned_data["key"])
        return key if KEY.fullmatch(key) else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a reminder that is said in both ways."""
        typed = super().clean()
        if typed.get("remind_before") and typed.get("remind_percent"):
            self.add_error("remind_percent", ValidationError(FAULTS["reminder_twice"]))
        return typed

    def parts(self) -> list[forms.Form]:
        """Return the form and its rows, those of the escalations that were left blank not counted."""
        return [self, *self.whens, *(late for late in self.lates if not late.is_blank())]

    @property
    def has_problems(self) -> bool:
        """Say whether anything typed for this level was refused."""
        return any(part.errors for part in self.parts())

    def level(self, position: int) -> LevelInput:
        """Return the level as the action takes it; what was not typed yet, or wrongly, is left as plain as can be.

        What has no meaning in a mode is dropped: only a level that must approve has a quorum, and one that is told
        nothing else.
        """
        typed = self.cleaned_data
        mode = typed.get("mode") or Mode.APPROVE
        approves, asks = mode == Mode.APPROVE, mode != Mode.INFORM
        limit = typed.get("limit") or timedelta()
        return LevelInput(
            position=position, name=typed.get("name", ""), question=typed.get("question", ""),
            selector=typed.get("selector", Selector.OWN_OFFICE), office_id=typed.get("office"),
            role=typed.get("role", Role.APPROVER), limit=limit, mode=mode, key=typed.get("key", ""),
            quorum=typed.get("quorum", Level.Quorum.ANY) if approves else Level.Quorum.ANY,
            quorum_n=(typed.get("quorum_n") or 1) if approves else 1,
            remind_before=typed.get("remind_before") if limit and asks else None, may_reject=typed["may_reject"],
            remind_percent=typed.get("remind_percent") if asks else None,
            runs_on=typed.get("runs_on", RunsOn.WORKING),
            carry=(typed.get("carry") or Carry.NEVER) if asks else Carry.NEVER,
            fresh_sign_in=typed["fresh_sign_in"] and asks,
            conditions=combined(self.whens, typed), escalations=self._escalations() if asks else (),
        )  # fmt: skip

    def _escalations(self) -> tuple[EscalationInput, ...]:
        return tuple(late.escalation() for late in self.lates if not late.is_blank() and not late.errors)


class VersionForm(KeptForm):
    """The next version of a policy: when it applies, and its levels in order."""

    note = forms.CharField(
        label=_("Why this version"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences for whoever puts it in force, and for whoever asks in a year."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, sheet: Sheet, *, words: Vocabulary, postings: Postings) -> None:
        data = sheet.data()
        super().__init__(data)
        self.postings = postings
        self.offices = dict(Office.objects.order_by("name").values_list("pk", "name"))
        named = [(str(pk), name) for pk, name in self.offices.items()]
        self.whens = when_forms(data, "when", words)
        self.kept_said = said_of_kept(data.get("kept", ""), words)
        self.levels = [
            LevelForm(data, offices=named, words=words, postings=postings, prefix=f"level-{place}")
            for place in range(len(sheet.levels))
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
        return combined(self.whens, self.cleaned_data)
