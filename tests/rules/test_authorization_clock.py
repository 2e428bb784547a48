"""When the end of a pre-authorization is told of, and when it comes."""

from datetime import UTC, datetime, timedelta

import pytest

from approvals.rules.authorization_clock import Term, next_alarm_at

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "told_after"),
    [(366, 336), (180, 150), (121, 91), (120, 90), (100, 75), (40, 30), (30, 22.5), (1, 0.75)],
)
def test_the_end_is_told_of_thirty_days_before_and_of_a_short_term_at_three_quarters(days, told_after):
    term = Term(NOW, NOW + timedelta(days=days))
    assert term.told_at == NOW + timedelta(days=told_after)


def test_the_clock_fires_to_tell_and_then_for_the_end():
    term = Term(NOW, NOW + timedelta(days=180))
    assert next_alarm_at(term, is_told=False) == term.told_at
    assert next_alarm_at(term, is_told=True) == term.until
