"""What is wrong with a policy version is named before anybody can put it in force."""

import pytest

from approvals.rules.policy_faults import version_faults
from approvals.rules.routing import Rung, Who
from approvals.rules.satisfiable import World
from tests.rules.facts import HOUR, asks, level, rung

MINE = Who("own_office", "head")
WORLD = World(values={"urgency": frozenset({"routine", "urgent", "crisis"})}, country_of={"RUH": "SA"})


def faults(*levels, is_default=False, conditions=None, staffed=None, minister=None):
    found = version_faults(
        levels=levels,
        conditions=conditions or {},
        is_default=is_default,
        staffed=staffed or {},
        minister=minister,
        world=WORLD,
    )
    return [(fault.code, fault.level) for fault in found]


def test_a_sound_version_has_no_faults():
    assert faults(level(1, remind_before=HOUR), is_default=True) == []


def test_a_version_without_levels_is_refused():
    """Guarantee 8."""
    assert faults() == [("no_levels", None)]


def test_a_default_with_conditions_would_leave_drafts_without_a_route():
    assert faults(level(1), is_default=True, conditions=asks("topic", "trade")) == [("default_has_conditions", None)]


def test_a_default_whose_levels_all_have_conditions_could_ask_nobody():
    """Guarantee 8."""
    conditional = level(1, conditions=asks("topic", "trade"))
    assert faults(conditional, is_default=True) == [("default_may_ask_nobody", None)]
    assert faults(conditional, level(2, 2), is_default=True) == []
    assert faults(conditional) == []
    told = level(2, 2, mode="inform")
    assert faults(conditional, told, is_default=True) == [("default_may_ask_nobody", None)]
    others = level(2, 2, conditions={"not": asks("topic", "trade")})
    assert faults(conditional, others, is_default=True) == [], "one of the two is always asked"


def test_levels_that_only_tell_ask_nobody():
    """Guarantee 8."""
    assert faults(level(1, mode="inform"), staffed={}) == [("only_inform", None)]
    assert faults(level(1, mode="inform"), level(2, 2, mode="silence")) == []


@pytest.mark.parametrize("mode", ["approve", "silence"])
def test_a_level_that_asks_the_minister_needs_a_ministers_office(mode):
    """Guarantee 7."""
    asked = level(1, who=Who("minister", "approver"), mode=mode)
    assert faults(asked) == [("no_minister", "Level 1")]
    assert faults(asked, minister=3) == [("nobody_can_decide", "Level 1")]
    assert faults(asked, minister=3, staffed={(3, "approver"): [1]}) == []
    late = level(1, escalations=(rung(HOUR, "minister"),))
    assert faults(late) == [("no_minister", "Level 1")]
    assert faults(late, minister=3) == []


def test_a_level_that_only_tells_needs_somebody_to_tell():
    told = level(2, 2, who=NAMED, mode="inform", quorum="n", quorum_n=3)
    assert faults(level(1), told) == [("nobody_to_tell", "Level 2")]
    assert faults(level(1), told, staffed={(7, "approver"): [1]}) == []


def test_how_many_must_approve_counts_where_a_level_must_approve():
    heard = level(1, who=NAMED, mode="silence", quorum="n", quorum_n=3)
    assert faults(heard, staffed={(7, "approver"): [1]}) == []
    assert faults(heard) == [("nobody_can_decide", "Level 1")]


def test_a_policy_whose_condition_no_draft_can_meet_is_refused():
    never = {"all": [asks("office", "RUH"), asks("country", "CH")]}
    assert faults(level(1), conditions=never) == [("never_matches", None)]
    assert faults(level(1, conditions=never), level(2, 2)) == [("never_matches", "Level 1")]


def test_a_level_that_no_draft_of_the_policy_comes_to_is_refused():
    urgent, calm = asks("urgency", "urgent"), {"not": asks("urgency", "urgent", "crisis")}
    assert faults(level(1), level(2, 2, conditions=urgent), conditions=calm) == [("level_never_applies", "Level 2")]
    assert faults(level(1), level(2, 2, conditions=urgent)) == []


def test_two_levels_of_one_name_are_told_apart_by_their_place():
    found = version_faults(
        levels=[level(1), level(1, question="")], conditions={}, is_default=False, staffed={}, world=WORLD
    )
    assert [(fault.level, fault.place) for fault in found] == [("Level 1", 1)]


NAMED = Who("office", "approver", office_id=7)


def test_a_level_that_nobody_can_decide_is_named():
    """Guarantee 7."""
    assert faults(level(1, who=NAMED)) == [("nobody_can_decide", "Level 1")]
    assert faults(level(1, who=NAMED), staffed={(7, "approver"): [1]}) == []
    assert faults(level(1, who=NAMED), staffed={(7, "head"): [1]}) == [("nobody_can_decide", "Level 1")]


def test_a_level_that_needs_two_is_not_held_by_one_person_with_two_seats():
    """Guarantee 5."""
    two = level(1, who=NAMED, quorum="n", quorum_n=2)
    assert faults(two, staffed={(7, "approver"): [1, 1]}) == [("nobody_can_decide", "Level 1")]
    assert faults(two, staffed={(7, "approver"): [1, 2]}) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"question": "  "}, "no_question"),
        ({"remind_before": 4 * HOUR}, "reminder_not_before_limit"),
        ({"who": Who("office", "approver")}, "no_office"),
        ({"escalations": (rung(HOUR, "office"),)}, "no_escalation_office"),
        ({"remind_before": HOUR, "remind_percent": 75}, "reminder_twice"),
        ({"remind_before": None, "remind_percent": 0}, "reminder_percent"),
        ({"remind_before": None, "remind_percent": 100}, "reminder_percent"),
        ({"runs_on": "working", "limit": 1001 * HOUR}, "limit_too_long"),
        ({"escalations": (Rung(HOUR, MINE, None, HOUR, 0),)}, "repeat_incomplete"),
        ({"escalations": (Rung(HOUR, MINE, None, None, 3),)}, "repeat_incomplete"),
        ({"escalations": (Rung(HOUR, MINE, None, 0 * HOUR, 3),)}, "repeat_incomplete"),
        ({"escalations": (Rung(HOUR, MINE, None, HOUR, 21),)}, "repeat_too_often"),
        ({"conditions": asks("weather", "rain")}, "unknown_field"),
        ({"conditions": {"all": []}}, "empty_list"),
        ({"conditions": ["platform"]}, "not_an_object"),
    ],
)
def test_a_fault_of_a_level_is_named_with_the_level(fields, code):
    assert faults(level(1), level(2, 2, **fields)) == [(code, "Level 2")]


@pytest.mark.parametrize(
    "fields",
    [
        {"remind_before": None, "remind_percent": 1}, {"remind_before": None, "remind_percent": 99},
        {"runs_on": "working", "limit": 1000 * HOUR}, {"runs_on": "wall", "limit": 8000 * HOUR},
        {"escalations": (Rung(HOUR, MINE, 5, HOUR, 20),)}, {"escalations": (Rung(HOUR, MINE),)},
    ],
)  # fmt: skip
def test_a_clock_at_the_edge_of_what_a_level_can_have_is_no_fault(fields):
    assert faults(level(1, **fields)) == []


def test_every_fault_is_named_at_once():
    found = faults(level(1, question="", conditions={"x": 1}), conditions=asks("nothing", "a"))
    assert found == [("unknown_field", None), ("unknown_key", "Level 1"), ("no_question", "Level 1")]
