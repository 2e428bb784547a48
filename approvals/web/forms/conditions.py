"""Conditions as rows of a form: a field, one or none of its values, and how the row stands with the one before.

"And" binds tighter than "or", so rows say any condition that can be said as alternatives; another is kept as it is.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.fault_sentences import FAULTS
from approvals.rules.conditions import FIELDS, Condition, faults
from approvals.rules.normal_form import Leaf, Term, alternatives, normal
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import LABELS, Vocabulary

AND, OR, NONE = "and", "or", "none"
WHEN: Final = ("field", "how", "values", "join")
# A condition that rows cannot show is `kept`, while `keep` is on; `was` is what rows showed another shape of.
KEPT: Final = ("kept", "keep", "was")
MOST_ROWS: Final = 12
# Fields with so few values that all can be shown to be chosen from; others are typed, with suggestions.
TYPED: Final = frozenset({"channel", "country", "language"})
MOST_SHOWN: Final = 60

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen."""

    value: str
    name: str
    is_chosen: bool


class WhenForm(forms.Form):
    """One row: a field, and the values of which a draft must have one, or none."""

    join = forms.ChoiceField(
        label=_("How it stands with the line above"), required=False, choices=[(AND, _("and")), (OR, _("or"))]
    )
    field = forms.ChoiceField(
        label=_("Field"), required=False, choices=[("", "—"), *((name, LABELS[name]) for name in FIELDS)]
    )
    how = forms.ChoiceField(label=_("How"), required=False, choices=[("", _("is one of")), (NONE, _("is none of"))])
    values = forms.CharField(label=_("Values"), required=False, max_length=2000)

    def __init__(self, *args: Any, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def clean(self) -> dict[str, Any]:
        """Read the values by name or by code; refuse those that no draft can have."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("field"):
            try:
                typed["condition"] = self.words.parse(typed["field"], typed.get("values", ""))
            except ValidationError as error:
                self.add_error("values", error)
            else:
                if not typed["condition"]["in"]:
                    self.add_error("values", ValidationError(FAULTS["empty_list"]))
                    del typed["condition"]
                elif typed.get("how") == NONE:
                    typed["condition"] = {"not": typed["condition"]}
        return typed

    @property
    def asked(self) -> str:
        """Return the field that the row asks for; empty while none is chosen."""
        field = self["field"].value() or ""
        return field if field in FIELDS else ""

    @property
    def is_typed(self) -> bool:
        """Say whether values are typed: those of a field with many, and of a row that has no field yet."""
        return not self.asked or is_typed(self.asked, self.words)

    @property
    def options(self) -> list[Option]:
        """Return the values to choose from; of a field whose values are typed, those that are chosen already."""
        chosen, _unknown = self._read()
        names = self.words.names(self.asked) if self.asked else {}
        shown = [value for value in names if value in chosen] if self.is_typed else names
        return [Option(value, names[value], value in chosen) for value in shown]

    @property
    def unread(self) -> str:
        """Return what was typed and is no value of the field."""
        return ", ".join(self._read()[1])

    def _read(self) -> tuple[list[str], list[str]]:
        typed = str(self["values"].value() or "")
        return self.words.known(self.asked, typed) if self.asked else ([], [typed] if typed else [])


def is_typed(field: str, words: Vocabulary) -> bool:
    """Say whether the values of a field are too many to be shown, and are typed."""
    return field in TYPED or len(words.names(field)) > MOST_SHOWN


def suggested(words: Vocabulary) -> list[tuple[str, list[str]]]:
    """Return, for every field whose values are typed, the names that are suggested."""
    return [(field, list(words.names(field).values())) for field in FIELDS if is_typed(field, words)]


def when_forms(data: Mapping[str, str], prefix: str, words: Vocabulary) -> list[WhenForm]:
    """Return the rows under a prefix; `data` says how many there are."""
    return [WhenForm(data, words=words, prefix=f"{prefix}-{row}") for row in range(int(data.get(f"{prefix}s", "0")))]


def as_rows(condition: Condition, words: Vocabulary) -> tuple[list[Row], Row]:
    """Return a condition as rows, and beside them what must be kept of it as it is."""
    if not condition:
        return [], {}
    found = None if faults(condition) else alternatives(normal(condition), most=MOST_ROWS)
    if not found or sum(map(len, found)) > MOST_ROWS:
        return [], {"kept": _written(condition), "keep": "on"}
    rows = list(chain.from_iterable(_term_rows(term, words) for term in found))
    return rows, {} if _condition(found) == condition else {"was": _written(condition)}


def combined(whens: Iterable[WhenForm], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the condition that the rows say, and that asks for what was kept as it was.

    Rows that say what they were made from give it back in its own shape: who changes nothing, changes nothing.
    """
    terms: list[list[dict[str, Any]]] = []
    for when in whens:
        if "condition" in when.cleaned_data:
            if not terms or when.cleaned_data.get("join") == OR:
                terms.append([])
            terms[-1].append(when.cleaned_data["condition"])
    said = _joined("any", [_joined("all", term) for term in terms])
    was = read_kept(kept.get("was", ""))
    if was and _meaning(was) == _meaning(said):
        said = was
    old = read_kept(kept.get("kept", "")) if kept.get("keep") else {}
    if not old:
        return said
    return _joined("all", [*(said["all"] if set(said) == {"all"} else [said] if said else []), old])


def read_kept(kept: str) -> dict[str, Any]:
    """Return a condition that came back from the page; what is none is dropped, for nobody typed it."""
    try:
        condition = json.loads(kept) if kept else {}
        # What no database can hold was not written by this page.
        is_storable = "\\u0000" not in json.dumps(condition, ensure_ascii=False).encode().decode()
    except (ValueError, RecursionError):
        return {}
    return condition if is_storable and isinstance(condition, dict) and not faults(condition) else {}


def said_of_kept(kept: str, words: Vocabulary) -> Spoken | None:
    """Return what is kept as it is, in words."""
    condition = read_kept(kept)
    return words.spoken(condition) if condition else None


def _term_rows(term: Term, words: Vocabulary) -> list[Row]:
    return [
        {
            "join": AND if place else OR,
            "field": leaf.field,
            "how": NONE if leaf.is_none else "",
            "values": words.typed(leaf.field, leaf.values),
        }
        for place, leaf in enumerate(term)
    ]


def _condition(terms: Sequence[Term]) -> dict[str, Any]:
    return _joined("any", [_joined("all", [_leaf(leaf) for leaf in term]) for term in terms])


def _leaf(leaf: Leaf) -> dict[str, Any]:
    asked = {"field": leaf.field, "in": list(leaf.values)}
    return {"not": asked} if leaf.is_none else asked


def _joined(word: str, parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if len(parts) < 2:
        return parts[0] if parts else {}
    return {word: list(parts)}


def _meaning(condition: Condition) -> frozenset[frozenset[tuple[str, frozenset[str], bool]]] | None:
    """Return what a condition means whatever the order in which it says it; None when that would take too long."""
    found = alternatives(normal(condition), most=MOST_ROWS)
    if found is None:
        return None
    return frozenset(frozenset((leaf.field, frozenset(leaf.values), leaf.is_none) for leaf in term) for term in found)


def _written(condition: Condition) -> str:
    return json.dumps(condition, ensure_ascii=False)
