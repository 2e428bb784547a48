"""Who is away in the demo ministry, who heads an office meanwhile, and who is on duty where and when."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import Absence, Deputy, DutyShift, Posting, Role
from approvals.actions import claims
from approvals.demo import script
from approvals.demo.cast import IN_POST_FOR, Cast
from approvals.demo.happenings import Told
from approvals.demo.times import instant
from approvals.models import Draft

# How long each of the duty officers of an office stays on before the next one takes over.
SHIFT = timedelta(hours=12)


def settle(cast: Cast, *, now: datetime) -> None:
    """Put absences, acting heads and duty rosters in place, as they would have been entered."""
    told = script.table("people")
    for absence in told["absences"]:
        _away(cast, absence, now=now)
    for acting in told["acting_heads"]:
        Posting.objects.create(
            office=cast.offices[acting["office"]], user=cast.users[acting["user"]], role=Role.HEAD, is_acting=True,
            **_times(cast, acting, office=acting["office"], now=now),
        )  # fmt: skip
    for roster in told["rosters"]:
        _roster(cast, roster, now=now)


def claimed(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the claims that are under way."""
    for told in script.table("people")["claims"]:
        yield instant(told["at"], place=cast.place_of(told["office"]), now=now), partial(_claim, cast, told)


def _claim(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    draft = Draft.objects.get(revision__content__text__startswith=told["text"])
    claims.claim(draft_id=draft.pk, by=cast.users[told["by"]], until=at + claims.LONGEST, at=at)


def _away(cast: Cast, told: Mapping[str, Any], *, now: datetime) -> None:
    user = cast.users[told["user"]]
    absence = Absence.objects.create(user=user, **_times(cast, told, office=told["office"], now=now))
    theirs = Deputy.objects.filter(posting__user=user, starts_at=absence.starts_at, ends_at=absence.ends_at)
    theirs.update(absence=absence)


def _roster(cast: Cast, told: Mapping[str, Any], *, now: datetime) -> None:
    """Put these people on duty in turn, from a while ago on, but for the gap that the head has yet to fill."""
    office = cast.offices[told["office"]]
    listed = [
        Posting.objects.create(user=cast.users[name], office=office, role=Role.DUTY, starts_at=now - IN_POST_FOR)
        for name in told["people"]
    ]
    begun = instant(told["from"], place=cast.place_of(told["office"]), now=now)
    shifts = [
        DutyShift(
            posting=listed[number % len(listed)], starts_at=begun + number * SHIFT, ends_at=begun + (number + 1) * SHIFT
        )
        for number in range(told["shifts"])
        if number not in told["gaps"]
    ]
    DutyShift.objects.bulk_create(shifts)


def _times(cast: Cast, told: Mapping[str, Any], *, office: str, now: datetime) -> dict[str, datetime]:
    place = cast.place_of(office)
    return {
        "starts_at": instant(told["from"], place=place, now=now),
        "ends_at": instant(told["until"], place=place, now=now),
    }
