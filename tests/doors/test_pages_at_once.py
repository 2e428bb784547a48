"""Publishing at once by the pages: the glance while writing, the press, and what the draft's page says afterwards."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from approvals.actions import authorization_stops, holds
from approvals.models import Draft, Event, Regime, Restriction, Review
from tests.actions.asking import publish_on_x, take_back
from tests.authorizing import authorized, fast_track
from tests.doors.pages import at, hash_of, main, words
from tests.doors.test_pages_write import form, local
from tests.people import NOW, fresh, later, post

NOW_BUTTON = "Publish now under PA-2026-0001"


@pytest.fixture
def ambassador(ministry):
    """Helen heads the mission and writes for it, with an authorization of ten posts a day."""
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    return authorized(ministry)


def said(part, prefix="check"):
    """Return what the glance says."""
    found = re.search(rf'aria-labelledby="{prefix}-glance".*?</section>', part, flags=re.DOTALL)
    return words(f"<{found.group()}") if found else ""


def glanced(visit, ministry, text="The embassy is open today.", **fields):
    return visit("helen").post("/drafts/check/", 200, **form(ministry, text, **fields))


def test_before_a_word_the_form_says_what_the_authorization_has_left(visit, ministry, ambassador):
    fast_track(ministry.draft(), ministry.helen)
    page = visit("helen").get("/drafts/new/")
    assert "Your pre-authorization PA-2026-0001, version 1 Used 1 of 10 today, 1 of 40 in seven days." in said(page)
    assert NOW_BUTTON not in page, "nothing is written that could go out"


def test_within_it_the_button_is_there_beside_the_ordinary_one(visit, ministry, ambassador):
    part = glanced(visit, ministry)
    assert "Within PA-2026-0001, version 1" in said(part)
    assert NOW_BUTTON in part
    assert "Submit for approval" in part
    assert "It is within PA-2026-0001." in words(part), "and a screen reader hears it"


def test_without_scripts_checking_says_it_and_saves_nothing(visit, ministry, ambassador):
    page = visit("helen").post("/drafts/new/", 200, **form(ministry, do="check", topics=["sanctions"]))
    assert "The topic Sanctions is barred by the pre-authorization." in said(page)
    assert NOW_BUTTON not in page
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("terms", "fields", "sentence"),
    [
        ({"languages": ["ar"]}, {}, "The pre-authorization does not cover posts in the language English."),
        ({"kinds": ["reply"]}, {}, "The pre-authorization does not cover this kind of post: Original."),
        ({"channels": []}, {}, "The pre-authorization does not cover the channel X @EmbassyRiyadh."),
        ({}, {"topics": ["sanctions"]}, "The topic Sanctions is barred by the pre-authorization."),
        ({}, {"text": "Our word on Syria."}, "The post is about a country that the pre-authorization bars: Syria."),
        ({"until": later(0)}, {}, "The pre-authorization ended on Mon 14 Sept 2026, 12:00."),
        ({"starts_at": later(2)}, {}, "The pre-authorization is not in force before Mon 14 Sept 2026, 14:00."),
        ({}, {"publish_at": later(3)}, "What goes out by pre-authorization goes out at once: take the slot off"),
        ({}, {"text": "x" * 281}, "On X this text counts 281 characters; the limit is 280."),
        ({}, {"channels": []}, "Choose at least one channel."),
    ],
)
def test_each_condition_that_is_not_met_is_named_in_its_own_sentence(visit, ministry, terms, fields, sentence):
    """Guarantee 9."""
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    authorized(ministry, **terms)
    if "publish_at" in fields:
        fields = fields | {"publish_at": local(fields["publish_at"])}
    part = glanced(visit, ministry, **fields)
    assert "Not within PA-2026-0001, version 1" in said(part)
    assert sentence in said(part)
    assert NOW_BUTTON not in part
    assert "Submit for approval" in part


def test_a_quota_used_up_a_hold_a_regime_and_a_suspension_are_named_together(visit, ministry):
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    authorization = authorized(ministry, per_day=1)
    fast_track(ministry.draft(), ministry.helen)
    holds.place(scope="everything", reason="A minister speaks first.", until=None, by=ministry.paul, at=NOW)
    Regime.objects.create(
        kind="caretaker", reason="An election.", starts_at=NOW, declared_by=ministry.paul, declared_at=NOW
    )
    authorization_stops.suspend(authorization_id=authorization.pk, reason="An inquiry.", by=ministry.paul, at=NOW)
    told = said(glanced(visit, ministry))
    for sentence in (
        "The pre-authorization is suspended. Reason: An inquiry.", "used up: 1 of 1.", "An election.",
        "A minister speaks first.",
    ):  # fmt: skip
        assert sentence in told


def test_who_has_no_authorization_sees_nothing_of_it(visit, ministry, ambassador):
    part = visit("layla").post("/drafts/check/", 200, **form(ministry))
    assert "PA-2026" not in part
    assert 'id="write-verbs"' not in part
    assert "Save and submit" in visit("layla").get("/drafts/new/")


def test_the_ambassador_publishes_at_once_from_the_form(visit, ministry, ambassador):
    """Guarantee 9."""
    page = visit("helen").follow("/drafts/new/", **form(ministry, do="fast_track"))
    draft = Draft.objects.get()
    assert (draft.state, draft.route.kind) == ("cleared", "fast_path")
    assert f"{draft.reference} may go out. Post it now, and record where it is." in main(page)
    assert "Open X with the text" in page
    assert "Address of the published post" in page


def test_what_may_not_go_out_is_saved_and_the_form_says_why(visit, ministry, ambassador):
    page = visit("helen").follow("/drafts/new/", **form(ministry, do="fast_track", topics=["sanctions"]))
    assert fresh(Draft.objects.get()).state == "draft"
    assert "RUH-2026-0001 is saved, but not let out: The topic Sanctions is barred" in main(page)
    assert "The topic Sanctions is barred" in said(page)


def test_a_finding_is_confirmed_before_it_goes_out(visit, ministry, ambassador):
    text = "Call the embassy on +966 11 488 2288."
    reader = visit("helen")
    page = reader.follow("/drafts/new/", **form(ministry, text, do="fast_track"))
    draft = Draft.objects.get()
    assert draft.state == "draft"
    assert 'name="confirm" value="telephone"' in page
    reader.follow(
        at(draft, "edit"), **form(ministry, text, do="fast_track", base=hash_of(draft), confirm=["telephone"])
    )
    assert fresh(draft).state == "cleared"
    assert Event.objects.get(kind="fast_tracked").data["confirmed"] == ["telephone"]


def test_a_head_who_does_not_write_presses_on_the_drafts_page(visit, ministry):
    authorized(ministry)
    draft = ministry.draft("Call the embassy on +966 11 488 2288.")
    reader = visit("helen")
    page = reader.get(at(draft))
    assert "Within PA-2026-0001, version 1" in said(page, "at-once")
    told = main(reader.post(at(draft, "fast-track"), 400, revision=hash_of(draft)))
    assert "telephone" in told.lower()
    reader.follow(at(draft, "fast-track"), revision=hash_of(draft), confirm=["telephone"])
    assert fresh(draft).state == "cleared"


def test_a_drafts_page_outside_it_says_why_and_leads_on(visit, ministry, ambassador):
    draft = ministry.draft(topics=("sanctions",))
    page = visit("helen").get(at(draft))
    assert "The topic Sanctions is barred by the pre-authorization." in said(page, "at-once")
    assert at(draft, "fast-track") not in page
    assert at(draft, "submit") in page
    told = main(visit("helen").post(at(draft, "fast-track"), 403, revision=hash_of(draft)))
    assert "The topic Sanctions is barred by the pre-authorization." in told


def test_a_text_that_was_changed_meanwhile_is_shown_before_it_goes_out(visit, ministry, ambassador):
    draft = ministry.draft("First.")
    seen = hash_of(draft)
    visit("layla").follow(at(draft, "edit"), **form(ministry, "Second.", base=seen))
    assert "The draft has changed" in main(visit("helen").post(at(draft, "fast-track"), 409, revision=seen))
    assert fresh(draft).state == "draft"


def test_the_page_of_what_was_let_out_says_what_is_owed_and_until_when(visit, ministry, ambassador):
    draft = fast_track(ministry.draft(), ministry.helen)
    told = main(visit("helen").get(at(draft)))
    assert "Cleared under pre-authorization PA-2026-0001, version 1: no level was asked." in told
    assert "Post it now, and record where it is by Mon 14 Sept 2026, 13:00" in told
    assert "A review is owed: Communications reviews it once it is out." in told
    assert "Let out by Helen Brandt. No level was asked." in told
    assert "passed every level" not in told


def test_it_says_until_when_it_is_reviewed_and_then_what_was_found(visit, ministry, ambassador):
    draft = fast_track(ministry.draft(), ministry.helen)
    publish_on_x(ministry, draft, by=ministry.helen, at=NOW)
    assert "Communications reviews it by Mon 14 Sept 2026, 20:00" in main(visit("layla").get(at(draft)))
    found = {"status": "done", "outcome": "correct", "reason": "tone", "note": "Softer.", "next_alarm_at": None}
    Review.objects.update(**found, decided_by=ministry.carla, decided_at=later(1), closed_at=later(1))
    told = main(visit("layla").get(at(draft)))
    assert "Communications reviewed it on Mon 14 Sept 2026, 13:00" in told
    assert "Outcome: Correct (Tone does not fit)" in told
    assert "Softer." in told


def test_what_was_stopped_since_the_press_says_so_before_it_is_posted(visit, ministry, ambassador):
    """Guarantee 9."""
    draft = fast_track(ministry.draft(), ministry.helen)
    known = {"authorization_id": ambassador.pk, "reason": "An inquiry.", "by": ministry.paul, "at": NOW}
    authorization_stops.suspend(**known)
    told = main(visit("helen").get(at(draft)))
    assert "It must not go out any more. The pre-authorization is suspended. Reason: An inquiry." in told
    assert "Open X with the text" not in told
    assert "Record that it is published" in told, "it may have been out before"


def test_what_was_withdrawn_in_time_owes_nothing(visit, ministry, ambassador):
    draft = fast_track(ministry.draft(), ministry.helen)
    take_back(draft, ministry.layla)
    assert "It never went out, so that no review is owed." in main(visit("layla").get(at(draft)))


def test_lists_mark_what_was_let_out(visit, ministry, ambassador):
    fast_track(ministry.draft("At once."), ministry.helen)
    ministry.cleared("By every level.")
    page = words(visit("layla").get("/"))
    assert page.count("At once, PA-2026-0001") == 1


def test_it_is_told_in_french(visit, ministry, ambassador):
    ministry.helen.language = "fr"
    ministry.helen.save()
    told = said(glanced(visit, ministry, topics=["sanctions"]))
    assert "autorisation préalable" in told
    assert "PA-2026-0001" in told


def test_the_glance_costs_the_same_for_few_and_many(visit, ministry, ambassador):
    reader = visit("helen")

    def price():
        with CaptureQueriesContext(connection) as asked:
            reader.post("/drafts/check/", 200, **form(ministry))
        return len(asked)

    price()
    few = price()
    for number in range(8):
        fast_track(ministry.draft(f"Number {number}."), ministry.helen)
        Restriction.objects.create(
            authorization=ambassador, kind="halved", cause="trust", reason="Old.", at=NOW, lifted_at=NOW,
            lift_reason="Over.",
        )  # fmt: skip
    assert price() == few <= 30


def test_the_page_of_what_was_let_out_costs_the_same_for_few_and_many(visit, ministry, ambassador):
    draft, reader = fast_track(ministry.draft(), ministry.helen), visit("helen")

    def price():
        with CaptureQueriesContext(connection) as asked:
            reader.get(at(draft))
        return len(asked)

    price()
    few = price()
    for number in range(8):
        fast_track(ministry.draft(f"Number {number}."), ministry.helen)
    assert price() == few <= 40
