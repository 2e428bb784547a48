"""A policy from a file: a proposed version of the policy of its name, for a second policy officer to put in force."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Office, Role, User
from approvals import access, audit
from approvals.actions import policies
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.actions.writing_at_once import ANEW
from approvals.models import WHOM_LEVELS_ASK, Policy, PolicyVersion, Selector
from approvals.policy_file import register
from approvals.policy_file.checked import PolicyFile, length, policy_file
from approvals.policy_file.problems import Problem
from approvals.policy_file.register import Named
from approvals.refusals import Refused

NO_POSTINGS: Mapping[Named, int] = {}
# What a level says in a file as the action takes it.
PLAIN = ("mode", "carry", "fresh_sign_in", "may_reject", "key", "runs_on", "remind_percent")


@transaction.atomic
def import_policy(*, text: str, by: User, at: datetime) -> PolicyVersion:
    """Make a proposed version of the policy that the file names, and the policy if there is none; or nothing at all.

    Everything that `propose` checks is checked. Whoever imports has proposed: somebody else must put it in force.
    """
    # Who asks comes first: a file tells what the register has.
    if not access.holds(by, Role.POLICY, at=at):
        raise Refused("not_policy_officer")
    file = policy_file(text)
    policy = _policy_of(file) or _begin(file, by=by, at=at)
    version = propose_file(policy, file, by=by, at=at)
    data = {"policy": policy.pk, "number": version.number, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    audit.record_for_ministry("policy_imported", by=by.pk, at=at, data=data)
    return version


def rehearse(*, text: str, by: User, at: datetime) -> PolicyVersion:
    """Return the version that an import would make, its levels fetched, having undone everything.

    It is the import itself, so it refuses what the import would refuse; what it returns is in no table.
    """
    with transaction.atomic():
        made = import_policy(text=text, by=by, at=at)
        rows = PolicyVersion.objects.select_related("policy", "created_by", "proposed_by")
        version = rows.prefetch_related(*WHOM_LEVELS_ASK).get(pk=made.pk)
        transaction.set_rollback(True)
    return version


def propose_file(policy: Policy, file: PolicyFile, *, by: User, at: datetime) -> PolicyVersion:
    """Write what a file says as a version of its own, and propose it, in the transaction of whoever calls."""
    offices = dict(Office.objects.values_list("code", "pk"))
    version = policies.write_version(
        policy_id=policy.pk,
        levels=levels_of(file.value, offices, register.postings_named(file.value)),
        by=by,
        at=at,
        conditions=dict(file.value.get("conditions", {})),
        note=str(file.value.get("note", "")),
        # What anybody is writing meanwhile stays as it is.
        seen=ANEW,
    )
    return policies.propose(policy_id=policy.pk, number=version.number, by=by, at=at)


def levels_of(
    value: Mapping[str, Any], offices: Mapping[str, int], postings: Mapping[Named, int] = NO_POSTINGS
) -> list[LevelInput]:
    """Return the levels that a file says as the action takes them.

    `offices` gives the id behind each code, `postings` that behind each office, role and username.
    """
    return [_level(level, offices, postings) for level in value["levels"]]


def _policy_of(file: PolicyFile) -> Policy | None:
    """Return the policy of the file's name; refuse where it stands elsewhere among the policies than the file says."""
    # The policy first, then the ministry's record: whoever writes a version locks in this order.
    policy = Policy.objects.select_for_update().filter(name=file.name).first()
    if policy is None:
        return None
    here: dict[str, Any] = {"order": policy.order}
    if policy.is_default and not file.is_default:
        raise file.refuse(Problem(("order",), "is_default_here"), code="file_policy_differs")
    if file.is_default and not policy.is_default:
        raise file.refuse(Problem(("default",), "is_not_default_here", here), code="file_policy_differs")
    if not file.is_default and file.value["order"] != policy.order:
        raise file.refuse(Problem(("order",), "other_order", here), code="file_policy_differs")
    return policy


def _begin(file: PolicyFile, *, by: User, at: datetime) -> Policy:
    if file.is_default:
        return policies.create_default_policy(name=file.name, by=by, at=at)
    return policies.create_policy(name=file.name, order=file.value["order"], by=by, at=at)


def _level(said: Mapping[str, Any], offices: Mapping[str, int], postings: Mapping[Named, int]) -> LevelInput:
    plain = {name: said[name] for name in PLAIN if name in said}
    quorum = said.get("quorum", "any")
    number = quorum if isinstance(quorum, int) else 1
    selector, office_id, role = _asked(said["asks"], offices)
    return LevelInput(
        position=said["position"],
        name=said["name"].strip(),
        question=said["question"].strip(),
        selector=selector,
        office_id=office_id,
        role=role,
        limit=length(said["limit"]),
        remind_before=length(said["remind_before"]) if "remind_before" in said else None,
        quorum="n" if isinstance(quorum, int) else quorum,
        quorum_n=number,
        conditions=dict(said.get("conditions", {})),
        escalations=tuple(_escalation(rung, offices, postings) for rung in said.get("escalations", ())),
        **plain,
    )


def _escalation(said: Mapping[str, Any], offices: Mapping[str, int], postings: Mapping[Named, int]) -> EscalationInput:
    every = length(said["repeat_every"]) if "repeat_every" in said else None
    repeats: dict[str, Any] = {"repeat_every": every, "repeat_times": said.get("repeat_times", 0)}
    if "posting" in said:
        return EscalationInput(length(said["after"]), posting_id=postings[register.named(said["posting"])], **repeats)
    selector, office_id, role = _asked(said["asks"], offices)
    return EscalationInput(length(said["after"]), selector=selector, office_id=office_id, role=role, **repeats)


def _asked(said: Mapping[str, str], offices: Mapping[str, int]) -> tuple[str, int | None, str]:
    """Return selector, office and role."""
    if "office" in said:
        return Selector.OFFICE, offices[said["office"]], said["role"]
    return said["selector"], None, said["role"]
