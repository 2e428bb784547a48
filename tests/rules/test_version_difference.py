"""What changed between two versions of a policy: every change once, none that is none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.routing import LevelRule, PolicyRule, Rung, Who
from approvals.rules.version_difference import KINDS, Change, Limit, Reminder, between, ordered

HOUR = timedelta(hours=1)
HEAD = Who("own_office", "head")
TRADE = {"field": "topic", "in": ["trade"]}


def level(key, position=1, **changes):
    plain = LevelRule(
        id=None, position=position, name=key.title(), question="Is it true?", who=HEAD, quorum="any", quorum_n=1,
        limit=4 * HOUR, remind_before=HOUR, may_reject=True, conditions={}, key=key,
    )  # fmt: skip
    return replace(plain, **changes)


def policy(*levels, conditions=None):
    return PolicyRule(1, "Policy", 1, False, conditions or {}, levels)


def kinds(old, new):
    return [(change.kind, change.level) for change in between(old, new)]


def test_the_same_version_has_no_difference():
    same = policy(level("mission"), level("desk", 2))
    assert between(same, same) == []


def test_a_level_removed_and_a_limit_made_shorter_are_both_told():
    old = policy(level("mission"), level("desk", 2, limit=8 * HOUR), level("minister", 3))
    new = policy(level("mission"), level("desk", 2))
    assert between(old, new) == [
        Change("level_removed", "Minister", 3, before=old.levels[2]),
        Change("limit", "Desk", 2, Limit(8 * HOUR, "wall"), Limit(4 * HOUR, "wall")),
    ]


def test_before_the_first_version_there_was_nothing():
    first = policy(level("mission"), conditions=TRADE)
    assert between(None, first) == [
        Change("conditions", "", 0, {}, TRADE),
        Change("level_added", "Mission", 1, after=first.levels[0]),
    ]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"name": "Ambassador"}, "level_renamed"),
        ({"question": "Is it wise?"}, "question"),
        ({"who": Who("minister", "approver")}, "who"),
        ({"mode": "silence"}, "mode"),
        ({"quorum": "all"}, "quorum"),
        ({"quorum": "n", "quorum_n": 2}, "quorum"),
        ({"limit": HOUR * 2}, "limit"),
        ({"remind_before": None}, "reminder"),
        ({"may_reject": False}, "may_reject"),
        ({"carry": "minor"}, "carry"),
        ({"fresh_sign_in": True}, "fresh_sign_in"),
        ({"conditions": TRADE}, "level_conditions"),
        ({"escalations": (Rung(HOUR, HEAD),)}, "escalation_added"),
    ],
)
def test_every_field_of_a_level_that_changes_is_told_once(change, kind):
    old, new = level("mission"), level("mission", **change)
    assert [found.kind for found in between(policy(old), policy(new))] == [kind]
    assert kind in KINDS


def test_a_number_that_is_not_asked_for_is_no_change():
    assert between(policy(level("mission", quorum_n=1)), policy(level("mission", quorum_n=3))) == []


def test_conditions_that_mean_the_same_are_no_change():
    twice_not = {"not": {"not": TRADE}}
    assert between(policy(level("mission", conditions=TRADE)), policy(level("mission", conditions=twice_not))) == []


def test_a_condition_that_cannot_be_read_is_compared_as_it_stands():
    broken = {"weather": "rain"}
    assert kinds(policy(level("a"), conditions=TRADE), policy(level("a"), conditions=broken)) == [("conditions", "")]


def test_what_a_limit_runs_on_is_part_of_it():
    old, new = policy(level("desk", runs_on="wall")), policy(level("desk", runs_on="working"))
    assert between(old, new) == [Change("limit", "Desk", 1, Limit(4 * HOUR, "wall"), Limit(4 * HOUR, "working"))]


def test_a_reminder_said_in_another_way_is_another_and_one_on_another_clock_is_none():
    old, new = policy(level("desk")), policy(level("desk", remind_before=None, remind_percent=75))
    before, after = Reminder(HOUR, None, "wall"), Reminder(None, 75, "wall")
    assert between(old, new) == [Change("reminder", "Desk", 1, before, after)]
    assert kinds(old, policy(level("desk", runs_on="working"))) == [("limit", "Desk")]


def test_an_escalation_that_comes_again_is_changed_and_one_to_a_posting_is_another():
    once, again = Rung(HOUR, HEAD), Rung(HOUR, HEAD, None, HOUR, 2)
    assert kinds(policy(level("a", escalations=(once,))), policy(level("a", escalations=(again,)))) == [
        ("escalation_changed", "A")
    ]
    posting = Rung(HOUR, HEAD, 5)
    assert kinds(policy(level("a", escalations=(once,))), policy(level("a", escalations=(posting,)))) == [
        ("escalation_removed", "A"), ("escalation_added", "A"),
    ]  # fmt: skip


def test_what_means_nothing_for_a_level_that_only_tells_is_no_change():
    told = level("a", mode="inform")
    other = replace(told, limit=HOUR, quorum="all", remind_before=None, carry="minor", fresh_sign_in=True)
    assert between(policy(told), policy(other)) == []
    assert next(kind for kind, _level in kinds(policy(told), policy(replace(other, mode="approve")))) == "mode"


def test_escalations_come_go_and_change_their_time():
    minister, desk = Who("minister", "approver"), Who("country_desk", "approver")
    old = policy(level("a", escalations=(Rung(HOUR, minister), Rung(2 * HOUR, desk))))
    new = policy(level("a", escalations=(Rung(3 * HOUR, minister), Rung(4 * HOUR, HEAD))))
    assert [(c.kind, (c.before or c.after).who) for c in between(old, new)] == [
        ("escalation_changed", minister), ("escalation_removed", desk), ("escalation_added", HEAD),
    ]  # fmt: skip


def test_a_level_between_others_that_goes_moves_none_of_them():
    old = policy(level("a"), level("b", 2), level("c", 3))
    assert kinds(old, policy(level("a"), level("c", 2))) == [("level_removed", "B")]


def test_the_one_level_that_moved_is_told_and_not_those_it_passed():
    old = policy(level("a"), level("b", 2), level("c", 3), level("d", 4))
    new = policy(level("d"), level("a", 2), level("b", 3), level("c", 4))
    assert between(old, new) == [Change("level_moved", "D", 1, after=None)]
    back = between(new, old)
    assert back == [Change("level_moved", "D", 4, after="C")]


def test_levels_asked_together_from_now_on_are_told_of_each_other():
    old = policy(level("a"), level("b", 2))
    new = policy(level("a"), level("b", 1))
    assert between(old, new) == [
        Change("level_beside", "A", 1, after=("B",)), Change("level_beside", "B", 1, after=("A",)),
    ]  # fmt: skip
    assert between(new, old) == [Change("level_beside", "A", 1, after=()), Change("level_beside", "B", 2, after=())]


keys = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7)


@given(old=keys, new=keys)
def test_what_comes_goes_and_moves_makes_the_old_order_the_new_one(old, new):
    versions = [policy(*(level(key, place) for place, key in enumerate(order, start=1))) for order in (old, new)]
    changes = between(*versions)
    named = {kind: {c.level.lower() for c in changes if c.kind == kind} for kind in KINDS}
    assert named["level_removed"] == set(old) - set(new)
    assert named["level_added"] == set(new) - set(old)
    stayed = [key for key in old if key in new and key not in named["level_moved"]]
    assert stayed == [key for key in new if key in old and key not in named["level_moved"]]


def test_levels_are_ordered_by_position_and_then_alike():
    assert [one.key for one in ordered([level("c", 2), level("b", 1), level("a", 2)])] == ["b", "a", "c"]
