"""Publishing: what was approved, where it was approved for, when it may go out, once, by whoever may then."""

import json

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Posting, Role
from approvals.models import Decision, Draft, Publication, Revision, Step
from channels.models import Channel
from tests.actions.asking import (
    URL,
    around_the_engine,
    publish_on_x,
    refused,
    resubmit,
    retract,
    told,
)
from tests.people import NOW, fresh, later, post, variant

TOOT = "https://social.example/@riyadh/113000000000000001"


def test_a_cleared_draft_is_published_and_the_record_says_where_and_what(ministry):
    """Guarantee 1."""
    draft = publish_on_x(ministry, ministry.cleared(), url=URL + "?s=20", at=later(1))
    out = Publication.objects.get()
    assert (fresh(draft).state, fresh(draft).published_at) == ("published", later(1))
    assert (out.url, out.by, out.language, out.channel) == (URL, ministry.layla, "en", ministry.x)
    assert out.hash == out.revision.hash == fresh(draft).revision.hash
    assert told("published") == ["dana", "helen", "mina"]


ALTERATIONS = {
    "the text": "UPDATE approvals_revision SET content = jsonb_set(content, ARRAY['text'], '\"We are closed.\"')",
    "the language": "UPDATE approvals_revision SET content = jsonb_set(content, ARRAY['language'], '\"ar\"')",
    "the kind": "UPDATE approvals_revision SET content = jsonb_set(content, ARRAY['kind'], '\"repost\"')",
    "the hash": "UPDATE approvals_revision SET hash = repeat('0', 64)",
    "a decision": "UPDATE approvals_decision SET verdict = 'request_changes' WHERE by_id = {helen}",
    "a decision's place": "UPDATE approvals_decision SET step_id = (SELECT max(id) FROM approvals_step)",
    "a step": "UPDATE approvals_step SET status = 'waiting' WHERE position = 2",
    "the record": "UPDATE approvals_event SET by_id = {mina} WHERE by_id = {helen}",
}


@pytest.mark.parametrize("altered", ALTERATIONS)
def test_what_was_altered_behind_the_engines_back_is_not_published(ministry, altered):
    """Guarantee 1."""
    draft = ministry.cleared()
    around_the_engine(ALTERATIONS[altered].format(helen=ministry.helen.pk, mina=ministry.mina.pk))
    with refused("content_changed", status=409):
        publish_on_x(ministry, draft)


def test_a_text_altered_together_with_its_hash_is_not_published(ministry):
    """Guarantee 1."""
    draft = ministry.cleared()
    content = fresh(draft).revision.body
    other = type(content)(content.channel_ids, content.language, "Not what was approved.")
    around_the_engine(
        "UPDATE approvals_revision SET content = %s, hash = %s", json.dumps(other.to_json()), other.digest()
    )
    with refused("content_changed", status=409):
        publish_on_x(ministry, draft)


def test_a_decision_taken_away_stops_publication(ministry):
    """Guarantee 1."""
    draft = ministry.cleared()
    around_the_engine("DELETE FROM approvals_decision WHERE by_id = %s", ministry.mina.pk)
    with refused("content_changed", status=409):
        publish_on_x(ministry, draft)


def test_a_revision_slipped_in_after_clearance_is_not_published(ministry):
    """Guarantee 1."""
    draft = ministry.cleared()
    content = fresh(draft).revision.body
    newer = type(content)(content.channel_ids, content.language, "Not what was approved.")
    slipped = Revision.objects.create(
        draft=draft, number=2, content=newer.to_json(), hash=newer.digest(), written_by=ministry.layla, created_at=NOW
    )
    Draft.objects.filter(pk=draft.pk).update(revision=slipped)
    with refused("content_changed", status=409):
        publish_on_x(ministry, draft)


def test_an_approval_moved_here_from_another_draft_clears_nothing(ministry):
    """Guarantee 6."""
    draft, other = ministry.cleared("Words."), ministry.cleared("Other words.")
    mine = Decision.objects.get(draft=draft, by=ministry.mina)
    theirs = Decision.objects.get(draft=other, by=ministry.mina)
    around_the_engine("DELETE FROM approvals_decision WHERE id = %s", mine.pk)
    around_the_engine(
        "UPDATE approvals_decision SET draft_id = %s, route_id = %s, step_id = %s WHERE id = %s",
        draft.pk, mine.route_id, mine.step_id, theirs.pk,
    )  # fmt: skip
    with refused("content_changed", status=409):
        publish_on_x(ministry, draft)


