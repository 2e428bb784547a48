"""What is wrong with a policy version is named before anybody can put it in force."""

import pytest

from approvals.rules.policy_faults import version_faults
from approvals.rules.routing import Who
from tests.rules.facts import HOUR, asks, level, rung


def faults(*levels, is_default=False, conditions=None, staffed=None):
    found = version_faults(levels=levels, conditions=conditions or {}, is_default=is_default, staffed=staffed or {})
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
        ({"conditions": asks("weather", "rain")}, "unknown_field"),
        ({"conditions": {"all": []}}, "empty_list"),
        ({"conditions": ["platform"]}, "not_an_object"),
    ],
)
def test_a_fault_of_a_level_is_named_with_the_level(fields, code):
    assert faults(level(1), level(2, 2, **fields)) == [(code, "Level 2")]


def test_every_fault_is_named_at_once():
    found = faults(level(1, question="", conditions={"x": 1}), conditions=asks("nothing", "a"))
    assert found == [("unknown_field", None), ("unknown_key", "Level 1"), ("no_question", "Level 1")]
