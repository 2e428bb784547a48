"""The clock of pre-authorizations: the end is told of once and comes once; a posting that ends takes it along."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import audit
from approvals.actions import alarms, authorization_stops, authorization_turns
from approvals.models import AuthorizationVersion, Event, PreAuthorization, Restriction
from approvals.refusals import Refused
from tests.actions.asking import told
from tests.actions.authorizing import (
    TERM,
    accept,
    amended,
    authorized,
    countersign,
    countersigned,
    found,
    posting_of,
    proposed,
)
from tests.actions.test_query_counts import cost
from tests.people import NOW, later, person, post

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
TOLD = NOW + TERM - 30 * DAY
WHY = "A post that we have to look into."


def clocked():
    """Return what the clock has put on record, in order."""
    kinds = Event.objects.filter(draft=None, by=None).order_by("pk").values_list("kind", flat=True)
    return list(kinds)


def end_posting(who, *, at, role="head"):
    posting = posting_of(who, role)
    posting.ends_at = at
    posting.save()


def test_its_end_is_told_of_thirty_days_before_and_not_a_second_earlier(ministry):
    authorized(ministry)
    alarms.fire_due(at=TOLD - SECOND)
    assert clocked() == []
    alarms.fire_due(at=TOLD)
    assert clocked() == ["authorization_ending_soon"]
    assert told("authorization_ending_soon") == ["helen", "paul", "petra"]
    assert PreAuthorization.objects.get().next_alarm_at == NOW + TERM


def test_its_end_comes_at_its_instant_and_is_told_of_once_however_many_sweeps_run(ministry):
    """Guarantee 18."""
    authorized(ministry)
    for _ in range(3):
        alarms.fire_due(at=TOLD)
    alarms.fire_due(at=NOW + TERM - SECOND)
    assert PreAuthorization.objects.get().ended_at is None
    for _ in range(3):
        alarms.fire_due(at=NOW + TERM)
    assert PreAuthorization.objects.get().ended_at == NOW + TERM
    assert clocked() == ["authorization_ending_soon", "authorization_ended"]
    assert told("authorization_ended") == ["helen", "paul", "petra"]
    assert list(audit.verify_all()) == []


def test_an_end_that_nobody_swept_in_time_is_told_of_once_and_not_as_to_come(ministry):
    authorized(ministry)
    alarms.fire_due(at=NOW + TERM + DAY)
    assert clocked() == ["authorization_ended"]


def test_a_renewal_that_is_accepted_in_time_moves_the_end_which_is_told_of_anew(ministry):
    version = authorized(ministry)
    alarms.fire_due(at=TOLD)
    renewal = countersign(ministry, amended(ministry, version, at=TOLD), at=TOLD)
    accept(renewal, at=TOLD)
    alarms.fire_due(at=NOW + TERM)
    assert (PreAuthorization.objects.get().ended_at, clocked()) == (None, ["authorization_ending_soon"])
    alarms.fire_due(at=renewal.until - 30 * DAY)
    alarms.fire_due(at=renewal.until)
    assert clocked() == ["authorization_ending_soon", "authorization_ending_soon", "authorization_ended"]


def test_a_renewal_that_was_not_accepted_in_time_goes_with_what_it_would_have_renewed(ministry):
    version = authorized(ministry)
    renewal = countersign(ministry, amended(ministry, version, at=TOLD), at=TOLD)
    alarms.fire_due(at=NOW + TERM)
    renewal = AuthorizationVersion.objects.get(pk=renewal.pk)
    assert (renewal.status, renewal.closed_by, renewal.closed_at) == ("called_off", None, NOW + TERM)
    assert Event.objects.get(kind="authorization_ended").data["lapsed"] == 2
    assert proposed(ministry, at=NOW + TERM).authorization.number == "PA-2027-0001"


def test_a_proposal_that_nobody_accepted_before_its_end_lapses(ministry):
    version = countersigned(ministry)
    alarms.fire_due(at=version.until - SECOND)
    assert clocked() == []
    alarms.fire_due(at=version.until)
    assert (PreAuthorization.objects.get().ended_at, clocked()) == (version.until, ["authorization_lapsed"])


def test_what_is_revoked_has_no_end_to_come(ministry):
    version = authorized(ministry)
    authorization_stops.revoke(authorization_id=version.authorization_id, reason=WHY, by=ministry.paul, at=NOW)
    alarms.fire_due(at=NOW + TERM + DAY)
    assert clocked() == []


def test_a_posting_that_ends_suspends_it_at_the_next_sweep_though_no_clock_was_set(ministry):
    authorized(ministry)
    end_posting(ministry.helen, at=later(5))
    alarms.fire_due(at=later(5) - SECOND)
    assert clocked() == []
    for _ in range(3):
        alarms.fire_due(at=later(5))
    restriction = Restriction.objects.get()
    assert (restriction.kind, restriction.cause, restriction.at) == ("suspended", "posting", later(5))
    assert clocked() == ["authorization_suspended"]
    assert told("authorization_suspended") == ["helen", "paul", "petra"]


def test_one_that_passes_to_whoever_acts_outlasts_its_holders_posting(ministry):
    authorized(ministry, passes_to_acting=True)
    end_posting(ministry.helen, at=later(5))
    alarms.fire_due(at=later(6))
    assert not Restriction.objects.exists()


def test_a_suspension_by_the_end_of_a_posting_is_lifted_only_when_the_posting_goes_on(ministry):
    authorized(ministry)
    end_posting(ministry.helen, at=later(5))
    alarms.fire_due(at=later(5))
    lift = {"restriction_id": Restriction.objects.get().pk, "reason": "She stays.", "by": ministry.paul}
    with pytest.raises(Refused, match="posting_is_over"):
        authorization_stops.resume(**lift, at=later(6))
    end_posting(ministry.helen, at=later(999))
    assert authorization_stops.resume(**lift, at=later(6)).lifted_by == ministry.paul
    alarms.fire_due(at=later(7))
    assert Restriction.objects.count() == 1


def test_a_batch_costs_the_same_for_two_authorizations_and_for_twenty(ministry):
    def sweep(many):
        for number in range(many):
            holder = person(f"{many}-{number}", f"Author {many} {number}")
            version = authorized(ministry, posting=post(holder, ministry.riyadh, "author"), suspend_after=1)
            if number % 2:
                found(ministry, version, at=later(1))
        end_posting(holder, at=later(2), role="author")
        return cost(authorization_turns.fire_authorizations, at=later(2))

    few, many = sweep(4), sweep(40)
    print(f"a batch of authorizations: {few} queries")
    assert (few, Restriction.objects.filter(cause="trust").count()) == (many, 22)
    nothing_due = cost(authorization_turns.fire_authorizations, at=later(2))
    assert nothing_due == 2, "two questions, and no lock"


def test_a_batch_takes_no_more_than_its_number_and_the_sweep_takes_the_rest(ministry):
    for number in range(5):
        holder = person(f"author{number}", f"Author {number}")
        authorized(ministry, posting=post(holder, ministry.riyadh, "author"))
    assert authorization_turns.fire_authorizations(at=TOLD, batch=2) == 2
    assert alarms.fire_due(at=TOLD, batch=2) == 3
    assert clocked() == ["authorization_ending_soon"] * 5


def test_the_clock_takes_the_holds_before_the_reviews_as_publications_do(ministry):
    authorized(ministry, suspend_after=1, halve_after=None)
    found(ministry, PreAuthorization.objects.get().version)
    with CaptureQueriesContext(connection) as queries:
        assert authorization_turns.fire_authorizations(at=later(1)) == 1
    said = [query["sql"] for query in queries]
    turns = [number for number, sql in enumerate(said) if "approvals_ledger" in sql and "'holds'" in sql]
    reviews = [number for number, sql in enumerate(said) if sql.startswith('UPDATE "approvals_review"')]
    assert max(turns) < min(reviews)
