"""What is submitted under a regime: its levels and its time, for what it covers, as long as it is on."""

from datetime import timedelta

from accounts.models import DeskCountry, Posting, Role
from approvals import preview, queries, trial
from approvals.actions import alarms
from approvals.facts import routing_facts
from approvals.models import Topic
from tests.actions.asking import (
    approve,
    enforce,
    everything,
    kinds,
    new_version,
    open_levels,
    refused,
    request_changes,
    resubmit,
    steps,
)
from tests.actions.regime import HALF_AN_HOUR, regime, regime_level
from tests.people import HOUR, NOW, fresh, later, level, post


def names(draft):
    return [step.name for step in sorted(steps(draft).values(), key=lambda step: step.position)]


def test_a_draft_submitted_under_a_regime_passes_its_levels_too_in_their_order(ministry):
    """Guarantee 8."""
    crisis = regime(ministry)
    regime_level(crisis, office=ministry.comms)
    regime_level(crisis, 1, "Legal", office=ministry.comms, placement="after")
    post(ministry.dirk, ministry.comms, Role.APPROVER)
    draft = ministry.submitted()
    assert names(draft) == ["Duty officer", "Head of mission", "Desk", "Minister's office", "Legal"]
    found = steps(draft)
    assert [found[name].origin for name in ("Duty officer", "Desk")] == ["regime", "policy"]
    assert found["Duty officer"].level is None
    assert [found[name].key for name in ("Duty officer", "Legal")] == [f"regime-{crisis.pk}-1", f"regime-{crisis.pk}-2"]
    with refused("not_asked"):
        approve(draft, ministry.helen)
    draft = ministry.approve(draft, ministry.carla, ministry.helen)
    assert open_levels(draft) == ["Desk"]


def test_levels_of_a_regime_may_take_the_place_of_the_policys(ministry):
    regime_level(regime(ministry, replaces_levels=True), office=ministry.comms)
    draft = ministry.submitted()
    assert names(draft) == ["Duty officer"]
    assert ministry.approve(draft, ministry.carla).state == "cleared"


def test_every_level_that_opens_under_a_regime_has_its_time_and_keeps_its_own_on_record(ministry):
    crisis = regime(ministry)
    draft = ministry.approve(ministry.submitted(), ministry.helen, at=later(1))
    head, desk, minister = steps(draft).values()
    assert (head.due_at, head.clock_from, head.regime) == (NOW + HALF_AN_HOUR, NOW, crisis)
    assert (desk.due_at, desk.clock_from, desk.clock_limit) == (later(1) + HALF_AN_HOUR, later(1), HALF_AN_HOUR)
    # The reminder of an hour does not fit into half an hour: it comes half-way.
    assert desk.next_alarm_at == later(1, minutes=15)
    assert [step.limit for step in (head, desk, minister)] == [4 * HOUR, 8 * HOUR, 4 * HOUR]
    assert minister.regime is None


def test_a_level_that_opens_when_the_regime_is_over_has_its_own_time(ministry):
    regime(ministry, until=later(1))
    draft = ministry.approve(ministry.submitted(), ministry.helen, at=later(1))
    assert steps(draft)["Desk"].due_at == later(9)
    assert steps(draft)["Desk"].regime is None


def test_a_regime_that_is_to_come_changes_nothing_yet(ministry):
    regime_level(regime(ministry, starts_at=later(2)), office=ministry.comms)
    draft = ministry.submitted()
    assert names(draft) == ["Head of mission", "Desk", "Minister's office"]
    assert steps(draft)["Head of mission"].due_at == later(4)


def test_the_clock_of_a_regime_flags_a_delay_when_its_time_is_over(ministry):
    """Guarantee 17."""
    regime(ministry)
    draft = ministry.submitted()
    alarms.fire_due(at=later(minutes=30) - timedelta.resolution)
    assert "delay_flagged" not in kinds(draft)
    alarms.fire_due(at=later(minutes=30))
    assert kinds(draft)[-2:] == ["reminded", "delay_flagged"]


