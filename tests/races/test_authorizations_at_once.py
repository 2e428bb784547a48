"""Two officers, a holder, a sweep and a post at the same moment: one answer, no gap, and no fault."""

from collections import Counter
from functools import partial

import pytest

from approvals import audit
from approvals.actions import alarms, authorization_stops, authorizations
from approvals.models import AuthorizationVersion, Event, PreAuthorization, Publication, Restriction
from tests import authorizing as at_once
from tests.actions.asking import publish_on_x
from tests.actions.authorizing import (
    TERM,
    accept,
    amended,
    authorized,
    countersign,
    found,
    posting_of,
    proposed,
    terms,
)
from tests.people import NOW, later, person, post
from tests.races.stakes import RACES
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)


def countersigning(version, by):
    values = {"authorization_id": version.authorization_id, "version": version.number, "at": NOW}
    return partial(authorizations.countersign, by=by, **values)


def test_two_officers_who_grant_the_same_posting_at_once_leave_one_grant(ministry):
    posting = posting_of(ministry.helen)
    grants = [
        partial(authorizations.grant, posting_id=posting.pk, terms=terms(ministry), by=officer, at=NOW)
        for officer in (ministry.paul, ministry.petra)
    ]
    assert codes(together(*grants)) == ["authorization_exists", "ok"]
    assert PreAuthorization.objects.count() == 1


def test_grants_to_many_postings_at_once_have_numbers_of_their_own_without_a_gap(ministry):
    postings = [post(person(f"author{n}", f"Author {n}"), ministry.riyadh, "author") for n in range(8)]
    grants = [
        partial(authorizations.grant, posting_id=posting.pk, terms=terms(ministry), by=ministry.paul, at=NOW)
        for posting in postings
    ]
    assert codes(together(*grants)) == ["ok"] * 8
    numbers = set(PreAuthorization.objects.values_list("number", flat=True))
    assert numbers == {f"PA-2026-{number:04d}" for number in range(1, 9)}
    assert list(audit.verify_all()) == []


def test_two_officers_who_countersign_at_once_leave_one_signature(ministry):
    pia = person("pia", "Pia Blum")
    post(pia, ministry.comms, "policy")
    for number in range(RACES):
        holder = person(f"author{number}", f"Author {number}")
        version = proposed(ministry, posting=post(holder, ministry.riyadh, "author"))
        outcomes = together(countersigning(version, ministry.petra), countersigning(version, pia))
        assert codes(outcomes) == ["ok", "version_not_to_countersign"]
    assert Event.objects.filter(kind="authorization_countersigned").count() == RACES


def test_a_version_that_is_accepted_and_called_off_at_once_is_one_of_the_two(ministry):
    met = Counter()
    for number in range(RACES):
        holder = person(f"author{number}", f"Author {number}")
        version = countersign(ministry, proposed(ministry, posting=post(holder, ministry.riyadh, "author")))
        values = {"authorization_id": version.authorization_id, "version": 1, "at": NOW}
        outcomes = together(
            partial(authorizations.accept, by=holder, **values),
            partial(authorizations.call_off, reason="Not now.", by=ministry.paul, **values),
        )
        status = AuthorizationVersion.objects.get(pk=version.pk).status
        met[status] += 1
        assert codes(outcomes).count("ok") == 1
        authorization = PreAuthorization.objects.get(pk=version.authorization_id)
        assert (authorization.version_id is not None) == (status == "in_force")
        assert (authorization.ended_at is None) == (status == "in_force")
    print(f"accepted against called off: {dict(met)}")


def test_two_amendments_at_once_leave_one_under_way(ministry):
    version = authorized(ministry)
    outcomes = together(partial(amended, ministry, version), partial(amended, ministry, version))
    assert codes(outcomes) == ["ok", "version_under_way"]
    accept(countersign(ministry, AuthorizationVersion.objects.get(number=2)))
    assert AuthorizationVersion.objects.filter(status="in_force").count() == 1


def test_sweeps_at_once_tell_of_an_end_and_count_an_outcome_once(ministry):
    """Guarantee 18."""
    for number in range(4):
        holder = person(f"author{number}", f"Author {number}")
        version = authorized(ministry, posting=post(holder, ministry.riyadh, "author"), suspend_after=1)
        found(ministry, version, "retract", at=later(1))
    for at in (later(2), NOW + TERM):
        together(*[partial(alarms.fire_due, at=at)] * 4)
        alarms.fire_due(at=at)
    told = Counter(Event.objects.filter(draft=None, by=None).values_list("kind", flat=True))
    assert told == {"authorization_suspended": 4, "authorization_ended": 4}
    assert Restriction.objects.count() == 4
    assert list(audit.verify_all()) == []


@pytest.mark.parametrize("stop", ["suspend", "revoke"])
def test_a_post_goes_out_wholly_before_the_stop_or_not_at_all(ministry, stop):
    """Guarantee 9. Whatever went out was out before the stop was answered, and owes its review."""
    authorization, met = at_once.authorized(ministry, per_day=400, per_week=400), Counter()
    for number in range(RACES):
        draft = at_once.fast_track(ministry.draft(f"Number {number}."), ministry.helen)
        values = {"authorization_id": authorization.pk, "reason": "Look.", "by": ministry.paul, "at": later(1)}
        url = f"https://x.com/EmbassyRiyadh/status/{1000 + number}"
        outcomes = together(
            partial(publish_on_x, ministry, draft, by=ministry.helen, at=later(1), url=url),
            partial(getattr(authorization_stops, stop), **values),
        )
        met.update(codes(outcomes))
        is_out = Publication.objects.filter(draft=draft).exists()
        assert is_out == (codes(outcomes) == ["ok", "ok"])
        assert draft.reviews.get().status == ("open" if is_out else "owed")
        _start_again(authorization)
    assert met["ok"] >= RACES
    print(f"post against {stop}: {dict(met)}")


def _start_again(authorization):
    Restriction.objects.update(lifted_at=later(1), lift_reason="Again.")
    PreAuthorization.objects.filter(pk=authorization.pk).update(revoked_at=None, revoked_by=None, revoke_reason="")
