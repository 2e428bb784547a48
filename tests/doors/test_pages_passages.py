"""Comments on passages from a draft's page: made, shown beside their words, answered, settled, carried over."""

from approvals.actions import commenting
from approvals.actions.commenting import Quoted
from approvals.models import Comment
from tests.actions.asking import revise
from tests.doors.pages import at, hash_of, main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, fresh, variant

TEXT = "We deplore the attack. The attack was a crime."


def remark(draft, by, text="Which one?", **more):
    return commenting.comment(draft_id=draft.pk, by=by, text=text, at=NOW, **more)


def test_words_that_are_quoted_are_marked_in_the_post_with_a_number_that_leads_to_what_was_said(visit, ministry):
    draft = ministry.submitted(TEXT)
    fields = {"revision": hash_of(draft), "text": "Is this ours to say?", "quote": "deplore", "channel": ""}
    page = visit("helen").follow(at(draft, "comment"), **fields)
    assert '<mark class="ap-passage">deplore</mark><a class="ap-passage-way" id="passage-1" href="#thread-1"' in page
    assert 'id="thread-1"' in page
    assert '<a href="#passage-1">' in page
    assert "Is this ours to say?" in main(page)
    assert "(1 open)" in main(page)


def test_a_text_of_a_channels_own_is_commented_on_by_its_place(visit, ministry):
    both = (ministry.x.pk, ministry.mastodon.pk)
    draft = ministry.submitted("Open.", channel_ids=both, variants=(variant(ministry.x, "ar", "مفتوحة اليوم"),))
    place = f"{ministry.x.pk}/ar"
    page = visit("helen").get(f"{at(draft)}?passage={place}")
    assert f'<option value="{place}" selected>' in page
    page = visit("helen").follow(
        at(draft, "comment"), revision=hash_of(draft), text="Who?", quote="اليوم", channel=place
    )
    assert '<mark class="ap-passage">اليوم</mark>' in page


def test_what_cannot_be_found_is_refused_at_the_form_and_what_was_typed_is_kept(visit, ministry):
    draft = ministry.submitted(TEXT)
    fields = {"revision": hash_of(draft), "text": "Which one?", "channel": ""}
    page = visit("helen").post(at(draft, "comment"), 400, **fields, quote="regret")
    assert "These words do not stand in the text as it is now." in main(page)
    assert "regret</textarea>" in page
    assert "Which one?</textarea>" in page
    assert 'id="passage" open' in page
    page = visit("helen").post(at(draft, "comment"), 400, **fields, quote="attack")
    assert "These words stand in the text 2 times." in main(page)
    visit("helen").post(at(draft, "comment"), **fields, quote="attack", occurrence=2)
    assert Comment.objects.get().start == TEXT.rindex("attack")


def test_odd_places_are_refused(visit, ministry):
    draft = ministry.submitted(TEXT)
    fields = {"revision": hash_of(draft), "text": "Which one?", "quote": "attack"}
    for odd in ("x", "1/../2", "\x00", "9" * 30, f"{ministry.geneva_x.pk}/en"):
        visit("helen").post(at(draft, "comment"), 400, **fields, channel=odd)
    for odd in ("x", "0", "-1", "9" * 30):
        visit("helen").post(at(draft, "comment"), 400, **fields, channel="", occurrence=odd)
    visit("helen").post(at(draft, "comment"), 404, revision=hash_of(draft), text="Yes.", answers="999999")
    assert not Comment.objects.exists()


def test_an_answer_stands_with_the_comment_and_leads_back_to_it(visit, ministry):
    draft = ministry.submitted(TEXT)
    said = remark(draft, ministry.helen, on=Quoted("deplore"))
    fields = {"revision": hash_of(draft), "text": "The one of Sunday.", "answers": said.pk}
    assert visit("layla").post(at(draft, "comment"), **fields) == f"{at(draft)}#said-{said.pk}"
    page = visit("helen").get(at(draft))
    thread = page[page.index(f'id="said-{said.pk}"') :]
    assert "The one of Sunday." in thread[: thread.index("</li>")]
    assert "(1 open)" in main(page), "an answer is no comment of its own"


