"""How a draft's route would differ: what is asked more, no longer and otherwise, and how long it takes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from approvals.rules.route_difference import between, longest
from approvals.rules.routing import PlannedStep, Route
from approvals.rules.verdict import Verdict
from tests.rules.test_version_difference import level

HOUR = timedelta(hours=1)


def step(key, position=1, *, office=7, **changes):
    return PlannedStep(level(key, position, **changes), office, ())


def route(*steps, policy="Policy"):
    return Route(1, policy, steps)


def test_the_same_route_is_not_changed_though_another_version_plans_it():
    old = route(step("mission"), step("desk", 2))
    assert not between(old, replace(old, version_id=2)).is_changed
    assert not between(old, route(step("mission", 3), step("desk", 5))).is_changed


def test_what_comes_goes_and_takes_another_time_is_told():
    old = route(step("mission"), step("desk", 2, limit=8 * HOUR), step("minister", 3))
    new = route(step("mission"), step("legal", 2), step("desk", 3))
    found = between(old, new)
    assert [one.level.key for one in found.added] == ["legal"]
    assert [one.level.key for one in found.removed] == ["minister"]
    assert [(one.limit, other.limit) for one, other in found.limits] == [(8 * HOUR, 4 * HOUR)]
    assert (found.before, found.after) == (16 * HOUR, 12 * HOUR)


@pytest.mark.parametrize(
    "changes", [{"question": "Is it wise?"}, {"mode": "silence"}, {"quorum": "all"}, {"may_reject": False}]
)
def test_a_level_that_is_asked_otherwise_is_told(changes):
    found = between(route(step("mission")), route(step("mission", **changes)))
    assert [one.level.key for one in found.otherwise] == ["mission"]
    assert found.is_changed


def test_a_limit_that_runs_on_something_else_is_another_limit_unless_the_draft_presses():
    old, new = route(step("a", runs_on="working")), route(step("a", runs_on="wall"))
    assert between(old, new).limits == ((old.steps[0], new.steps[0]),)
    for urgency in ("urgent", "crisis"):
        assert not between(old, new, urgency=urgency).is_changed


def test_levels_in_another_order_are_told():
    found = between(route(step("a"), step("b", 2)), route(step("b"), step("a", 2)))
    assert {one.level.key for one in found.otherwise} == {"a", "b"}


def test_another_office_is_another_level():
    found = between(route(step("desk", office=7)), route(step("desk", office=8)))
    assert (len(found.added), len(found.removed)) == (1, 1)


def test_another_policy_is_a_change_though_it_asks_the_same():
    assert between(route(step("a")), route(step("a"), policy="Other")).other_policy


def test_no_route_any_more_is_a_change_and_takes_no_time():
    found = between(route(step("a")), Verdict.no("empty_route"))
    assert (found.is_changed, found.before, found.after) == (True, 4 * HOUR, None)
    assert not between(Verdict.no("no_policy"), Verdict.no("no_policy")).is_changed
    assert between(Verdict.no("no_policy"), Verdict.no("empty_route")).is_changed


def test_levels_side_by_side_take_the_time_of_the_longest_and_telling_takes_none():
    assert longest(route(step("a"), step("b", limit=9 * HOUR), step("c", 2), step("d", 3, mode="inform"))) == 13 * HOUR
