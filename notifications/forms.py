"""What a person chooses about being told: one choice for each group, the hour of the digest, quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications import telling
from notifications.groups import CHANGEABLE, CHOICES, GROUPS, Group
from notifications.hours import Quiet

NO_TIME: Final = dict.fromkeys(("invalid", "required"), _("Give a time of day, such as 07:30."))


@dataclass(frozen=True, slots=True)
class Row:
    """One group on the page; no field for what cannot be changed."""

    group: Group
    field: BoundField | None


class SettingsForm(forms.Form):
    """How one person is told by e-mail."""

    digest_at = forms.TimeField(
        label=_("Daily digest at"),
        help_text=_("One e-mail with everything that you take in the digest. None comes on a day without news."),
        error_messages=NO_TIME,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        error_messages=NO_TIME,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        error_messages=NO_TIME,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, user: User, plan: telling.Plan, data: Any = None) -> None:
        now = {"digest_at": plan.digest_at}
        if plan.quiet is not None:
            now |= {"quiet_from": plan.quiet.start, "quiet_until": plan.quiet.end}
        super().__init__(data, initial=now)
        self.user = user
        for group in CHANGEABLE:
            self.fields[group.code] = forms.ChoiceField(
                label=str(group.name),
                choices=CHOICES,
                initial=plan.choice(group),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose when you get e-mail about this.")},
            )

    def rows(self) -> Iterator[Row]:
        """Yield the groups as the page shows them."""
        return (Row(group, None if group.fixed else self[group.code]) for group in GROUPS)

    def clean(self) -> None:
        """Refuse quiet hours that do not begin, do not end, or last no time."""
        if self.errors.keys() & {"quiet_from", "quiet_until"}:
            return
        fault = telling.fault_of_quiet(self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"])
        if fault is not None:
            self.add_error(fault.field, str(fault.sentence))

    def save(self, *, at: datetime) -> int:
        """Keep what was chosen; return how many waiting e-mails are dropped as not wanted."""
        chosen = self.cleaned_data
        start, end = chosen["quiet_from"], chosen["quiet_until"]
        return telling.save(
            user=self.user,
            choices={group.code: chosen[group.code] for group in CHANGEABLE},
            digest_at=chosen["digest_at"],
            quiet=None if start is None else Quiet(start, end),
            at=at,
        )
