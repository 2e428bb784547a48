"""Regimes on their pages: what one would do is said in words before it is switched on, without any script."""

import re

import pytest

from approvals.actions import alarms
from approvals.models import Regime, Topic
from tests.actions.asking import everything, steps
from tests.actions.regime import regime, regime_level
from tests.doors.pages import at, fields_of, main
from tests.people import HOUR, NOW, fresh, later


@pytest.fixture(autouse=True)
def at_nine_on_monday(time_machine):
    time_machine.move_to(NOW, tick=False)


def crisis(visit, ministry, **changes):
    """Fill in the form that a crisis begins with: the duty officer sits in communications."""
    typed = fields_of(visit("paul").get("/regimes/declare/?kind=crisis"))
    return typed | {"level-0-office": [str(ministry.comms.pk)], "reason": ["Shelling near the embassy"]} | changes


def test_a_crisis_begins_with_a_duty_officer_and_one_more_of_half_an_hour(visit, ministry):
    typed = fields_of(visit("paul").get("/regimes/declare/?kind=crisis"))
    assert [typed[f"level-{place}-name"] for place in (0, 1)] == [["Duty officer"], ["One more"]]
    assert (typed["limit"], typed["level-0-limit"], typed["replaces_levels"]) == (["30"], ["30"], ["on"])


def test_a_caretaker_period_adds_headquarters_and_exempts_consular_safety(visit, ministry):
    Topic.objects.create(slug="consular-safety", name="Consular safety")
    typed = fields_of(visit("paul").get("/regimes/declare/?kind=caretaker"))
    assert (typed["level-0-name"], typed["exempt_topics"], typed["limit"]) == (
        ["Headquarters"], ["consular-safety"], [""],
    )  # fmt: skip
    assert "replaces_levels" not in typed


def test_what_it_would_do_is_said_in_words_before_it_is_switched_on(visit, ministry):
    ministry.submitted()
    ministry.submitted(topics=("trade",))
    late = ministry.submitted(at=later(-6))
    alarms.fire_due(at=NOW)
    before = everything()
    told = main(
        visit("paul").post("/regimes/declare/", 200, **crisis(visit, ministry, exempt_topics=["trade"], do="check"))
    )
    assert "Nothing has changed yet." in told
    assert "Crisis regime: the whole ministry" in told
    assert "Every level has 30 min on the wall clock" in told
    assert "Instead of the policy’s levels" in told
    assert "Duty officer 30 min on the clock · Approver, Communications Is it right, and safe to say now?" in told
    assert "It covers 2 drafts in review." in told
    assert "1 draft gets a new deadline" in told
    assert "1 draft is late already, and stays flagged." in told
    assert "Their routes stay as they are." in told
    assert "1 draft in review is exempt" in told
    assert "Exempt: drafts about nothing but Trade." in told
    assert "12 people are told." in told
    assert everything() == before
    assert fresh(late).state == "in_review"


def test_a_regime_is_switched_on_from_the_page_that_says_what_it_does(visit, ministry):
    visitor = visit("paul")
    draft = ministry.submitted()
    confirm = visitor.post("/regimes/declare/", 200, **crisis(visit, ministry, do="check"))
    page = visitor.follow("/regimes/declare/", **fields_of(confirm), do="declare")
    made = Regime.objects.get()
    assert (made.kind, made.replaces_levels, made.levels.count()) == ("crisis", True, 2)
    assert "The regime is on. Everyone concerned is told." in main(page)
    alarms.fire_due(at=NOW)
    assert steps(fresh(draft))["Head of mission"].due_at == later(0.5)


def test_what_was_typed_can_be_changed_after_it_was_looked_at(visit, ministry):
    visitor = visit("paul")
    confirm = visitor.post("/regimes/declare/", 200, **crisis(visit, ministry, do="check"))
    again = fields_of(visitor.post("/regimes/declare/", 200, **fields_of(confirm), do="change"))
    assert again["level-0-office"] == [str(ministry.comms.pk)]
    assert again["reason"] == ["Shelling near the embassy"]


def test_levels_are_added_and_removed_and_nothing_is_saved(visit, ministry):
    visitor = visit("paul")
    more = fields_of(visitor.post("/regimes/declare/", 200, **crisis(visit, ministry, do="add")))
    assert (more["levels"], more["level-2-name"], more["level-2-limit"]) == (["3"], [""], ["30"])
    fewer = fields_of(visitor.post("/regimes/declare/", 200, **more, do="remove-0"))
    assert (fewer["levels"], fewer["level-0-name"]) == (["2"], ["One more"])
    assert "level-2-name" not in fewer
    assert fields_of(visitor.post("/regimes/declare/", 200, **fewer, do="remove-99"))["levels"] == ["2"]
    assert not Regime.objects.exists()


