"""The news that there are, in groups that an endpoint can ask for."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.wording import KINDS


class Group(NamedTuple):
    """News that belong together: what people call them, and their kinds."""

    label: str | Promise
    kinds: frozenset[str]


CLOCKS = frozenset({"reminder", "overdue", "escalated", "unstaffed", "clock_moved", "clock_put_back"})
PUBLISHING = frozenset({
    "cleared", "slot_open", "expired", "published", "retracted", "held", "slot_held", "hold_over",
    "published_before_hold",
})  # fmt: skip
POLICIES = frozenset({
    "policy_proposed", "policy_enacted", "policy_scheduled", "policy_called_off", "policy_blocked", "moved",
})  # fmt: skip
OVERRIDES = frozenset({
    "hold_placed", "hold_lifted", "hold_ended", "regime_to_come", "regime_on", "regime_over", "regime_off",
    "regime_called_off", "regime_unstaffed", "rerouted", "route_kept",
})  # fmt: skip

# What is told under a name like “awaiting.urgent” is one kind with “awaiting”.
ALL_KINDS = frozenset(kind for kind in KINDS if "." not in kind)

GROUPS: dict[str, Group] = {
    "clocks": Group(_("Deadlines: reminders, delays, escalations"), CLOCKS),
    "publishing": Group(_("Publishing: cleared, its slot, published, retracted, expired"), PUBLISHING),
    # Whatever has no group of its own is about a draft under review.
    "review": Group(
        _("Review: awaited decisions, comments, verdicts"), ALL_KINDS - CLOCKS - PUBLISHING - POLICIES - OVERRIDES
    ),
    "policies": Group(_("Policies: proposed, in force, drafts moved"), POLICIES),
    "overrides": Group(_("Holds and regimes"), OVERRIDES),
}


def hears(groups: Iterable[str], kinds: Iterable[str], kind: str) -> bool:
    """Say whether who asked for these groups and kinds hears of this kind; who named none hears of everything."""
    named = frozenset(kinds).union(*(GROUPS[group].kinds for group in groups if group in GROUPS))
    return not named or kind in named
