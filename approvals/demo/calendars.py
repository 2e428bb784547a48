"""When the offices of the demo work: set, long ago or lately, by those who keep their calendars."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Office, User
from approvals.actions import calendars
from approvals.demo import script
from approvals.demo.cast import IN_POST_FOR, Cast
from approvals.demo.happenings import HEADQUARTERS, Told
from approvals.demo.times import Place, instant

# When whoever set it had just taken up the post.
SET_AFTER = timedelta(hours=1)


def calendars_set(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the setting of every office's hours, special hours and days, and of the days of the whole ministry."""
    told = script.table("calendars")
    for each in told["calendars"]:
        office, by = cast.offices[each["office"]], cast.users[each["by"]]
        yield now - IN_POST_FOR + SET_AFTER, partial(_set_up, office, by, each)
        for day in each.get("days", ()):
            place = cast.place_of(each["office"])
            yield instant(day["set"], place=place, now=now), partial(_set_day, office, by, day, place, now)
    place = cast.place_of(HEADQUARTERS)
    for day in told["ministry"]:
        yield instant(day["set"], place=place, now=now), partial(_set_day, None, cast.users[day["by"]], day, place, now)


def _set_up(office: Office, by: User, told: Mapping[str, Any], at: datetime) -> None:
    calendars.set_hours(
        office_id=office.pk, starts_on=at.date(), weekly=_week(told["hours"]),
        follows_weekend=not told.get("never_rests", False), by=by, at=at,
    )  # fmt: skip
    if "region" in told or "never_rests" in told:
        keeps = not told.get("never_rests", False)
        calendars.set_kept_holidays(
            office_id=office.pk, observes_host=keeps, observes_home=keeps, region=told.get("region", ""), by=by, at=at
        )
    for special in told.get("special", ()):
        calendars.set_special_hours(
            office_id=office.pk, name=special["name"], first_day=special["first"], last_day=special["last"],
            weekly=_week(special["hours"]), by=by, at=at,
        )  # fmt: skip


def _set_day(
    office: Office | None, by: User, told: Mapping[str, Any], place: Place, now: datetime, at: datetime
) -> None:  # fmt: skip
    day = instant(told["on"], place=place, now=now).astimezone(ZoneInfo(place.zone)).date()
    calendars.set_own_day(
        office_id=office.pk if office else None, day=day, kind=told["kind"], name=told["name"],
        windows=_windows(told.get("hours", "")), by=by, at=at,
    )  # fmt: skip


def _week(told: Mapping[str, str]) -> dict[str, list[list[str]]]:
    return {day: _windows(hours) for day, hours in told.items()}


def _windows(told: str) -> list[list[str]]:
    return [window.split("-") for window in told.split(", ")] if told else []
