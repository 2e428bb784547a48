"""What a records officer asks for: the record from a day to a day."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.people_file.cells import YEARS


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class RecordForm(forms.Form):
    """From which day to which, both included, on the reader's own clock."""

    since = _day(_("From"))
    until = _day(_("To"))

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round, or in no year of ours."""
        typed: dict[str, Any] = super().clean() or {}
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            raise ValidationError(_("The last day comes before the first."))
        if any(day and day.year not in YEARS for day in (since, until)):
            raise ValidationError(_("Give days between 2000 and 2100."))
        return typed
