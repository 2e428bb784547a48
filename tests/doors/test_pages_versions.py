"""One version on its page: what it changes, when it takes effect, and that called off."""

import pytest

from approvals.actions import alarms
from approvals.models import PolicyVersion
from tests.actions.asking import enforce, new_version
from tests.actions.test_enact import proposed, scheduled
from tests.doors.pages import main
from tests.people import later, level


def address(ministry, number, verb=""):
    return f"/policies/{ministry.policy.pk}/versions/{number}/" + (f"{verb}/" if verb else "")


def test_a_version_says_what_it_changes_in_the_one_in_force(visit, ministry):
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", "head", hours=2)
    level(version, 2, "Desk", "country_desk", "approver", hours=8, remind_before=None)
    told = main(visit("petra").get(address(ministry, 2)))
    assert "What it changes in version 1" in told
    for sentence in (
        "Level 3, Minister's office, is removed.", "Head of mission: time limit 4 h on the clock → 2 h on the clock.",
        "Desk: the reminder is removed: 1 h before the limit.",
        "Desk: Approver, Communications is no longer turned to 1 h after the deadline.",
    ):  # fmt: skip
        assert sentence in told


def test_any_two_versions_are_compared(visit, ministry):
    for hours in (2, 3):
        version = new_version(ministry)
        level(version, 1, "Head of mission", "own_office", "head", hours=hours)
        enforce(ministry, version)
    reader = visit("layla")
    assert "Head of mission: time limit 2 h on the clock → 3 h on the clock." in main(reader.get(address(ministry, 3)))
    against_first = main(reader.get(address(ministry, 3) + "?against=1"))
    assert "What it changes in version 1" in against_first
    assert "Level 2, Desk, is removed." in against_first
    assert "What it changes in version 3" in main(reader.get(address(ministry, 2) + "?against=3"))
    for odd in ("9", "x", "-1", "²", "3" * 40):
        assert "What it changes in version 2" in main(reader.get(address(ministry, 3) + f"?against={odd}"))
    first = main(reader.get(address(ministry, 1)))
    assert "There was none before this one. Compare with Version 3: In force Version 2: Superseded" in first


def test_a_version_is_scheduled_for_an_instant_in_the_officer_s_own_zone(visit, ministry):
    proposed(ministry)
    reader = visit("petra")
    assert "In your time zone, America/Toronto" in main(reader.get(address(ministry, 2)))
    told = main(reader.get(reader.post(address(ministry, 2, "enact"), takes_effect_at="2026-09-20T08:00")))
    assert "The version takes effect at its instant." in told
    assert "Petra Wolf decided that this version takes effect on" in told
    assert "Sun 20 Sep" in told
    version = PolicyVersion.objects.get(number=2)
    assert (version.status, version.takes_effect_at.isoformat()) == ("scheduled", "2026-09-20T12:00:00+00:00")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-09-01T08:00", "This time has passed already."),
        ("2036-09-01T08:00", "more than two years ahead"),
        ("soon", "Give a day and a time"),
        ("2027-03-14T02:30", "this time does not exist there"),
    ],
)
def test_an_instant_that_cannot_be_is_refused_beside_its_field(visit, ministry, typed, sentence):
    proposed(ministry)
    page = visit("petra").post(address(ministry, 2, "enact"), 400, takes_effect_at=typed)
    assert sentence in main(page)
    assert f'value="{typed}"' in page
    assert PolicyVersion.objects.get(number=2).status == "proposed"


def test_a_scheduled_version_is_called_off_for_a_reason(visit, ministry):
    scheduled(ministry)
    reader = visit("paul")
    assert "Say why: the reason goes on record." in main(reader.post(address(ministry, 2, "call-off"), 400, reason=" "))
    told = main(reader.follow(address(ministry, 2, "call-off"), reason="Not before the election."))
    assert "It is called off." in told
    assert PolicyVersion.objects.get(number=2).status == "proposed"


def test_a_blocked_version_says_so_and_why(visit, ministry, time_machine):
    """Guarantee 7."""
    scheduled(ministry, until=later(2))
    ministry.carla.postings.update(ends_at=later(1))
    alarms.fire_due(at=later(2))
    reader = visit("petra")
    time_machine.move_to(later(3), tick=False)
    told = main(reader.get(address(ministry, 2)))
    assert "Blocked: it could not take effect on" in told
    assert "Not enough people hold this role there now" in told
    assert "Put this version in force" in told
    assert "Version 2: Enacted, not yet in effect" in main(visit("layla").get("/policies/"))


def test_a_reader_who_is_no_officer_sees_no_buttons(visit, ministry):
    scheduled(ministry)
    told = main(visit("layla").get(address(ministry, 2)))
    assert "Call it off" not in told
    assert "Takes effect" in told
