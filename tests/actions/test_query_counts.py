"""What actions and reads cost in queries: a fixed number, whatever has happened before and however much is waiting."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from approvals import queries
from approvals.actions import alarms, commenting
from approvals.models import LevelEscalation
from tests.actions.asking import approve, enforce, hash_of, new_version, request_changes, resubmit
from tests.actions.crowd import late
from tests.people import HOUR, NOW, fresh, later, level, person, post

# One of them asks how those who are told of it want their mail.
MOST_PER_DECISION = 13


def cost(act, *args, **kwargs):
    """Return how many statements an action sends, its own transaction's savepoints left out."""
    with CaptureQueriesContext(connection) as sent:
        act(*args, **kwargs)
    return len([query for query in sent if "SAVEPOINT" not in query["sql"]])


def talked_about(ministry, times):
    """Return a draft about which there has been so much talk, and so many rounds of changes."""
    draft = ministry.submitted()
    for round_ in range(times):
        commenting.comment(draft_id=draft.pk, by=ministry.omar, text=f"Remark {round_}.", at=NOW)
    for _ in range(times // 3):
        request_changes(draft, ministry.helen)
        resubmit(draft, ministry.layla)
    return fresh(draft)


@pytest.mark.parametrize("approved", [0, 1, 2])
def test_a_decision_costs_at_most_thirteen_queries(ministry, approved):
    people = [ministry.helen, ministry.dana, ministry.mina]
    draft = ministry.approve(ministry.submitted(), *people[:approved])
    sent = cost(approve, draft, people[approved], revision=hash_of(draft))
    print(f"approval number {approved + 1} of 3: {sent} queries")
    assert sent <= MOST_PER_DECISION


def test_a_late_decision_costs_one_query_more(ministry):
    draft = ministry.submitted()
    alarms.fire_due(at=later(5))
    read = hash_of(draft)
    assert cost(approve, draft, ministry.helen, revision=read, at=later(6)) <= MOST_PER_DECISION + 1


@pytest.mark.parametrize("quorum", ["any", "n", "all"])
def test_a_decision_costs_the_same_under_every_quorum(ministry, quorum):
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER, quorum=quorum, quorum_n=2)
    level(version, 2, "Minister's office", "minister", Role.APPROVER)
    enforce(ministry, version)
    draft = ministry.submitted()
    read = hash_of(draft)
    for someone in (ministry.dana, ministry.dirk)[: 1 if quorum == "any" else 2]:
        assert cost(approve, draft, someone, revision=read) <= MOST_PER_DECISION


def test_a_decision_costs_the_same_however_much_has_been_said_before(ministry):
    def measure(draft):
        return cost(approve, draft, ministry.helen, revision=hash_of(draft))

    assert measure(talked_about(ministry, 3)) == measure(talked_about(ministry, 30))


def test_a_decision_costs_the_same_however_many_people_are_asked(ministry):
    def measure():
        draft = ministry.submitted()
        read = hash_of(draft)
        return cost(approve, draft, ministry.helen, revision=read)

    few = measure()
    for number in range(20):
        post(person(f"officer{number}", f"Officer {number}"), ministry.desk, Role.APPROVER)
    assert measure() == few


def test_submitting_costs_the_same_for_a_short_route_and_a_long_one(ministry):
    def measure():
        draft = ministry.draft()
        return cost(resubmit, draft, ministry.layla)

    short = measure()
    version = new_version(ministry)
    for number in range(1, 13):
        post(person(f"officer{number}", f"Officer {number}"), ministry.comms, Role.APPROVER)
        asked = level(version, number, f"Level {number}", "office", Role.APPROVER, office=ministry.comms)
        LevelEscalation.objects.create(level=asked, rung=1, after=HOUR, selector="minister", role=Role.APPROVER)
    enforce(ministry, version)
    assert measure() == short


def test_a_sweep_costs_the_same_for_ten_steps_and_for_a_hundred(ministry):
    costs = []
    for count, hours in ((10, 0), (100, 100)):
        late(ministry, count, at=later(hours))
        costs.append(cost(alarms.fire_steps, at=later(hours + 9)))
    assert costs[0] == costs[1]
    assert costs[0] <= 11


def test_an_idle_sweep_costs_one_query_for_each_kind_of_clock(ministry):
    ministry.submitted()
    # Versions, regimes, authorizations (two), calendars, drafts, silences, steps, reviews, holds, shifts.
    assert cost(alarms.fire_due, at=later(1)) == 11


def test_expiring_costs_the_same_for_three_drafts_and_for_twenty(ministry):
    costs = []
    for count, hours in ((3, 0), (20, 100)):
        for _ in range(count):
            ministry.submitted(at=later(hours), moment=later(hours + 1))
        costs.append(cost(alarms.fire_drafts, at=later(hours + 1)))
    assert costs[0] == costs[1]


def test_a_queue_costs_the_same_whatever_is_in_it(ministry):
    ministry.submitted()
    few = cost(queries.awaiting, ministry.helen, at=NOW)
    for _ in range(15):
        ministry.submitted(channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    assert cost(queries.awaiting, ministry.helen, at=NOW) == few <= 4


LISTS = {
    "drafts": lambda user: queries.drafts(user, at=later(5)), "drafts_of": queries.drafts_of,
    "delays": lambda user: queries.delays(user, at=later(5)),
}  # fmt: skip


@pytest.mark.parametrize("read", LISTS)
def test_a_list_costs_the_same_whatever_is_in_it(ministry, read):
    def measure():
        return cost(lambda: [str(row) for row in LISTS[read](ministry.layla)])

    ministry.submitted()
    alarms.fire_due(at=later(4))
    few = measure()
    for _ in range(10):
        ministry.submitted()
    alarms.fire_due(at=later(4))
    assert measure() == few


def test_a_drafts_page_costs_the_same_however_much_has_happened(ministry):
    def read(draft):
        queries.standing(draft, ministry.helen, queries.route_steps(draft), at=NOW)
        return [str(event.by) for event in queries.history(draft)]

    assert cost(read, talked_about(ministry, 3)) == cost(read, talked_about(ministry, 30))


def test_a_queue_costs_the_same_whether_one_decides_for_one_place_or_for_five(ministry):
    ministry.submitted()
    one = cost(queries.awaiting_count, ministry.helen, at=NOW)
    for office in (ministry.geneva, ministry.desk, ministry.comms, ministry.minister):
        post(ministry.helen, office, Role.HEAD)
    assert cost(queries.awaiting_count, ministry.helen, at=NOW) == one == 2
