"""Saved views: a filter under a name, one's own, at most so many, one of them shown first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import saved_views
from approvals.models import SavedView
from approvals.narrowing import Narrowing
from tests.actions.asking import refused
from tests.people import NOW


def save(person, name="Crises", query="urgency=crisis", *, at=NOW):
    return saved_views.save(name=name, query=query, by=person, at=at)


def test_a_filter_is_kept_in_its_one_form_under_its_name(ministry):
    view = save(ministry.helen, "  My   desk ", "q=trade&office=RUH&nonsense=1&level=")
    assert (view.name, view.query, view.is_default) == ("My desk", "office=RUH&q=trade", False)


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        ("", "urgency=crisis", "view_name_needed"),
        (" \n ", "urgency=crisis", "view_name_needed"),
        ("x" * 41, "urgency=crisis", "view_name_too_long"),
        ("a\x00b", "urgency=crisis", "unusable_text"),
        ("All", "", "view_shows_everything"),
        ("All", "urgency=never&page=2", "view_shows_everything"),
        ("CRISES", "urgency=urgent", "view_repeated"),
    ],
)
def test_what_is_no_view_is_refused(ministry, name, query, code):
    save(ministry.helen)
    with refused(code):
        save(ministry.helen, name, query)


def test_two_people_may_use_the_same_name(ministry):
    assert save(ministry.helen).person != save(ministry.dana).person


def test_a_person_keeps_twenty_and_no_more(ministry):
    for number in range(20):
        save(ministry.helen, f"View {number}")
    with refused("too_many_views"):
        save(ministry.helen, "One more")
    saved_views.delete(view_id=ministry.helen.saved_views.first().pk, by=ministry.helen)
    assert save(ministry.helen, "One more").pk


def test_a_view_is_renamed_also_to_another_case_of_its_name(ministry):
    view = save(ministry.helen)
    assert saved_views.rename(view_id=view.pk, name="crises", by=ministry.helen).name == "crises"
    save(ministry.helen, "Mine")
    with refused("view_repeated"):
        saved_views.rename(view_id=view.pk, name="mine", by=ministry.helen)


def test_one_view_is_shown_first_and_then_another_and_then_none(ministry):
    one, other = save(ministry.helen, "One"), save(ministry.helen, "Other")
    first = lambda: [view.name for view in SavedView.objects.filter(person=ministry.helen, is_default=True)]  # noqa: E731
    saved_views.show_first(view_id=one.pk, by=ministry.helen)
    assert first() == ["One"]
    saved_views.show_first(view_id=other.pk, by=ministry.helen)
    assert first() == ["Other"]
    saved_views.show_everything_first(view_id=other.pk, by=ministry.helen)
    assert first() == []


def test_nobody_touches_the_view_of_another(ministry):
    """Guarantee 11."""
    view = save(ministry.helen)
    for act in (saved_views.delete, saved_views.show_first, saved_views.show_everything_first):
        with refused("not_found", status=404):
            act(view_id=view.pk, by=ministry.dana)
    with refused("not_found", status=404):
        saved_views.rename(view_id=view.pk, name="Mine", by=ministry.dana)


def test_saving_a_view_costs_the_same_however_many_there_are(ministry):
    def cost(name):
        with CaptureQueriesContext(connection) as asked:
            save(ministry.helen, name)
        return len(asked)

    few = cost("First")
    for number in range(10):
        save(ministry.helen, f"View {number}")
    assert cost("Last") == few <= 6


def test_the_longest_that_can_be_looked_for_is_kept_whole_in_every_script(ministry):
    words, level = "🕊" * 100, "外" * 100
    view = save(ministry.helen, query=f"level={level}&q={words}")
    kept = Narrowing.of_query(view.query)
    assert (kept.get("level"), kept.get("q")) == (level, words)
