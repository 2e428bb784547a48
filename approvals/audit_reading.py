"""Reading the audit trail: which events, of the ministry or of drafts, by what they are about, who did it and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import access
from approvals.audit import MINISTRY
from approvals.models import Denial, Event

Words = str | Promise


@dataclass(frozen=True, slots=True)
class About:
    """Kinds of events that belong together: those whose names begin so."""

    label: Words
    begins: tuple[str, ...]

    def holds(self, kind: str) -> bool:
        """Say whether a kind of event belongs to it."""
        return kind.startswith(self.begins)


OF_MINISTRY: Mapping[str, About] = {
    "policies": About(_("Policies"), ("policy_", "version_", "preset_")),
    "authorizations": About(_("Pre-authorizations"), ("authorization_", "quota_", "outcomes_")),
    "review_rules": About(_("Review rules"), ("review_rule_",)),
    "lines": About(_("Cleared lines and templates"), ("line_", "addition_", "reply_template_")),
    "holds": About(_("Holds"), ("hold_",)),
    "regimes": About(_("Regimes"), ("regime_",)),
    "accounts": About(_("Accounts of the ministry"), ("account_",)),
    "working_time": About(_("Working time"), ("hours_", "special_hours_", "own_day_", "kept_holidays_", "office_")),
    "people": About(_("Duty, absences, acting heads"), ("duty_", "away", "acting_head_", "posting", "people_")),
}
OF_DRAFTS: Mapping[str, About] = {
    "text": About(_("Text and details"), (
        "created", "revised", "details_", "comment", "passage_", "image", "lines_", "line_")),
    "decisions": About(_("Submission and decisions"), (
        "submitted", "approv", "request_changes", "reject", "withdrawn", "reopened", "silence_", "informed",
        "concurrence_", "step_", "cleared", "moved", "rerouted", "route_", "claimed", "released", "reassigned",
        "nudged",
    )),
    "clocks": About(_("Clocks and delays"), (
        "reminded", "delay_", "escalated", "clock_", "at_risk", "expired", "nobody_reachable", "duty_",
        "answer_waits",
    )),
    "publication": About(_("Publication"), ("published", "retracted", "slot_", "hold_", "fast_tracked")),
    "reviews": About(_("Reviews"), ("review", "takedown_", "correct")),
    "bypasses": About(_("Bypasses"), ("bypassed",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events: about one thing, by people of such a name, from an instant until another, of one draft."""

    about: About | None = None
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None
    reference: str = ""

    def __call__(self, found: QuerySet[Event]) -> QuerySet[Event]:
        """Return those of the events."""
        if self.about is not None:
            kinds = Q()
            for begin in self.about.begins:
                kinds |= Q(kind__startswith=begin)
            found = found.filter(kinds)
        if self.person:
            named = Q(name__icontains=self.person) | Q(username__iexact=self.person)
            found = found.filter(by__in=User.objects.filter(named).values("pk"))
        if self.since is not None:
            found = found.filter(at__gte=self.since)
        if self.until is not None:
            found = found.filter(at__lt=self.until)
        return found.filter(draft__reference__iexact=self.reference) if self.reference else found


def of_ministry() -> QuerySet[Event]:
    """Return the events of the ministry's own chain."""
    return Event.objects.filter(ledger__name=MINISTRY).select_related("by")


def of_drafts() -> QuerySet[Event]:
    """Return the events of every draft that was ever submitted: a draft nobody has seen yet is its author's alone."""
    found = Event.objects.filter(draft__isnull=False).filter(access.ever_submitted("draft__"))
    return found.select_related("by", "draft")


def denials() -> QuerySet[Denial]:
    """Return the attempts to open a draft that the person may not see."""
    return Denial.objects.filter(access.ever_submitted("draft__")).select_related("draft", "user")