def test_a_level_with_nobody_is_refused_with_whom_to_turn_to(visit, ministry):
    """Guarantee 7."""
    typed = crisis(visit, ministry, **{"level-0-role": ["head"]})
    told = main(visit("paul").post("/regimes/declare/", 409, **typed, do="check"))
    assert "The level “Duty officer” would have nobody, or too few" in told
    assert "Ivan Petit" in told


def test_what_is_missing_is_said_beside_its_field(visit, ministry):
    typed = crisis(visit, ministry, reason=[""], **{"level-0-office": [""], "level-1-question": [""]})
    told = main(visit("paul").post("/regimes/declare/", 400, **typed, do="check"))
    assert "Say why: the reason goes on record." in told
    assert told.count("This field is required.") == 1


def test_where_nothing_could_be_submitted_is_said_beforehand(visit, ministry):
    typed = crisis(visit, ministry, **{"level-0-selector": ["country_desk"]})
    told = main(visit("paul").post("/regimes/declare/", 200, **typed, do="check"))
    assert "Nobody can be asked at “Duty officer” for drafts of: Permanent Mission in Geneva." in told


def test_a_regime_of_a_kind_that_is_none_has_no_form(visit, ministry):
    visit("paul").get("/regimes/declare/?kind=normal", 404)


def test_a_regime_is_ended_on_its_page_with_a_reason(visit, ministry):
    on = regime(ministry, begun_at=NOW)
    visitor = visit("petra")
    assert "Say why" in main(visitor.post(f"/regimes/{on.pk}/end/", 400, reason=" "))
    page = main(visitor.follow(f"/regimes/{on.pk}/end/", reason="It is quiet."))
    assert "The regime is over. Clocks go back to what they were." in page
    assert "Petra Wolf" in page
    assert "It is quiet." in page
    assert "End this regime now" not in page
    assert "This regime is over already." in main(visitor.post(f"/regimes/{on.pk}/end/", 409, reason="Again."))


def test_everyone_reads_what_is_on_what_is_to_come_and_what_is_over(visit, ministry):
    regime_level(regime(ministry), office=ministry.comms)
    regime(ministry, "caretaker", starts_at=later(5), limit=None)
    regime(ministry, scope="country", scope_value="SA", starts_at=later(-9), until=later(-2))
    told = main(visit("layla").get("/regimes/"))
    order = [
        "In force now", "Crisis regime: the whole ministry", "30 min for every level", "1 level", "To come",
        "Caretaker regime: the whole ministry", "Over", "Crisis regime: the country Saudi Arabia",
    ]  # fmt: skip
    places = [told.index(words) for words in order]
    assert places == sorted(places)
    assert "Declare a crisis" not in told
    assert "Declare a crisis" in main(visit("paul").get("/regimes/"))


def test_without_a_regime_the_page_says_that_the_normal_one_applies(visit, ministry):
    assert "None: the normal regime applies." in main(visit("layla").get("/regimes/"))


def test_a_drafts_page_says_which_regime_its_clock_follows_and_which_levels_it_added(visit, ministry):
    regime_level(regime(ministry), office=ministry.comms)
    draft = ministry.submitted()
    told = main(visit("layla").get(at(draft)))
    assert told.count("Crisis regime: 30 min") >= 1
    assert "Added by a regime" in told


def test_a_drafts_history_tells_that_a_regime_moved_its_deadline(visit, ministry):
    draft = ministry.submitted()
    crisis = regime(ministry, begun_at=NOW, next_alarm_at=NOW, starts_at=NOW)
    alarms.fire_due(at=NOW)
    told = main(visit("layla").get(at(draft)))
    assert "Crisis regime: Head of mission is due by" in told
    assert "Reason: Shelling near the embassy" in told
    Regime.objects.filter(pk=crisis.pk).update(ended_at=NOW, closed_at=NOW, next_alarm_at=NOW)
    alarms.fire_due(at=NOW)
    assert "The crisis regime is over: Head of mission is due by" in main(visit("layla").get(at(draft)))


def test_the_queue_says_which_regime_a_deadline_follows(visit, ministry):
    regime(ministry)
    ministry.submitted()
    assert "Crisis regime: 30 min" in main(visit("helen").get("/queue/"))


def test_who_writes_sees_the_route_and_the_time_under_the_regime(visit, ministry):
    regime_level(regime(ministry, "caretaker", limit=HOUR), office=ministry.comms)
    typed = {"channels": [ministry.x.pk], "text": "Open.", "language": "en", "kind": "original",
             "urgency": "routine", "variants": "0"}  # fmt: skip
    told = visit("layla").post("/drafts/check/", 200, **typed)
    assert "Duty officer" in told
    assert "1 h on the clock (caretaker regime)" in " ".join(re.sub(r"<[^>]+>", " ", told).split())
