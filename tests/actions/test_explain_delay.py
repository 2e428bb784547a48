"""Why a level was late: said by whoever decides there, coded, corrected on record, never by who wrote the draft."""

import pytest

from accounts.models import Deputy, DutyShift, Posting, Role
from approvals import audit
from approvals.actions import alarms
from approvals.actions.explain_delay import explain_delay
from approvals.explaining import explainable
from approvals.lateness import lateness
from approvals.models import Delay, Event, Step
from approvals.web.sentences import Storyteller
from tests.actions.asking import approve, enforce_levels, everything, refused, request_changes, resubmit, revise
from tests.actions.test_query_counts import cost
from tests.people import HOUR, NOW, fresh, later, post


@pytest.fixture
def late(ministry):
    """A draft that the head of mission should have decided four hours after NOW, and has not."""
    draft = ministry.submitted()
    alarms.fire_due(at=later(5))
    return draft


def delay_of(draft):
    return Delay.objects.get(draft=draft)


def explain(draft, by, *, reason="facts", note="", at=None):
    return explain_delay(delay_id=delay_of(draft).pk, by=by, reason=reason, note=note, at=at or later(6))


def explained(draft):
    return list(Event.objects.filter(draft=draft, kind="delay_explained").order_by("sequence"))


def test_whoever_can_decide_says_why_it_is_late(ministry, late):
    explain(late, ministry.helen, reason="translation", note="  The Arabic is not back.  ")
    delay = delay_of(late)
    assert (delay.reason, delay.note) == ("translation", "The Arabic is not back.")
    assert (delay.explained_by, delay.explained_at, delay.resolved_at) == (ministry.helen, later(6), None)


def test_a_past_delay_is_explained_by_whoever_decided_it_also_after_leaving_the_post(ministry, late):
    approve(late, ministry.helen, at=later(6))
    Posting.objects.filter(user=ministry.helen).update(ends_at=later(7))
    assert explain(late, ministry.helen, reason="busy", at=later(8)).reason == "busy"
    assert delay_of(late).resolved_at == later(6)


def test_whoever_could_have_decided_then_may_say_why_though_another_has_the_post_now(ministry, late):
    approve(late, ministry.helen, at=later(6))
    post(ministry.dirk, ministry.riyadh, Role.HEAD, starts_at=later(3), ends_at=later(5))
    assert explain(late, ministry.dirk, reason="absent", at=later(8)).explained_by == ministry.dirk


def test_whoever_left_before_it_was_late_or_came_after_it_was_over_and_has_gone_may_not(ministry, late):
    approve(late, ministry.helen, at=later(6))
    post(ministry.dirk, ministry.riyadh, Role.HEAD, ends_at=later(4))
    post(ministry.mina, ministry.riyadh, Role.HEAD, starts_at=later(6, seconds=1), ends_at=later(7))
    assert Step.objects.filter(draft=late, office=ministry.desk).exists(), "the desk sees the draft"
    for someone in (ministry.dirk, ministry.mina):
        with refused("not_yours_to_explain", status=403):
            explain(late, someone, at=later(8))


def test_a_deputy_may_say_why_while_acting_and_for_what_was_late_then(ministry, late):
    holder = Posting.objects.get(user=ministry.helen)
    Deputy.objects.create(posting=holder, user=ministry.dirk, starts_at=later(3), ends_at=later(5))
    Deputy.objects.create(posting=holder, user=ministry.dana, starts_at=later(7), ends_at=later(9))
    with refused("not_yours_to_explain"):
        explain(late, ministry.dana, at=later(6))
    assert explain(late, ministry.dana, at=later(7)).explained_by == ministry.dana
    assert explain(late, ministry.dirk, reason="busy", at=later(8)).explained_by == ministry.dirk


def test_who_wrote_the_draft_gives_no_reason_though_the_post_would_let_them(ministry, late):
    with refused("not_yours_to_explain"):
        explain(late, ministry.layla)
    post(ministry.layla, ministry.riyadh, Role.HEAD)
    with refused("not_yours_to_explain"):
        explain(late, ministry.layla)


