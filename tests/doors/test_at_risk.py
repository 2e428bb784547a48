"""Late and at risk: seen wherever a draft is listed or shown, in words; what is late comes first everywhere."""

import pytest

from approvals.actions import alarms
from approvals.models import Draft
from approvals.web import late_first
from tests.doors.calls import Caller
from tests.doors.pages import at, main
from tests.people import NOW, later


@pytest.fixture
def risky(ministry):
    """A draft whose moment leaves the head of mission until 12:00 UTC; from 11:00 on it is at risk."""
    return ministry.submitted("The risky one.", moment=later(15))


@pytest.fixture
def reader(visit, time_machine):
    def opened(name, hours):
        visitor = visit(name)
        time_machine.move_to(later(hours), tick=False)
        return visitor

    return opened


PLACES = [("layla", "/"), ("layla", "/?of=all"), ("helen", "/queue/"), ("layla", "draft"), ("helen", "draft")]


def following(page):
    """Return where the next page of a list begins; empty on the last."""
    _, found, rest = page.partition('rel="next" href="')
    return "/" + rest.partition('"')[0].replace("&amp;", "&") if found else ""


def page_of(visitor, place, draft):
    return main(visitor.get(at(draft) if place == "draft" else place))


@pytest.mark.parametrize(("name", "place"), PLACES)
def test_a_draft_at_risk_is_marked_in_words_wherever_it_is_seen_before_anything_is_late(reader, risky, name, place):
    assert "At risk" not in page_of(reader(name, 1.9), place, risky)
    alarms.fire_due(at=later(2))
    told = page_of(reader(name, 2), place, risky)
    assert "At risk" in told
    assert "Late" not in told


@pytest.mark.parametrize(("name", "place"), PLACES)
def test_a_late_draft_is_marked_in_words_wherever_it_is_seen(reader, risky, name, place):
    alarms.fire_due(at=later(4))
    told = page_of(reader(name, 4), place, risky)
    assert "Late" in told
    assert "At risk" in told, "it is both"


def test_the_drafts_page_says_by_when_who_must_decide_and_for_what(reader, risky):
    told = page_of(reader("layla", 1), "draft", risky)
    assert (
        "Head of mission, Embassy in Riyadh must decide by Mon 14 Sept 2026, 15:00 for this to make its moment, "
        "Tue 15 Sept 2026, 03:00"
    ) in told


def test_a_slot_is_what_counts_where_there_is_one(reader, ministry):
    draft = ministry.submitted(moment=later(40), publish_at=later(15))
    told = page_of(reader("layla", 2), "draft", draft)
    assert "for this to make its slot, Tue 15 Sept 2026, 03:00" in told
    assert "At risk . It may miss its slot, Tue 15 Sept 2026, 03:00" in told


def test_once_the_levels_to_come_lack_their_time_the_page_says_that(reader, risky):
    told = page_of(reader("layla", 3), "draft", risky)
    assert "At risk" in told
    assert "The levels to come no longer have their whole time before its moment" in told
    assert "a decision was needed by Mon 14 Sept 2026, 15:00" in told


def test_a_draft_without_a_slot_or_moment_or_not_in_review_is_never_at_risk(reader, ministry):
    free, cleared = ministry.submitted(), ministry.cleared(moment=later(3))
    Draft.objects.filter(pk=cleared.pk).update(risk_at=NOW)
    for draft in (free, cleared):
        told = page_of(reader("layla", 2.9), "draft", draft)
        assert "At risk" not in told
        assert "must decide by" not in told


def test_what_is_late_comes_first_in_my_drafts_and_what_is_at_risk_first_in_review(reader, ministry, risky):
    soon = ministry.submitted("Due sooner, with nothing at stake.", at=later(-1))
    alarms.fire_due(at=later(2))
    told = page_of(reader("layla", 2), "/", risky)
    assert told.index(risky.reference) < told.index(soon.reference)
    alarms.fire_due(at=later(3))
    told = page_of(reader("layla", 3), "/", risky)
    assert told.index("These need you") < told.index(soon.reference) < told.index(risky.reference)


def test_what_is_late_comes_first_in_a_long_list_and_nothing_is_lost_or_shown_twice(reader, ministry):
    late = [ministry.submitted(f"Late {number}.", at=later(-10)) for number in range(52)]
    rest = [ministry.submitted(f"Rest {number}.", at=later(minutes=number)) for number in range(5)]
    alarms.fire_due(at=later(0.1))
    visitor, seen, address = reader("rita", 0.1), [], "/?of=all"
    while address:
        page = visitor.get(address)
        seen += [draft.reference for draft in [*late, *rest] if f'href="{at(draft)}"' in page]
        address = following(page)
    assert sorted(seen) == sorted(draft.reference for draft in [*late, *rest])
    assert {*seen[:52]} == {draft.reference for draft in late}


