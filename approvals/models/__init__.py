"""What the engine keeps."""

from approvals.models.audit import Denial, Event, KeptAnswer, Ledger
from approvals.models.clocks import CalendarChange, Delay, DelayReason, Heartbeat
from approvals.models.conversation import AnsweredPost, ReplyTemplate
from approvals.models.decision import Decision, Reason
from approvals.models.draft import (
    POST_KINDS,
    UNANSWERED,
    Audience,
    Comment,
    Conversation,
    Draft,
    Kind,
    Publication,
    ReferenceCounter,
    Revision,
    Urgency,
)
from approvals.models.fast_path import AuthorizationVersion, ChannelFreeze, PreAuthorization, Restriction
from approvals.models.lines import ClearedLine, LineText, LineUse, PermittedAddition
from approvals.models.look import Look
from approvals.models.media import Image, ImageUpload, ImageUse
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
from approvals.models.review import RECORDED_WITHIN, Review, ReviewRule
from approvals.models.route import Bypass, Route, Step, StepEscalation
from approvals.models.saved_view import SavedView
from approvals.models.unsaved import UnsavedWords
from approvals.models.words import HasWords

__all__ = [
    "POST_KINDS",
    "RECORDED_WITHIN",
    "UNANSWERED",
    "WHOM_LEVELS_ASK",
    "AnsweredPost",
    "AskedLevel",
    "Audience",
    "AuthorizationVersion",
    "Bypass",
    "CalendarChange",
    "Carry",
    "ChannelFreeze",
    "ClearedLine",
    "Comment",
    "Conversation",
    "Decision",
    "Delay",
    "DelayReason",
    "Denial",
    "Draft",
    "Event",
    "HasWords",
    "Heartbeat",
    "Hold",
    "Image",
    "ImageUpload",
    "ImageUse",
    "KeptAnswer",
    "Kind",
    "Ledger",
    "Level",
    "LevelEscalation",
    "LineText",
    "LineUse",
    "Look",
    "Mode",
    "PermittedAddition",
    "Policy",
    "PolicyVersion",
    "PreAuthorization",
    "Publication",
    "Reason",
    "ReferenceCounter",
    "Regime",
    "RegimeLevel",
    "ReplyTemplate",
    "Restriction",
    "Review",
    "ReviewRule",
    "Revision",
    "Route",
    "RunsOn",
    "SavedView",
    "Selector",
    "Step",
    "StepEscalation",
    "Topic",
    "UnsavedWords",
    "Urgency",
]