@pytest.mark.parametrize("state", ["frozen", "closed"])
def test_nothing_goes_out_on_a_channel_that_is_not_active(ministry, state):
    draft = ministry.cleared()
    Channel.objects.filter(pk=ministry.x.pk).update(state=state)
    with refused("channel_not_active", status=409):
        publish_on_x(ministry, draft)


def test_nothing_goes_out_on_a_channel_that_the_draft_was_not_cleared_for(ministry):
    """Guarantee 1."""
    draft = ministry.cleared()
    with refused("not_a_target", status=400):
        publish_on_x(ministry, draft, channel=ministry.mastodon)
    draft.channels.add(ministry.mastodon)
    with refused("not_a_target", status=400):
        publish_on_x(ministry, draft, channel=ministry.mastodon, url="https://social.example/@riyadh/1")
    with refused("not_a_target", status=400):
        publish_on_x(ministry, draft, language="ar")


def test_nothing_goes_out_before_its_slot(ministry):
    draft = ministry.cleared(publish_at=later(2))
    with refused("too_early", status=409):
        publish_on_x(ministry, draft, at=later(1, minutes=59))
    with refused("too_early", status=409):
        publish_on_x(ministry, draft, at=later(3), published_at=later(1, minutes=59))
    publish_on_x(ministry, draft, at=later(2))


def test_nothing_goes_out_after_its_moment_though_no_sweep_has_passed(ministry):
    """Guarantee 17."""
    draft = ministry.cleared(moment=later(2))
    with refused("moment_passed", status=409):
        publish_on_x(ministry, draft, at=later(2))
    publish_on_x(ministry, draft, at=later(1, minutes=59))


def test_the_time_of_publication_is_between_clearance_and_now(ministry):
    draft = ministry.cleared(at=later(1))
    with refused("published_in_future", status=400):
        publish_on_x(ministry, draft, at=later(2), published_at=later(3))
    with refused("published_before_cleared", status=400):
        publish_on_x(ministry, draft, at=later(2), published_at=NOW)
    publish_on_x(ministry, draft, at=later(3), published_at=later(2))
    assert Publication.objects.get().published_at == later(2)
    assert Publication.objects.get().recorded_at == later(3)


@pytest.mark.parametrize("stranger", ["dana", "mina", "gil", "greta", "paul", "rita", "ivan"])
def test_a_stranger_publishes_nothing(ministry, stranger):
    """Guarantee 10."""
    draft = ministry.cleared()
    with refused("not_publisher", status=403):
        publish_on_x(ministry, draft, by=getattr(ministry, stranger))


def test_an_author_who_has_left_the_post_publishes_nothing_any_more(ministry):
    """Guarantee 10."""
    draft = ministry.cleared()
    Posting.objects.filter(user=ministry.layla).update(ends_at=later(1))
    with refused("not_publisher", status=403):
        publish_on_x(ministry, draft, by=ministry.layla, at=later(1))
    publish_on_x(ministry, draft, by=ministry.helen, at=later(1))


def test_a_post_for_another_missions_channel_is_published_by_whoever_may_publish_there_now(ministry):
    """Guarantee 10."""
    post(ministry.layla, ministry.geneva, Role.AUTHOR, ends_at=later(2))
    draft = ministry.cleared(channel_ids=(ministry.x.pk, ministry.geneva_x.pk))
    there = {"channel": ministry.geneva_x, "url": "https://x.com/MissionGeneva/status/1"}
    for someone, at in ((ministry.omar, later(1)), (ministry.helen, later(1)), (ministry.layla, later(2))):
        with refused("channel_not_yours", status=403):
            publish_on_x(ministry, draft, by=someone, at=at, **there)
    publish_on_x(ministry, draft, by=ministry.layla, at=later(1), **there)
    publish_on_x(ministry, draft, by=ministry.omar, at=later(1))


def test_a_channel_that_has_gone_to_another_mission_is_published_to_no_more(ministry):
    """Guarantee 10."""
    draft = ministry.cleared()
    Channel.objects.filter(pk=ministry.x.pk).update(office=ministry.geneva)
    with refused("channel_not_yours", status=403):
        publish_on_x(ministry, draft)


