"""What a file must be like: schema.json, and the little that a schema cannot say. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import chain, islice
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from approvals.policy_file import durations
from approvals.policy_file.problems import Path, Problem
from approvals.rules import conditions
from approvals.rules.cleared_lines import only_lines

KINDS: Final = {
    "string": "not_a_text", "integer": "not_a_number", "boolean": "not_a_flag", "array": "not_a_list",
    "object": "not_a_mapping",
}  # fmt: skip
SHAPES: Final = {"key": "key_shape", "office": "office_shape"}
CHOICES: Final = {"asks": "asks_whom", "quorum": "quorum"}
# Where a place in a list says which choice it is, and not a name.
LISTS: Final = {"escalations": "asks_or_posting"}
LENGTHS: Final = ("limit", "remind_before", "after", "repeat_every")
NEVER_NOTHING: Final = {"limit": "no_time", "repeat_every": "repeat_at_once"}
TIMES: Final = "not_a_length"
MOST: Final = 1000


def text() -> str:
    """Return the schema as it is shipped: JSON Schema, draft 2020-12."""
    return resources.files(__package__).joinpath("schema.json").read_text("utf-8")


@cache
def schema() -> dict[str, Any]:
    """Return the schema."""
    loaded: dict[str, Any] = json.loads(text())
    return loaded


def problems_of(value: object) -> list[Problem]:
    """Return what is wrong with the shape of what a file holds: everything, or more than anybody would read."""
    errors = Draft202012Validator(schema()).iter_errors(_without_conditions(value))
    found = chain(
        (problem for error in errors for problem in _problems(error)),
        _condition_problems(value),
        _length_problems(value),
        _keys_twice(value),
        _nobody_asked(value),
    )
    # One by one, so that what is wrong in a thousand places costs no more than what is wrong in a few.
    return list({(problem.path, problem.code): problem for problem in islice(found, MOST)}.values())


def is_condition(value: object) -> bool:
    """Say whether the schema takes this as a condition."""
    return bool(Draft202012Validator({**schema()["$defs"]["condition"], "$defs": schema()["$defs"]}).is_valid(value))


def _problems(error: ValidationError) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    value: Any = error.instance
    said: Any = error.validator_value
    match str(error.validator):
        case "additionalProperties":
            known: Any = error.schema["properties"]  # type: ignore[index]  # a schema with this keyword is a mapping
            params = {"known": ", ".join(known)}
            yield from (Problem((*path, name), "unknown_name", params) for name in value if name not in known)
        case "required":
            yield from (Problem((*path, name), "missing") for name in said if name not in value)
        case "type":
            yield Problem(path, KINDS[str(said)])
        case "oneOf" if not isinstance(value, dict):
            return  # it is no mapping at all, which is told by its type
        case "oneOf" | "anyOf":
            yield Problem(path, _choice(path))
        case keyword:
            yield Problem(path, *PLAIN[keyword](path, said))


def _choice(path: Path) -> str:
    """Return which of the things between which a file chooses is left open at a place."""
    if len(path) > 1 and path[-2] in LISTS:
        return LISTS[str(path[-2])]
    return CHOICES.get(str(path[-1]) if path else "", "order_or_default")


Plain = Callable[[Path, Any], tuple[str, Mapping[str, object]]]

# The keywords that say all in their own value.
PLAIN: Final[Mapping[str, Plain]] = {
    "enum": lambda path, said: ("not_one_of", {"known": ", ".join(said)}),
    "const": lambda path, said: ("other_format" if path == ("chancery_policy",) else "only_true", {}),
    "pattern": lambda path, said: (SHAPES.get(str(path[-1]), TIMES), {}),
    "minLength": lambda path, said: ("empty", {}),
    "maxLength": lambda path, said: ("too_long", {"limit": said}),
    "minimum": lambda path, said: ("too_small", {"limit": said}),
    "maximum": lambda path, said: ("too_big", {"limit": said}),
    "not": lambda path, said: ("reminds_twice", {}),
    "dependentRequired": lambda path, said: ("repeats_by_halves", {}),
    "maxItems": lambda path, said: ("too_many", {"limit": said}),
}


def _without_conditions(value: object) -> object:
    """Return what a file holds less its conditions: they are told by their own rule, which says where and why."""
    if not isinstance(value, dict):
        return value
    levels = value.get("levels")
    plain = {name: inner for name, inner in value.items() if name != "conditions"}
    if isinstance(levels, list):
        plain["levels"] = [_less(level) for level in levels]
    return plain


def _less(level: object) -> object:
    if not isinstance(level, dict):
        return level
    return {name: inner for name, inner in level.items() if name != "conditions"}


def _levels(value: object) -> list[tuple[Path, Mapping[str, Any]]]:
    """Return the levels of a file that are at least mappings, each with its path."""
    levels = value.get("levels") if isinstance(value, dict) else None
    places = enumerate(levels if isinstance(levels, list) else [])
    return [(("levels", place), level) for place, level in places if isinstance(level, dict)]


def _condition_problems(value: object) -> Iterator[Problem]:
    whole: list[tuple[Path, Mapping[str, Any]]] = [((), value)] if isinstance(value, dict) else []
    for path, holder in [*whole, *_levels(value)]:
        for way, code in conditions.located_faults(holder.get("conditions", {})):
            params = {"known": ", ".join(conditions.FIELDS), "depth": conditions.MAX_DEPTH}
            yield Problem((*path, "conditions", *way), f"condition_{code}", params)


def _length_problems(value: object) -> Iterator[Problem]:
    for path, level in _levels(value):
        rungs = level.get("escalations")
        late = enumerate(rungs if isinstance(rungs, list) else [])
        holders = [(path, level), *(((*path, "escalations", place), rung) for place, rung in late)]
        for way, holder in holders:
            for name in LENGTHS:
                said = holder.get(name) if isinstance(holder, dict) else None
                found = durations.length(said) if isinstance(said, str) else None
                if isinstance(said, str) and found is None:
                    yield Problem((*way, name), TIMES)
                elif name in NEVER_NOTHING and found is not None and not found:
                    yield Problem((*way, name), NEVER_NOTHING[name])


def _keys_twice(value: object) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, level in _levels(value):
        key = level.get("key")
        if isinstance(key, str):
            if key in seen:
                yield Problem((*path, "key"), "key_twice")
            seen.add(key)


def _nobody_asked(value: object) -> Iterator[Problem]:
    """Yield that there is no level, unless the policy is for cleared lines alone: their words are cleared already."""
    if isinstance(value, dict) and value.get("levels") == [] and not _only_lines(value.get("conditions")):
        yield Problem(("levels",), "no_levels")


def _only_lines(condition: object) -> bool:
    return isinstance(condition, dict) and only_lines(condition)
