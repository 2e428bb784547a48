"""Two policy officers wrote at once: what the second is told, and how what they typed differs from what is saved."""

from dataclasses import dataclass

from approvals import facts
from approvals.actions.policies import level_keys
from approvals.models import Policy, PolicyVersion
from approvals.refusals import Refused
from approvals.rules.routing import PolicyRule
from approvals.web.conditions import Vocabulary
from approvals.web.forms.policies import VersionForm
from approvals.web.level_rules import level_rule
from approvals.web.version_changes import told


@dataclass(frozen=True, slots=True)
class Conflict:
    """The version that somebody saved or proposed meanwhile, and what the typed one would change in it."""

    version: PolicyVersion
    changes: list[str]
    next_number: int


def conflict_with(policy: Policy, refused: Refused, form: VersionForm, words: Vocabulary) -> Conflict:
    """Return what the second officer is told; `refused` names the version that came first."""
    versions = policy.versions.select_related("policy", "created_by", "proposed_by")
    theirs = versions.prefetch_related("levels__escalations").get(number=str(refused.params["number"]))
    last = policy.versions.order_by("-number").values_list("number", flat=True)[0]
    return Conflict(theirs, told(facts.policy_rule(theirs), typed_rule(policy, form), words), last + 1)


def typed_rule(policy: Policy, form: VersionForm) -> PolicyRule:
    """Return what was typed as the rules would see it, were it saved."""
    levels = form.level_inputs()
    rules = tuple(level_rule(given, key=key) for given, key in zip(levels, level_keys(levels), strict=True))
    return PolicyRule(0, policy.name, policy.order, policy.is_default, form.conditions(), rules)
