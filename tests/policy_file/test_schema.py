"""What a file must be like: the schema agrees with the rule for conditions, and all that is wrong is named at once."""

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Role
from approvals.models import Carry, Mode, RunsOn, Selector
from approvals.policy_file import schema
from approvals.policy_file.durations import length, said
from approvals.policy_file.problems import dotted
from approvals.policy_file.wording import SENTENCES
from approvals.rules.conditions import FIELDS, MAX_DEPTH, faults, located_faults
from approvals.rules.policy_faults import MOST_REPEATS
from tests.policy_file.samples import level, value
from tests.rules.test_conditions import ANYTHING, CONDITION

NEARLY = st.recursive(
    st.sampled_from([{}, None, "x", [], {"field": "topic", "in": ["a"]}, {"field": "topic", "in": []},
                     {"field": "weather", "in": ["a"]}, {"field": "topic", "in": [""]}, {"field": "topic"},
                     {"field": "topic", "in": ["a"], "not": {}}, {"field": ["topic"], "in": "a"}]),
    lambda inner: (
        st.fixed_dictionaries({"not": inner})
        | st.fixed_dictionaries({"all": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"any": inner})
    ),
    max_leaves=8,
)  # fmt: skip

LATE = {"after": "1h", "asks": {"selector": "minister", "role": "head"}}
HELEN = {"office": "RUH", "role": "head", "username": "helen"}


def problems(**fields):
    return {(dotted(problem.path), problem.code) for problem in schema.problems_of(value(**fields))}


def in_level(**fields):
    return {(where.removeprefix("levels.0."), code) for where, code in problems(levels=[level(**fields)])}


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@settings(max_examples=400, deadline=None)
@given(ANYTHING | CONDITION | NEARLY)
def test_the_schema_takes_a_condition_exactly_when_the_rule_does(condition):
    assert schema.is_condition(condition) == (faults(condition) == [])


@pytest.mark.parametrize("depth", range(MAX_DEPTH + 3))
@pytest.mark.parametrize("word", ["not", "all", "any"])
@pytest.mark.parametrize("innermost", [{}, {"field": "topic", "in": ["a"]}])
def test_both_count_how_deep_a_condition_is_in_the_same_way(depth, word, innermost):
    condition = innermost
    for _ in range(depth):
        condition = {word: condition if word == "not" else [condition]}
    assert schema.is_condition(condition) == (faults(condition) == [])


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_whatever_a_file_holds_each_problem_has_a_sentence(anything):
    for broken in (anything, value(levels=anything), value(levels=[anything]), value(conditions=anything)):
        for problem in schema.problems_of(broken):
            assert str(SENTENCES[problem.code]) % problem.params


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_no_value_passes_that_the_schema_refuses(anything):
    for name in ("name", "order", "conditions", "levels", "note"):
        broken = value(**{name: anything})
        valid = jsonschema.Draft202012Validator(schema.schema()).is_valid(broken)
        assert valid or schema.problems_of(broken)


def test_a_fault_of_a_condition_is_found_where_it_is():
    condition = {"all": [{"field": "topic", "in": ["a"]}, {"not": {"any": [{"field": "weather", "in": ["b"]}]}}]}
    assert located_faults(condition) == [(("all", 1, "not", "any", 0, "field"), "unknown_field")]


def test_the_schema_offers_what_the_models_offer():
    defs = schema.schema()["$defs"]
    assert defs["one_field"]["properties"]["field"]["enum"] == list(FIELDS)
    assert defs["level"]["properties"]["mode"]["enum"] == Mode.values
    assert defs["level"]["properties"]["carry"]["enum"] == Carry.values
    assert defs["level"]["properties"]["runs_on"]["enum"] == RunsOn.values
    assert set(defs["posting"]["properties"]["role"]["enum"]) == set(Role.values)
    assert defs["escalation"]["properties"]["repeat_times"]["maximum"] == MOST_REPEATS
    assert set(defs["asks"]["properties"]["role"]["enum"]) == set(Role.values)
    assert set(defs["asks"]["properties"]["selector"]["enum"]) == set(Selector.values) - {"office"}


