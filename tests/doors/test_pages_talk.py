"""Replies on the pages: what is answered, by when, the conversation, and texts to begin with; without any script."""

import pytest
import time_machine

from approvals.actions import alarms, submit, templates
from approvals.actions.answering import Answered
from approvals.actions.templates import Template
from approvals.models import AnsweredPost, Conversation, Draft, ReplyTemplate
from tests.actions.asking import publish_on_x
from tests.actions.test_answering import ADDRESS, QUESTION, reply
from tests.doors.pages import at, hash_of, main
from tests.people import NOW, fresh, later

FORM = {
    "language": "en", "kind": "reply", "urgency": "routine", "variants": "0", "do": "save", "text": "On Sunday.",
    "in_reply_to": ADDRESS, "answers_author": "Citizen", "answers_text": "When do you open?",
    "answers_posted_at": "2026-09-14T10:30", "answer_by": "2026-09-14T18:00",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def form(ministry, **changes):
    return FORM | {"channels": [ministry.x.pk]} | changes


def submitted(ministry, **fields):
    draft = reply(ministry, **fields)
    return submit.submit(draft_id=draft.pk, by=ministry.layla, at=NOW)


def test_an_author_says_what_a_reply_answers_and_whoever_decides_reads_it_above_the_text(visit, ministry):
    page = visit("layla").follow("/drafts/new/", **form(ministry))
    draft, kept = Draft.objects.get(), AnsweredPost.objects.get()
    # Typed in Riyadh, three hours ahead.
    assert (kept.author, kept.text, kept.posted_at) == ("Citizen", "When do you open?", later(-1.5))
    assert draft.answer_by == later(6)
    submit.submit(draft_id=draft.pk, by=ministry.layla, at=NOW)
    for page in (visit("helen").get(at(draft)), visit("layla").get(at(draft))):
        assert page.index("When do you open?") < page.index("On Sunday.")
        assert 'dir="auto">When do you open?' in page
    said = main(visit("helen").get("/queue/"))
    assert "Citizen When do you open?" in said
    assert "Answer by" in said


def test_what_is_pasted_is_shown_as_text_and_nothing_else(visit, ministry):
    draft = submitted(ministry, answers=Answered("<b>me</b>", "<script>alert(1)</script> مرحبا"))
    for address in (at(draft), "/queue/", "/conversations/", f"/conversations/{fresh(draft).conversation_id}/"):
        page = visit("helen").get(address)
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<b>me</b>" not in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("answers_text", "Pay\u202eload", "Character 4 changes the direction"),
        ("answers_author", "Cit\u200bizen", "Character 4 is invisible"),
        ("answers_text", "x" * 10_001, "at most 10000 characters"),
        ("answers_posted_at", "2026-09-15T10:30", "not in the future"),
        ("answer_by", "2026-09-14T11:00", "has passed already"),
        ("answer_by", "soon", "Give a day and a time"),
        ("answer_by", "2031-01-01T10:00", "more than two years ahead"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_saved(visit, ministry, field, typed, said):
    page = visit("layla").post("/drafts/new/", 400, **form(ministry, **{field: typed}))
    assert said in main(page)
    assert f'href="#id_{field}"' in page
    assert not Draft.objects.exists()


def test_an_original_forgets_what_its_hidden_fields_say(visit, ministry):
    visit("layla").follow("/drafts/new/", **form(ministry, kind="original", answer_by="soon", in_reply_to=""))
    draft = Draft.objects.get()
    assert (draft.kind, draft.answer_by, draft.conversation) == ("original", None, None)
    assert not AnsweredPost.objects.exists()


def test_an_edit_keeps_what_was_answered_and_what_somebody_else_entered_meanwhile(visit, ministry):
    draft = reply(ministry, answer_by=later(4))
    shown = visit("omar").get(at(draft, "edit"))
    assert QUESTION.text in shown
    left = {
        "initial-answers_author": QUESTION.author, "initial-answers_text": QUESTION.text,
        "initial-answers_posted_at": "2026-09-14T11:00", "initial-answer_by": "2026-09-14T16:00",
        "answers_author": QUESTION.author, "answers_text": QUESTION.text, "answers_posted_at": "2026-09-14T11:00",
        "answer_by": "2026-09-14T16:00", "base": hash_of(draft), "text": "On Monday.",
    }  # fmt: skip
    AnsweredPost.objects.update(text="When exactly?")
    visit("omar").follow(at(draft, "edit"), **form(ministry, **left))
    assert AnsweredPost.objects.get().text == "When exactly?"
    assert (fresh(draft).answer_by, fresh(draft).revision.body.text) == (later(4), "On Monday.")


def test_from_our_own_post_an_author_answers_a_reply_in_its_conversation(visit, ministry):
    original = publish_on_x(ministry, ministry.cleared("The visa section is open."), at=NOW)
    link = f"/drafts/new/?follows={original.pk}"
    assert link in visit("layla").get(at(original))
    assert link not in visit("helen").get(at(original))
    page = visit("layla").get(link)
    assert "The visa section is open." in main(page)
    assert f'name="follows" value="{original.pk}"' in page
    assert 'value="reply" required id="id_kind_1" checked' in page
    visit("layla").follow("/drafts/new/", **form(ministry, follows=str(original.pk)))
    conversation = Conversation.objects.get()
    assert set(conversation.drafts.all()) == {original, Draft.objects.get(kind="reply")}
    said = main(visit("layla").get(f"/conversations/{conversation.pk}/"))
    # Theirs was posted before we began either of ours.
    assert said.index("When do you open?") < min(said.index("The visa section is open."), said.index("On Sunday."))


def test_the_answer_button_leads_into_the_conversation(visit, ministry):
    conversation = fresh(reply(ministry)).conversation
    assert f"/drafts/new/?conversation={conversation.pk}" in visit("layla").get(f"/conversations/{conversation.pk}/")
    other = form(ministry, conversation=str(conversation.pk), in_reply_to="https://x.com/citizen/status/99")
    visit("layla").follow("/drafts/new/", **other)
    assert conversation.drafts.count() == 2


@pytest.mark.parametrize("asked", ["conversation", "follows"])
@pytest.mark.parametrize("named", ["of another office", "nothing there", "no identifier"])
def test_nobody_begins_a_reply_from_what_they_may_not_see(visit, ministry, asked, named):
    draft = fresh(reply(ministry))
    theirs = {"conversation": draft.conversation_id, "follows": draft.pk}[asked]
    value = {"of another office": theirs, "nothing there": NOBODY, "no identifier": "1 or 1"}[named]
    visit("gil").get(f"/drafts/new/?{asked}={value}", 404)


NOBODY = "00000000-0000-4000-8000-000000000000"


def test_the_list_shows_what_waits_first_and_marks_what_is_late(visit, ministry):
    late = submitted(ministry, answer_by=later(1))
    other = reply(ministry, address="https://x.com/a/status/2", answers=Answered("Second"), answer_by=later(5))
    done = submitted(ministry, address="https://x.com/a/status/3", answers=Answered("Third", "", later(-2)))
    ministry.approve(done, ministry.helen, ministry.dana, ministry.mina)
    publish_on_x(ministry, done, at=NOW)
    alarms.fire_due(at=later(1))
    with time_machine.travel(later(2), tick=False):
        reader = visit("layla")
        said = main(reader.get("/conversations/"))
        assert said.index("With Citizen") < said.index("With Second") < said.index("With Third")
        assert said.count("Answer overdue") == 2  # the row, and the filter's choice
        assert "With Second" not in main(reader.get("/conversations/?show=late"))
        assert "With Third" in main(reader.get("/conversations/?show=answered"))
        assert "With Third" not in main(reader.get("/conversations/?show=waiting&office=RUH"))
        page = main(reader.get(at(late)))
        assert "Answer overdue" in page
        assert "were told that it waits" in page
        told = main(reader.get(f"/conversations/{fresh(done).conversation_id}/"))
        assert "Answered 2 h after it was posted" in told
        assert other.reference in main(visit("helen").get("/conversations/"))


def test_a_conversation_shows_only_the_drafts_that_its_reader_may_see(visit, ministry):
    seen, unseen = submitted(ministry), reply(ministry, text="Not submitted.", by=ministry.omar)
    ministry.approve(seen, ministry.helen)
    address = f"/conversations/{fresh(seen).conversation_id}/"
    assert "Not submitted." in visit("layla").get(address)
    for name in ("dana", "paul", "rita"):
        page = visit(name).get(address)
        assert "On Sunday." in page
        assert "Not submitted." not in page
        assert unseen.reference not in page
    visit("gil").get(address, 404)
    assert main(visit("gil").get("/conversations/")).count("RUH-") == 0


@pytest.mark.parametrize("odd", ["1", "x,y", ",20260914T090000.000000Z-1", "%00", "20260914T090000.000000Z-0,", "é"])
def test_an_address_that_no_page_wrote_shows_the_beginning(visit, ministry, odd):
    reply(ministry)
    assert "With Citizen" in main(visit("layla").get(f"/conversations/?after={odd}"))


def kept(ministry, name="Thanks", text="Thank you for asking.", *, office=None, language="en", by=None):
    asked = Template(office.pk if office else None, name, language, text)
    return templates.write(asked=asked, by=by or ministry.layla, at=NOW)


def test_a_template_is_put_behind_the_text_by_a_step_of_the_form_and_clears_nothing(visit, ministry):
    template = kept(ministry, office=ministry.riyadh)
    kept(ministry, "Merci", "Merci de votre question.", office=ministry.riyadh, language="fr")
    kept(ministry, "Ministry", "See our page.", by=ministry.paul)
    page = visit("layla").get("/drafts/new/")
    assert "it clears nothing" in main(page)
    assert "Merci" not in page
    assert page.index("Thanks (Embassy in Riyadh)") < page.index("Ministry (Ministry)")
    step = form(ministry, template=str(template.pk), do="insert_template", text="Dear Citizen,  ")
    page = visit("layla").post("/drafts/new/", 200, **step)
    assert "Dear Citizen,\n\nThank you for asking.</textarea>" in page
    assert not Draft.objects.exists()
    french = visit("layla").post("/drafts/check/", 200, **form(ministry, language="fr"))
    assert "Merci (Embassy in Riyadh)" in french
    assert "Thanks (" not in french


@pytest.mark.parametrize("named", ["", "x", NOBODY])
def test_a_template_that_is_not_offered_changes_nothing(visit, ministry, named):
    status = 404 if named == "x" else 200
    page = visit("layla").post("/drafts/new/", status, **form(ministry, template=named, do="insert_template"))
    assert status == 404 or ">\nOn Sunday.</textarea>" in page


def test_authors_keep_the_templates_of_their_office_and_officers_those_of_the_ministry(visit, ministry):
    asked = {"office": ministry.riyadh.pk, "name": "Hours", "language": "en", "text": "At nine.", "topics": ["trade"]}
    said = main(visit("layla").follow("/reply-templates/", **asked))
    assert "can be used from now on" in said
    assert "Hours English At nine." in said
    again = main(visit("helen").post("/reply-templates/", 409, **asked))
    assert "There is a template of this name in this language already" in again
    assert "Hours" not in main(visit("gil").get("/reply-templates/"))
    visit("paul").follow("/reply-templates/", **asked | {"office": "ministry", "name": "For all"})
    assert "For all" in main(visit("gil").get("/reply-templates/"))
    own = ReplyTemplate.objects.get(name="Hours")
    said = main(visit("helen").follow(f"/reply-templates/{own.pk}/retire/"))
    assert "is retired" in said
    assert "At nine." in main(visit("helen").get("/reply-templates/?show=retired"))
    assert "Hours (" not in visit("layla").get("/drafts/new/")
