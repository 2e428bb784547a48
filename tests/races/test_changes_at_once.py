"""Changes of one draft at the same moment: none undoes another, and nobody overwrites what they have not read."""

import pytest
import time_machine

from approvals.models import Revision
from tests.doors.calls import Caller
from tests.people import NOW, fresh
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def change(person, draft, **fields):
    path, named = f"/drafts/{draft.pk}/", f'"{draft.current.hash}"'
    caller = Caller(person)
    return lambda: caller.patch(path, fields, If_Match=named)[0]


def test_two_who_change_different_details_at_once_both_keep_theirs(ministry):
    for _ in range(ROUNDS):
        draft = ministry.draft()
        statuses = together(
            change(ministry.layla, draft, urgency="urgent"), change(ministry.omar, draft, topics=["trade"])
        )
        assert statuses == [200, 200]
        draft = fresh(draft)
        assert (draft.urgency, draft.topics) == ("urgent", ["trade"])


def test_of_two_texts_saved_at_once_one_is_kept_and_the_other_is_told(ministry):
    for _ in range(ROUNDS):
        draft = ministry.draft()
        statuses = together(
            change(ministry.layla, draft, text="Open at nine."), change(ministry.omar, draft, text="Open at ten.")
        )
        assert sorted(statuses) == [200, 412]
        assert Revision.objects.filter(draft=draft).count() == 2