def test_a_file_that_is_right_has_no_problem():
    assert problems() == set()
    assert problems(order=0, note="", conditions={}, levels=[level(key="a"), level(key="b")]) == set()


@pytest.mark.parametrize(
    ("fields", "where", "code"),
    [
        ({"chancery_policy": 2}, "chancery_policy", "other_format"),
        ({"chancery_policy": "1"}, "chancery_policy", "other_format"),
        ({"chancery_policy": True}, "chancery_policy", "other_format"),
        ({"name": 2024}, "name", "not_a_text"),
        ({"name": ""}, "name", "empty"),
        ({"name": "x" * 81}, "name", "too_long"),
        ({"name": None}, "name", "not_a_text"),
        ({"order": -1}, "order", "too_small"),
        ({"order": 40_000}, "order", "too_big"),
        ({"order": "10"}, "order", "not_a_number"),
        ({"order": True}, "order", "not_a_number"),
        ({"default": True}, "file", "order_or_default"),
        ({"default": False}, "default", "only_true"),
        ({"note": ["x"]}, "note", "not_a_text"),
        ({"levels": []}, "levels", "no_levels"),
        ({"levels": {}}, "levels", "not_a_list"),
        ({"levels": ["x"]}, "levels.0", "not_a_mapping"),
        ({"levels": [level()] * 201}, "levels", "too_many"),
        ({"policy": "x"}, "policy", "unknown_name"),
        ({"conditions": []}, "conditions", "condition_not_an_object"),
        ({"conditions": {"fields": []}}, "conditions", "condition_unknown_key"),
        ({"conditions": {"all": [{"field": "rain", "in": ["a"]}]}}, "conditions.all.0.field",
         "condition_unknown_field"),
        ({"conditions": {"field": "topic", "in": "a"}}, "conditions.in", "condition_empty_list"),
        ({"conditions": {"not": {}}}, "conditions.not", "condition_never_matches"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_policy_is_named(fields, where, code):
    assert (where, code) in problems(**fields)


@pytest.mark.parametrize(
    ("fields", "where", "code"),
    [
        ({"position": 0}, "position", "too_small"),
        ({"position": "1"}, "position", "not_a_number"),
        ({"question": ""}, "question", "empty"),
        ({"question": "x" * 201}, "question", "too_long"),
        ({"asks": {"role": "head"}}, "asks", "asks_whom"),
        ({"asks": {"selector": "minister", "office": "RUH", "role": "head"}}, "asks", "asks_whom"),
        ({"asks": {"selector": "office", "role": "head"}}, "asks.selector", "not_one_of"),
        ({"asks": {"office": "ruh", "role": "head"}}, "asks.office", "office_shape"),
        ({"asks": {"office": 7, "role": "head"}}, "asks.office", "not_a_text"),
        ({"asks": {"selector": "minister"}}, "asks.role", "missing"),
        ({"asks": {"selector": "minister", "role": "king"}}, "asks.role", "not_one_of"),
        ({"asks": "minister"}, "asks", "not_a_mapping"),
        ({"mode": "shout"}, "mode", "not_one_of"),
        ({"quorum": "most"}, "quorum", "quorum"),
        ({"quorum": 0}, "quorum", "quorum"),
        ({"quorum": True}, "quorum", "quorum"),
        ({"limit": "soon"}, "limit", "not_a_length"),
        ({"limit": 4}, "limit", "not_a_text"),
        ({"limit": "0h"}, "limit", "no_time"),
        ({"limit": "367d"}, "limit", "not_a_length"),
        ({"limit": "4h\n"}, "limit", "not_a_length"),
        ({"limit": "-4h"}, "limit", "not_a_length"),
        ({"limit": ""}, "limit", "not_a_length"),
        ({"limit": "P"}, "limit", "not_a_length"),
        ({"remind_before": "1 h"}, "remind_before", "not_a_length"),
        ({"may_reject": "yes"}, "may_reject", "not_a_flag"),
        ({"fresh_sign_in": 1}, "fresh_sign_in", "not_a_flag"),
        ({"carry": "always"}, "carry", "not_one_of"),
        ({"key": "a b"}, "key", "key_shape"),
        ({"key": "x" * 41}, "key", "key_shape"),
        ({"escalations": {}}, "escalations", "not_a_list"),
        ({"escalations": [{"after": "1h"}]}, "escalations.0", "asks_or_posting"),
        ({"escalations": [LATE | {"posting": HELEN}]}, "escalations.0", "asks_or_posting"),
        ({"escalations": [{"after": "1h", "posting": "helen"}]}, "escalations.0.posting", "not_a_mapping"),
        ({"escalations": [{"after": "1h", "posting": HELEN | {"role": "king"}}]},
         "escalations.0.posting.role", "not_one_of"),
        ({"escalations": [{"after": "1h", "posting": {"office": "RUH", "role": "head"}}]},
         "escalations.0.posting.username", "missing"),
        ({"escalations": [LATE | {"repeat_every": "1h"}]}, "escalations.0", "repeats_by_halves"),
        ({"escalations": [LATE | {"repeat_times": 2}]}, "escalations.0", "repeats_by_halves"),
        ({"escalations": [LATE | {"repeat_every": "0m", "repeat_times": 2}]},
         "escalations.0.repeat_every", "repeat_at_once"),
        ({"escalations": [LATE | {"repeat_every": "1h", "repeat_times": 21}]},
         "escalations.0.repeat_times", "too_big"),
        ({"escalations": [LATE | {"repeat_every": "1h", "repeat_times": 0}]},
         "escalations.0.repeat_times", "too_small"),
        ({"runs_on": "sundial"}, "runs_on", "not_one_of"),
        ({"remind_percent": 0}, "remind_percent", "too_small"),
        ({"remind_percent": 100}, "remind_percent", "too_big"),
        ({"remind_percent": "75"}, "remind_percent", "not_a_number"),
        ({"remind_before": "1h", "remind_percent": 75}, "levels.0", "reminds_twice"),
        ({"escalations": [{"after": "x", "asks": {"selector": "minister", "role": "head"}}]},
         "escalations.0.after", "not_a_length"),
        ({"id": 4}, "id", "unknown_name"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_level_is_named(fields, where, code):
    assert in_level(**fields) == {(where, code)}


def test_what_is_missing_is_named_each_by_itself():
    assert in_level() == set()
    bare = {(dotted(problem.path), problem.code) for problem in schema.problems_of({"levels": [{}]})}
    assert {(f"levels.0.{name}", "missing") for name in ("position", "name", "question", "asks", "limit")} <= bare
    assert {("chancery_policy", "missing"), ("name", "missing"), ("file", "order_or_default")} <= bare


def test_two_levels_of_one_key_are_refused():
    assert problems(levels=[level(key="a"), level(key="a")]) == {("levels.1.key", "key_twice")}


@given(st.integers(min_value=0, max_value=366 * 86_400))
def test_a_length_of_time_is_read_as_it_was_written(seconds):
    total = length(f"{seconds}s") or length("0m")
    if seconds < 10**6:
        assert total.total_seconds() == seconds
    assert length(said(total)) == total


@pytest.mark.parametrize(
    ("one", "other"), [("4h", "PT4H"), ("1h30m", "PT90M"), ("2d", "PT48H"), ("30m", "PT30M"), ("0m", "PT0S")]
)
def test_a_length_of_time_can_be_said_in_two_ways(one, other):
    assert length(one) == length(other) is not None