def test_who_stands_in_for_a_writer_gives_no_reason_either(ministry, late):
    author = Posting.objects.get(user=ministry.layla)
    Deputy.objects.create(posting=author, user=ministry.helen, starts_at=later(5), ends_at=later(7))
    with refused("not_yours_to_explain"):
        explain(late, ministry.helen, at=later(6))


def test_who_rewrote_it_after_deciding_gives_no_reason(ministry, late):
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    request_changes(late, ministry.helen, at=later(6))
    revise(late, "Another text.", by=ministry.helen, at=later(6))
    with refused("not_yours_to_explain"):
        explain(late, ministry.helen, at=later(7))


def test_the_policy_team_counts_reasons_and_gives_none(ministry, late):
    with refused("not_yours_to_explain"):
        explain(late, ministry.paul)


def test_a_stranger_is_not_told_that_there_is_a_delay(ministry, late):
    """Guarantee 11."""
    with refused("not_found", status=404):
        explain(late, ministry.gil)
    with refused("not_found", status=404):
        explain_delay(delay_id=10**9, by=ministry.helen, reason="facts", at=later(6))


@pytest.mark.parametrize("reason", ["", "lazy", "FACTS", "facts "])
def test_only_a_reason_from_the_list_is_taken(ministry, late, reason):
    with refused("delay_reason_needed", status=400) as no:
        explain(late, ministry.helen, reason=reason)
    assert no.value.field == "reason"


def test_another_reason_needs_words_and_words_have_a_limit(ministry, late):
    for empty in ("", " \n "):
        with refused("delay_note_needed", status=400):
            explain(late, ministry.helen, reason="other", note=empty)
    with refused("why_too_long", status=400):
        explain(late, ministry.helen, note="x" * 501)
    with refused("unusable_text", status=400):
        explain(late, ministry.helen, note="a\x00b")
    assert explain(late, ministry.helen, reason="other", note="x" * 500).note == "x" * 500


def test_a_reason_is_corrected_and_the_record_keeps_both(ministry, late):
    """Guarantee 21."""
    explain(late, ministry.helen, reason="facts")
    explain(late, ministry.helen, reason="other", note="A power cut.", at=later(7))
    first, second = explained(late)
    assert first.data["explanation"] == {"reason": "facts", "note": ""}
    assert "earlier_explanation" not in first.data
    assert second.data["earlier_explanation"] == {"reason": "facts", "note": ""}
    teller = Storyteller(people={}, channels=[])
    assert teller.tell(first).sentence == "Helen Brandt said why Head of mission was late: Awaiting facts."
    assert teller.tell(second).sentence == (
        "Helen Brandt corrected why Head of mission was late: Another reason (A power cut.). "
        "Before, it said: Awaiting facts."
    )
    assert list(audit.verify(fresh(late))) == []


def test_the_same_reason_once_more_changes_nothing(ministry, late):
    explain(late, ministry.helen, reason="legal", note="Asked on Monday.")
    before = everything()
    explain(late, ministry.helen, reason="legal", note="Asked on Monday.", at=later(9))
    assert everything() == before


def test_the_duty_officer_says_why_an_urgent_draft_is_late_while_on_shift_only(ministry):
    draft = ministry.submitted(urgency="urgent")
    routine = ministry.submitted()
    alarms.fire_due(at=later(5))
    duty = post(ministry.dirk, ministry.riyadh, Role.DUTY)
    DutyShift.objects.create(posting=duty, starts_at=later(5), ends_at=later(7))
    with refused("not_yours_to_explain"):
        explain(routine, ministry.dirk)
    explain(draft, ministry.dirk, reason="absent")
    with refused("not_yours_to_explain"):
        explain(draft, ministry.dirk, reason="busy", at=later(7))


