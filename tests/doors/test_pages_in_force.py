"""Holds and regimes in force stand on every page of whomever they may touch, with scope, reason, since and until."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Hold, Regime, Topic
from tests.doors.pages import Visitor, main
from tests.people import NOW, later, person, post

YESTERDAY = NOW - timedelta(days=1)


def hold(ministry, scope="everything", value="", **more):
    fields = {"reason": "A minister is to speak first.", "placed_by": ministry.paul, "placed_at": YESTERDAY} | more
    return Hold.objects.create(scope=scope, scope_value=value, **fields)


def regime(ministry, scope="ministry", value="", **more):
    fields = {"kind": "crisis", "reason": "Missiles over Riyadh.", "declared_by": ministry.paul}
    fields |= {"declared_at": YESTERDAY, "starts_at": YESTERDAY} | more
    return Regime.objects.create(scope=scope, scope_value=value, **fields)


def test_whoever_is_touched_reads_what_is_held_why_since_when_until_when_and_what_is_exempt(visit, ministry):
    hold(ministry, until=later(3), exempt_topics=["trade"])
    said = main(visit("layla").get("/"))
    assert "On hold: everything" in said
    assert "A minister is to speak first." in said
    assert "Since Sun 13 Sept 2026, 12:00" in said
    assert "Until Mon 14 Sept 2026, 15:00" in said
    assert "Exempt: Trade" in said


def test_a_hold_without_an_end_says_that_it_lasts_until_it_is_lifted(visit, ministry):
    hold(ministry)
    assert "Until it is lifted" in main(visit("layla").get("/"))


@pytest.mark.parametrize(
    ("scope", "value", "words"),
    [
        ("country", "SA", "the country Saudi Arabia"),
        ("channel", "x:@EmbassyRiyadh", "the channel X @EmbassyRiyadh"),
        ("topic", "trade", "the topic Trade"),
        ("language", "ar", "posts in Arabic"),
    ],
)
def test_each_scope_is_said_in_words(visit, ministry, scope, value, words):
    hold(ministry, scope, value)
    assert f"On hold: {words}" in main(visit("layla").get("/queue/"))


@pytest.mark.parametrize(
    ("scope", "value", "readers"),
    [
        # Whoever sits at headquarters, and whoever asks of every office, is asked about Riyadh, too.
        ("country", "SA", {"layla", "helen", "dana", "mina", "paul", "rita"}),
        ("channel", "x:@EmbassyRiyadh", {"layla", "helen", "dana", "mina", "paul", "rita"}),
        ("topic", "trade", {"layla", "helen", "dana", "mina", "paul", "rita", "gil", "ivan"}),
        ("everything", "", {"layla", "helen", "dana", "mina", "paul", "rita", "gil", "ivan"}),
    ],
)
def test_what_touches_one_country_or_channel_is_shown_there_and_at_headquarters(visit, ministry, scope, value, readers):
    hold(ministry, scope, value)
    everyone = {"layla", "helen", "dana", "mina", "paul", "rita", "gil", "ivan"}
    # Gil reads French.
    said = ("On hold", "Publication suspendue")
    shown = {name: main(visit(name).get("/delays/")) for name in everyone}
    assert {name for name, page in shown.items() if any(words in page for words in said)} == readers


def test_an_author_on_leave_for_whom_nobody_acts_is_still_shown_what_holds_everything(visit, ministry):
    hold(ministry)
    idle = person("idle", "Ida Low")
    post(idle, ministry.riyadh, "author", ends_at=later(-1))
    assert "On hold" in main(Visitor(idle).get("/"))


def test_a_regime_is_shown_with_its_kind(visit, ministry):
    regime(ministry, "country", "SA")
    said = main(visit("layla").get("/"))
    assert "Crisis regime: the country Saudi Arabia" in said
    assert "Missiles over Riyadh." in said
    assert "Until it is ended" in said
    assert "Missiles over Riyadh." not in main(visit("gil").get("/"))


@pytest.mark.parametrize(
    "times",
    [
        {"until": NOW},
        {"until": later(5), "lifted_at": NOW},
        {"lifted_at": later(-1)},
        {"placed_at": later(1)},
    ],
)
def test_what_is_over_or_has_not_begun_is_not_shown(visit, ministry, times):
    hold(ministry, **times)
    assert "On hold" not in main(visit("layla").get("/"))


@pytest.mark.parametrize("times", [{"until": NOW}, {"ended_at": NOW}, {"starts_at": later(1)}])
def test_a_regime_that_is_over_or_has_not_begun_is_not_shown(visit, ministry, times):
    regime(ministry, **times)
    assert "Crisis regime" not in main(visit("layla").get("/"))


def test_the_frame_costs_two_queries_more_for_a_person_and_two_for_topics_and_countries(visit, ministry):
    """However many are in force; and none for whoever is not signed in."""
    reader, stranger = visit("layla"), Visitor()
    reader.get("/")
    with CaptureQueriesContext(connection) as quiet:
        reader.get("/")
    asked = [query["sql"] for query in quiet if "approvals_hold" in query["sql"] or "approvals_regime" in query["sql"]]
    assert len(asked) == 2
    for number in range(20):
        Topic.objects.create(slug=f"topic-{number}", name=f"Topic {number}")
        hold(ministry, "topic", f"topic-{number}", exempt_topics=["trade"])
        regime(ministry, "country", "SA")
    with CaptureQueriesContext(connection) as busy:
        reader.get("/")
    # The names of topics, and the countries and channels of one's own offices.
    assert len(busy) == len(quiet) + 2
    with CaptureQueriesContext(connection) as anonymous:
        stranger.get("/sign-in/")
    assert not [query for query in anonymous if "approvals_" in query["sql"]]


def test_a_reason_is_shown_as_it_was_written_and_runs_nothing(visit, ministry):
    hold(ministry, reason="<script>alert(1)</script> & more")
    page = visit("layla").get("/")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_of_many_the_first_four_are_shown_and_the_rest_are_counted(visit, ministry):
    for number in range(6):
        hold(ministry, reason=f"Reason {number}.")
    said = main(visit("layla").get("/queue/"))
    assert said.count("On hold: everything") == 4
    assert "2 more in force" in said
