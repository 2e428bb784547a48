"""The forms that set when an office works: weekly hours, special hours, days of its own, the holidays it keeps."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, OwnDay, SpecialHours
from accounts.reading import country_name
from approvals.actions.calendar_checks import LONGEST_NAME
from approvals.public_holidays import regions
from approvals.refusals import REFUSALS
from approvals.rules.office_days import DAYS, Week, told_week
from approvals.web.forms.verbs import VerbForm

LONGEST_DAY = 100
# 9:00-17, 09.30 – 12h15: as people write hours in any of the languages of a ministry.
_TIME = r"(\d{1,2})(?:[:.h](\d{2})?)?"
_WINDOW = re.compile(rf"\s*{_TIME}\s*[-–—]\s*{_TIME}\s*", re.ASCII)


def hours_said(windows: Sequence[Sequence[str]]) -> str:
    """Return windows as they are read and typed: “09:00–12:30, 13:30–17:00”."""
    return ", ".join("–".join(window) for window in windows)


class WindowsField(forms.CharField):
    """The hours of one day, typed as people write them; empty when the day is not worked."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"})
        super().__init__(required=False, max_length=LONGEST_DAY, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return kept windows as they are typed."""
        return hours_said(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """Return the windows as they are kept; whether they can be worked, the action says."""
        typed = super().to_python(value) or ""
        found = [_WINDOW.fullmatch(part) for part in re.split(r"[,;]", typed) if part.strip()]
        if not all(found):
            raise ValidationError(REFUSALS["hours_shape"].text, code="hours_shape")
        return [_window(match) for match in found if match]

    def run_validators(self, value: Any) -> None:
        """Judge nothing more: what was read is a list of windows, and no text."""


def _window(match: re.Match[str]) -> list[str]:
    opens, opens_minutes, closes, closes_minutes = match.groups()
    return [f"{int(opens):02d}:{opens_minutes or '00'}", f"{int(closes):02d}:{closes_minutes or '00'}"]


def _day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = {"invalid": _("Give a day, such as 2026-03-12.")}
    return forms.DateField(
        label=label, required=required, widget=widget, input_formats=["%Y-%m-%d"], error_messages=wrong,
        help_text=help_text,
    )  # fmt: skip


def _name_field(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("What it is"), max_length=LONGEST_NAME, help_text=help_text,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": REFUSALS["calendar_name_needed"].text},
    )  # fmt: skip


class WeekForm(VerbForm):
    """The hours of a week, one field for each day."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for number, day in enumerate(DAYS):
            self.fields[day] = WindowsField(label=WEEKDAYS[number])

    @property
    def days(self) -> list[BoundField]:
        """Return the fields of the days, Monday first."""
        return [self[day] for day in DAYS]

    def weekly(self) -> dict[str, Any]:
        """Return the week as the actions take it; the form must be valid."""
        return {day: self.cleaned_data[day] for day in DAYS if self.cleaned_data[day]}


class HoursForm(WeekForm):
    """Weekly hours from a day on."""

    starts_on = _day_field(_("From this day on"))
    follows_weekend = forms.BooleanField(
        label=_("A day that is weekend in the office’s country is not worked, whatever its hours here"), required=False
    )

    @classmethod
    def beginning(cls, week: Week, *, follows_weekend: bool, starts_on: date) -> "HoursForm":
        """Return the form with hours to start from."""
        initial = {"starts_on": starts_on, "follows_weekend": follows_weekend, **told_week(week)}
        return cls(initial=initial, auto_id="hours_%s")


class SpecialHoursForm(WeekForm):
    """Other hours for a while; `special` names those that are changed, if they are there already."""

    special = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = _name_field(_("Such as Ramadan, or Summer."))
    first_day = _day_field(_("First day"))
    last_day = _day_field(_("Last day"))

    @classmethod
    def of(cls, row: SpecialHours | None, week: Week) -> "SpecialHoursForm":
        """Return the form with special hours to be changed; with none, with the usual week to start from."""
        initial: dict[str, Any] = told_week(week)
        if row is not None:
            names = {"special": row.pk, "name": row.name, "first_day": row.first_day, "last_day": row.last_day}
            initial = names | row.weekly
        return cls(initial=initial, auto_id="special_%s")


class OwnDayForm(VerbForm):
    """A day, or several in a row, that is closed or worked otherwise than the calendar would have it."""

    kind = forms.ChoiceField(
        label=_("What happens"), widget=forms.RadioSelect, initial=OwnDay.Kind.CLOSED,
        choices=[
            (OwnDay.Kind.CLOSED.value, _("Closed")),
            (OwnDay.Kind.OPEN.value, _("Worked after all, or at other hours")),
        ],
    )  # fmt: skip
    day = _day_field(_("Day"))
    last_day = _day_field(_("Until"), required=False, help_text=_("For several days in a row; this one is included."))
    name = _name_field(_("Such as: National Day moved."))
    windows = WindowsField(
        label=_("Hours, where it is worked"), help_text=_("Such as 09:00–12:30. Empty: as usual on that weekday.")
    )


class HolidaysForm(VerbForm):
    """Whose public holidays an office keeps."""

    observes_host = forms.BooleanField(required=False)
    observes_home = forms.BooleanField(required=False)
    region = forms.ChoiceField(label=_("Region whose holidays it keeps too"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, office: Office) -> None:
        initial = {name: getattr(office, name) for name in ("observes_host", "observes_home", "region")}
        super().__init__(data, initial=initial, auto_id="holidays_%s")
        self.home = settings.HOME_COUNTRY if office.country != settings.HOME_COUNTRY else ""
        self.kept_home = office.observes_home
        self.fields["observes_host"].label = _holidays_of(office.country)
        self.fields["observes_home"].label = _holidays_of(self.home)
        if not self.home:
            del self.fields["observes_home"]
        known = sorted(regions(office.country).items(), key=lambda item: item[1].casefold())
        nowhere: tuple[str, str | Promise] = ("", _("The whole country’s only"))
        if known:
            self.fields["region"].choices = [nowhere, *known]  # type: ignore[attr-defined]
        else:
            del self.fields["region"]

    def kept(self) -> dict[str, Any]:
        """Return what is kept, as the action takes it; the form must be valid."""
        typed = self.cleaned_data
        return {
            "observes_host": typed["observes_host"],
            "observes_home": typed.get("observes_home", self.kept_home),
            "region": typed.get("region", ""),
        }


def _holidays_of(country: str) -> Any:
    return _("Public holidays of %(country)s") % {"country": country_name(country)} if country else ""


def copied(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed with Monday's hours, or those of the first day that has any, on every day."""
    typed = {name: data[name] for name in data}
    first = next((typed[day] for day in DAYS if str(typed.get(day, "")).strip()), "")
    return typed | dict.fromkeys(DAYS, first)
