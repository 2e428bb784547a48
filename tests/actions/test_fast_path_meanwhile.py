"""What changes between a press and its turn, or between a post and its record: the stop counts, and the truth, too."""

import pytest

from approvals.actions import holds, regimes
from approvals.actions.regimes import Declaration
from notifications.models import Message
from tests.actions import authorizing as granting
from tests.actions.asking import publish_on_x, refused
from tests.authorizing import authorized, fast_track, reviewed_by_comms
from tests.people import fresh, later

PRESSED, BEGUN = later(minutes=1), later(minutes=1, seconds=1)


@pytest.fixture
def version(ministry):
    reviewed_by_comms(ministry)
    return granting.authorized(ministry)


def other_terms(ministry, version, **changes):
    """Let other terms come into force twelve minutes after NOW."""
    second = granting.amended(ministry, version, at=later(minutes=10), **changes)
    granting.countersign(ministry, second, at=later(minutes=11))
    return granting.accept(second, at=later(minutes=12))


def caretaker(ministry, *, at):
    return regimes.declare(asked=Declaration(kind="caretaker", reason="Elections."), by=ministry.paul, at=at)


def test_a_regime_that_began_while_the_press_waited_stops_the_clearance(ministry):
    """Guarantee 9."""
    authorized(ministry)
    draft = ministry.draft()
    caretaker(ministry, at=BEGUN)
    with refused("fast_path_regime"):
        fast_track(draft, ministry.helen, at=PRESSED)


def test_a_regime_that_began_while_the_press_waited_stops_the_publication(ministry):
    """Guarantees 9 and 10."""
    authorized(ministry)
    draft = fast_track(ministry.draft(), ministry.helen)
    caretaker(ministry, at=BEGUN)
    with refused("fast_path_regime"):
        publish_on_x(ministry, draft, by=ministry.helen, at=PRESSED)


def test_what_was_truly_out_before_the_regime_is_recorded_and_told(ministry):
    authorized(ministry)
    draft = fast_track(ministry.draft(), ministry.helen)
    caretaker(ministry, at=BEGUN)
    publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=5), published_at=PRESSED)
    assert fresh(draft).events.get(kind="published").data["stopped_since"] is True


def test_a_regime_to_come_stops_nothing_yet(ministry):
    authorized(ministry)
    asked = Declaration(kind="caretaker", reason="Elections.", starts_at=later(2))
    regimes.declare(asked=asked, by=ministry.paul, at=PRESSED)
    assert fast_track(ministry.draft(), ministry.helen, at=BEGUN).state == "cleared"


def test_a_hold_placed_while_the_press_waited_stops_the_clearance(ministry):
    """Guarantees 9 and 22."""
    authorized(ministry)
    draft = ministry.draft()
    holds.place(scope="everything", reason="An attack.", until=None, by=ministry.paul, at=BEGUN)
    with refused("on_hold"):
        fast_track(draft, ministry.helen, at=PRESSED)


def test_terms_that_are_narrowed_after_the_clearance_stop_what_is_not_out_yet(ministry, version):
    """Guarantees 9 and 10."""
    draft = fast_track(ministry.draft(), ministry.helen)
    other_terms(ministry, version, channel_ids=(ministry.mastodon.pk,))
    with refused("fast_path_channel"):
        publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=20))


def test_what_was_truly_out_under_the_terms_before_is_recorded_and_told(ministry, version):
    draft = fast_track(ministry.draft(), ministry.helen)
    other_terms(ministry, version, channel_ids=(ministry.mastodon.pk,))
    publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=20), published_at=later(minutes=5))
    assert fresh(draft).state == "published"
    told = Message.objects.filter(kind="published_before_stop").values_list("user__username", flat=True)
    assert set(told) == {"paul", "petra"}


def test_a_renewal_hinders_nobody_who_records_what_was_out_before_it(ministry, version):
    draft = fast_track(ministry.draft(), ministry.helen)
    other_terms(ministry, version)
    publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=20), published_at=later(minutes=5))
    assert "stopped_since" not in fresh(draft).events.get(kind="published").data


def test_what_went_out_under_terms_that_did_not_allow_it_yet_is_not_recorded(ministry, version):
    """Guarantee 9."""
    draft = fast_track(ministry.draft(), ministry.helen)
    other_terms(ministry, version, channel_ids=(ministry.mastodon.pk,))
    with refused("fast_path_channel"):
        publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=20), published_at=later(minutes=12))
