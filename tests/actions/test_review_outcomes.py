"""What a review finds, by whom, once; and what follows: a correction, a takedown, an authorization that is weighed."""

from datetime import timedelta

import pytest

from accounts.models import Deputy
from approvals import access, audit
from approvals.actions import alarms, publish, submit, takedown
from approvals.models import Delay, Draft, Event, PreAuthorization, Review
from approvals.rules.content import Content
from tests.actions.asking import kinds, refused, told
from tests.actions.reviewed import again, decide, out, owed
from tests.people import HOUR, NOW, fresh, later, person, post, variant


def take_down(found, by, *, at=None, where="Deleted on X", when=None):
    at = at or later(3)
    return takedown.record_takedown(review_id=found.pk, where=where, taken_down_at=when or at, by=by, at=at)


# Who reviews


@pytest.mark.parametrize("name", ["layla", "helen"])
def test_neither_who_wrote_nor_who_published_a_post_reviews_it(ministry, name):
    """Guarantees 4 and 9."""
    someone = getattr(ministry, name)
    post(someone, ministry.comms, "approver")
    found = out(ministry)
    with refused("own_publication", status=403):
        decide(found, someone)


@pytest.mark.parametrize("name", ["layla", "helen"])
def test_nor_does_whoever_stands_in_for_one_of_them_at_that_moment(ministry, name):
    """Guarantee 4."""
    holder = getattr(ministry, name)
    posting = holder.postings.get()
    Deputy.objects.create(posting=posting, user=ministry.carla, starts_at=NOW, ends_at=later(24))
    found = out(ministry)
    with refused("own_publication"):
        decide(found, ministry.carla)
    decide(found, ministry.carla, at=later(24))


def test_nor_does_the_ambassador_for_whom_a_deputy_published_it(ministry):
    post(ministry.greta, ministry.comms, "approver")
    found = out(ministry, acting_for=ministry.greta)
    with refused("own_publication"):
        decide(found, ministry.greta)


def test_a_deputy_of_a_reviewer_reviews_in_their_place_and_the_record_says_so(ministry):
    dora = person("dora", "Dora Stein")
    Deputy.objects.create(posting=ministry.carla.postings.get(), user=dora, starts_at=NOW, ends_at=later(24))
    found = decide(out(ministry), dora)
    assert (found.decided_by, found.decided_for, found.decided_posting.user) == (dora, ministry.carla, ministry.carla)
    assert Event.objects.get(kind="reviewed_stands").data["acting_for"] == ministry.carla.pk


def test_who_is_elsewhere_does_not_review_and_who_sees_nothing_is_told_nothing(ministry):
    found = out(ministry)
    with refused("not_reviewer", status=403):
        decide(found, ministry.helen)
    with refused("not_found", status=404):
        decide(found, ministry.gil)
    with refused("not_found", status=404):
        decide(Review(pk=10**9), ministry.carla)


def test_a_reviewer_sees_the_draft_from_its_clearance_on_and_for_good(ministry):
    """Guarantee 11."""
    found = owed(ministry)

    def sees(user, at):
        return access.visible(user, at=at).filter(pk=found.draft_id).exists()

    assert sees(ministry.carla, later(0))
    alarms.fire_due(at=later(1))
    assert sees(ministry.carla, later(1))
    assert not sees(ministry.dana, later(1))
    alarms.fire_due(at=later(11))
    assert sees(ministry.dana, later(11)), "whom a late review turns to sees what it is about"
    decide(found, ministry.carla, at=later(12))
    ministry.carla.postings.update(ends_at=later(13))
    assert sees(ministry.carla, later(14))


# The outcome


def test_a_post_that_stands_is_done_with_one_outcome_and_its_people_hear_of_it(ministry):
    found = decide(out(ministry), ministry.carla, note="  Well put. ")
    assert (found.status, found.outcome, found.note, found.closed_at) == ("done", "stands", "Well put.", later(2))
    assert fresh(found.draft).state == "published"
    assert told("review_stands") == ["helen", "layla"]
    assert kinds(found.draft)[-1] == "reviewed_stands"
    assert not any(audit.verify(fresh(found.draft)))
    with refused("review_done", status=409):
        decide(found, ministry.carla, "retract")


