"""The plan, on the page and in the API: by when each level must decide, whose time it was, what would make it."""

from datetime import UTC, datetime

import pytest

from accounts.models import Role
from approvals.actions import decide
from tests.actions.asking import enforce, new_version, resubmit, revise
from tests.doors.calls import Caller
from tests.doors.pages import at, hash_of, main
from tests.people import later, level


@pytest.fixture
def working(ministry):
    """A mission and a desk, each with eight hours of its own working time."""
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, hours=8, runs_on="working")
    level(version, 2, "Desk", "country_desk", Role.APPROVER, hours=8, runs_on="working")
    enforce(ministry, version)
    return ministry


def test_each_level_says_by_when_it_must_decide(visit, ministry):
    draft = ministry.submitted(moment=later(20))
    shown = main(visit("layla").get(at(draft)))
    # 20 hours, less four for the minister's office and eight for the desk: 20:00 in Riyadh.
    assert shown.count("For the draft to make its time, it must decide by") == 3
    assert "it must decide by Mon 14 Sept 2026, 20:00" in shown


def test_a_level_that_is_decided_and_a_draft_without_a_moment_have_no_plan(visit, ministry):
    draft = ministry.approve(ministry.submitted(moment=later(20)), ministry.helen)
    assert main(visit("layla").get(at(draft))).count("it must decide by") == 2
    assert "it must decide by" not in main(visit("layla").get(at(ministry.submitted())))


def test_the_slot_is_what_is_planned_for_where_there_is_one(ministry):
    draft = ministry.submitted(moment=later(40), publish_at=later(20))
    _status, body = Caller(ministry.layla).get(f"/drafts/{draft.pk}/")
    assert [step["decide_by"] for step in body["route"]] == [
        "2026-09-14T17:00:00Z", "2026-09-15T01:00:00Z", "2026-09-15T05:00:00Z",
    ]  # fmt: skip


def test_whose_time_it_was_is_kept_apart(visit, ministry, time_machine):
    draft = ministry.submitted()
    decide.request_changes(
        draft_id=draft.pk, by=ministry.helen, revision=hash_of(draft), comment="Say which day.", at=later(1)
    )
    revise(draft, "The embassy is open on Monday.", by=ministry.layla, at=later(2))
    resubmit(draft, ministry.layla, at=later(4))
    time_machine.move_to(later(5), tick=False)
    shown = main(visit("layla").get(at(draft)))
    assert "Time at its levels: 2 h. Time with its author, which counts for no level: 3 h." in shown


def test_a_preview_too_late_for_its_moment_says_what_would_make_it(visit, working):
    tomorrow = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
    draft = working.draft(moment=tomorrow)
    shown = main(visit("layla").get(at(draft)))
    assert "Too late for its moment" in shown
    assert "As an urgent draft its time limits would run day and night" in shown
    urgent = working.draft(moment=tomorrow, urgency="urgent")
    assert "Too late for its moment" not in main(visit("layla").get(at(urgent)))
