"""Duty: a seat that counts while a shift covers the instant, and stands in for others where a draft presses."""

from datetime import timedelta

import pytest

from accounts.models import DutyShift, Role
from approvals import access, queries
from approvals.actions import alarms, duty
from approvals.models import Decision, Draft, Event
from approvals.web.sentences import Storyteller
from notifications.services import payloads
from notifications.services.models import Delivery
from tests.actions.asking import approve, enforce_levels, kinds, open_levels, refused, resubmit, told
from tests.actions.declaring import declared
from tests.actions.test_away import cover, leave
from tests.delivery.services import registered
from tests.people import NOW, fresh, later, person, post

INSTANT = timedelta.resolution


@pytest.fixture
def nils(ministry):
    """A duty officer of the desk, on shift from eight to twelve: an hour before the stories begin, and three after."""
    nils = person("nils", "Nils Harrow")
    on_shift(nils, ministry.desk, later(-1), later(3))
    return nils


def on_shift(user, office, starts_at, ends_at):
    posting = post(user, office, Role.DUTY)
    return DutyShift.objects.create(posting=posting, starts_at=starts_at, ends_at=ends_at)


def at_the_desk(ministry, urgency, **fields):
    return ministry.approve(ministry.submitted(urgency=urgency, **fields), ministry.helen)


def sees(user, draft, *, at=NOW):
    return access.visible(user, at=at).filter(pk=draft.pk).exists()


@pytest.mark.parametrize("urgency", ["urgent", "crisis"])
def test_the_duty_officer_stands_in_for_the_desk_on_a_draft_that_presses(ministry, nils, urgency):
    draft = at_the_desk(ministry, urgency)
    assert sees(nils, draft)
    assert [step.draft for step in queries.awaiting(nils, at=NOW)] == [draft]
    assert queries.awaiting_count(nils, at=NOW) == 1
    assert "approve" in queries.standing(draft, nils, queries.route_steps(draft), at=NOW).verbs
    approve(draft, nils)
    decision = Decision.objects.get(by=nils)
    assert (decision.posting.role, decision.posting.office, decision.acting_for) == ("duty", ministry.desk, None)
    assert open_levels(draft) == ["Minister's office"]


def test_a_routine_draft_never_reaches_the_duty_officer(ministry, nils):
    draft = at_the_desk(ministry, "routine")
    assert not sees(nils, draft)
    assert queries.awaiting(nils, at=NOW) == []
    assert queries.awaiting_count(nils, at=NOW) == 0
    assert queries.standing(draft, nils, queries.route_steps(draft), at=NOW).step is None
    assert told("duty_called") == []
    with refused("not_asked", status=403):
        approve(draft, nils)


@pytest.mark.parametrize(
    ("at", "may"), [(later(-1) - INSTANT, False), (later(-1), True), (later(3) - INSTANT, True), (later(3), False)]
)
def test_a_shift_counts_from_its_first_instant_and_not_at_its_last(ministry, nils, at, may):
    """Guarantee 10."""
    draft = ministry.submitted(urgency="urgent", at=later(-2))
    ministry.approve(draft, ministry.helen, at=later(-2))
    assert sees(nils, draft, at=at) is may
    if may:
        approve(draft, nils, at=at)
    else:
        with refused("not_asked"):
            approve(draft, nils, at=at)


def test_the_duty_officer_of_another_office_is_not_asked(ministry, nils):
    draft = ministry.submitted(urgency="crisis")
    assert queries.awaiting(nils, at=NOW) == []
    with refused("not_asked"):
        approve(draft, nils)


def test_the_duty_officer_of_a_mission_stands_in_for_its_head_but_does_not_publish(ministry):
    omar = ministry.omar
    on_shift(ministry.gil, ministry.riyadh, NOW, later(3))
    draft = ministry.submitted(urgency="urgent", by=omar)
    approve(draft, ministry.gil)
    ministry.approve(draft, ministry.dana, ministry.mina)
    verbs = queries.standing(fresh(draft), ministry.gil, queries.route_steps(fresh(draft)), at=NOW).verbs
    assert "publish" not in verbs
    assert "retract" not in verbs


def test_who_stands_in_for_somebody_on_duty_stands_in_as_well(ministry, nils):
    leave(nils, cover(nils, ministry.greta))
    draft = at_the_desk(ministry, "urgent")
    approve(draft, ministry.greta)
    assert Decision.objects.get(by=ministry.greta).acting_for == nils


