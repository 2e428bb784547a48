"""An approver may ask another office to concur, which the draft waits for, or to comment, which it does not."""

from datetime import timedelta

import pytest

from accounts.models import Posting, Role
from approvals import access
from approvals.actions import alarms, commenting, concur, move
from approvals.models import Delay, Step
from tests.actions.asking import (
    approve,
    enforce_levels,
    flight,
    hash_of,
    kinds,
    open_levels,
    publish_on_x,
    refused,
    request_changes,
    steps,
    told,
)
from tests.people import HOUR, fresh, later, post


@pytest.fixture
def draft(ministry):
    return flight(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Minister's office", 2, Role.APPROVER, ministry.minister, {}),
    )


def asked(ministry, **changes):
    given = {"office_id": ministry.comms.pk, "question": "Is the name right?", "limit": HOUR}
    given["reason"] = "It was changed."
    return concur.Request(**given | changes)


def ask(ministry, draft, by=None, *, call=concur.ask_to_concur, at=None, revision=None, **changes):
    revision = hash_of(draft) if revision is None else revision
    request = asked(ministry, **changes)
    return call(draft_id=draft.pk, by=by or ministry.dana, revision=revision, request=request, at=at or later(1))


def to_comment(ministry, draft, **changes):
    return ask(ministry, draft, call=concur.ask_to_comment, **changes)


def test_nothing_passes_before_the_office_asked_concurs(ministry, draft):
    """Guarantee 8."""
    ask(ministry, draft)
    approve(draft, ministry.dana, at=later(1))
    assert open_levels(draft) == ["Communications"]
    approve(draft, ministry.carla, at=later(1))
    assert open_levels(draft) == ["Minister's office"]
    approve(draft, ministry.mina, at=later(1))
    publish_on_x(ministry, draft, at=later(2))
    assert fresh(draft).state == "published"


def test_the_step_is_part_of_the_route_with_its_reason_and_who_asked(ministry, draft):
    ask(ministry, draft)
    step = steps(draft)["Communications"]
    assert (step.origin, step.mode, step.asked_by, step.reason) == (
        "concurrence", "approve", ministry.dana, "It was changed.",
    )  # fmt: skip
    assert (step.position, step.opened_at, step.due_at) == (1, later(1), later(2))
    assert "concurrence_asked" in kinds(draft)
    assert told("awaiting") == ["carla", "dana", "dirk"]
    assert draft in access.visible(ministry.carla, at=later(1))


def test_its_clock_flags_a_delay_of_its_own(ministry, draft):
    ask(ministry, draft)
    alarms.fire_due(at=later(2))
    assert Delay.objects.get().office == ministry.comms


def test_a_mission_is_asked_through_its_head(ministry, draft):
    ask(ministry, draft, office_id=ministry.geneva.pk)
    assert steps(draft)[ministry.geneva.name].role == Role.HEAD


def test_whoever_is_asked_to_concur_may_request_changes_but_not_reject(ministry, draft):
    ask(ministry, draft)
    request_changes(draft, ministry.carla, at=later(1))
    assert fresh(draft).state == "changes_requested"


def test_a_comment_holds_nothing_up(ministry, draft):
    to_comment(ministry, draft)
    assert told("comment_asked") == ["carla"]
    approve(draft, ministry.dana, at=later(1))
    approve(draft, ministry.mina, at=later(1))
    assert fresh(draft).state == "cleared"
    assert steps(draft)["Communications"].status == "closed"
    publish_on_x(ministry, draft, at=later(2))


def test_the_first_comment_from_there_is_the_answer(ministry, draft):
    to_comment(ministry, draft)
    commenting.comment(draft_id=draft.pk, by=ministry.dirk, text="What do they say?", at=later(1))
    assert steps(draft)["Communications"].status == "open"
    commenting.comment(draft_id=draft.pk, by=ministry.carla, text="It is right.", at=later(1, minutes=10))
    assert steps(draft)["Communications"].status == "answered"
    assert kinds(draft)[-2:] == ["commented", "concurrence_answered"]
    assert "dana" in told("commented")


def test_who_wrote_the_draft_does_not_answer_for_the_office_that_is_asked(ministry, draft):
    """Guarantee 4."""
    post(ministry.layla, ministry.comms, Role.APPROVER)
    to_comment(ministry, draft)
    commenting.comment(draft_id=draft.pk, by=ministry.layla, text="It is right.", at=later(1))
    assert steps(draft)["Communications"].status == "open"


