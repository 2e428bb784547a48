"""What would make a draft's slot or moment when it would be too late as it stands: each computed by the same rules.

Nothing here is advice to do it: whether a post is urgent, and what it is about, is for its author to say.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Office
from approvals import calendars, facts, plans
from approvals.models import Urgency
from approvals.planning import Planner
from approvals.rules import routing
from approvals.rules.cleared_lines import NONE
from approvals.rules.content import Content
from approvals.rules.deadlines import Wait
from approvals.rules.verdict import Verdict
from approvals.rules.working_time import WALL_CLOCK
from channels.models import Channel

Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Way:
    """One change that makes it: `urgency` (it is urgent), `topics` or `channels` (without that one).

    `levels` is how many would then be asked.
    """

    change: str
    value: str
    expected_clear_at: datetime
    levels: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft as it stands, with what the rules know of it."""

    content: Content
    channels: Sequence[Channel]
    topics: Sequence[str]
    urgency: str
    known: Known


def that_make(target: datetime, asked: Asked, planner: Planner, *, writers: Collection[int], at: datetime) -> list[Way]:
    """Return the single changes after which it would be cleared before `target`, the soonest first.

    One with a level that nobody can decide is none. Three queries, however many are tried.
    """
    tried = ((change, planner.choose(change.known)) for change in _changes(asked))
    routes = [(change, route) for change, route in tried if not isinstance(route, Verdict)]
    if not routes:
        return []
    steps = [step for _change, route in routes for step in route.steps]
    offices = Office.objects.in_bulk({step.office_id for step in steps})
    people = facts.people_at({step.place for step in steps}, at=at)
    barred = facts.barred_from(frozenset(writers), at=at)
    found = [
        Way(change.kind, change.value, _expected(route, change.urgency, offices, at=at), _asking(route))
        for change, route in routes
        if routing.staffing(route, people, barred=barred)
    ]
    return sorted((way for way in found if way.expected_clear_at < target), key=lambda way: way.expected_clear_at)


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing put differently: the urgency that the draft then has, and what the rules then know of it."""

    kind: str
    value: str
    urgency: str
    known: Known


def _changes(asked: Asked) -> Iterator[_Change]:
    """Yield each single change that is worth trying."""
    if asked.urgency == Urgency.ROUTINE:
        urgent = Urgency.URGENT.value
        yield _Change("urgency", urgent, urgent, {**asked.known, "urgency": frozenset({urgent})})
    if asked.known["cleared_line"] != {NONE}:
        # Whether it still quotes a line within its scope could be another thing then.
        return
    for topic in asked.topics:
        left = frozenset(asked.topics) - {topic}
        yield _Change("topics", topic, asked.urgency, {**asked.known, "topic": left})
    for channel in asked.channels if len(asked.channels) > 1 else ():
        yield _Change("channels", str(channel.pk), asked.urgency, _without(channel, asked))


def _without(channel: Channel, asked: Asked) -> Known:
    """Return what the rules would know if the draft were not for this channel."""
    left = [other for other in asked.channels if other.pk != channel.pk]
    content = replace(asked.content, channel_ids=tuple(pk for pk in asked.content.channel_ids if pk != channel.pk))
    return {
        **asked.known,
        "platform": frozenset(other.platform for other in left),
        "channel": frozenset(f"{other.platform}:{other.handle}" for other in left),
        "language": frozenset(post.language for post in content.posts()) or frozenset({content.language}),
    }


def _expected(route: routing.Route, urgency: str, offices: Mapping[int, Office], *, at: datetime) -> datetime:
    """Return when all levels would have decided if each took its whole time."""
    waiting: dict[int, list[Wait]] = {}
    for step in sorted(route.steps, key=lambda step: step.level.position):
        if step.level.mode not in facts.PASSING:
            runs_on_clock = step.runs_on(urgency) != "working"
            hours = WALL_CLOCK if runs_on_clock else calendars.hours_of(offices[step.office_id])
            waiting.setdefault(step.level.position, []).append(Wait(step.limit, hours))
    return plans.foreseen(waiting, target=None, at=at)[0]


def _asking(route: routing.Route) -> int:
    return sum(step.level.mode not in facts.PASSING for step in route.steps)
