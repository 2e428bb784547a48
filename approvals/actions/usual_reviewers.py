"""The review rule that a preset brings along, where the ministry has none: without one, nothing goes out at once."""

from datetime import datetime, timedelta

from django.utils.translation import gettext

from accounts.authority import Seat, holders_of, seats_at
from accounts.models import Office, Role, User
from approvals import audit
from approvals.actions.review_rules import RuleTerms, set_rule
from approvals.models import ReviewRule, Selector
from approvals.presets.catalogue import COMMUNICATIONS
from approvals.presets.guessing import Guesses

# A working day, as the presets count it.
LIMIT, LATE = timedelta(hours=8), timedelta(hours=4)


def install_where_there_is_none(*, by: User, at: datetime) -> ReviewRule | None:
    """Let communications, or else the policy officers, review what goes out at once; None where a rule is there.

    Inside the transaction of whoever calls.
    """
    audit.lock_ministry()
    if ReviewRule.objects.exists():
        return None
    officer = next((seat for seat in holders_of(Role.POLICY, at=at) if seat.user_id == by.pk), None)
    if officer is None:
        return None
    place = _communications(at=at) or officer.place
    terms = RuleTerms(
        name=gettext("Reviewed within a working day"), selector=Selector.OFFICE, office_id=place[0], role=place[1],
        limit=LIMIT, escalate_after=LATE, escalate_office_id=officer.office_id, escalate_role=Role.POLICY,
    )  # fmt: skip
    return set_rule(terms=terms, by=by, at=at)


def _communications(*, at: datetime) -> tuple[int, str] | None:
    """Return the approvers of communications, where the register has such an office with somebody in it."""
    codes = Guesses().of(COMMUNICATIONS)
    office = Office.objects.filter(code__in=codes).first()
    if office is None:
        return None
    place = (office.pk, Role.APPROVER.value)
    found: list[Seat] = seats_at([place], at=at)[place]
    return place if found else None
