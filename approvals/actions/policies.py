"""Policies are changed by a new version: written, and proposed to a second policy officer, who can put it in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.authority import holders_of
from accounts.models import Posting, Role, User
from approvals import announce, audit, fault_sentences, judging
from approvals.actions.locking import require_policy_officer
from approvals.actions.writing_at_once import require_newest, version_to_write
from approvals.fault_sentences import FAULTS
from approvals.models import Carry, Level, LevelEscalation, Mode, Policy, PolicyVersion, RunsOn, Selector
from approvals.refusals import Refused
from approvals.rules.policy_faults import reminder_faults, repeat_faults

Status = PolicyVersion.Status
LAST = 32_000
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class EscalationInput:
    """Whom a late level turns to, and how often again; a posting that is named says the office and the role itself."""

    after: timedelta
    selector: str = Selector.OFFICE
    role: str = ""
    office_id: int | None = None
    posting_id: int | None = None
    repeat_every: timedelta | None = None
    repeat_times: int = 0


@dataclass(frozen=True, slots=True)
class LevelInput:
    """One level as a policy officer writes it."""

    position: int
    name: str
    question: str
    selector: str
    role: str
    limit: timedelta
    office_id: int | None = None
    quorum: str = "any"
    quorum_n: int = 1
    # What the limit runs on; and when to remind: so long before it, or when so many per cent of it are used up.
    runs_on: str = RunsOn.WORKING
    remind_before: timedelta | None = None
    remind_percent: int | None = None
    may_reject: bool = True
    conditions: dict[str, Any] = field(default_factory=dict)
    escalations: tuple[EscalationInput, ...] = ()
    mode: str = Mode.APPROVE
    carry: str = Carry.NEVER
    fresh_sign_in: bool = False
    # The key of the level that this one continues; empty for a new one, which gets a key from its name.
    key: str = ""


@transaction.atomic
def create_policy(*, name: str, order: int, by: User, at: datetime) -> Policy:
    """Start a policy that has no version yet, so that nothing is routed by it."""
    return _create(Policy(name=name, order=order), by=by, at=at)


@transaction.atomic
def create_default_policy(*, name: str, by: User, at: datetime) -> Policy:
    """Start the policy for every draft that no other takes; there is one, and it is changed by new versions."""
    audit.lock_ministry()
    if Policy.objects.filter(is_default=True).exists():
        raise Refused("default_exists", field="name")
    return _create(Policy(name=name, order=LAST, is_default=True), by=by, at=at)


@transaction.atomic
def write_version(
    *,
    policy_id: int,
    levels: Sequence[LevelInput],
    by: User,
    at: datetime,
    conditions: dict[str, Any],
    note: str = "",
    seen: str = "",
) -> PolicyVersion:
    """Write a version: the one being written that its own writer goes on with, or else the policy's next.

    `seen` is the mark of what the writer began from (`writing_at_once`): when somebody else has saved meanwhile, this
    is refused and says so, and nothing is overwritten.
    """
    require_policy_officer(by, at=at)
    policy = _lock(policy_id)
    version = version_to_write(policy, by=by.pk, seen=seen)
    if version.pk:
        version.levels.all().delete()
    version.conditions, version.note, version.created_by, version.created_at = conditions, note, by, at
    _require_fields(version)
    version.save()
    postings = _postings(levels)
    for given, key in zip(levels, level_keys(levels), strict=True):
        _write_level(version, given, key, postings)
    data = {
        "policy": policy.pk,
        "number": version.number,
        "levels": [given.name for given in levels],
    }
    audit.record_for_ministry("version_written", by=by.pk, at=at, data=data)
    return version


@transaction.atomic
def propose(*, policy_id: int, number: int, by: User, at: datetime) -> PolicyVersion:
    """Freeze a version and ask for a second policy officer; a version with faults is refused, each named."""
    require_policy_officer(by, at=at)
    version = locked_version(policy_id, number)
    if version.status != Status.DRAFT:
        raise Refused("version_not_draft")
    require_newest(version)
    require_faultless(version, at=at)
    version.status, version.proposed_by, version.proposed_at = Status.PROPOSED, by, at
    version.save(update_fields=["status", "proposed_by", "proposed_at"])
    data = {"policy": policy_id, "number": number}
    audit.record_for_ministry("version_proposed", by=by.pk, at=at, data=data)
    officers = {seat.user_id for seat in holders_of(Role.POLICY, at=at)} - {by.pk}
    announce.send(announce.about_version(version, "policy_proposed", officers, by=by.name, at=at), at=at)
    return version


def _create(policy: Policy, *, by: User, at: datetime) -> Policy:
    require_policy_officer(by, at=at)
    audit.lock_ministry()
    if Policy.objects.filter(name=policy.name).exists():
        raise Refused("policy_name_taken", field="name")
    _require_fields(policy)
    policy.save(force_insert=True)
    data = {"policy": policy.pk, "name": policy.name, "is_default": policy.is_default}
    audit.record_for_ministry("policy_created", by=by.pk, at=at, data=data)
    return policy


def require_faultless(version: PolicyVersion, *, at: datetime) -> None:
    """Refuse a version that has faults now, each named beside its level."""
    found = judging.faults_of(version, at=at)
    if found:
        raise Refused("version_invalid", errors=fault_sentences.by_level(found))


def level_keys(levels: Sequence[LevelInput]) -> list[str]:
    """Return the key of each level, all different: the one it continues, or one made from its name."""
    kept: set[str] = set()
    keys: list[str] = []
    for given in levels:
        key = given.key if given.key and given.key not in kept else ""
        kept.add(key)
        keys.append(key)
    for place, given in enumerate(levels):
        if not keys[place]:
            stem = slugify(given.name)[: LONGEST_KEY - 4].strip("-_") or "level"
            numbered = (f"{stem}-{number}" for number in count(2))
            keys[place] = next(key for key in chain([stem], numbered) if key not in kept)
            kept.add(keys[place])
    return keys


def _postings(levels: Sequence[LevelInput]) -> dict[int, Posting]:
    """Return the postings that escalations name; refuse one that there is not. One query where any is named."""
    ids = {rung.posting_id for given in levels for rung in given.escalations if rung.posting_id is not None}
    found = Posting.objects.in_bulk(ids) if ids else {}
    if len(found) < len(ids):
        raise Refused("unknown_posting", field="levels")
    return found


def _write_level(version: PolicyVersion, given: LevelInput, key: str, postings: Mapping[int, Posting]) -> None:
    _require_clock(given)
    level = Level(
        version=version, position=given.position, name=given.name, question=given.question, selector=given.selector,
        office_id=given.office_id, role=given.role, quorum=given.quorum, quorum_n=given.quorum_n, limit=given.limit,
        remind_before=given.remind_before, may_reject=given.may_reject, conditions=given.conditions, key=key,
        mode=given.mode, carry=given.carry, fresh_sign_in=given.fresh_sign_in, runs_on=given.runs_on,
        remind_percent=given.remind_percent,
    )  # fmt: skip
    _require_fields(level)
    level.save(force_insert=True)
    for rung, to in enumerate(sorted(given.escalations, key=lambda to: to.after), start=1):
        escalation = _escalation(to, postings)
        escalation.level, escalation.rung = level, rung
        _require_fields(escalation)
        escalation.save(force_insert=True)


def _escalation(to: EscalationInput, postings: Mapping[int, Posting]) -> LevelEscalation:
    row = LevelEscalation(
        after=to.after, selector=to.selector, office_id=to.office_id, role=to.role, repeat_every=to.repeat_every,
        repeat_times=to.repeat_times,
    )  # fmt: skip
    if to.posting_id is not None:
        posting = postings[to.posting_id]
        row.posting, row.selector, row.office_id, row.role = posting, Selector.OFFICE, posting.office_id, posting.role
    return row


def _require_clock(given: LevelInput) -> None:
    """Refuse a reminder said in two ways or beyond its bounds, and an escalation that says by halves how it repeats."""
    said = {"remind_percent": reminder_faults(given)}
    said["repeat_times"] = [code for rung in given.escalations for code in repeat_faults(rung)]
    if any(said.values()):
        errors = {name: [str(FAULTS[code]) for code in dict.fromkeys(codes)] for name, codes in said.items() if codes}
        raise Refused("invalid", errors=errors)


def _require_fields(row: Policy | PolicyVersion | Level | LevelEscalation) -> None:
    """Refuse what its columns cannot hold or do not offer, each by the name of its field."""
    # A question may be missing from a version being written: it is asked for when the version is proposed.
    unset = {field.name for field in row._meta.fields if getattr(row, field.attname) is None}  # noqa: SLF001
    try:
        row.clean_fields(exclude=unset | {"question"} if not getattr(row, "question", "?") else unset)
        if isinstance(row, Level):
            row.validate_constraints()
    except ValidationError as error:
        said = {name: [str(sentence) for sentence in sentences] for name, sentences in error.message_dict.items()}
        raise Refused("invalid", errors=said) from None


def _lock(policy_id: int) -> Policy:
    policy = Policy.objects.select_for_update().filter(pk=policy_id).first()
    if policy is None:
        raise Refused("not_found")
    return policy


def locked_version(policy_id: int, number: int) -> PolicyVersion:
    """Return a version with its policy locked: whatever changes a policy's versions happens one after the other."""
    policy = _lock(policy_id)
    version = policy.versions.prefetch_related("levels__escalations").filter(number=number).first()
    if version is None:
        raise Refused("not_found")
    return version
