"""What the writer of a policy should know is told, and only what is so."""

import pytest

from approvals.rules.policy_faults import Missing
from approvals.rules.policy_warnings import Mission, Surroundings, version_warnings
from approvals.rules.routing import Who
from approvals.rules.satisfiable import World
from tests.rules.facts import HOUR, asks, level, policy, rung

RIYADH, GENEVA, CAIRO = Mission(1, "RUH", "Riyadh", 9), Mission(2, "GVA", "Geneva"), Mission(3, "CAI", "Cairo", 9)
STAFFED = {(1, "head"): [1], (2, "head"): [2], (3, "head"): [3], (9, "approver"): [4, 5]}
WORLD = World(
    values={"urgency": frozenset({"routine", "urgent", "crisis"})},
    country_of={"RUH": "SA", "GVA": "CH", "CAI": "EG"},
)
DEFAULT = policy(99, is_default=True)
DESK = Who("country_desk", "approver")


def warned(*levels, conditions=None, is_default=False, order=100, **around):
    version = policy(1, *levels, conditions=conditions or {}, is_default=is_default, order=order)
    values = {"missions": [RIYADH, GENEVA, CAIRO], "staffed": STAFFED, "others": [DEFAULT]} | around
    return [(said.code, said.level) for said in version_warnings(version, Surroundings(WORLD, **values))]


def test_a_sound_version_has_no_warnings():
    assert warned(level(1)) == []
    assert warned(level(1), is_default=True, others=[]) == []


def test_without_a_default_in_force_some_drafts_have_no_route():
    assert warned(level(1), others=[]) == [("missing_default", None)]


def test_a_policy_whose_every_level_has_conditions_may_ask_nobody():
    """Guarantee 8."""
    trade, other = asks("topic", "trade"), {"not": asks("topic", "trade")}
    assert warned(level(1, conditions=trade)) == [("may_ask_nobody", None)]
    assert warned(level(1, conditions=trade), level(2, 2, conditions=other)) == []
    told = level(2, 2, conditions=other, mode="inform")
    assert warned(level(1, conditions=trade), told) == [("may_ask_nobody", None)]
    only_trade = warned(level(1, conditions=asks("topic", "trade", "visit")), conditions=trade)
    assert only_trade == [("condition_always_holds", "Level 1")]


def test_a_policy_that_others_take_everything_from_is_never_used():
    trade, either = asks("topic", "trade"), asks("topic", "trade", "visit")
    before = policy(2, order=10, conditions=either)
    assert warned(level(1), conditions=trade, others=[DEFAULT, before]) == [("hidden_by_others", None)]
    assert warned(level(1), conditions=trade, order=5, others=[DEFAULT, before]) == []
    assert warned(level(1), conditions=asks("topic", "sanctions"), others=[DEFAULT, before]) == []
    parts = [policy(n, order=n, conditions=asks("urgency", u)) for n, u in enumerate(("routine", "urgent", "crisis"))]
    assert ("hidden_by_others", None) in warned(level(1), conditions=trade, others=[DEFAULT, *parts])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mode": "silence", "quorum": "all"}, "quorum_without_meaning"),
        ({"mode": "inform", "quorum": "n", "quorum_n": 2}, "quorum_without_meaning"),
        ({"mode": "inform", "carry": "minor"}, "decision_without_meaning"),
        ({"mode": "inform", "fresh_sign_in": True}, "decision_without_meaning"),
        ({"mode": "inform", "escalations": (rung(HOUR, "own_office", "head"),)}, "decision_without_meaning"),
        ({"conditions": {"any": [asks("urgency", "crisis"), {"not": asks("urgency", "crisis")}]}},
         "condition_always_holds"),
    ],
)  # fmt: skip
def test_what_says_nothing_is_named(fields, code):
    assert warned(level(1), level(2, 2, **fields)) == [(code, "Level 2")]


def gaps(*levels, **fields):
    version = policy(1, *levels, conditions=fields.pop("conditions", {}))
    around = Surroundings(
        WORLD, **{"missions": [RIYADH, GENEVA, CAIRO], "staffed": STAFFED, "others": [DEFAULT]} | fields
    )
    return [(said.code, said.missing) for said in version_warnings(version, around) if said.missing]


def test_missions_where_nobody_holds_the_role_are_named():
    """Guarantee 7."""
    held = STAFFED | {(3, "head"): []}
    assert gaps(level(1), staffed=held) == [("nobody_somewhere", Missing(("Cairo",), 3))]
    two = level(1, quorum="n", quorum_n=2)
    assert gaps(two) == [("nobody_somewhere", Missing(("Riyadh", "Geneva", "Cairo"), 3))]
    assert gaps(level(1, mode="silence", quorum="n", quorum_n=2)) == []


def test_missions_whose_country_has_no_desk_are_named():
    """Guarantee 7."""
    missing = [("no_desk_somewhere", Missing(("Geneva",), 3))]
    assert gaps(level(1, who=DESK)) == missing
    assert gaps(level(1, escalations=(rung(HOUR, "country_desk"),))) == missing
    assert gaps(level(1, who=DESK), staffed={}) == [
        *missing, ("nobody_somewhere", Missing(("Riyadh", "Cairo"), 3))
    ]  # fmt: skip


def test_only_missions_whose_drafts_the_level_is_for_are_counted():
    held = STAFFED | {(3, "head"): []}
    assert gaps(level(1), staffed=held, conditions=asks("office", "RUH", "GVA")) == []
    elsewhere = level(2, 2, conditions=asks("country", "SA", "CH"))
    assert gaps(level(1), elsewhere, staffed=held) == [("nobody_somewhere", Missing(("Cairo",), 3))]
    here = level(1, conditions=asks("country", "EG"))
    assert gaps(here, staffed=held) == [("nobody_somewhere", Missing(("Cairo",), 1))]


def test_a_condition_with_faults_is_passed_over():
    assert warned(level(1, conditions={"x": 1}), conditions={"all": []}) == []
