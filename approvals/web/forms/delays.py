"""The forms of delays: why a level was late, and which delays to show or count."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.checks import LONGEST_REASON
from approvals.delays import UNEXPLAINED, UNEXPLAINED_LABEL, Narrowing
from approvals.models import Delay, DelayReason
from approvals.refusals import REFUSALS
from approvals.web.forms.fields import beginning_of, end_of
from approvals.web.forms.verbs import VerbForm


class ExplainForm(VerbForm):
    """Why a level is late, or was."""

    sometimes_needed = frozenset({"note"})

    reason = forms.ChoiceField(
        label=_("Why it is late"), choices=[("", _("Choose a reason")), *DelayReason.choices],
        error_messages={"required": REFUSALS["delay_reason_needed"].text},
    )  # fmt: skip
    note = forms.CharField(
        label=_("In a few words"), required=False, max_length=LONGEST_REASON,
        help_text=_("Needed for another reason. Everyone who may see the draft can read it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip

    @classmethod
    def of(cls, delay: Delay, data: Mapping[str, Any] | None = None) -> "ExplainForm":
        """Return the form of one delay, with what was said of it, or what was typed."""
        return cls(data, initial={"reason": delay.reason, "note": delay.note}, auto_id=f"delay_{delay.pk}_%s")


class NarrowForm(forms.Form):
    """Which delays: of what is no choice, or no day, nothing is asked."""

    office = forms.ChoiceField(label=_("Office that is late"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason"), required=False,
        choices=[("", _("Every reason")), *DelayReason.choices, (UNEXPLAINED, UNEXPLAINED_LABEL)],
    )  # fmt: skip
    since = forms.DateField(
        label=_("Due from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Due until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Mapping[str, Any], *, offices: Mapping[str, Office]) -> None:
        super().__init__(data)
        self.offices = offices
        named = [(code, office.name) for code, office in offices.items()]
        self.fields["office"].choices = [("", _("All offices")), *named]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def narrowing(self) -> Narrowing:
        """Return what was asked for; days are those of the reader's zone, the last one included."""
        asked = self.cleaned_data
        office = self.offices.get(asked.get("office", ""))
        until = asked.get("until")
        return Narrowing(
            office.pk if office else None,
            asked.get("reason", ""),
            beginning_of(asked.get("since")),
            end_of(until),
        )

    @property
    def asks(self) -> bool:
        """Say whether anything is left out."""
        return self.narrowing != Narrowing()
