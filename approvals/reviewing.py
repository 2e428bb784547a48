"""Who reviews what went out without prior approval: the first review rule that matches, else the default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from accounts.authority import Place
from accounts.models import Office
from approvals import facts
from approvals.models import ReviewRule
from approvals.rules.conditions import matches
from approvals.rules.routing import Directory, Who


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Whom a review asks and how: the place, the usual limit, when to remind, and whom it escalates to if late."""

    place: Place
    limit: timedelta
    runs_on: str
    remind_percent: int
    escalate_after: timedelta | None = None
    escalate_to: Place | None = None

    def remind_before(self, limit: timedelta) -> timedelta:
        """Return how long before the deadline of a review with this limit it reminds."""
        return limit * (100 - self.remind_percent) / 100


def reviewers_for(office: Office, known: Mapping[str, frozenset[str]]) -> Reviewers | None:
    """Return whom the review of a draft of this office asks; None where no rule says so, or its office is not there.

    At most three queries.
    """
    rules = list(ReviewRule.objects.order_by("is_default", "order", "pk"))
    rule = next((rule for rule in rules if rule.is_default or matches(rule.conditions, known)), None)
    if rule is None:
        return None
    directory = facts.directory(office)
    office_id = directory.office_for(Who(rule.selector, rule.role, rule.office_id))
    if office_id is None:
        return None
    return Reviewers(
        (office_id, rule.role), rule.limit, rule.runs_on, rule.remind_percent, rule.escalate_after,
        _escalated_to(rule, directory),
    )  # fmt: skip


def _escalated_to(rule: ReviewRule, directory: Directory) -> Place | None:
    if rule.escalate_after is None or not rule.escalate_role:
        return None
    office_id = directory.office_for(Who(rule.escalate_selector, rule.escalate_role, rule.escalate_office_id))
    return (office_id, rule.escalate_role) if office_id is not None else None
