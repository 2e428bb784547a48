"""The small forms on a version's page: when it takes effect, and why something is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from approvals.checks import LONGEST_REASON
from approvals.refusals import REFUSALS, Refused
from approvals.web.forms.fields import MomentField, zone_words
from approvals.web.forms.verbs import VerbForm


class EnactForm(VerbForm):
    """When a version takes effect; left empty, at once."""

    takes_effect_at = MomentField(label=_("Takes effect"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        empty = _("Leave it empty to put it in force at once.")
        self.fields["takes_effect_at"].help_text = f"{empty} {zone_words(at)}"


class ReasonForm(VerbForm):
    """Why it is done."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": REFUSALS["why_needed"].text}, help_text=_("It goes on record."),
    )  # fmt: skip

    @classmethod
    def refused(cls, data: QueryDict, refused: Refused) -> "ReasonForm":
        """Return the form as it was sent, with the refusal beside its field."""
        form = cls(data)
        if form.is_valid():
            form.take(refused)
        return form