def test_the_duty_officer_who_wrote_the_draft_does_not_decide_it(ministry):
    """Guarantee 4."""
    on_shift(ministry.layla, ministry.riyadh, NOW, later(3))
    draft = ministry.submitted(urgency="crisis")
    assert queries.awaiting(ministry.layla, at=NOW) == []
    with refused("own_draft"):
        approve(draft, ministry.layla)


def test_one_person_counts_once_at_the_desk_and_on_duty_there(ministry):
    """Guarantee 5."""
    on_shift(ministry.dana, ministry.desk, NOW, later(3))
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"quorum": "n", "quorum_n": 2}))
    draft = ministry.submitted(urgency="urgent")
    approve(draft, ministry.dana)
    assert Decision.objects.get().posting.role == "approver"
    with refused("already_decided"):
        approve(draft, ministry.dana)


def test_where_all_must_approve_the_duty_officer_is_not_waited_for(ministry, nils):
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"quorum": "all"}))
    draft = ministry.submitted(urgency="urgent")
    approve(draft, ministry.dana)
    approve(draft, ministry.dirk)
    assert fresh(draft).state == "cleared"


def test_a_level_can_ask_the_duty_officer_like_any_other_role(ministry, nils):
    enforce_levels(ministry, ("Duty", 1, Role.DUTY, ministry.desk, {}))
    draft = ministry.submitted()
    assert told("awaiting") == ["nils"]
    approve(draft, nils)
    assert fresh(draft).state == "cleared"


def test_a_level_that_asks_for_duty_while_nobody_is_on_duty_refuses_the_submission(ministry, nils):
    enforce_levels(ministry, ("Duty", 1, Role.DUTY, ministry.desk, {}))
    draft = ministry.draft(at=later(3))
    with refused("level_unstaffed"):
        resubmit(draft, ministry.layla, at=later(3))


def test_the_duty_officer_is_called_once_and_the_others_are_asked_as_ever(ministry, nils):
    at_the_desk(ministry, "urgent")
    assert told("duty_called") == ["nils"]
    assert told("awaiting") == ["dana", "dirk", "helen"]


def test_a_service_of_that_desk_hears_once_that_its_duty_officer_is_called(ministry, nils, settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    endpoint, _secret = registered(
        ministry, "http://127.0.0.1:1/", groups=["decisions"], offices=[ministry.desk.pk], language="en"
    )
    on_shift(person("nora", "Nora Vale"), ministry.desk, later(-1), later(3))
    at_the_desk(ministry, "urgent")
    assert told("duty_called") == ["nils", "nora"]
    delivery = Delivery.objects.get(kind="duty_called")
    said = payloads.said(delivery, endpoint)
    assert said.title.endswith("Duty officer called: a decision is needed at Desk")
    assert "The duty officer of Middle East Desk is called to decide it, by" in said.sentence


def test_a_crisis_regime_brings_a_routine_draft_to_the_duty_officer(ministry, nils):
    draft = at_the_desk(ministry, "routine")
    declared(ministry, limit=timedelta(minutes=30))
    assert told("duty_called") == ["nils"]
    assert sees(nils, draft)
    approve(draft, nils)
    assert open_levels(draft) == ["Minister's office"]


def test_the_record_says_that_a_duty_officer_decided(ministry, nils):
    draft = at_the_desk(ministry, "crisis")
    approve(draft, nils)
    event = Event.objects.filter(draft=draft, kind="approve").latest("sequence")
    sentence = Storyteller(people={}, channels=[]).tell(event).sentence
    assert sentence == "Nils Harrow, duty officer, approved at Desk."


def add(ministry, posting, starts_at, ends_at, *, by=None, at=NOW):
    by = by or ministry.helen
    return duty.add_shift(posting_id=posting.pk, starts_at=starts_at, ends_at=ends_at, by=by, at=at)


@pytest.fixture
def omar_on_the_list(ministry):
    return post(ministry.omar, ministry.riyadh, Role.DUTY)


def test_the_head_enters_a_shift_and_whoever_is_on_duty_hears_of_it(ministry, omar_on_the_list):
    add(ministry, omar_on_the_list, later(1), later(9))
    assert told("duty_listed") == ["omar"]
    assert Event.objects.get(kind="duty_listed").data["office"] == "RUH"


def test_nobody_else_keeps_the_roster(ministry, omar_on_the_list):
    for someone in (ministry.layla, ministry.greta, ministry.paul):
        with refused("not_roster_keeper", status=403):
            add(ministry, omar_on_the_list, later(1), later(9), by=someone)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "code"),
    [
        (later(2), later(2), "shift_ends_before_it_starts"),
        (later(-2), later(-1), "end_past"),
        (later(1), later(1 + 24 * 7, seconds=1), "shift_too_long"),
        (later(24 * 800), later(24 * 800 + 1), "moment_too_far"),
    ],
)
def test_a_shift_has_sensible_hours(ministry, omar_on_the_list, starts_at, ends_at, code):
    with refused(code, status=400):
        add(ministry, omar_on_the_list, starts_at, ends_at)


