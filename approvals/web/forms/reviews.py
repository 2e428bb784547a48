"""The forms of a review: what it found, and that a post was taken down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.actions.review import LONGEST_NOTE
from approvals.models import Review
from approvals.refusals import REFUSALS
from approvals.web.forms.verbs import VerbForm

FOUND = [
    (Review.Outcome.STANDS.value, _("It stands: nothing is to be done")),
    (Review.Outcome.CORRECT.value, _("Correct it: a draft opens for the correction")),
    (Review.Outcome.RETRACT.value, _("Retract it: the mission is asked to take it down")),
]


class OutcomeForm(VerbForm):
    """What a review found: the outcome, and for an adverse one the coded reason and the note."""

    sometimes_needed = frozenset({"reason", "note"})

    outcome = forms.ChoiceField(
        label=_("What you found"), choices=FOUND, widget=forms.RadioSelect,
        error_messages={"required": REFUSALS["outcome_needed"].text},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", _("Choose a reason")), *Review.Reason.choices],
        help_text=_("Needed unless it stands. It is counted, and may restrict the pre-authorization."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note to the ambassador"), required=False, max_length=LONGEST_NOTE,
        help_text=_("Needed unless it stands: what is wrong, and what to do about it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Drop a reason that was chosen before it was found that the post stands."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("outcome") == Review.Outcome.STANDS:
            typed["reason"] = ""
        return typed
