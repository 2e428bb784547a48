"""A version is judged against the ministry as it is now, in sentences that say the reason and the way out."""

import ast
import inspect

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import facts, judging
from approvals.fault_sentences import FAULTS, WARNINGS, sentence
from approvals.models import Policy
from approvals.rules import conditions, policy_faults, policy_warnings
from approvals.rules.policy_faults import Fault, Missing
from approvals.web.judged import Judged
from tests.actions.asking import new_version
from tests.doors.pages import main
from tests.people import NOW, channel, level, put_in_force
from tests.rules.facts import asks


def judged(version):
    return Judged.of(version, at=NOW)


def codes_in(module):
    """Return every word of a module that could be the code of a fault."""
    words = (node.value for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Constant))
    return {word for word in words if isinstance(word, str) and word.isidentifier()}


def test_every_fault_and_warning_has_its_sentence_and_every_sentence_its_use():
    found = codes_in(conditions) | codes_in(policy_faults) | codes_in(policy_warnings)
    assert set(FAULTS) | set(WARNINGS) <= found
    assert not set(FAULTS) & set(WARNINGS)


def test_a_version_in_force_in_a_sound_ministry_has_no_faults_and_says_which_mission_has_no_desk(ministry):
    said = judged(ministry.version)
    assert said.faults == []
    assert [(line.level, line.place) for line in said.warnings] == [("Desk", 1)]
    assert said.warnings[0].sentence.startswith(
        "For 1 of the 2 missions that this level is for, no desk is named: Permanent Mission in Geneva."
    )


@pytest.mark.parametrize(
    ("number", "names"), [(6, "M0, M1, M2, M3, M4, M5."), (8, "M0, M1, M2, M3, M4, M5 and 2 more.")]
)
def test_so_many_missions_are_named_and_the_others_counted(number, names):
    fault = Fault("nobody_somewhere", "Head", 0, Missing(tuple(f"M{n}" for n in range(number)), 12))
    assert names in sentence(fault)


def test_the_version_page_says_faults_and_warnings_apart(visit, ministry):
    policy = Policy.objects.create(name="Riyadh", order=5)
    at_riyadh = {"all": [asks("office", "RUH"), asks("country", "CH")]}
    version = new_version(ministry, policy=policy, conditions=at_riyadh)
    level(version, 1, "Head", "own_office", "head", conditions={"not": asks("urgency", "crisis")})
    told = main(visit("paul").get(f"/policies/{policy.pk}/versions/1/"))
    assert "This keeps the version from being put in force: The condition can never be met" in told
    version.conditions = asks("office", "RUH")
    version.save()
    told = main(visit("paul").get(f"/policies/{policy.pk}/versions/1/"))
    assert "This keeps" not in told
    assert "keeps nothing from being put in force: Some drafts that this policy is for meet the condition of no" in told


def test_judging_costs_four_queries_whatever_the_levels_and_the_missions(ministry):
    def cost():
        version = new_version(ministry)
        for place in range(1, version.number * 4):
            selector = ("own_office", "country_desk", "minister")[place % 3]
            level(version, place, f"Level {place}", selector, "approver")
        rule = facts.policy_rule(version)
        with CaptureQueriesContext(connection) as asked:
            judging.judge(ministry.policy, rule, at=NOW)
        return len(asked)

    few = cost()
    for number in range(20):
        office = ministry.riyadh.__class__.objects.create(
            code=f"M{number}", name=f"Mission {number}", kind="mission", country="FR", time_zone="UTC"
        )
        channel("x", f"@mission{number}", office, "en")
        other = Policy.objects.create(name=f"P{number}", order=number)
        kept = new_version(ministry, policy=other, conditions=asks("topic", "trade"))
        level(kept, 1, "Head", "own_office", "head")
        put_in_force(kept, ministry.paul, ministry.petra)
    assert few == cost() == 4
