"""Who may decide: never on one's own words, never twice, never from a seat that is not asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.authority import Choice, choose_step, is_satisfied
from tests.rules.facts import DESK, MINISTER, seat, step

LAYLA, HELEN, DANA, DIRK = 1, 2, 3, 4


ONE_STEP = (step(),)


def choose(*seats, steps=ONE_STEP, writers=(LAYLA,), counted=()):
    return choose_step(open_steps=steps, seats=seats, writers=set(writers), counted=set(counted))


def test_whoever_holds_the_role_that_is_asked_may_decide():
    choice = choose(seat(HELEN))
    assert isinstance(choice, Choice)
    assert (choice.step.id, choice.seat.user_id) == (1, HELEN)


def test_nobody_without_a_seat_may_decide():
    assert choose().code == "not_asked"


@pytest.mark.parametrize("place", [DESK, (1, "author"), (2, "head")])
def test_a_seat_elsewhere_or_in_another_role_decides_nothing(place):
    assert choose(seat(HELEN, place)).code == "not_asked"


def test_whoever_wrote_a_part_cannot_approve_it_from_any_seat():
    """Guarantee 4."""
    assert choose(seat(HELEN), writers={LAYLA, HELEN}).code == "own_draft"
    both = (seat(HELEN, DESK), seat(HELEN))
    assert choose(*both, steps=[step(1, DESK), step(2)], writers={HELEN}).code == "own_draft"


def test_who_acts_for_an_author_cannot_approve_even_from_a_seat_of_their_own():
    """Guarantee 4."""
    own = seat(HELEN, DESK)
    for_author = seat(HELEN, (1, "author"), posting=99, acting_for=LAYLA)
    assert choose(own, for_author, steps=[step(1, DESK)]).code == "own_draft"


def test_a_deputy_may_decide_in_the_holders_place():
    choice = choose(seat(DANA, posting=20, acting_for=HELEN))
    assert (choice.seat.user_id, choice.seat.acting_for) == (DANA, HELEN)


def test_who_has_been_counted_is_told_so_and_not_counted_again():
    """Guarantee 5."""
    assert choose(seat(DANA, DESK), steps=[step(2, DESK)], counted={DANA}).code == "already_decided"
    assert choose(seat(DANA, DESK), steps=[step(3, MINISTER)], counted={DANA}).code == "already_decided"


def test_who_has_been_counted_is_not_counted_again_as_somebody_elses_deputy():
    """Guarantee 5."""
    as_deputy = seat(DANA, MINISTER, posting=90, acting_for=HELEN)
    assert choose(seat(DANA, DESK), as_deputy, steps=[step(3, MINISTER)], counted={DANA}).code == "already_decided"


def test_of_two_open_levels_that_ask_one_person_the_first_gets_the_decision():
    choice = choose(seat(DANA, MINISTER), seat(DANA, DESK), steps=[step(1, DESK), step(2, MINISTER)])
    assert choice.step.id == 1


def satisfied(quorum, approvals, *seats, n=1, barred=()):
    return is_satisfied(step=step(quorum=quorum, n=n), approvals=approvals, seats=seats, barred=set(barred))


def test_any_needs_one_approval():
    assert not satisfied("any", {}, seat(HELEN))
    assert satisfied("any", {HELEN: 20}, seat(HELEN), seat(DANA))


def test_a_number_needs_that_many_people():
    seats = seat(HELEN), seat(DANA), seat(DIRK)
    assert not satisfied("n", {HELEN: 20}, *seats, n=2)
    assert satisfied("n", {HELEN: 20, DANA: 30}, *seats, n=2)


def test_all_needs_one_approval_from_every_posting():
    seats = seat(HELEN), seat(DANA)
    assert not satisfied("all", {HELEN: 20}, *seats)
    assert satisfied("all", {HELEN: 20, DANA: 30}, *seats)


def test_all_is_never_met_by_nobody():
    """Guarantee 8."""
    assert not satisfied("all", {})
    assert not satisfied("all", {}, seat(LAYLA), barred={LAYLA})


def test_all_does_not_wait_for_a_posting_whose_holder_wrote_the_draft():
    assert satisfied("all", {HELEN: 20}, seat(HELEN), seat(LAYLA), barred={LAYLA})


def test_all_counts_a_deputys_approval_for_the_holders_posting():
    deputy = seat(DANA, posting=20, acting_for=HELEN)
    assert satisfied("all", {DANA: 20}, seat(HELEN), deputy)


def test_all_does_not_wait_for_a_posting_that_only_somebody_counted_already_could_act_from():
    """Guarantee 5."""
    for_dirk = seat(DANA, posting=40, acting_for=DIRK)
    assert satisfied("all", {DANA: 30}, seat(DANA), for_dirk, barred={DANA})
    assert not satisfied("all", {DANA: 30}, seat(DANA), for_dirk, seat(DIRK), barred={DANA})


@given(
    quorum=st.sampled_from(["any", "all", "n"]),
    n=st.integers(1, 3),
    holders=st.sets(st.integers(1, 6)),
    approvers=st.sets(st.integers(1, 6)),
    barred=st.sets(st.integers(1, 6)),
)
def test_no_step_is_satisfied_by_fewer_people_than_its_quorum(quorum, n, holders, approvers, barred):
    """Guarantee 8."""
    approvals = {person: person * 10 for person in approvers - barred}
    seats = [seat(person) for person in holders]
    needed = {"any": 1, "n": n, "all": max(1, len(holders - barred))}[quorum]
    if satisfied(quorum, approvals, *seats, n=n, barred=barred):
        assert len(approvals) >= needed
        assert quorum != "all" or holders - barred <= set(approvals)