def test_one_person_has_one_shift_at_a_time_wherever_it_is(ministry, omar_on_the_list):
    on_shift(ministry.omar, ministry.geneva, later(4), later(8))
    with refused("shift_overlaps", status=409):
        add(ministry, omar_on_the_list, later(7), later(9))
    add(ministry, omar_on_the_list, later(8), later(9))


def test_nobody_is_on_duty_beyond_their_time_on_the_list(ministry, omar_on_the_list):
    omar_on_the_list.ends_at = later(8)
    omar_on_the_list.save()
    with refused("shift_outside_posting"):
        add(ministry, omar_on_the_list, later(7), later(9))


def test_a_shift_that_has_begun_can_end_at_another_time_and_not_begin_at_another(ministry, omar_on_the_list):
    shift = add(ministry, omar_on_the_list, later(1), later(9))
    moved = {"shift_id": shift.pk, "by": ministry.helen, "at": later(2)}
    with refused("shift_has_begun", status=409):
        duty.move_shift(starts_at=later(3), ends_at=later(9), **moved)
    duty.move_shift(starts_at=later(1), ends_at=later(5), **moved)
    assert told("duty_moved") == ["omar"]
    with refused("shift_is_over"):
        duty.move_shift(starts_at=later(1), ends_at=later(7), **moved | {"at": later(5)})


def test_a_shift_to_come_is_taken_out_and_one_that_has_begun_ends_now(ministry, omar_on_the_list):
    gone, begun = add(ministry, omar_on_the_list, later(5), later(9)), add(ministry, omar_on_the_list, NOW, later(4))
    for shift in (gone, begun):
        duty.remove_shift(shift_id=shift.pk, by=ministry.helen, at=later(1))
    assert [(shift.pk, shift.ends_at) for shift in DutyShift.objects.all()] == [(begun.pk, later(1))]


def test_when_everyone_is_away_the_first_escalation_fires_at_once_and_says_so(ministry):
    """Guarantee 18."""
    leave(ministry.dana, ends_at=later(100))
    leave(ministry.dirk, ends_at=later(50))
    draft = at_the_desk(ministry, "routine")
    assert kinds(draft)[-3:] == ["step_opened", "nobody_reachable", "escalated"]
    assert told("escalated") == ["carla"]
    assert told("nobody_reachable") == ["layla", "paul", "petra"]
    alarms.fire_due(at=later(20))
    assert kinds(draft).count("escalated") == 1
    assert told("escalated") == ["carla"]


def test_where_there_is_no_escalation_the_head_of_the_office_hears_that_nobody_is_there(ministry):
    post(ministry.greta, ministry.minister, Role.HEAD)
    leave(ministry.mina)
    ministry.approve(at_the_desk(ministry, "routine"), ministry.dana)
    assert told("nobody_reachable") == ["greta", "layla", "paul", "petra"]


def test_one_who_is_there_is_enough_and_a_deputy_is_somebody_who_is_there(ministry):
    leave(ministry.dana)
    at_the_desk(ministry, "routine")
    leave(ministry.mina, cover(ministry.mina, ministry.carla))
    draft = ministry.approve(Draft.objects.get(), ministry.dirk)
    assert "nobody_reachable" not in kinds(draft)


def test_a_duty_officer_can_be_reached_where_a_draft_presses(ministry, nils):
    leave(ministry.dana)
    leave(ministry.dirk)
    assert "nobody_reachable" not in kinds(at_the_desk(ministry, "urgent"))
    assert "nobody_reachable" in kinds(at_the_desk(ministry, "routine"))


def test_a_level_that_lost_its_people_escalates_at_once_too(ministry):
    draft = ministry.submitted()
    for someone in (ministry.dana, ministry.dirk):
        someone.is_active = False
        someone.save()
    ministry.approve(draft, ministry.helen)
    assert kinds(draft)[-4:] == ["step_opened", "step_unstaffed", "nobody_reachable", "escalated"]
