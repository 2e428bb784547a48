"""The holds of the demo: placed, and lifted where that is told, by the policy officers who did it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from approvals.actions import holds
from approvals.demo import script
from approvals.demo.cast import Cast
from approvals.demo.happenings import Told
from approvals.demo.times import instant
from approvals.models import Hold


def holds_placed(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the placing of each hold, and its lifting where it was lifted before its end."""
    for told in script.table("holds")["holds"]:
        place = cast.place_of(told["place"])
        until = instant(told["until"], place=place, now=now) if "until" in told else None
        yield instant(told["placed"], place=place, now=now), partial(_place, cast, told, until)
        if "lifted" in told:
            yield instant(told["lifted"], place=place, now=now), partial(_lift, cast, told)


def _place(cast: Cast, told: Mapping[str, Any], until: datetime | None, at: datetime) -> None:
    holds.place(
        scope=told["scope"], scope_value=told.get("value", ""), exempt_topics=told["exempt"], reason=told["reason"],
        until=until, by=cast.users[told["by"]], at=at,
    )  # fmt: skip


def _lift(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    hold = Hold.objects.get(reason=told["reason"])
    holds.lift(hold_id=hold.pk, reason=told["why"], by=cast.users[told["lifted_by"]], at=at)
