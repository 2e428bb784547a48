"""The cleared lines of the demo: written by their offices, cleared level by level, and withdrawn where that is told."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import User
from approvals.actions import decide, lines, permitted, submit
from approvals.actions.flight import Flight
from approvals.actions.lines import Wording
from approvals.demo import script
from approvals.demo.cast import Cast
from approvals.demo.happenings import HEADQUARTERS, Told
from approvals.demo.times import instant
from approvals.lifecycle import State
from approvals.models import ClearedLine, Draft

# Each level decides so long after the one before; no route of the demo has more of them.
BETWEEN = timedelta(minutes=40)
MOST_LEVELS = 8


def lines_written(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield what may stand beside lines, and the writing, clearing and withdrawal of each line."""
    told = script.table("lines")
    for permit in told["permitted"]:
        yield instant(permit["at"], place=cast.place_of(HEADQUARTERS), now=now), partial(_permit, cast, permit)
    for line in told["lines"]:
        place = cast.place_of(line["office"])
        written = instant(line["written"], place=place, now=now)
        yield written, partial(_write, cast, line, instant(line["until"], place=place, now=now))
        for number in range(1, MOST_LEVELS + 1):
            yield written + BETWEEN * number, partial(_approve, line["name"])
        if "withdrawn" in line:
            yield instant(line["withdrawn"], place=place, now=now), partial(_withdraw, cast, line)


def _permit(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    permitted.permit(kind=told["kind"], value=told["value"], by=cast.users[told["by"]], at=at)


def _write(cast: Cast, told: Mapping[str, Any], until: datetime, at: datetime) -> None:
    by = cast.users[told["by"]]
    wording = Wording(
        name=told["name"], texts=told["texts"], until=until, topics=tuple(told["topics"]),
        countries=tuple(told.get("countries", ())),
        channel_ids=tuple(cast.channels[name].pk for name in told.get("channels", ())),
    )  # fmt: skip
    line = lines.write_line(wording=wording, by=by, at=at, office=cast.offices[told["office"]])
    submit.submit(draft_id=line.draft_id, by=by, at=at, confirmed=["language_not_offered"])


def _approve(name: str, at: datetime) -> None:
    """Let whoever can decide the first level that is open approve it; nothing once the line is cleared."""
    draft = Draft.objects.select_related("office", "author", "revision").get(line__name=name)
    if draft.state != State.IN_REVIEW:
        return
    flight = Flight.of(draft, at=at)
    by = User.objects.get(pk=min(flight.able(flight.open_steps[0])))
    decide.approve(draft_id=draft.pk, by=by, revision=draft.current.hash, at=at, signed_in_at=at)


def _withdraw(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    line = ClearedLine.objects.get(name=told["name"])
    lines.withdraw_line(line_id=line.pk, reason=told["why"], by=cast.users[told["withdrawn_by"]], at=at)
