"""Conditions over named fields, as data: {"field": …, "in": […]}, combined by all, any and not. Never code."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

Condition = Mapping[str, Any]
# From the top of a condition to a part of it: all, any, not, in, field, and places in lists.
Way = tuple[str | int, ...]

FIELDS: Final = (
    "platform",
    "channel",
    "language",
    "country",
    "topic",
    "urgency",
    "kind",
    "audience",
    "office",
    "cleared_line",
)
MAX_DEPTH: Final = 8


def matches(condition: Condition, facts: Mapping[str, frozenset[str]]) -> bool:
    """Say whether the facts meet the condition; the empty condition is met by everything.

    A draft has several values of one field (two channels, three topics): one that is listed is enough. Of a field that
    is not among the facts (a route frozen before the field existed) it has none. A language is also asked by its base:
    what is for fr is for fr-CA, too.
    """
    if not condition:
        return True
    if "all" in condition:
        return all(matches(part, facts) for part in condition["all"])
    if "any" in condition:
        return any(matches(part, facts) for part in condition["any"])
    if "not" in condition:
        return not matches(condition["not"], facts)
    has, asked = facts.get(condition["field"], frozenset()), condition["in"]
    if condition["field"] == "language":
        has, asked = language_names(has), map(_hyphenated, asked)
    return not has.isdisjoint(asked)


def language_names(codes: Iterable[str]) -> frozenset[str]:
    """Return what languages are called where they are asked for: each with a hyphen (pt-BR), and by its base (pt)."""
    names = {_hyphenated(code) for code in codes}
    return frozenset(names | {name.partition("-")[0] for name in names})


def _hyphenated(code: str) -> str:
    return code.replace("_", "-")


def faults(condition: object) -> list[str]:
    """Return what is wrong with the shape of a condition, as stable codes; empty when it can be used."""
    return [code for _way, code in located_faults(condition)]


def located_faults(condition: object, way: Way = ()) -> list[tuple[Way, str]]:
    """Return what is wrong with the shape of a condition, each fault with the way to it from the top."""
    if condition == {}:
        return []
    if not isinstance(condition, dict):
        return [(way, "not_an_object")]
    if sum(isinstance(part, str) for part in way) > MAX_DEPTH:
        return [(way, "too_deep")]
    return _shape_faults(condition, way)


def _shape_faults(condition: dict[str, Any], way: Way) -> list[tuple[Way, str]]:
    keys = set(condition)
    if keys == {"field", "in"}:
        return _leaf_faults(condition, way)
    if keys == {"not"}:
        empty = [] if condition["not"] else [((*way, "not"), "never_matches")]
        return located_faults(condition["not"], (*way, "not")) or empty
    word = next(iter(keys)) if keys in ({"all"}, {"any"}) else ""
    if not word:
        return [(way, "unknown_key")]
    parts = condition[word]
    if not isinstance(parts, list) or not parts:
        return [((*way, word), "empty_list")]
    return [fault for place, part in enumerate(parts) for fault in located_faults(part, (*way, word, place))]


def _leaf_faults(condition: Mapping[str, Any], way: Way) -> list[tuple[Way, str]]:
    if condition["field"] not in FIELDS:
        return [((*way, "field"), "unknown_field")]
    values = condition["in"]
    if not isinstance(values, list) or not values or not all(isinstance(value, str) and value for value in values):
        return [((*way, "in"), "empty_list")]
    return []
