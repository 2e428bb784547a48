"""A version is tried in the browser: the route of some facts drawn, and the last drafts side by side."""

import pytest

from accounts.models import Role
from tests.actions.asking import enforce, everything, new_version, other_policy
from tests.doors.calls import Caller
from tests.doors.calls import refused as answered
from tests.doors.pages import main
from tests.people import level


def page(ministry, number, query=""):
    return f"/policies/{ministry.policy.pk}/versions/{number}/try/{query}"


def facts(ministry, **fields):
    given = {"office": ministry.riyadh.pk, "kind": "original", "urgency": "routine", "audience": "host"} | fields
    return "?" + "&".join(f"{name}={value}" for name, value in given.items())


def with_sanctions(ministry):
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    only = {"field": "topic", "in": ["sanctions"]}
    level(version, 2, "Legal", "office", Role.APPROVER, office=ministry.comms, conditions=only)
    return version


def test_the_route_of_some_facts_is_drawn(visit, ministry):
    with_sanctions(ministry)
    reader = visit("layla")
    before = everything()
    told = main(reader.get(page(ministry, 2, facts(ministry, topics="sanctions", channels=ministry.x.pk))))
    assert "Submitted Head of mission Must approve · 4 h on the clock" in told
    assert "Legal" in told
    assert "Legal" not in main(reader.get(page(ministry, 2, facts(ministry, topics="trade"))))
    assert everything() == before


def test_why_there_is_no_route_is_told(visit, ministry):
    told = main(visit("layla").get(page(ministry, 1, facts(ministry, office=ministry.geneva.pk))))
    assert "It could not be submitted. The level “Desk” names an office that the register does not have." in told


def test_the_last_drafts_are_shown_side_by_side(visit, ministry):
    sanctions = ministry.submitted(topics=("sanctions",))
    ministry.submitted()
    with_sanctions(ministry)
    told = main(visit("paul").get(page(ministry, 2, "?last=100")))
    assert "Of the last 2 drafts, 2 would take another route." in told
    row = told[told.index(sanctions.reference) :]
    assert "Head of mission 4 h on the clock, Desk 8 h on the clock, Minister's office 4 h on the clock" in row
    assert "At most 16 h on the clock" in row
    assert "Head of mission 4 h on the clock, Legal 4 h on the clock At most 8 h on the clock" in row
    assert "Legal is asked too. Desk is no longer asked. Minister's office is no longer asked." in row


def test_real_drafts_are_shown_to_policy_officers_only(visit, ministry):
    """Guarantee 11."""
    ministry.submitted()
    for who in ("layla", "gil", "dana"):
        assert "The last drafts" not in main(visit(who).get(page(ministry, 1)))
        visit(who).get(page(ministry, 1, "?last=100"), 403)


@pytest.mark.parametrize(
    "query", ["?last=7", "?last=x", "?last=-1", "?office=x", "?office=", "?office=9999999999999999999"]
)
def test_what_cannot_be_tried_is_refused(visit, ministry, query):
    visit("paul").get(page(ministry, 1, query), 400)


def test_a_version_with_broken_conditions_says_so(visit, ministry):
    version = new_version(ministry, conditions={"weather": "rain"})
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    told = main(visit("paul").get(page(ministry, 2, "?last=25")))
    assert "The version has faults." in told


def test_the_same_through_the_api(ministry):
    draft = ministry.submitted(topics=("sanctions",))
    with_sanctions(ministry)
    base = f"/policies/{ministry.policy.pk}/versions/2/try/drafts/"
    status, told = Caller(ministry.paul).get(f"{base}?last=10")
    assert (status, told["looked_at"], told["changed"]) == (200, 1, 1)
    row = told["results"][0]
    assert (row["reference"], row["policy"], row["refused"]) == (draft.reference, "Mission, desk, minister", None)
    assert ([one["name"] for one in row["added"]], row["added"][0]["office"]["code"]) == (["Legal"], "COMMS")
    assert (row["time_before"], row["time_after"]) == ("PT16H", "PT8H")
    assert answered(Caller(ministry.layla).get(base)) == (403, "not_policy_officer")
    for last in ("0", "501", "x"):
        assert answered(Caller(ministry.paul).get(f"{base}?last={last}")) == (400, "invalid")


def test_a_draft_that_another_policy_takes_first_is_said_to_go_there(visit, ministry):
    sanctions = new_version(
        ministry, policy=other_policy("Sanctions", order=5), conditions={"field": "topic", "in": ["sanctions"]}
    )
    level(sanctions, 1, "Head of mission", "own_office", Role.HEAD)
    enforce(ministry, sanctions)
    reader = visit("layla")
    told = main(reader.get(page(ministry, 1, facts(ministry, topics="sanctions"))))
    assert "Such a draft goes to the policy “Sanctions”, which is asked first." in told
    assert "which is asked first" not in main(reader.get(page(ministry, 1, facts(ministry, topics="trade"))))


def test_how_long_a_route_takes_is_told_on_what_its_limits_run_on(visit, ministry):
    pressing = ministry.submitted(urgency="urgent")
    routine = ministry.submitted()
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", "head", runs_on="working")
    level(version, 2, "Desk", "country_desk", "approver", hours=20, runs_on="wall")
    told = main(visit("paul").get(page(ministry, 2, "?last=100")))
    of_routine = told[told.index(routine.reference) : told.index(pressing.reference)]
    assert "Head of mission 4 working hours, Desk 20 h on the clock At most 24 h, some of it working time" in of_routine
    assert "Head of mission: time limit 4 h on the clock → 4 working hours." in of_routine
    of_pressing = told[told.index(pressing.reference) :]
    assert "Head of mission 4 h on the clock, Desk 20 h on the clock At most 1 d on the clock" in of_pressing
    assert "Head of mission: time limit" not in of_pressing
