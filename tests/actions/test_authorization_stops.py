"""What stops a pre-authorization: a policy officer suspends it and resumes it, or revokes it, each with a reason."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Deputy
from approvals.actions import authorization_stops
from approvals.models import Event, PreAuthorization, Restriction
from tests.actions.asking import refused, told
from tests.actions.authorizing import authorized, countersigned, posting_of
from tests.people import LONG_AGO, NOW, later, post

WHY = "A post that we have to look into."


def suspend(version, by, *, at=NOW, reason=WHY):
    return authorization_stops.suspend(authorization_id=version.authorization_id, reason=reason, by=by, at=at)


def resume(restriction, by, *, at=NOW, reason="It was in order."):
    return authorization_stops.resume(restriction_id=restriction.pk, reason=reason, by=by, at=at)


def revoke(version, by, *, at=NOW, reason=WHY):
    return authorization_stops.revoke(authorization_id=version.authorization_id, reason=reason, by=by, at=at)


def last_event():
    event = Event.objects.filter(draft=None).latest("pk")
    return event.kind, event.by, event.data["reason"]


def test_an_officer_suspends_and_another_resumes_each_with_a_reason(ministry):
    version = authorized(ministry)
    restriction = suspend(version, ministry.paul)
    assert (restriction.kind, restriction.cause, restriction.until) == ("suspended", "officer", None)
    assert last_event() == ("authorization_suspended", ministry.paul, WHY)
    assert told("authorization_suspended") == ["helen", "petra"]
    resume(restriction, ministry.petra, at=later(1))
    restriction = Restriction.objects.get()
    assert (restriction.lifted_by, restriction.lifted_at) == (ministry.petra, later(1))
    assert last_event() == ("authorization_resumed", ministry.petra, "It was in order.")
    assert told("authorization_resumed") == ["helen", "paul"]


def test_whoever_may_use_it_in_the_holders_place_hears_of_it_too(ministry):
    version = authorized(ministry, passes_to_acting=True)
    Deputy.objects.create(posting=posting_of(ministry.helen), user=ministry.omar, starts_at=LONG_AGO, ends_at=later(9))
    suspend(version, ministry.paul)
    assert told("authorization_suspended") == ["helen", "omar", "petra"]


def test_a_deputy_to_whom_it_does_not_pass_is_not_told(ministry):
    version = authorized(ministry)
    Deputy.objects.create(posting=posting_of(ministry.helen), user=ministry.omar, starts_at=LONG_AGO, ends_at=later(9))
    suspend(version, ministry.paul)
    assert told("authorization_suspended") == ["helen", "petra"]


def test_revoking_ends_it_for_good(ministry):
    version = authorized(ministry)
    revoke(version, ministry.paul, at=later(1))
    authorization = PreAuthorization.objects.get()
    assert (authorization.revoked_by, authorization.revoked_at) == (ministry.paul, later(1))
    assert (authorization.revoke_reason, authorization.next_alarm_at) == (WHY, None)
    assert last_event() == ("authorization_revoked", ministry.paul, WHY)
    assert told("authorization_revoked") == ["helen", "petra"]
    for act in (revoke, suspend):
        with refused("authorization_is_over", status=409):
            act(version, ministry.petra)


@pytest.mark.parametrize("name", ["helen", "layla", "rita", "dana", "ivan"])
def test_nobody_but_a_policy_officer_stops_or_resumes(ministry, name):
    version, person = authorized(ministry), getattr(ministry, name)
    restriction = suspend(version, ministry.paul)
    for act in (suspend, revoke):
        with refused("not_policy_officer", status=403):
            act(version, person)
    with refused("not_policy_officer", status=403):
        resume(restriction, person)


@pytest.mark.parametrize("act", [suspend, revoke])
@pytest.mark.parametrize(("reason", "code"), [("", "why_needed"), (" \n", "why_needed"), ("x" * 501, "why_too_long")])
def test_stopping_takes_a_reason(ministry, act, reason, code):
    version = authorized(ministry)
    with refused(code, status=400):
        act(version, ministry.paul, reason=reason)


def test_resuming_takes_a_reason_and_the_database_holds_it_too(ministry):
    restriction = suspend(authorized(ministry), ministry.paul)
    with refused("why_needed", status=400):
        resume(restriction, ministry.petra, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.update(lifted_at=NOW)


def test_the_holder_never_resumes_their_own(ministry):
    post(ministry.helen, ministry.comms, "policy")
    restriction = suspend(authorized(ministry), ministry.paul)
    with refused("not_in_own_case", status=403):
        resume(restriction, ministry.helen)


def test_who_acts_for_the_holder_does_not_resume_it_either(ministry):
    restriction = suspend(authorized(ministry), ministry.paul)
    Deputy.objects.create(posting=posting_of(ministry.helen), user=ministry.petra, starts_at=NOW, ends_at=later(9))
    with refused("not_in_own_case", status=403):
        resume(restriction, ministry.petra)


def test_what_is_suspended_is_not_suspended_again_and_what_is_resumed_not_resumed_again(ministry):
    version = authorized(ministry)
    restriction = suspend(version, ministry.paul)
    with refused("suspended_already", status=409):
        suspend(version, ministry.petra)
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.create(
            authorization=version.authorization, kind="suspended", cause="officer", reason=WHY, at=NOW
        )
    resume(restriction, ministry.petra)
    with refused("restriction_is_over", status=409):
        resume(restriction, ministry.petra)
    assert suspend(version, ministry.petra, at=later(1)).pk != restriction.pk


def test_what_nobody_has_accepted_yet_cannot_be_stopped_only_called_off(ministry):
    version = countersigned(ministry)
    for act in (suspend, revoke):
        with refused("authorization_not_in_force", status=409):
            act(version, ministry.paul)


def test_what_is_not_there_is_not_found(ministry):
    with refused("not_found", status=404):
        authorization_stops.suspend(authorization_id=10**9, reason=WHY, by=ministry.paul, at=NOW)
    with refused("not_found", status=404):
        authorization_stops.resume(restriction_id=10**9, reason=WHY, by=ministry.paul, at=NOW)
