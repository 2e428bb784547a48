"""The scope of a hold or a regime is checked before it is put in force: none that could match nothing."""

import pytest

from approvals import scoping
from approvals.models import Hold, Regime
from approvals.rules.scope import Scope
from tests.actions.asking import refused

HOLDS, REGIMES = Hold.Scope.values, Regime.Scope.values


def checked(scope, value="", exempt=(), offered=HOLDS):
    return scoping.checked(offered=offered, scope=scope, value=value, exempt_topics=exempt)


@pytest.mark.parametrize(
    ("scope", "value", "kept"),
    [
        ("everything", "", ""),
        ("everything", "  ", ""),
        ("country", "sa", "SA"),
        ("channel", "x:@EmbassyRiyadh", "x:@EmbassyRiyadh"),
        ("channel", "mastodon:@riyadh@social.example", "mastodon:@riyadh@social.example"),
        ("topic", "trade", "trade"),
        ("language", "ar", "ar"),
        ("language", "pt_BR", "pt-BR"),
    ],
)
def test_a_scope_is_kept_as_facts_name_it(ministry, scope, value, kept):
    assert checked(scope, value, ["sanctions"]) == Scope(scope, kept, frozenset({"sanctions"}))


@pytest.mark.parametrize(
    ("scope", "value", "code"),
    [
        ("planet", "earth", "invalid"),
        ("ministry", "", "invalid"),
        ("everything", "SA", "scope_takes_no_value"),
        ("country", "", "scope_value_needed"),
        ("topic", "   ", "scope_value_needed"),
        ("country", "FR", "scope_unknown_country"),
        ("country", "Saudi Arabia", "scope_unknown_country"),
        ("channel", "x:@Nobody", "scope_unknown_channel"),
        ("channel", "@EmbassyRiyadh", "scope_unknown_channel"),
        ("channel", "x:@embassyriyadh", "scope_unknown_channel"),
        ("topic", "Trade", "unknown_topic"),
        ("language", "xx-klingon", "unknown_language"),
        ("language", "*", "unknown_language"),
        ("country", "S\x00A", "unusable_text"),
        ("country", "\ud800", "unusable_text"),
    ],
)
def test_a_scope_that_names_what_is_not_there_is_refused(ministry, scope, value, code):
    with refused(code, status=400) as caught:
        checked(scope, value)
    assert set(caught.value.errors) <= {"scope", "scope_value"}


def test_a_regime_offers_other_scopes_than_a_hold(ministry):
    assert checked("ministry", offered=REGIMES) == Scope("ministry")
    with refused("invalid"):
        checked("language", "ar", offered=REGIMES)


def test_an_exemption_names_topics_of_the_ministry(ministry):
    with refused("unknown_topic", status=400) as caught:
        checked("everything", exempt=["trade", "weather"])
    assert "weather" in caught.value.sentence
    assert set(caught.value.errors) == {"exempt_topics"}


def test_a_topic_cannot_be_meant_and_exempt_at_once(ministry):
    with refused("scope_exempts_itself"):
        checked("topic", "trade", ["trade"])


@pytest.mark.parametrize("value", ["x" * 100_000, "\u202eSA", "S A", "SA; DROP TABLE"])
def test_what_no_place_is_called_is_said_back_shortened(ministry, value):
    with refused("scope_unknown_country") as caught:
        checked("country", value)
    assert len(caught.value.sentence) < 200
