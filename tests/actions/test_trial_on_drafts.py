"""A version tried on the last drafts: the whole set of policies, now and with this version, and what would change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Posting, Role
from approvals.models import Route
from approvals.trial_on_drafts import try_on_last
from tests.actions.asking import enforce, everything, new_version, other_policy, refused, take_back
from tests.people import HOUR, NOW, later, level


def tried(version, *, last=100, at=NOW):
    before = everything()
    found = {one.draft.reference: one for one in try_on_last(version, last=last, at=at)}
    assert everything() == before
    return found


def two_levels(ministry, **changes):
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    level(version, 2, "Desk", "country_desk", Role.APPROVER, hours=4)
    level(version, 3, "Sanctions", "office", Role.APPROVER, office=ministry.comms, **changes)
    return version


def test_each_draft_is_told_what_it_would_be_asked_more_and_no_longer_and_for_how_long(ministry):
    draft = ministry.submitted()
    found = tried(two_levels(ministry))[draft.reference].difference
    assert [step.level.name for step in found.added] == ["Sanctions"]
    assert [step.level.name for step in found.removed] == ["Minister's office"]
    assert [(old.limit, new.limit) for old, new in found.limits] == [(8 * HOUR, 4 * HOUR)]
    assert (found.before, found.after) == (16 * HOUR, 12 * HOUR)


def test_a_level_with_conditions_touches_the_drafts_that_meet_them(ministry):
    sanctions = ministry.submitted(topics=("sanctions",))
    trade = ministry.submitted(topics=("trade",))
    version = two_levels(ministry, conditions={"field": "topic", "in": ["sanctions"]})
    found = tried(version)
    assert [step.level.name for step in found[sanctions.reference].difference.added] == ["Sanctions"]
    assert found[trade.reference].difference.added == ()


def test_the_conditions_of_a_version_draw_drafts_to_it_and_let_others_go(ministry):
    policy = other_policy("Trade", order=5)
    first = new_version(ministry, policy=policy, conditions={"field": "topic", "in": ["trade"]})
    level(first, 1, "Communications", "office", Role.APPROVER, office=ministry.comms)
    enforce(ministry, first)
    trade, sanctions = ministry.submitted(topics=("trade",)), ministry.submitted(topics=("sanctions",))
    version = new_version(ministry, policy=policy, conditions={"field": "topic", "in": ["sanctions"]})
    level(version, 1, "Communications", "office", Role.APPROVER, office=ministry.comms)
    found = tried(version)
    assert {name: (one.before.policy, one.after.policy) for name, one in found.items()} == {
        trade.reference: ("Trade", "Mission, desk, minister"),
        sanctions.reference: ("Mission, desk, minister", "Trade"),
    }
    assert all(one.difference.other_policy for one in found.values())


def test_a_version_of_a_policy_that_has_none_in_force_is_tried_beside_the_others(ministry):
    draft = ministry.submitted(topics=("trade",))
    version = new_version(
        ministry, policy=other_policy("Trade", order=5), conditions={"field": "topic", "in": ["trade"]}
    )
    level(version, 1, "Communications", "office", Role.APPROVER, office=ministry.comms)
    assert tried(version)[draft.reference].after.policy == "Trade"


def test_a_draft_that_would_find_nobody_is_told_so(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    version = two_levels(ministry)
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(-1))
    one = tried(version)[draft.reference]
    assert (one.difference.is_changed, one.why_not.code) == (True, "level_unstaffed")


def test_the_version_in_force_changes_nothing(ministry):
    ministry.submitted()
    assert not any(one.difference.is_changed for one in tried(ministry.version).values())


def test_the_last_submitted_are_looked_at_whatever_became_of_them_and_never_what_was_not_submitted(ministry):
    drafts = [ministry.submitted(f"Post {number}.") for number in range(4)]
    take_back(drafts[3], ministry.layla)
    ministry.draft("Not submitted.")
    assert list(tried(ministry.version, last=2)) == [drafts[3].reference, drafts[2].reference]


def test_a_draft_routed_before_audiences_were_kept_is_tried_like_any_other(ministry):
    draft = ministry.submitted()
    facts = dict(draft.route.facts)
    facts.pop("audience")
    Route.objects.filter(pk=draft.route_id).update(facts=facts)
    version = two_levels(ministry, conditions={"field": "audience", "in": ["domestic"]})
    assert tried(version)[draft.reference].difference.added == ()


def test_a_version_whose_conditions_cannot_be_read_is_refused(ministry):
    version = two_levels(ministry, conditions={"weather": "rain"})
    with refused("version_invalid"):
        try_on_last(version, last=10, at=NOW)


@pytest.mark.parametrize("count", [12])
def test_it_costs_the_same_however_many_drafts(ministry, count):
    version = two_levels(ministry)

    def cost():
        fresh = (
            type(version).objects.select_related("policy").prefetch_related("levels__escalations").get(pk=version.pk)
        )
        with CaptureQueriesContext(connection) as sent:
            try_on_last(fresh, last=500, at=NOW)
        return len(sent)

    ministry.submitted()
    few = cost()
    for number in range(count):
        ministry.submitted(f"Post {number}.")
    print(f"{few} queries")
    assert cost() == few
