"""What a reply answers is kept with it, readable and on record; what cannot be read or cannot be is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from approvals import audit
from approvals.actions import amend, write
from approvals.actions.answering import LONGEST_ANSWERED, Answered
from approvals.actions.write import Writing
from approvals.models import AnsweredPost, Event
from tests.actions.asking import everything, hash_of, kinds, refused
from tests.people import NOW, fresh, later

ADDRESS = "https://x.com/citizen/status/1112223334445556667"
QUESTION = Answered("Citizen @citizen", "When does the visa section open?", NOW - timedelta(hours=1))


def reply(ministry, *, by=None, at=NOW, answers=QUESTION, kind="reply", address=ADDRESS, text="On Sunday.", **fields):
    content = ministry.content(text, kind=kind, in_reply_to=address)
    writing = Writing(content, answers=answers, **fields)
    return write.create(by=by or ministry.layla, writing=writing, at=at)


def changed(draft, by, *, at, **fields):
    return amend.amend(
        draft_id=draft.pk, by=by, change=lambda writing: replace(writing, **fields), if_match=hash_of(draft), at=at
    )


def test_a_reply_keeps_what_it_answers_and_who_entered_it(ministry):
    draft = reply(ministry)
    kept = AnsweredPost.objects.get(draft=draft)
    assert (kept.author, kept.text, kept.posted_at) == (QUESTION.author, QUESTION.text, QUESTION.posted_at)
    assert (kept.address, kept.entered_by, kept.entered_at) == (ADDRESS, ministry.layla, NOW)
    assert Writing.of(fresh(draft)).answers == QUESTION


def test_the_record_holds_facts_of_what_is_answered_but_not_its_text(ministry):
    data = Event.objects.get(draft=reply(ministry, answer_by=later(4)), kind="created").data
    assert data["answers"]["author"] == QUESTION.author
    assert data["answers"]["characters"] == len(QUESTION.text)
    assert len(data["answers"]["hash"]) == 64
    assert data["answer_by"] == later(4).isoformat()
    assert QUESTION.text not in str(data)
    assert list(audit.verify_all()) == []


def test_a_change_of_what_is_answered_alone_makes_no_revision_but_is_on_record(ministry):
    draft = reply(ministry)
    changed(draft, ministry.omar, at=later(1), answers=Answered("Citizen", "When, please?", None))
    kept = AnsweredPost.objects.get(draft=draft)
    assert (kept.text, kept.posted_at, kept.entered_by, kept.entered_at) == (
        "When, please?", None, ministry.omar, later(1),
    )  # fmt: skip
    assert (fresh(draft).revision.number, kinds(draft)) == (1, ["created", "details_changed"])


def test_what_is_left_as_it_was_stays_the_entry_of_whoever_entered_it(ministry):
    draft = reply(ministry)
    changed(draft, ministry.omar, at=later(1), topics=("trade",))
    assert AnsweredPost.objects.get(draft=draft).entered_by == ministry.layla


def test_a_reply_that_becomes_an_original_drops_what_it_answered(ministry):
    draft = reply(ministry, answer_by=later(4))
    changed(draft, ministry.layla, at=later(1), content=ministry.content("We open on Sunday."))
    row = fresh(draft)
    assert (row.kind, row.answer_by, row.conversation, row.next_alarm_at) == ("original", None, None, None)
    assert not AnsweredPost.objects.exists()


def test_an_original_answers_nothing(ministry):
    with refused("answers_nothing", status=400):
        reply(ministry, kind="original", address="")
    with refused("answers_nothing", status=400):
        reply(ministry, kind="original", address="", answers=Answered(), answer_by=later(1))


@pytest.mark.parametrize("field", ["author", "text"])
@pytest.mark.parametrize(
    "hidden", ["\u202eevil", "pay\u200bload", "tag\U000e0041", "half \ud800", "nul \x00"], ids=ascii
)
def test_what_a_reader_cannot_see_is_refused_in_what_is_pasted(ministry, field, hidden):
    """Guarantee 12."""
    code = "hidden_characters" if hidden.isprintable() or hidden[-1] not in "\ud800\x00" else "unusable_text"
    with refused(code, status=400) as caught:
        reply(ministry, answers=Answered(**{field: hidden}))
    assert list(caught.value.errors) == [f"answers.{field}"]


def test_what_a_script_or_an_emoji_needs_may_be_pasted(ministry):
    text = "می‌خواهم بدانم 👩‍👩‍👧: متى تفتح السفارة؟"
    assert AnsweredPost.objects.get(draft=reply(ministry, answers=Answered(text=text))).text == text


def test_ten_thousand_characters_are_kept_and_not_one_more(ministry):
    whole = "é" * LONGEST_ANSWERED
    assert AnsweredPost.objects.get(draft=reply(ministry, answers=Answered(text=whole))).text == whole
    with refused("answered_too_long", status=400):
        reply(ministry, answers=Answered(text=whole + "é"))
    with refused("answered_author_too_long", status=400):
        reply(ministry, answers=Answered(author="n" * 201))


@pytest.mark.parametrize("posted_at", [later(1), datetime(1999, 12, 31, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)])
def test_a_post_cannot_be_answered_that_was_posted_in_the_future_or_before_there_were_any(ministry, posted_at):
    with refused("answered_time_unlikely", status=400):
        reply(ministry, answers=Answered(posted_at=posted_at))


@pytest.mark.parametrize(
    ("code", "answer_by", "moment"),
    [
        ("answer_by_past", NOW, None),
        ("answer_by_past", later(-1), None),
        ("moment_too_far", NOW + timedelta(days=731), None),
        ("answer_by_after_moment", later(5), later(5)),
        ("answer_by_after_moment", later(6), later(5)),
    ],
)
def test_the_time_to_answer_by_is_to_come_and_before_the_moment(ministry, code, answer_by, moment):
    with refused(code, status=400):
        reply(ministry, answer_by=answer_by, moment=moment)


def test_a_time_that_passed_while_somebody_wrote_may_stay(ministry):
    draft = reply(ministry, answer_by=later(1))
    changed(draft, ministry.layla, at=later(2), content=ministry.content("At ten.", kind="reply", in_reply_to=ADDRESS))
    assert fresh(draft).answer_by == later(1)
    before = everything()["AnsweredPost"]
    with refused("answer_by_past"):
        changed(draft, ministry.layla, at=later(3), answer_by=later(2))
    assert everything()["AnsweredPost"] == before


def test_what_is_answered_is_no_part_of_what_would_be_posted(ministry):
    draft = reply(ministry)
    before = hash_of(draft)
    changed(draft, ministry.layla, at=later(1), answers=Answered("Somebody else"))
    assert hash_of(draft) == before
