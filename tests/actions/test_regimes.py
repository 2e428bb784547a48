"""A regime is switched on and off by policy officers, for a reason, and only when it can work."""

import pytest

from accounts.models import Deputy, DeskCountry, Posting, Role
from approvals import audit
from approvals.actions import alarms, regime_turns, regimes
from approvals.models import Event, Ledger, Regime, RegimeLevel
from notifications.models import Message
from tests.actions.asking import everything, refused, told
from tests.actions.declaring import added, asked, declaration, declared, ended
from tests.people import LONG_AGO, NOW, later, person, post


def ministry_events():
    return [event.kind for event in Event.objects.filter(ledger__name="ministry").order_by("sequence")]


def test_a_policy_officer_switches_a_regime_on_at_once(ministry):
    regime = declared(ministry, levels=(added(office=ministry.comms),))
    stored = Regime.objects.get()
    assert (stored.pk, stored.starts_at, stored.begun_at, stored.declared_by) == (regime.pk, NOW, NOW, ministry.paul)
    assert [(level.name, level.office) for level in RegimeLevel.objects.all()] == [("Duty officer", ministry.comms)]
    assert ministry_events() == ["regime_declared"]


def test_what_is_switched_on_is_on_record_with_who_why_and_what(ministry):
    """Guarantee 21."""
    declared(ministry, scope="country", scope_value="SA", until=later(8), levels=(added(office=ministry.comms),))
    event = Event.objects.get(kind="regime_declared")
    assert event.by == ministry.paul
    assert event.data | {
        "kind": "crisis", "scope": "country", "scope_value": "SA", "reason": "Shelling near the embassy",
        "limit": 1800, "levels": ["Duty officer"], "in_flight": "clocks", "suspends_fast_path": True,
    } == event.data  # fmt: skip
    assert list(audit.verify(Ledger.objects.get(name="ministry"))) == []


@pytest.mark.parametrize("who", ["helen", "rita", "ivan"])
def test_nobody_but_a_policy_officer_switches_one_on_or_off(ministry, who):
    """Guarantee 10."""
    with refused("not_policy_officer", status=403):
        asked(ministry, by=getattr(ministry, who))
    regime = declared(ministry)
    with refused("not_policy_officer", status=403):
        regimes.end(regime_id=regime.pk, reason="Quiet.", by=getattr(ministry, who), at=later(1))


REFUSED = [
    ("why_needed", {"reason": "  "}),
    ("why_too_long", {"reason": "x" * 501}),
    ("unusable_text", {"reason": "a\x00b"}),
    ("regime_starts_in_past", {"starts_at": later(seconds=-1)}),
    ("regime_ends_before_it_starts", {"until": NOW}),
    ("regime_ends_before_it_starts", {"starts_at": later(2), "until": later(1)}),
    ("moment_too_far", {"until": later(24 * 800)}),
    ("moment_too_far", {"starts_at": later(24 * 800)}),
    ("invalid", {"kind": "normal"}),
    ("invalid", {"in_flight": "somehow"}),
    ("invalid", {"scope": "planet"}),
    ("scope_value_needed", {"scope": "country"}),
    ("scope_unknown_country", {"scope": "country", "scope_value": "ZZ"}),
    ("unknown_topic", {"scope": "topic", "scope_value": "dragons"}),
    ("unknown_topic", {"exempt_topics": ("dragons",)}),
    ("scope_exempts_itself", {"scope": "topic", "scope_value": "trade", "exempt_topics": ("trade",)}),
    ("regime_changes_nothing", {"limit": None, "suspends_fast_path": False}),
    ("regime_asks_nobody", {"replaces_levels": True}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "fields"), REFUSED)
def test_what_could_not_work_is_refused_with_the_reason(ministry, code, fields):
    with refused(code):
        regimes.declare(asked=declaration(**{"kind": "crisis"} | fields), by=ministry.paul, at=NOW)