def test_whoever_is_asked_for_a_comment_decides_nothing(ministry, draft):
    to_comment(ministry, draft)
    with refused("not_asked"):
        approve(draft, ministry.carla, at=later(1))


def test_a_late_comment_is_flagged_and_its_answer_resolves_the_delay(ministry, draft):
    to_comment(ministry, draft)
    alarms.fire_due(at=later(2))
    assert Delay.objects.get().resolved_at is None
    commenting.comment(draft_id=draft.pk, by=ministry.carla, text="It is right.", at=later(3))
    assert Delay.objects.get().resolved_at == later(3)


def test_only_who_can_decide_now_may_ask(ministry, draft):
    for someone, code in [(ministry.mina, "not_asked"), (ministry.layla, "not_asked"), (ministry.paul, "not_asked")]:
        with refused(code):
            ask(ministry, draft, someone)


def test_whoever_asks_names_the_revision_that_was_read(ministry, draft):
    """Guarantee 3."""
    with refused("stale_revision", status=409):
        ask(ministry, draft, revision="0" * 64)
    with refused("revision_empty", status=400):
        ask(ministry, draft, revision="")


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"question": " "}, "question_needed", 400),
        ({"reason": ""}, "ask_reason_needed", 400),
        ({"question": "?" * 201}, "too_large", 413),
        ({"reason": "?" * 501}, "too_large", 413),
        ({"question": "a\0b"}, "unusable_text", 400),
        ({"limit": timedelta()}, "ask_limit_unusable", 400),
        ({"limit": timedelta(days=31)}, "ask_limit_unusable", 400),
        ({"office_id": 0}, "unknown_office", 400),
    ],
)
def test_a_request_that_cannot_be_answered_is_refused(ministry, draft, changes, code, status):
    with refused(code, status=status):
        ask(ministry, draft, **changes)


def test_an_office_where_nobody_could_answer_is_not_asked(ministry, draft):
    """Guarantee 7."""
    Posting.objects.filter(user=ministry.carla).update(ends_at=later(1))
    with refused("ask_unstaffed", status=400):
        ask(ministry, draft)


def test_an_office_that_has_been_asked_is_not_asked_twice_at_once(ministry, draft):
    ask(ministry, draft)
    with refused("asked_already", status=409):
        to_comment(ministry, draft)
    with refused("asked_already", status=409):
        ask(ministry, draft, office_id=ministry.desk.pk)


def test_who_is_asked_to_concur_is_still_there_for_a_level_to_come(ministry, draft):
    """Guarantees 5, 7."""
    with refused("level_unstaffed", status=409):
        ask(ministry, draft, office_id=ministry.minister.pk)


def test_a_route_does_not_grow_without_end(ministry, draft):
    for _ in range(concur.MOST_ASKED):
        to_comment(ministry, draft)
        Step.objects.filter(origin="concurrence").update(status="closed", closed_at=later(1), next_alarm_at=None)
    with refused("asked_too_often", status=409):
        to_comment(ministry, draft)


def moved(ministry, draft):
    """Move the draft to a new version of its policy, which has the same levels."""
    enforce_levels(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Minister's office", 2, Role.APPROVER, ministry.minister, {}),
    )
    return move.move(draft_id=draft.pk, by=ministry.paul, reason="Shorter.", at=later(2))


def test_a_draft_that_is_moved_still_waits_for_whom_it_asked(ministry, draft):
    """Guarantees 7, 8."""
    ask(ministry, draft)
    approve(draft, ministry.dana, at=later(1))
    moved(ministry, draft)
    step = steps(draft)["Communications"]
    assert (step.status, step.asked_by, step.reason) == ("open", ministry.dana, "It was changed.")
    assert open_levels(draft) == ["Communications"]
    approve(draft, ministry.carla, at=later(3))
    assert open_levels(draft) == ["Minister's office"]


def test_what_was_concurred_in_is_kept_when_the_draft_is_moved(ministry, draft):
    ask(ministry, draft)
    approve(draft, ministry.carla, at=later(1))
    moved(ministry, draft)
    assert open_levels(draft) == ["Desk"]
    assert steps(draft)["Communications"].status == "passed"
