"""Plain facts for the tests of rules: levels, policies, seats and steps, with the rest filled in."""

from datetime import UTC, datetime, timedelta

from approvals.rules.authority import SeatFacts, StepFacts
from approvals.rules.routing import Directory, LevelRule, PolicyRule, Rung, Who

NINE = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVERYONE = {}
IN_RIYADH = Directory(own_office=1, country_desk=2, minister=3)
HEAD, DESK, MINISTER = (1, "head"), (2, "approver"), (3, "approver")
ROUTINE_IN_ENGLISH = {
    "platform": frozenset({"x"}),
    "channel": frozenset({"x:@EmbassyRiyadh"}),
    "language": frozenset({"en"}),
    "country": frozenset({"SA"}),
    "topic": frozenset(),
    "urgency": frozenset({"routine"}),
    "kind": frozenset({"original"}),
    "office": frozenset({"RUH"}),
}


def level(number, position=1, *, who=None, **fields):
    values = {
        "name": f"Level {number}",
        "question": "Does this serve the mission?",
        "quorum": "any",
        "quorum_n": 1,
        "limit": 4 * HOUR,
        "remind_before": None,
        "may_reject": True,
        "conditions": EVERYONE,
        "escalations": (),
    } | fields
    return LevelRule(id=number, position=position, who=who or Who("own_office", "head"), **values)


def policy(number, *levels, order=100, is_default=False, conditions=EVERYONE):
    return PolicyRule(number, f"Policy {number}", order, is_default, conditions, levels or (level(number),))


def rung(after, selector, role="approver", office_id=None):
    return Rung(after, Who(selector, role, office_id))


def asks(field, *values):
    return {"field": field, "in": list(values)}


def facts(**given):
    return ROUTINE_IN_ENGLISH | {field: frozenset(values) for field, values in given.items()}


def seat(user, place=HEAD, *, posting=None, acting_for=None):
    return SeatFacts(user, posting if posting is not None else user * 10, place, acting_for)


def step(number=1, place=HEAD, quorum="any", n=1):
    return StepFacts(number, place, quorum, n)
