"""The page of a holder: what was published, what reviews found, how quick it was against the ordinary route."""

from datetime import timedelta

import pytest

from approvals import evidence
from approvals.actions import alarms, authorization_stops, trust
from approvals.models import Draft, Review, Route
from tests.actions.authorizing import authorized, countersign, posting_of, proposed
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import HOUR, NOW, later

DAY = timedelta(days=1)


def page_of(version):
    return f"/authorizations/holders/{version.authorization.posting_id}/"


def went_out(ministry, version, *, at, outcome="", reason="", minutes=10, late=False, published=True):
    """Return a post that went out under a version at `at`, begun `minutes` before, with its review as it then stood."""
    draft = ministry.draft(by=ministry.layla, at=at - timedelta(minutes=minutes))
    route = Route.objects.create(
        kind=Route.Kind.FAST_PATH, draft=draft, number=1, revision=draft.revision, authorization_version=version,
        facts={}, created_at=at,
    )  # fmt: skip
    Draft.objects.filter(pk=draft.pk).update(route=route, cleared_at=at, published_at=at if published else None)
    fields = {"status": "owed"}
    if published:
        fields = {"status": "open", "opened_at": at, "due_at": at + HOUR, "overdue_at": at + HOUR if late else None}
    if outcome:
        fields = {"status": "done", "outcome": outcome, "reason": reason, "decided_by": ministry.carla,
                  "decided_at": at + HOUR}  # fmt: skip
    return Review.objects.create(
        draft=draft, route=route, revision=draft.revision, origin=Review.Origin.FAST_PATH, created_at=at,
        authorization_version=version, publisher=ministry.helen, office=ministry.comms, role="approver",
        limit=HOUR, runs_on="wall", **fields,
    )  # fmt: skip


def ordinary(ministry, *, hours, at=NOW - DAY, **fields):
    """Return a post that levels cleared, published so long after its first word."""
    draft = ministry.cleared(at=at, **fields)
    Draft.objects.filter(pk=draft.pk).update(published_at=at + timedelta(hours=hours))
    return draft


@pytest.fixture
def trusted(ministry):
    """Helen's pre-authorization of half a year, granted a month ago."""
    return authorized(ministry, at=NOW - 30 * DAY)


def test_it_counts_reviews_by_outcome_and_reason_and_those_that_are_open_and_late(visit, ministry, trusted):
    went_out(ministry, trusted, at=later(-100), outcome="stands")
    went_out(ministry, trusted, at=later(-90), outcome="stands")
    went_out(ministry, trusted, at=later(-80), outcome="correct", reason="tone")
    went_out(ministry, trusted, at=later(-70), outcome="retract", reason="security")
    went_out(ministry, trusted, at=later(-60), late=True)
    went_out(ministry, trusted, at=later(-0.5))
    went_out(ministry, trusted, at=NOW, published=False)
    found = evidence.about(trusted.authorization.posting, at=NOW).found
    assert (found.posts, found.done, found.adverse, found.open, found.late, found.owed) == (7, 4, 2, 2, 1, 1)
    assert dict(found.outcomes) == {"stands": 2, "correct": 1, "retract": 1}
    assert set(found.reasons) == {("correct", "tone", 1), ("retract", "security", 1)}
    said = main(visit("paul").get(page_of(trusted)))
    for figure in ("7 Posts", "4 Reviewed", "2 Found wanting", "2 Await review", "1 Reviews that are late",
                   "1 Not published yet"):  # fmt: skip
        number, name = figure.split(" ", 1)
        assert f"{name} {number}" in said, figure
    assert "Tone does not fit" in said
    assert "Security or safety risk" in said


def test_reviews_of_others_and_those_that_are_void_are_no_evidence(visit, ministry, trusted):
    other = authorized(ministry, posting=posting_of(ministry.layla, "author"), at=NOW - 30 * DAY)
    went_out(ministry, other, at=later(-10), outcome="retract", reason="tone")
    void = went_out(ministry, trusted, at=later(-10), published=False)
    Review.objects.filter(pk=void.pk).update(status="void")
    assert evidence.about(trusted.authorization.posting, at=NOW).found.posts == 0
    assert "Nothing has gone out under it yet" in main(visit("paul").get(page_of(trusted)))


def test_the_weeks_are_those_of_the_offices_calendar(ministry, trusted):
    # Monday 00:30 in Riyadh is Sunday evening in UTC: it belongs to the week that begins then.
    went_out(ministry, trusted, at=NOW.replace(hour=0) - timedelta(hours=2.5), outcome="stands")
    went_out(ministry, trusted, at=NOW.replace(hour=0) - timedelta(hours=4), outcome="correct", reason="tone")
    weeks = evidence.about(trusted.authorization.posting, at=NOW).weeks
    assert len(weeks) == 12
    assert weeks[-1].monday == NOW.date()
    assert [(week.stands, week.adverse, week.awaited) for week in weeks[-2:]] == [(0, 1, 0), (1, 0, 0)]


def test_the_median_to_publication_is_told_beside_that_of_the_ordinary_route(visit, ministry, trusted):
    for minutes in (5, 10, 15, 20, 600):
        went_out(ministry, trusted, at=later(-30), minutes=minutes)
    for hours in (1, 20, 30, 40, 50):
        ordinary(ministry, hours=hours)
    shown = evidence.about(trusted.authorization.posting, at=NOW)
    assert (shown.fast.drafts, shown.fast.middle) == (5, timedelta(minutes=15))
    assert (shown.ordinary.drafts, shown.ordinary.middle) == (5, timedelta(hours=30))
    said = main(visit("rita").get(page_of(trusted)))
    assert "Half of the posts under the pre-authorization were out within 15 min" in said
    assert "half of the posts of Embassy in Riyadh that passed levels, within 30 h ." in said
    assert "Counted over the last 90 days: under the pre-authorization 5, by levels 5." in said


