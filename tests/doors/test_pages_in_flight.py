"""Drafts in review under an older version: seen by a policy officer, looked at before they are moved, and moved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Posting
from tests.actions.asking import open_levels, request_changes
from tests.actions.test_move import shorter
from tests.doors.pages import main
from tests.people import fresh, later


def address(ministry, number, verb):
    return f"/policies/{ministry.policy.pk}/versions/{number}/{verb}/"


def older(ministry, count=3):
    """Return drafts under version 1, the first approved by the head of mission, with version 2 in force."""
    drafts = [ministry.submitted(f"Post {number}.") for number in range(count)]
    ministry.approve(drafts[0], ministry.helen)
    shorter(ministry)
    return drafts


def test_the_page_of_the_version_in_force_says_how_many_drafts_are_under_older_ones(visit, ministry):
    older(ministry)
    page = f"/policies/{ministry.policy.pk}/versions/2/"
    assert "3 drafts in review are under version 1" in main(visit("paul").get(page))
    assert "in review are under" not in main(visit("layla").get(page))


def test_each_draft_is_listed_with_the_levels_it_would_have_and_the_approvals_it_would_keep(visit, ministry):
    first = older(ministry)[0]
    told = main(visit("paul").get(address(ministry, 1, "in-flight")))
    assert "Drafts in review under version 1" in told
    assert "Move all 3 drafts" in told
    row = told[told.index(first.reference) :]
    assert "Head of mission , Embassy in Riyadh, 4 h on the clock approval kept" in row
    assert "Desk , Middle East Desk, 4 h on the clock" in row
    assert "No longer asked: Minister's office" in row


def test_one_draft_is_moved_for_a_reason(visit, ministry):
    first, second, _third = older(ministry)
    reader = visit("paul")
    told = main(reader.follow(address(ministry, 1, "move"), reason="One level less.", draft=str(first.pk)))
    assert "1 draft was moved." in told
    assert first.reference not in told
    assert (fresh(first).policy_version.number, fresh(second).policy_version.number) == (2, 1)
    assert open_levels(first) == ["Desk"]
    assert "moved it from version 1" in main(reader.get(f"/drafts/{first.pk}/"))
    assert "The approval of Helen Brandt at Head of mission was kept." in main(reader.get(f"/drafts/{first.pk}/"))


def test_all_are_moved_and_those_that_cannot_be_say_why(visit, ministry):
    """Guarantee 7."""
    first, second, third = older(ministry)
    reader = visit("paul")
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(-1))
    told = main(reader.get(address(ministry, 1, "in-flight")))
    assert "It cannot be moved now. Nobody can decide the level “Head of mission” now." in told
    told = main(reader.post(address(ministry, 1, "move"), 200, reason="One level less."))
    assert "No draft was moved." in told
    assert f"{second.reference} : Nobody can decide the level" in told
    assert {fresh(draft).policy_version.number for draft in (first, second, third)} == {1}
    Posting.objects.filter(user=ministry.helen).update(ends_at=None)
    assert "3 drafts were moved." in main(reader.follow(address(ministry, 1, "move"), reason="One level less."))
    assert "No draft is in review under this version" in main(reader.get(address(ministry, 1, "in-flight")))


@pytest.mark.parametrize(
    ("reason", "said"), [("", "Say why: the reason goes on record."), ("  ", "Say why"), ("r" * 501, "at most 500")]
)
def test_without_a_reason_that_can_be_kept_nothing_is_moved(visit, ministry, reason, said):
    first = older(ministry)[0]
    page = visit("paul").post(address(ministry, 1, "move"), 400, reason=reason)
    assert said in main(page)
    assert fresh(first).policy_version.number == 1


@pytest.mark.parametrize("named", ["x", "0" * 32, "../../"])
def test_a_draft_that_is_not_there_moves_nothing(visit, ministry, named):
    first = older(ministry)[0]
    visit("paul").post(address(ministry, 1, "move"), reason="One level less.", draft=named)
    assert fresh(first).policy_version.number == 1


def test_a_version_that_is_not_there_is_not_found(visit, ministry):
    visit("paul").get(address(ministry, 9, "in-flight"), 404)
    visit("paul").post(address(ministry, 9, "move"), 404, reason="One level less.")


def test_what_the_list_costs_does_not_grow_with_the_drafts(visit, ministry):
    older(ministry, 2)
    reader, page = visit("paul"), address(ministry, 1, "in-flight")
    reader.get(page)
    with CaptureQueriesContext(connection) as few:
        reader.get(page)
    ministry.policy.versions.filter(number=2).update(status="superseded")
    ministry.policy.versions.filter(number=1).update(status="in_force", superseded_at=None)
    for number in range(8):
        ministry.approve(ministry.submitted(f"More {number}."), ministry.helen)
    ministry.policy.versions.filter(number=1).update(status="superseded")
    ministry.policy.versions.filter(number=2).update(status="in_force", superseded_at=None)
    with CaptureQueriesContext(connection) as many:
        assert "Move all 10 drafts" in main(reader.get(page))
    print(f"{len(few)} queries for 2 drafts, {len(many)} for 10")
    assert len(many) == len(few)


def test_a_draft_with_its_author_is_said_to_be_asked_everything_again(visit, ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    request_changes(draft, ministry.dana)
    shorter(ministry)
    told = main(visit("paul").get(address(ministry, 1, "in-flight")))
    assert "it is asked all of this when it is submitted again" in told
    assert "approval kept" not in told
