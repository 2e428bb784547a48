"""What changed between two versions of a policy, level by level: two versions as the rules see them in, changes out."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from approvals.rules.conditions import Condition, faults
from approvals.rules.normal_form import normal
from approvals.rules.routing import LevelRule, PolicyRule, Rung, Who


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its stable kind, the level it is about ("" for the version as a whole), and what was and is.

    `number` is the level's position in the version that has it: the newer one, or for a removed level the older. What
    `before` and `after` hold depends on the kind: see `KINDS`.
    """

    kind: str
    level: str = ""
    number: int = 0
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a level has, and what that runs on: `working` hours, or the `wall` clock."""

    length: timedelta
    runs_on: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """When a level reminds: so long before its limit, or when so many per cent of it are used up."""

    before: timedelta | None
    percent: int | None
    runs_on: str = field(compare=False)


# What each kind holds before and after.
KINDS: Final[Mapping[str, str]] = {
    "conditions": "the conditions of the policy",
    "level_removed": "the level, before",
    "level_added": "the level, after",
    "level_renamed": "its name",
    "level_moved": "after: the name of the level it now follows, or nothing when it is first",
    "level_beside": "the names of the levels asked at the same time",
    "question": "its question",
    "who": "who is asked",
    "mode": "its mode",
    "quorum": "the quorum and its number",
    "limit": "its time limit, and what that runs on",
    "reminder": "how long before the limit, or how much of it is used up in per cent; or nothing",
    "may_reject": "whether it may reject",
    "carry": "whether an approval carries over",
    "fresh_sign_in": "whether a fresh sign-in is needed",
    "level_conditions": "its conditions",
    "escalation_removed": "the escalation, before",
    "escalation_added": "the escalation, after",
    "escalation_changed": "the escalation: how long after the deadline, and how often again",
}


# What means nothing for a level that only tells, before and after.
OF_ASKING: Final = frozenset({"quorum", "limit", "reminder", "may_reject", "carry", "fresh_sign_in"})


def between(old: PolicyRule | None, new: PolicyRule) -> list[Change]:
    """Return what makes the old version the new one; levels are matched by their keys. None is before the first."""
    before = ordered(old.levels if old else ())
    after = ordered(new.levels)
    known = {level.key: level for level in before}
    kept = {level.key for level in after}
    found = list(_conditions("conditions", "", 0, old.conditions if old else {}, new.conditions))
    found += [Change("level_removed", one.name, one.position, before=one) for one in before if one.key not in kept]
    moved = _moved([level.key for level in before], [level.key for level in after])
    for ahead, level in zip([None, *after], after, strict=False):
        was = known.get(level.key)
        if was is None:
            found.append(Change("level_added", level.name, level.position, after=level))
            continue
        if level.key in moved:
            follows = ahead.name if ahead else None
            found.append(Change("level_moved", level.name, level.position, after=follows))
        found += _beside(was, level, before, after)
        found += _of_level(was, level)
    return found


def ordered(levels: Sequence[LevelRule]) -> list[LevelRule]:
    """Return levels in the order in which they are asked; those asked at the same time by their keys."""
    return sorted(levels, key=lambda level: (level.position, level.key))


def _of_level(was: LevelRule, now: LevelRule) -> Iterator[Change]:
    only_tells = was.mode == now.mode == "inform"
    told = {
        "level_renamed": (was.name, now.name),
        "question": (was.question, now.question),
        "who": (was.who, now.who),
        "mode": (was.mode, now.mode),
        "quorum": (_quorum(was), _quorum(now)),
        "limit": (Limit(was.limit, was.runs_on), Limit(now.limit, now.runs_on)),
        "reminder": (_reminder(was), _reminder(now)),
        "may_reject": (was.may_reject, now.may_reject),
        "carry": (was.carry, now.carry),
        "fresh_sign_in": (was.fresh_sign_in, now.fresh_sign_in),
    }
    for kind, (before, after) in told.items():
        if before != after and not (only_tells and kind in OF_ASKING):
            yield Change(kind, now.name, now.position, before, after)
    yield from _conditions("level_conditions", now.name, now.position, was.conditions, now.conditions)
    yield from _escalations(was.escalations, now.escalations, now.name, now.position)


def _reminder(level: LevelRule) -> Reminder | None:
    if level.remind_before is None and level.remind_percent is None:
        return None
    return Reminder(level.remind_before, level.remind_percent, level.runs_on)


def _quorum(level: LevelRule) -> tuple[str, int]:
    """Return the quorum with its number, which counts for nothing unless a number is asked for."""
    return (level.quorum, level.quorum_n if level.quorum == "n" else 1)


def _conditions(kind: str, level: str, number: int, was: Condition, now: Condition) -> Iterator[Change]:
    """Tell of conditions that mean something else, not of the same ones put differently."""
    readable = not faults(was) and not faults(now)
    if (normal(was) != normal(now)) if readable else was != now:
        yield Change(kind, level, number, was, now)


def _escalations(was: Sequence[Rung], now: Sequence[Rung], level: str, number: int) -> Iterator[Change]:
    gone = [rung for rung in was if rung not in now]
    come = [rung for rung in now if rung not in was]
    for rung in gone:
        later = next((other for other in come if _to(other) == _to(rung)), None)
        if later is None:
            yield Change("escalation_removed", level, number, before=rung)
        else:
            come.remove(later)
            yield Change("escalation_changed", level, number, rung, later)
    for rung in come:
        yield Change("escalation_added", level, number, after=rung)


def _to(rung: Rung) -> tuple[Who, int | None]:
    return (rung.who, rung.posting_id)


def _beside(
    was: LevelRule, now: LevelRule, before: Sequence[LevelRule], after: Sequence[LevelRule]
) -> Iterator[Change]:
    """Tell whom a level is asked together with, when that changed among the levels there were before and still are."""
    lasting = {level.key for level in before} & {level.key for level in after}
    then = {level.key for level in before if level.position == was.position} & lasting
    since = {level.key for level in after if level.position == now.position} & lasting
    if then != since:
        names = tuple(level.name for level in after if level.position == now.position and level.key != now.key)
        yield Change("level_beside", now.name, now.position, after=names)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the fewest levels that must have moved for one order to become the other."""
    place = {key: number for number, key in enumerate(before)}
    common = [key for key in after if key in place]
    ends: list[int] = []
    lengths = []
    for key in common:
        at = bisect_left(ends, place[key])
        ends[at : at + 1] = [place[key]]
        lengths.append(at + 1)
    # Walk back along a longest run of levels that kept their order; all others have moved.
    stays: set[str] = set()
    wanted = len(ends)
    limit = len(before)
    for key, length in zip(reversed(common), reversed(lengths), strict=True):
        if length == wanted and place[key] < limit:
            stays.add(key)
            wanted, limit = wanted - 1, place[key]
    return set(common) - stays
