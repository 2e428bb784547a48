"""Comments on passages, answers to them, and settling them: what they are on is on record, and stays there."""

import pytest

from approvals.actions import commenting
from approvals.actions.commenting import Quoted
from approvals.models import Comment
from tests.actions.asking import kinds, refused, revise, told
from tests.people import NOW, fresh, later, variant

TEXT = "We deplore the attack. The attack was a crime."


def remark(draft, by, text="Which one?", *, at=NOW, **more):
    return commenting.comment(draft_id=draft.pk, by=by, text=text, at=at, **more)


def settle(draft, said, by, *, at=NOW):
    return commenting.settle(draft_id=draft.pk, comment_id=said.pk, by=by, at=at)


def reopen(draft, said, by, *, at=NOW):
    return commenting.reopen(draft_id=draft.pk, comment_id=said.pk, by=by, at=at)


@pytest.fixture
def draft(ministry):
    return ministry.submitted(TEXT)


def test_a_comment_keeps_the_words_it_is_on_and_their_place_in_the_revision(ministry, draft):
    said = remark(draft, ministry.helen, on=Quoted("deplore"))
    assert (said.quote, said.start, said.end, said.channel_id, said.language) == ("deplore", 3, 10, None, "en")
    assert said.revision == fresh(draft).revision
    assert draft.events.last().data["on_passage"] is True
    assert told("commented") == ["layla"]


def test_words_that_stand_there_twice_are_asked_after(ministry, draft):
    with refused("passage_repeated") as caught:
        remark(draft, ministry.helen, on=Quoted("attack"))
    assert "2" in caught.value.sentence
    assert remark(draft, ministry.helen, on=Quoted("attack", occurrence=2)).start == TEXT.rindex("attack")
    with refused("passage_not_found"):
        remark(draft, ministry.helen, on=Quoted("attack", occurrence=3))


def test_space_around_the_words_is_not_part_of_them(ministry, draft):
    assert remark(draft, ministry.helen, on=Quoted(" We deplore \r\n")).quote == "We deplore"


@pytest.mark.parametrize("quote", ["regret", "we deplore", "  ", "\u202e"])
def test_words_that_do_not_stand_there_are_no_passage(ministry, draft, quote):
    with refused("passage_not_found"):
        remark(draft, ministry.helen, on=Quoted(quote))


@pytest.mark.parametrize(
    ("quote", "code"), [("x" * 1001, "passage_too_long"), ("a\x00b", "unusable_text"), ("\ud800", "unusable_text")]
)
def test_what_no_text_can_hold_is_refused(ministry, draft, quote, code):
    with refused(code):
        remark(draft, ministry.helen, on=Quoted(quote))


def test_the_words_are_those_of_the_channel_that_is_named(ministry):
    both = (ministry.x.pk, ministry.mastodon.pk)
    draft = ministry.draft("Open.", channel_ids=both, variants=(variant(ministry.x, "ar", "مفتوحة اليوم"),))
    said = remark(draft, ministry.omar, on=Quoted("اليوم", ministry.x.pk, "ar"))
    assert (said.channel, said.language, said.start) == (ministry.x, "ar", 7)
    for elsewhere in ((ministry.x.pk, "fr"), (ministry.geneva_x.pk, "en")):
        with refused("passage_without_text"):
            remark(draft, ministry.omar, on=Quoted("Open", *elsewhere))


def test_answers_stay_with_the_comment_that_a_thread_began_with(ministry, draft):
    said = remark(draft, ministry.helen, on=Quoted("deplore"))
    answer = remark(draft, ministry.layla, "The one of Sunday.", answers=said.pk)
    again = remark(draft, ministry.helen, "Then say so.", answers=answer.pk)
    assert {answer.answers, again.answers} == {said}
    assert list(said.answered_by.all()) == [answer, again]


def test_an_answer_quotes_nothing_and_belongs_to_a_comment_on_the_same_draft(ministry, draft):
    said = remark(draft, ministry.helen)
    with refused("answer_quotes"):
        remark(draft, ministry.layla, answers=said.pk, on=Quoted("attack", occurrence=1))
    other = ministry.submitted("Another.")
    with refused("unknown_comment", status=404):
        remark(other, ministry.layla, answers=said.pk)


def test_the_author_or_whoever_commented_settles_it_and_opens_it_again_on_record(ministry, draft):
    said = remark(draft, ministry.helen, on=Quoted("deplore"))
    answer = remark(draft, ministry.layla, "Done.", answers=said.pk)
    settled = settle(draft, answer, ministry.layla, at=later(1))
    assert (settled.pk, settled.settled_by, settled.settled_at) == (said.pk, ministry.layla, later(1))
    with refused("comment_settled"):
        settle(draft, said, ministry.helen)
    assert reopen(draft, said, ministry.helen).settled_at is None
    with refused("comment_open"):
        reopen(draft, said, ministry.omar)
    settle(draft, said, ministry.omar)
    assert kinds(draft)[-3:] == ["comment_settled", "comment_reopened", "comment_settled"]


def test_nobody_else_settles_a_comment(ministry, draft):
    said = remark(draft, ministry.helen)
    ministry.approve(draft, ministry.helen)
    with refused("not_settler", status=403):
        settle(draft, said, ministry.dana)
    with refused("not_found"):
        settle(draft, said, ministry.gil)


def test_a_comment_stays_on_the_revision_it_was_made_on(ministry):
    draft = ministry.draft(TEXT)
    said = remark(draft, ministry.omar, on=Quoted("deplore"))
    revise(draft, "We regret the attack.", by=ministry.layla)
    kept = Comment.objects.get(pk=said.pk)
    assert (kept.revision.number, kept.quote, kept.start) == (1, "deplore", 3)
    with refused("passage_not_found"):
        remark(draft, ministry.omar, on=Quoted("deplore"))
