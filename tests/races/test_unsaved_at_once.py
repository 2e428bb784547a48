"""Words that are kept and saved at the same moment: the newest stay, and what is saved does not come back."""

from uuid import uuid4

import pytest

from approvals.actions import unsaved
from approvals.actions.unsaved import Ended, Sitting
from approvals.actions.write import Writing
from approvals.models import Draft, UnsavedWords
from tests.actions.asking import hash_of, writing
from tests.actions.test_unsaved import keep, kept
from tests.people import NOW, fresh
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_requests_that_arrive_at_once_the_newest_words_stay(ministry):
    """Guarantee 24."""
    sitting = Sitting(uuid4(), ministry.draft().pk)
    for first in (1, 11):
        acts = [lambda n=n: keep(ministry.layla, sitting, f"Text {n}.", sequence=n) for n in range(first, first + 8)]
        assert codes(together(*acts)) == ["ok"] * 8
        assert kept(ministry.layla) == [f"Text {first + 7}."]


def test_words_kept_at_the_moment_of_the_save_do_not_come_back(ministry):
    for _round in range(5):
        sitting = Sitting(uuid4())
        content = Writing(ministry.content("Whole."))
        together(
            lambda sitting=sitting, content=content: unsaved.create_from(
                Ended(sitting, 3), by=ministry.layla, writing=content, at=NOW
            ),
            *(lambda n=n, sitting=sitting: keep(ministry.layla, sitting, sequence=n) for n in (1, 2, 3)),
        )
        assert kept(ministry.layla) == []
    assert Draft.objects.count() == 5
    assert UnsavedWords.objects.filter(ended_at=None).count() == 0


def test_two_who_save_one_draft_while_they_type_end_their_own_sittings_only(ministry):
    """Guarantee 24."""
    draft, people = ministry.draft(), (ministry.layla, ministry.omar)
    sittings = {person: Sitting(uuid4(), draft.pk) for person in people}
    for person in people:
        keep(person, sittings[person], f"By {person.username}.")
    base = hash_of(draft)

    def save(person):
        text = f"By {person.username}."
        return unsaved.amend_from(
        Ended(sittings[person], 2), by=person, draft_id=draft.pk,
            change=lambda present: writing(draft, text), if_match=base, at=NOW,
        )  # fmt: skip

    outcomes = together(
        *(lambda person=person: save(person) for person in people),
        *(
            lambda person=person: keep(person, sittings[person], f"By {person.username}.", sequence=1)
            for person in people
        ),
    )
    assert [outcome for outcome in outcomes[:2] if isinstance(outcome, str)] == ["if_match_stale"]
    loser = people[0] if outcomes[0] == "if_match_stale" else people[1]
    assert [kept(person) for person in people if person != loser] == [[]]
    assert kept(loser) == [f"By {loser.username}."], "theirs is not saved, and not lost"
    assert fresh(draft).revision.number == 2
