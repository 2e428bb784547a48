"""What a draft would meet if it were submitted now: its findings, its levels, and when it would be cleared."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.authority import Seat
from accounts.models import Office, Role, User
from approvals import calendars, checks, facts, planning, plans, ways
from approvals.access import writable_offices
from approvals.checks import CheckedPost
from approvals.models import Audience, Draft, Mode, Regime, RunsOn, Urgency
from approvals.quoting import NOTHING, Library, Quoted
from approvals.refusals import Refused
from approvals.rules import cleared_lines, routing
from approvals.rules.content import Content
from approvals.rules.deadlines import Wait
from approvals.rules.verdict import Verdict
from approvals.rules.working_time import WALL_CLOCK, Hours
from approvals.ways import Way
from channels.models import Channel


@dataclass(frozen=True, slots=True)
class PlannedLevel:
    """One level the draft would be asked to pass; `role` in words, `role_code` as it is kept."""

    position: int
    name: str
    question: str
    office: Office
    role: str
    role_code: str
    limit: timedelta
    quorum: str
    quorum_n: int
    mode: str
    runs_on: str
    # By when it would have to decide for the draft to make its slot or moment; None where it has neither.
    decide_by: datetime | None = None
    # The kind of the regime whose time limit this is, and whether a regime added the level.
    regime: str = ""
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen: `refused` says why there would be no route; findings to confirm and to mend are in `posts`."""

    posts: list[CheckedPost] = field(default_factory=list)
    levels: list[PlannedLevel] = field(default_factory=list)
    policy: str = ""
    expected_clear_at: datetime | None = None
    # The slot, or else the moment, that the levels would have to make.
    target: datetime | None = None
    # How the posts quote cleared lines; and where they do so with changes, the route they would take unaltered.
    quoted: Quoted = NOTHING
    unaltered: "Preview | None" = None
    # When an urgent draft would be cleared at the same levels, where that is sooner.
    expected_if_urgent: datetime | None = None
    # What would make the target, where the draft as it stands would not; each computed by the rules.
    ways: list[Way] = field(default_factory=list)
    refused: Refused | None = None

    @property
    def blocking(self) -> list[tuple[str, str]]:
        """Return what must be mended, each once, as a code and a sentence."""
        return list(dict.fromkeys(problem for post in self.posts for problem in post.check.blocking))

    @property
    def to_confirm(self) -> list[tuple[str, str]]:
        """Return what an author must confirm, each once, as a code and a sentence."""
        return list(dict.fromkeys(problem for post in self.posts for problem in post.check.to_confirm))


@dataclass(frozen=True, slots=True)
class Written:
    """What is written, saved or not; `target` is the slot or moment that it should make."""

    content: Content
    topics: Sequence[str] = ()
    urgency: str = Urgency.ROUTINE
    audience: str = Audience.HOST
    target: datetime | None = None


def preview(
    written: Written, *, by: User, at: datetime, draft: Draft | None = None, seats: Collection[Seat] | None = None
) -> Preview:
    """Return what would happen to what is written, saving nothing; only channels this person may write for count.

    Without a target, it should make that of the draft that is saved.

    A fixed number of queries, whatever the policies and levels; one fewer where the person's seats are given. Refuses a
    text that cannot be stored.
    """
    content, topics, urgency = written.content, written.topics, written.urgency
    for text in content.words():
        checks.storable(text, field="text")
    channels = list(channels_to_write_for(by, at=at, seats=seats).filter(pk__in=content.channel_ids))
    if not channels:
        return Preview(refused=Refused("no_channel", field="channels"))
    posts = checks.check(content, channels, at=at)
    office = draft.office if draft is not None else _office_of(content, channels)
    quoted = Library(at=at).quoted(content, office=office, topics=topics)
    known = facts.routing_facts(
        office=office, content=content, channels=channels, topics=topics, urgency=urgency, audience=written.audience,
        cleared_line=quoted.kind,
    )  # fmt: skip
    planner = planning.planner(office=office, version_id=draft.policy_version_id if draft else None, at=at)
    route = planner.choose(known)
    if isinstance(route, Verdict):
        return Preview(posts, quoted=quoted, refused=Refused(route.code, params=route.params))
    target = written.target or (plans.target_of(draft) if draft is not None else None)
    levels, expected = _foreseen(route, urgency=urgency, target=target, at=at)
    found = Preview(
        posts, levels, route.policy, expected, target, quoted, _if_unaltered(quoted, planner, known, urgency),
        _if_urgent(levels, at=at),
    )  # fmt: skip
    writers = facts.writers_of(draft) if draft else {by.pk}
    if target is not None and expected >= target:
        asked = ways.Asked(content, channels, topics, urgency, known)
        found = replace(found, ways=ways.that_make(target, asked, planner, writers=writers, at=at))
    return replace(found, refused=_unstaffed(route, writers, at=at))


