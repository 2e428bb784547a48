"""What adverse outcomes do to a pre-authorization: so many in so many days halve its quota, more suspend it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.trust import Adverse, Rules, weigh

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = Rules(halve_after=1, suspend_after=2, days=30)


def outcomes(*days_ago):
    return [Adverse(number, NOW - age * DAY) for number, age in enumerate(days_ago, start=1)]


def test_one_outcome_halves_the_quota_until_it_is_thirty_days_old():
    weighed = weigh(outcomes(2), RULES, excused=(), at=NOW)
    assert (weighed.counted, weighed.is_suspended, weighed.halved_until) == ((1,), False, NOW + 28 * DAY)


def test_two_outcomes_in_thirty_days_suspend_it_and_are_both_named_the_oldest_first():
    weighed = weigh(outcomes(0, 29), RULES, excused=(), at=NOW)
    assert (weighed.counted, weighed.is_suspended, weighed.halved_until) == ((2, 1), True, None)


def test_an_outcome_counts_for_thirty_days_and_not_at_their_end():
    just_before = NOW + timedelta(microseconds=-1)
    assert weigh(outcomes(30), RULES, excused=(), at=just_before).counted == (1,)
    assert weigh(outcomes(30), RULES, excused=(), at=NOW).counted == ()
    assert not weigh(outcomes(0, 30), RULES, excused=(), at=NOW).is_suspended


def test_what_was_forgiven_does_not_count_again():
    assert weigh(outcomes(0, 3), RULES, excused={2}, at=NOW).counted == (1,)
    assert not weigh(outcomes(0, 3), RULES, excused={1, 2}, at=NOW).halved_until


def test_a_quota_that_two_outcomes_halve_is_whole_again_when_the_older_of_the_last_two_no_longer_counts():
    rules = Rules(halve_after=2, suspend_after=None, days=10)
    assert weigh(outcomes(1, 4, 9), rules, excused=(), at=NOW).halved_until == NOW + 6 * DAY


@pytest.mark.parametrize("rules", [Rules(None, None, 30), Rules(4, None, 30), Rules(None, 4, 30)])
def test_without_a_rule_or_below_its_number_nothing_follows(rules):
    weighed = weigh(outcomes(1, 2, 3), rules, excused=(), at=NOW)
    assert (weighed.counted, weighed.is_suspended, weighed.halved_until) == ((3, 2, 1), False, None)


@given(
    ages=st.lists(st.integers(0, 60), max_size=8),
    halve=st.none() | st.integers(1, 4),
    suspend=st.none() | st.integers(1, 6),
    days=st.integers(1, 60),
)
def test_a_halved_quota_is_never_over_before_it_begins_and_ends_when_its_own_rule_no_longer_holds(
    ages, halve, suspend, days
):
    weighed = weigh(outcomes(*ages), Rules(halve, suspend, days), excused=(), at=NOW)
    assert weighed.is_suspended == (suspend is not None and len(weighed.counted) >= suspend)
    if weighed.halved_until is not None:
        assert weighed.halved_until > NOW
        rules = Rules(halve, None, days)
        at_the_end = weigh(outcomes(*ages), rules, excused=(), at=weighed.halved_until)
        just_before = weigh(outcomes(*ages), rules, excused=(), at=weighed.halved_until - timedelta(seconds=1))
        assert (at_the_end.halved_until, just_before.halved_until) == (None, weighed.halved_until)
