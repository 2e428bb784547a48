"""The pre-authorization: proposed, countersigned by a second officer, accepted by its holder; amended and renewed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Deputy
from approvals import audit
from approvals.actions import authorization_stops, authorizations
from approvals.models import AuthorizationVersion, Event, PreAuthorization
from tests.actions.asking import refused, told
from tests.actions.authorizing import (
    WHY,
    accept,
    amended,
    authorized,
    countersign,
    countersigned,
    posting_of,
    proposed,
    terms,
)
from tests.people import LONG_AGO, NOW, later, post


def on_record():
    return list(Event.objects.filter(draft=None).order_by("pk").values_list("kind", flat=True))


def act(verb, signed, by, **more):
    values = {"authorization_id": signed.authorization_id, "version": signed.number, "by": by, "at": NOW}
    return getattr(authorizations, verb)(**values | more)


def test_a_grant_is_proposed_countersigned_and_accepted_and_then_in_force(ministry):
    version = proposed(ministry)
    authorization = PreAuthorization.objects.get()
    assert (authorization.number, authorization.version, version.status) == ("PA-2026-0001", None, "proposed")
    assert [channel.pk for channel in version.channels.all()] == [ministry.x.pk]
    assert countersign(ministry, version, at=later(1)).status == "countersigned"
    assert PreAuthorization.objects.get().version is None
    accepted = accept(version, at=later(2))
    authorization = PreAuthorization.objects.get()
    assert (accepted.status, authorization.version) == ("in_force", accepted)
    signed = (accepted.proposed_by, accepted.countersigned_by, accepted.accepted_by)
    assert signed == (ministry.paul, ministry.petra, ministry.helen)
    assert on_record() == ["authorization_proposed", "authorization_countersigned", "authorization_accepted"]
    assert list(audit.verify_all()) == []


def test_the_record_holds_every_term_that_was_proposed(ministry):
    proposed(ministry, words="Only on consular matters.", halve_after=1, suspend_after=2, note=WHY)
    data = Event.objects.get(kind="authorization_proposed").data
    assert (data["number"], data["channels"], data["per_day"]) == ("PA-2026-0001", ["X @EmbassyRiyadh"], 3)
    assert (data["words"], data["suspend_after"], data["note"]) == ("Only on consular matters.", 2, WHY)
    assert (data["starts_at"], data["review_limit"]) == (NOW.isoformat(), 8 * 3600)


def test_each_step_is_told_to_whom_it_awaits(ministry):
    version = proposed(ministry)
    assert told("authorization_proposed") == ["petra"]
    countersign(ministry, version)
    assert (told("authorization_offered"), told("authorization_countersigned")) == (["helen"], ["paul"])
    accept(version)
    assert told("authorization_accepted") == ["paul", "petra"]


def test_numbers_are_given_in_order_each_year(ministry):
    first = proposed(ministry)
    second = proposed(ministry, posting=posting_of(ministry.layla, "author"))
    third = proposed(ministry, posting=posting_of(ministry.omar, "author"), at=NOW.replace(year=2027))
    numbers = [version.authorization.number for version in (first, second, third)]
    assert numbers == ["PA-2026-0001", "PA-2026-0002", "PA-2027-0001"]


@pytest.mark.parametrize("name", ["layla", "helen", "rita", "dana", "ivan"])
def test_only_a_policy_officer_grants_amends_countersigns_and_calls_off(ministry, name):
    person, version = getattr(ministry, name), proposed(ministry)
    with refused("not_policy_officer", status=403):
        authorizations.grant(
            posting_id=posting_of(ministry.layla, "author").pk, terms=terms(ministry), by=person, at=NOW
        )
    with refused("not_policy_officer", status=403):
        authorizations.amend(authorization_id=version.authorization_id, terms=terms(ministry), by=person, at=NOW)
    with refused("not_policy_officer", status=403):
        act("countersign", version, person)
    with refused("not_policy_officer", status=403):
        act("call_off", version, person, reason=WHY)


def test_nobody_grants_to_themselves(ministry):
    own = post(ministry.paul, ministry.riyadh, "author")
    with refused("grant_to_self", status=403):
        authorizations.grant(posting_id=own.pk, terms=terms(ministry), by=ministry.paul, at=NOW)


@pytest.mark.parametrize("starts", [-1, 24])
def test_nobody_grants_to_a_posting_that_they_act_for_now_or_later(ministry, starts):
    posting = posting_of(ministry.helen)
    deputy = {"posting": posting, "user": ministry.paul, "starts_at": later(starts), "ends_at": later(48)}
    Deputy.objects.create(**deputy)
    with refused("grant_to_self", status=403):
        proposed(ministry)


def test_who_acted_for_it_once_may_grant(ministry):
    posting = posting_of(ministry.helen)
    Deputy.objects.create(posting=posting, user=ministry.paul, starts_at=later(-9), ends_at=NOW)
    assert proposed(ministry).status == "proposed"


@pytest.mark.parametrize("role", ["approver", "policy", "records", "administrator", "duty"])
def test_only_an_author_or_a_head_can_be_pre_authorized(ministry, role):
    posting = post(ministry.carla, ministry.riyadh, role)
    with refused("posting_cannot_publish", status=400) as caught:
        proposed(ministry, posting=posting)
    assert list(caught.value.errors) == ["posting"]


def test_a_posting_to_come_can_be_pre_authorized_and_one_that_is_over_cannot(ministry):
    to_come = post(ministry.carla, ministry.riyadh, "author", starts_at=later(24))
    assert proposed(ministry, posting=to_come).status == "proposed"
    over = post(ministry.dirk, ministry.riyadh, "author", ends_at=NOW)
    with refused("posting_is_over"):
        proposed(ministry, posting=over)
    with refused("unknown_posting_to_grant", status=400):
        authorizations.grant(posting_id=10**9, terms=terms(ministry), by=ministry.paul, at=NOW)


def test_a_posting_has_one_authorization_at_a_time(ministry):
    version = authorized(ministry)
    with refused("authorization_exists", status=409) as caught:
        proposed(ministry)
    assert version.authorization.number in caught.value.sentence
    with pytest.raises(IntegrityError), transaction.atomic():
        PreAuthorization.objects.create(number="PA-1", posting=posting_of(ministry.helen), created_at=NOW)


def test_the_proposer_does_not_countersign_their_own_proposal(ministry):
    version = proposed(ministry)
    with refused("second_officer_to_countersign", status=403):
        act("countersign", version, ministry.paul)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorizationVersion.objects.filter(pk=version.pk).update(countersigned_by=ministry.paul)


def test_the_holder_does_not_countersign_their_own_authorization(ministry):
    version = proposed(ministry)
    post(ministry.helen, ministry.comms, "policy")
    with refused("grant_to_self", status=403):
        act("countersign", version, ministry.helen)


def test_only_what_was_just_proposed_is_countersigned_and_only_what_is_countersigned_is_accepted(ministry):
    version = proposed(ministry)
    with refused("version_not_to_accept", status=409):
        act("accept", version, ministry.helen)
    with refused("version_not_to_accept", status=409):
        act("decline", version, ministry.helen, reason=WHY)
    countersign(ministry, version)
    with refused("version_not_to_countersign", status=409):
        countersign(ministry, version)
    accept(version)
    with refused("version_not_to_accept", status=409):
        act("accept", version, ministry.helen)
    with refused("version_not_under_way", status=409):
        act("call_off", version, ministry.paul, reason=WHY)


@pytest.mark.parametrize("name", ["paul", "layla", "greta"])
def test_nobody_but_the_holder_accepts_or_declines(ministry, name):
    version = countersigned(ministry)
    with refused("not_its_holder", status=403):
        act("accept", version, getattr(ministry, name))
    with refused("not_its_holder", status=403):
        act("decline", version, getattr(ministry, name), reason=WHY)


def test_a_deputy_does_not_accept_in_the_holders_place(ministry):
    version = countersigned(ministry, passes_to_acting=True)
    Deputy.objects.create(posting=posting_of(ministry.helen), user=ministry.omar, starts_at=LONG_AGO, ends_at=later(99))
    with refused("not_its_holder", status=403):
        act("accept", version, ministry.omar)


def test_for_a_post_that_is_vacant_by_now_nobody_accepts(ministry):
    version, posting = countersigned(ministry), posting_of(ministry.helen)
    posting.ends_at = later(1)
    posting.save()
    with refused("not_its_holder"):
        act("accept", version, ministry.helen, at=later(1))


def test_who_declines_says_why_and_the_posting_is_free_again(ministry):
    version = countersigned(ministry)
    with refused("why_needed"):
        act("decline", version, ministry.helen, reason=" ")
    declined = act("decline", version, ministry.helen, reason="I would rather be asked.")
    assert (declined.status, declined.close_reason) == ("declined", "I would rather be asked.")
    authorization = PreAuthorization.objects.get()
    assert (authorization.ended_at, authorization.next_alarm_at) == (NOW, None)
    assert told("authorization_declined") == ["paul", "petra"]
    with refused("authorization_is_over"):
        act("call_off", version, ministry.paul, reason=WHY)
    assert proposed(ministry).authorization.number == "PA-2026-0002"


def test_what_is_called_off_before_it_was_offered_is_no_news_for_the_holder(ministry):
    version = proposed(ministry)
    assert act("call_off", version, ministry.petra, reason="Another time.").status == "called_off"
    assert told("authorization_called_off") == ["paul"]
    other = countersigned(ministry)
    act("call_off", other, ministry.petra, reason="Not now either.")
    assert told("authorization_called_off") == ["helen", "paul", "paul"]


def test_an_amendment_takes_effect_when_it_is_accepted_and_not_before(ministry):
    first = authorized(ministry)
    second = amended(ministry, first, at=later(1), per_day=9, per_week=9)
    assert (second.number, on_record()[-1]) == (2, "authorization_amended")
    countersign(ministry, second, at=later(2))
    assert PreAuthorization.objects.get().version == first
    accept(second, at=later(3))
    first.refresh_from_db()
    assert (PreAuthorization.objects.get().version, first.status) == (second, "superseded")
    assert first.per_day == 3, "a version is never changed"


def test_an_amendment_that_is_declined_leaves_what_is_in_force(ministry):
    first = authorized(ministry)
    second = countersign(ministry, amended(ministry, first))
    act("decline", second, ministry.helen, reason="Too many.")
    authorization = PreAuthorization.objects.get()
    assert (authorization.version, authorization.ended_at) == (first, None)


def test_one_version_at_a_time_is_under_way(ministry):
    first = authorized(ministry)
    amended(ministry, first)
    with refused("version_under_way", status=409):
        amended(ministry, first)


def test_a_renewal_starts_at_once_so_that_there_is_no_gap(ministry):
    first = authorized(ministry)
    with refused("amendment_begins_at_once", status=400) as caught:
        amended(ministry, first, starts_at=later(48), until=later(500))
    assert list(caught.value.errors) == ["starts_at"]
    to_come = authorized(ministry, posting=posting_of(ministry.layla, "author"), starts_at=later(72))
    assert amended(ministry, to_come, starts_at=later(72), until=later(500)).number == 2


@pytest.mark.parametrize("verb", ["countersign", "accept"])
def test_terms_whose_end_has_passed_are_agreed_to_by_nobody(ministry, verb):
    version = proposed(ministry) if verb == "countersign" else countersigned(ministry)
    by = ministry.petra if verb == "countersign" else ministry.helen
    with refused("terms_are_over", status=409):
        act(verb, version, by, at=version.until)
    act(verb, version, by, at=version.until - timedelta(seconds=1))


def test_what_is_revoked_is_neither_amended_nor_accepted(ministry):
    first = authorized(ministry)
    second = countersign(ministry, amended(ministry, first))
    authorization_stops.revoke(authorization_id=first.authorization_id, reason=WHY, by=ministry.paul, at=NOW)
    assert AuthorizationVersion.objects.get(pk=second.pk).status == "called_off"
    with refused("authorization_is_over", status=409):
        accept(second)
    with refused("authorization_is_over", status=409):
        amended(ministry, first)


def test_what_is_not_there_is_not_found(ministry):
    version = proposed(ministry)
    with refused("not_found", status=404):
        act("countersign", version, ministry.petra, version=9)
    with refused("not_found", status=404):
        act("countersign", version, ministry.petra, authorization_id=10**9)
