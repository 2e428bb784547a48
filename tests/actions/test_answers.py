"""What is kept for repeated requests is forgotten in time."""

from datetime import timedelta

from approvals.actions.answers import forget_answers
from approvals.models import KeptAnswer
from tests.people import NOW


def test_an_answer_is_forgotten_after_two_days_and_not_before(ministry):
    for name, age in [("fresh", timedelta(days=2)), ("stale", timedelta(days=2, seconds=1))]:
        KeptAnswer.objects.create(user=ministry.layla, key=name, fingerprint="f" * 64, status=201, at=NOW - age)
    assert forget_answers(at=NOW) == 1
    assert [answer.key for answer in KeptAnswer.objects.all()] == ["fresh"]
