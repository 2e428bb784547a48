"""The form that registers another service, or changes one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import reading
from accounts.models import Office, check_time_zone
from approvals.web.forms.verbs import VerbForm
from notifications.services import groups, queries
from notifications.services.verbs import Wanted

LONGEST_NAME, LONGEST_ADDRESS = 80, 2000


class ServiceForm(VerbForm):
    """What a service is called, where it is, and what it hears of."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME,
        help_text=_("As its people would say it, such as “Situation room on Mattermost”."),
    )  # fmt: skip
    format = forms.ChoiceField(label=_("Format"), choices=queries.FORMATS)
    address = forms.CharField(
        label=_("Address"), max_length=LONGEST_ADDRESS,
        help_text=_("The https address that the service gave you; for Apprise, such as “tgram://token/chat”. It is "
                    "kept sealed, and never shown again."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label=_("What it hears of"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(groups.LABELS.items()),
        help_text=_("Choose none for everything."),
    )  # fmt: skip
    offices = forms.ModelMultipleChoiceField(
        label=_("Of which offices"), required=False, widget=forms.CheckboxSelectMultiple,
        queryset=Office.objects.order_by("kind", "name"),
        help_text=_("The office of a draft, or the one that is asked. Choose none for the whole ministry."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=queries.LANGUAGES)
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, validators=[check_time_zone],
        help_text=_("Times in sentences are told in it, such as Asia/Riyadh."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, present: Any = None, **kwargs: Any) -> None:
        initial = {"language": "en", "time_zone": "UTC"} if present is None else _values(present)
        super().__init__(data, initial=initial, **kwargs)
        self.present = present
        if present is not None:
            del self.fields["format"]
            self.fields["address"].required = False
            self.fields["address"].label = _("New address")
            self.fields["address"].help_text = _("Leave it empty to keep the present one.")

    @property
    def time_zones(self) -> tuple[str, ...]:
        """Return the zones that the field offers."""
        return reading.time_zone_names()

    def wanted(self) -> Wanted:
        """Return what was asked for; kinds that only the API can choose are kept."""
        typed = self.cleaned_data
        return Wanted(
            name=typed["name"],
            format=typed["format"] if self.present is None else self.present.format,
            address=typed["address"].strip(),
            language=typed["language"],
            time_zone=typed["time_zone"],
            groups=typed["groups"],
            kinds=() if self.present is None else self.present.kinds,
            offices=[office.pk for office in typed["offices"]],
        )


def _values(present: Any) -> dict[str, Any]:
    kept = {name: getattr(present, name) for name in ("name", "language", "time_zone", "groups")}
    return {**kept, "offices": present.offices.all()}
