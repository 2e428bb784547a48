"""Conditions are data: they combine as logic says, and nothing that comes in as JSON can break them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.conditions import FIELDS, MAX_DEPTH, faults, matches
from tests.rules.facts import ROUTINE_IN_ENGLISH, asks, facts

KEYS = ["all", "any", "not", "field", "in"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(KEYS), inner),
    max_leaves=20,
)
VALUES = st.lists(st.sampled_from("abc"), min_size=1)
LEAF = st.builds(lambda field, values: asks(field, *values), st.sampled_from(FIELDS), VALUES)
CONDITION = st.recursive(
    LEAF,
    lambda inner: (
        st.fixed_dictionaries({"not": inner})
        | st.dictionaries(
            st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=1
        )
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries({field: st.frozensets(st.sampled_from("abcd")) for field in FIELDS})


def test_the_empty_condition_is_met_by_everything():
    assert matches({}, ROUTINE_IN_ENGLISH)
    assert matches({}, facts(platform=[], language=[]))


def test_one_value_of_several_is_enough():
    assert matches(asks("language", "en", "ar"), facts(language=["ar", "fr"]))
    assert not matches(asks("language", "en", "ar"), facts(language=["fr"]))


def test_a_draft_without_a_topic_meets_no_condition_on_topics():
    assert not matches(asks("topic", "trade"), facts(topic=[]))
    assert matches({"not": asks("topic", "trade")}, facts(topic=[]))


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"all": [asks("platform", "x"), asks("language", "en")]}, True),
        ({"all": [asks("platform", "x"), asks("language", "fr")]}, False),
        ({"any": [asks("platform", "bluesky"), asks("language", "en")]}, True),
        ({"any": [asks("platform", "bluesky"), asks("language", "fr")]}, False),
        ({"not": asks("platform", "bluesky")}, True),
        ({"not": {"not": asks("platform", "bluesky")}}, False),
        ({"all": [{"any": [asks("kind", "reply"), asks("urgency", "routine")]}, {"not": asks("office", "GVA")}]}, True),
    ],
)
def test_all_any_and_not_combine_as_logic_says(condition, met):
    assert faults(condition) == []
    assert matches(condition, ROUTINE_IN_ENGLISH) is met


@given(CONDITION, CONDITION, FACTS)
def test_not_all_is_any_not(one, other, known):
    neither = {"not": {"all": [one, other]}}
    assert matches(neither, known) == matches({"any": [{"not": one}, {"not": other}]}, known)


@given(ANYTHING)
def test_no_json_whatever_breaks_the_check_of_a_condition(given_json):
    found = faults(given_json)
    assert all(isinstance(code, str) and code for code in found)


@given(ANYTHING | CONDITION, FACTS)
def test_a_condition_without_faults_can_always_be_asked(condition, known):
    if not faults(condition):
        assert matches(condition, known) in {True, False}


@given(CONDITION)
def test_a_condition_of_known_fields_has_no_faults(condition):
    assert faults(condition) in ([], ["too_deep"])


@pytest.mark.parametrize(
    ("asked", "posted", "met"),
    [
        ("fr", "fr-CA", True),
        ("pt_BR", "pt-BR", True),
        ("pt-BR", "pt_BR", True),
        ("fr-CA", "fr", False),
        ("fr-CA", "fr-BE", False),
        ("fr", "fy", False),
    ],
)
def test_a_language_is_asked_for_however_its_code_is_written_and_by_its_base(asked, posted, met):
    """Guarantee 8."""
    assert matches(asks("language", asked), facts(language=[posted])) is met


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (asks("password", "x"), "unknown_field"),
        (asks("platform"), "empty_list"),
        (asks("platform", ""), "empty_list"),
        (asks("platform", 7), "empty_list"),
        ({"field": "platform", "in": "x"}, "empty_list"),
        ({"all": []}, "empty_list"),
        ({"any": {}}, "empty_list"),
        ({"not": {}}, "never_matches"),
        ({"field": ["platform"], "in": ["x"]}, "unknown_field"),
        ({"eval": "True"}, "unknown_key"),
        ({"all": [asks("kind", "reply")], "any": []}, "unknown_key"),
        ([], "not_an_object"),
        (None, "not_an_object"),
        ("platform = x", "not_an_object"),
    ],
)
def test_what_cannot_be_used_is_named(condition, code):
    assert faults(condition) == [code]


def test_a_condition_may_be_nested_so_deep_and_no_deeper():
    condition = asks("platform", "x")
    for _ in range(MAX_DEPTH):
        condition = {"not": condition}
    assert faults(condition) == []
    assert faults({"not": condition}) == ["too_deep"]
    for _ in range(100_000):
        condition = {"not": condition}
    assert faults(condition) == ["too_deep"]
