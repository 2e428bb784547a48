"""Fields that the forms share: an instant in the writer's own zone, a number of hours, the address of a page."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import reading
from approvals.models import RunsOn
from approvals.refusals import REFUSALS
from approvals.web.typed import number_in

LONGEST_ADDRESS = 500
# The years that a list is asked for; beyond them no zone can tell when a day begins.
YEARS = range(2000, 2200)


class MomentField(forms.Field):
    """An instant, typed as the clocks of the writer's zone show it; a time that those clocks skip is refused."""

    default_error_messages = {
        "shape": _("Give a day and a time, such as 2026-03-12 15:40."),
        "gap": _(
            "At %(time)s on that day the clocks in %(zone)s have been put forward: this time does not exist there."
        ),
        "far": REFUSALS["moment_too_far"].text,
    }
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        """Return an instant as the browser's field takes it; what was typed stays as it is."""
        return local_input(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant in UTC, or None for nothing."""
        if not str(value or "").strip():
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise ValidationError(self.error_messages["shape"], code="shape") from None
        return self._instant(typed)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether another minute was chosen: the seconds that the field does not show do not count."""
        before = local_input(initial) if isinstance(initial, datetime) else str(initial or "")
        return before != str(data or "").strip().replace(" ", "T")

    def _instant(self, typed: datetime) -> datetime:
        zone = timezone.get_current_timezone()
        try:
            instant = (typed if typed.tzinfo else typed.replace(tzinfo=zone)).astimezone(UTC)
            shown = instant.astimezone(zone).replace(tzinfo=None)
        except (OverflowError, ValueError):
            raise ValidationError(self.error_messages["far"], code="far") from None
        if typed.tzinfo is None and shown != typed:
            values = {"time": f"{typed:%H:%M}", "zone": timezone.get_current_timezone_name()}
            raise ValidationError(self.error_messages["gap"], code="gap", params=values)
        return instant


def small_number(typed: str) -> int | None:
    """Return the number that a hidden field or a button of a page names; None for what no page ever wrote."""
    return number_in(typed, digits=5)


def local_input(instant: datetime) -> str:
    """Return an instant as a date-and-time field of a browser takes it, in the reader's zone."""
    return timezone.localtime(instant).replace(second=0, microsecond=0, tzinfo=None).isoformat(timespec="minutes")


def beginning_of(day: date | None) -> datetime | None:
    """Return when a day begins in the reader's zone; None for no day, or one too far away."""
    if day is None or day.year not in YEARS:
        return None
    return datetime.combine(day, time(), timezone.get_current_timezone()).astimezone(UTC)


def end_of(day: date | None) -> datetime | None:
    """Return when a day ends in the reader's zone, and the next begins; None as for its beginning."""
    return beginning_of(day + timedelta(days=1)) if day and day.year in YEARS else None


def zone_words(at: datetime) -> Any:
    """Return the sentence that names the zone in which times are typed."""
    return _("In your time zone, %(zone)s.") % {"zone": reading.zone_and_offset(at)}


class HoursField(forms.DecimalField):
    """A duration typed in hours, such as 4 or 0.5; kept as a duration in whole minutes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"})
        super().__init__(max_value=24 * 365, decimal_places=2, widget=widget, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return what the browser is told; steps are counted from nothing, so that arrows give 4.25 and not 4.02."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        return attrs | {"min": "0"} if "min" in attrs else attrs

    def prepare_value(self, value: Any) -> Any:
        """Return a duration as a plain number of hours."""
        if isinstance(value, timedelta):
            return f"{value.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")
        return value

    def clean(self, value: Any) -> Any:
        """Return the duration, or None for nothing."""
        hours = super().clean(value)
        return None if hours is None else timedelta(minutes=round(float(hours) * 60))


class MinutesField(forms.IntegerField):
    """A duration typed in whole minutes, such as 30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=60 * 24 * 365, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the duration, or None for nothing."""
        minutes = super().clean(value)
        return None if minutes is None else timedelta(minutes=minutes)


class ClockField(forms.ChoiceField):
    """What a limit runs on; a form that does not say, such as one from before there was a choice, means `usual`."""

    def __init__(self, *, usual: str) -> None:
        self.usual = usual
        choices = [(RunsOn.WORKING.value, _("Working hours of that office")), (RunsOn.WALL.value, _("The clock"))]
        said = _("The clock counts nights and weekends. What is urgent, or a crisis, always runs on it.")
        super().__init__(label=_("The limit runs on"), choices=choices, help_text=said)

    def clean(self, value: Any) -> Any:
        """Return what was chosen."""
        return super().clean(value) if value else str(self.usual)


class AddressField(forms.CharField):
    """The address of a page on the web, which may be linked to."""

    default_error_messages = {"address": _("Give the whole address of the post, beginning with https://.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "dir": "ltr"})
        super().__init__(max_length=LONGEST_ADDRESS, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the address; whatever a browser would run or open from the disk is refused."""
        address: str = super().to_python(value) or ""
        if address and not is_web_address(address):
            raise ValidationError(self.error_messages["address"], code="address")
        return address


def is_web_address(address: str) -> bool:
    """Say whether this is an address that a page may link to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
