"""The part of a form that says what a hold or a regime is for, and which topics are exempt from it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.reading import country_name
from approvals.refusals import REFUSALS, Refused
from approvals.scoping import channel_value
from approvals.web.conditions import Vocabulary
from channels.languages import language_name
from channels.models import Channel

# The scopes that name one of several, each with the field that the form has for it.
NAMED = ("country", "channel", "topic", "language")


class ScopeForm(forms.Form):
    """What is covered: one scope, its value where it has one, and exempt topics.

    A subclass says the `scopes` it offers, the choices of a model's `Scope`, the widest first. The page draws it with
    approvals/_scope.html; each value has a field of its own, so that it works without a script.
    """

    sometimes_needed = frozenset({"country", "channel", "topic", "language"})

    scopes: list[tuple[str, Any]] = []

    scope = forms.ChoiceField(label=_("What is covered"), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Which country"), required=False)
    channel = forms.ChoiceField(label=_("Which channel"), required=False)
    topic = forms.ChoiceField(label=_("Which topic"), required=False)
    language = forms.ChoiceField(label=_("Which language"), required=False)
    exempt_topics = forms.MultipleChoiceField(
        label=_("Exempt topics"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("A draft is left alone when every topic it has is exempt, and it has one."),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["scope"].choices = self.scopes  # type: ignore[attr-defined]
        self.fields["scope"].initial = self.scopes[0][0]
        offered = {value for value, _label in self.scopes}
        topics = sorted(words.names("topic").items(), key=_by_name)
        self.fields["exempt_topics"].choices = topics  # type: ignore[attr-defined]
        for name in NAMED:
            if name not in offered:
                del self.fields[name]
            else:
                choices = topics if name == "topic" else _CHOICES[name]()
                self.fields[name].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the value from the field of the scope that was chosen, and ask for it where it is left out."""
        typed: dict[str, Any] = super().clean() or {}
        scope = typed.get("scope", "")
        typed["scope_value"] = typed.get(scope, "") if scope in self.fields and scope in NAMED else ""
        if scope in NAMED and not typed["scope_value"] and scope not in self.errors:
            self.add_error(scope, ValidationError(REFUSALS["scope_value_needed"].text))
        return typed

    def take(self, refused: Refused) -> None:
        """Show a refusal beside the field it is about, or above the form."""
        for name, sentences in (refused.errors or {"": [refused.sentence]}).items():
            field = self.cleaned_data.get("scope", "") if name == "scope_value" else name
            self.add_error(field if field in self.fields else None, list(sentences))

    def asked(self) -> dict[str, Any]:
        """Return the scope as the actions take it; the form must be valid."""
        return {name: self.cleaned_data[name] for name in ("scope", "scope_value", "exempt_topics")}

    @property
    def value_fields(self) -> list[BoundField]:
        """Return the fields of the scopes that name one of several."""
        return [self[name] for name in NAMED if name in self.fields]


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _countries() -> Iterable[tuple[str, str]]:
    codes = Office.objects.order_by().values_list("country", flat=True).distinct()
    return sorted(((code, country_name(code)) for code in codes), key=_by_name)


def _channels() -> Iterable[tuple[str, str]]:
    return sorted(((channel_value(channel), str(channel)) for channel in Channel.objects.all()), key=_by_name)


def _languages() -> Iterable[tuple[str, str]]:
    listed = Channel.objects.order_by().values_list("languages", flat=True)
    codes = {code.replace("_", "-") for codes in listed for code in codes}
    return sorted(((code, language_name(code)) for code in codes), key=_by_name)


_CHOICES = {"country": _countries, "channel": _channels, "language": _languages}
