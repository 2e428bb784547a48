"""The verbs of a draft from its page: each names the revision that was read; each refusal stands where it belongs."""

import re

import pytest

from approvals.actions import decide, submit, withdraw, write
from approvals.actions.write import Writing
from approvals.models import Comment, Decision, Event, Publication
from tests.doors.pages import Visitor, at, hash_of, main
from tests.people import NOW, fresh, later

URL = "https://x.com/EmbassyRiyadh/status/1234567890"


def rewritten(ministry, draft, text="Another text."):
    """Let Omar change the draft, so that what Layla read is old."""
    writing = Writing(ministry.content(text))
    write.revise(draft_id=draft.pk, by=ministry.omar, writing=writing, if_match=hash_of(draft), at=NOW)


def resubmitted(ministry, draft, text="Another text."):
    """Let the draft come back to its approver with another text; return the hash that was read before."""
    read = hash_of(draft)
    withdraw.withdraw(draft_id=draft.pk, by=ministry.layla, at=NOW)
    withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=NOW)
    rewritten(ministry, draft, text)
    submit.submit(draft_id=draft.pk, by=ministry.layla, at=NOW)
    return read


def test_an_approval_leads_to_the_next_draft_in_the_queue(visit, ministry):
    first, second, third = (ministry.submitted(f"Number {n}.", at=later(n - 3)) for n in (1, 2, 3))
    reader = visit("helen")
    page = reader.get(at(second))
    place = page[page.index('name="place" value="') + 20 :].split('"')[0]
    page = reader.follow(at(second, "approve"), revision=hash_of(second), place=place)
    assert f"You approved {second.reference}." in main(page)
    assert f"Next in your queue: {third.reference}." in main(page)
    assert third.reference in page[: page.index("</title>")]
    assert fresh(second).state == "in_review"
    page = reader.follow(at(third, "approve"), revision=hash_of(third), place="rubbish")
    assert f"Next in your queue: {first.reference}." in main(page)
    page = reader.follow(at(first, "approve"), revision=hash_of(first))
    assert "Nothing else awaits your decision." in main(page)
    assert "Nothing awaits your decision" in main(page)


def test_an_approval_can_bear_a_comment(visit, ministry):
    draft = ministry.submitted()
    visit("helen").post(at(draft, "approve"), revision=hash_of(draft), comment="Good.\r\nGo.")
    assert Decision.objects.get().comment.splitlines() == ["Good.", "Go."]


def test_a_decision_on_an_old_revision_is_not_taken_and_the_new_text_is_shown(visit, ministry):
    draft = ministry.submitted("The old text.")
    read = resubmitted(ministry, draft, "The new text.")
    page = visit("helen").post(at(draft, "approve"), 409, revision=read, comment="As I said.")
    told = main(page)
    assert "The draft has changed since you read it. Read revision 2, then decide." in told
    assert "The new text." in told
    assert "[deleted: old ]" in told
    assert "As I said.</textarea>" in page, "what was typed is kept"
    assert f'name="revision" value="{hash_of(draft)}"' in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("sent", "status"), [({}, 428), ({"revision": ""}, 400), ({"revision": "\x00"}, 409)])
def test_a_decision_without_a_revision_is_refused(visit, ministry, sent, status):
    visit("helen").post(at(ministry.submitted(), "approve"), status, **sent)
    assert not Decision.objects.exists()


def test_a_second_tab_is_told_that_the_decision_is_on_record(visit, ministry):
    draft = ministry.submitted()
    reader = visit("helen")
    reader.post(at(draft, "approve"), revision=hash_of(draft))
    told = main(reader.post(at(draft, "approve"), 409, revision=hash_of(draft)))
    assert "Your decision on this revision is on record already." in told
    assert Decision.objects.count() == 1


def test_the_author_cannot_approve_by_a_forged_form(visit, ministry):
    draft = ministry.submitted()
    visit("layla").post(at(draft, "approve"), 403, revision=hash_of(draft))
    visit("gil").post(at(draft, "approve"), 404, revision=hash_of(draft))
    assert not Decision.objects.exists()


def test_changes_are_requested_with_a_comment_and_a_wording(visit, ministry):
    draft = ministry.submitted("Open today.")
    page = visit("helen").get(f"{at(draft)}?act=request_changes")
    assert '<details class="ap-verb" id="request_changes" open>' in page
    field = re.search(r'<textarea name="comment"[^>]*id="changes_comment"[^>]*>', page)
    assert "autofocus" in field[0]
    assert "autofocus" not in main(page).replace(field[0], "")
    fields = {"revision": hash_of(draft), "comment": "Say when.", "proposal": "Open today at 9."}
    page = visit("helen").follow(at(draft, "request-changes"), **fields)
    assert f"You requested changes to {draft.reference}." in main(page)
    decision = Decision.objects.get()
    assert (decision.comment, decision.proposal) == ("Say when.", "Open today at 9.")


