"""Acting heads: the whole authority of the post while its head is away or there is none; it ends by itself."""

import pytest
from django.utils import translation

from accounts.models import Posting, Role
from approvals.actions import acting_heads
from approvals.models import Decision
from tests.actions.asking import approve, refused, steps, told
from tests.actions.test_away import leave
from tests.people import NOW, later, post


@pytest.fixture
def rita(ministry):
    """Rita administers the ministry from its headquarters."""
    post(ministry.rita, ministry.comms, Role.ADMINISTRATOR)
    return ministry.rita


def name(ministry, person, *, by, at=NOW, starts_at=NOW, ends_at=None, office=None):
    return acting_heads.name(
        office_id=(office or ministry.riyadh).pk, user_id=person.pk, starts_at=starts_at, ends_at=ends_at or later(8),
        by=by, at=at,
    )  # fmt: skip


def test_the_charge_d_affaires_decides_while_the_head_is_away_and_no_longer_at_the_end(ministry, rita):
    """Guarantee 10."""
    leave(ministry.helen)
    name(ministry, ministry.omar, by=rita)
    decided = ministry.submitted()
    approve(decided, ministry.omar)
    assert steps(decided)["Head of mission"].status == "passed"
    assert Decision.objects.get(draft=decided).posting.is_acting
    draft = ministry.submitted()
    with refused("not_asked"):
        approve(draft, ministry.omar, at=later(8))


def test_both_heads_and_the_acting_one_hear_of_it(ministry, rita):
    leave(ministry.helen)
    name(ministry, ministry.omar, by=rita)
    assert told("acting_head_named") == ["helen", "omar"]


def test_a_head_who_is_there_is_not_stood_in_for(ministry, rita):
    with refused("head_is_there", status=409):
        name(ministry, ministry.omar, by=rita)


def test_a_vacant_post_has_an_acting_head(ministry, rita):
    Posting.objects.filter(user=ministry.helen).update(ends_at=NOW)
    assert name(ministry, ministry.omar, by=rita).is_acting


def test_one_acting_head_at_a_time(ministry, rita):
    leave(ministry.helen)
    name(ministry, ministry.omar, by=rita)
    with refused("acting_head_already", status=409):
        name(ministry, ministry.gil, by=rita, starts_at=later(7), ends_at=later(9))


def test_an_administrator_names_one_and_nobody_else(ministry, rita):
    leave(ministry.helen)
    post(ministry.gil, ministry.geneva, Role.ADMINISTRATOR)
    for someone in (ministry.helen, ministry.paul, ministry.gil):
        with refused("not_administrator", status=403):
            name(ministry, ministry.omar, by=someone)
    with refused("acting_self", status=403):
        name(ministry, rita, by=rita)


def test_the_administrator_of_the_mission_may_as_well(ministry):
    leave(ministry.helen)
    post(ministry.layla, ministry.riyadh, Role.ADMINISTRATOR)
    assert name(ministry, ministry.omar, by=ministry.layla).office == ministry.riyadh


def test_it_can_be_ended_early(ministry, rita):
    leave(ministry.helen)
    posting = name(ministry, ministry.omar, by=rita)
    acting_heads.end(posting_id=posting.pk, by=rita, at=later(1))
    assert Posting.objects.get(pk=posting.pk).ends_at == later(1)
    with refused("acting_is_over", status=409):
        acting_heads.end(posting_id=posting.pk, by=rita, at=later(1))


def test_the_acting_head_is_called_so_in_both_languages(ministry, rita):
    leave(ministry.helen)
    leave(ministry.mina)
    at_a_mission = name(ministry, ministry.omar, by=rita)
    at_headquarters = name(ministry, ministry.carla, by=rita, office=ministry.minister)
    assert (at_a_mission.title, at_headquarters.title) == ("Chargé d’affaires", "Acting head")
    with translation.override("fr"):
        assert at_a_mission.title.startswith("Chargé d’affaires")
