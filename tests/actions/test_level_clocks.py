"""What a level says about its clock is kept, judged, and frozen on the steps of a route."""

from datetime import timedelta

import pytest

from accounts.models import Posting
from approvals import facts, judging
from approvals.actions import policies
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.models import Step
from tests.actions.asking import enforce, refused
from tests.people import HOUR, NOW, later, post


def written(ministry, *escalations, **fields):
    level = LevelInput(
        position=1, name="Desk", question="Is it ours to say?", selector="country_desk", role="approver",
        **{"limit": 4 * HOUR} | fields, escalations=escalations,
    )  # fmt: skip
    given = {"policy_id": ministry.policy.pk, "by": ministry.paul, "at": NOW, "conditions": {}}
    return policies.write_version(levels=[level], **given)


def proposed(ministry, version):
    return policies.propose(policy_id=ministry.policy.pk, number=version.number, by=ministry.paul, at=NOW)


def warnings(version, *, at=NOW):
    found = judging.judge(version.policy, facts.policy_rule(version), at=at).warnings
    return [(fault.code, fault.missing.names) for fault in found if fault.code.startswith("posting_")]


def head_of_riyadh(ministry):
    return ministry.helen.postings.get()


# ---- What is kept


def test_a_level_runs_on_working_hours_unless_it_says_otherwise(ministry):
    assert written(ministry).levels.get().runs_on == "working"
    assert written(ministry, runs_on="wall").levels.get().runs_on == "wall"


def test_a_level_reminds_at_a_part_of_its_limit_that_is_used_up(ministry):
    level = written(ministry, remind_percent=75).levels.get()
    assert (level.remind_before, level.remind_percent) == (None, 75)
    assert facts.policy_rule(level.version).levels[0].reminds_before == HOUR


def test_an_escalation_to_a_posting_has_its_office_and_role_whatever_else_is_said(ministry):
    posting = head_of_riyadh(ministry)
    rung = EscalationInput(HOUR, "own_office", "author", ministry.comms.pk, posting.pk, 2 * HOUR, 3)
    kept = written(ministry, rung).levels.get().escalations.get()
    assert (kept.posting, kept.selector, kept.office, kept.role) == (posting, "office", ministry.riyadh, "head")
    assert (kept.repeat_every, kept.repeat_times) == (2 * HOUR, 3)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"remind_before": HOUR, "remind_percent": 75}, "remind_percent"),
        ({"remind_percent": 0}, "remind_percent"),
        ({"remind_percent": 100}, "remind_percent"),
        ({"remind_percent": -1}, "remind_percent"),
        ({"runs_on": "sundial"}, "runs_on"),
    ],
)
def test_a_clock_that_no_level_can_have_is_refused_by_its_field(ministry, fields, named):
    with refused("invalid", status=400) as caught:
        written(ministry, **fields)
    assert list(caught.value.errors) == [named]


@pytest.mark.parametrize(("every", "times"), [(HOUR, 0), (None, 2), (timedelta(), 2), (HOUR, 21)])
def test_an_escalation_that_says_by_halves_how_it_repeats_or_too_often_is_refused(ministry, every, times):
    rung = EscalationInput(HOUR, "own_office", "head", repeat_every=every, repeat_times=times)
    with refused("invalid", status=400) as caught:
        written(ministry, rung)
    assert list(caught.value.errors) == ["repeat_times"]


def test_a_posting_that_there_is_not_is_refused(ministry):
    with refused("unknown_posting", status=400):
        written(ministry, EscalationInput(HOUR, posting_id=10**9))


def test_days_taken_for_working_hours_cannot_be_proposed(ministry):
    version = written(ministry, limit=1001 * HOUR)
    with refused("version_invalid") as caught:
        proposed(ministry, version)
    assert "1,000 working hours" in str(caught.value.errors["Desk"])
    assert proposed(ministry, written(ministry, limit=1000 * HOUR)).status == "proposed"
    assert proposed(ministry, written(ministry, limit=1001 * HOUR, runs_on="wall")).status == "proposed"


# ---- What its writer should know of a posting


def test_a_posting_in_force_that_lasts_is_nothing_to_tell_of(ministry):
    version = written(ministry, EscalationInput(HOUR, posting_id=head_of_riyadh(ministry).pk))
    assert warnings(version) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ends_at": NOW}, "posting_not_in_force"),
        ({"starts_at": later(1)}, "posting_not_in_force"),
        ({"ends_at": NOW + timedelta(days=30)}, "posting_ends_soon"),
        ({"ends_at": NOW + timedelta(days=31)}, None),
    ],
)
def test_a_posting_that_is_over_or_ends_soon_is_told_of_and_keeps_nothing_back(ministry, changed, code):
    posting = head_of_riyadh(ministry)
    version = written(ministry, EscalationInput(HOUR, posting_id=posting.pk))
    Posting.objects.filter(pk=posting.pk).update(**changed)
    assert warnings(version) == ([(code, (str(posting),))] if code else [])
    # Somebody else heads the mission, so that the level itself can be decided.
    post(ministry.omar, ministry.riyadh, "head")
    assert proposed(ministry, version).status == "proposed"


def test_a_posting_whose_holder_may_not_sign_in_is_of_nobody_unless_a_deputy_acts(ministry):
    version = written(ministry, EscalationInput(HOUR, posting_id=head_of_riyadh(ministry).pk))
    ministry.helen.is_active = False
    ministry.helen.save()
    assert [code for code, _names in warnings(version)] == ["posting_of_nobody"]
    head_of_riyadh(ministry).deputies.create(user=ministry.omar, starts_at=NOW, ends_at=later(1))
    assert warnings(version) == []


# ---- What is frozen


def test_what_a_level_says_of_its_clock_is_frozen_on_the_step(ministry):
    posting = head_of_riyadh(ministry)
    rungs = (EscalationInput(HOUR, "own_office", "head", repeat_every=2 * HOUR, repeat_times=2),
             EscalationInput(4 * HOUR, posting_id=posting.pk))  # fmt: skip
    version = written(ministry, *rungs, remind_percent=75)
    enforce(ministry, version)
    step = Step.objects.get(draft=ministry.submitted())
    assert (step.runs_on, step.limit, step.remind_before) == ("working", 4 * HOUR, HOUR)
    frozen = [(rung.rung, rung.after // HOUR, rung.role, rung.posting) for rung in step.escalations.all()]
    assert frozen == [(1, 1, "head", None), (2, 3, "head", None), (3, 4, "head", posting), (4, 5, "head", None)]


@pytest.mark.parametrize(("urgency", "runs_on"), [("routine", "working"), ("urgent", "wall"), ("crisis", "wall")])
def test_a_draft_that_presses_runs_on_the_wall_clock_whatever_the_level_says(ministry, urgency, runs_on):
    enforce(ministry, written(ministry))
    assert Step.objects.get(draft=ministry.submitted(urgency=urgency)).runs_on == runs_on
