"""Every kind of message belongs to a group that people understand, and a crisis is a group of its own."""

import pytest
from django.db import IntegrityError, transaction

from notifications.groups import BY_CODE, CHANGEABLE, GROUPS, group_of
from notifications.models import GROUP_LENGTH, EmailChoice, When
from notifications.wording import KINDS

SAID = {kind.partition(".")[0] for kind in KINDS}
PLACE = "notifications/groups.py, in `kinds` of the one group that people would look for it under"


def test_no_kind_is_left_out():
    missing = sorted(SAID - {kind for group in GROUPS for kind in group.kinds})
    assert missing == [], f"Nobody can choose how they are told of {missing}: add each to {PLACE}."


def test_no_kind_is_in_two_groups():
    placed = [kind for group in GROUPS for kind in group.kinds]
    twice = sorted({kind for kind in placed if placed.count(kind) > 1})
    assert twice == [], f"{twice} stand in several groups: leave each in {PLACE}."


def test_no_group_names_a_kind_that_says_nothing():
    unsaid = sorted({kind for group in GROUPS for kind in group.kinds} - SAID)
    assert unsaid == [], f"{unsaid} have no sentence in notifications/wording*.py: take them out of {PLACE}."


def test_the_groups_are_few_and_named_apart():
    assert len(GROUPS) == len(BY_CODE) == len({str(group.name) for group in GROUPS}) == 12
    assert all(len(code) <= GROUP_LENGTH for code in BY_CODE)


@pytest.mark.parametrize(
    ("kind", "params", "code"),
    [
        ("awaiting", {"urgency": "routine"}, "decisions"),
        ("awaiting", {"urgency": "urgent"}, "decisions"),
        ("awaiting", {"urgency": "crisis"}, "duty"),
        ("commented", {"urgency": "crisis"}, "duty"),
        ("regime_on", {"regime": "crisis"}, "duty"),
        ("regime_on", {"regime": "caretaker"}, "rules"),
        ("clock_moved", {"regime": "crisis"}, "duty"),
        ("reminder", {}, "reminders"),
        ("reminder", "crisis", "reminders"),
        ("of tomorrow", {}, "decisions"),
    ],
)
def test_a_crisis_is_a_crisis_whatever_the_kind(kind, params, code):
    assert group_of(kind, params).code == code


def test_what_awaits_a_decision_or_is_late_comes_at_once_unless_one_chooses_otherwise():
    at_once = {group.code for group in GROUPS if group.default == When.AT_ONCE}
    assert at_once >= {"decisions", "reminders", "delays", "duty"}
    assert "duty" not in {group.code for group in CHANGEABLE}


@pytest.mark.parametrize(
    "wrong", [{"group": "duty"}, {"when": "weekly"}, {"when": ""}], ids=["duty", "no choice", "empty"]
)
def test_the_database_itself_refuses_a_choice_that_cannot_be(desk, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailChoice.objects.create(**{"user": desk, "group": "news", "when": "never"} | wrong)