def test_a_regime_for_a_country_leaves_the_others_alone(ministry):
    DeskCountry.objects.create(country="CH", office=ministry.desk)
    regime(ministry, scope="country", scope_value="SA")
    ours = ministry.submitted()
    theirs = ministry.submitted(by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    assert steps(ours)["Head of mission"].due_at == NOW + HALF_AN_HOUR
    assert steps(theirs)["Head of mission"].due_at == later(4)


def test_what_is_about_an_exempt_topic_alone_goes_its_ordinary_way(ministry):
    Topic.objects.create(slug="consular", name="Consular safety")
    caretaker = regime(ministry, "caretaker", limit=None, exempt_topics=["consular"])
    regime_level(caretaker, name="Headquarters", office=ministry.comms, placement="after")
    assert names(ministry.submitted(topics=("consular",))) == ["Head of mission", "Desk", "Minister's office"]
    assert names(ministry.submitted(topics=("consular", "trade")))[-1] == "Headquarters"
    assert names(ministry.submitted())[-1] == "Headquarters"


def test_two_regimes_at_once_add_the_levels_of_both_and_the_shorter_time_counts(ministry):
    regime_level(regime(ministry), office=ministry.comms)
    caretaker = regime(ministry, "caretaker", limit=HOUR, scope="country", scope_value="SA")
    regime_level(caretaker, name="Legal", office=ministry.comms, placement="after")
    draft = ministry.draft()
    with refused("level_unstaffed"):  # Carla is alone in communications, and one person counts once
        resubmit(draft, ministry.layla)
    post(ministry.dirk, ministry.comms, Role.APPROVER)
    resubmit(draft, ministry.layla)
    assert names(draft) == ["Duty officer", "Head of mission", "Desk", "Minister's office", "Legal"]
    assert steps(draft)["Duty officer"].due_at == NOW + HALF_AN_HOUR


def test_a_level_of_a_regime_with_nobody_refuses_the_draft_and_is_never_skipped(ministry):
    """Guarantee 7."""
    regime_level(regime(ministry), office=ministry.comms)
    Posting.objects.filter(user=ministry.carla).update(ends_at=NOW)
    draft = ministry.draft()
    with refused("level_unstaffed", status=409) as refusal:
        resubmit(draft, ministry.layla)
    assert "Duty officer" in refusal.value.sentence


def test_a_level_of_a_regime_without_an_office_refuses_the_draft_and_is_never_skipped(ministry):
    """Guarantee 7."""
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    enforce(ministry, version)
    regime_level(regime(ministry), selector="country_desk", office=None)
    draft = ministry.draft(by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    with refused("level_without_office", status=409) as refusal:
        resubmit(draft, ministry.gil)
    assert "Duty officer" in refusal.value.sentence


def previewed(ministry, at=NOW):
    return preview.preview(preview.Written(ministry.content()), by=ministry.layla, at=at)


def test_the_preview_shows_the_route_and_the_time_under_the_regime_in_force(ministry):
    regime_level(regime(ministry, until=later(2)), office=ministry.comms)
    before = everything()
    found = previewed(ministry)
    assert [level.name for level in found.levels] == ["Duty officer", "Head of mission", "Desk", "Minister's office"]
    assert {level.limit for level in found.levels} == {HALF_AN_HOUR}
    assert found.expected_clear_at == NOW + 4 * HALF_AN_HOUR
    assert [level.limit for level in previewed(ministry, later(2)).levels] == [4 * HOUR, 8 * HOUR, 4 * HOUR]
    assert everything() == before


def test_when_a_draft_is_expected_to_be_cleared_is_told_with_the_regimes_time(ministry):
    draft = ministry.submitted()
    regime(ministry, starts_at=later(1))
    assert queries.plan(draft, queries.route_steps(draft), at=NOW).expected_clear_at == later(16)
    assert queries.plan(draft, queries.route_steps(draft), at=later(1)).expected_clear_at == later(4) + 2 * HALF_AN_HOUR


def test_trying_a_version_out_shows_the_regime_in_force(ministry):
    regime_level(regime(ministry), office=ministry.comms)
    version = new_version(ministry)
    level(version, 1, "Desk", "country_desk", Role.APPROVER)
    known = routing_facts(
        office=ministry.riyadh, content=ministry.content(), channels=[ministry.x], topics=(), urgency="routine",
        audience="host", cleared_line="none",
    )  # fmt: skip
    found = trial.try_version(version, office=ministry.riyadh, known=known, at=NOW)
    assert [(shown.name, shown.limit) for shown in found.levels] == [
        ("Duty officer", HALF_AN_HOUR), ("Desk", HALF_AN_HOUR),
    ]  # fmt: skip


def test_a_draft_sent_back_meets_the_regime_that_is_on_when_it_is_submitted_again(ministry):
    draft = ministry.submitted()
    request_changes(draft, ministry.helen)
    regime_level(regime(ministry, starts_at=later(1)), office=ministry.comms)
    resubmit(draft, ministry.layla, at=later(2))
    assert open_levels(fresh(draft)) == ["Duty officer"]
