"""A condition is read as a sentence, by whoever has never seen its form."""

import pytest
from django.utils import translation
from hypothesis import given

from approvals.rules.conditions import FIELDS, faults
from approvals.rules.normal_form import normal
from approvals.web.condition_sentences import PHRASES, sentence, spoken
from approvals.web.conditions import Vocabulary
from tests.rules.facts import asks
from tests.rules.test_conditions import CONDITION

NAMES = {"topic": {"sanctions": "Sanctions", "culture": "Culture", "education": "Education"},
         "urgency": {"urgent": "Urgent", "crisis": "Crisis"}}  # fmt: skip
SANCTIONS, REPOST, URGENT = asks("topic", "sanctions"), asks("kind", "repost"), asks("urgency", "urgent")
SOFT = asks("topic", "culture", "education")


def names(field):
    return NAMES.get(field, {})


def say(condition):
    return sentence(normal(condition), names)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({}, "always"),
        (SANCTIONS, "when the topic is Sanctions"),
        (SOFT, "when the topic is Culture or Education"),
        ({"not": SANCTIONS}, "when the topic is not Sanctions"),
        ({"not": SOFT}, "when the topic is none of Culture, Education"),
        ({"not": {"not": SOFT}}, "when the topic is Culture or Education"),
        ({"any": [SANCTIONS, REPOST]}, "when the topic is Sanctions or the post is a repost"),
        ({"all": [URGENT, {"not": SANCTIONS}]}, "when the urgency is Urgent and the topic is not Sanctions"),
        (
            {"all": [URGENT, {"not": SOFT}]},
            "when the urgency is Urgent, and the topic is none of Culture, Education",
        ),
        ({"not": {"any": [URGENT, REPOST]}}, "when the urgency is not Urgent and the post is not a repost"),
        (
            {"all": [URGENT, {"any": [SANCTIONS, REPOST]}]},
            "when the urgency is Urgent, and (the topic is Sanctions or the post is a repost)",
        ),
        ({"all": [URGENT, {"all": [SANCTIONS]}]}, "when the urgency is Urgent and the topic is Sanctions"),
        ({"any": [URGENT, {}]}, "always"),
        ({"all": [URGENT, {"not": {"any": [REPOST, {}]}}]}, "never"),
        (asks("audience", "host"), "when the audience is the public of the host country"),
        (asks("topic", "castles"), "when the topic is castles"),
    ],
)
def test_a_condition_is_a_sentence(condition, said):
    assert say(condition) == said


def test_groups_within_groups_are_a_list_when_they_are_many():
    deep = {"any": [{"all": [URGENT, {"any": [SANCTIONS, SOFT, asks("office", "RUH")]}]}, REPOST]}
    told = spoken(normal(deep), names)
    assert told.lead == "when one of these holds:"
    assert [(line.sentence, line.lines) for line in told.lines] == [
        (
            (
                "the urgency is Urgent, and (the topic is Sanctions, or the topic is Culture or Education, "
                "or the office is RUH)"
            ),
            [],
        ),
        ("the post is a repost", []),
    ]
    deeper = spoken(normal({"all": [deep, {"any": [deep, asks("language", "ar")]}, asks("country", "SA")]}), names)
    assert deeper.lead == "when all of these hold:"
    assert [line.lead for line in deeper.lines] == ["one of these:", "one of these:", ""]
    assert spoken(normal({"any": [SANCTIONS, REPOST]}), names).lines == []


def test_every_field_that_can_be_asked_has_its_phrases():
    assert set(PHRASES) == set(FIELDS)
    for field in FIELDS:
        assert say({"not": asks(field, "a", "b")}).endswith(" a, b")


@given(CONDITION)
def test_every_condition_can_be_said_and_its_lines_say_no_less(condition):
    if faults(condition):
        return
    told = spoken(normal(condition), names)
    assert told.sentence.startswith(("when ", "always", "never"))
    assert bool(told.lead) == bool(told.lines)


def test_values_are_listed_as_the_readers_language_lists_them():
    with translation.override("fr"):
        assert "Culture ou Education" in say(SOFT)
        assert "Culture et Education" in say({"not": SOFT})


def test_names_are_those_of_the_register_and_of_the_reader(ministry):
    words = Vocabulary()
    assert words.sentence(asks("country", "SA")) == "when the country is Saudi Arabia"
    assert words.sentence(asks("channel", "x:@EmbassyRiyadh")) == "when the channel is X @EmbassyRiyadh"
    with translation.override("fr"):
        assert "Arabie saoudite" in Vocabulary().sentence(asks("country", "SA"))


def test_what_is_no_condition_is_said_to_be_none():
    assert "not in the form that conditions have" in Vocabulary().sentence({"castle": 1})
