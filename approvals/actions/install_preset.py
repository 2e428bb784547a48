"""A preset installed: a proposed version to be adapted, of a new policy or of one that there is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Role, User
from approvals import access, audit
from approvals.actions import policies, usual_reviewers
from approvals.actions.import_policy import propose_file
from approvals.models import Policy, PolicyVersion
from approvals.policy_file.checked import PolicyFile, checked
from approvals.presets.catalogue import preset_called
from approvals.presets.filling import document_of
from approvals.refusals import Refused

Places = Mapping[str, Sequence[str]]
USUAL_ORDER = 100


@transaction.atomic
def install_as_policy(*, preset: str, places: Places, name: str = "", by: User, at: datetime) -> PolicyVersion:
    """Begin a policy with a preset as its first version, proposed; its name is the preset's unless it is given one.

    A preset that is meant for every draft becomes the default where there is none yet.
    """
    file = _file(preset, places, by=by, at=at)
    audit.lock_ministry()
    called = name.strip() or file.name
    if file.is_default and not Policy.objects.filter(is_default=True).exists():
        policy = policies.create_default_policy(name=called, by=by, at=at)
    else:
        policy = policies.create_policy(name=called, order=file.value.get("order", USUAL_ORDER), by=by, at=at)
    return _install(policy, file, preset, by=by, at=at)


@transaction.atomic
def install_into(*, preset: str, places: Places, policy_id: int, by: User, at: datetime) -> PolicyVersion:
    """Make a preset the next version of a policy, proposed; its name and its place among the policies stay."""
    file = _file(preset, places, by=by, at=at)
    policy = Policy.objects.select_for_update().filter(pk=policy_id).first()
    if policy is None:
        raise Refused("not_found")
    return _install(policy, file, preset, by=by, at=at)


def _file(preset: str, places: Places, *, by: User, at: datetime) -> PolicyFile:
    if not access.holds(by, Role.POLICY, at=at):
        raise Refused("not_policy_officer")
    return checked(document_of(preset_called(preset), places))


def _install(policy: Policy, file: PolicyFile, preset: str, *, by: User, at: datetime) -> PolicyVersion:
    version = propose_file(policy, file, by=by, at=at)
    if preset_called(preset).is_reviewed:
        usual_reviewers.install_where_there_is_none(by=by, at=at)
    data = {"policy": policy.pk, "number": version.number, "preset": preset}
    audit.record_for_ministry("preset_installed", by=by.pk, at=at, data=data)
    return version
