"""How the tests of cleared lines ask: a line of Riyadh's, cleared by its levels, and a policy that asks nobody."""

from accounts.models import Role
from approvals.actions import lines, policies, submit
from approvals.actions.lines import Wording
from approvals.models import ClearedLine, PermittedAddition, Policy, PolicyVersion, ReviewRule
from notifications.models import Message
from tests.people import LONG_AGO, NOW, later, put_in_force

TEXT = "We support the rules agreed in Geneva, and we will keep them."
ONLY_LINES = {"field": "cleared_line", "in": ["unaltered"]}


def wording(text=TEXT, **fields):
    values = {"name": "The rules of Geneva", "texts": {"en": text}, "until": later(24 * 30)} | fields
    return Wording(**values)


def written(ministry, text=TEXT, *, by=None, at=NOW, office=None, **fields):
    """Return a line that is not submitted yet."""
    return lines.write_line(
        wording=wording(text, **fields), by=by or ministry.layla, at=at, office=office or ministry.riyadh
    )


def in_use(ministry, text=TEXT, *, at=NOW, **fields):
    """Return a line that mission, desk and minister's office have approved."""
    line = written(ministry, text, at=at, **fields)
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=at)
    ministry.approve(line.draft, ministry.helen, ministry.dana, ministry.mina, at=at)
    return fresh_line(line)


def fresh_line(line):
    return ClearedLine.objects.select_related("draft__office").get(pk=line.pk)


def withdraw(line, by, *, at=NOW, reason="The position has changed."):
    return lines.withdraw_line(line_id=line.pk, reason=reason, by=by, at=at)


def asks_nobody(ministry, *, conditions=ONLY_LINES):
    """Put a policy in force for cleared lines that has no level at all."""
    policy = Policy.objects.create(name="Cleared lines", order=10)
    version = PolicyVersion.objects.create(
        policy=policy, number=1, conditions=conditions, created_by=ministry.paul, created_at=LONG_AGO
    )
    put_in_force(version, ministry.paul, ministry.petra)
    ReviewRule.objects.get_or_create(
        is_default=True,
        defaults={"name": "Communications", "selector": "office", "office": ministry.comms, "role": Role.APPROVER},
    )
    return policy


def permit(kind, value, ministry):
    return PermittedAddition.objects.create(kind=kind, value=value, added_by=ministry.paul, added_at=LONG_AGO)


def proposed(ministry, conditions, levels=()):
    """Return what proposing a version with these conditions and levels answers."""
    policy = policies.create_policy(name="Lines alone", order=5, by=ministry.paul, at=NOW)
    policies.write_version(policy_id=policy.pk, levels=list(levels), by=ministry.paul, at=NOW, conditions=conditions)
    return policies.propose(policy_id=policy.pk, number=1, by=ministry.paul, at=NOW)


def told(kind):
    """Return who was told in this way, and to which page the message leads."""
    return set(Message.objects.filter(kind=kind).values_list("user__username", "path"))


def quoting(ministry, text=TEXT, **fields):
    """Return a draft of Layla's that quotes the line."""
    return ministry.draft(text, **fields)


def route_of(draft, at=NOW, by=None):
    """Return the route that a draft takes when it is submitted."""
    return submit.submit(draft_id=draft.pk, by=by or draft.author, at=at).route