def test_an_unaltered_text_is_no_proposal(visit, ministry):
    draft = ministry.submitted("Open\ntoday.")
    fields = {"revision": hash_of(draft), "comment": "Say when.", "proposal": "Open\r\ntoday."}
    visit("helen").post(at(draft, "request-changes"), **fields)
    assert Decision.objects.get().proposal == ""


def test_an_empty_comment_is_refused_beside_its_field_and_the_wording_is_kept(visit, ministry):
    draft = ministry.submitted()
    fields = {"revision": hash_of(draft), "comment": " ", "proposal": "Open at 9."}
    page = visit("helen").post(at(draft, "request-changes"), 400, **fields)
    assert "Say what should change" in main(page)
    assert "Open at 9.</textarea>" in page
    assert 'id="request_changes" open' in page
    assert fresh(draft).state == "in_review"


def test_a_wording_that_breaks_a_rule_is_refused_beside_its_field(visit, ministry):
    draft = ministry.submitted()
    fields = {"revision": hash_of(draft), "comment": "Longer.", "proposal": "x" * 281}
    page = visit("helen").post(at(draft, "request-changes"), 400, **fields)
    assert "281" in main(page)
    assert 'id="changes_proposal_error"' in page


def test_a_rejection_needs_a_reason(visit, ministry):
    draft = ministry.submitted()
    page = visit("helen").post(at(draft, "reject"), 400, revision=hash_of(draft), comment="No.")
    assert "Choose a reason for rejecting the draft." in main(page)
    visit("helen").post(at(draft, "reject"), revision=hash_of(draft), reason="tone", comment="No.")
    assert fresh(draft).state == "rejected"
    assert "Rejected (Tone does not fit)" in main(visit("layla").get(at(draft)))


def test_the_author_takes_a_proposed_wording_and_the_approval_counts_at_once(visit, ministry):
    draft = ministry.submitted("Open today.")
    fields = {"revision": hash_of(draft), "comment": "Say when.", "proposal": "Open today at 9."}
    visit("helen").post(at(draft, "request-changes"), **fields)
    proposal = Decision.objects.get()
    reader = visit("layla")
    assert "Take this wording and submit" in main(reader.get(at(draft)))
    page = reader.follow(at(draft, "accept"), revision=hash_of(draft), proposal=proposal.pk)
    assert "has the proposed wording now, and is submitted." in main(page)
    assert "Dana Okafor" in main(page)
    assert fresh(draft).revision.body.text == "Open today at 9."
    assert Decision.objects.filter(accepts=proposal, verdict="approve").count() == 1


def test_a_proposal_that_is_none_cannot_be_taken(visit, ministry):
    draft = ministry.submitted()
    decide.request_changes(draft_id=draft.pk, by=ministry.helen, revision=hash_of(draft), at=NOW, comment="No.")
    page = visit("layla").post(at(draft, "accept"), 409, revision=hash_of(draft), proposal=Decision.objects.get().pk)
    assert "There is no proposed wording here that could be taken." in main(page)
    visit("layla").post(at(draft, "accept"), 409, revision=hash_of(draft))


def test_submitting_what_a_colleague_has_changed_is_refused_and_shows_the_change(visit, ministry):
    draft = ministry.draft("Open today.")
    read = hash_of(draft)
    rewritten(ministry, draft, "Closed today.")
    told = main(visit("layla").post(at(draft, "submit"), 409, revision=read))
    assert "The draft has changed" in told
    assert "[inserted: Closed ]" in told
    visit("layla").post(at(draft, "submit"), 409)
    assert fresh(draft).state == "draft"


def test_submitting_asks_for_confirmation_on_the_page(visit, ministry):
    draft = ministry.draft("Call +966 11 488 2288.")
    reader = visit("layla")
    page = reader.get(at(draft))
    assert 'name="confirm" value="telephone"' in page
    page = reader.post(at(draft, "submit"), 400, revision=hash_of(draft))
    assert "looks like a telephone number" in main(page)
    page = reader.follow(at(draft, "submit"), revision=hash_of(draft), confirm=["telephone"])
    assert f"{draft.reference} is submitted." in main(page)


