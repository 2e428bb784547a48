"""Pressing the button at the same moment as something else: each post goes one way, and no quota is exceeded."""

from datetime import timedelta
from functools import partial

import pytest

from approvals.models import AuthorizationVersion, Review, Route
from tests.actions.asking import publish_on_x, resubmit, revise, take_back
from tests.authorizing import fast_track
from tests.people import fresh, later
from tests.races.stakes import RACES, Races, generous, post

pytestmark = pytest.mark.django_db(transaction=True)
INSTANT = timedelta.resolution


def test_of_ten_presses_at_once_a_quota_of_one_lets_one_out(ministry):
    """Guarantee 9. Each day has a quota of its own."""
    generous(ministry, per_day=1)
    races = Races("ten presses for one post a day")
    for number in range(RACES):
        drafts = [ministry.draft(f"Number {number}, {each}.") for each in range(10)]
        presses = [partial(fast_track, draft, ministry.helen, at=later(24 * number)) for draft in drafts]
        assert races.run(*presses) == [*["fast_path_day_full"] * 9, "ok"]
    assert Review.objects.count() == Route.objects.filter(kind="fast_path").count() == RACES
    races.told()


def test_at_the_instant_at_which_it_ends_nothing_goes_out_any_more(ministry):
    """Guarantee 9. One presses at the last instant before, one at the end: only the first is in time."""
    versions = AuthorizationVersion.objects.filter(authorization=generous(ministry))
    races = Races("presses at the end of the validity")
    for number in range(RACES):
        # The terms of the stories: nothing but the engine keeps them as they are.
        end = later(number + 2)
        versions.update(until=end)
        early, late, cleared = (ministry.draft(f"Number {number}, {each}.") for each in ("early", "late", "cleared"))
        fast_track(cleared, ministry.helen, at=end - INSTANT)
        outcomes = races.run(
            partial(fast_track, early, ministry.helen, at=end - INSTANT),
            partial(fast_track, late, ministry.helen, at=end),
            partial(publish_on_x, ministry, cleared, by=ministry.helen, at=end, url=post(number)),
        )
        assert outcomes == ["authorization_over", "authorization_over", "ok"]
        assert [fresh(draft).state for draft in (early, late, cleared)] == ["cleared", "draft", "cleared"]
    races.told()


def test_a_draft_pressed_in_two_tabs_is_cleared_once_and_recorded_once(ministry):
    """Guarantees 9 and 22."""
    generous(ministry)
    races = Races("two tabs")
    for number in range(RACES):
        draft = ministry.draft(f"Number {number}.")
        assert races.run(*[partial(fast_track, draft, ministry.helen)] * 2) == ["ok", "wrong_state"]
        out = partial(publish_on_x, ministry, draft, by=ministry.helen, at=later(1), url=post(number))
        assert races.run(out, out) == ["already_published", "ok"]
        assert Review.objects.get(draft=draft).status == "open"
    races.told()


def test_a_draft_submitted_in_one_tab_and_pressed_in_the_other_goes_one_way(ministry):
    """Guarantee 9."""
    generous(ministry)
    races = Races("submission against press")
    for number in range(RACES):
        draft = ministry.draft(f"Number {number}.")
        submit = partial(resubmit, draft, ministry.layla, at=later(1))
        assert races.run(partial(fast_track, draft, ministry.helen), submit) == ["ok", "wrong_state"]
        is_cleared = fresh(draft).state == "cleared"
        assert Review.objects.filter(draft=draft).exists() == is_cleared
    races.told()


def test_a_text_that_is_changed_at_the_moment_of_the_press_does_not_go_out_unread(ministry):
    """Guarantees 1 and 9."""
    generous(ministry)
    races = Races("new text against press")
    for number in range(RACES):
        draft = fresh(ministry.draft(f"Number {number}."))
        seen = draft.revision
        outcomes = races.run(
            partial(fast_track, draft, ministry.helen, revision=seen.hash),
            partial(revise, draft, f"Other {number}.", by=ministry.omar, at=later(1), if_match=seen.hash),
        )
        assert outcomes in (["ok", "stale_revision"], ["ok", "wrong_state"])
        assert not Route.objects.filter(draft=draft).exclude(revision=seen).exists()
    races.told()


def test_a_withdrawal_and_a_record_at_once_leave_a_post_with_its_review_or_neither(ministry):
    """Guarantee 9."""
    generous(ministry)
    races = Races("record against withdrawal")
    for number in range(RACES):
        draft = fast_track(ministry.draft(f"Number {number}."), ministry.helen, at=later(0))
        outcomes = races.run(
            partial(publish_on_x, ministry, draft, by=ministry.helen, at=later(1), url=post(number)),
            partial(take_back, draft, ministry.layla, at=later(1)),
        )
        assert outcomes == ["ok", "wrong_state"]
        assert (fresh(draft).state, Review.objects.get(draft=draft).status) in {
            ("published", "open"), ("withdrawn", "void")
        }  # fmt: skip
    races.told()
