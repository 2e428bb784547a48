"""The form that narrows the audit trail: what the address asks for, and of what cannot be read nothing is asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.audit_reading import OF_DRAFTS, OF_MINISTRY, About, Asked
from approvals.web.forms.fields import beginning_of, end_of

LONGEST = 60


class TrailForm(forms.Form):
    """Which events of the trail."""

    about = forms.ChoiceField(label=_("About"), required=False)
    person = forms.CharField(label=_("By whom"), required=False, max_length=LONGEST)
    since = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    abouts: Mapping[str, About] = OF_MINISTRY

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        everything = [("", _("Everything")), *((name, about.label) for name, about in self.abouts.items())]
        self.fields["about"].choices = everything  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def asked(self) -> Asked:
        """Return what was asked for; days are those of the reader's zone, the last one included."""
        typed = self.cleaned_data
        return Asked(
            self.abouts.get(typed.get("about", "")),
            typed.get("person", ""),
            beginning_of(typed.get("since")),
            end_of(typed.get("until")),
            typed.get("reference", ""),
        )

    @property
    def asks(self) -> bool:
        """Say whether anything is left out."""
        return self.asked != Asked()


class DraftTrailForm(TrailForm):
    """Which events of drafts: of one, if it is named."""

    reference = forms.CharField(
        label=_("Draft"), required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    abouts = OF_DRAFTS