def test_what_must_be_mended_holds_the_button_to_submit_and_says_so_beside_it(visit, ministry):
    draft = ministry.draft("x" * 281)
    page = visit("layla").get(at(draft))
    assert "To be mended before it can be submitted" in main(page)
    assert '<button class="btn btn-primary" disabled aria-describedby="cannot-submit">Submit</button>' in page
    assert "It can be submitted once what is named above is mended." in main(page)
    visit("layla").post(at(draft, "submit"), 400, revision=hash_of(draft))


def test_a_draft_is_withdrawn_and_taken_up_again(visit, ministry):
    draft = ministry.submitted()
    reader = visit("layla")
    page = reader.follow(at(draft, "withdraw"), revision=hash_of(draft))
    assert f"{draft.reference} is withdrawn." in main(page)
    page = reader.follow(at(draft, "reopen"), revision=hash_of(draft))
    assert f"{draft.reference} is a draft again." in main(page)
    assert fresh(draft).state == "draft"
    assert "This cannot be done to a draft whose state is" in main(reader.post(at(draft, "withdraw"), 409))


def test_a_comment_is_put_on_the_record(visit, ministry):
    draft = ministry.submitted()
    page = visit("helen").follow(at(draft, "comment"), revision=hash_of(draft), text="Until <b>when</b>?\r\nAnd where?")
    assert "Until &lt;b&gt;when&lt;/b&gt;?<br>And where?" in page
    assert "The comment is empty." in main(visit("helen").post(at(draft, "comment"), 400, text=" "))
    assert Comment.objects.count() == 1


def test_a_post_is_published_by_hand_and_the_address_is_recorded(visit, ministry, time_machine):
    draft, reader = ministry.cleared(), visit("layla")
    time_machine.move_to(later(2), tick=False)
    fields = {"channel": ministry.x.pk, "language": "en", "revision": hash_of(draft)}
    page = reader.post(at(draft, "publish"), 400, **fields, url="https://example.com/1")
    assert "This address is not on X. Copy the address of the post from there." in main(page)
    assert 'value="https://example.com/1"' in page
    page = reader.post(at(draft, "publish"), 400, **fields)
    assert "Give the address of the published post." in main(page)
    page = reader.post(at(draft, "publish"), 400, **fields, url=URL, published_at="2026-09-14T23:00")
    assert "The time of publication is in the future." in main(page)
    page = reader.follow(at(draft, "publish"), **fields, url=URL, published_at="2026-09-14T13:00")
    assert "It is on record where" in main(page)
    assert Publication.objects.get().published_at == later(1)
    assert "Where it is published" in main(page)
    assert "Record that it is published" not in main(page), "nothing is left to publish"
    page = reader.post(at(draft, "publish"), 409, **fields, url=URL)
    assert "This post is on record as published already." in main(page)


def test_publishing_names_the_text_that_was_handed_over(visit, ministry):
    draft = ministry.cleared()
    fields = {"channel": ministry.x.pk, "url": URL}
    visit("layla").post(at(draft, "publish"), 409, **fields)
    visit("layla").post(at(draft, "publish"), 409, **fields, revision="0" * 64)
    assert not Publication.objects.exists()


def test_only_the_head_of_mission_records_that_a_post_was_taken_down(visit, ministry):
    draft = ministry.cleared()
    visit("layla").post(at(draft, "publish"), channel=ministry.x.pk, revision=hash_of(draft), url=URL)
    assert "taken down" not in main(visit("layla").get(at(draft)))
    reader = visit("helen")
    assert "Record that it was taken down" in main(reader.get(at(draft)))
    page = reader.post(at(draft, "retract"), 400, revision=hash_of(draft), where="X")
    assert "Say where the post was taken down, and when." in main(page)
    page = reader.follow(at(draft, "retract"), revision=hash_of(draft), where="X", taken_down_at="2026-09-14T12:00")
    assert fresh(draft).state == "retracted"
    assert "taken down (X)" in main(page)
    visit("layla").post(at(draft, "retract"), 403, revision=hash_of(draft), where="X", taken_down_at="2026-09-14T12:00")


@pytest.mark.parametrize(
    "verb",
    ["submit", "accept", "approve", "request-changes", "reject", "withdraw", "reopen", "comment", "publish", "retract"],
)
def test_a_verb_is_a_post_and_a_page_is_no_verb(visit, ministry, verb):
    draft = ministry.submitted()
    events = Event.objects.count()
    visit("helen").get(at(draft, verb), 405)
    visit("helen").get(at(draft))
    assert Event.objects.count() == events


def test_no_form_is_taken_without_its_token(ministry):
    from django.test import Client

    draft = ministry.submitted()
    visitor = Visitor(ministry.helen)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.client.cookies
    assert strict.post(at(draft, "approve"), {"revision": hash_of(draft)}).status_code == 403
    assert not Decision.objects.exists()