@pytest.mark.parametrize("outcome", ["correct", "retract"])
@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"reason": ""}, "review_reason_needed", "reason"),
        ({"reason": "duplicate"}, "review_reason_needed", "reason"),
        ({"note": "   "}, "review_note_needed", "note"),
        ({"note": "x" * 5001}, "review_note_too_long", "note"),
        ({"note": "a\x00b"}, "unusable_text", "note"),
        ({"note": "\ud800"}, "unusable_text", "note"),
    ],
)
def test_what_is_adverse_has_a_coded_reason_and_a_note(ministry, outcome, said, code, field):
    found = out(ministry)
    with refused(code, status=400) as caught:
        decide(found, ministry.carla, outcome, **said)
    assert field in caught.value.errors


def test_what_stands_has_no_reason_against_it_and_what_is_no_outcome_is_refused(ministry):
    found = out(ministry)
    with refused("review_reason_for_stands"):
        decide(found, ministry.carla, reason="tone")
    with refused("outcome_needed"):
        decide(found, ministry.carla, "perhaps")


def test_what_is_not_open_has_no_outcome(ministry):
    post(ministry.rita, ministry.comms, "approver")  # a records officer sees every draft that was submitted
    found = owed(ministry)
    with refused("review_not_open", status=409):
        decide(found, ministry.rita, at=later(0))
    Review.objects.filter(pk=found.pk).update(status="void", next_alarm_at=None)
    with refused("review_void", status=409):
        decide(found, ministry.rita)


def test_who_read_another_revision_than_the_one_that_is_out_is_refused(ministry):
    """Guarantee 3."""
    found = out(ministry)
    with refused("stale_revision", status=409):
        decide(found, ministry.carla, revision="0" * 64)
    decide(found, ministry.carla, revision=found.revision.hash)


def test_a_review_done_late_resolves_its_delay_with_how_late_it_was(ministry):
    found = out(ministry, runs_on="working", limit=HOUR)  # from 13:00 to 14:00 UTC
    alarms.fire_due(at=later(6))
    decide(found, ministry.carla, at=later(8))
    delay = Delay.objects.get()
    assert (delay.resolved_at, delay.late_working) == (later(8), timedelta(hours=3))


def test_a_review_done_late_was_late_also_where_no_sweep_came_in_between(ministry):
    """Guarantee 18."""
    found = out(ministry)
    decide(found, ministry.carla, at=later(10))
    delay = Delay.objects.get()
    assert (delay.due_at, delay.flagged_at, delay.resolved_at) == (later(8), later(10), later(10))
    alarms.fire_due(at=later(11))
    assert told("review_overdue") == []
    assert Delay.objects.count() == 1


@pytest.mark.parametrize("outcome", ["stands", "correct", "retract"])
def test_the_authorization_is_weighed_by_the_next_sweep(ministry, outcome):
    found = out(ministry)
    decide(found, ministry.carla, outcome)
    assert PreAuthorization.objects.get().next_alarm_at == later(2)


# Correct


