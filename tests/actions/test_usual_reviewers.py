"""A preset that rests on reviews names who reviews, where the ministry has not said so."""

import pytest

from approvals.actions import install_preset
from approvals.models import Event, ReviewRule
from tests.authorizing import reviewed_by_comms
from tests.people import NOW


def install(ministry, preset="uk-direct"):
    return install_preset.install_as_policy(preset=preset, places={}, name="Ours", by=ministry.paul, at=NOW)


@pytest.mark.parametrize("preset", ["uk-direct", "canada-2015", "direct-with-review"])
def test_communications_review_where_no_rule_says_who(ministry, preset):
    install(ministry, preset)
    rule = ReviewRule.objects.get()
    assert (rule.is_default, rule.office, rule.role) == (True, ministry.comms, "approver")
    assert (rule.limit.total_seconds() / 3600, rule.runs_on) == (8, "working")
    assert (rule.escalate_office, rule.escalate_role) == (ministry.comms, "policy")
    assert Event.objects.get(kind="review_rule_added").data["rule"] == rule.pk


def test_where_communications_have_nobody_the_policy_officers_do(ministry):
    ministry.carla.postings.all().delete()
    install(ministry)
    rule = ReviewRule.objects.get()
    assert (rule.office, rule.role) == (ministry.comms, "policy")


def test_a_rule_that_is_there_stays_alone(ministry):
    rule = reviewed_by_comms(ministry, is_default=False, name="Ours")
    install(ministry)
    assert list(ReviewRule.objects.all()) == [rule]


def test_a_preset_without_reviews_names_nobody(ministry):
    install_preset.install_as_policy(
        preset="us-two-speed", places={"sensitive": ["sanctions"], "public-affairs": ["COMMS"]}, name="Ours",
        by=ministry.paul, at=NOW,
    )  # fmt: skip
    assert not ReviewRule.objects.exists()


def test_installed_into_a_policy_it_names_them_too(ministry):
    install_preset.install_into(
        preset="uk-direct", places={}, policy_id=ministry.policy.pk, by=ministry.paul, at=NOW
    )  # fmt: skip
    assert ReviewRule.objects.get().is_default
