"""A regime suspends pre-authorizations for what it covers: that alone is enough for one, and holders are told."""

import pytest

from approvals.actions import regime_turns
from approvals.models import Regime
from approvals.regime_outlook import outlook
from notifications.models import Message
from tests.actions.asking import refused, told
from tests.actions.declaring import asked, declared, ended
from tests.authorizing import authorized, fast_track
from tests.people import later

ONLY = {"limit": None, "suspends_fast_path": True, "kind": "caretaker"}


@pytest.fixture
def helens(ministry):
    """Helen's pre-authorization, for Riyadh; sanctions are barred."""
    return authorized(ministry)


def numbers(kind):
    return sorted(Message.objects.filter(kind=kind, medium="in_app").values_list("params__number", flat=True))


def test_a_regime_that_does_nothing_but_suspend_is_declared_and_suspends(ministry, helens):
    draft = ministry.draft(by=ministry.layla)
    declared(ministry, **ONLY)
    with refused("fast_path_regime"):
        fast_track(draft, ministry.helen)
    assert numbers("fast_path_suspended") == [helens.number]
    assert told("fast_path_suspended") == ["helen"]


def test_a_regime_that_changes_nothing_at_all_is_still_refused(ministry):
    with refused("regime_changes_nothing"):
        asked(ministry, "caretaker", limit=None, suspends_fast_path=False)


def test_once_it_is_over_the_holder_hears_of_it_and_posts_go_out_again(ministry, helens):
    regime = declared(ministry, **ONLY)
    ended(ministry, regime, at=later(1))
    assert told("fast_path_resumed") == ["helen"]
    fast_track(ministry.draft(), ministry.helen, at=later(2))


def test_one_that_comes_to_its_end_by_itself_tells_the_holder_once(ministry, helens):
    declared(ministry, until=later(2), **ONLY)
    assert told("fast_path_resumed") == []
    for hours in (2, 2.1, 3):
        regime_turns.fire_regimes(at=later(hours))
    assert told("fast_path_resumed") == ["helen"]


def test_one_that_is_to_come_tells_the_holder_when_it_begins(ministry, helens):
    declared(ministry, starts_at=later(2), **ONLY)
    assert told("fast_path_suspended") == []
    regime_turns.fire_regimes(at=later(2))
    regime_turns.fire_regimes(at=later(3))
    assert told("fast_path_suspended") == ["helen"]


def test_one_that_is_called_off_before_it_begins_tells_no_holder(ministry, helens):
    regime = asked(ministry, starts_at=later(2), **ONLY)
    ended(ministry, regime, at=later(1))
    regime_turns.fire_regimes(at=later(3))
    assert told("fast_path_suspended") == told("fast_path_resumed") == []


@pytest.mark.parametrize(
    ("scope", "touched"),
    [
        ({}, ["PA-2026-0001", "PA-2026-0002"]),
        ({"scope": "country", "scope_value": "SA"}, ["PA-2026-0001"]),
        ({"scope": "country", "scope_value": "CA"}, []),
        ({"scope": "topic", "scope_value": "trade"}, ["PA-2026-0001", "PA-2026-0002"]),
        ({"scope": "topic", "scope_value": "sanctions"}, ["PA-2026-0002"]),
    ],
)
def test_it_touches_those_that_could_let_out_what_it_covers(ministry, helens, scope, touched):
    authorized(ministry, posting=ministry.greta.postings.get(), barred_topics=[])
    regime = declared(ministry, **ONLY, **scope)
    assert numbers("fast_path_suspended") == touched
    assert outlook(regime, [], at=later(1)).authorizations == len(touched)


def test_one_that_leaves_pre_authorizations_alone_touches_none(ministry, helens):
    regime = declared(ministry, suspends_fast_path=False)
    assert told("fast_path_suspended") == []
    assert outlook(regime, [], at=later(1)).authorizations == 0


def test_one_that_is_revoked_or_over_or_only_offered_is_not_touched(ministry, helens):
    helens.revoked_at, helens.revoked_by, helens.revoke_reason = later(0), ministry.paul, "Trust lost."
    helens.save()
    over = authorized(ministry, posting=ministry.greta.postings.get(), until=later(-1))
    assert over.pk
    assert outlook(Regime(kind="crisis", scope="ministry"), [], at=later(0)).authorizations == 0


def test_in_a_crisis_the_holder_is_told_at_any_hour(ministry, helens):
    declared(ministry, "crisis")
    mail = Message.objects.get(kind="fast_path_suspended", medium="email")
    assert mail.next_attempt_at == later(0)
