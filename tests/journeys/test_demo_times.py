"""When things happen in the demo: told relative to the day it is loaded, and true on every day and at every hour."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from accounts.models import Office
from approvals.demo import happenings, script
from approvals.demo.cast import Cast
from approvals.demo.holds import holds_placed
from approvals.demo.telling import Telling
from approvals.demo.times import Place, duration, instant
from channels.models import Channel

RIYADH = Place("Asia/Riyadh", "SA")  # works from Sunday to Thursday
GENEVA = Place("Europe/Zurich", "CH")
WEDNESDAY = datetime(2026, 9, 16, 10, 30, tzinfo=UTC)
MONDAY = datetime(2026, 9, 14, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "place", "now", "then"),
    [
        ("7h40m ago", GENEVA, WEDNESDAY, datetime(2026, 9, 16, 2, 50, tzinfo=UTC)),
        ("in 90m", GENEVA, WEDNESDAY, datetime(2026, 9, 16, 12, 0, tzinfo=UTC)),
        ("2 days ago 09:15", GENEVA, WEDNESDAY, datetime(2026, 9, 14, 7, 15, tzinfo=UTC)),
        ("1 days ago 09:15", GENEVA, MONDAY, datetime(2026, 9, 11, 7, 15, tzinfo=UTC)),
        ("1 days ago 09:15", RIYADH, MONDAY, datetime(2026, 9, 13, 6, 15, tzinfo=UTC)),
        ("2 days ago 09:15", RIYADH, MONDAY, datetime(2026, 9, 10, 6, 15, tzinfo=UTC)),
        ("in 3 days 10:00", GENEVA, WEDNESDAY, datetime(2026, 9, 21, 8, 0, tzinfo=UTC)),
        ("last Sunday 08:40", RIYADH, WEDNESDAY, datetime(2026, 9, 13, 5, 40, tzinfo=UTC)),
        ("last Monday 08:40", RIYADH, MONDAY, datetime(2026, 9, 7, 5, 40, tzinfo=UTC)),
        # Clocks in Geneva went back on 25 October 2026: nine in the morning stays nine in the morning.
        (
            "2 days ago 09:00",
            GENEVA,
            datetime(2026, 10, 26, 12, 0, tzinfo=UTC),
            datetime(2026, 10, 22, 7, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_time_is_told_from_the_day_of_loading(told, place, now, then):
    assert instant(told, place=place, now=now) == then


def test_a_time_can_be_told_from_the_beginning_of_a_story():
    assert instant("2h later", place=GENEVA, now=WEDNESDAY, start=MONDAY) == MONDAY + timedelta(hours=2)


@pytest.mark.parametrize(
    "told", ["", "yesterday", "5 minutes ago", "1 day ago 09:00", "2h later", " ago", "last Sunday"]
)
def test_what_does_not_say_when_is_an_error(told):
    with pytest.raises(ValueError, match="“"):
        instant(told, place=GENEVA, now=WEDNESDAY)


@pytest.mark.parametrize(("told", "length"), [("30m", 30), ("1h05m", 65), ("24h", 1440)])
def test_a_duration_is_told_in_hours_and_minutes(told, length):
    assert duration(told) == timedelta(minutes=length)


@pytest.fixture(scope="module")
def cast():
    """The ministry's offices and channels, not in any database: enough to say when things happen."""
    told = script.table("ministry")
    offices = {
        each["code"]: Office(**{name: value for name, value in each.items() if name != "desk_for"})
        for each in told["offices"]
    }
    channels = {
        f"{each['platform']}:{each['handle']}": Channel(office=offices[each["office"]]) for each in told["channels"]
    }
    return Cast(offices, dict.fromkeys(person["username"] for person in told["people"]), channels)


HOURS = [
    MONDAY.replace(hour=0, minute=5) + timedelta(days=day, hours=hour) for day in range(8) for hour in (0, 6, 16, 23)
]


@pytest.mark.parametrize(
    "now", [*HOURS, datetime(2027, 1, 1, 0, 5, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)]
)
def test_every_story_is_in_the_past_and_in_order_whenever_it_is_loaded(cast, now):
    for story in script.stories():
        telling = Telling(story, cast, now=now)
        instants = [at for at, _happen in telling.happenings()]
        assert all(before <= after for before, after in pairwise(instants)), story.name
        for needed in (story.moment, story.slot):
            assert not needed or instant(needed, place=telling.place, now=now, start=telling.start) > telling.start


@pytest.mark.parametrize("now", HOURS)
def test_a_deputy_acts_only_while_the_holder_is_away_whenever_it_is_loaded(cast, now):
    acting = {"cairo.deputy": "CAI", "hq.desk": "GULF"}
    away = {}
    for deputy in script.table("ministry")["deputies"]:
        place = cast.place_of(deputy["posting"].split()[0])
        ends = [instant(deputy[end], place=place, now=now) for end in ("from", "until")]
        away[deputy["user"], deputy["posting"].split()[0]] = ends
    for story in script.stories():
        telling = Telling(story, cast, now=now)
        office = "GULF" if telling.place.country == "SA" else telling.channels[0].office.code
        acts = zip(story.acts, list(telling.happenings())[1:], strict=True)
        for at in (at for act, (at, _happen) in acts if acting.get(act.by) == office):
            starts_at, ends_at = away["cairo.deputy" if office == "CAI" else "hq.desk", office]
            assert starts_at <= at < ends_at, story.name


@pytest.mark.parametrize("now", HOURS)
def test_each_version_of_a_policy_is_written_proposed_and_enacted_in_this_order(cast, now):
    instants = [at for at, _happen in happenings.policies_written(cast, now=now)]
    assert len(instants) == 3 * 7 - 1
    for version in (instants[0:3], instants[3:6], instants[6:9], instants[9:11], instants[11:14], instants[14:17]):
        assert version == sorted(version)
        assert version[-1] <= now


@pytest.mark.parametrize("now", HOURS)
def test_each_hold_is_in_the_past_and_the_notice_goes_out_within_the_one_that_was_lifted(cast, now):
    (placed, _place), (lifted, _lift), (present, _placed) = holds_placed(cast, now=now)
    assert placed < lifted < now
    assert present < now
    told = {
        story.name: [at for at, _happen in Telling(story, cast, now=now).happenings()] for story in script.stories()
    }
    assert placed < told["london-notice"][-1] < lifted
    assert told["london-lecture"][-2] < placed < lifted < told["london-lecture"][-1]
