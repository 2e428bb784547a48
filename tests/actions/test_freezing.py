"""An account that may be compromised: anyone who guards it freezes it with one button, a policy officer restores it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Posting
from approvals import audit
from approvals.actions import freezing
from approvals.models import ChannelFreeze, Event, Ledger, Publication, Restriction
from channels.models import Channel
from notifications.models import Message
from tests.actions.asking import publish_on_x, refused, told
from tests.actions.stopping import WHY, freeze, on_duty, restore
from tests.authorizing import authorized, fast_track
from tests.people import NOW, fresh, later, post


def state(channel):
    return Channel.objects.get(pk=channel.pk).state


def record(kind):
    return Event.objects.get(ledger__name="ministry", kind=kind)


def test_nothing_is_published_to_an_account_that_may_be_compromised(ministry):
    """Guarantee 22."""
    draft = ministry.cleared()
    frozen = freeze(ministry)
    assert (frozen.by, frozen.at, frozen.reason, frozen.lifted_at) == (ministry.layla, NOW, WHY, None)
    assert state(ministry.x) == "frozen"
    with refused("channel_not_active", status=409):
        publish_on_x(ministry, draft)
    assert fresh(draft).state == "cleared"
    assert not Publication.objects.exists()


def test_other_accounts_go_on(ministry):
    draft = ministry.cleared(channel_ids=(ministry.mastodon.pk,))
    freeze(ministry)
    publish_on_x(ministry, draft, channel=ministry.mastodon, url="https://social.example/@riyadh/1")
    assert fresh(draft).state == "published"


def test_it_is_on_the_ministry_s_record_with_what_it_stopped(ministry):
    draft, authorization = ministry.cleared(), authorized(ministry)
    freeze(ministry)
    event = record("account_frozen")
    assert event.by == ministry.layla
    assert event.data["channel"] == "x:@EmbassyRiyadh"
    assert event.data["reason"] == WHY
    assert event.data["drafts"] == [draft.reference]
    assert event.data["authorizations"] == [authorization.number]
    assert not list(audit.verify(Ledger.objects.get(name="ministry")))


def test_duty_officers_policy_officers_and_the_head_are_called_at_any_hour(ministry):
    on_duty(ministry.dana, ministry.desk)
    on_duty(ministry.carla, ministry.comms)
    on_duty(ministry.dirk, ministry.desk, starts_at=later(2))  # not yet
    freeze(ministry)
    assert told("account_frozen") == ["carla", "dana", "helen", "paul", "petra"]
    # None waits for the morning: e-mail goes now.
    mails = Message.objects.filter(kind="account_frozen", medium="email")
    assert {mail.next_attempt_at for mail in mails} == {NOW}


def test_the_authors_of_what_it_stops_are_told_and_nobody_else(ministry):
    stopped, elsewhere = ministry.cleared(), ministry.cleared(channel_ids=(ministry.mastodon.pk,))
    ministry.submitted()
    freeze(ministry, by=ministry.helen)
    messages = Message.objects.filter(kind="account_stops", medium="in_app")
    assert [(message.user, message.thread) for message in messages] == [(ministry.layla, stopped.reference)]
    assert elsewhere.reference not in {message.thread for message in messages}


def test_an_authorization_that_names_the_account_is_suspended_and_its_holder_told(ministry):
    authorization, other = authorized(ministry), authorized(
        ministry, posting=Posting.objects.get(user=ministry.greta)
    )  # fmt: skip
    frozen = freeze(ministry)
    restriction = Restriction.objects.get()
    assert (restriction.authorization, restriction.kind, restriction.cause) == (authorization, "suspended", "security")
    assert (restriction.freeze, restriction.by, restriction.at) == (frozen, ministry.layla, NOW)
    assert told("authorization_frozen") == ["helen"]
    assert not other.restrictions.exists()


def test_while_one_of_its_accounts_is_frozen_nothing_goes_out_under_an_authorization_by_any_other(ministry):
    """Guarantee 9."""
    authorized(ministry)
    waiting = fast_track(ministry.draft("Out soon."), ministry.helen)
    later_on = ministry.draft("Out later.")
    frozen = freeze(ministry, ministry.mastodon)
    with refused("authorization_suspended"):
        fast_track(later_on, ministry.helen)
    with refused("authorization_suspended"):
        publish_on_x(ministry, waiting)
    restore(ministry, frozen, at=later(1))
    publish_on_x(ministry, waiting, at=later(2))
    fast_track(later_on, ministry.helen, at=later(2))


def test_an_authorization_that_is_revoked_needs_no_suspension(ministry):
    authorization = authorized(ministry)
    authorization.revoked_at, authorization.revoked_by, authorization.revoke_reason = NOW, ministry.paul, "Trust lost."
    authorization.save()
    freeze(ministry)
    assert not Restriction.objects.exists()


@pytest.mark.parametrize("name", ["layla", "omar", "helen", "paul", "petra", "duty", "administrator"])
def test_who_guards_an_account_may_freeze_it(ministry, name):
    on_duty(ministry.dana, ministry.desk)
    post(ministry.rita, ministry.comms, "administrator")
    who = {"duty": ministry.dana, "administrator": ministry.rita}.get(name) or getattr(ministry, name)
    freeze(ministry, by=who)
    assert state(ministry.x) == "frozen"


@pytest.mark.parametrize("name", ["gil", "greta", "dana", "carla", "mina", "rita", "ivan"])
def test_nobody_else_may(ministry, name):
    on_duty(ministry.carla, ministry.comms, starts_at=later(1))  # her shift has not begun
    with refused("not_guardian", status=403):
        freeze(ministry, by=getattr(ministry, name))


def test_a_reason_is_asked(ministry):
    with refused("why_needed", status=400):
        freeze(ministry, reason="  ")
    with refused("why_too_long", status=400):
        freeze(ministry, reason="x" * 501)


def test_an_account_is_frozen_once(ministry):
    freeze(ministry)
    with refused("frozen_already", status=409) as caught:
        freeze(ministry, by=ministry.paul, at=later(1))
    assert "Layla Haddad" in caught.value.sentence
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelFreeze.objects.create(channel=ministry.x, reason=WHY, by=ministry.paul, at=NOW)


@pytest.mark.parametrize("stopped", ["frozen", "closed"])
def test_an_account_that_the_register_stopped_stays_as_it_is(ministry, stopped):
    Channel.objects.filter(pk=ministry.x.pk).update(state=stopped)
    with refused("stopped_by_register", status=409):
        freeze(ministry)


def test_an_account_that_is_not_there_cannot_be_frozen(ministry):
    with refused("not_found", status=404):
        freezing.may_be_compromised(channel_id=10**9, reason=WHY, by=ministry.layla, at=NOW)


def test_a_policy_officer_restores_it_and_what_waited_can_go_out(ministry):
    draft, authorization = ministry.cleared(), authorized(ministry)
    on_duty(ministry.dana, ministry.desk)
    frozen = freeze(ministry)
    restore(ministry, frozen, reason="New password.")
    assert state(ministry.x) == "active"
    frozen.refresh_from_db()
    assert (frozen.lifted_by, frozen.lifted_at, frozen.lift_reason) == (ministry.paul, later(1), "New password.")
    lifted = authorization.restrictions.get()
    assert (lifted.lifted_by, lifted.lifted_at, lifted.lift_reason) == (ministry.paul, later(1), "New password.")
    assert told("account_restored") == ["dana", "helen", "layla", "petra"]
    assert told("account_free") == ["layla"]
    assert told("authorization_unfrozen") == ["helen"]
    assert record("account_restored").data["reason"] == "New password."
    publish_on_x(ministry, draft, at=later(2))
    assert fresh(draft).state == "published"


def test_only_a_policy_officer_restores_it_with_a_reason_and_once(ministry):
    frozen = freeze(ministry, by=ministry.paul)
    for someone in (ministry.layla, ministry.helen, ministry.ivan):
        with refused("not_policy_officer", status=403):
            restore(ministry, frozen, by=someone)
    with refused("why_needed", status=400):
        restore(ministry, frozen, reason="")
    # Whoever froze it may, too, if a policy officer.
    restore(ministry, frozen, by=ministry.paul)
    with refused("freeze_is_over", status=409):
        restore(ministry, frozen, by=ministry.petra)
    with refused("not_found", status=404):
        freezing.lift(freeze_id=10**9, reason="No.", by=ministry.paul, at=NOW)


def test_a_suspension_of_another_cause_outlasts_the_freeze(ministry):
    authorization = authorized(ministry)
    Restriction.objects.create(
        authorization=authorization, kind="suspended", cause="officer", reason="Questions.", by=ministry.paul, at=NOW
    )
    restore(ministry, freeze(ministry))
    assert [one.cause for one in authorization.restrictions.filter(lifted_at__isnull=True)] == ["officer"]


def test_two_frozen_accounts_suspend_an_authorization_twice_and_each_gives_back_its_own(ministry):
    authorization = authorized(ministry, channels=[ministry.x, ministry.mastodon])
    first, second = freeze(ministry), freeze(ministry, ministry.mastodon)
    restore(ministry, first)
    assert [one.freeze for one in authorization.restrictions.filter(lifted_at__isnull=True)] == [second]


def test_what_the_register_closed_meanwhile_stays_closed(ministry):
    draft = ministry.cleared()
    frozen = freeze(ministry)
    Channel.objects.filter(pk=ministry.x.pk).update(state="closed")
    restore(ministry, frozen)
    assert state(ministry.x) == "closed"
    assert told("account_free") == []
    with refused("channel_not_active"):
        publish_on_x(ministry, draft)


def test_what_was_recorded_before_stays_and_can_be_retracted(ministry):
    draft = publish_on_x(ministry, ministry.cleared())
    freeze(ministry, at=later(2))
    assert fresh(draft).state == "published"


def test_a_freeze_costs_the_same_however_much_it_stops(ministry):
    def cost(channel):
        with CaptureQueriesContext(connection) as spent:
            frozen = freeze(ministry, channel, by=ministry.paul)
        restore(ministry, frozen)
        return len(spent)

    cost(ministry.geneva_x)  # the ministry's first: the row that publications take turns at is made then
    for _ in range(5):
        ministry.cleared()
    ministry.cleared(channel_ids=(ministry.mastodon.pk,))
    authorized(ministry, channels=[ministry.x, ministry.mastodon])
    assert cost(ministry.x) == cost(ministry.mastodon) <= 20
