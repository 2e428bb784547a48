"""What regimes make of routes and clocks: nothing of what they add is left out, and nobody is given more time."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules import overlay, routing
from approvals.rules.overlay import Overlay, RegimeClock
from approvals.rules.routing import Directory, Who
from approvals.rules.scope import Scope
from tests.rules.facts import DESK, HEAD, HOUR, IN_RIYADH, MINISTER, NINE, facts, level, policy

MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = 30 * MINUTE
TO_DESK = Who("country_desk", "approver")


def regime(number=1, scope=None, *, starts_at=NINE, **fields):
    return Overlay(number, "crisis", scope or Scope("ministry"), starts_at, **fields)


def added(name, position=1, *, who=TO_DESK, **fields):
    return replace(level(1, position, who=who, **fields), id=None, name=name, key=f"regime-{name}")


def planned(*levels):
    return routing.plan(policy(1, *levels, is_default=True), facts(), IN_RIYADH)


def under(*regimes, levels=(), directory=IN_RIYADH):
    return overlay.apply(planned(*levels), regimes, directory)


def shape(route):
    return [(step.level.name, step.level.position) for step in route.steps]


def test_without_a_regime_a_route_is_as_the_policy_has_it():
    route = planned(level(1), level(2, 3))
    assert overlay.apply(route, [], IN_RIYADH) == route


def test_a_limit_is_every_levels_and_each_keeps_its_own_for_afterwards():
    route = under(regime(7, limit=HALF_AN_HOUR), levels=[level(1), level(2, 2, limit=10 * MINUTE)])
    assert [step.limit for step in route.steps] == [HALF_AN_HOUR, HALF_AN_HOUR]
    assert [step.level.limit for step in route.steps] == [4 * HOUR, 10 * MINUTE]
    assert [step.regime_id for step in route.steps] == [7, 7]


def test_of_several_limits_the_shortest_is_every_levels():
    route = under(regime(1, limit=HOUR), regime(2, limit=HALF_AN_HOUR), regime(3), levels=[level(1)])
    assert [(step.limit, step.regime_id) for step in route.steps] == [(HALF_AN_HOUR, 2)]


def test_levels_are_added_before_and_after_those_of_the_policy_and_the_positions_have_no_gap():
    """Guarantee 8."""
    route = under(
        regime(1, before=(added("Duty officer"),), after=(added("Headquarters", 1), added("Legal", 2))),
        levels=[level(1), level(2, 3), level(3, 3)],
    )
    assert shape(route) == [
        ("Duty officer", 1), ("Level 1", 2), ("Level 2", 3), ("Level 3", 3), ("Headquarters", 4), ("Legal", 5),
    ]  # fmt: skip
    assert [step.origin for step in route.steps] == ["regime", "policy", "policy", "policy", "regime", "regime"]


def test_two_regimes_add_their_levels_one_after_the_other():
    first = regime(1, before=(added("Duty officer"),), after=(added("Headquarters"),))
    second = regime(2, before=(added("Spokesperson"),), after=(added("Legal"),))
    route = under(first, second, levels=[level(1)])
    assert shape(route) == [
        ("Duty officer", 1), ("Spokesperson", 2), ("Level 1", 3), ("Headquarters", 4), ("Legal", 5),
    ]  # fmt: skip


def test_levels_may_take_the_place_of_those_of_the_policy():
    route = under(regime(replaces_levels=True, after=(added("Duty officer"), added("Second", 2))), levels=[level(1)])
    assert shape(route) == [("Duty officer", 1), ("Second", 2)]


def test_a_regime_that_replaces_and_one_that_adds_leave_the_levels_of_both():
    replacing = regime(1, replaces_levels=True, after=(added("Duty officer"),))
    route = under(replacing, regime(2, after=(added("Headquarters"),)), levels=[level(1)])
    assert shape(route) == [("Duty officer", 1), ("Headquarters", 2)]


def test_a_level_for_which_the_register_has_no_office_refuses_the_route_instead_of_being_skipped():
    """Guarantee 7."""
    without_desk = Directory(own_office=1, country_desk=None, minister=3)
    refused = under(regime(after=(added("Headquarters"),)), levels=[level(1)], directory=without_desk)
    assert (bool(refused), refused.code, refused.params) == (False, "level_without_office", {"level": "Headquarters"})


def test_levels_that_only_tell_do_not_replace_those_that_ask():
    """Guarantee 8."""
    telling = regime(replaces_levels=True, after=(added("Headquarters", mode="inform"),))
    assert under(telling, levels=[level(1)]).code == "empty_route"


def test_the_offices_of_added_levels_are_those_of_the_draft():
    asked = [Who("own_office", "head"), TO_DESK, Who("minister", "approver"), Who("office", "approver", 77)]
    after = tuple(added(f"Asked {number}", number, who=who) for number, who in enumerate(asked))
    route = under(regime(after=after), levels=[level(1)])
    assert [step.place for step in route.steps[1:]] == [HEAD, DESK, MINISTER, (77, "approver")]


def test_a_regime_covers_what_is_in_its_scope_unless_every_topic_is_exempt():
    saudi = regime(1, Scope("country", "SA", frozenset({"consular"})))
    everywhere = regime(2)
    sanctions = regime(3, Scope("topic", "sanctions"))
    known = [everywhere, saudi, sanctions]
    assert [found.regime_id for found in overlay.covering(known, facts())] == [1, 2]
    assert [found.regime_id for found in overlay.covering(known, facts(topic=["consular"]))] == [2]
    assert [found.regime_id for found in overlay.covering(known, facts(topic=["consular", "trade"]))] == [1, 2]
    assert [found.regime_id for found in overlay.covering(known, facts(country=["CH"], topic=["sanctions"]))] == [2, 3]


def test_the_regime_that_began_first_goes_first():
    known = [regime(1, starts_at=NINE + HOUR), regime(2), regime(3)]
    assert [found.regime_id for found in overlay.covering(known, facts())] == [2, 3, 1]


LEVELS = st.lists(st.integers(1, 4), min_size=1, max_size=5)
SIDES = st.lists(st.integers(1, 3), max_size=3)


def numbered(stem, positions):
    return tuple(added(f"{stem}{n}", position) for n, position in enumerate(positions))


@given(LEVELS, st.lists(st.tuples(SIDES, SIDES), max_size=3))
def test_whatever_is_added_every_level_is_there_once_in_order_and_positions_are_dense(own, sides):
    """Guarantee 8."""
    regimes = [
        regime(n, before=numbered(f"b{n}-", before), after=numbered(f"a{n}-", after))
        for n, (before, after) in enumerate(sides)
    ]
    levels = [level(n, position) for n, position in enumerate(own)]
    route = under(*regimes, levels=levels)
    ordered = lambda some: [asked.name for asked in sorted(some, key=lambda asked: asked.position)]  # noqa: E731
    expected = [name for one in regimes for name in ordered(one.before)]
    expected += [step.level.name for step in planned(*levels).steps]
    expected += [name for one in regimes for name in ordered(one.after)]
    assert [step.level.name for step in route.steps] == expected
    positions = [step.level.position for step in route.steps]
    assert positions == sorted(positions)
    if any(before or after for before, after in sides):
        assert sorted(set(positions)) == list(range(1, max(positions) + 1))


def clock(*regimes, own=4 * HOUR, opened_at=NINE):
    return overlay.clock_for(opened_at=opened_at, own_due=opened_at + own, overlays=regimes)


def test_a_step_that_opens_under_a_regime_has_the_regimes_time_from_then_on():
    opened = NINE + HOUR
    assert clock(regime(1, limit=HALF_AN_HOUR), opened_at=opened) == RegimeClock(1, opened, HALF_AN_HOUR)
    assert clock(regime(1, limit=24 * HOUR), opened_at=opened) == RegimeClock(1, opened, 24 * HOUR)


def test_a_step_that_was_open_has_the_regimes_time_from_its_start_and_never_more_than_it_had():
    late = regime(1, starts_at=NINE + HOUR, limit=HALF_AN_HOUR)
    assert clock(late) == RegimeClock(1, NINE + HOUR, HALF_AN_HOUR)
    assert clock(late, own=HOUR) is None
    assert clock(late, own=90 * MINUTE) is None


def test_a_regime_without_a_limit_leaves_the_clock_alone():
    assert clock(regime()) is None
    assert clock() is None


DURATIONS = st.integers(1, 600).map(lambda minutes: minutes * MINUTE)
REGIMES = st.lists(
    st.tuples(st.integers(-300, 300).map(lambda minutes: NINE + minutes * MINUTE), st.none() | DURATIONS), max_size=4
)


@given(DURATIONS, REGIMES)
def test_no_regime_that_begins_gives_anybody_more_time_than_they_have(own, given_regimes):
    regimes = [
        regime(n, starts_at=starts_at, limit=limit) for n, (starts_at, limit) in enumerate(given_regimes, start=1)
    ]

    def due(known):
        found = clock(*known, own=own)
        return found.due_at if found else NINE + own

    for one in regimes:
        others = [other for other in regimes if other is not one]
        if one.starts_at > NINE or any(other.limit and other.starts_at <= NINE for other in others):
            assert due(regimes) <= due(others)
    for found in [clock(*regimes, own=own)]:
        assert found is None or found.since >= NINE


@given(st.none() | DURATIONS, DURATIONS)
def test_a_reminder_always_fits_between_start_and_deadline(remind, limit):
    found = overlay.halved_to_fit(remind, limit)
    assert (found is None) == (remind is None)
    assert found is None or timedelta() < found < limit
    if remind is not None and remind < limit:
        assert found == remind
