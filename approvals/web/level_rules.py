"""Levels that are in no table yet, as the rules see them: those of a form, and those of a preset."""

from approvals.actions.policies import EscalationInput, LevelInput
from approvals.rules.routing import LevelRule, Rung, Who


def level_rule(given: LevelInput, *, key: str) -> LevelRule:
    """Return a level as the rules would see it, were it saved under this key."""
    rungs = sorted(given.escalations, key=lambda to: to.after)
    return LevelRule(
        id=None, position=given.position, name=given.name, question=given.question,
        who=Who(given.selector, given.role, given.office_id), quorum=given.quorum, quorum_n=given.quorum_n,
        limit=given.limit, remind_before=given.remind_before, may_reject=given.may_reject, conditions=given.conditions,
        escalations=tuple(_rung(to) for to in rungs), key=key, mode=given.mode, carry=given.carry,
        fresh_sign_in=given.fresh_sign_in, runs_on=given.runs_on, remind_percent=given.remind_percent,
    )  # fmt: skip


def _rung(to: EscalationInput) -> Rung:
    who = Who(to.selector, to.role, to.office_id)
    return Rung(to.after, who, to.posting_id, to.repeat_every, to.repeat_times)
