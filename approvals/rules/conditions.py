"""Conditions over named fields, as data: {"field": …, "in": […]}, combined by all, any and not. Never code."""

from collections.abc import Mapping
from typing import Any, Final

Condition = Mapping[str, Any]

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
)
MAX_DEPTH: Final = 8


def matches(condition: Condition, facts: Mapping[str, frozenset[str]]) -> bool:
    """Say whether the facts meet the condition; the empty condition is met by everything.

    A draft has several values of one field (two channels, three topics): one that is listed is enough. Of a field that
    is not among the facts (a route frozen before the field existed) it has none.
    """
    if not condition:
        return True
    if "all" in condition:
        return all(matches(part, facts) for part in condition["all"])
    if "any" in condition:
        return any(matches(part, facts) for part in condition["any"])
    if "not" in condition:
        return not matches(condition["not"], facts)
    return not facts.get(condition["field"], frozenset()).isdisjoint(condition["in"])


def faults(condition: object, *, depth: int = 0) -> list[str]:
    """Return what is wrong with the shape of a condition, as stable codes; empty when it can be used."""
    if condition == {}:
        return []
    if not isinstance(condition, dict):
        return ["not_an_object"]
    if depth > MAX_DEPTH:
        return ["too_deep"]
    return _shape_faults(condition, depth)


def _shape_faults(condition: dict[str, Any], depth: int) -> list[str]:
    keys = set(condition)
    if keys == {"field", "in"}:
        return _leaf_faults(condition)
    if keys == {"not"}:
        return faults(condition["not"], depth=depth + 1) or ([] if condition["not"] else ["never_matches"])
    parts = condition[next(iter(keys))] if keys in ({"all"}, {"any"}) else None
    if parts is None:
        return ["unknown_key"]
    if not isinstance(parts, list) or not parts:
        return ["empty_list"]
    return [fault for part in parts for fault in faults(part, depth=depth + 1)]


def _leaf_faults(condition: Mapping[str, Any]) -> list[str]:
    if condition["field"] not in FIELDS:
        return ["unknown_field"]
    values = condition["in"]
    if not isinstance(values, list) or not values or not all(isinstance(value, str) and value for value in values):
        return ["empty_list"]
    return []