def _office_of(content: Content, channels: Collection[Channel]) -> Office:
    """Return the office that a new draft belongs to: that of the first of its channels that its author may use."""
    by_id = {channel.pk: channel for channel in channels}
    return next(by_id[channel_id] for channel_id in content.channel_ids if channel_id in by_id).office


def _unstaffed(route: routing.Route, writers: Collection[int], *, at: datetime) -> Refused | None:
    """Return why a route has a level that nobody can decide now; None where every level has somebody."""
    try:
        planning.require_staff(route, writers=writers, at=at)
    except Refused as refused:
        return refused
    return None


def channels_to_write_for(
    user: User, *, at: datetime, seats: Collection[Seat] | None = None
) -> QuerySet[Channel]:  # fmt: skip
    """Return the channels this person may write for at `at`: those of the offices where they are an author."""
    offices = writable_offices(user, at=at, seats=seats)
    return Channel.objects.filter(office__in=offices).select_related("office")


def _foreseen(
    route: routing.Route, *, urgency: str, target: datetime | None, at: datetime
) -> tuple[list[PlannedLevel], datetime]:
    """Return the levels with by when each would have to decide, and when all would have decided at the latest."""
    levels = planned_levels(route, urgency=urgency)
    expected, by = plans.foreseen(_waits(levels, calendars.hours_for), target=target, at=at)
    return [replace(level, decide_by=by.get(level.position)) for level in levels], expected


def _if_unaltered(
    quoted: Quoted, planner: planning.Planner, known: Mapping[str, frozenset[str]], urgency: str
) -> Preview | None:
    """Return the route of the same draft if it consisted of cleared lines, unaltered; None unless it changes one."""
    if quoted.kind != cleared_lines.ALTERED:
        return None
    route = planner.choose({**known, "cleared_line": frozenset({cleared_lines.UNALTERED})})
    if isinstance(route, Verdict):
        return Preview(refused=Refused(route.code, params=route.params))
    levels = planned_levels(route, urgency=urgency)
    return Preview(levels=levels, policy=route.policy)


def _if_urgent(levels: Sequence[PlannedLevel], *, at: datetime) -> datetime | None:
    """Return when the same levels would have decided if their limits ran on the wall clock; None where they do."""
    if all(level.runs_on == RunsOn.WALL for level in levels if level.mode != Mode.INFORM):
        return None
    return plans.foreseen(_waits(levels, lambda level: WALL_CLOCK), target=None, at=at)[0]


def _waits(levels: Sequence[PlannedLevel], hours: Callable[[PlannedLevel], Hours]) -> dict[int, list[Wait]]:
    """Return how long each position has, in order, each level on these hours."""
    waiting: dict[int, list[Wait]] = {}
    for level in sorted(levels, key=lambda level: level.position):
        if level.mode != Mode.INFORM:
            waiting.setdefault(level.position, []).append(Wait(level.limit, hours(level)))
    return waiting


def planned_levels(route: routing.Route, *, urgency: str = Urgency.ROUTINE) -> list[PlannedLevel]:
    """Return the levels of a route with the offices they ask. One query, and one where a regime limits the time."""
    offices = Office.objects.in_bulk([step.office_id for step in route.steps])
    limiting = {step.regime_id for step in route.steps if step.regime_id is not None}
    kinds: dict[int | None, str] = dict(Regime.objects.filter(pk__in=limiting).values_list("pk", "kind"))
    return [
        PlannedLevel(
            position=step.level.position,
            name=step.level.name,
            question=step.level.question,
            office=offices[step.office_id],
            role=str(Role(step.level.who.role).label),
            role_code=step.level.who.role,
            limit=step.limit,
            quorum=step.level.quorum,
            quorum_n=step.level.quorum_n,
            mode=step.level.mode,
            runs_on=step.runs_on(urgency),
            regime=kinds.get(step.regime_id, ""),
            is_added=step.origin == "regime",
        )
        for step in route.steps
    ]
