"""A route as a picture: where each bar and each flag stands on the axis of time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from approvals.rules.working_time import WALL_CLOCK, Window, WorkingHours, weekly
from approvals.web.route_picture import Flag, Leg, draw

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)
DAYS = WorkingHours(ZoneInfo("UTC"), weekly([[Window(9 * 60, 17 * 60)]] * 5 + [[], []]))


def leg(position, start, end, **more):
    return Leg(position, f"Level {position}", "approve", NOW + HOUR * start, NOW + HOUR * end, **more)


def share(text):
    return float(text.rstrip("%"))


def test_nothing_is_drawn_where_nobody_is_asked():
    assert draw([], [Flag("now", NOW, "Now")], since=NOW).rows == []


def test_levels_follow_each_other_and_a_longer_one_is_longer():
    first, second = draw([leg(2, 4, 12), leg(1, 0, 4)], [], since=NOW).rows
    assert (first.leg.name, second.leg.name) == ("Level 1", "Level 2")
    assert share(first.bar.x) == 0
    assert abs(share(second.bar.x) - share(first.bar.width)) < 0.1
    assert abs(share(second.bar.width) - 2 * share(first.bar.width)) < 0.1


def test_levels_of_one_position_stand_beside_each_other():
    rows = draw([leg(1, 0, 4), leg(1, 0, 2), leg(2, 4, 5)], [], since=NOW).rows
    assert [row.is_beside for row in rows] == [False, True, False]
    assert rows[0].bar.x == rows[1].bar.x


def test_nights_in_which_no_time_runs_are_left_out_of_what_is_worked():
    end = DAYS.after(NOW, 10 * HOUR)
    (row,) = draw([Leg(1, "Desk", "approve", NOW, end, worked=DAYS.windows(NOW, end))], [], since=NOW).rows
    assert len(row.worked) == 2, "eight hours on Monday, two on Tuesday"
    assert sum(share(piece.width) for piece in row.worked) < share(row.bar.width)


def test_a_short_level_beside_a_long_one_is_still_seen_and_stays_on_the_axis():
    rows = draw([leg(1, 0, 500), leg(2, 500, 500.1)], [], since=NOW).rows
    assert share(rows[1].bar.width) >= 1.5
    assert share(rows[1].bar.x) + share(rows[1].bar.width) <= 100


def test_who_is_only_told_is_a_point():
    (row,) = draw([Leg(1, "Press", "inform", NOW, NOW)], [], since=NOW).rows
    assert row.is_told


def test_a_moment_weeks_away_stands_at_the_edge_and_does_not_squeeze_the_levels():
    picture = draw([leg(1, 0, 4)], [Flag("moment", NOW + 500 * HOUR, "Moment")], since=NOW)
    (flag,) = picture.flags
    assert (flag.is_beyond, flag.x, flag.anchor) == (True, "100.00%", "end")
    assert share(picture.rows[0].bar.width) > 90


def test_words_that_would_stand_over_each_other_stand_on_lines_of_their_own():
    flags = [Flag("moment", NOW + 3.9 * HOUR, "Moment"), Flag("clear", NOW + 4 * HOUR, "Cleared")]
    picture = draw([leg(1, 0, 4)], [Flag("now", NOW, "Now"), *flags], since=NOW)
    now, moment, clear = picture.flags
    assert now.line == moment.line == 0
    assert clear.line == 1
    assert picture.flags_height > 20


def test_the_axis_names_hours_within_a_day_and_days_beyond():
    with timezone.override("UTC"):
        hours = draw([leg(1, 0, 10)], [], since=NOW).ticks
        days = draw([leg(1, 0, 70)], [], since=NOW).ticks
    assert [tick.label for tick in hours] == ["12:00", "15:00", "18:00"]
    assert [tick.label for tick in days] == ["Tue 15", "Wed 16", "Thu 17"]


def test_the_axis_is_in_the_readers_zone_and_language_and_numbers_stay_as_svg_has_them():
    with timezone.override("Asia/Riyadh"), translation.override("fr"):
        picture = draw([leg(1, 0, 70)], [], since=NOW)
    assert picture.ticks[0].label == "mar. 15"
    assert picture.ticks[0].at == datetime(2026, 9, 14, 21, tzinfo=UTC)
    assert "," not in "".join(tick.x for tick in picture.ticks)


def test_hours_are_told_apart_on_the_night_that_puts_the_clocks_back():
    start = datetime(2026, 10, 24, 20, tzinfo=UTC)
    with timezone.override("Europe/Zurich"):
        ticks = draw([Leg(1, "Duty", "approve", start, start + 9 * HOUR)], [], since=start).ticks
    assert sorted(ticks, key=lambda tick: tick.at) == ticks
    assert len({tick.x for tick in ticks}) == len(ticks)


def test_working_hours_tell_the_stretches_in_which_time_runs():
    friday, monday = datetime(2026, 9, 18, 16, tzinfo=UTC), datetime(2026, 9, 21, 10, tzinfo=UTC)
    assert DAYS.windows(friday, monday) == [
        (friday, datetime(2026, 9, 18, 17, tzinfo=UTC)), (datetime(2026, 9, 21, 9, tzinfo=UTC), monday),
    ]  # fmt: skip
    assert DAYS.windows(monday, monday) == []
    assert WALL_CLOCK.windows(friday, monday) == [(friday, monday)]