def test_whoever_sees_few_drafts_finds_them_however_many_others_changed_since(visit, ministry, monkeypatch):
    monkeypatch.setattr(late_first, "AHEAD", 3)
    mine = [ministry.draft(f"Mine {number}.", at=later(-9)) for number in range(4)]
    others = [
        ministry.draft(f"Geneva's {number}.", by=ministry.gil, channel_ids=(ministry.geneva_x.pk,), at=later(-8))
        for number in range(5)
    ]
    newest = ministry.draft("Mine again.", at=later(-7))
    page = main(visit("layla").get("/?of=all"))
    assert [draft.reference for draft in [*mine, newest] if draft.reference not in page] == []
    assert [draft.reference for draft in others if draft.reference in page] == []
    assert page.index(newest.reference) < page.index(mine[0].reference)


@pytest.mark.parametrize("size", [1, 3, 400])
def test_a_long_list_is_the_same_however_many_are_looked_at_first(visit, ministry, monkeypatch, size):
    drafts = [ministry.draft(f"Draft {number}.", at=later(-9 + number / 60)) for number in range(53)]
    monkeypatch.setattr(late_first, "AHEAD", size)
    visitor, seen, address = visit("layla"), [], "/?of=all"
    while address:
        page = visitor.get(address)
        seen += [draft.reference for draft in reversed(drafts) if f'href="{at(draft)}"' in page]
        address = following(page)
    assert seen == [draft.reference for draft in reversed(drafts)]


@pytest.mark.parametrize("number", [49, 50, 51])
def test_a_page_that_late_drafts_fill_just_so_leads_on_to_the_others(reader, ministry, number):
    for each in range(number):
        ministry.submitted(f"Late {each}.", at=later(-10))
    other = ministry.submitted("The one in time.", at=NOW)
    alarms.fire_due(at=later(0.1))
    visitor = reader("rita", 0.1)
    page = visitor.get("/?of=all")
    assert (other.reference in main(page)) is (number < 50)
    if number >= 50:
        assert other.reference in main(visitor.get(following(page)))
    else:
        assert following(page) == ""


@pytest.mark.parametrize("odd", ["late:", "late:rubbish", "late:%00", "rubbish", "late:20260914T090000.000000Z-x"])
def test_odd_places_in_a_list_are_its_beginning(reader, risky, odd):
    assert risky.reference in main(reader("rita", 1).get(f"/?of=all&after={odd}"))


def test_the_api_says_late_and_at_risk_in_lists_in_the_queue_and_of_one_draft(reader, ministry, risky):
    calm = ministry.submitted("Calm.")
    alarms.fire_due(at=later(2))
    reader("layla", 2)
    layla, helen = Caller(ministry.layla), Caller(ministry.helen)
    rows = {row["reference"]: row for row in layla.get("/drafts/")[1]["results"]}
    assert (rows[risky.reference]["at_risk"], rows[risky.reference]["risk_at"]) == (True, "2026-09-14T11:00:00Z")
    assert (rows[calm.reference]["at_risk"], rows[calm.reference]["risk_at"]) == (False, None)
    assert not any(row["overdue"] for row in rows.values())
    (first, second) = helen.get("/queue/")[1]["results"]
    assert {first["reference"]: first["at_risk"], second["reference"]: second["at_risk"]} == {
        risky.reference: True, calm.reference: False,
    }  # fmt: skip
    one = layla.get(f"/drafts/{risky.pk}/")[1]
    assert (one["at_risk"], one["overdue"]) == (True, False)


def test_the_api_lists_what_is_late_or_at_risk_alone(reader, ministry, risky):
    late = ministry.submitted("Late.", at=later(-3))
    alarms.fire_due(at=later(2))
    reader("layla", 2)
    layla = Caller(ministry.layla)

    def found(query):
        return [row["reference"] for row in layla.get(f"/drafts/?{query}")[1]["results"]]

    assert (found("overdue=true"), found("overdue=false")) == ([late.reference], [risky.reference])
    assert (found("at_risk=true"), found("at_risk=false")) == ([risky.reference], [late.reference])
    assert found("at_risk=true&overdue=true") == []
    assert layla.get("/drafts/?overdue=perhaps")[0] == 400
