"""The pages of reviews: the queue, one review with its outcome and takedown, and the rules that say who reviews."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import alarms
from approvals.models import AuthorizationVersion, Draft, Review, ReviewRule
from tests.actions.reviewed import NOTE, URL, again, decide, many, out, rule
from tests.doors.pages import Visitor, main, words
from tests.people import later


@pytest.fixture
def visit(ministry, time_machine):
    """Stop the clock at eleven, two hours into the story, and give a person a browser."""
    time_machine.move_to(later(2), tick=False)
    return lambda name: Visitor(getattr(ministry, name))


def test_a_reviewer_finds_what_is_out_with_its_text_its_link_and_what_it_rests_on(visit, ministry):
    found = out(ministry, "The embassy is open.", exposure=12_000)
    page = visit("carla").get("/reviews/")
    assert f'href="{URL}"' in page
    for said in (found.draft.reference, "The embassy is open.", "PA-2026-0001", "version 1", "Helen", "12"):
        assert said in main(page)
    assert "1 post waits for your review" in visit("carla").get("/")


def test_a_reviewer_reads_by_their_names_what_the_terms_bar(visit, ministry):
    found = out(ministry)
    version = found.authorization_version
    AuthorizationVersion.objects.filter(pk=version.pk).update(barred_topics=["sanctions"], barred_countries=["SY"])
    said = words(main(visit("carla").get(f"/reviews/{found.pk}/")))
    assert "Barred topics Sanctions" in said
    assert "Barred countries Syria" in said


def test_an_outcome_is_recorded_from_the_page_and_what_is_missing_is_asked_for(visit, ministry):
    found = out(ministry)
    carla = visit("carla")
    address = f"/reviews/{found.pk}/outcome/"
    assert "Choose the reason" in main(carla.post(address, 400, outcome="correct", reason="", note=""))
    carla.post(address, outcome="correct", reason="tone", note=NOTE, revision=found.revision.hash)
    mended = again(found).correction
    assert mended.reference in main(carla.get("/reviews/?which=done"))
    assert "Nothing was reviewed yet" in main(carla.get("/reviews/?which=done&outcome=stands"))
    # The ambassador reads the note on the draft's own page.
    assert NOTE in main(visit("helen").get(f"/drafts/{found.draft_id}/"))


def test_a_correction_says_what_it_is_to_mend_and_leads_back_to_what_is_out(visit, ministry):
    found = decide(out(ministry), ministry.carla, "correct", reason="tone", note=NOTE, at=later(1))
    page = visit("layla").get(f"/drafts/{found.correction_id}/")
    said = words(main(page))
    assert f"The review of {found.draft.reference} by Carla Roy opened this draft, for its correction." in said
    assert NOTE in said
    assert f'href="/drafts/{found.draft_id}/"' in page


def test_whoever_has_a_post_to_take_down_reads_so_on_the_first_page(visit, ministry):
    found = decide(out(ministry), ministry.carla, "retract", at=later(1))
    assert "1 post is to be taken down" in words(main(visit("layla").get("/")))
    assert "is to be taken down" not in words(main(visit("greta").get("/")))
    assert found.draft.reference in main(visit("layla").get("/reviews/?which=takedown"))


def test_a_reason_that_was_chosen_before_it_was_found_to_stand_is_dropped(visit, ministry):
    found = out(ministry)
    visit("carla").post(f"/reviews/{found.pk}/outcome/", outcome="stands", reason="tone")
    assert (again(found).outcome, again(found).reason) == ("stands", "")


def test_a_takedown_shows_as_asked_for_until_the_mission_records_it(visit, ministry):
    found = decide(out(ministry), ministry.carla, "retract", at=later(1))
    layla = visit("layla")
    assert "Takedown asked for, not yet done" in main(layla.get(f"/drafts/{found.draft_id}/"))
    assert found.draft.reference in main(layla.get("/reviews/?which=takedown"))
    layla.post(f"/reviews/{found.pk}/takedown/", where="Deleted on X", taken_down_at="2026-09-14T13:30")
    assert Draft.objects.get(pk=found.draft_id).state == "retracted"
    assert "Takedown asked for" not in main(layla.get(f"/reviews/{found.pk}/"))


def test_a_late_review_is_among_the_delays_with_its_name_and_its_reason_can_be_given(visit, ministry):
    found = out(ministry, at=later(-10))
    alarms.fire_due(at=later(1))
    carla = visit("carla")
    page = carla.get("/delays/")
    assert "Post-publication review, Communications" in main(page)
    assert f"/reviews/{found.pk}/" in page
    delay = found.delay
    carla.post(f"/delays/{delay.pk}/reason/", reason="busy", note="")
    delay.refresh_from_db()
    assert (delay.reason, delay.explained_by) == ("busy", ministry.carla)
    assert "said why Post-publication review was late" in main(carla.get(f"/drafts/{found.draft_id}/"))
    assert "Post-publication review" in main(visit("paul").get("/delays/counts/"))


def test_the_queue_costs_the_same_number_of_queries_however_long_it_is(visit, ministry):
    carla = visit("carla")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            carla.get("/reviews/")
        return len(queries)

    out(ministry)
    one = cost()
    many(ministry, 9)
    assert cost() == one


def test_an_address_that_no_page_ever_wrote_begins_at_the_beginning(visit, ministry):
    out(ministry)
    for after in ("x", "1-x", "9" * 30, "-1-20260914T090000.000000Z-1", "%00"):
        visit("carla").get(f"/reviews/?after={after}")
    assert Review.objects.count() == 1


def test_a_policy_officer_writes_the_default_then_a_rule_with_a_condition(visit, ministry):
    paul = visit("paul")
    sent = {
        "do": "save", "name": "All", "order": "100", "whens": "0", "selector": "office",
        "office": str(ministry.comms.pk), "role": "approver", "limit": "8", "runs_on": "working",
        "remind_percent": "75",
    }  # fmt: skip
    paul.post("/review-rules/new/", **sent)
    ruled = sent | {
        "name": "Replies", "whens": "1", "when-0-field": "kind", "when-0-values": "reply", "when-0-join": "and",
        "when-0-how": "",
    }  # fmt: skip
    paul.post("/review-rules/new/", **ruled)
    replies = ReviewRule.objects.get(name="Replies")
    assert replies.conditions == {"field": "kind", "in": ["reply"]}
    page = main(visit("layla").get("/review-rules/"))
    assert page.index("Replies") < page.index("All")
    paul.post(f"/review-rules/{replies.pk}/", **(ruled | {"limit": "2"}))
    paul.post(f"/review-rules/{replies.pk}/remove/")
    assert list(ReviewRule.objects.values_list("name", flat=True)) == ["All"]


def test_a_rule_whose_place_has_nobody_is_refused_on_its_form(visit, ministry):
    rule(ministry)
    default = ReviewRule.objects.get()
    sent = {
        "do": "save", "name": "All", "order": "100", "whens": "0", "selector": "office",
        "office": str(ministry.comms.pk), "role": "author", "limit": "8", "runs_on": "wall", "remind_percent": "75",
    }  # fmt: skip
    assert "Nobody could review" in main(visit("paul").post(f"/review-rules/{default.pk}/", 409, **sent))