def test_too_few_posts_are_not_compared(visit, ministry, trusted):
    for _n in range(5):
        went_out(ministry, trusted, at=later(-30))
    for hours in (1, 2, 3, 4):
        ordinary(ministry, hours=hours)
    said = main(visit("paul").get(page_of(trusted)))
    assert "There are too few posts to compare: it takes 5 of either kind." in said
    assert "under the pre-authorization 5, by levels 4." in said


def test_other_offices_old_posts_and_what_never_went_out_are_not_compared_with(ministry, trusted):
    ordinary(ministry, hours=1, at=NOW - 91 * DAY)
    ministry.cleared()
    ministry.draft()
    geneva = ordinary(ministry, hours=1)
    Draft.objects.filter(pk=geneva.pk).update(office=ministry.geneva)
    assert evidence.about(trusted.authorization.posting, at=NOW).ordinary.drafts == 0


def test_restrictions_over_time_are_listed_with_their_reasons(visit, ministry, trusted):
    restriction = authorization_stops.suspend(
        authorization_id=trusted.authorization_id, reason="A wrong word.", by=ministry.paul, at=later(-20)
    )
    authorization_stops.resume(restriction_id=restriction.pk, reason="We talked.", by=ministry.petra, at=later(-10))
    said = main(visit("helen").get(page_of(trusted)))
    for told in ("A wrong word.", "Lifted by Petra Wolf", "We talked."):
        assert told in said


def test_the_drawing_has_its_figures_beside_it_and_says_what_it_shows(visit, ministry, trusted):
    for n in range(3):
        went_out(ministry, trusted, at=later(-n), outcome="stands")
    page = visit("paul").get(page_of(trusted))
    assert "the highest is of 3 posts" in page
    assert page.count('<rect class="ap-weeks-stands"') == 1
    assert 'height="120"' in page
    assert "The figures as a table" in page


def test_a_posting_that_never_had_one_has_no_page(visit, ministry):
    visit("paul").get(f"/authorizations/holders/{posting_of(ministry.layla, 'author').pk}/", 404)
    visit("paul").get("/authorizations/holders/99999999/", 404)


def test_gil_reads_his_own_page_in_french(visit, ministry):
    version = authorized(ministry, posting=posting_of(ministry.gil, "author"), channel_ids=(ministry.geneva_x.pk,))
    went_out(ministry, version, at=later(-1), outcome="stands")
    page = visit("gil").get(page_of(version))
    assert '<html lang="fr">' in page
    assert "14 septembre 2026" in main(page)


def test_the_page_costs_the_same_with_two_posts_and_with_thirty(visit, ministry, trusted):
    for n in range(2):
        went_out(ministry, trusted, at=later(-n), outcome="stands")
        ordinary(ministry, hours=n + 1)
    officer = visit("paul")
    few = cost(officer, page_of(trusted))
    for n in range(28):
        went_out(ministry, trusted, at=later(-n), outcome="correct", reason="tone")
        ordinary(ministry, hours=n + 1)
    assert cost(officer, page_of(trusted)) == few
    assert few <= 22


def test_what_the_clock_restricted_names_the_posts_it_counted(visit, ministry):
    version = authorized(ministry, at=NOW - 30 * DAY, halve_after=1, suspend_after=2)
    drafts = [
        went_out(ministry, version, at=later(-n - 2), outcome="correct", reason="tone").draft.reference
        for n in range(2)
    ]
    trust.weigh_soon(version.authorization, at=NOW)
    alarms.fire_due(at=NOW)
    said = main(visit("helen").get(f"/authorizations/{version.authorization.number}/"))
    assert "It is suspended since Mon 14 Sept 2026, 12:00" in said
    assert "Suspended by the outcomes of reviews" in said
    assert "Reviews found these wanting:" in said
    assert "The clock suspended it." in said
    for reference in drafts:
        assert reference in said
        assert reference in main(visit("paul").get(page_of(version)))


# The page that one begins with


def test_the_first_page_tells_officers_and_the_holder_what_awaits_them(visit, ministry):
    version = proposed(ministry)
    assert "1 pre-authorization awaits your countersignature" in main(visit("petra").get("/"))
    assert "countersignature" not in main(visit("paul").get("/"))
    countersign(ministry, version)
    number = version.authorization.number
    assert f"Pre-authorization {number} awaits your acceptance" in main(visit("helen").get("/"))
    for name in ("layla", "dana", "rita", "petra"):
        told = main(visit(name).get("/"))
        assert "awaits your countersignature" not in told
        assert "awaits your acceptance" not in told


def test_the_first_page_tells_officers_what_ends_soon(visit, ministry):
    soon = authorized(ministry, until=later(24 * 29))
    authorized(ministry, posting=posting_of(ministry.layla, "author"), until=later(24 * 31))
    told = main(visit("paul").get("/"))
    ending = told[told.index("Pre-authorizations that end soon") :]
    assert f"Helen Brandt, Embassy in Riyadh {soon.authorization.number} 29 d 0 h left" in ending
    assert "Layla Haddad" not in ending
    assert "end soon" not in main(visit("helen").get("/"))
