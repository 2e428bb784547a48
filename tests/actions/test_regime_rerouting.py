"""A regime that says so puts drafts in review on its route: approvals that still answer are kept, nobody is skipped."""

from django.test import TestCase

from accounts.models import Posting, Role
from approvals import audit
from approvals.actions import alarms, regime_turns, regimes
from approvals.models import Decision, Event, Topic
from tests.actions.asking import (
    approve,
    everything,
    flight,
    kinds,
    open_levels,
    refused,
    request_changes,
    resubmit,
    steps,
    told,
)
from tests.actions.declaring import added, asked, declared, ended
from tests.actions.regime import HALF_AN_HOUR
from tests.people import fresh, later, post


def rerouting(ministry, *, at=None, **fields):
    levels = fields.pop("levels", (added(office=ministry.comms),))
    return declared(ministry, at=at or later(1), in_flight="routes", levels=levels, **fields)


def names(draft):
    return [step.name for step in sorted(steps(draft).values(), key=lambda step: step.position)]


def test_routes_stay_unless_the_regime_says_otherwise(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    declared(ministry, levels=(added(office=ministry.comms),))
    assert names(draft) == ["Head of mission", "Desk", "Minister's office"]
    assert fresh(draft).route.number == 1


def test_a_draft_in_review_is_put_on_the_route_and_its_approvals_are_kept(ministry):
    """Guarantee 8."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    rerouting(ministry)
    assert names(draft) == ["Duty officer", "Head of mission", "Desk", "Minister's office"]
    assert open_levels(draft) == ["Duty officer"]
    found = steps(draft)
    assert (found["Duty officer"].origin, found["Duty officer"].due_at) == ("regime", later(1) + HALF_AN_HOUR)
    kept = Decision.objects.get(step=found["Head of mission"])
    assert (kept.by, kept.carried_from.by) == (ministry.helen, ministry.helen)
    draft = ministry.approve(draft, ministry.carla, at=later(1))
    assert open_levels(draft) == ["Desk"]
    assert list(audit.verify(draft)) == []


def test_it_is_on_record_and_told_to_the_author_and_whomever_it_awaited(ministry):
    draft = ministry.submitted()
    regime = rerouting(ministry)
    event = Event.objects.get(draft=draft, kind="rerouted")
    assert (event.by, event.data) == (
        None, {"regime": regime.pk, "because": "crisis", "why": "Shelling near the embassy"},
    )  # fmt: skip
    assert told("rerouted") == ["helen", "layla"]
    assert told("awaiting") == ["carla", "helen"]


def test_levels_that_replace_those_of_the_policy_close_these_undecided(ministry):
    draft = ministry.submitted()
    rerouting(ministry, replaces_levels=True)
    assert names(draft) == ["Duty officer"]
    with refused("not_asked"):
        approve(draft, ministry.helen, at=later(1))
    assert ministry.approve(draft, ministry.carla, at=later(1)).state == "cleared"


def test_a_draft_is_put_on_the_route_once(ministry):
    """Guarantee 18."""
    draft = ministry.submitted()
    rerouting(ministry)
    before = everything()["Step"]
    for minute in (1, 2):
        alarms.fire_due(at=later(1, minutes=minute))
    assert everything()["Step"] == before
    assert kinds(draft).count("rerouted") == 1
    submitted = ministry.submitted(at=later(1, minutes=3))
    regime_turns.fire_regimes(at=later(1, minutes=4))
    assert fresh(submitted).route.number == 1


def test_a_level_that_lost_its_people_keeps_the_draft_on_its_route_and_says_so_once(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    asked(
        ministry, starts_at=later(1), in_flight="routes", levels=(added(office=ministry.comms),)
    )  # fmt: skip
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(1))
    alarms.fire_due(at=later(1))
    alarms.fire_due(at=later(1, minutes=1))
    assert names(draft) == ["Head of mission", "Desk", "Minister's office"]
    assert steps(draft)["Head of mission"].due_at == later(1) + HALF_AN_HOUR
    event = Event.objects.get(draft=draft, kind="route_kept")
    assert event.data["level"] == "Duty officer"
    assert told("route_kept") == ["layla", "paul", "petra"]


def test_who_approved_already_is_not_who_the_added_level_can_ask(ministry):
    """Guarantee 5."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(1))
    post(ministry.helen, ministry.comms, Role.APPROVER)
    rerouting(ministry)
    assert kinds(draft)[-1] != "rerouted"
    assert Event.objects.filter(draft=draft, kind="route_kept").count() == 1


def test_what_the_regime_does_not_cover_stays_on_its_route(ministry):
    Topic.objects.create(slug="consular", name="Consular safety")
    consular = ministry.submitted(topics=("consular",))
    back = request_changes(ministry.submitted(), ministry.helen)
    rerouting(ministry, exempt_topics=("consular",))
    assert names(consular) == ["Head of mission", "Desk", "Minister's office"]
    assert fresh(back).route.number == 1
    resubmit(back, ministry.layla, at=later(2))
    assert open_levels(back) == ["Duty officer"]


def test_what_is_asked_of_a_request_does_not_grow_with_the_drafts_in_review(ministry, monkeypatch):
    """Guarantee 17."""
    monkeypatch.setattr(regimes, "MOST_AT_ONCE", 1)
    drafts = [ministry.submitted(), ministry.submitted()]
    with TestCase.captureOnCommitCallbacks(execute=True):
        asked(ministry, in_flight="routes", levels=(added(office=ministry.comms),), at=later(1))
    assert [fresh(draft).route.number for draft in drafts] == [1, 1]
    alarms.fire_due(at=later(1, seconds=5))
    assert [fresh(draft).route.number for draft in drafts] == [2, 2]


def test_a_level_of_the_policy_is_not_taken_for_one_of_the_regime(ministry):
    """Guarantee 8."""
    regime = asked(ministry, starts_at=later(1), in_flight="routes", levels=(added(office=ministry.comms),))
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"key": f"regime-{regime.pk}-1"}))
    regime_turns.fire_regimes(at=later(1))
    assert names(draft) == ["Duty officer", "Desk"]


def test_when_the_regime_is_over_routes_in_flight_stay_as_they_are(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    regime = rerouting(ministry)
    ended(ministry, regime, at=later(1, minutes=10))
    assert open_levels(draft) == ["Duty officer"]
    assert steps(draft)["Duty officer"].regime is None
    assert names(ministry.submitted(at=later(2))) == ["Head of mission", "Desk", "Minister's office"]
