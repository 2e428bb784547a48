"""The regimes of the demo: declared and ended by the policy officers who did it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from approvals.actions import regimes
from approvals.actions.regimes import Declaration
from approvals.demo import script
from approvals.demo.cast import Cast
from approvals.demo.happenings import Told
from approvals.demo.times import duration, instant
from approvals.models import Regime


def regimes_declared(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the declaration of each regime, and its end."""
    for told in script.table("regimes")["regimes"]:
        place = cast.place_of(told["place"])
        yield instant(told["declared"], place=place, now=now), partial(_declare, cast, told)
        yield instant(told["ended"], place=place, now=now), partial(_end, cast, told)


def _declare(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    asked = Declaration(
        kind=told["kind"], reason=told["reason"], scope=told["scope"], scope_value=told.get("value", ""),
        exempt_topics=tuple(told.get("exempt", ())), limit=duration(told["limit"]),
    )  # fmt: skip
    regimes.declare(asked=asked, by=cast.users[told["by"]], at=at)


def _end(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    regime = Regime.objects.get(reason=told["reason"])
    regimes.end(regime_id=regime.pk, reason=told["why"], by=cast.users[told["ended_by"]], at=at)
