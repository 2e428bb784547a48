"""What is wrong with a policy version before it may be proposed: levels in, faults out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

from approvals.rules.cleared_lines import only_lines
from approvals.rules.conditions import Condition, faults
from approvals.rules.routing import LevelRule, Who
from approvals.rules.satisfiable import World, can_match

Place = tuple[int, str]
ANY_WORLD: Final = World()
MOST_REPEATS: Final = 20
# About half a year of an office's work: whoever gives a level more has taken days for hours.
LONGEST_WORKING: Final = timedelta(hours=1000)


@dataclass(frozen=True, slots=True)
class Missing:
    """Where something is missing: the names of those offices, and of how many it was asked."""

    names: tuple[str, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault or warning: its stable code, and the level it is in (None: the version as a whole).

    `place` is the level's place in the version, from 0, for two levels may have one name.
    """

    code: str
    level: str | None = None
    place: int | None = field(default=None, compare=False)
    missing: Missing | None = None


class Reminding(Protocol):
    """A level that says when it reminds, whoever wrote it down."""

    @property
    def remind_before(self) -> timedelta | None:
        """Return how long before the limit."""

    @property
    def remind_percent(self) -> int | None:
        """Return how much of the limit is used up then, in per cent."""


class Repeating(Protocol):
    """An escalation that says how often it comes again, whoever wrote it down."""

    @property
    def repeat_every(self) -> timedelta | None:
        """Return after how long it comes again."""

    @property
    def repeat_times(self) -> int:
        """Return how many times it comes again."""


def version_faults(
    *,
    levels: Sequence[LevelRule],
    conditions: Condition,
    is_default: bool,
    staffed: Mapping[Place, Collection[int]],
    minister: int | None = None,
    world: World = ANY_WORLD,
) -> list[Fault]:
    """Return every fault of a version; empty when it can be proposed.

    `staffed` tells who holds each place whose office is known without a draft: a named office, and the minister's,
    which is the office `minister`.
    """
    found = [Fault(code) for code in dict.fromkeys(faults(conditions))]
    found += [Fault(code) for code in _whole(levels, conditions, is_default=is_default, world=world)]
    for place, level in enumerate(levels):
        codes = dict.fromkeys(
            [*_level_faults(level), *_unanswerable(level, staffed, minister), *_unreachable(level, conditions, world)]
        )
        found += [Fault(code, level.name, place) for code in codes]
    return found


def asking(levels: Sequence[LevelRule]) -> list[LevelRule]:
    """Return the levels that ask anybody anything: those that only tell leave a route as empty as before."""
    return [level for level in levels if level.mode != "inform"]


def may_ask_nobody(levels: Sequence[LevelRule], conditions: Condition, world: World) -> bool | None:
    """Say whether a draft could meet the policy's condition and that of no level that asks; None when not known.

    No, where the policy is for cleared lines alone: these may go out without anybody being asked.
    """
    asked = [level.conditions for level in asking(levels)]
    if only_lines(conditions) or not all(asked) or any(map(faults, (conditions, *asked))):
        return False
    return can_match(conditions, *({"not": condition} for condition in asked), world=world)


def needed(level: LevelRule) -> int:
    """Return how many people a level needs: to be decided, to be heard, or to be told."""
    return level.quorum_n if level.mode == "approve" and level.quorum == "n" else 1


def _whole(levels: Sequence[LevelRule], conditions: Condition, *, is_default: bool, world: World) -> list[str]:
    codes = []
    if not asking(levels) and not only_lines(conditions):
        codes.append("only_inform" if levels else "no_levels")
    if is_default and conditions:
        codes.append("default_has_conditions")
    if is_default and asking(levels) and may_ask_nobody(levels, {}, world) is not False:
        codes.append("default_may_ask_nobody")
    if not faults(conditions) and can_match(conditions, world=world) is False:
        codes.append("never_matches")
    return codes


def _level_faults(level: LevelRule) -> list[str]:
    codes = faults(level.conditions)
    if not level.question.strip():
        codes.append("no_question")
    if level.remind_before is not None and level.remind_before >= level.limit:
        codes.append("reminder_not_before_limit")
    if level.runs_on == "working" and level.limit > LONGEST_WORKING:
        codes.append("limit_too_long")
    codes += reminder_faults(level)
    for rung in level.escalations:
        codes += repeat_faults(rung)
    return codes


def reminder_faults(level: Reminding) -> list[str]:
    """Return what is wrong with when a level reminds, beside its limit: one of the two ways, from 1 to 99 per cent."""
    if level.remind_percent is None:
        return []
    codes = ["reminder_twice"] if level.remind_before is not None else []
    return codes if 1 <= level.remind_percent <= 99 else [*codes, "reminder_percent"]


def repeat_faults(rung: Repeating) -> list[str]:
    """Return what is wrong with how an escalation comes again: after a while, and so many times, or not at all."""
    if bool(rung.repeat_every) != bool(rung.repeat_times):
        return ["repeat_incomplete"]
    return ["repeat_too_often"] if rung.repeat_times > MOST_REPEATS else []


def _unanswerable(level: LevelRule, staffed: Mapping[Place, Collection[int]], minister: int | None) -> list[str]:
    codes = []
    if level.who.selector == "office" and level.who.office_id is None:
        codes.append("no_office")
    if any(rung.who.selector == "office" and rung.who.office_id is None for rung in level.escalations):
        codes.append("no_escalation_office")
    if any(who.selector == "minister" for who in _asked(level)) and minister is None:
        codes.append("no_minister")
    office = minister if level.who.selector == "minister" else level.who.office_id
    if office is not None and len(set(staffed.get((office, level.who.role), ()))) < needed(level):
        codes.append("nobody_to_tell" if level.mode == "inform" else "nobody_can_decide")
    return codes


def _unreachable(level: LevelRule, conditions: Condition, world: World) -> list[str]:
    if not level.conditions or faults(level.conditions):
        return []
    if can_match(level.conditions, world=world) is False:
        return ["never_matches"]
    if not faults(conditions) and can_match(conditions, world=world) is not False:
        return ["level_never_applies"] if can_match(conditions, level.conditions, world=world) is False else []
    return []


def _asked(level: LevelRule) -> list[Who]:
    return [level.who, *(rung.who for rung in level.escalations)]
