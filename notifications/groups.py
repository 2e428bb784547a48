"""What a person can be told, in a few groups that people understand: each kind of message belongs to exactly one.

A new kind (notifications/wording*.py) is added to its group here; tests/delivery/test_groups.py fails until it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.models import When

CRISIS: Final = "crisis"
CHOICES: Final = When.choices


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that a person gets e-mail about in one way: `default` until they choose another, always when `fixed`.

    What is `gathered` waits for the full minute, so that the reminders of one minute come in one mail.
    """

    code: str
    name: str | Promise
    about: str | Promise
    default: When
    kinds: frozenset[str]
    fixed: bool = False
    gathered: bool = False


DECISIONS: Final = Group(
    "decisions",
    _("Decisions awaited of you"),
    _("A draft or a policy awaits your decision, or your comment is asked for."),
    When.AT_ONCE,
    frozenset({
        "awaiting", "silence", "comment_asked", "policy_proposed", "policy_blocked", "handed_over", "nudged",
        "authorization_proposed", "authorization_amended", "authorization_offered",
    }),
)  # fmt: skip
REVIEWS: Final = Group(
    "reviews",
    _("Reviews of posts that are out"),
    _("A post awaits your review, or yours was reviewed, is to be corrected or taken down."),
    When.AT_ONCE,
    frozenset({
        "review_awaits", "review_unrecorded", "record_or_withdraw", "review_unstaffed", "review_reminder",
        "review_overdue", "review_escalated", "review_moved", "review_stands", "review_correct", "review_retract",
        "takedown_reminder",
    }),
)  # fmt: skip
REMINDERS: Final = Group(
    "reminders",
    _("Reminders"),
    _("A decision that awaits you is due soon."),
    When.AT_ONCE,
    frozenset({"reminder"}),
    gathered=True,
)
DELAYS: Final = Group(
    "delays",
    _("Delays, escalations and deadlines"),
    _("A decision is late, has come to you because it is late, cannot be taken by anyone, or has a new deadline."),
    When.AT_ONCE,
    frozenset(
        {
            "overdue",
            "escalated",
            "unstaffed",
            "at_risk",
            "due_moved",
            "clock_moved",
            "clock_put_back",
            "nobody_reachable",
            "answer_waits",
        }
    ),
)
DRAFTS: Final = Group(
    "drafts",
    _("What becomes of your drafts"),
    _("A draft that you had a part in was approved, sent back, cleared, held, ended or retracted."),
    When.AT_ONCE,
    frozenset({
        "changes_requested", "rejected", "approved", "cleared", "slot_open", "expired", "retracted",
        "held", "slot_held", "hold_over", "published_before_hold",
        "bypassed", "cleared_by_bypass",
        "account_stops", "account_free",
        "published_before_stop", "fast_tracked",
        "line_cleared", "line_ended", "line_withdrawn", "line_withdrawn_stops", "line_withdrawn_out",
        "published_before_withdrawal",
    }),
)  # fmt: skip
NEWS: Final = Group(
    "news",
    _("Comments and other news of drafts"),
    _("A comment, a publication, a withdrawal or another route, and drafts of which you are only informed."),
    When.DIGEST,
    frozenset({"commented", "informed", "published", "withdrawn", "moved", "rerouted", "route_kept"}),
)
RULES: Final = Group(
    "rules",
    _("Holds and regimes"),
    _("Publishing is put on hold or goes on; a regime begins, ends or is called off."),
    When.AT_ONCE,
    frozenset({
        "hold_placed", "hold_lifted", "hold_ended", "hold_ending", "regime_ending",
        "regime_to_come", "regime_on", "regime_over", "regime_off", "regime_called_off", "regime_unstaffed",
    }),
)  # fmt: skip
POLICIES: Final = Group(
    "policies",
    _("Policies"),
    _("A version of a policy is in force, will be, or will not be."),
    When.DIGEST,
    frozenset({"policy_enacted", "policy_scheduled", "policy_called_off"}),
)
AUTHORIZATIONS: Final = Group(
    "authorizations",
    _("Pre-authorizations"),
    _("One that you hold or grant is accepted or not, suspended, resumed, revoked or ends, or its quota is halved."),
    When.AT_ONCE,
    frozenset({
        "authorization_countersigned", "authorization_accepted", "authorization_declined", "authorization_called_off",
        "authorization_lapsed", "authorization_suspended", "authorization_resumed", "authorization_revoked",
        "authorization_frozen", "authorization_unfrozen", "fast_path_suspended", "fast_path_resumed",
        "authorization_ending_soon", "authorization_ended", "quota_halved", "quota_restored",
    }),
)  # fmt: skip
PEOPLE: Final = Group(
    "people",
    _("Who is away, who acts and who is on duty"),
    _("You act for somebody or no longer do, somebody of your office is away, or the duty roster names you."),
    When.AT_ONCE,
    frozenset({
        "deputy_named", "deputy_over", "away", "away_over", "acting_head_named", "acting_head_over",
        "duty_listed", "duty_moved", "duty_unlisted", "posting_given", "posting_over",
    }),
)  # fmt: skip
WORK: Final = Group(
    "work",
    _("Long work that you asked for"),
    _("An import, a try-out on many drafts or a file that you asked for is done, or could not be done."),
    When.AT_ONCE,
    frozenset({"work_done", "work_failed"}),
)
# Beside these kinds, whatever is about a crisis: an urgent message of another kind must not wait for the morning.
DUTY: Final = Group(
    "duty",
    _("Duty and crisis"),
    _(
        "You are called as duty officer, an account may be compromised, or a message is about a crisis. "
        "These always come at once, at any hour."
    ),
    When.AT_ONCE,
    frozenset({"duty_called", "account_frozen", "account_restored"}),
    fixed=True,
)

GROUPS: Final = (
    DECISIONS,
    REVIEWS,
    REMINDERS,
    DELAYS,
    DRAFTS,
    NEWS,
    RULES,
    POLICIES,
    AUTHORIZATIONS,
    PEOPLE,
    WORK,
    DUTY,
)
BY_CODE: Final = {group.code: group for group in GROUPS}
CHANGEABLE: Final = tuple(group for group in GROUPS if not group.fixed)
_BY_KIND: Final = {kind: group for group in GROUPS for kind in group.kinds}


def group_of(kind: str, params: object) -> Group:
    """Return the group of a message: that of duty and crisis for whatever is about a crisis, else that of its kind.

    A kind that this version does not know counts as awaiting a decision: rather told at once than too late.
    """
    if isinstance(params, Mapping) and CRISIS in (params.get("urgency"), params.get("regime")):
        return DUTY
    return _BY_KIND.get(kind, DECISIONS)
