"""The steps of the write form: buttons that change what stands in it, and save nothing, without scripts too.

A button is named `do`; what it does is its value, a verb and what it is done to: `add_language-fr`,
`set-moment-2026-03-12T15:40`, `drop-topics-trade`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import QueryDict

from accounts.models import User
from approvals.web.beginning import with_template
from approvals.web.forms.fields import small_number
from approvals.web.forms.writing import MOST_VARIANTS
from approvals.web.inserting import with_line

Change = Callable[[QueryDict, str], QueryDict]
# What a button may put into a field, and what it may take out of a list.
SETTABLE = ("moment", "publish_at", "urgency")
DROPPABLE = ("topics", "channels")
LONGEST_VALUE = 40
ROW = ("channel", "language", "text", "beside")


def is_step(do: str) -> bool:
    """Say whether a button changes what stands in the form, and does not ask for it to be judged or saved."""
    return do.partition("-")[0] in (*_CHANGES, "find_lines", "insert_line", "insert_template")


def after(typed: QueryDict, do: str, user: User, *, at: datetime) -> QueryDict:
    """Return what was typed, with what a step of the form does to it; what is no step changes nothing."""
    verb, _, named = do.partition("-")
    change = _CHANGES.get(verb)
    if change is not None:
        return change(typed, named)
    typed = with_line(typed, do, at=at)
    return with_template(typed, user, at=at) if verb == "insert_template" else typed


def rows(typed: QueryDict) -> int:
    """Return how many texts of their own the form has."""
    return min(small_number(typed.get("variants", "")) or 0, MOST_VARIANTS)


def _with_row(typed: QueryDict, _named: str) -> QueryDict:
    """Begin a text for a channel that has none of its own yet, with the common text to shorten."""
    count = rows(typed)
    used = {pk for row in range(count) for pk in typed.getlist(f"variant-{row}-channel")}
    chosen = typed.getlist("channels")
    free = [channel for channel in chosen if channel not in used]
    return _added(typed, (free or chosen)[:1], typed.get("language", ""), typed.get("text", ""))


def _with_language(typed: QueryDict, named: str) -> QueryDict:
    """Begin the counterpart in a language, which is posted beside the common text."""
    data = _with_instead(typed, named)
    if data["variants"] != typed.get("variants"):
        data[f"variant-{rows(data) - 1}-beside"] = "on"
    return data


def _with_instead(typed: QueryDict, named: str) -> QueryDict:
    """Begin a text in a language that is posted in place of the common one: `named` is its code, and its channels."""
    language, *channels = named.split(",")
    chosen = [channel for channel in channels if channel in typed.getlist("channels")]
    return _added(typed, chosen, language, "")


def _added(typed: QueryDict, channels: list[str], language: str, text: str) -> QueryDict:
    count = rows(typed)
    data = typed.copy()
    data["variants"] = str(min(count + 1, MOST_VARIANTS))
    if count >= MOST_VARIANTS:
        return data
    data.setlist(f"variant-{count}-channel", channels)
    data[f"variant-{count}-language"] = language
    data[f"variant-{count}-text"] = text
    data.pop(f"variant-{count}-beside", None)
    return data


def _without_row(typed: QueryDict, named: str) -> QueryDict:
    count, place = rows(typed), small_number(named)
    if place is None or place >= count:
        return typed
    data = typed.copy()
    for row in range(place, count - 1):
        for name in ROW:
            data.setlist(f"variant-{row}-{name}", typed.getlist(f"variant-{row + 1}-{name}"))
    data["variants"] = str(count - 1)
    return data


def _with_value(typed: QueryDict, named: str) -> QueryDict:
    name, _, value = named.partition("-")
    if name not in SETTABLE or len(value) > LONGEST_VALUE:
        return typed
    data = typed.copy()
    data[name] = value
    return data


def _without_value(typed: QueryDict, named: str) -> QueryDict:
    name, _, value = named.partition("-")
    if name not in DROPPABLE:
        return typed
    data = typed.copy()
    data.setlist(name, [kept for kept in typed.getlist(name) if kept != value])
    return data


_CHANGES: Mapping[str, Change] = {
    "add_variant": _with_row,
    "remove_variant": _without_row,
    "add_language": _with_language,
    "add_instead": _with_instead,
    "set": _with_value,
    "drop": _without_value,
}
