"""The rules that say who reviews what went out without prior approval: kept by policy officers, on the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.authority import seats_at
from accounts.models import Office, Role, User
from approvals import audit, checks
from approvals.actions.locking import require_policy_officer
from approvals.fault_sentences import FAULTS
from approvals.models import ReviewRule, RunsOn, Selector
from approvals.refusals import Refused
from approvals.rules.conditions import faults

LONGEST_NAME, LAST_ORDER = 80, 32_000
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """What a rule says: which posts, who reviews them and within what, when to remind, and whom a late one turns to.

    No conditions: the default, which takes whatever no other rule takes. No escalation where no role is named.
    """

    name: str
    selector: str
    role: str
    office_id: int | None = None
    conditions: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100
    limit: timedelta = timedelta(hours=8)
    runs_on: str = RunsOn.WORKING
    remind_percent: int = 75
    escalate_after: timedelta | None = None
    escalate_selector: str = Selector.OFFICE
    escalate_office_id: int | None = None
    escalate_role: str = ""


@transaction.atomic
def set_rule(*, terms: RuleTerms, by: User, at: datetime, rule_id: int | None = None) -> ReviewRule:
    """Add a rule, or change the one that is named; the first without conditions is the default.

    Reviews that are owed already stay with whom they were asked of.
    """
    require_policy_officer(by, at=at)
    # Rules change one at a time, and their names and the default are looked at under the lock.
    audit.lock_ministry()
    rule = ReviewRule() if rule_id is None else _found(rule_id)
    checked = _checked(terms, rule, at=at)
    before = _on_record(rule) if rule.pk else None
    for name, value in checked.items():
        setattr(rule, name, value)
    rule.save()
    kind = "review_rule_changed" if before else "review_rule_added"
    data = {"rule": rule.pk, **_on_record(rule)} | ({"before": before} if before else {})
    audit.record_for_ministry(kind, by=by.pk, at=at, data=data)
    return rule


@transaction.atomic
def remove_rule(*, rule_id: int, by: User, at: datetime) -> None:
    """Take a rule out; the default stays, so that everything has somebody who reviews it."""
    require_policy_officer(by, at=at)
    audit.lock_ministry()
    rule = _found(rule_id)
    if rule.is_default:
        raise Refused("review_rule_default_stays")
    data = {"rule": rule.pk, **_on_record(rule)}
    rule.delete()
    audit.record_for_ministry("review_rule_removed", by=by.pk, at=at, data=data)


def _found(rule_id: int) -> ReviewRule:
    rule = ReviewRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise Refused("not_found")
    return rule


def _checked(terms: RuleTerms, rule: ReviewRule, *, at: datetime) -> dict[str, Any]:
    _check_numbers(terms)
    return {
        "name": _name(terms.name, rule), "order": terms.order, **_which(terms, rule), "limit": terms.limit,
        "runs_on": terms.runs_on, "remind_percent": terms.remind_percent,
        **_asked(terms.selector, terms.office_id, terms.role, at=at), **_escalation(terms, at=at),
    }  # fmt: skip


def _check_numbers(terms: RuleTerms) -> None:
    if not 1 <= terms.order <= LAST_ORDER:
        raise Refused("review_rule_order", field="order")
    if not SHORTEST <= terms.limit <= LONGEST:
        raise Refused("review_rule_limit", field="limit")
    if not 1 <= terms.remind_percent <= 99:
        raise Refused("review_rule_percent", field="remind_percent")
    if terms.runs_on not in RunsOn.values:
        raise Refused("invalid", field="runs_on")


def _name(typed: str, rule: ReviewRule) -> str:
    name = checks.storable(typed, field="name").strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused("review_rule_name_needed", field="name")
    if ReviewRule.objects.exclude(pk=rule.pk).filter(name=name).exists():
        raise Refused("review_rule_name_taken", field="name")
    return name


def _which(terms: RuleTerms, rule: ReviewRule) -> dict[str, Any]:
    """Return which posts the rule is for: the default has no conditions, and every other rule has some."""
    found = faults(terms.conditions) if terms.conditions else []
    if found:
        raise Refused("review_rule_condition", field="conditions", params={"fault": FAULTS[found[0]]})
    there_is_one = ReviewRule.objects.exclude(pk=rule.pk).filter(is_default=True).exists()
    if rule.is_default and terms.conditions:
        raise Refused("review_rule_default_conditions", field="conditions")
    if there_is_one and not terms.conditions:
        raise Refused("review_rule_matches_all", field="conditions")
    if not there_is_one and terms.conditions:
        raise Refused("review_rule_default_first", field="conditions")
    return {"is_default": not terms.conditions, "conditions": dict(terms.conditions)}


def _asked(selector: str, office_id: int | None, role: str, *, at: datetime, prefix: str = "") -> dict[str, Any]:
    """Return who is asked, or refuse an office that is not there, and a place that is known and has nobody."""
    if selector not in Selector.values or role not in Role.values:
        raise Refused("invalid", field=f"{prefix}{'role' if selector in Selector.values else 'selector'}")
    known = None
    if selector == Selector.OFFICE:
        known = Office.objects.filter(pk=office_id or 0).first()
    elif selector == Selector.MINISTER:
        known = Office.objects.filter(kind=Office.Kind.MINISTER).first()
    if selector in (Selector.OFFICE, Selector.MINISTER):
        if known is None:
            raise Refused("review_rule_without_office", field=f"{prefix}office")
        if not seats_at({(known.pk, role)}, at=at)[known.pk, role]:
            params = {"role": Role(role).label, "office": known.name}
            raise Refused("review_rule_unstaffed", field=f"{prefix}office", params=params)
    named = known.pk if known is not None and selector == Selector.OFFICE else None
    return {f"{prefix}selector": selector, f"{prefix}office_id": named, f"{prefix}role": role}


def _escalation(terms: RuleTerms, *, at: datetime) -> dict[str, Any]:
    if bool(terms.escalate_role) != (terms.escalate_after is not None):
        raise Refused("review_rule_escalation", field="escalate_after")
    if not terms.escalate_role:
        none = {"escalate_selector": Selector.OFFICE, "escalate_office_id": None, "escalate_role": ""}
        return {"escalate_after": None, **none}
    if terms.escalate_after is not None and not timedelta() <= terms.escalate_after <= LONGEST:
        raise Refused("review_rule_limit", field="escalate_after")
    asked = _asked(terms.escalate_selector, terms.escalate_office_id, terms.escalate_role, at=at, prefix="escalate_")
    return {"escalate_after": terms.escalate_after, **asked}


def _on_record(rule: ReviewRule) -> dict[str, Any]:
    plain = ("name", "order", "is_default", "conditions", "selector", "office_id", "role", "runs_on", "remind_percent",
             "escalate_selector", "escalate_office_id", "escalate_role")  # fmt: skip
    spans = {name: value.total_seconds() for name in ("limit", "escalate_after") if (value := getattr(rule, name))}
    return {name: getattr(rule, name) for name in plain} | spans
