"""Away: from an instant until (and not at) another; somebody acts for each posting, and passes it on within bounds."""

from datetime import timedelta

import pytest

from accounts.models import Absence, Deputy, Posting, Role
from approvals.actions import away
from approvals.actions.deputies import Cover
from approvals.models import Decision, Event
from tests.actions.asking import approve, refused, told
from tests.people import NOW, later, post

INSTANT = timedelta.resolution


def posting_of(user, role=None):
    return Posting.objects.get(user=user, **({"role": role} if role else {}))


def leave(user, *covers, by=None, starts_at=NOW, ends_at=None, at=NOW):
    ends_at = ends_at or later(48)
    return away.leave(user_id=user.pk, starts_at=starts_at, ends_at=ends_at, covers=covers, by=by or user, at=at)


def cover(user, deputy, role=None):
    """Return who acts for the posting of this person."""
    return Cover(posting_of(user, role).pk, deputy.pk if deputy else None)


@pytest.mark.parametrize(
    ("at", "may"), [(later(1) - INSTANT, False), (later(1), True), (later(2) - INSTANT, True), (later(2), False)]
)
def test_a_deputy_acts_from_the_first_instant_of_an_absence_and_not_at_the_last(ministry, at, may):
    """Guarantee 10."""
    draft = ministry.submitted()
    leave(ministry.helen, cover(ministry.helen, ministry.greta), starts_at=later(1), ends_at=later(2))
    if may:
        approve(draft, ministry.greta, at=at)
        assert Decision.objects.get().acting_for == ministry.helen
    else:
        with refused("not_asked"):
            approve(draft, ministry.greta, at=at)


def test_the_deputy_and_the_head_of_the_office_hear_of_it_and_it_is_on_record(ministry):
    leave(ministry.layla, cover(ministry.layla, ministry.omar))
    assert (told("deputy_named"), told("away")) == (["omar"], ["helen"])
    assert Event.objects.get(kind="away_set").data["deputies"][0]["person"] == ministry.omar.pk


def test_an_absence_without_anybody_who_acts_is_an_absence_all_the_same(ministry):
    leave(ministry.layla, cover(ministry.layla, None))
    assert Absence.objects.get().user == ministry.layla
    assert not Deputy.objects.exists()


def test_an_absence_begins_now_at_the_earliest(ministry):
    assert leave(ministry.layla, starts_at=later(-5)).starts_at == NOW


def test_the_head_arranges_it_for_others_of_the_office_and_for_nobody_elsewhere(ministry):
    leave(ministry.layla, cover(ministry.layla, ministry.omar), by=ministry.helen)
    assert Deputy.objects.get().user == ministry.omar
    with refused("not_yours_to_arrange", status=403):
        leave(ministry.gil, cover(ministry.gil, ministry.greta), by=ministry.helen)


def test_an_administrator_of_the_office_may_arrange_it_too(ministry):
    post(ministry.rita, ministry.riyadh, Role.ADMINISTRATOR)
    leave(ministry.helen, cover(ministry.helen, ministry.omar), by=ministry.rita)
    assert told("deputy_named") == ["omar"]


def test_a_head_does_not_give_away_a_posting_at_another_office(ministry):
    elsewhere = post(ministry.layla, ministry.geneva, Role.AUTHOR)
    with refused("not_yours_to_arrange"):
        leave(ministry.layla, Cover(elsewhere.pk, ministry.omar.pk), by=ministry.helen)


def test_nobody_is_their_own_deputy(ministry):
    with refused("deputy_self", status=400):
        leave(ministry.helen, cover(ministry.helen, ministry.helen))


def test_who_may_not_sign_in_is_nobodys_deputy(ministry):
    ministry.greta.is_active = False
    ministry.greta.save()
    with refused("deputy_inactive"):
        leave(ministry.helen, cover(ministry.helen, ministry.greta))


def test_a_posting_of_somebody_else_is_not_given_away(ministry):
    with refused("posting_not_held"):
        leave(ministry.layla, cover(ministry.helen, ministry.omar))


def test_one_absence_at_a_time(ministry):
    leave(ministry.layla, ends_at=later(2))
    with refused("absence_overlaps", status=409):
        leave(ministry.layla, starts_at=later(1), ends_at=later(3))
    leave(ministry.layla, starts_at=later(2), ends_at=later(3))


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "code"),
    [
        (later(-3), later(-1), "end_past"),
        (NOW, NOW, "end_past"),
        (later(2), later(2), "absence_ends_before_it_starts"),
        (NOW, later(24 * 800), "moment_too_far"),
    ],
)
def test_an_absence_has_sensible_times(ministry, starts_at, ends_at, code):
    with refused(code, status=400):
        leave(ministry.layla, starts_at=starts_at, ends_at=ends_at)


def test_who_comes_back_early_ends_what_was_arranged(ministry):
    absence = leave(ministry.helen, cover(ministry.helen, ministry.greta))
    draft = ministry.submitted()
    away.end(absence_id=absence.pk, by=ministry.helen, at=later(1))
    assert Absence.objects.get().ends_at == Deputy.objects.get().ends_at == later(1)
    assert told("deputy_over") == ["greta"]
    with refused("not_asked"):
        approve(draft, ministry.greta, at=later(1))
    with refused("absence_is_over", status=409):
        away.end(absence_id=absence.pk, by=ministry.helen, at=later(1))


def test_an_absence_that_has_not_begun_is_called_off_and_leaves_nothing_but_the_record(ministry):
    absence = leave(ministry.helen, cover(ministry.helen, ministry.greta), starts_at=later(5))
    away.end(absence_id=absence.pk, by=ministry.helen, at=later(1))
    assert not Absence.objects.exists()
    assert not Deputy.objects.exists()
    assert Event.objects.get(kind="away_called_off").data["person"] == ministry.helen.pk


def test_another_deputy_begins_when_the_first_one_ends(ministry):
    absence = leave(ministry.helen, cover(ministry.helen, ministry.greta))
    away.change(
        absence_id=absence.pk, starts_at=NOW, ends_at=later(10), covers=[cover(ministry.helen, ministry.omar)],
        by=ministry.helen, at=later(1),
    )  # fmt: skip
    times = {deputy.user.username: (deputy.starts_at, deputy.ends_at) for deputy in Deputy.objects.all()}
    assert times == {"greta": (NOW, later(1)), "omar": (later(1), later(10))}
    assert (told("deputy_named"), told("deputy_over")) == (["greta", "omar"], ["greta"])


def test_a_longer_absence_keeps_its_deputy_for_longer(ministry):
    absence = leave(ministry.helen, cover(ministry.helen, ministry.greta), ends_at=later(2))
    away.change(
        absence_id=absence.pk, starts_at=later(-9), ends_at=later(9), covers=[cover(ministry.helen, ministry.greta)],
        by=ministry.helen, at=later(1),
    )  # fmt: skip
    assert [(deputy.starts_at, deputy.ends_at) for deputy in Deputy.objects.all()] == [(NOW, later(9))]