def test_each_level_that_was_late_has_a_reason_of_its_own(ministry, late):
    approve(late, ministry.helen, at=later(6))
    alarms.fire_due(at=later(20))
    mission, desk = Delay.objects.filter(draft=late).order_by("due_at")
    with refused("not_yours_to_explain"):
        explain_delay(delay_id=mission.pk, by=ministry.dana, reason="busy", at=later(21))
    explain_delay(delay_id=desk.pk, by=ministry.dana, reason="busy", at=later(21))
    assert explainable([mission, desk], ministry.dana, at=later(21)) == {desk.pk}
    assert explainable([mission, desk], ministry.helen, at=later(21)) == {mission.pk}


def test_who_may_explain_is_asked_with_the_same_queries_for_one_delay_and_for_twenty(ministry):
    for hours in range(20):
        ministry.submitted(at=later(-hours))
    alarms.fire_due(at=later(5))
    delays = list(Delay.objects.select_related("draft", "step__regime"))
    assert len(delays) == 20
    assert cost(explainable, delays[:1], ministry.helen, at=later(5)) == 4
    assert cost(explainable, delays, ministry.helen, at=later(5)) == 4
    assert len(explainable(delays, ministry.helen, at=later(5))) == 20
    assert cost(explainable, [], ministry.helen, at=later(5)) == 0


def test_explaining_costs_the_same_on_a_young_draft_and_on_an_old_one(ministry, late):
    few = cost(explain, late, ministry.helen)
    for number in range(10):
        request_changes(late, ministry.helen, at=later(6), comment=f"Remark {number}.")
        ministry.submitted()
        resubmit(late, ministry.layla, at=later(6))
    assert cost(explain, late, ministry.helen, reason="busy") == few <= 13


def working(ministry, **fields):
    """Return a draft at a level of the desk in Canada: eight working hours from Monday, 05:00 there."""
    enforce_levels(ministry, ("Desk", 1, Role.APPROVER, ministry.desk, {"hours": 8} | fields))
    draft = ministry.submitted()
    alarms.fire_due(at=later(24 * 10))
    return Delay.objects.select_related("step", "office").get(draft=draft)


def test_how_late_it_is_is_told_on_the_wall_clock_and_in_working_time(ministry):
    delay = working(ministry)
    Step.objects.update(runs_on="working")
    # Due on Monday at 17:00 UTC, 13:00 in Ottawa; four hours of that day are left, and eight of each day after it.
    Delay.objects.update(due_at=later(8))
    delay = Delay.objects.select_related("step", "office").get(pk=delay.pk)
    assert (lateness(delay, at=later(9)).working, lateness(delay, at=later(9)).by_wall) == (HOUR, False)
    evening = lateness(delay, at=later(20))
    assert (evening.wall, evening.working) == (12 * HOUR, 4 * HOUR)
    weekend = lateness(delay, at=later(24 * 5))
    assert (weekend.wall, weekend.working) == (112 * HOUR, 36 * HOUR)


def test_where_the_wall_clock_counts_the_working_time_is_told_beside_it(ministry, late):
    """Riyadh works from 6 to 14 in UTC, on a Monday."""
    delay = Delay.objects.select_related("step", "office").get(draft=late)
    told = lateness(delay, at=later(6))
    assert (told.wall, told.working, told.by_wall) == (2 * HOUR, HOUR, True)
    assert lateness(delay, at=NOW).wall == lateness(delay, at=NOW).working == 0 * HOUR


def test_a_past_delay_keeps_the_working_time_that_was_on_record(ministry):
    delay = working(ministry)
    Step.objects.update(runs_on="working")
    Delay.objects.update(due_at=later(8), resolved_at=later(20), late_working=3 * HOUR)
    kept = Delay.objects.select_related("step", "office").get(pk=delay.pk)
    assert lateness(kept, at=later(400)).working == 3 * HOUR
    # Resolved by a worker of the version before, which did not write it down.
    Delay.objects.update(late_working=None)
    computed = Delay.objects.select_related("step", "office").get(pk=delay.pk)
    assert lateness(computed, at=later(400)).working == 4 * HOUR
