"""What people see of a post that went out at once: the reviewer, the holder at a glance, its own page, the sweep."""

import pytest

from accounts.authority import seats_of
from approvals import access, fast_path
from approvals.actions import alarms
from approvals.actions.fast_track import asked_of
from approvals.models import Review
from tests.authorizing import authorized, fast_track
from tests.people import NOW, fresh, later


@pytest.fixture
def authorization(ministry):
    return authorized(ministry)


def review_of(draft):
    return Review.objects.get(draft=draft)


def test_a_reviewer_sees_the_draft_and_a_stranger_does_not(ministry, authorization):
    """Guarantee 11."""
    draft = fast_track(ministry.draft(), ministry.helen)
    assert draft in access.visible(ministry.carla, at=NOW)
    assert draft not in access.visible(ministry.gil, at=NOW)


def test_the_glance_says_what_the_press_would(ministry):
    authorized(ministry, per_day=1)
    first, second = ministry.draft("One."), ministry.draft("Two.")

    def glance(draft):
        asked = asked_of(fresh(draft), list(draft.channels.all()))
        return fast_path.glance(asked, seats_of(ministry.helen.pk, at=NOW), at=NOW)

    assert glance(first).is_within
    fast_track(first, ministry.helen)
    assert [refused.code for refused in glance(second).reasons] == ["fast_path_day_full"]


def test_a_sweep_leaves_what_is_cleared_by_the_fast_path_alone_within_the_hour(ministry, authorization):
    draft = fast_track(ministry.draft(), ministry.helen)
    alarms.fire_due(at=later(minutes=59))
    assert fresh(draft).state == "cleared"
    assert review_of(draft).status == "owed"


def test_its_page_says_under_which_authorization_it_was_cleared(ministry, authorization, client):
    draft = fast_track(ministry.draft(), ministry.helen)
    client.force_login(ministry.helen)
    page = client.get(f"/drafts/{draft.pk}/").content.decode()
    assert "Cleared under pre-authorization PA-2026-0001, version 1: no level was asked." in page
    assert "cleared it under pre-authorization PA-2026-0001, version 1" in page
