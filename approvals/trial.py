"""Which route a draft with these facts would take under one policy version, in force or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Office
from approvals import facts, planning
from approvals.judging import others_in_force
from approvals.models import PolicyVersion, Urgency
from approvals.preview import PlannedLevel, planned_levels
from approvals.refusals import Refused
from approvals.rules import conditions, routing
from approvals.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether the version is for such drafts, the levels it would ask, and why it could not (None: it could).

    `taken_by` names the policy in force that takes such a draft before this one does; empty when none does.
    """

    matches: bool
    levels: list[PlannedLevel] = field(default_factory=list)
    refused: Refused | None = None
    taken_by: str = ""


def try_version(version: PolicyVersion, *, office: Office, known: Mapping[str, frozenset[str]], at: datetime) -> Trial:
    """Return the route under this version and the regimes in force, saving nothing.

    A condition that cannot be read is a refusal.
    """
    rule = facts.policy_rule(version)
    asked = [rule.conditions, *(level.conditions for level in rule.levels)]
    if any(conditions.faults(condition) for condition in asked):
        return Trial(matches=False, refused=Refused("version_invalid"))
    matches = conditions.matches(rule.conditions, known)
    taken_by = _taken_by(version, rule, known) if matches else ""
    offices = facts.directory(office)
    route = routing.plan(rule, known, offices)
    if not isinstance(route, Verdict):
        route = planning.under_regimes(route, known, offices, at=at)
    if isinstance(route, Verdict):
        return Trial(matches, refused=Refused(route.code, params=route.params), taken_by=taken_by)
    levels = planned_levels(route, urgency=next(iter(known.get("urgency", ())), Urgency.ROUTINE.value))
    try:
        planning.require_staff(route, writers=(), at=at)
    except Refused as refused:
        return Trial(matches, levels, refused, taken_by)
    return Trial(matches, levels, taken_by=taken_by)


def _taken_by(version: PolicyVersion, rule: routing.PolicyRule, known: Mapping[str, frozenset[str]]) -> str:
    """Return the name of the policy in force that goes before this one for such a draft; empty for none. One query."""
    first = routing.policy_for([*others_in_force(version.policy), rule], known)
    return first.name if first is not None and first.version_id != rule.version_id else ""