def test_now_is_not_in_the_past(ministry):
    assert asked(ministry, starts_at=NOW).begun_at == NOW


def test_a_level_that_only_tells_does_not_replace_those_that_approve(ministry):
    """Guarantee 8."""
    for mode in ("inform", "silence"):
        with refused("regime_asks_nobody"):
            asked(ministry, replaces_levels=True, levels=(added(office=ministry.comms, mode=mode),))
    asked(ministry, replaces_levels=True, levels=(added(office=ministry.comms),))


def test_a_level_with_nobody_is_refused_with_the_level_and_whom_to_turn_to(ministry):
    """Guarantee 7."""
    Posting.objects.filter(user=ministry.carla).update(ends_at=NOW)
    with refused("regime_unstaffed", status=409) as refusal:
        asked(ministry, levels=(added(office=ministry.comms),))
    assert refusal.value.params["level"] == "Duty officer"
    assert "Communications" in refusal.value.sentence
    assert "Ivan Petit" in refusal.value.sentence
    post(person("ada", "Ada Admin"), ministry.comms, Role.ADMINISTRATOR)
    with refused("regime_unstaffed") as refusal:
        asked(ministry, levels=(added(office=ministry.comms),))
    assert "Ada Admin" in refusal.value.sentence


def test_a_deputy_is_somebody(ministry):
    Posting.objects.filter(user=ministry.carla).update(ends_at=None)
    Deputy.objects.create(
        posting=Posting.objects.get(user=ministry.carla), user=ministry.dirk, starts_at=LONG_AGO, ends_at=later(9)
    )
    ministry.carla.is_active = False
    ministry.carla.save()
    regime = asked(ministry, levels=(added(office=ministry.comms),))
    assert [level.office for level in regime.levels.all()] == [ministry.comms]


def test_a_duty_officer_and_one_more_are_two_people(ministry):
    """Guarantee 5."""
    two = (added(office=ministry.comms), added("One more", 2, office=ministry.comms))
    with refused("regime_unstaffed"):
        asked(ministry, levels=two)
    post(ministry.dirk, ministry.comms, Role.APPROVER)
    asked(ministry, levels=two)


def test_the_desk_of_a_country_is_asked_for_when_the_regime_is_for_that_country(ministry):
    """Guarantee 7."""
    by_desk = (added("Desk", office=None, selector="country_desk"),)
    with refused("regime_level_without_office"):
        asked(ministry, scope="country", scope_value="CH", levels=by_desk)
    asked(ministry, scope="country", scope_value="SA", levels=by_desk)
    DeskCountry.objects.create(country="CH", office=ministry.geneva)
    with refused("regime_unstaffed"):
        asked(ministry, scope="country", scope_value="CH", levels=by_desk)


def test_a_level_that_a_column_cannot_hold_is_refused_by_its_place(ministry):
    bad = added("x" * 81, office=ministry.comms, mode="shout", question="")
    with refused("invalid", status=400) as refusal:
        asked(ministry, levels=(added(office=ministry.comms), bad))
    assert set(refusal.value.errors) == {"levels.1.name", "levels.1.mode", "levels.1.question"}
    with refused("invalid") as refusal:
        asked(ministry, levels=(added(office=None),))
    assert set(refusal.value.errors) == {"levels.0.office"}


def test_the_same_regime_is_not_switched_on_twice(ministry):
    declared(ministry, until=later(4))
    with refused("regime_is_on", status=409):
        asked(ministry)
    with refused("regime_is_on"):
        asked(ministry, starts_at=later(3), until=later(6))
    asked(ministry, starts_at=later(4))
    asked(ministry, "caretaker")
    asked(ministry, scope="country", scope_value="SA")


