"""What is wrong with a policy version before it may be proposed: levels in, faults out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from approvals.rules.conditions import Condition, faults
from approvals.rules.routing import LevelRule

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its stable code, and the level it is in (None: the version as a whole)."""

    code: str
    level: str | None = None


def version_faults(
    *,
    levels: Sequence[LevelRule],
    conditions: Condition,
    is_default: bool,
    staffed: Mapping[Place, Collection[int]],
) -> list[Fault]:
    """Return every fault of a version; empty when it can be proposed.

    `staffed` tells who holds each place whose office is known without a draft (a named office, the minister's).
    """
    found = [Fault(code) for code in dict.fromkeys(faults(conditions))]
    if not levels:
        found.append(Fault("no_levels"))
    if is_default and conditions:
        found.append(Fault("default_has_conditions"))
    if levels and is_default and all(level.conditions for level in levels):
        found.append(Fault("default_may_ask_nobody"))
    for level in levels:
        found += [Fault(code, level.name) for code in _level_faults(level, staffed)]
    return found


def _level_faults(level: LevelRule, staffed: Mapping[Place, Collection[int]]) -> list[str]:
    codes = list(dict.fromkeys(faults(level.conditions)))
    if not level.question.strip():
        codes.append("no_question")
    if level.remind_before is not None and level.remind_before >= level.limit:
        codes.append("reminder_not_before_limit")
    if level.who.selector == "office" and level.who.office_id is None:
        codes.append("no_office")
    if any(rung.who.selector == "office" and rung.who.office_id is None for rung in level.escalations):
        codes.append("no_escalation_office")
    if level.who.office_id is not None:
        needed = level.quorum_n if level.quorum == "n" else 1
        if len(set(staffed.get((level.who.office_id, level.who.role), ()))) < needed:
            codes.append("nobody_can_decide")
    return codes
