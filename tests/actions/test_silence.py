"""The silence procedure: a level passes at its deadline unless somebody speaks, and who could have is on record."""

import pytest

from accounts.models import Posting, Role
from approvals.actions import alarms, away
from approvals.models import Delay, Event, LevelEscalation, Step
from tests.actions.asking import (
    approve,
    enforce,
    flight,
    kinds,
    new_version,
    open_levels,
    publish_on_x,
    refused,
    reject,
    request_changes,
    steps,
    told,
)
from tests.actions.declaring import declared, ended
from tests.people import HOUR, fresh, later, level, post

SILENT = {"mode": "silence"}


def to_the_minister(ministry, **fields):
    """Return a draft whose only level is the minister's office, by the silence procedure, four hours."""
    return flight(ministry, ("Minister's office", 1, Role.APPROVER, ministry.minister, SILENT), **fields)


def leave(person, at):
    Posting.objects.filter(user=person).update(ends_at=at)


def test_silence_passes_at_its_deadline_and_not_before(ministry):
    """Guarantee 17."""
    draft = to_the_minister(ministry)
    alarms.fire_due(at=later(4, seconds=-1))
    assert fresh(draft).state == "in_review"
    alarms.fire_due(at=later(4))
    assert fresh(draft).state == "cleared"
    assert steps(draft)["Minister's office"].status == "silent"
    assert kinds(draft)[-3:] == ["reminded", "silence_passed", "cleared"]
    assert not Delay.objects.exists()


def test_who_could_have_spoken_is_on_record_with_the_text_that_passed(ministry):
    """Guarantee 1."""
    post(ministry.carla, ministry.minister, Role.APPROVER)
    draft = to_the_minister(ministry)
    alarms.fire_due(at=later(5))
    said = Event.objects.get(kind="silence_passed").data
    assert said["could_have_spoken"] == sorted([ministry.carla.pk, ministry.mina.pk])
    assert said["revision"] == draft.revision.hash


def test_a_draft_that_passed_by_silence_is_published(ministry):
    """Guarantee 1."""
    draft = to_the_minister(ministry)
    alarms.fire_due(at=later(4))
    publish_on_x(ministry, draft, at=later(5))
    assert fresh(draft).state == "published"


def test_a_silence_that_is_not_on_record_publishes_nothing(ministry):
    """Guarantee 1."""
    draft = to_the_minister(ministry)
    alarms.fire_due(at=later(4))
    Step.objects.filter(draft=draft).update(status="closed")
    with refused("content_changed"):
        publish_on_x(ministry, draft, at=later(5))
    other = ministry.submitted("Another post.")
    approve(other, ministry.mina)
    Step.objects.filter(draft=other).update(status="silent")
    publish_on_x(ministry, other, at=later(5), url="https://x.com/EmbassyRiyadh/status/99")
    third = ministry.submitted("A third post.")
    approve(third, ministry.mina)
    Step.objects.filter(draft=third).update(status="passed", mode="comment")
    with refused("content_changed"):
        publish_on_x(ministry, third, at=later(5), url="https://x.com/EmbassyRiyadh/status/98")


@pytest.mark.parametrize("speak", [request_changes, reject])
def test_whoever_speaks_breaks_the_silence(ministry, speak):
    draft = to_the_minister(ministry)
    speak(draft, ministry.mina, at=later(3))
    alarms.fire_due(at=later(5))
    assert fresh(draft).state in ("changes_requested", "rejected")
    assert "silence_passed" not in kinds(draft)


def test_an_approval_ends_the_silence_at_once(ministry):
    draft = to_the_minister(ministry)
    approve(draft, ministry.mina, at=later(1))
    assert fresh(draft).state == "cleared"
    assert steps(draft)["Minister's office"].status == "passed"


def test_the_silence_of_those_who_are_away_is_no_consent(ministry):
    """Guarantee 7."""
    draft = to_the_minister(ministry)
    away.leave(
        user_id=ministry.mina.pk, starts_at=later(1), ends_at=later(9), covers=(), by=ministry.mina, at=later(0.5)
    )
    alarms.fire_due(at=later(4))
    assert open_levels(draft) == ["Minister's office"]
    assert kinds(draft)[-1] == "silence_void"


def test_the_silence_of_nobody_is_no_consent(ministry):
    """Guarantee 7."""
    draft = to_the_minister(ministry)
    leave(ministry.mina, later(2))
    alarms.fire_due(at=later(4))
    assert fresh(draft).state == "in_review"
    assert open_levels(draft) == ["Minister's office"]
    assert Delay.objects.get().step == steps(draft)["Minister's office"]
    assert kinds(draft)[-1] == "silence_void"
    assert told("unstaffed") == ["layla", "paul", "petra"]


