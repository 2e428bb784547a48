"""What the engine keeps."""

from approvals.models.audit import Denial, Event, KeptAnswer, Ledger
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
    AskedLevel,
    Carry,
    Level,
    LevelEscalation,
    Mode,
    Policy,
    PolicyVersion,
    Selector,
    Topic,
)
from approvals.models.regime import Hold, Regime, RegimeLevel
from approvals.models.route import Decision, Delay, Reason, Route, Step, StepEscalation

__all__ = [
    "AskedLevel",
    "Audience",
    "Carry",
    "Comment",
    "Decision",
    "Delay",
    "Denial",
    "Draft",
    "Event",
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
    "Selector",
    "Step",
    "StepEscalation",
    "Topic",
    "Urgency",
]