def test_nothing_is_published_twice(ministry):
    draft = publish_on_x(ministry, ministry.cleared())
    with refused("already_published", status=409):
        publish_on_x(ministry, draft, at=later(2))
    out = Publication.objects.get()
    out.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        out.save(force_insert=True)


def test_each_channel_of_a_draft_is_recorded_on_its_own(ministry):
    draft = ministry.cleared(channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    publish_on_x(ministry, draft, at=later(1))
    publish_on_x(ministry, draft, at=later(2), channel=ministry.mastodon, url=TOOT)
    assert fresh(draft).published_at == later(1)
    assert Publication.objects.count() == 2


def test_a_second_channel_waits_for_no_moment_that_has_passed(ministry):
    draft = ministry.cleared(channel_ids=(ministry.x.pk, ministry.mastodon.pk), moment=later(2))
    publish_on_x(ministry, draft, at=later(1))
    with refused("moment_passed", status=409):
        publish_on_x(
            ministry,
            draft,
            at=later(2),
            channel=ministry.mastodon,
            url="https://social.example/@riyadh/113000000000000001",
        )


def test_two_languages_on_one_channel_are_two_posts_and_the_language_is_asked_for(ministry):
    texts = (variant(ministry.x, "en", "We are open."), variant(ministry.x, "ar", "نحن مفتوحون."))
    draft = ministry.draft("", variants=texts)
    resubmit(draft, ministry.layla)
    ministry.approve(draft, ministry.helen, ministry.dana, ministry.mina)
    with refused("language_needed", status=400):
        publish_on_x(ministry, draft)
    publish_on_x(ministry, draft, language="ar")
    publish_on_x(ministry, draft, at=later(2), url=URL + "1")
    assert sorted(Publication.objects.values_list("language", flat=True)) == ["ar", "en"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "url_needed"),
        (" ", "url_needed"),
        ("javascript:alert(1)", "url_not_https"),
        ("https://x.com/SomebodyElse/status/1", "url_of_another_account"),
        ("https://x.com.evil.example/EmbassyRiyadh/status/1", "url_wrong_host"),
        ("http://127.0.0.1/EmbassyRiyadh/status/1", "url_not_https"),
        ("https://x.com/EmbassyRiyadh", "url_not_a_post"),
        ("https://x.com/EmbassyRiyadh/status/1\x00", "url_not_a_post"),
    ],
)
def test_the_address_is_that_of_the_channels_own_post(ministry, url, code):
    draft = ministry.cleared()
    with refused(code, status=400):
        publish_on_x(ministry, draft, url=url)


def test_a_draft_that_is_not_wholly_approved_is_not_published(ministry):
    """Guarantee 8."""
    draft = ministry.cleared()
    Step.objects.filter(draft=draft).update(status="closed")
    with refused("content_changed", status=409):
        publish_on_x(ministry, draft)


def test_the_head_of_mission_records_that_a_post_was_taken_down(ministry):
    draft = publish_on_x(ministry, ministry.cleared())
    for someone in (ministry.layla, ministry.greta, ministry.mina, ministry.ivan):
        with refused("not_head", status=403):
            retract(draft, someone)
    retract(draft, ministry.helen, at=later(3), taken_down_at=later(2))
    assert fresh(draft).state == "retracted"
    assert Publication.objects.get().taken_down_at == later(2)
    assert told("retracted") == ["dana", "layla", "mina"]


@pytest.mark.parametrize("given", [{"where": " "}, {"taken_down_at": later(99)}, {"taken_down_at": later(0)}])
def test_a_retraction_says_where_and_when(ministry, given):
    draft = publish_on_x(ministry, ministry.cleared())
    with refused("taken_down_needed", status=400):
        retract(draft, ministry.helen, **given)


def test_a_retraction_says_so_in_characters_that_can_be_kept(ministry):
    draft = publish_on_x(ministry, ministry.cleared())
    with refused("unusable_text", status=400):
        retract(draft, ministry.helen, where="On X\x00")


def test_an_acting_head_may_publish_and_retract(ministry):
    post(ministry.omar, ministry.riyadh, Role.HEAD, starts_at=later(1), ends_at=later(5))
    draft = publish_on_x(ministry, ministry.cleared(), by=ministry.omar, at=later(2))
    retract(draft, ministry.omar, at=later(4))
    assert fresh(draft).state == "retracted"
