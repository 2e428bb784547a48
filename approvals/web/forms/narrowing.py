"""The form that narrows a list by choices, as the address fills it: of what is no choice nothing is asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.models import Office

Words = Any  # a word, or a lazy one
Options = Iterable[tuple[str, Words]]


class ChoicesForm(forms.Form):
    """One choice for each name, beside that of leaving nothing out."""

    def __init__(self, data: Mapping[str, Any], *, choices: Mapping[str, tuple[Words, Words, Options]]) -> None:
        """Take, by name: its label, the words for leaving nothing out, and what can be chosen."""
        super().__init__(data)
        for name, (label, everything, options) in choices.items():
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", everything), *options])
        self.is_valid()

    def chosen(self, name: str) -> str:
        """Return what is chosen under a name; nothing for what is no choice."""
        return str(self.cleaned_data.get(name, ""))

    @property
    def asks(self) -> bool:
        """Say whether anything is left out."""
        return any(self.cleaned_data.values())


def named(offices: Iterable[Office]) -> list[tuple[str, str]]:
    """Return offices as choices, by their codes."""
    return [(office.code, office.name) for office in offices]
