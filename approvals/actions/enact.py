"""A second policy officer puts a version in force, now or at an instant to come; the clocks keep the appointment."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.authority import holders_of
from accounts.models import Role, User
from approvals import access, announce, audit, checks, judging
from approvals.actions.locking import FURTHEST_AHEAD, require_policy_officer
from approvals.actions.policies import locked_version, require_faultless
from approvals.actions.writing_at_once import newer_in_force, require_newest
from approvals.models import Policy, PolicyVersion
from approvals.refusals import Refused
from approvals.rules.policy_faults import Fault

Status = PolicyVersion.Status
FIELDS = (
    "status", "enacted_by", "enacted_at", "takes_effect_at", "next_alarm_at", "blocked_at", "superseded_at",
)  # fmt: skip


@transaction.atomic
def enact(
    *, policy_id: int, number: int, by: User, at: datetime, takes_effect_at: datetime | None = None
) -> PolicyVersion:
    """Put a proposed version in force, by a second officer: at once, or at an instant to come.

    Drafts in flight keep the version they have. Until its instant a version is scheduled, one for each policy; then it
    is judged once more, and with a fault it does not take effect. One that was so blocked can be put in force anew.
    """
    require_policy_officer(by, at=at)
    version = locked_version(policy_id, number)
    if version.status != Status.PROPOSED and version.blocked_at is None:
        raise Refused("version_not_proposed")
    if by.pk in (version.proposed_by_id, version.created_by_id):
        raise Refused("second_officer_needed")
    require_newest(version)
    # People may have moved since it was proposed: a level that nobody can decide now is refused now.
    require_faultless(version, at=at)
    version.enacted_by, version.enacted_at, version.blocked_at = by, at, None
    if takes_effect_at is None:
        version.takes_effect_at = at
        _put_in_force(version, by=by, at=at)
    else:
        _schedule(version, takes_effect_at, by=by, at=at)
    return version


@transaction.atomic
def call_off(*, policy_id: int, number: int, reason: str, by: User, at: datetime) -> PolicyVersion:
    """Take a scheduled version back to proposed, for a reason that goes on record; the one in force stays."""
    require_policy_officer(by, at=at)
    why = checks.stated(reason)
    version = locked_version(policy_id, number)
    if version.status != Status.SCHEDULED:
        raise Refused("version_not_scheduled")
    was = announce.iso(version.takes_effect_at)
    version.status, version.enacted_by, version.enacted_at = Status.PROPOSED, None, None
    version.takes_effect_at = version.next_alarm_at = version.blocked_at = None
    version.save(update_fields=FIELDS)
    _record("version_called_off", version, by=by, at=at, takes_effect_at=was, why=why)
    _tell("policy_called_off", version, by=by, at=at, why=why)
    return version


@transaction.atomic
def fire_versions(*, at: datetime, batch: int) -> int:
    """Put one batch of scheduled versions in force, their instant having come; return how many clocks fired.

    A version that has a fault by now, whose officer is one no more, or that is older than the one put in force
    meanwhile, stays as it is, and so does the one in force:
    the policy officers are told why, once, and nothing is tried again until one of them acts.
    """
    due = PolicyVersion.objects.filter(next_alarm_at__lte=at)
    # Policy first: enact() locks in this order too. What an officer holds at this moment is left for the next sweep.
    policies = list(
        Policy.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(Exists(due.filter(policy=OuterRef("pk"))))
        .order_by("pk")[:batch]
    )
    versions = due.filter(policy__in=policies).select_related("policy", "enacted_by").order_by("next_alarm_at", "pk")
    found = list(versions.prefetch_related("levels__escalations"))
    for version in found:
        _take_effect(version, at=at)
    return len(found)


def _take_effect(version: PolicyVersion, *, at: datetime) -> None:
    officer = version.enacted_by
    faults, newer = judging.faults_of(version, at=at), newer_in_force(version)
    if newer is not None:
        _block(version, at=at, codes=["older_version"], newer=str(newer.number))
    elif officer is None or not access.holds(officer, Role.POLICY, at=at):
        _block(version, at=at, codes=["officer_left"], officer=str(officer))
    elif faults:
        _block(version, at=at, codes=[fault.code for fault in faults], levels=_named(faults))
    else:
        _put_in_force(version, by=None, at=at)


def _put_in_force(version: PolicyVersion, *, by: User | None, at: datetime) -> None:
    for old in PolicyVersion.objects.filter(policy=version.policy_id, status=Status.IN_FORCE):
        old.status, old.superseded_at = Status.SUPERSEDED, at
        old.save(update_fields=FIELDS)
    version.status, version.next_alarm_at = Status.IN_FORCE, None
    version.save(update_fields=FIELDS)
    _record("version_enacted", version, by=by, at=at)
    _tell("policy_enacted", version, by=by, at=at)


def _schedule(version: PolicyVersion, takes_effect_at: datetime, *, by: User, at: datetime) -> None:
    _require_instant(takes_effect_at, at=at)
    scheduled = PolicyVersion.objects.filter(policy=version.policy_id, status=Status.SCHEDULED).exclude(pk=version.pk)
    other = scheduled.first()
    if other is not None:
        raise Refused("another_scheduled", params={"number": other.number})
    version.status, version.takes_effect_at, version.next_alarm_at = Status.SCHEDULED, takes_effect_at, takes_effect_at
    version.save(update_fields=FIELDS)
    when = announce.iso(takes_effect_at)
    _record("version_scheduled", version, by=by, at=at, takes_effect_at=when)
    _tell("policy_scheduled", version, by=by, at=at, takes_effect_at=when)


def _block(version: PolicyVersion, *, at: datetime, codes: list[str], **why: str) -> None:
    version.blocked_at, version.next_alarm_at = at, None
    version.save(update_fields=FIELDS)
    _record("version_blocked", version, by=None, at=at, faults=codes)
    _tell("policy_blocked", version, by=None, at=at, **why)


def _require_instant(instant: datetime, *, at: datetime) -> None:
    """Refuse an instant without a zone, one that has passed, and one so far ahead that the year must be wrong."""
    if instant.tzinfo is None:
        raise Refused("zone_needed", field="takes_effect_at")
    if instant <= at:
        raise Refused("effect_past", field="takes_effect_at")
    if instant > at + FURTHEST_AHEAD:
        raise Refused("moment_too_far", field="takes_effect_at")


def _record(kind: str, version: PolicyVersion, *, by: User | None, at: datetime, **data: object) -> None:
    said = {"policy": version.policy_id, "number": version.number, **data}
    audit.record_for_ministry(kind, by=by.pk if by else None, at=at, data=said)


def _tell(kind: str, version: PolicyVersion, *, by: User | None, at: datetime, **params: str | None) -> None:
    officers = {seat.user_id for seat in holders_of(Role.POLICY, at=at)} - {by.pk if by else None}
    name = by.name if by else None
    announce.send(announce.about_version(version, kind, officers, by=name, at=at, **params), at=at)


def _named(faults: list[Fault]) -> str:
    return ", ".join(dict.fromkeys(fault.level for fault in faults if fault.level)) or "–"
