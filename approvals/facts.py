"""Models to plain facts: what the rules need to know, read with a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Subquery, Value

from accounts.authority import Place, Seat, desk_for, ministers_office, seats_at
from accounts.models import Deputy, Office
from approvals import asked, calendars
from approvals.lifecycle import State
from approvals.models import (
    Decision,
    Draft,
    Event,
    Level,
    LevelEscalation,
    PolicyVersion,
    Revision,
    Step,
)
from approvals.quoting import Library
from approvals.rules import authority, conditions, routing
from approvals.rules.content import Content
from approvals.rules.deadlines import Wait
from approvals.rules.questions import Given, Question
from approvals.rules.working_time import working_time_between
from channels.models import Channel

# The states in which a draft can be put on another version.
MOVABLE = (State.IN_REVIEW, State.CHANGES_REQUESTED)
# Steps that hold nothing up: who is asked is told, or may comment.
PASSING = frozenset({Step.Mode.INFORM, Step.Mode.COMMENT})


def routing_facts(
    *,
    office: Office,
    content: Content,
    channels: Iterable[Channel],
    topics: Sequence[str],
    urgency: str,
    audience: str,
    cleared_line: str,
) -> dict[str, frozenset[str]]:
    """Return what conditions can ask about a draft, each field as a set of values."""
    known = list(channels)
    return {
        "platform": frozenset(channel.platform for channel in known),
        "channel": frozenset(f"{channel.platform}:{channel.handle}" for channel in known),
        "language": frozenset(post.language for post in content.posts()) or frozenset({content.language}),
        "country": frozenset({office.country}),
        "topic": frozenset(topics),
        "urgency": frozenset({urgency}),
        "kind": frozenset({content.kind}),
        "audience": frozenset({audience}),
        "office": frozenset({office.code}),
        "cleared_line": frozenset({cleared_line}),
    }


def facts_of(draft: Draft, library: Library) -> dict[str, frozenset[str]]:
    """Return what conditions can ask about a draft as it is now. One query, and those of the library."""
    return routing_facts(
        office=draft.office,
        content=draft.current.body,
        channels=draft.channels.all(),
        topics=draft.topics,
        urgency=draft.urgency,
        audience=draft.audience,
        cleared_line=library.quoted(draft.current.body, office=draft.office, topics=draft.topics).kind,
    )


def post_facts(draft: Draft, channel: Channel, language: str) -> dict[str, frozenset[str]]:
    """Return what a hold can ask about one post: its channel, its language, the draft's country and topics."""
    name = f"{channel.platform}:{channel.handle}"
    return facts_of_post(name, language, country=draft.office.country, topics=draft.topics)


def facts_of_post(
    channel: str, language: str, *, country: str, topics: Iterable[str]
) -> dict[str, frozenset[str]]:  # fmt: skip
    """Return the same of a post not saved. A language is also asked by its base: what is for fr covers fr-CA."""
    return {
        "channel": frozenset({channel}),
        "language": conditions.language_names((language,)),
        "country": frozenset({country}),
        "topic": frozenset(topics),
    }


def directory(office: Office) -> routing.Directory:
    """Return the offices that selectors mean for a draft of this office."""
    return routing.Directory(
        own_office=office.pk,
        country_desk=desk_for(office.country),
        minister=ministers_office(),
    )


def policies_in_force() -> list[routing.PolicyRule]:
    """Return every policy version in force, with its levels and escalations. Three queries."""
    versions = PolicyVersion.objects.filter(status=PolicyVersion.Status.IN_FORCE).select_related("policy")
    return [policy_rule(version) for version in versions.prefetch_related("levels__escalations")]


def policy_rule(version: PolicyVersion) -> routing.PolicyRule:
    """Return one version as the rules see it."""
    return routing.PolicyRule(
        version_id=version.pk,
        name=version.policy.name,
        order=version.policy.order,
        is_default=version.policy.is_default,
        conditions=version.conditions,
        levels=tuple(_level_rule(level) for level in version.levels.all()),
    )


