"""What a person came for comes first: the page one begins with, by the seats one acts from."""

import pytest

from accounts.models import DutyShift, Role
from approvals.actions import alarms, holds, publish
from approvals.models import PolicyVersion
from tests.actions import lining
from tests.authorizing import authorized, fast_track
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost, some_of_each
from tests.people import HOUR, NOW, later, post


def on_duty(ministry, user, *, starts_at=NOW):
    """Put somebody on the duty list of the desk, with a shift of eight hours."""
    posting = post(user, ministry.desk, Role.DUTY)
    return DutyShift.objects.create(posting=posting, starts_at=starts_at, ends_at=starts_at + 8 * HOUR)


def test_an_approver_sees_the_most_urgent_and_the_way_to_the_whole_queue(visit, ministry):
    drafts = [ministry.submitted(f"Number {number}.", at=later(minutes=number - 60)) for number in range(7)]
    page = visit("helen").get("/")
    told = main(page)
    assert "Awaiting your decision 7" in told
    assert 'href="/queue/"' in page
    assert [draft.reference in told for draft in drafts] == [True] * 5 + [False] * 2


def test_a_draft_whose_line_was_withdrawn_needs_its_author(visit, ministry):
    line = lining.in_use(ministry)
    draft = ministry.draft(lining.TEXT)
    told = main(visit("layla").get("/"))
    assert draft.reference not in told[: told.index("Drafts 1 ")]
    lining.withdraw(line, ministry.paul)
    told = main(visit("layla").get("/"))
    assert told.index("These need you 1") < told.index(draft.reference)
    assert "Drafts 1 " not in told
    assert "A cleared line that it quotes was withdrawn" in told


def test_a_cleared_draft_that_waits_on_a_hold_says_so_where_it_needs_its_author(visit, ministry):
    ministry.cleared()
    holds.place(scope="everything", reason="Calm first.", until=None, by=ministry.paul, at=NOW)
    told = main(visit("layla").get("/"))
    assert "These need you 1" in told
    assert "On hold : Calm first." in told


def test_a_policy_officer_sees_what_is_late_in_force_proposed_and_ending(visit, ministry):
    ministry.submitted("Late.", at=later(-30))
    worst = ministry.submitted("Latest of all.", at=later(-50))
    alarms.fire_due(at=NOW)
    holds.place(scope="language", scope_value="ar", reason="Calm first.", until=None, by=ministry.petra, at=NOW)
    PolicyVersion.objects.create(
        policy=ministry.policy, number=2, status="proposed", created_by=ministry.petra, created_at=NOW,
        proposed_by=ministry.petra, proposed_at=NOW,
    )  # fmt: skip
    told = main(visit("paul").get("/"))
    assert told.count("Calm first.") == 1, "it is a part of the page, and not above it as well"
    late = told.index("Late now")
    assert told.index("Holds and regimes in force 1") < late
    assert late < told.index(worst.reference, late) < told.index("RUH-2026-0001", late)
    assert "Mission, desk, minister, version 2 Proposed by Petra Wolf" in told
    assert "Awaits you" in told
    assert "Awaits another officer" in main(visit("petra").get("/"))
    assert "No pre-authorization ends within 30 days." in told


def test_what_is_empty_says_so_in_one_line(visit, ministry):
    told = main(visit("paul").get("/"))
    for line in ("Nothing awaits your decision.", "No hold and no regime is in force.", "Nothing is late.",
                 "No version awaits a second officer."):  # fmt: skip
        assert line in told


def test_a_duty_officer_sees_what_is_burning_and_who_is_on_duty(visit, ministry):
    on_duty(ministry, ministry.dirk)
    routine, crisis = ministry.submitted("Routine."), ministry.submitted("Shelling.", urgency="crisis")
    ministry.approve(crisis, ministry.helen)
    ministry.approve(routine, ministry.helen)
    told = main(visit("dirk").get("/"))
    assert told.startswith("Home Urgent now")
    urgent = told[: told.index("On duty now")]
    assert (crisis.reference in urgent, routine.reference in urgent) == (True, False)
    assert "Middle East Desk Dirk Maes Until" in told


def test_between_two_shifts_one_sees_who_has_the_duty(visit, ministry):
    on_duty(ministry, ministry.dirk, starts_at=later(20))
    on_duty(ministry, ministry.dana)
    assert "Middle East Desk Dana Okafor" in main(visit("dirk").get("/"))


def test_an_ambassador_sees_where_the_authorization_stands_and_what_is_owed(visit, ministry):
    told = main(visit("helen").get("/"))
    assert "Your pre-authorization" not in told
    granted = authorized(ministry)
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    draft = fast_track(ministry.draft("Welcome.", by=ministry.helen), ministry.helen)
    publish.publish(
        draft_id=draft.pk,
        channel_id=ministry.x.pk,
        url="https://x.com/EmbassyRiyadh/status/1",
        by=ministry.helen,
        at=NOW,
    )
    told = main(visit("helen").get("/"))
    assert f"Your pre-authorization To the register : Your pre-authorization {granted.number}" in told
    owed = told[told.index("Your posts that await review") :]
    assert (draft.reference in owed, "8 h left" in owed) == (True, True)


def test_a_records_officer_is_led_to_records(visit, ministry):
    page = visit("rita").get("/")
    assert "Find a record" in main(page)
    assert 'action="/search/"' in page[page.index("<main") :]


def test_who_holds_no_posting_is_told_so(visit, ministry):
    assert "You hold no posting now" in main(visit("ivan").get("/"))


def test_whoever_has_a_list_in_an_old_bookmark_finds_it(visit, ministry):
    draft = ministry.draft()
    for address in ("/?of=all", "/drafts/?of=all", "/?q=embassy&of=all"):
        assert draft.reference in main(visit("omar").get(address))


COSTS = {"layla": 24, "helen": 24, "dana": 20, "dirk": 26, "paul": 30, "rita": 16, "ivan": 14}


@pytest.mark.parametrize("name", COSTS)
def test_the_page_costs_each_role_the_same_with_little_and_with_much_in_it(visit, ministry, name):
    on_duty(ministry, ministry.dirk)
    reader = visit(name)
    some_of_each(ministry, 1)
    few = cost(reader, "/")
    some_of_each(ministry, 9)
    # Fewer where none of what is shown first is cleared: then no hold is asked for.
    assert cost(reader, "/") <= few <= COSTS[name]
