"""A condition means the same in normal form, and as alternatives: for every draft."""

from hypothesis import given

from approvals.rules.conditions import faults, matches
from approvals.rules.normal_form import ALWAYS, NEVER, Group, Leaf, alternatives, group, normal
from tests.rules.facts import asks
from tests.rules.test_conditions import CONDITION, FACTS

MANY = 10_000


def holds(part, facts):
    if isinstance(part, Leaf):
        return facts[part.field].isdisjoint(part.values) == part.is_none
    found = [holds(inner, facts) for inner in part.parts]
    return all(found) if part.word == "all" else any(found)


@given(CONDITION, FACTS)
def test_a_condition_means_the_same_in_normal_form(condition, facts):
    if not faults(condition):
        assert holds(normal(condition), facts) == matches(condition, facts)
        assert holds(normal(condition, negated=True), facts) != matches(condition, facts)


@given(CONDITION, FACTS)
def test_a_condition_means_the_same_as_alternatives(condition, facts):
    if not faults(condition):
        found = alternatives(normal(condition), most=MANY)
        assert any(all(holds(leaf, facts) for leaf in term) for term in found) == matches(condition, facts)


def test_what_always_and_never_holds_settles_the_group_it_is_in():
    leaf = Leaf("kind", ("reply",))
    assert normal({}) == normal({"not": {"not": {}}}) == ALWAYS
    assert normal({"not": {}}) == NEVER
    assert group("all", [leaf, ALWAYS]) == group("any", [leaf, NEVER]) == leaf
    assert group("all", [leaf, NEVER]) == NEVER
    assert group("any", [leaf, ALWAYS]) == ALWAYS
    assert normal({"all": [{"all": [asks("kind", "reply", "reply")]}]}) == leaf
    assert list(alternatives(ALWAYS, most=1)) == [()]
    assert list(alternatives(NEVER, most=1)) == []


def test_more_alternatives_than_were_asked_for_are_not_counted_out():
    pairs = [Group("any", (Leaf("topic", (f"{n}",)), Leaf("kind", (f"{n}",)))) for n in range(4)]
    assert len(alternatives(Group("all", tuple(pairs)), most=16)) == 16
    assert alternatives(Group("all", tuple(pairs)), most=15) is None
    thousand = [Group("any", (Leaf("topic", (f"{n}",)), Leaf("kind", (f"{n}",)))) for n in range(1000)]
    assert alternatives(Group("all", tuple(thousand)), most=100) is None


def test_an_alternative_that_cannot_hold_is_left_out():
    part = normal({"all": [asks("kind", "reply"), {"any": [asks("urgency", "urgent"), asks("topic", "a")]}]})
    found = alternatives(part, most=9, may_hold=lambda term: all(leaf.field != "urgency" for leaf in term))
    assert found == [(Leaf("kind", ("reply",)), Leaf("topic", ("a",)))]