def _level_rule(level: Level) -> routing.LevelRule:
    return routing.LevelRule(
        id=level.pk,
        position=level.position,
        name=level.name,
        question=level.question,
        who=_who(level),
        quorum=level.quorum,
        quorum_n=level.quorum_n,
        limit=level.limit,
        remind_before=level.remind_before,
        may_reject=level.may_reject,
        conditions=level.conditions,
        escalations=tuple(_rung(rung) for rung in level.escalations.all()),
        key=level.key,
        mode=level.mode,
        carry=level.carry,
        fresh_sign_in=level.fresh_sign_in,
        runs_on=level.runs_on,
        remind_percent=level.remind_percent,
    )


def _rung(rung: LevelEscalation) -> routing.Rung:
    return routing.Rung(rung.after, _who(rung), rung.posting_id, rung.repeat_every, rung.repeat_times)


def _who(asked: Level | LevelEscalation) -> routing.Who:
    return routing.Who(asked.selector, asked.role, asked.office_id)


def seat_facts(seats: Iterable[Seat]) -> list[authority.SeatFacts]:
    """Return seats as the rules see them."""
    return [
        authority.SeatFacts(seat.user_id, seat.posting_id, seat.place, seat.acting_for, seat.passed_by)
        for seat in seats
    ]


def step_facts(step: Step, draft: Draft) -> authority.StepFacts:
    """Return a step of this draft as the rules see it."""
    presses = asked.presses(step, draft)
    return authority.StepFacts(step.pk, step.place, step.quorum, step.quorum_n, step.mode, presses)


def writers_of(draft: Draft) -> frozenset[int]:
    """Return everyone who wrote any part of the draft, and whoever they wrote it for. One query."""
    people: set[int | None] = {draft.author_id}
    for wrote in Revision.objects.filter(draft=draft).values_list("written_by", "acting_for"):
        people.update(wrote)
    return frozenset(person for person in people if person is not None)


def barred_from(draft_writers: frozenset[int], *, at: datetime) -> frozenset[int]:
    """Return the writers and whoever is deputy of one of them at `at`: none of these may approve. One query."""
    deputies = acting(at).filter(behind(draft_writers))
    return draft_writers | set(deputies.values_list("user_id", flat=True))


