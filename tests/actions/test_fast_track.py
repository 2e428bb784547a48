"""The fast path: within its authorization a post goes out at once and owes a review; outside, it says why not."""

from datetime import timedelta

import pytest

from accounts.models import Deputy, Posting, Role
from approvals.actions import alarms, holds, publish, withdraw
from approvals.models import Regime, Restriction, Review
from notifications.models import Message
from tests.actions.asking import URL, publish_on_x, refused
from tests.authorizing import authorized, fast_track, reviewed_by_comms
from tests.people import NOW, fresh, later, post, variant

MINUTE = timedelta(minutes=1)


@pytest.fixture
def authorization(ministry):
    return authorized(ministry)


def review_of(draft):
    return Review.objects.get(draft=draft)


def test_the_holder_clears_a_draft_at_once_and_owes_a_review(ministry, authorization):
    """Guarantee 9."""
    draft = fast_track(ministry.draft(), ministry.helen)
    assert draft.state == "cleared"
    review = review_of(draft)
    assert (review.status, review.origin, review.publisher) == ("owed", "fast_path", ministry.helen)
    event = draft.events.get(kind="fast_tracked")
    assert event.data["authorization"] == authorization.number
    assert event.data["version"] == 1
    assert event.data["revision"] == draft.revision.hash


def test_what_is_recorded_as_out_opens_the_review_from_the_moment_it_was_out(ministry, authorization):
    """Guarantee 9."""
    ministry.x.followers = 1200
    ministry.x.save()
    draft = fast_track(ministry.draft(), ministry.helen)
    publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=2))
    review = review_of(draft)
    assert fresh(draft).state == "published"
    assert (review.status, review.opened_at) == ("open", later(minutes=2))
    assert review.due_at == later(8, minutes=2)
    assert review.next_alarm_at == later(6, minutes=2)
    assert review.exposure == 1200


def test_an_author_without_an_authorization_is_sent_to_the_ordinary_route(ministry, authorization):
    draft = ministry.draft()
    with refused("no_authorization", status=403):
        fast_track(draft, ministry.layla)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kinds": ["reply"]}, "fast_path_kind"),
        ({"languages": ["ar"]}, "fast_path_language"),
        ({"channels": []}, "fast_path_channel"),
        ({"barred_topics": ["trade"]}, "fast_path_topic"),
        ({"barred_countries": ["SA"]}, "fast_path_country"),
        ({"starts_at": NOW + MINUTE}, "authorization_not_begun"),
        ({"until": NOW}, "authorization_over"),
    ],
)
def test_each_condition_that_is_not_met_refuses_by_its_own_name(ministry, changes, code):
    """Guarantee 9."""
    authorized(ministry, **changes)
    draft = ministry.draft(topics=("trade",))
    with refused(code):
        fast_track(draft, ministry.helen)


def test_a_country_that_is_barred_is_found_in_the_text_of_any_channel(ministry, authorization):
    draft = ministry.draft(
        channel_ids=(ministry.x.pk, ministry.mastodon.pk),
        variants=(variant(ministry.mastodon, "ar", "عن سوريا اليوم"),),
    )
    with refused("fast_path_country"):
        fast_track(draft, ministry.helen)


def test_every_reason_is_named_at_once(ministry):
    authorized(ministry, kinds=["reply"], languages=["ar"], per_day=1)
    draft = ministry.draft("Sanctions on Syria.", topics=("sanctions",))
    with refused("fast_path_kind") as caught:
        fast_track(draft, ministry.helen)
    assert len(caught.value.errors["fast_path"]) == 4


def test_the_quota_of_a_day_is_that_of_the_mission_s_calendar(ministry):
    """Guarantee 9."""
    authorized(ministry, per_day=1)
    fast_track(ministry.draft("One."), ministry.helen)
    # 23:59 in Riyadh, and midnight.
    late, midnight = NOW.replace(hour=20, minute=59), NOW.replace(hour=21, minute=0)
    second = ministry.draft("Two.")
    with refused("fast_path_day_full"):
        fast_track(second, ministry.helen, at=late)
    assert fast_track(second, ministry.helen, at=midnight).state == "cleared"


def test_the_quota_of_a_week_counts_this_day_and_the_six_before(ministry):
    authorized(ministry, per_day=1, per_week=2)
    for day in (0, 1):
        fast_track(ministry.draft(f"Day {day}.", at=later(24 * day)), ministry.helen, at=later(24 * day))
    third = ministry.draft("Again.", at=later(24 * 2))
    with refused("fast_path_week_full"):
        fast_track(third, ministry.helen, at=later(24 * 6))
    assert fast_track(third, ministry.helen, at=later(24 * 7)).state == "cleared"


def test_a_post_taken_back_still_counts_against_the_quota(ministry):
    authorized(ministry, per_day=1)
    draft = fast_track(ministry.draft("One."), ministry.helen)
    withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=later(minutes=1))
    second = ministry.draft("Two.")
    with refused("fast_path_day_full"):
        fast_track(second, ministry.helen, at=later(minutes=2))


def test_a_halved_quota_is_never_less_than_one(ministry):
    authorization = authorized(ministry, per_day=1)
    Restriction.objects.create(authorization=authorization, kind="halved", cause="trust", reason="One outcome.", at=NOW)
    assert fast_track(ministry.draft(), ministry.helen).state == "cleared"


@pytest.mark.parametrize("cause", ["officer", "trust", "security", "posting"])
def test_what_is_suspended_lets_nothing_out_and_says_why(ministry, authorization, cause):
    """Guarantee 9."""
    Restriction.objects.create(authorization=authorization, kind="suspended", cause=cause, reason="An inquiry.", at=NOW)
    draft = ministry.draft()
    with refused("authorization_suspended", status=409) as caught:
        fast_track(draft, ministry.helen, at=later(1))
    assert "An inquiry." in caught.value.sentence


