"""Can a condition ever be met, and is it always: decided exactly, and left open where that would take too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from approvals.rules.conditions import Condition
from approvals.rules.normal_form import Leaf, Term, alternatives, normal

# A draft has exactly one value of these, and at least one of those; it may have no topic at all.
SINGLE: Final = ("urgency", "kind", "audience", "country", "office", "cleared_line")
AT_LEAST_ONE: Final = ("platform", "channel", "language")
NOTHING: Final[frozenset[str]] = frozenset()
MOST_ALTERNATIVES: Final = 500


@dataclass(frozen=True, slots=True)
class World:
    """What values drafts can have: of a field that is named in `values` these and no others, of any other field any.

    `country_of` gives the country of each office that is known, by code: whoever asks for an office asks for it too.
    """

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    country_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the leaves of one alternative ask of a field: one of each of `wanted`, and none of `barred`."""

    wanted: Sequence[frozenset[str]]
    barred: frozenset[str]
    known: frozenset[str] | None

    def may_be(self, value: str) -> bool:
        """Say whether a draft that has one value only could have this one."""
        return self.may_have(value) and all(value in wanted for wanted in self.wanted)

    def may_have(self, value: str) -> bool:
        """Say whether a draft could have this value among others."""
        return value not in self.barred and (self.known is None or value in self.known)

    def candidates(self) -> frozenset[str] | None:
        """Return the values that could be the only one; None when there is no end of them."""
        if not self.wanted:
            return None if self.known is None else self.known - self.barred
        named = frozenset.intersection(*self.wanted) - self.barred
        return named if self.known is None else named & self.known

    def is_open(self) -> bool:
        """Say whether there is a value left at all."""
        return self.known is None or not self.known <= self.barred


def possible(term: Term, world: World) -> bool:
    """Say whether a draft could meet every one of these leaves at once."""
    leaves: dict[str, list[Leaf]] = {}
    for leaf in term:
        leaves.setdefault(leaf.field, []).append(leaf)
    asked = {name: _asked(found, world.values.get(name)) for name, found in leaves.items()}
    unasked = {name: _asked((), world.values.get(name)) for name in ("office", "country", "channel", "platform")}
    every = unasked | asked
    return (
        all(world.values.get(name) != NOTHING for name in (*SINGLE, *AT_LEAST_ONE))
        and all(asked[name].candidates() != NOTHING for name in SINGLE if name in asked)
        and _office_and_country(every["office"], every["country"], world)
        and all(any(map(one.may_have, wanted)) for one in asked.values() for wanted in one.wanted)
        and all(asked[name].is_open() for name in AT_LEAST_ONE if name in asked)
        and _channel_and_platform(every["channel"], every["platform"])
    )


def can_match(*conditions: Condition, world: World) -> bool | None:
    """Say whether a draft could meet all these conditions, which must be without faults; None when it is too much."""
    found = terms(*conditions, world=world)
    return None if found is None else bool(found)


def always_matches(condition: Condition, *, given: Condition, world: World) -> bool:
    """Say whether every draft that meets the one condition meets the other; no, when it is too much to tell."""
    return can_match(given, {"not": condition}, world=world) is False


def terms(*conditions: Condition, world: World) -> Sequence[Term] | None:
    """Return the alternatives in which all these conditions can be met; None when they are too many."""
    whole = normal({"all": list(conditions)})
    return alternatives(whole, most=MOST_ALTERNATIVES, may_hold=partial(possible, world=world))


def at_office(found: Sequence[Term] | None, code: str, world: World) -> bool:
    """Say whether a draft of this office could meet one of the alternatives; yes, when they are not known."""
    here = Leaf("office", (code,))
    return found is None or any(possible((*term, here), world) for term in found)


def _asked(leaves: Sequence[Leaf], known: frozenset[str] | None) -> _Asked:
    if not leaves:
        return _Asked((), NOTHING, known)
    barred = frozenset(value for leaf in leaves if leaf.is_none for value in leaf.values)
    return _Asked([frozenset(leaf.values) for leaf in leaves if not leaf.is_none], barred, known)


def _office_and_country(office: _Asked, country: _Asked, world: World) -> bool:
    codes = office.candidates()
    if codes is None:
        return True
    return any(code not in world.country_of or country.may_be(world.country_of[code]) for code in codes)


def _channel_and_platform(channel: _Asked, platform: _Asked) -> bool:
    """Say whether each channel that is asked for is on a platform that a draft may have."""
    return all(
        any(channel.may_have(value) and platform.may_have(value.partition(":")[0]) for value in wanted)
        for wanted in channel.wanted
    )