def writers_and_barred(draft: Draft, *, at: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """Return what `writers_of` and `barred_from` say of a draft, both with one query."""
    wrote = Revision.objects.filter(draft=draft).order_by()
    for_a_writer = behind([draft.author_id])
    for_a_writer |= behind(wrote.values("written_by"))
    for_a_writer |= behind(wrote.exclude(acting_for=None).values("acting_for"))
    nobody = Value(None, output_field=BigIntegerField())
    deputies = acting(at).filter(for_a_writer).order_by().values_list(nobody, nobody, "user")
    writers: set[int | None] = {draft.author_id}
    barred: set[int | None] = set()
    for written_by, acting_for, deputy in wrote.values_list("written_by", "acting_for", nobody).union(deputies):
        writers |= {written_by, acting_for}
        barred.add(deputy)
    known = frozenset(person for person in writers if person is not None)
    return known, known | {person for person in barred if person is not None}


def behind(people: Any) -> Q:
    """Return the condition that a deputy acts in the place of one of these: of the holder, or of who passed it on."""
    return (
        Q(posting__user__in=people) | Q(passed_by__user__in=people) | Q(passed_by__passed_by__user__in=people)
    )  # fmt: skip


def acting(at: datetime) -> QuerySet[Deputy]:
    """Return the deputies who act at `at`, for postings that are held then."""
    held = Q(posting__ends_at__isnull=True) | Q(posting__ends_at__gt=at)
    return Deputy.objects.filter(held, posting__starts_at__lte=at, starts_at__lte=at, ends_at__gt=at)


def people_at(places: Iterable[Place], *, at: datetime) -> dict[Place, list[int]]:
    """Return who may act at each place at `at`, by id. One query."""
    seats = seats_at(set(places), at=at)
    return {place: [seat.user_id for seat in found] for place, found in seats.items()}


def decisions_in_flight(draft: Draft) -> list[Decision]:
    """Return the decisions on the draft since it was last taken up, in order, each with its step. One query."""
    taken_up = Event.objects.filter(draft=draft, kind="reopened").order_by("-sequence").values("at")[:1]
    since = Decision.objects.alias(taken_up=Subquery(taken_up)).filter(Q(taken_up=None) | Q(at__gte=F("taken_up")))
    return list(since.filter(draft=draft).select_related("step").order_by("pk"))


def approvals_by_step(decisions: Iterable[Decision], route_id: int | None) -> dict[int, dict[int, int]]:
    """Return, for each step of this route, who approved it and from which posting."""
    found: dict[int, dict[int, int]] = {}
    for decision in decisions:
        if decision.route_id == route_id and decision.verdict == Decision.Verdict.APPROVE:
            found.setdefault(decision.step_id, {})[decision.by_id] = decision.posting_id
    return found


def question_of(step: Step) -> Question:
    """Return what a step asks of whom."""
    return Question(step.key, step.question, step.place)


def answers(said_at: Step, step: Step) -> bool:
    """Say whether what was said at one step answers another: the same was asked, with a fresh sign-in where one is."""
    as_fresh = said_at.fresh_sign_in or not step.fresh_sign_in
    return as_fresh and question_of(said_at) == question_of(step)


def approvals_given(decisions: Iterable[Decision], draft: Draft) -> list[Given]:
    """Return the approvals of the draft's current revision on its present route, each with what it answers."""
    return [
        Given(decision.pk, decision.by_id, decision.posting_id, question_of(decision.step), decision.step.fresh_sign_in)
        for decision in decisions
        if decision.route_id == draft.route_id
        and decision.revision_id == draft.revision_id
        and decision.verdict == Decision.Verdict.APPROVE
    ]


def in_flight_behind(policy_id: int) -> QuerySet[Draft]:
    """Return the drafts in review, or handed back, under versions of a policy that are not in force any more."""
    under_another = Q(policy_version__policy=policy_id) & ~Q(policy_version__status=PolicyVersion.Status.IN_FORCE)
    return Draft.objects.filter(under_another, state__in=MOVABLE)


def waits(steps: Iterable[Step], *, under: timedelta | None = None) -> dict[int, list[Wait]]:
    """Return how long each position that has not begun has, by position and in order; `under` a regime, its time."""
    by_position: dict[int, list[Wait]] = {}
    for step in sorted(steps, key=lambda step: step.position):
        if step.status == Step.Status.WAITING and step.mode not in PASSING:
            own = Wait(step.own_limit, calendars.hours_for(step))
            by_position.setdefault(step.position, []).append(Wait(under) if under else own)
    return by_position


def time_used(draft: Draft, *, at: datetime) -> dict[tuple[str, int, str], timedelta]:
    """Return how much of its limit each level, by its key and place, has used up since the draft was last taken up.

    The time with the author does not count. One query, none for a draft that was on no route.
    """
    if draft.route_id is None:
        return {}
    taken_up = Event.objects.filter(draft=draft, kind="reopened").order_by("-sequence").values("at")[:1]
    since = Step.objects.alias(taken_up=Subquery(taken_up)).filter(Q(taken_up=None) | Q(opened_at__gte=F("taken_up")))
    used: dict[tuple[str, int, str], timedelta] = {}
    for step in since.filter(draft=draft, opened_at__isnull=False).select_related("office"):
        if step.opened_at is not None and step.mode != Step.Mode.INFORM:
            name = (step.key, *step.place)
            spent = working_time_between(step.opened_at, step.closed_at or at, calendars.hours_for(step))
            used[name] = used.get(name, timedelta()) + spent
    return used


def escalation_waits(step: Step) -> tuple[timedelta, ...]:
    """Return how long after the deadline each escalation of a step comes, in order."""
    return tuple(rung.after for rung in step.escalations.all())


def describe_facts(facts: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Return facts as they are kept with a route."""
    return {name: sorted(values) for name, values in facts.items()}