def test_a_silence_that_was_void_needs_an_approval_and_never_passes_by_itself(ministry):
    """Guarantees 7, 18."""
    draft = to_the_minister(ministry)
    leave(ministry.mina, later(2))
    for hours in (4, 5, 6):
        alarms.fire_due(at=later(hours))
    post(ministry.carla, ministry.minister, Role.APPROVER)
    alarms.fire_due(at=later(7))
    assert kinds(draft).count("silence_void") == 1
    assert fresh(draft).state == "in_review"
    approve(draft, ministry.carla, at=later(8))
    assert fresh(draft).state == "cleared"
    assert Delay.objects.get().resolved_at == later(8)


def test_a_void_silence_goes_on_to_its_escalations(ministry):
    version = new_version(ministry)
    minister = level(version, 1, "Minister's office", "minister", Role.APPROVER, mode="silence")
    LevelEscalation.objects.create(
        level=minister, rung=1, after=HOUR, selector="office", office=ministry.comms, role=Role.APPROVER
    )
    enforce(ministry, version)
    draft = ministry.submitted()
    leave(ministry.mina, later(1))
    alarms.fire_due(at=later(4))
    alarms.fire_due(at=later(5))
    assert kinds(draft)[-2:] == ["silence_void", "escalated"]
    assert told("escalated") == ["carla"]


def test_the_authors_own_silence_does_not_count(ministry):
    """Guarantee 4."""
    post(ministry.layla, ministry.minister, Role.APPROVER)
    draft = to_the_minister(ministry)
    leave(ministry.mina, later(1))
    alarms.fire_due(at=later(4))
    assert fresh(draft).state == "in_review"


def test_silence_passes_beside_a_level_that_must_approve_and_waits_for_it(ministry):
    """Guarantee 8."""
    draft = flight(
        ministry,
        ("Minister's office", 1, Role.APPROVER, ministry.minister, SILENT),
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Communications", 2, Role.APPROVER, ministry.comms, SILENT),
    )
    alarms.fire_due(at=later(4))
    assert open_levels(draft) == ["Desk"]
    approve(draft, ministry.dana, at=later(5))
    assert open_levels(draft) == ["Communications"]
    assert steps(draft)["Communications"].due_at == later(9)
    alarms.fire_due(at=later(9))
    assert fresh(draft).state == "cleared"


def test_a_moment_that_comes_with_the_deadline_ends_the_draft_first(ministry):
    draft = to_the_minister(ministry, moment=later(4))
    alarms.fire_due(at=later(4))
    assert fresh(draft).state == "expired"


def test_those_asked_are_told_that_their_silence_counts(ministry):
    to_the_minister(ministry)
    assert told("silence") == ["mina"]
    assert told("awaiting") == []


def test_a_silence_reminds_before_it_passes(ministry):
    draft = to_the_minister(ministry)
    alarms.fire_due(at=later(3))
    assert kinds(draft)[-1] == "reminded"
    assert told("reminder") == ["mina"]


def silent_under(ministry, **regime):
    """Return a draft whose one level, by silence, opened under a caretaker regime: it has a day, not four hours."""
    caretaker = declared(ministry, "caretaker", limit=24 * HOUR, **regime)
    return to_the_minister(ministry), caretaker


def test_silence_is_not_cut_short_because_a_regime_is_over(ministry):
    """Guarantee 8."""
    draft, caretaker = silent_under(ministry)
    ended(ministry, caretaker, at=later(6))
    alarms.fire_due(at=later(24, seconds=-1))
    step = steps(draft)["Minister's office"]
    assert (step.status, step.due_at, told("clock_moved")) == ("open", later(24), [])
    alarms.fire_due(at=later(24))
    assert fresh(draft).state == "cleared"


def test_a_regime_that_gives_less_time_gives_it_to_a_silence_that_was_given_more(ministry):
    draft, caretaker = silent_under(ministry)
    ended(ministry, caretaker, at=later(6))
    crisis = declared(ministry, at=later(7))
    assert steps(draft)["Minister's office"].due_at == later(7) + HOUR / 2
    ended(ministry, crisis, at=later(7, minutes=10))
    alarms.fire_due(at=later(7, minutes=20))
    assert fresh(draft).state == "in_review"
