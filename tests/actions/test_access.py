"""Who may see a draft: one rule for every door; what one may not see does not exist, and the attempt is on record."""

import uuid

import pytest

from accounts.authority import seats_of
from accounts.models import Deputy, Posting, Role
from approvals import access, queries
from approvals.actions import alarms
from approvals.models import Denial, Draft
from approvals.refusals import Refused
from tests.actions.asking import in_state, reject, request_changes, revise
from tests.people import NOW, fresh, later, post

PEOPLE = ["layla", "omar", "helen", "gil", "greta", "dana", "dirk", "carla", "mina", "paul", "petra", "rita", "ivan"]
THE_MISSION = {"layla", "omar", "helen"}
THE_DESK = {"dana", "dirk"}
THE_MINISTRY = {"paul", "petra", "rita"}


def who_sees(ministry, draft, *, at=NOW):
    return {name for name in PEOPLE if access.visible(getattr(ministry, name), at=at).filter(pk=draft.pk).exists()}


def test_a_draft_being_written_is_its_missions_own_affair(ministry):
    """Guarantee 11."""
    assert who_sees(ministry, ministry.draft()) == THE_MISSION


def test_another_role_at_the_mission_does_not_open_what_is_still_being_written(ministry):
    """Guarantee 11."""
    draft = ministry.draft()
    for who, role in [
        (ministry.carla, Role.APPROVER),
        (ministry.rita, Role.RECORDS),
        (ministry.ivan, Role.ADMINISTRATOR),
    ]:
        post(who, ministry.riyadh, role)
    assert who_sees(ministry, draft) == THE_MISSION


def test_a_submitted_draft_is_seen_by_those_it_will_ask_and_by_the_ministrys_officers(ministry):
    """Guarantee 11."""
    assert who_sees(ministry, ministry.submitted()) == THE_MISSION | THE_DESK | {"mina"} | THE_MINISTRY


def test_a_draft_taken_up_again_stays_with_those_who_had_it(ministry):
    """Guarantee 11."""
    draft = in_state(ministry, "withdrawn")
    assert who_sees(ministry, draft) == THE_MISSION | THE_DESK | {"mina"} | THE_MINISTRY


def test_it_does_not_become_visible_to_the_administrator_of_the_machine(ministry):
    """Guarantee 11."""
    for state in ("draft", "in_review", "published"):
        assert "ivan" not in who_sees(ministry, in_state(ministry, state))


def test_whom_a_late_level_turns_to_sees_the_draft_from_then_on(ministry):
    """Guarantee 11."""
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    assert "carla" not in who_sees(ministry, draft)
    alarms.fire_due(at=later(8, minutes=59))
    assert "carla" not in who_sees(ministry, draft, at=later(9))
    alarms.fire_due(at=later(9))
    assert "carla" in who_sees(ministry, draft, at=later(9))


def test_authority_to_see_ends_with_the_posting(ministry):
    """Guarantee 11."""
    draft = ministry.submitted()
    Posting.objects.filter(user__in=[ministry.dana, ministry.rita, ministry.helen]).update(ends_at=later(1))
    assert {"dana", "rita", "helen"} <= who_sees(ministry, draft, at=later(1) - (later(1) - NOW) / 2)
    assert not {"dana", "rita", "helen"} & who_sees(ministry, draft, at=later(1))


def test_who_decided_or_wrote_still_sees_it_after_leaving_the_post(ministry):
    """Guarantee 11."""
    draft = ministry.draft()
    revise(draft, "Omar's words.", by=ministry.omar)
    other = ministry.approve(ministry.submitted(), ministry.helen)
    Posting.objects.filter(user__in=[ministry.layla, ministry.omar, ministry.helen]).update(ends_at=later(1))
    assert who_sees(ministry, draft, at=later(2)) == {"layla", "omar"}
    assert {"layla", "helen"} <= who_sees(ministry, other, at=later(2))


def test_a_deputy_sees_what_the_holder_sees_while_acting(ministry):
    """Guarantee 11."""
    draft = ministry.submitted()
    Deputy.objects.create(
        posting=Posting.objects.get(user=ministry.dana), user=ministry.gil, starts_at=later(1), ends_at=later(2)
    )
    seen = {hours: "gil" in who_sees(ministry, draft, at=later(hours)) for hours in (0, 1, 2)}
    assert seen == {0: False, 1: True, 2: False}


def test_another_office_with_the_same_roles_sees_nothing(ministry):
    """Guarantee 11."""
    assert not {"gil", "greta"} & who_sees(ministry, in_state(ministry, "published"))


def test_what_one_may_not_see_is_not_found_and_the_attempt_is_on_record(ministry):
    """Guarantee 11."""
    draft = ministry.submitted()
    with pytest.raises(Refused) as caught:
        access.find(ministry.gil, draft.pk, at=NOW, door="page")
    assert (caught.value.code, caught.value.status) == ("not_found", 404)
    denial = Denial.objects.get()
    assert (denial.draft, denial.user, denial.door, denial.at) == (draft, ministry.gil, "page", NOW)


def test_what_does_not_exist_answers_the_same_and_leaves_no_record(ministry):
    """Guarantee 11."""
    with pytest.raises(Refused) as caught:
        access.find(ministry.gil, uuid.uuid4(), at=NOW, door="page")
    assert (caught.value.code, caught.value.status) == ("not_found", 404)
    assert not Denial.objects.exists()


def test_lists_hold_exactly_what_one_may_see(ministry):
    """Guarantee 11."""
    mine = ministry.submitted()
    theirs = ministry.draft(by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    late = ministry.submitted()
    alarms.fire_due(at=later(4))
    for name in PEOPLE:
        user = getattr(ministry, name)
        seen = set(access.visible(user, at=later(4)))
        assert set(queries.drafts(user, at=later(4))) == seen
        assert set(queries.drafts_of(user)) <= seen
        assert {delay.draft for delay in queries.delays(user, at=later(4))} <= seen
    assert list(queries.drafts_of(ministry.gil)) == [theirs]
    assert {delay.draft for delay in queries.delays(ministry.helen, at=NOW)} == {mine, late}
    assert list(queries.delays(ministry.greta, at=NOW)) == []


def test_an_author_at_two_missions_sees_the_drafts_of_both(ministry):
    post(ministry.layla, ministry.geneva, Role.AUTHOR)
    theirs = ministry.draft(by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    assert "layla" in who_sees(ministry, theirs)


def test_nothing_is_hidden_from_its_own_author(ministry):
    for act in (lambda draft: request_changes(draft, ministry.helen), lambda draft: reject(draft, ministry.helen)):
        draft = act(ministry.submitted())
        assert Draft.objects.get(pk=draft.pk) in queries.drafts_of(ministry.layla)


def test_what_a_draft_itself_says_of_who_sees_it_is_never_more_than_the_rule(ministry):
    """Guarantee 11."""
    drafts = [ministry.draft(), ministry.submitted(), ministry.cleared(), reject(ministry.submitted(), ministry.helen)]
    drafts += [ministry.draft(by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))]
    told = set()
    for name in PEOPLE:
        user = getattr(ministry, name)
        seats = seats_of(user.pk, at=later(1))
        for draft in map(fresh, drafts):
            if access.plainly_visible(draft, user, seats):
                assert draft in access.visible_from(user, seats)
                told.add(name)
    assert {"layla", "gil", "helen", "paul", "rita"} <= told
