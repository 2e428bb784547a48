"""The demo ministry shows every way a level can pass."""

import pytest

from approvals import queries
from approvals.lifecycle import State
from approvals.models import Decision

pytestmark = pytest.mark.django_db


def steps(draft):
    return {step.name: step for step in queries.route_steps(draft)}


def test_a_level_passed_by_silence_another_was_only_told_and_one_is_silent_now(demo):
    published = steps(demo["geneva-satellite"])
    assert {name: step.status for name, step in published.items()} == {
        "Head of office": "passed", "Communications": "informed", "Minister's office": "silent",
    }  # fmt: skip
    assert steps(demo["paris-observatory"])["Minister's office"].status == "open"


def test_an_approval_carried_over_a_change_of_marks(demo):
    carried = Decision.objects.get(step=steps(demo["mexico-telescope"])["Head of office"])
    assert carried.carried_from.revision.number == 1
    assert demo["mexico-telescope"].state == State.CLEARED


def test_legal_was_asked_by_a_desk_and_the_draft_waits_for_it(demo):
    asked = steps(demo["london-patents"])["Legal Bureau"]
    assert (asked.status, asked.asked_by.username) == ("open", "europe.desk")
    assert steps(demo["london-patents"])["Headquarters desk"].status == "passed"
