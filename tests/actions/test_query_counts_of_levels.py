"""What levels of every mode cost in queries: a fixed number for each draft, however many people and rounds."""

import pytest

from accounts.models import Role
from approvals.actions import alarms, concur
from tests.actions.asking import approve, enforce_levels, flight, hash_of, request_changes, resubmit, revise
from tests.actions.test_query_counts import MOST_PER_DECISION, cost
from tests.people import HOUR, later, person, post

# One for the draft, one for its steps and one for its decisions, the people, the writers, then one write of each kind.
MOST_PER_SILENCE = 14


def crowd(ministry, count):
    for number in range(count):
        post(person(f"minister.{number}", f"Minister {number}"), ministry.minister, Role.APPROVER)


@pytest.mark.parametrize("people", [0, 12])
def test_a_silence_that_lapses_costs_the_same_for_few_and_for_many(ministry, people):
    crowd(ministry, people)
    flight(
        ministry,
        ("Minister's office", 1, Role.APPROVER, ministry.minister, {"mode": "silence"}),
        ("Desk", 2, Role.APPROVER, ministry.desk, {}),
    )
    idle = cost(alarms.fire_due, at=later(1))
    assert cost(alarms.fire_due, at=later(4)) - 2 * idle <= MOST_PER_SILENCE


@pytest.mark.parametrize("informed", [1, 4])
def test_levels_that_inform_cost_nothing_of_their_own(ministry, informed):
    told = [(f"Told {number}", 2, Role.APPROVER, ministry.comms, {"mode": "inform"}) for number in range(informed)]
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {}), *told)
    assert cost(approve, draft, ministry.dana, revision=hash_of(draft)) <= MOST_PER_DECISION


@pytest.mark.parametrize("rounds", [1, 4])
def test_carrying_an_approval_costs_the_same_after_many_rounds(ministry, rounds):
    enforce_levels(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {"carry": "minor"}),
        ("Communications", 2, Role.APPROVER, ministry.comms, {}),
    )
    draft = ministry.submitted("Open on Sunday")
    approve(draft, ministry.dana)
    for number in range(rounds - 1):
        request_changes(draft, ministry.carla)
        revise(draft, f"Open on Sunday{'!' * (number + 1)}", by=ministry.layla)
        resubmit(draft, ministry.layla)
    request_changes(draft, ministry.carla)
    revise(draft, "Open on Sunday.", by=ministry.layla)
    sent = cost(resubmit, draft, ministry.layla)
    print(f"submission with a carried approval after {rounds} rounds: {sent} queries")
    assert sent <= 30


def test_asking_another_office_costs_a_fixed_number(ministry):
    draft = flight(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {}))
    read = hash_of(draft)
    request = concur.Request(ministry.comms.pk, "Is it right?", "It is new.", HOUR)
    sent = cost(concur.ask_to_concur, draft_id=draft.pk, by=ministry.dana, revision=read, request=request, at=later(1))
    print(f"asking another office: {sent} queries")
    assert sent <= 15
