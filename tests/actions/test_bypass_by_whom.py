"""Who may bypass what remains of a route, and who may not."""

import pytest

from accounts.models import Deputy
from approvals.access import visible
from approvals.models import Bypass, Event
from tests.actions.asking import refused, resubmit, revise
from tests.actions.declaring import declared
from tests.actions.stopping import bypass, on_duty
from tests.authorizing import reviewed_by_comms
from tests.people import NOW, later, post


@pytest.fixture
def m(ministry):
    """The ministry, where communications review what goes out without every approval."""
    reviewed_by_comms(ministry)
    post(ministry.dirk, ministry.comms, "approver")  # whoever bypasses does not review it
    return ministry


@pytest.mark.parametrize("name", ["layla", "helen", "dana", "mina", "rita", "gil", "ivan"])
def test_nobody_else_bypasses(m, name):
    draft = m.submitted(urgency="crisis")
    with refused("not_bypasser", status=403):
        bypass(draft, getattr(m, name))


def test_the_duty_officer_does_in_a_crisis_where_their_office_is_asked(m):
    on_duty(m.dirk, m.desk)
    urgent = m.submitted(urgency="urgent")
    with refused("not_bypasser", status=403):
        bypass(urgent, m.dirk)
    draft = bypass(m.submitted(urgency="crisis"), m.dirk)
    assert draft.state == "cleared"
    event = Event.objects.get(draft=draft, kind="bypassed")
    assert (event.by, event.data["on_duty"]) == (m.dirk, True)
    assert Bypass.objects.get().posting == m.dirk.postings.get(role="duty")


def test_the_duty_officer_of_any_headquarters_does_and_of_another_mission_does_not(m):
    on_duty(m.carla, m.comms)
    on_duty(m.greta, m.geneva)
    draft = m.submitted(urgency="crisis")
    with refused("not_bypasser", status=403):
        bypass(draft, m.greta)
    assert bypass(draft, m.carla).state == "cleared"


def test_a_crisis_regime_that_covers_it_makes_it_one(m):
    on_duty(m.dirk, m.desk)
    declared(m, scope="country", scope_value="CH")
    draft = m.submitted()
    with refused("not_bypasser"):
        bypass(draft, m.dirk)
    declared(m, scope="country", scope_value="SA")
    assert bypass(draft, m.dirk).state == "cleared"


def test_off_shift_a_duty_officer_bypasses_nothing(m):
    on_duty(m.dirk, m.desk, ends_at=later(1))
    draft = m.submitted(urgency="crisis", at=later(1))
    with refused("not_bypasser"):
        bypass(draft, m.dirk, at=later(1))


def test_who_wrote_any_part_of_it_cannot(m):
    """Guarantee 4."""
    post(m.paul, m.riyadh, "author")
    draft = m.submitted(by=m.paul)
    with refused("own_draft", status=403):
        bypass(draft, m.paul)
    edited = m.draft()
    revise(edited, "The embassy is closed today.", by=m.paul)
    edited = resubmit(edited, m.layla)
    with refused("own_draft", status=403):
        bypass(edited, m.paul)
    assert bypass(edited, m.petra).state == "cleared"


def test_nor_can_a_deputy_of_who_wrote_it(m):
    """Guarantee 4."""
    author = m.layla.postings.get()
    Deputy.objects.create(posting=author, user=m.paul, starts_at=NOW, ends_at=later(9))
    draft = m.submitted()
    with refused("own_draft", status=403):
        bypass(draft, m.paul)


def test_the_duty_officer_of_headquarters_sees_a_crisis_draft_in_review_and_no_other(m):
    """Guarantee 11."""
    on_duty(m.carla, m.comms)
    crisis, routine = m.submitted("Shelling.", urgency="crisis"), m.submitted("Open.")
    assert set(visible(m.carla, at=NOW)) == {crisis}
    bypass(crisis, m.paul)
    assert routine not in visible(m.carla, at=NOW)
