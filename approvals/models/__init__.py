"""What the engine keeps."""

from approvals.models.audit import Denial, Event, KeptAnswer, Ledger
from approvals.models.draft import (
    Comment,
    Draft,
    Kind,
    Publication,
    ReferenceCounter,
    Revision,
    Urgency,
)
from approvals.models.policy import (
    Level,
    LevelEscalation,
    Policy,
    PolicyVersion,
    Selector,
    Topic,
)
from approvals.models.route import Decision, Delay, Reason, Route, Step, StepEscalation

__all__ = [
    "Comment",
    "Decision",
    "Delay",
    "Denial",
    "Draft",
    "Event",
    "KeptAnswer",
    "Kind",
    "Ledger",
    "Level",
    "LevelEscalation",
    "Policy",
    "PolicyVersion",
    "Publication",
    "Reason",
    "ReferenceCounter",
    "Revision",
    "Route",
    "Selector",
    "Step",
    "StepEscalation",
    "Topic",
    "Urgency",
]
