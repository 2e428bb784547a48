"""What the writer of a policy version should know, and may leave as it is: levels and the ministry in, warnings out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from approvals.rules.conditions import faults
from approvals.rules.normal_form import Term
from approvals.rules.policy_faults import Fault, Missing, Place, asking, may_ask_nobody, needed
from approvals.rules.routing import LevelRule, PolicyRule
from approvals.rules.satisfiable import World, always_matches, at_office, can_match, terms

# A posting that an escalation names and that ends within this time is told of.
SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Mission:
    """An office where posts are written, and the desk that is responsible for its country (None: none is named)."""

    office_id: int
    code: str
    name: str
    desk: int | None = None


@dataclass(frozen=True, slots=True)
class NamedPosting:
    """A posting that an escalation names: whose it is and where, how long it lasts, and who can act from it now."""

    name: str
    is_in_force: bool
    lasts: timedelta | None = None
    people: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a version would meet: the missions, who holds which place, and the other policies in force."""

    world: World
    missions: Sequence[Mission] = ()
    staffed: Mapping[Place, Collection[int]] = field(default_factory=dict)
    others: Sequence[PolicyRule] = ()
    postings: Mapping[int, NamedPosting] = field(default_factory=dict)


def version_warnings(policy: PolicyRule, around: Surroundings) -> list[Fault]:
    """Return what may be meant otherwise; a condition that has faults is passed over, for these say it already."""
    found = [Fault(code) for code in _whole(policy, around)]
    for place, level in enumerate(policy.levels):
        found += [Fault(code, level.name, place) for code in _without_meaning(level)]
        found += [Fault(code, level.name, place, missing) for code, missing in _postings(level, around)]
        if faults(policy.conditions) or faults(level.conditions):
            continue
        applies = terms(policy.conditions, level.conditions, world=around.world)
        if _asked_anyway(level, policy, around):
            found.append(Fault("condition_always_holds", level.name, place))
        found += [Fault(code, level.name, place, missing) for code, missing in _gaps(level, applies, around)]
    return found


def _whole(policy: PolicyRule, around: Surroundings) -> list[str]:
    codes = []
    if not policy.is_default and not any(other.is_default for other in around.others):
        codes.append("missing_default")
    if faults(policy.conditions) or policy.is_default:
        return codes
    if can_match(policy.conditions, world=around.world) is not False and _is_hidden(policy, around):
        codes.append("hidden_by_others")
    if policy.conditions and always_matches(policy.conditions, given={}, world=around.world):
        codes.append("condition_always_holds")
    if asking(policy.levels) and may_ask_nobody(policy.levels, policy.conditions, around.world):
        codes.append("may_ask_nobody")
    return codes


def _is_hidden(policy: PolicyRule, around: Surroundings) -> bool:
    """Say whether the policies that are asked before this one take every draft that it is for."""
    before = [
        other.conditions
        for other in around.others
        if not other.is_default and other.order < policy.order and not faults(other.conditions)
    ]
    return can_match(policy.conditions, *({"not": taken} for taken in before), world=around.world) is False


def _asked_anyway(level: LevelRule, policy: PolicyRule, around: Surroundings) -> bool:
    can_be = can_match(policy.conditions, world=around.world)
    return bool(
        level.conditions and can_be and always_matches(level.conditions, given=policy.conditions, world=around.world)
    )


def _without_meaning(level: LevelRule) -> list[str]:
    codes = []
    if level.mode != "approve" and level.quorum != "any":
        codes.append("quorum_without_meaning")
    if level.mode == "inform" and (level.carry != "never" or level.fresh_sign_in or level.escalations):
        codes.append("decision_without_meaning")
    return codes


def _postings(level: LevelRule, around: Surroundings) -> list[tuple[str, Missing]]:
    """Return which of the postings that a level names in its escalations would not be there to be told."""
    ids = dict.fromkeys(rung.posting_id for rung in level.escalations if rung.posting_id is not None)
    named = [around.postings[posting] for posting in ids if posting in around.postings]
    found = {
        "posting_not_in_force": [one.name for one in named if not one.is_in_force],
        "posting_of_nobody": [one.name for one in named if one.is_in_force and not one.people],
        "posting_ends_soon": [one.name for one in named if one.people and one.lasts is not None and one.lasts <= SOON],
    }
    return [(code, Missing(tuple(names), len(names))) for code, names in found.items() if names]


def _gaps(level: LevelRule, applies: Sequence[Term] | None, around: Surroundings) -> list[tuple[str, Missing]]:
    """Return at which of the missions, whose drafts could meet the level, nobody could answer it."""
    asked = [mission for mission in around.missions if at_office(applies, mission.code, around.world)]
    selectors = {level.who.selector, *(rung.who.selector for rung in level.escalations)}
    found = {
        "no_desk_somewhere": [m.name for m in asked if m.desk is None and "country_desk" in selectors],
        "nobody_somewhere": [m.name for m in asked if not _is_staffed(level, m, around)],
    }
    return [(code, Missing(tuple(names), len(asked))) for code, names in found.items() if names]


def _is_staffed(level: LevelRule, mission: Mission, around: Surroundings) -> bool:
    """Say whether enough people can answer for a mission; where no office is known, that is another warning."""
    known = {"own_office": mission.office_id, "country_desk": mission.desk}
    office = known.get(level.who.selector)
    return office is None or len(set(around.staffed.get((office, level.who.role), ()))) >= needed(level)
