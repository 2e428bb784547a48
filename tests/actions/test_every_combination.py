"""Every mode with every quorum, two levels side by side and one after them: each combination through the engine."""

from itertools import product

import pytest

from accounts.models import Role
from approvals.actions import alarms
from tests.actions.asking import approve, enforce_levels, hash_of, open_levels, publish_on_x, refused, resubmit, steps
from tests.people import fresh, later, post

# What a level needs: so many approvals, or its deadline, or nothing.
KINDS = {
    "any": ({"quorum": "any"}, 1),
    "all": ({"quorum": "all"}, 2),
    "two": ({"quorum": "n", "quorum_n": 2}, 2),
    "silence": ({"mode": "silence"}, 1),
    "inform": ({"mode": "inform"}, 0),
}
NAMES = ("First", "Beside", "After")
LIMITS = {"First": 4, "Beside": 6, "After": 4}
COMBINATIONS = [kinds for kinds in product(KINDS, repeat=3) if set(kinds) != {"inform"}]


class Oracle:
    """What the three levels should be doing, told without the engine: positions in turn, each level by its own rule."""

    def __init__(self, kinds):
        self.kinds = dict(zip(NAMES, kinds, strict=True))
        self.given = dict.fromkeys(NAMES, 0)
        self.opened = {"First": 0, "Beside": 0}
        self.done = {}
        self.settle(0)

    def settle(self, hour):
        """Pass what has what it needs, and open what comes after."""
        while True:
            passed = [name for name in self.opened if name not in self.done and self.is_satisfied(name, hour)]
            for name in passed:
                self.done[name] = hour
            if {"First", "Beside"} <= set(self.done) and "After" not in self.opened:
                self.opened["After"] = hour
            elif not passed:
                return

    def is_satisfied(self, name, hour):
        kind = self.kinds[name]
        has_lapsed = kind == "silence" and hour >= self.opened[name] + LIMITS[name]
        return has_lapsed or self.given[name] >= KINDS[kind][1]

    def open(self):
        return [name for name in NAMES if name in self.opened and name not in self.done]


def crowd(ministry):
    """Return the people of the three places, two at each: the desk, communications, the minister's office."""
    post(ministry.greta, ministry.comms, Role.APPROVER)
    post(ministry.gil, ministry.minister, Role.APPROVER)
    return {
        "First": (ministry.dana, ministry.dirk),
        "Beside": (ministry.carla, ministry.greta),
        "After": (ministry.mina, ministry.gil),
    }


def submitted(ministry, kinds):
    places = {"First": (1, ministry.desk), "Beside": (1, ministry.comms), "After": (2, ministry.minister)}
    levels = []
    for name, kind in zip(NAMES, kinds, strict=True):
        position, office = places[name]
        levels.append((name, position, Role.APPROVER, office, {**KINDS[kind][0], "hours": LIMITS[name]}))
    enforce_levels(ministry, *levels)
    return ministry.submitted()


def agrees(draft, oracle):
    expected = oracle.open()
    assert open_levels(draft) == expected
    assert fresh(draft).state == ("in_review" if expected else "cleared")


@pytest.mark.parametrize("kinds", COMBINATIONS, ids="-".join)
def test_a_route_goes_on_exactly_when_each_level_has_what_it_needs(ministry, kinds):
    """Guarantees 5, 8."""
    people, draft = crowd(ministry), submitted(ministry, kinds)
    oracle = Oracle(kinds)
    agrees(draft, oracle)
    for hour in range(1, 12):
        for name in oracle.open():
            if oracle.kinds[name] == "silence" and hour % 2:
                continue  # let it lapse in some combinations, and be approved in none before its time
            if oracle.kinds[name] != "silence" and oracle.given[name] < len(people[name]):
                approve(draft, people[name][oracle.given[name]], at=later(hour))
                oracle.given[name] += 1
        oracle.settle(hour)
        alarms.fire_due(at=later(hour))
        agrees(draft, oracle)
    assert oracle.open() == []
    statuses = {name: step.status for name, step in steps(draft).items()}
    told = {"silence": "silent", "inform": "informed"}
    assert statuses == {name: told.get(oracle.kinds[name], "passed") for name in NAMES}
    publish_on_x(ministry, draft, at=later(12))
    assert fresh(draft).state == "published"


@pytest.mark.parametrize("kinds", [kinds for kinds in COMBINATIONS if "silence" in kinds], ids="-".join)
def test_a_silence_that_somebody_ends_early_passes_as_an_approval(ministry, kinds):
    people, draft = crowd(ministry), submitted(ministry, kinds)
    for _ in range(6):
        for name in open_levels(draft):
            given = draft.decisions.filter(step__name=name).count()
            approve(draft, people[name][given], at=later(1))
    assert fresh(draft).state == "cleared"
    expected = {name: "informed" if kind == "inform" else "passed" for name, kind in zip(NAMES, kinds, strict=True)}
    assert {name: step.status for name, step in steps(draft).items()} == expected


def test_three_levels_that_only_inform_are_no_route(ministry):
    """Guarantee 7."""
    draft = ministry.draft()
    crowd(ministry)
    levels = [(name, 1, Role.APPROVER, ministry.desk, {"mode": "inform"}) for name in NAMES]
    enforce_levels(ministry, *levels)
    with refused("empty_route"):
        resubmit(draft, ministry.layla)
    assert hash_of(draft) == draft.revision.hash
