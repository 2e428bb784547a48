"""The forms of one's own account."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import reading
from accounts.models import User

LONGEST_EMAIL = 254


class SignInForm(AuthenticationForm):
    """Asks who is there: a username or an e-mail address, and a password."""

    error_messages = {
        "invalid_login": _("The username or the password is wrong, or this account may not sign in."),
        "inactive": _("This account may not sign in."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"] = forms.CharField(
            label=_("Username or e-mail address"),
            max_length=LONGEST_EMAIL,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )


class SignInAgainForm(forms.Form):
    """Asks a person who is signed in for their password once more."""

    password = forms.CharField(
        label=_("Password"), strip=False, max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )  # fmt: skip

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Refuse a password that is not this person's; each wrong one counts as an attempt to sign in."""
        password: str = self.cleaned_data["password"]
        person = authenticate(self.request, username=self.request.user.get_username(), password=password)
        if person is None or person.pk != self.request.user.pk:
            raise ValidationError(_("The password is wrong."))
        return password


class ProfileForm(forms.ModelForm[User]):
    """How the product speaks to a person: in which language, and in which time zone."""

    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Type a city or a region and choose from the list, such as Asia/Riyadh."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = User
        fields = ["language", "time_zone", "theme"]

    def clean_time_zone(self) -> str:
        """Take a zone by its name, however it is cased, or by its city alone where only one zone has it."""
        typed = self.cleaned_data["time_zone"].strip().replace(" ", "_").lower()
        names = reading.time_zone_names()
        by_name = [name for name in names if name.lower() == typed]
        by_city = [name for name in names if name.lower().rpartition("/")[2] == typed]
        found = by_name or by_city
        return found[0] if len(found) == 1 else self.cleaned_data["time_zone"]
