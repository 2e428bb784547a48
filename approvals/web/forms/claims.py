"""The small forms about who has a level: for how long, and to which colleague it is handed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.web.forms.verbs import VerbForm

USUAL = 30


class ClaimForm(VerbForm):
    """For how long one has it."""

    minutes = forms.TypedChoiceField(
        label=_("For how long"), coerce=int, required=False, initial=USUAL,
        choices=[
            (15, _("15 minutes")), (USUAL, _("30 minutes")), (60, _("1 hour")),
            (120, _("2 hours")), (240, _("4 hours")),
        ],
    )  # fmt: skip


class ReassignForm(VerbForm):
    """To whom it is handed: one of those who can decide it as well."""

    to = forms.IntegerField(label=_("Colleague"), widget=forms.Select)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, colleagues: Sequence[User] = (), **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        choices = [("", _("Choose a colleague")), *((person.pk, str(person)) for person in colleagues)]
        self.fields["to"].widget.choices = choices
