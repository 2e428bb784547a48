"""What the engine keeps."""

from approvals.models.audit import Denial, Event, KeptAnswer, Ledger
from approvals.models.clocks import CalendarChange, Delay, DelayReason, Heartbeat
from approvals.models.decision import Decision, Reason
from approvals.models.draft import (
    Audience,
    Comment,
    Draft,
    Kind,
    Publication,
    ReferenceCounter,
    Revision,
    Urgency,
)
from approvals.models.policy import (
    WHOM_LEVELS_ASK,
    AskedLevel,
    Carry,
    Level,
    LevelEscalation,
    Mode,
    Policy,
    PolicyVersion,
    RunsOn,
    Selector,
    Topic,
)
from approvals.models.regime import Hold, Regime, RegimeLevel
from approvals.models.route import Route, Step, StepEscalation

__all__ = [
    "WHOM_LEVELS_ASK",
    "AskedLevel",
    "Audience",
    "CalendarChange",
    "Carry",
    "Comment",
    "Decision",
    "Delay",
    "DelayReason",
    "Denial",
    "Draft",
    "Event",
    "Heartbeat",
    "Hold",
    "KeptAnswer",
    "Kind",
    "Ledger",
    "Level",
    "LevelEscalation",
    "Mode",
    "Policy",
    "PolicyVersion",
    "Publication",
    "Reason",
    "ReferenceCounter",
    "Regime",
    "RegimeLevel",
    "Revision",
    "Route",
    "RunsOn",
    "Selector",
    "Step",
    "StepEscalation",
    "Topic",
    "Urgency",
]