def test_a_regime_that_suspends_pre_authorizations_stops_what_it_covers(ministry, authorization):
    Regime.objects.create(
        kind="caretaker", reason="Elections.", starts_at=NOW, declared_by=ministry.paul, declared_at=NOW,
        scope="country", scope_value="SA",
    )  # fmt: skip
    draft = ministry.draft()
    with refused("fast_path_regime"):
        fast_track(draft, ministry.helen)


def test_a_hold_stops_it(ministry, authorization):
    """Guarantee 22."""
    holds.place(scope="everything", reason="A minister speaks first.", until=None, by=ministry.paul, at=NOW)
    draft = ministry.draft()
    with refused("on_hold"):
        fast_track(draft, ministry.helen, at=later(minutes=1))


def test_a_slot_to_come_is_not_at_once(ministry, authorization):
    draft = ministry.draft(publish_at=later(2))
    with refused("fast_path_slot"):
        fast_track(draft, ministry.helen)


def test_without_anybody_to_review_nothing_goes_out(ministry):
    """Guarantee 9."""
    authorized(ministry, rule=False)
    draft = ministry.draft()
    with refused("no_review_rule"):
        fast_track(draft, ministry.helen)


def test_the_only_reviewer_is_not_the_publisher_or_the_author(ministry):
    """Guarantee 9."""
    reviewed_by_comms(ministry, office=ministry.riyadh, role=Role.HEAD)
    authorized(ministry)
    draft = ministry.draft()
    with refused("no_reviewer"):
        fast_track(draft, ministry.helen)


def test_it_passes_to_a_deputy_only_if_it_says_so(ministry):
    authorization = authorized(ministry)
    Deputy.objects.create(
        posting=Posting.objects.get(user=ministry.helen), user=ministry.omar, starts_at=NOW, ends_at=later(48)
    )
    draft = ministry.draft()
    with refused("no_authorization"):
        fast_track(draft, ministry.omar)
    authorization.version.passes_to_acting = True
    authorization.version.save()
    assert fast_track(draft, ministry.omar).state == "cleared"
    assert review_of(draft).acting_for == ministry.helen


def test_it_passes_to_the_acting_head_once_the_holder_has_left_only_if_it_says_so(ministry):
    authorization = authorized(ministry, passes_to_acting=True)
    Posting.objects.filter(user=ministry.helen).update(ends_at=NOW)
    post(ministry.omar, ministry.riyadh, Role.HEAD, starts_at=NOW)
    draft = ministry.draft()
    with refused("no_authorization"):
        fast_track(draft, ministry.omar)  # a new ambassador does not inherit it
    Posting.objects.filter(user=ministry.omar, role=Role.HEAD).update(is_acting=True)
    assert fast_track(draft, ministry.omar).state == "cleared"
    assert review_of(draft).authorization_version == authorization.version


def test_a_revocation_counts_at_once_also_for_what_is_cleared_and_not_out_yet(ministry, authorization):
    """Guarantee 9."""
    draft = fast_track(ministry.draft(), ministry.helen)
    authorization.revoked_at, authorization.revoke_reason = later(minutes=1), "Recalled."
    authorization.save()
    with refused("authorization_revoked"):
        publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=1))


def test_what_was_truly_out_before_the_revocation_can_be_recorded_and_is_told(ministry, authorization):
    """Guarantee 9."""
    draft = fast_track(ministry.draft(), ministry.helen)
    authorization.revoked_at, authorization.revoke_reason = later(minutes=3), "Recalled."
    authorization.save()
    publish.publish(
        draft_id=draft.pk, channel_id=ministry.x.pk, url=URL, by=ministry.helen, at=later(minutes=5),
        published_at=later(minutes=2),
    )  # fmt: skip
    assert fresh(draft).events.get(kind="published").data["stopped_since"] is True
    assert review_of(draft).status == "open"
    told = Message.objects.filter(kind="published_before_stop").values_list("user__username", flat=True)
    assert set(told) == {"paul", "petra"}


def test_at_the_instant_of_its_end_nothing_goes_out_any_more(ministry):
    """Guarantee 9."""
    authorized(ministry, until=later(1))
    draft = fast_track(ministry.draft(), ministry.helen)
    with refused("authorization_over"):
        publish_on_x(ministry, draft, by=ministry.helen, at=later(1))
    publish_on_x(ministry, draft, by=ministry.helen, at=later(1) - timedelta(microseconds=1))
    assert fresh(draft).state == "published"


def test_a_withdrawn_post_that_never_went_out_owes_nothing(ministry, authorization):
    draft = fast_track(ministry.draft(), ministry.helen)
    withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=later(minutes=5))
    assert review_of(draft).status == "void"


def test_a_post_whose_moment_passes_unrecorded_is_reviewed_all_the_same(ministry, authorization):
    """Guarantee 9."""
    draft = fast_track(ministry.draft(moment=later(minutes=30)), ministry.helen)
    alarms.fire_due(at=later(minutes=30))
    assert (fresh(draft).state, review_of(draft).status) == ("expired", "owed")
    alarms.fire_due(at=later(1))
    assert review_of(draft).status == "open"


def test_an_altered_text_is_not_published_under_a_pre_authorization(ministry, authorization):
    """Guarantee 1."""
    draft = fast_track(ministry.draft(), ministry.helen)
    Review.objects.update(status="void", next_alarm_at=None)
    with refused("content_changed"):
        publish_on_x(ministry, draft, by=ministry.helen, at=later(minutes=1))
