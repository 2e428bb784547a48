"""The form in which a preset is installed: what its places mean here, and which policy it becomes."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from approvals.models import Policy
from approvals.presets.catalogue import OFFICE, Place, Preset
from approvals.presets.guessing import Guesses
from approvals.web.forms.writing import topic_name

NEW = "new"


class PresetForm(forms.Form):
    """Its places prefilled with guesses; as a new policy, or as the next version of one that there is."""

    target = forms.ChoiceField(label=_("Propose it as"))
    called = forms.CharField(
        label=_("Name of the new policy"), max_length=80, required=False,
        help_text=_("Only for a new policy, which goes before those with a higher order, and before the default."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, preset: Preset, guesses: Guesses, policies: Iterable[Policy]) -> None:
        super().__init__(data, prefix=preset.name)
        self.preset = preset
        self.guessed = guesses.all(preset.places)
        offered = [policy for policy in policies if not (policy.is_default and preset.is_for_some)]
        default = next((policy for policy in offered if policy.is_default), None)
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (NEW, _("a new policy")),
            *((str(policy.pk), _("the next version of %(name)s") % {"name": policy.name}) for policy in offered),
        ]
        self.fields["target"].initial = str(default.pk) if default else NEW
        self.fields["called"].initial = str(preset.title)
        self.fields = {place.name: self._place(place, guesses) for place in preset.places} | self.fields

    @property
    def is_guessed(self) -> bool:
        """Say whether every place has a guess, so that one click is enough."""
        return all(self.guessed.values())

    def meaning(self) -> list[tuple[str, str]]:
        """Return in words what one click would do: what each place means, and what the preset becomes."""
        rows = []
        for bound in [self[name] for name in (*self.guessed, "target")]:
            chosen = bound.value() or []
            named = dict(bound.field.choices)  # type: ignore[attr-defined]
            values = [chosen] if isinstance(chosen, str) else chosen
            rows.append((str(bound.label), ", ".join(str(named.get(value, value)) for value in values)))
        return rows

    def places(self) -> dict[str, list[str]]:
        """Return what each place means; the form must be valid."""
        typed = {place.name: self.cleaned_data[place.name] for place in self.preset.places}
        return {name: [chosen] if isinstance(chosen, str) else list(chosen) for name, chosen in typed.items()}

    def _place(self, place: Place, guesses: Guesses) -> forms.Field:
        guessed = self.guessed[place.name]
        if place.kind == OFFICE:
            offices = [("", "—"), *((office.code, office.name) for office in guesses.offices)]
            return forms.ChoiceField(label=str(place.label), choices=offices, initial=guessed[0] if guessed else "")
        topics = [(topic.slug, topic_name(topic)) for topic in guesses.topics]
        return forms.MultipleChoiceField(
            label=str(place.label), choices=topics, initial=guessed, widget=forms.CheckboxSelectMultiple
        )
