"""Deciding on a draft's page: why one cannot, said at the button; refusals where they were met; on to the next."""

import pytest

from approvals.actions import decide
from tests.actions.asking import resubmit, revise
from tests.doors.pages import at, hash_of, main
from tests.people import NOW, fresh, later, level, post, put_in_force


def panel(page):
    """Return what the panel of the decision says; nothing where there is none."""
    if 'id="decide"' not in page:
        return ""
    start = page.index('id="decide"')
    return main(f"<main{page[start:]}")[: main(f"<main{page[start:]}").find("Where it is")]


def test_who_wrote_it_reads_why_they_cannot_approve_it(visit, ministry):
    post(ministry.layla, ministry.riyadh, "head")
    page = visit("layla").get(at(ministry.submitted()))
    assert "You wrote a part of this draft" in panel(page)
    assert '<button class="btn btn-primary" disabled aria-describedby="cannot-decide">Approve</button>' in page


def test_who_was_counted_reads_that_one_person_counts_once(visit, ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    assert "One person counts once." in panel(visit("helen").get(at(draft)))


def test_who_is_asked_later_reads_that_it_has_not_come_to_them(visit, ministry):
    assert "It has not reached your level, Desk, yet." in panel(visit("dana").get(at(ministry.submitted())))


def test_whose_level_a_colleague_decided_reads_so(visit, ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen, ministry.dana)
    assert "Your level, Desk, has let it pass already." in panel(visit("dirk").get(at(draft)))


@pytest.mark.parametrize("name", ["rita", "paul", "omar"])
def test_who_has_no_part_in_it_sees_no_panel(visit, ministry, name):
    assert panel(visit(name).get(at(ministry.submitted()))) == ""


def test_a_level_that_may_not_reject_says_so_beside_the_button(visit, ministry):
    version = ministry.policy.versions.create(number=2, created_by=ministry.paul, created_at=NOW)
    level(version, 1, "Head", "own_office", "head", may_reject=False)
    put_in_force(version, ministry.paul, ministry.petra)
    page = visit("helen").get(at(ministry.submitted()))
    assert "may approve or request changes, but not reject." in panel(page)
    assert 'aria-describedby="cannot-reject">Reject</button>' in page


def test_a_refusal_stands_at_the_button_that_met_it_and_has_the_focus(visit, ministry):
    draft = ministry.submitted()
    page = visit("helen").post(at(draft, "request-changes"), 400, revision=hash_of(draft), comment=" ")
    refusal = page.index('class="ch-error-summary ap-refused" role="alert" tabindex="-1" autofocus')
    above_the_foot = page[: page.index('class="ch-foot"')]
    assert above_the_foot.count("autofocus") == 1, "of the page; the sheet of keys has one of its own"
    assert page.index('id="request_changes"') < refusal < page.index("Send to the author")
    assert "Say what should change" in panel(page)


def test_a_decision_after_ones_own_is_refused_in_the_panel_that_says_why(visit, ministry):
    draft = ministry.submitted()
    visit("helen").post(at(draft, "approve"), revision=hash_of(draft))
    page = visit("helen").post(at(draft, "approve"), 409, revision=hash_of(draft))
    assert "This was not done" in panel(page)


def test_a_refusal_whose_button_is_gone_stands_at_the_top(visit, ministry):
    draft = ministry.submitted()
    page = visit("rita").post(at(draft, "approve"), 403, revision=hash_of(draft))
    assert page.index("ap-refused") < page.index('class="ap-draft"')


def test_a_stale_decision_opens_with_what_changed(visit, ministry):
    draft = ministry.submitted("The old text.")
    read = hash_of(draft)
    decide.request_changes(draft_id=draft.pk, by=ministry.helen, revision=read, at=NOW, comment="Anew.")
    revise(draft, "The new text.", by=ministry.layla)
    resubmit(draft, ministry.layla)
    page = visit("helen").post(at(draft, "approve"), 409, revision=read)
    assert 'id="show-changes" checked' in page
    assert "[inserted: new ]" in main(page)


def test_before_its_slot_a_post_cannot_be_recorded_as_published_and_the_page_says_so(visit, ministry):
    page = visit("layla").get(at(ministry.cleared(publish_at=later(2))))
    assert "From its slot on, Mon 14 Sept 2026, 14:00" in main(page)
    assert 'class="btn btn-primary btn-sm" disabled' in page


def test_who_comes_from_the_queue_goes_on_with_the_most_urgent_until_none_is_left(visit, ministry):
    first, second = (ministry.submitted(f"Number {n}.", at=later(n - 3)) for n in (1, 2))
    reader = visit("helen")
    page = reader.get(f"{at(second)}?from=queue")
    assert '<input type="hidden" name="next" value="queue-next">' in page
    assert "queue-next" not in reader.get(at(second))
    sent = {"revision": hash_of(second), "next": "queue-next"}
    assert reader.post(at(second, "approve"), **sent) == f"{at(first)}?from=queue"
    sent = {"revision": hash_of(first), "next": "queue-next"}
    assert reader.post(at(first, "approve"), **sent) == "/queue/"
    assert "Nothing else awaits your decision." in main(reader.get("/queue/"))


def test_a_refusal_on_the_way_through_the_queue_keeps_the_way(visit, ministry):
    draft = ministry.submitted()
    sent = {"revision": hash_of(draft), "next": "queue-next", "comment": ""}
    assert "queue-next" in visit("helen").post(at(draft, "request-changes"), 400, **sent)
    assert fresh(draft).state == "in_review"
