"""Trust on evidence: the clock counts what reviews found, halves the quota, suspends, and forgives on appeal."""

import pytest

from approvals import restrictions
from approvals.actions import alarms, authorization_stops
from approvals.models import Event, PreAuthorization, Restriction, Review
from notifications.models import Message
from tests.actions.asking import told
from tests.actions.authorizing import accept, amended, authorized, countersign, found, posting_of
from tests.actions.test_authorization_turns import DAY, clocked
from tests.people import NOW, later

RULES = {"halve_after": 1, "suspend_after": 2, "trust_days": 30}


def decided(ministry, version, *outcomes, at=NOW):
    """Let reviews come to these outcomes a day apart, the clock going on, and return them."""
    reviews = []
    for number, outcome in enumerate(outcomes):
        reviews.append(found(ministry, version, outcome, at=at + number * DAY))
        alarms.fire_due(at=at + number * DAY)
    return reviews


def appeal(restriction, by, *, at):
    return authorization_stops.resume(restriction_id=restriction.pk, reason="The facts were right.", by=by, at=at)


def test_one_adverse_outcome_halves_the_quota_for_thirty_days_and_says_so(ministry):
    version = authorized(ministry, **RULES)
    (review,) = decided(ministry, version, "correct")
    halved = Restriction.objects.get()
    assert (halved.kind, halved.cause, halved.reviews, halved.until) == ("halved", "trust", [review.pk], NOW + 30 * DAY)
    assert halved.reason == review.draft.reference
    assert told("quota_halved") == ["helen", "paul", "petra"]
    assert Message.objects.filter(kind="quota_halved").first().params["led"] == review.draft.reference
    assert Event.objects.get(kind="quota_halved").data["reviews"] == [review.pk]


def test_two_in_thirty_days_suspend_it_and_both_are_named(ministry):
    version = authorized(ministry, **RULES)
    first, second = decided(ministry, version, "correct", "retract")
    suspended = Restriction.objects.get(kind="suspended")
    assert (suspended.cause, suspended.reviews, suspended.until) == ("trust", [first.pk, second.pk], None)
    assert suspended.reason == f"{first.draft.reference}, {second.draft.reference}"
    assert clocked() == ["quota_halved", "authorization_suspended"]
    assert told("authorization_suspended") == ["helen", "paul", "petra"]
    assert restrictions.why(suspended) == f"Reviews found against {suspended.reason}."


def test_an_outcome_is_counted_once_however_many_sweeps_run(ministry):
    """Guarantee 18."""
    version = authorized(ministry, **RULES)
    decided(ministry, version, "correct")
    for hours in range(1, 5):
        alarms.fire_due(at=later(hours))
    assert clocked() == ["quota_halved"]
    assert Review.objects.get().weighed_at == NOW


def test_what_stands_is_counted_and_does_nothing(ministry):
    version = authorized(ministry, **RULES)
    decided(ministry, version, "stands", "stands", "stands")
    assert (Restriction.objects.count(), Review.objects.filter(weighed_at=None).count()) == (0, 0)


def test_without_rules_of_trust_nothing_follows(ministry):
    version = authorized(ministry)
    decided(ministry, version, "retract", "retract", "retract")
    assert not Restriction.objects.exists()


def test_what_is_older_than_the_days_does_not_count(ministry):
    version = authorized(ministry, **RULES)
    decided(ministry, version, "correct")
    decided(ministry, version, "correct", at=NOW + 30 * DAY)
    assert list(Restriction.objects.values_list("kind", flat=True)) == ["halved", "halved"]


def test_while_a_quota_is_halved_a_further_outcome_makes_it_last_longer(ministry):
    version = authorized(ministry, halve_after=1, trust_days=30)
    first, second = decided(ministry, version, "correct", "correct")
    halved = Restriction.objects.get()
    assert (halved.reviews, halved.until) == ([first.pk, second.pk], NOW + 31 * DAY)
    assert clocked() == ["quota_halved", "quota_halved"]


def test_an_appeal_that_is_granted_forgives_what_it_names_and_nothing_else(ministry):
    version = authorized(ministry, **RULES)
    decided(ministry, version, "correct", "retract")
    suspended = Restriction.objects.get(kind="suspended")
    appeal(suspended, ministry.petra, at=NOW + 2 * DAY)
    assert told("authorization_resumed") == ["helen", "paul"]
    (third,) = decided(ministry, version, "correct", at=NOW + 3 * DAY)
    assert not Restriction.objects.filter(kind="suspended", lifted_at=None).exists()
    halved = Restriction.objects.filter(kind="halved", lifted_at=None).get()
    assert third.pk in halved.reviews
    (fourth,) = decided(ministry, version, "retract", at=NOW + 4 * DAY)
    assert Restriction.objects.get(kind="suspended", lifted_at=None).reviews == [third.pk, fourth.pk]


def test_a_halved_quota_is_restored_on_appeal(ministry):
    version = authorized(ministry, **RULES)
    decided(ministry, version, "correct")
    appeal(Restriction.objects.get(), ministry.petra, at=later(1))
    assert told("quota_restored") == ["helen", "paul"]
    decided(ministry, version, "correct", at=later(2))
    assert not Restriction.objects.filter(kind="suspended").exists()


def test_what_comes_to_light_during_a_suspension_is_named_by_it_and_forgiven_with_it(ministry):
    version = authorized(ministry, suspend_after=2, trust_days=30)
    reviews = decided(ministry, version, "correct", "correct", "retract")
    suspended = Restriction.objects.get()
    assert suspended.reviews == [review.pk for review in reviews]
    assert clocked() == ["authorization_suspended", "outcomes_counted"]
    appeal(suspended, ministry.petra, at=NOW + 5 * DAY)
    decided(ministry, version, "correct", at=NOW + 6 * DAY)
    assert Restriction.objects.count() == 1


def test_the_rules_are_those_of_the_version_in_force_and_what_was_before_it_counts(ministry):
    version = authorized(ministry)
    decided(ministry, version, "correct")
    second = countersign(ministry, amended(ministry, version, at=NOW + DAY, **RULES), at=NOW + DAY)
    accept(second, at=NOW + DAY)
    decided(ministry, second, "correct", at=NOW + 2 * DAY)
    assert Restriction.objects.get().kind == "suspended"


def test_outcomes_after_a_revocation_are_counted_off_and_restrict_nothing(ministry):
    version = authorized(ministry, **RULES)
    authorization_stops.revoke(authorization_id=version.authorization_id, reason="Over.", by=ministry.paul, at=NOW)
    decided(ministry, version, "retract", "retract", at=later(1))
    assert (Restriction.objects.count(), Review.objects.filter(weighed_at=None).count()) == (0, 0)
    assert PreAuthorization.objects.get().next_alarm_at is None


def test_outcomes_of_one_instrument_do_nothing_to_another(ministry):
    one = authorized(ministry, **RULES)
    other = authorized(ministry, posting=posting_of(ministry.layla, "author"), **RULES)
    found(ministry, one, "correct")
    found(ministry, other, "correct")
    alarms.fire_due(at=NOW)
    assert list(Restriction.objects.values_list("kind", flat=True)) == ["halved", "halved"]


@pytest.mark.parametrize("at_once", [2, 3])
def test_outcomes_that_come_between_two_sweeps_are_counted_together(ministry, at_once):
    version = authorized(ministry, **RULES)
    reviews = [found(ministry, version, "correct") for _ in range(at_once)]
    alarms.fire_due(at=later(1))
    suspended = Restriction.objects.get()
    assert (suspended.kind, suspended.reviews) == ("suspended", [review.pk for review in reviews])
