"""The forms of the register of people: what one looks for, a file that is sent or pasted."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import USERNAME_SHAPE, Office, Role, User
from approvals.actions.people import FIELDS, Wanted
from approvals.keepers import OF_THE_MINISTRY, Keeper
from approvals.people import Narrowing, Standing
from approvals.people_file import cells
from approvals.people_file.problems import Wrong
from approvals.people_file.reading import text_of
from approvals.web.forms.fields import MomentField, zone_words
from approvals.web.forms.sent_file import SentFileForm
from approvals.web.forms.verbs import VerbForm


def office_choices() -> list[tuple[str, Any]]:
    """Return the offices by code, as the choices of a filter."""
    named = list(Office.objects.order_by("name").values_list("code", "name"))
    return [("", _("All offices")), *named]


class PeopleFilter(forms.Form):
    """Which people are looked for, in the address."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100, widget=forms.SearchInput())
    office = forms.ChoiceField(label=_("Office"), required=False, choices=office_choices)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    standing = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [choice for choice in Standing.choices if keeps or choice[0] != Standing.INACTIVE]
        self.fields["standing"].choices = [("", _("Everyone")), *known]  # type: ignore[attr-defined]

    @property
    def narrowing(self) -> Narrowing:
        """Return what is asked for; what no page would send asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Narrowing(
            asked.get("q", "").replace("\x00", ""), asked.get("office", ""), asked.get("role", ""),
            asked.get("standing", ""),
        )  # fmt: skip


class PersonForm(VerbForm):
    """What is kept of a person; the username once, when they are new."""

    username = forms.CharField(
        label=_("Username"), max_length=80, validators=[USERNAME_SHAPE],
        help_text=_("It stays. Lower-case letters, digits, dots and hyphens, such as layla.haddad."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"}))
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("fr", "Français")])
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, initial="UTC",
        help_text=_("Type a city or a region and choose from the list, such as Asia/Riyadh."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args: Any, shown: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shown is not None:
            del self.fields["username"]
            self.initial = {field: getattr(shown, field) for field in FIELDS}

    def clean_time_zone(self) -> str:
        """Take a zone however it is cased."""
        try:
            return cells.time_zone(self.cleaned_data["time_zone"].strip())
        except Wrong:
            raise ValidationError(_("This is no time zone. Write one such as Asia/Riyadh.")) from None

    def wanted(self) -> Wanted:
        """Return what is to be kept."""
        return Wanted(**{field: self.cleaned_data[field] for field in FIELDS})


class PostingForm(VerbForm):
    """A role at an office, from when until when."""

    office = forms.TypedChoiceField(label=_("Office"), coerce=int)
    role = forms.ChoiceField(label=_("Role"))
    starts_at = MomentField(label=_("From"), required=False)
    ends_at = MomentField(label=_("Until"), required=False)

    def __init__(self, *args: Any, mine: Keeper, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.order_by("name")
        offices = offices if mine.of_ministry else offices.filter(pk__in=mine.offices)
        roles = [one for one in Role.choices if mine.of_ministry or one[0] not in OF_THE_MINISTRY]
        named = list(offices.values_list("pk", "name"))
        self.fields["office"].choices = [("", _("Choose an office")), *named]  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", _("Choose a role")), *roles]  # type: ignore[attr-defined]
        self.fields["starts_at"].help_text = str(_("Leave it empty for now.")) + f" {zone_words(at)}"
        self.fields["ends_at"].help_text = _("Leave it empty for a posting without an end.")


class EndForm(VerbForm):
    """When a posting ends."""

    ends_at = MomentField(label=_("Until"), required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_at"].help_text = str(_("Leave it empty to end it now.")) + f" {zone_words(at)}"


class PeopleFileForm(SentFileForm):
    """A file of people."""

    accepts = ".csv,.txt,text/csv,text/plain"
    helps = _("A CSV file of at most 20,000 lines and 2 MB, in UTF-8, with commas or semicolons.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["wrap"] = "off"

    def read(self, raw: bytes) -> str:
        """Return its text."""
        return text_of(raw)
