"""What can never be met, and what always is, is told exactly: as every draft of a small world says, one by one."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.conditions import faults, matches
from approvals.rules.satisfiable import MOST_ALTERNATIVES, World, always_matches, at_office, can_match, terms
from tests.rules.facts import asks

# A world so small that all its drafts can be counted: two missions that are known and two that are not, and on each
# platform a channel that no condition names.
OFFICES = {"RUH": "SA", "GVA": "CH"}
PLACES = [*OFFICES.items(), *product(["PAR", "another"], ["SA", "CH", "FR", "elsewhere"])]
CHANNELS = ("x:@a", "x:@b", "bluesky:@a", "x:@another", "bluesky:@another")
WORLD = World(
    values={
        "urgency": frozenset({"routine", "urgent"}),
        "platform": frozenset({"x", "bluesky"}),
        "topic": frozenset({"trade", "visit"}),
    },
    country_of=OFFICES,
)
ASKED = {
    "urgency": ["routine", "urgent", "never"],
    "platform": ["x", "bluesky", "weibo"],
    "topic": ["trade", "visit", "castles"],
    "channel": ["x:@a", "x:@b", "bluesky:@a", "weibo:@a"],
    "office": ["RUH", "GVA", "PAR"],
    "country": ["SA", "CH", "FR"],
}


def some_of(values, *, least):
    sizes = range(least, len(values) + 1)
    return [frozenset(chosen) for chosen in chain.from_iterable(combinations(values, size) for size in sizes)]


DRAFTS = [
    {
        "urgency": frozenset({urgency}),
        "office": frozenset({office}),
        "country": frozenset({country}),
        "topic": topics,
        "channel": channels,
        "platform": frozenset(channel.partition(":")[0] for channel in channels),
    }
    for urgency, (office, country), topics, channels in product(
        ["routine", "urgent"], PLACES, some_of(["trade", "visit"], least=0), some_of(CHANNELS, least=1)
    )
]


def leaves_of(field):
    return st.builds(lambda values: asks(field, *values), st.lists(st.sampled_from(ASKED[field]), min_size=1))


LEAF = st.sampled_from(sorted(ASKED)).flatmap(leaves_of)
CONDITION = st.recursive(
    LEAF | st.just({}),
    lambda inner: (
        st.builds(lambda part: {"not": part}, inner)
        | st.builds(
            lambda word, parts: {word: parts}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
        )
    ),
    max_leaves=8,
)


def by_counting(*conditions):
    return any(all(matches(condition, draft) for condition in conditions) for draft in DRAFTS)


@given(CONDITION, CONDITION)
def test_what_can_be_met_is_exactly_what_some_draft_meets(one, other):
    if not faults(one) and not faults(other):
        assert can_match(one, other, world=WORLD) == by_counting(one, other)


@given(CONDITION, CONDITION)
def test_what_always_holds_is_exactly_what_holds_for_every_draft(condition, given_that):
    if not faults(condition) and not faults(given_that):
        holds = all(matches(condition, draft) for draft in DRAFTS if matches(given_that, draft))
        assert always_matches(condition, given=given_that, world=WORLD) == holds


@given(CONDITION, st.sampled_from(sorted(OFFICES)))
def test_an_office_is_left_out_exactly_where_none_of_its_drafts_meets_the_condition(condition, code):
    if not faults(condition):
        assert at_office(terms(condition, world=WORLD), code, WORLD) == by_counting(condition, asks("office", code))


OPEN = World(values={"urgency": frozenset({"routine", "urgent", "crisis"}), "platform": frozenset({"x", "bluesky"})},
             country_of={"RUH": "SA"})  # fmt: skip


@pytest.mark.parametrize(
    "conditions",
    [
        [asks("urgency", "routine"), asks("urgency", "crisis")],
        [{"not": asks("urgency", "routine", "urgent", "crisis")}],
        [asks("urgency", "yesterday")],
        [asks("topic", "trade"), {"not": asks("topic", "trade", "visit")}],
        [asks("office", "RUH"), asks("country", "CH")],
        [asks("office", "RUH"), {"not": asks("country", "SA")}],
        [asks("channel", "x:@a"), {"not": asks("platform", "x")}],
        [{"not": asks("platform", "x", "bluesky")}],
        [asks("country", "SA"), asks("country", "CH")],
        [{"not": {"any": [asks("kind", "reply"), {"not": asks("kind", "reply")}]}}],
    ],
)
def test_what_no_draft_can_be_is_never_met(conditions):
    assert can_match(*conditions, world=OPEN) is False


@pytest.mark.parametrize(
    "conditions",
    [
        [],
        [asks("urgency", "routine", "crisis"), {"not": asks("urgency", "routine")}],
        [asks("topic", "trade"), asks("topic", "visit")],
        [asks("platform", "x"), asks("platform", "bluesky")],
        [asks("language", "en"), asks("language", "fr")],
        [asks("office", "RUH", "NEW"), asks("country", "CH")],
        [{"not": asks("topic", "trade")}],
        [{"not": asks("office", "RUH")}, asks("country", "SA")],
        [asks("channel", "x:@a"), asks("platform", "bluesky")],
        [asks("platform", "x"), {"not": asks("channel", "x:@a")}],
    ],
)
def test_what_a_draft_could_be_is_no_fault(conditions):
    assert can_match(*conditions, world=OPEN) is True


def test_a_condition_always_holds_where_its_alternatives_leave_nothing_out():
    either = {"any": [asks("urgency", "urgent"), {"not": asks("urgency", "urgent")}]}
    assert always_matches(either, given={}, world=OPEN)
    assert always_matches(asks("urgency", "urgent", "crisis"), given={"not": asks("urgency", "routine")}, world=OPEN)
    assert not always_matches(asks("topic", "trade"), given={}, world=OPEN)


def test_what_would_take_too_long_is_left_open():
    pairs = [{"any": [asks("topic", f"a{n}"), asks("topic", f"b{n}")]} for n in range(20)]
    assert MOST_ALTERNATIVES < 2**20
    assert can_match({"all": pairs}, world=OPEN) is None
    assert not always_matches({"not": {"all": pairs}}, given={}, world=OPEN)
    assert at_office(terms({"all": pairs}, world=OPEN), "RUH", OPEN)