def test_a_regime_is_ended_with_a_reason_and_once(ministry):
    regime = declared(ministry)
    with refused("why_needed"):
        regimes.end(regime_id=regime.pk, reason="", by=ministry.petra, at=later(1))
    ended(ministry, regime, at=later(1))
    stored = Regime.objects.get()
    assert (stored.ended_by, stored.ended_at, stored.end_reason) == (ministry.petra, later(1), "It is quiet again.")
    assert ministry_events() == ["regime_declared", "regime_ended"]
    with refused("regime_is_over", status=409):
        regimes.end(regime_id=regime.pk, reason="Again.", by=ministry.paul, at=later(2))
    with refused("not_found", status=404):
        regimes.end(regime_id=regime.pk + 1, reason="Which?", by=ministry.paul, at=later(2))


def test_one_whose_end_has_come_is_over(ministry):
    regime = declared(ministry, until=later(1))
    with refused("regime_is_over"):
        regimes.end(regime_id=regime.pk, reason="Quiet.", by=ministry.paul, at=later(1))


def test_one_that_has_not_begun_is_called_off_and_never_begins(ministry):
    regime = declared(ministry, starts_at=later(2))
    ended(ministry, regime, at=later(1))
    assert told("regime_called_off") != []
    before = everything()
    assert regime_turns.fire_regimes(at=later(3)) == 0
    assert everything() == before


EVERYBODY = [
    "carla", "dana", "dirk", "gil", "greta", "helen", "layla", "mina", "omar", "petra", "rita",
]  # fmt: skip
FOR_RIYADH = ["dana", "dirk", "helen", "layla", "mina", "omar", "petra"]


def test_everyone_who_holds_a_posting_is_told_that_the_ministry_is_in_a_crisis_and_when_it_is_over(ministry):
    regime = declared(ministry)
    for medium in ("in_app", "email"):
        assert told("regime_on", medium) == EVERYBODY
    ended(ministry, regime, at=later(1))
    assert told("regime_off") == [*EVERYBODY[:-2], "paul", "rita"]


def test_a_regime_for_a_country_is_told_to_its_people_its_desk_the_ministers_office_and_the_policy_team(ministry):
    regime = declared(ministry, scope="country", scope_value="SA")
    assert told("regime_on") == FOR_RIYADH
    ended(ministry, regime, at=later(1))
    assert told("regime_off") == [*FOR_RIYADH[:-1], "paul"]


def test_a_regime_to_come_is_told_when_it_is_declared_and_when_it_begins_and_ends(ministry):
    """Guarantee 18."""
    declared(ministry, starts_at=later(2), until=later(4))
    assert (told("regime_to_come"), told("regime_on")) == (EVERYBODY, [])
    for hours in (2, 3, 4, 5):
        regime_turns.fire_regimes(at=later(hours))
        regime_turns.fire_regimes(at=later(hours, minutes=5))
    assert told("regime_on") == told("regime_over") == [*EVERYBODY[:-2], "paul", "petra", "rita"]
    assert ministry_events() == ["regime_declared", "regime_begun", "regime_over"]
    begun = Event.objects.get(kind="regime_begun")
    assert (begun.by, begun.at) == (None, later(2))
    assert Regime.objects.get().next_alarm_at is None


def test_the_policy_team_is_told_when_a_level_has_lost_its_people_before_the_regime_begins(ministry):
    """Guarantee 7."""
    declared(ministry, starts_at=later(2), levels=(added(office=ministry.comms),))
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(1))
    regime_turns.fire_regimes(at=later(2))
    assert told("regime_unstaffed") == ["paul", "petra"]
    assert Message.objects.filter(kind="regime_unstaffed").first().params["level"] == "Duty officer"


def test_a_regime_that_was_over_before_any_sweep_saw_it_is_not_told_to_be_on(ministry):
    regime = asked(ministry, starts_at=later(2))
    ended(ministry, regime, at=later(2, seconds=3))
    alarms.fire_due(at=later(3))
    assert (told("regime_on"), Regime.objects.get().next_alarm_at) == ([], None)
    assert "petra" not in told("regime_off")
    assert "layla" in told("regime_off")
