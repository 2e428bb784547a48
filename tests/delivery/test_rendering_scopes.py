"""What messages about holds say: their scope in the reader's language, and that nothing can be published meanwhile."""

import pytest

from tests.delivery.contract import COMMON, HOLD, SCOPE
from tests.delivery.test_rendering import say


@pytest.mark.parametrize(
    ("scope", "english", "french"),
    [
        ({"scope": "everything", "scope_value": ""}, "for everything until", "janv."),
        ({"scope": "country", "scope_value": "SA"}, "the country Saudi Arabia", "Arabie saoudite"),
        ({"scope": "language", "scope_value": "ar"}, "posts in Arabic", "arabe"),
        ({"scope": "channel", "scope_value": "x:@a", "scope_name": "X @a"}, "the channel X @a", "X @a"),
        (SCOPE, "the topic Sensitive", "Sujets sensibles"),
        (SCOPE | {"scope_name_fr": ""}, "the topic Sensitive", "Sensitive"),
        ({"scope": "galaxy", "scope_value": "M31"}, "M31", "M31"),
    ],
)
def test_a_scope_is_said_in_the_readers_language(scope, english, french):
    assert english in say("hold_placed", **HOLD, **scope)
    assert french in say("hold_placed", "fr", **HOLD, **scope)


def test_a_hold_without_an_end_lasts_until_it_is_lifted():
    assert "until it is lifted" in say("hold_placed", **HOLD | SCOPE | {"until": None})


def test_what_is_cleared_under_a_hold_is_not_said_to_be_publishable():
    """Guarantee 22."""
    sentence = say("cleared", **COMMON, why="A minister is to speak first.", until=None, publish_at=None, moment=None)
    assert "on hold" in sentence
    assert "can be published" not in sentence