def test_an_empty_answer_is_refused_in_its_own_form(visit, ministry):
    draft = ministry.submitted(TEXT)
    said = remark(draft, ministry.helen)
    page = visit("layla").post(at(draft, "comment"), 400, revision=hash_of(draft), text=" ", answers=said.pk)
    thread = page[page.index(f'id="said-{said.pk}"') :]
    assert "The comment is empty." in thread[: thread.index("</li>")]


def test_a_settled_comment_is_folded_not_marked_and_can_be_opened_again(visit, ministry):
    draft = ministry.submitted(TEXT)
    said = remark(draft, ministry.helen, on=Quoted("deplore"))
    assert visit("layla").post(f"{at(draft)}comments/{said.pk}/settle/") == f"{at(draft)}#said-{said.pk}"
    page = visit("layla").get(at(draft))
    assert "A comment by Helen Brandt, settled by Layla Haddad" in main(page)
    assert "ap-passage" not in page.replace("ap-passage-way", "")
    assert "open)" not in main(page)
    told = main(visit("helen").follow(f"{at(draft)}comments/{said.pk}/settle/"))
    assert "This comment is settled already." in told
    visit("helen").post(f"{at(draft)}comments/{said.pk}/reopen/")
    assert "(1 open)" in main(visit("layla").get(at(draft)))


def test_only_who_may_settle_a_comment_is_offered_to(visit, ministry):
    draft = ministry.submitted(TEXT)
    remark(draft, ministry.helen)
    settle = "/settle/"
    assert settle in visit("layla").get(at(draft))
    assert settle not in visit("rita").get(at(draft))


def test_a_comment_goes_with_its_words_to_the_next_revision_or_says_that_they_have_gone(visit, ministry):
    draft = ministry.draft(TEXT)
    remark(draft, ministry.omar, "First.", on=Quoted("deplore"))
    remark(draft, ministry.omar, "Second.", on=Quoted("attack", occurrence=2))
    revise(draft, "We strongly deplore the attack, and every attack.", by=ministry.layla)
    page = visit("layla").get(at(draft))
    assert '<mark class="ap-passage">deplore</mark>' in page
    assert page.count('<mark class="ap-passage">') == 1
    assert "On revision 1: words that have gone, or stand elsewhere now" in main(page)


def test_passages_that_cross_are_all_marked_and_nothing_of_the_text_is_lost(visit, ministry):
    draft = ministry.submitted("One two three.")
    remark(draft, ministry.helen, on=Quoted("One two"))
    remark(draft, ministry.helen, on=Quoted("two three"))
    page = visit("layla").get(at(draft))
    post = page[page.index('<div class="ch-post"') :]
    post = post[: post.index("</div>")]
    assert post.count("<mark") == 3
    assert 'href="#thread-1"' in post
    assert 'href="#thread-2"' in post


def test_what_cannot_be_seen_is_named_inside_a_passage_too(visit, ministry):
    """Guarantee 12."""
    draft = ministry.draft("Pay at p\u0430ypal now")
    remark(draft, ministry.omar, on=Quoted("p\u0430"))
    page = visit("layla").get(at(draft))
    assert "CYRILLIC SMALL LETTER A (U+0430)" in page, "a word is judged as a whole, though its half is marked"


def test_comments_of_before_are_shown_as_ever(visit, ministry):
    draft = ministry.submitted()
    Comment.objects.create(draft=draft, revision=fresh(draft).revision, by=ministry.helen, text="Of old.", at=NOW)
    told = main(visit("layla").get(at(draft)))
    assert "Helen Brandt Mon 14 Sept 2026, 12:00 · on revision 1 Of old." in told


def test_the_page_costs_the_same_with_one_comment_and_with_fifty(visit, ministry):
    draft, reader = ministry.submitted(TEXT), visit("helen")
    remark(draft, ministry.omar, on=Quoted("deplore"))
    few = cost(reader, at(draft))
    for number in range(49):
        said = remark(draft, ministry.omar, f"Remark {number}.", on=Quoted("crime"))
        remark(draft, ministry.layla, "Yes.", answers=said.pk)
    assert cost(reader, at(draft)) == few <= 32
