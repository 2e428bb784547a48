"""The queue: most urgent first, decided in place, and quick at any depth."""

import pytest

from accounts.models import Deputy, Posting
from approvals.actions import alarms
from tests.doors.pages import at, hash_of, main
from tests.people import NOW, fresh, later


def test_an_empty_queue_says_what_fills_it(visit):
    assert "Nothing awaits your decision" in main(visit("helen").get("/queue/"))


def test_the_most_urgent_comes_first_with_what_one_needs_to_decide(visit, ministry, time_machine):
    late = ministry.submitted("The late one.", at=later(-5), urgency="crisis")
    soon = ministry.submitted("The next one.", at=later(-1))
    alarms.fire_due(at=NOW)
    page = visit("helen").get("/queue/")
    told = main(page)
    assert told.index(late.reference) < told.index(soon.reference)
    for part in ("1 h overdue", "3 h left", "Crisis", "The late one.", "Layla Haddad, Embassy in Riyadh",
                 "X @EmbassyRiyadh", "Head of mission: Does Head of mission agree?"):  # fmt: skip
        assert part in told
    assert page.count("ap-late") == 1
    assert "<title>(2) Queue" in page
    assert f'name="revision" value="{hash_of(late)}"' in page


def test_a_draft_is_approved_in_place(visit, ministry):
    first, second = ministry.submitted("One.", at=later(-1)), ministry.submitted("Two.")
    reader = visit("helen")
    page = reader.follow(at(first, "approve"), revision=hash_of(first), next="queue")
    assert f"You approved {first.reference}." in main(page)
    assert "<title>(1) Queue" in page
    assert second.reference in main(page)
    assert f'href="{at(first)}"' not in page


def test_a_refusal_in_place_leads_to_the_draft_and_its_new_text(visit, ministry):
    draft = ministry.submitted()
    ministry.approve(draft, ministry.helen)
    page = visit("helen").follow(at(draft, "approve"), revision=hash_of(draft), next="queue")
    assert "on record already" in main(page)
    assert draft.reference in page[: page.index("</title>")]


def test_requesting_changes_and_rejecting_open_the_form(visit, ministry):
    draft = ministry.submitted()
    page = visit("helen").get("/queue/")
    assert f'href="{at(draft)}?from=queue&amp;act=request_changes"' in page
    assert f'href="{at(draft)}?from=queue&amp;act=reject"' in page


def test_a_level_that_may_not_reject_offers_no_rejection(visit, ministry):
    draft = ministry.submitted()
    draft.steps.update(may_reject=False)
    assert "act=reject" not in visit("helen").get("/queue/")
    page = main(visit("helen").get(at(draft)))
    assert "Reject the draft" not in page
    assert "The level “Head of mission” may approve or request changes, but not reject." in page
    page = visit("helen").post(at(draft, "reject"), 403, revision=hash_of(draft), reason="tone")
    assert "may approve or request changes, but not reject." in main(page)


def test_a_deputy_is_told_for_whom_they_act(visit, ministry):
    posting = Posting.objects.get(user=ministry.helen)
    Deputy.objects.create(posting=posting, user=ministry.dana, starts_at=NOW, ends_at=later(5))
    ministry.submitted()
    assert "You act for Helen Brandt." in main(visit("dana").get("/queue/"))


def test_what_i_wrote_or_decided_does_not_await_me(visit, ministry):
    ministry.approve(ministry.submitted(), ministry.helen)
    assert "Nothing awaits your decision" in main(visit("helen").get("/queue/"))
    assert "Nothing awaits your decision" in main(visit("layla").get("/queue/"))


def test_a_long_queue_goes_on_where_the_page_before_ended(visit, ministry):
    drafts = [ministry.submitted(f"Number {number}.", at=later(minutes=number - 60)) for number in range(52)]
    reader = visit("helen")
    page = reader.get("/queue/")
    assert drafts[49].reference in main(page)
    assert drafts[50].reference not in main(page)
    following = page[page.index('rel="next" href="') + 17 :].split('"')[0]
    told = main(reader.get(f"/queue/{following}"))
    assert [draft.reference in told for draft in drafts[49:]] == [False, True, True]
    after = following.partition("=")[2]
    address = reader.post(at(drafts[50], "approve"), revision=hash_of(drafts[50]), next="queue", after=after)
    assert address == f"/queue/?after={after}"
    assert fresh(drafts[50]).route.steps.filter(status="passed").count() == 1
    assert "Back to the beginning" in main(reader.get(address))


@pytest.mark.parametrize(
    "odd", ["rubbish", "20260914T090000.000000Z-" + "9" * 40, "99990914T090000.000000Z-1", "%00", "-"]
)
def test_odd_addresses_are_no_fault(visit, ministry, odd):
    ministry.submitted()
    visit("helen").get(f"/queue/?after={odd}")