def test_correct_opens_a_draft_of_the_same_office_with_what_went_out(ministry):
    content = ministry.content("Visit on Friday.", channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    content = Content(content.channel_ids, "en", content.text, variants=(variant(ministry.mastodon, "en", "Friday!"),))
    found = out(ministry, content.text, topics=("trade",))
    found = decide(found, ministry.carla, "correct")
    mended = Draft.objects.get(pk=found.correction_id)
    assert (mended.state, mended.office, mended.author) == ("draft", ministry.riyadh, ministry.layla)
    assert mended.reference != found.draft.reference
    assert (mended.kind, mended.topics, mended.moment, mended.publish_at) == ("original", ["trade"], None, None)
    assert mended.revision.content == found.revision.content
    assert set(mended.channels.all()) == set(found.draft.channels.all())
    assert told("review_correct") == ["helen", "layla"]
    opened = Event.objects.get(draft=mended)
    assert (opened.kind, opened.by, opened.data["corrects"]) == ("created", ministry.carla, found.draft.reference)
    assert not any(audit.verify(fresh(mended)))
    # It goes its own way, and its author can send it.
    assert submit.submit(draft_id=mended.pk, by=ministry.layla, at=later(3)).state == "in_review"


def test_a_correction_opens_also_where_its_author_has_left(ministry):
    found = out(ministry)
    ministry.layla.postings.update(ends_at=later(1))
    mended = decide(found, ministry.carla, "correct").correction
    assert submit.submit(draft_id=mended.pk, by=ministry.omar, at=later(3)).state == "in_review"


# Retract


def test_retract_asks_for_the_takedown_and_whoever_does_it_records_where_and_when(ministry):
    found = out(ministry)
    decide(found, ministry.carla, "retract", reason="security")
    assert told("review_retract") == ["helen", "layla"]
    asked = again(found)
    assert (asked.awaits_takedown, asked.next_alarm_at, fresh(asked.draft).state) == (True, later(3), "published")
    take_down(found, ministry.layla, at=later(3), when=later(2.5))
    done = again(found)
    draft = fresh(done.draft)
    assert (done.awaits_takedown, done.next_alarm_at, draft.state) == (False, None, "retracted")
    assert (done.taken_down_by, done.taken_down_at, done.taken_down_where) == (
        ministry.layla, later(2.5), "Deleted on X",
    )  # fmt: skip
    assert set(draft.publications.values_list("taken_down_at", flat=True)) == {later(2.5)}
    assert told("retracted") == ["carla", "helen"]
    assert Event.objects.get(kind="retracted").data["review"] == found.pk
    assert not any(audit.verify(draft))


def test_the_head_and_the_publisher_may_record_it_and_nobody_else(ministry):
    first, second = (decide(out(ministry), ministry.carla, "retract") for _ in range(2))
    with refused("not_taking_down", status=403):
        take_down(first, ministry.carla)
    with refused("not_found", status=404):
        take_down(first, ministry.gil)
    take_down(first, ministry.helen)
    ministry.helen.postings.update(ends_at=later(2.5))
    take_down(second, ministry.helen)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"where": " "}, "taken_down_needed"),
        ({"where": "x" * 301}, "where_too_long"),
        ({"where": "a\x00"}, "unusable_text"),
        ({"when": later(4)}, "taken_down_needed"),
        ({"when": later(-1)}, "taken_down_needed"),
    ],
)
def test_a_takedown_says_where_and_when_it_can_have_been(ministry, said, code):
    found = decide(out(ministry), ministry.carla, "retract")
    with refused(code, status=400):
        take_down(found, ministry.layla, **said)


def test_a_takedown_that_nobody_asked_for_or_that_is_recorded_is_refused(ministry):
    stands, gone = out(ministry), decide(out(ministry), ministry.carla, "retract")
    with refused("takedown_not_asked", status=409):
        take_down(stands, ministry.layla)
    take_down(gone, ministry.layla)
    with refused("takedown_recorded", status=409):
        take_down(gone, ministry.layla)


def test_the_head_who_retracts_the_post_answers_what_the_review_asked(ministry):
    found = decide(out(ministry), ministry.carla, "retract")
    publish.retract(
        draft_id=found.draft_id, by=ministry.helen, where="Gone from X", taken_down_at=later(2.5), at=later(2.6)
    )
    done = again(found)
    assert (done.taken_down_by, done.taken_down_where, done.next_alarm_at) == (ministry.helen, "Gone from X", None)
    assert alarms.fire_due(at=later(10)) <= 1  # the authorization may be weighed; nobody is reminded
    assert told("takedown_reminder") == []


def test_a_post_that_its_head_took_down_before_the_review_is_on_record_as_down(ministry):
    found = out(ministry)
    publish.retract(draft_id=found.draft_id, by=ministry.helen, where="Gone", taken_down_at=later(1), at=later(1))
    done = decide(found, ministry.carla, "retract")
    assert (done.awaits_takedown, done.taken_down_at, done.taken_down_by) == (False, later(1), ministry.helen)
    assert again(done).next_alarm_at is None


def test_a_post_that_was_never_recorded_ends_with_its_takedown(ministry):
    found = owed(ministry)
    alarms.fire_due(at=later(1))
    decide(found, ministry.carla, "retract")
    take_down(found, ministry.layla)
    assert fresh(found.draft).state == "withdrawn"
    assert again(found).taken_down_at == later(3)
