"""A preset with its places filled in: a document like that of any policy file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import resources
from typing import Any

from django.utils.translation import gettext

from accounts.models import Office
from approvals.models import Topic
from approvals.policy_file import reading, wording
from approvals.policy_file.reading import Document
from approvals.presets.catalogue import OFFICE, Place, Preset, filled_in
from approvals.presets.words import WORDS
from approvals.refusals import Refused


def text_of(preset: Preset) -> str:
    """Return the file of a preset as it is shipped, its places open."""
    return resources.files(__package__).joinpath("data", f"{preset.name}.yaml").read_text("utf-8")


def document_of(preset: Preset, given: Mapping[str, Sequence[str]]) -> Document:
    """Return a preset with each place filled in, in the language that is active; refuse what is open or unknown."""
    meant = {place.name: [one for one in given.get(place.name, ()) if one] for place in preset.places}
    errors = {place.name: wrong for place in preset.places if (wrong := _wrong(place, meant[place.name]))}
    unknown = sorted(set(given) - set(meant))
    errors |= {name: [gettext("This preset has no place of this name.")] for name in unknown}
    if errors:
        raise Refused("preset_places_open", errors=errors)
    values = {place.name: _value(place, meant[place.name]) for place in preset.places}
    document = reading.read(text_of(preset))
    return replace(document, value=translated(filled_in(document.value, values)))


def outline_of(preset: Preset) -> Any:
    """Return what a preset says with its places still open, in the language that is active."""
    return translated(reading.read(text_of(preset)).value)


def translated(value: Any) -> Any:
    """Return values with the words of the presets in the language that is active."""
    if isinstance(value, dict):
        return {name: translated(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [translated(inner) for inner in value]
    return gettext(value) if isinstance(value, str) and value in WORDS else value


def _wrong(place: Place, names: Sequence[str]) -> list[str]:
    if not names:
        return [gettext("Say what is meant by “%(place)s” here.") % {"place": place.label}]
    if place.kind == OFFICE and len(names) > 1:
        return [gettext("Name one office.")]
    known = set(_known(place, names))
    sentence = wording.SENTENCES["unknown_office" if place.kind == OFFICE else "unknown_topic"]
    return [str(sentence) % {"name": name[:80]} for name in names if name not in known]


def _known(place: Place, names: Sequence[str]) -> Iterable[str]:
    if place.kind == OFFICE:
        return Office.objects.filter(code__in=names).values_list("code", flat=True)
    return Topic.objects.filter(slug__in=names).values_list("slug", flat=True)


def _value(place: Place, names: Sequence[str]) -> Any:
    return names[0] if place.kind == OFFICE else list(names)
