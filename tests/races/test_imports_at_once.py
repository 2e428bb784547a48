"""Imports at the same moment: each file is one version of its own, and a new policy is begun once."""

import pytest

from approvals.actions import install_preset, policies
from approvals.actions.import_policy import import_policy, rehearse
from approvals.models import Policy, PolicyVersion
from approvals.policy_file import writing
from tests.people import NOW
from tests.policy_file.samples import GOOD, fetched
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def imports(text, by, act=import_policy):
    return lambda: act(text=text, by=by, at=NOW)


def test_a_new_policy_is_begun_once_and_the_second_is_told(ministry):
    for number in range(ROUNDS):
        text = GOOD.replace("name: Sanctions", f"name: Sanctions {number}").replace("quorum: 2", "quorum: any")
        outcomes = together(imports(text, ministry.paul), imports(text, ministry.petra))
        versions = PolicyVersion.objects.filter(policy__name=f"Sanctions {number}")
        # Whoever comes so late that the policy is there already makes its second version.
        assert (codes(outcomes), versions.count()) in ((["ok", "policy_name_taken"], 1), (["ok", "ok"], 2))
        assert Policy.objects.filter(name=f"Sanctions {number}").count() == 1


def test_imports_writing_and_presets_at_once_make_a_version_each(ministry):
    text = writing.write(fetched(ministry.version))
    policy = ministry.policy
    for _ in range(ROUNDS):
        before = policy.versions.count()
        outcomes = together(
            imports(text, ministry.paul),
            imports(text, ministry.petra),
            imports(text, ministry.paul, rehearse),
            lambda: policies.write_version(
                policy_id=policy.pk, levels=[], by=ministry.petra, at=NOW, conditions={}, seen="new"
            ),
            lambda: install_preset.install_into(
                preset="uk-direct", places={}, policy_id=policy.pk, by=ministry.paul, at=NOW
            ),
        )
        assert codes(outcomes) == ["ok"] * 5
        numbers = sorted(policy.versions.values_list("number", flat=True))
        assert numbers == list(range(1, before + 5)), "a rehearsal leaves no version, and no gap"
