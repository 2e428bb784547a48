"""The forms that place a hold and lift one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import Hold
from approvals.refusals import REFUSALS
from approvals.web.conditions import Vocabulary
from approvals.web.forms.fields import MomentField, zone_words
from approvals.web.forms.scope import ScopeForm
from approvals.web.forms.verbs import VerbForm

LONGEST_REASON = 500


def reason_field(label: Any, help_text: Any) -> forms.CharField:
    """Return the field for a reason that goes on record."""
    return forms.CharField(
        label=label, max_length=LONGEST_REASON, help_text=help_text,
        error_messages={"required": REFUSALS["why_needed"].text},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip


class HoldForm(ScopeForm):
    """What is to be stopped, why, and until when."""

    scopes = Hold.Scope.choices

    reason = reason_field(_("Reason"), _("Everyone whom the hold touches reads it, on every page and in a message."))
    until = MomentField(label=_("Until"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, words: Vocabulary, at: datetime, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(data, words=words, **kwargs)
        lasts = _("Leave it empty for a hold that lasts until somebody lifts it.")
        self.fields["until"].help_text = f"{lasts} {zone_words(at)}"


class LiftForm(VerbForm):
    """Why a hold is lifted."""

    reason = reason_field(_("Why it is lifted"), "")
