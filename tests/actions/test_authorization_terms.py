"""The terms of a pre-authorization: what cannot hold is refused, and every fault is named by its field."""

from datetime import timedelta

import pytest

from approvals.actions import authorizations
from channels.models import Channel
from tests.actions.asking import refused
from tests.actions.authorizing import authorized, posting_of, proposed, terms
from tests.people import NOW, later


def ask(ministry, **changes):
    return authorizations.grant(
        posting_id=posting_of(ministry.helen).pk, terms=terms(ministry, **changes), by=ministry.paul, at=NOW
    )


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"channel_ids": ()}, "no_channel", "channels"),
        ({"channel_ids": (10**9,)}, "unknown_channel", "channels"),
        ({"languages": ()}, "languages_needed", "languages"),
        ({"languages": ("klingon",)}, "unknown_language", "languages"),
        ({"kinds": ()}, "kinds_needed", "kinds"),
        ({"kinds": ("original", "line")}, "kinds_needed", "kinds"),
        ({"barred_topics": ("weather",)}, "unknown_topic", "barred_topics"),
        ({"barred_countries": ("ZZ",)}, "unknown_country", "barred_countries"),
        ({"barred_countries": ("Saudi",)}, "unknown_country", "barred_countries"),
        ({"per_day": 0}, "quota_out_of_range", "per_day"),
        ({"per_week": 501}, "quota_out_of_range", "per_week"),
        ({"per_day": 5, "per_week": 4}, "week_below_day", "per_week"),
        ({"starts_at": None}, "start_needed", "starts_at"),
        ({"until": None}, "end_needed", "until"),
        ({"until": later(9).replace(tzinfo=None)}, "zone_needed", "until"),
        ({"starts_at": later(-2)}, "start_past", "starts_at"),
        ({"starts_at": later(24 * 400), "until": later(24 * 500)}, "moment_too_far", "starts_at"),
        ({"until": NOW}, "end_past", "until"),
        ({"starts_at": later(5), "until": later(5)}, "end_before_start", "until"),
        ({"until": NOW + timedelta(days=366, seconds=1)}, "longer_than_a_year", "until"),
        ({"review_limit": timedelta(minutes=14)}, "review_limit_out_of_range", "review_limit"),
        ({"review_limit": timedelta(days=31)}, "review_limit_out_of_range", "review_limit"),
        ({"review_runs_on": "moon"}, "invalid", "review_runs_on"),
        ({"halve_after": 0}, "outcomes_out_of_range", "halve_after"),
        ({"suspend_after": 101}, "outcomes_out_of_range", "suspend_after"),
        ({"halve_after": 2, "suspend_after": 2}, "halves_too_late", "halve_after"),
        ({"trust_days": 0}, "trust_days_out_of_range", "trust_days"),
        ({"trust_days": 367}, "trust_days_out_of_range", "trust_days"),
        ({"words": "x" * 2001}, "words_too_long", "words"),
        ({"words_fr": "a\x00b"}, "unusable_text", "words_fr"),
        ({"note": "x" * 501}, "words_too_long", "note"),
    ],
)
def test_what_cannot_hold_is_refused_by_its_field_and_nothing_is_granted(ministry, changes, code, field):
    with refused(code, status=400) as caught:
        ask(ministry, **changes)
    assert list(caught.value.errors) == [field]


def test_every_fault_is_named_at_once(ministry):
    with refused("no_channel") as caught:
        ask(ministry, channel_ids=(), kinds=(), per_day=0, until=None, trust_days=0)
    assert set(caught.value.errors) == {"channels", "kinds", "per_day", "until", "trust_days"}


@pytest.mark.parametrize("days", [1, 365, 366])
def test_a_year_is_not_too_long(ministry, days):
    assert ask(ministry, until=NOW + timedelta(days=days)).status == "proposed"


def test_a_channel_of_another_office_is_refused_by_name(ministry):
    with refused("channel_of_another_office", status=400) as caught:
        ask(ministry, channel_ids=(ministry.x.pk, ministry.geneva_x.pk))
    assert "X @MissionGeneva" in caught.value.sentence


def test_a_frozen_channel_is_taken_and_a_closed_one_is_not(ministry):
    Channel.objects.filter(pk=ministry.x.pk).update(state="closed")
    with refused("channel_is_closed", status=400):
        ask(ministry)
    Channel.objects.filter(pk=ministry.x.pk).update(state="frozen")
    assert ask(ministry).status == "proposed"


def test_names_are_kept_once_each_and_in_their_usual_form(ministry):
    version = ask(
        ministry, languages=("en", "pt_BR", "en"), kinds=("reply", "original", "reply"),
        barred_topics=("trade", "sanctions", "trade"), barred_countries=("sa", "CH"), words=" Only facts. ",
        channel_ids=(ministry.x.pk, ministry.mastodon.pk, ministry.x.pk),
    )  # fmt: skip
    assert (version.languages, version.kinds) == (["en", "pt-BR"], ["original", "reply"])
    assert (version.barred_topics, version.barred_countries) == (["sanctions", "trade"], ["CH", "SA"])
    assert (version.words, version.channels.count()) == ("Only facts.", 2)


def test_an_amendment_is_judged_as_a_grant_is(ministry):
    version = authorized(ministry)
    with refused("end_needed", status=400):
        authorizations.amend(
            authorization_id=version.authorization_id, terms=terms(ministry, until=None), by=ministry.paul, at=NOW
        )


def test_a_term_that_began_while_the_form_was_filled_in_is_no_fault(ministry):
    assert proposed(ministry, starts_at=later(minutes=-59)).starts_at == later(minutes=-59)
