"""Publishing at once, and what stops it, at the same moment: nothing goes out that should not, or stays unreviewed."""

from functools import partial

import pytest

from approvals.actions import authorization_stops, holds, regimes
from approvals.actions.regimes import Declaration
from approvals.models import (
    ChannelFreeze,
    Hold,
    PreAuthorization,
    Regime,
    Restriction,
)  # fmt: skip
from tests.actions.asking import publish_on_x
from tests.actions.stopping import freeze, restore
from tests.authorizing import fast_track
from tests.people import HOUR, later
from tests.races.stakes import RACES, Races, behind, generous, post, unless

pytestmark = pytest.mark.django_db(transaction=True)


def press(ministry, number, stopped):
    """Return an act that presses the button, which must not work once it is stopped."""
    draft = ministry.draft(f"Number {number}.")
    return unless(stopped, partial(fast_track, draft, ministry.helen, at=posted_at(number)), number=number)


def record(ministry, number, stopped):
    """Return an act that records that a post is out whose button was pressed before."""
    pressed_at = later(1, minutes=number, seconds=-30)
    draft = fast_track(ministry.draft(f"Number {number}."), ministry.helen, at=pressed_at)
    out = partial(publish_on_x, ministry, draft, by=ministry.helen, at=posted_at(number), url=post(number))
    return unless(stopped, out, number=number)


def posted_at(number):
    """Return when the post of a round reads the clock: each round has a minute of its own."""
    return later(1, minutes=number)


def stopped_at(number):
    """Return when the stop reads it: in turn at that instant, and a second later, though it may be answered first."""
    return later(1, minutes=number, seconds=number % 2)


def over_at(number):
    """Return when a round is over, and what it stopped goes on."""
    return later(1, minutes=number, seconds=5)


both_ways = pytest.mark.parametrize("way", [press, record])


@both_ways
def test_a_revocation_and_a_post_at_once_leave_either_a_post_before_it_or_none(ministry, way):
    """Guarantee 9."""
    races = Races(f"{way.__name__} against revocation")
    for number in range(RACES):
        authorization = generous(ministry)
        stopped = PreAuthorization.objects.filter(pk=authorization.pk, revoked_at__isnull=False)
        known = {
            "authorization_id": authorization.pk,
            "reason": "Trust is gone.",
            "by": ministry.paul,
            "at": stopped_at(number),
        }
        outcomes = races.run(
            way(ministry, number, stopped), behind(partial(authorization_stops.revoke, **known), number=number)
        )
        assert outcomes in (["ok", "ok"], ["no_authorization", "ok"], ["authorization_revoked", "ok"])
    races.told()


@both_ways
def test_a_suspension_and_a_post_at_once_leave_either_a_post_before_it_or_none(ministry, way):
    """Guarantee 9."""
    races, authorization = Races(f"{way.__name__} against suspension"), generous(ministry)
    for number in range(RACES):
        standing = Restriction.objects.filter(lifted_at=None)
        known = {
            "authorization_id": authorization.pk,
            "reason": "Calm first.",
            "by": ministry.paul,
            "at": stopped_at(number),
        }
        outcomes = races.run(
            way(ministry, number, standing), behind(partial(authorization_stops.suspend, **known), number=number)
        )
        assert outcomes in (["ok", "ok"], ["authorization_suspended", "ok"])
        found = standing.get()
        authorization_stops.resume(restriction_id=found.pk, reason="Calm again.", by=ministry.petra, at=over_at(number))
    races.told()


@both_ways
def test_a_hold_and_a_post_at_once_leave_either_a_post_before_it_or_none(ministry, way):
    """Guarantees 9 and 22."""
    generous(ministry)
    races = Races(f"{way.__name__} against hold")
    for number in range(RACES):
        standing = Hold.objects.filter(lifted_at=None)
        known = {
            "scope": "everything",
            "reason": "Calm first.",
            "until": None,
            "by": ministry.paul,
            "at": stopped_at(number),
        }
        stop = behind(partial(holds.place, **known), number=number)
        outcomes = races.run(way(ministry, number, standing), stop)
        assert outcomes in (["ok", "ok"], ["ok", "on_hold"])
        holds.lift(hold_id=standing.get().pk, reason="Go on.", by=ministry.paul, at=over_at(number))
    races.told()


@both_ways
def test_a_regime_and_a_post_at_once_leave_either_a_post_before_it_or_none(ministry, way):
    """Guarantee 9."""
    generous(ministry)
    races = Races(f"{way.__name__} against regime")
    for number in range(RACES):
        standing = Regime.objects.filter(ended_at=None)
        asked = Declaration("caretaker", "An election.", limit=HOUR, suspends_fast_path=True)
        declare = partial(regimes.declare, asked=asked, by=ministry.paul, at=stopped_at(number))
        stop = behind(declare, number=number)
        outcomes = races.run(way(ministry, number, standing), stop)
        assert outcomes in (["ok", "ok"], ["fast_path_regime", "ok"])
        regimes.end(regime_id=standing.get().pk, reason="It is over.", by=ministry.paul, at=over_at(number))
    races.told()


@both_ways
def test_a_frozen_account_and_a_post_at_once_leave_either_a_post_before_it_or_none(ministry, way):
    """Guarantees 9 and 22."""
    generous(ministry)
    races = Races(f"{way.__name__} against a frozen account")
    for number in range(RACES):
        standing = ChannelFreeze.objects.filter(lifted_at=None)
        outcomes = races.run(
            way(ministry, number, standing), behind(partial(freeze, ministry, at=stopped_at(number)), number=number)
        )
        assert outcomes in (["ok", "ok"], ["channel_not_active", "ok"], ["authorization_suspended", "ok"])
        restore(ministry, standing.get(), at=over_at(number))
    races.told()
