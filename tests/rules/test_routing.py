"""Which levels a draft must pass: never fewer than its policy says, never in another order."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules import routing
from approvals.rules.routing import Directory, PlannedRung, Route, Who
from tests.rules.facts import DESK, HEAD, HOUR, IN_RIYADH, MINISTER, asks, facts, level, policy, rung


def choose(*policies, directory=IN_RIYADH, **given):
    return routing.choose(policies, facts(**given), directory)


def names(route):
    return [step.level.name for step in route.steps]


def test_the_lowest_order_wins_among_policies_that_match():
    late = policy(1, order=20, conditions=asks("platform", "x"))
    soon = policy(2, order=10, conditions=asks("language", "en"))
    assert choose(late, soon).version_id == 2
    assert choose(soon, late).version_id == 2


def test_of_two_policies_with_one_order_the_older_goes_first_every_time():
    first, second = policy(1, order=10), policy(2, order=10)
    assert choose(second, first).version_id == choose(first, second).version_id == 1


def test_the_default_takes_what_no_other_policy_matches():
    default = policy(1, order=1, is_default=True)
    trade = policy(2, order=50, conditions=asks("topic", "trade"))
    assert choose(default, trade).version_id == 1
    assert choose(default, trade, topic=["trade"]).version_id == 2


def test_without_a_default_what_nothing_matches_has_no_route():
    refused = choose(policy(1, conditions=asks("topic", "trade")))
    assert (bool(refused), refused.code) == (False, "no_policy")
    assert choose().code == "no_policy"


def test_a_route_that_asks_nobody_is_refused_and_never_clears():
    """Guarantee 8."""
    only_crisis = policy(1, level(1, conditions=asks("urgency", "crisis")), is_default=True)
    refused = choose(only_crisis)
    assert (refused.code, refused.params) == ("empty_route", {"policy": "Policy 1"})


def test_a_matching_policy_that_asks_nobody_does_not_fall_through_to_the_default():
    matching = policy(1, level(1, conditions=asks("urgency", "crisis")), conditions=asks("platform", "x"))
    assert choose(matching, policy(2, is_default=True)).code == "empty_route"


@pytest.mark.parametrize(("missing", "selector"), [("country_desk", "country_desk"), ("minister", "minister")])
def test_a_level_whose_office_the_register_does_not_have_refuses_the_route_instead_of_being_skipped(missing, selector):
    """Guarantee 7."""
    offices = Directory(**{"own_office": 1, "country_desk": 2, "minister": 3} | {missing: None})
    asked = policy(1, level(1), level(2, 2, who=Who(selector, "approver")), level(3, 3), is_default=True)
    refused = choose(asked, directory=offices)
    assert (refused.code, refused.params) == ("level_without_office", {"level": "Level 2"})


def test_a_selector_that_nobody_knows_refuses_the_route():
    """Guarantee 7."""
    asked = policy(1, level(1, who=Who("the_embassy_cat", "approver")), is_default=True)
    assert choose(asked).code == "level_without_office"


def test_an_escalation_to_an_office_that_is_not_there_refuses_the_route():
    offices = Directory(own_office=1, country_desk=2, minister=None)
    asked = policy(1, level(1, escalations=(rung(HOUR, "minister"),)), is_default=True)
    assert choose(asked, directory=offices).code == "level_without_office"


def test_selectors_mean_the_offices_of_the_draft():
    asked = [Who("own_office", "head"), Who("country_desk", "approver"), Who("minister", "approver")]
    levels = [level(n, n, who=who) for n, who in enumerate(asked, start=1)]
    named = level(4, 4, who=Who("office", "approver", office_id=77), escalations=(rung(HOUR, "country_desk"),))
    route = choose(policy(1, *levels, named, is_default=True))
    assert [step.place for step in route.steps] == [HEAD, DESK, MINISTER, (77, "approver")]
    assert route.steps[3].escalations == (PlannedRung(timedelta(hours=1), DESK),)


@given(st.permutations(range(1, 7)), st.sets(st.integers(1, 6)))
def test_a_route_has_every_level_that_applies_in_the_order_of_the_policy(order, conditional):
    """Guarantee 8."""
    levels = [
        level(n, position=(n + 1) // 2, conditions=asks("topic", "trade") if n in conditional else {}) for n in order
    ]
    asked = policy(1, *levels, is_default=True)
    whole = routing.plan(asked, facts(topic=["trade"]), IN_RIYADH)
    assert names(whole) == [f"Level {n}" for n in range(1, 7)]
    without = routing.plan(asked, facts(), IN_RIYADH)
    expected = [f"Level {n}" for n in range(1, 7) if n not in conditional]
    assert names(without) == expected if isinstance(without, Route) else not expected


def staffing(people, *levels, barred=()):
    route = routing.plan(policy(1, *levels, is_default=True), facts(), IN_RIYADH)
    return routing.staffing(route, people, barred=barred)


TO_HEAD = level(1)
TO_DESK = level(2, 2, who=Who("country_desk", "approver"))
TWO_OF_DESK = level(2, 2, who=Who("country_desk", "approver"), quorum="n", quorum_n=2)


def test_a_route_is_staffed_when_every_level_has_somebody():
    assert staffing({HEAD: [1], DESK: [2]}, TO_HEAD, TO_DESK)


def test_a_level_that_nobody_holds_is_named():
    """Guarantee 7."""
    refused = staffing({HEAD: [1]}, TO_HEAD, TO_DESK)
    assert (refused.code, refused.params) == ("level_unstaffed", {"level": "Level 2"})


def test_whoever_wrote_the_draft_does_not_staff_a_level():
    """Guarantee 4."""
    assert staffing({HEAD: [1], DESK: [2]}, TO_HEAD, TO_DESK, barred={2}).code == "level_unstaffed"


def test_a_level_that_needs_two_is_not_staffed_by_one_person_with_two_seats():
    """Guarantee 5."""
    assert staffing({HEAD: [1], DESK: [2, 2]}, TO_HEAD, TWO_OF_DESK).code == "level_unstaffed"
    assert staffing({HEAD: [1], DESK: [2, 3]}, TO_HEAD, TWO_OF_DESK)


def test_one_person_alone_does_not_staff_two_levels_since_one_person_counts_once():
    """Guarantee 5."""
    assert staffing({HEAD: [1], DESK: [1]}, TO_HEAD, TO_DESK).code == "level_unstaffed"
    assert staffing({HEAD: [1], DESK: [1, 2]}, TO_HEAD, TO_DESK)
    assert staffing({HEAD: [1, 2], DESK: [1]}, TO_HEAD, TO_DESK)
    assert staffing({HEAD: [1], DESK: [1, 2]}, TO_HEAD, TWO_OF_DESK).code == "level_unstaffed"


@given(st.lists(st.lists(st.integers(1, 4), max_size=4), min_size=1, max_size=4), st.data())
def test_a_route_is_staffed_exactly_when_somebody_else_can_be_found_for_every_approval_it_needs(people, data):
    """Guarantee 5."""
    offices = {(100 + n, "approver"): able for n, able in enumerate(people)}
    needed = [data.draw(st.integers(1, 2)) for _ in people]
    levels = [
        level(n, who=Who("office", "approver", 100 + n), quorum="n", quorum_n=quorum) for n, quorum in enumerate(needed)
    ]
    wanted = [set(able) for able, quorum in zip(people, needed, strict=True) for _ in range(quorum)]
    assert bool(staffing(offices, *levels)) == seats_everyone(wanted, frozenset())


def seats_everyone(wanted, taken):
    """Say, by trying everything, whether each approval can come from a person of its own."""
    if not wanted:
        return True
    return any(seats_everyone(wanted[1:], taken | {someone}) for someone in wanted[0] - taken)
