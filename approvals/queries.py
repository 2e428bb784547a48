"""Named reads: what awaits me, what is late, where a draft stands, what happened to it."""

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.authority import Seat, seats_of
from accounts.models import Role, User
from approvals import access, asked, bypassing, facts, plans, regimes, searching
from approvals.holding import FREE, Holding
from approvals.lifecycle import State
from approvals.models import Decision, Delay, Draft, Event, Kind, Revision, Step
from approvals.plans import Plan
from approvals.rules import authority, overlay
from approvals.rules.verdict import Verdict

COUNT_CAP = 100
# What a row of the queue shows of a step, beside its channels.
SHOWN = (
    "draft__author", "draft__revision", "draft__office", "draft__answered", "office", "regime", "claimed_by",
)  # fmt: skip

# What is shown of a delay.
DELAYED = ("draft__office", "draft__author", "step__regime", "review", "office", "explained_by")


class After(NamedTuple):
    """Where a page of the queue begins, or ends: behind this deadline and step, or ahead of them."""

    due_at: datetime
    step_id: int

    @property
    def behind(self) -> Q:
        """Return the condition that a step comes after it."""
        return Q(due_at__gt=self.due_at) | Q(due_at=self.due_at, pk__gt=self.step_id)


def awaiting(
    user: User, *, at: datetime, limit: int = 50, after: After | None = None, before: After | None = None,
    seats: Collection[Seat] | None = None,
) -> list[Step]:  # fmt: skip
    """Return the open steps this person may decide, most urgent (soonest due) first, at most `limit`.

    Those next behind `after`, or those last ahead of `before`. One query for each place the person decides for, walked
    along its index, and two for what is shown, whatever the number of drafts; one for their seats where not given.
    """
    page = Q() if after is None else after.behind
    if before is not None:
        page &= Q(due_at__lt=before.due_at) | Q(due_at=before.due_at, pk__lt=before.step_id)
    queues = _queues(user, seats_of(user.pk, at=at) if seats is None else seats)
    return _whole(_walked(queues, page, limit=limit, is_back=before is not None))


def first_awaiting(user: User, *, limit: int, seats: Collection[Seat]) -> tuple[list[Step], int]:
    """Return the most urgent of what awaits this person at these seats, and how many there are, counted up to 100.

    The queries of `awaiting`; nothing is counted by itself.
    """
    found = _walked(_queues(user, seats), Q(), limit=COUNT_CAP)
    return _whole(found[:limit]), len(found)


def _walked(queues: Iterable[QuerySet[Step]], page: Q, *, limit: int, is_back: bool = False) -> list[int]:
    """Return which steps come first in these queues together, or, where one goes back, last."""
    order = ("-due_at", "-pk") if is_back else ("due_at", "pk")
    walks = [steps.filter(page).order_by(*order).values_list("due_at", "pk")[:limit] for steps in queues]
    return [pk for _due_at, pk in heapq.merge(*walks, reverse=is_back)][:limit]


def _whole(ids: Collection[int]) -> list[Step]:
    """Return these steps with what a row of the queue shows. Two queries, none for none."""
    steps = Step.objects.select_related(*SHOWN).prefetch_related("draft__channels")
    return list(steps.filter(pk__in=ids).order_by("due_at", "pk")) if ids else []


def awaiting_count(user: User, *, at: datetime, seats: list[Seat] | None = None) -> int:
    """Return how many open steps await this person, counted up to 100 so that it costs the same in any queue.

    Their seats cost a query where they are not given.
    """
    seats = seats_of(user.pk, at=at) if seats is None else seats
    found = 0
    for asks in _asked_from(seats):
        found += _queue(user, asks, seats)[: COUNT_CAP - found].count()
        if found >= COUNT_CAP:
            break
    return found


def queue(user: User, seats: Collection[Seat]) -> QuerySet[Step]:
    """Return what awaits this person from these seats, at all places they decide for or stand in at as duty officer."""
    return _queue(user, reduce(or_, _asked_from(seats), Q(pk__in=[])), seats)


def _queues(user: User, seats: Collection[Seat]) -> list[QuerySet[Step]]:
    """Return the same at each of these places."""
    own = [access.at_places([place]) for place in sorted({seat.place for seat in seats})]
    duty = [access.at_places([place]) & asked.pressing() for place in sorted(asked.stood_in(seats))]
    return [_queue(user, asks, seats) for asks in own + duty]


def _asked_from(seats: Collection[Seat]) -> list[Q]:
    """Return which steps these seats are asked at, as few conditions as can be that each walk an index."""
    standing_in = asked.stood_in(seats)
    found = access.at_blocks({seat.place for seat in seats})
    return found + ([access.at_places(standing_in) & asked.pressing()] if standing_in else [])


def _queue(user: User, asks: Q, seats: Collection[Seat]) -> QuerySet[Step]:
    """Return the open steps that ask so, less those whose draft this person wrote or has decided already."""
    barred = {user.pk}.union(*(seat.instead_of for seat in seats))
    wrote = Revision.objects.filter(Q(written_by__in=barred) | Q(acting_for__in=barred), draft=OuterRef("draft_id"))
    counted = Decision.objects.filter(route=OuterRef("route_id"), by=user, verdict=Decision.Verdict.APPROVE)
    return (
        Step.objects.filter(asks, status=Step.Status.OPEN)
        .order_by()
        .exclude(mode=Step.Mode.COMMENT)
        .exclude(draft__author__in=barred)
        .filter(~Exists(wrote), ~Exists(counted))
    )


def drafts_of(user: User) -> QuerySet[Draft]:
    """Return the drafts this person wrote or had a hand in, all of which they may see, newest change first."""
    return listed(Draft.objects.filter(access.wrote(user)))


def drafts(user: User, *, at: datetime, seats: Collection[Seat] | None = None) -> QuerySet[Draft]:
    """Return the drafts this person may see, newest change first."""
    return listed(access.visible(user, at=at, seats=seats))


def listed(found: QuerySet[Draft]) -> QuerySet[Draft]:
    """Return drafts with what a row of a list shows, newest change first."""
    return (
        found.select_related("office", "author", "revision", "route__authorization_version__authorization")
        .prefetch_related("channels", Prefetch("steps", open_steps(), to_attr="open_steps"))
        .order_by("-state_since", "pk")
    )


def open_steps() -> QuerySet[Step]:
    """Return the steps that await a decision, with their offices."""
    return (
        Step.objects.filter(status=Step.Status.OPEN)
        .select_related("office", "regime", "claimed_by")
        .order_by("position", "pk")
    )


def delays(user: User, *, at: datetime, seats: Collection[Seat] | None = None) -> QuerySet[Delay]:
    """Return the flagged delays of drafts this person may see, open ones and past, latest deadline first."""
    seen = access.visible(user, at=at, seats=seats).order_by().values("pk")
    return Delay.objects.filter(draft__in=seen).select_related(*DELAYED)


def delays_of(ids: Collection[int]) -> list[Delay]:
    """Return these delays with what is shown of them, the earliest deadline first. One query; none for none."""
    found = Delay.objects.filter(pk__in=ids).select_related(*DELAYED).order_by("due_at", "pk")
    return list(found) if ids else []


def history(draft: Draft) -> QuerySet[Event]:
    """Return everything that happened to a draft, in order."""
    return draft.events.select_related("by").order_by("sequence")


def route_steps(draft: Draft) -> list[Step]:
    """Return the steps of the draft's present route with who decided them. Two queries."""
    decided = Prefetch(
        "decisions",
        Decision.objects.select_related("by", "acting_for").order_by("at", "pk"),
    )
    steps = Step.objects.filter(route=draft.route_id).select_related("office", "asked_by", "regime", "claimed_by")
    return list(steps.prefetch_related(decided).order_by("position", "pk"))


def all_steps(draft: Draft) -> list[Step]:
    """Return the steps of every route of the draft, the present one last, with who decided them. Two queries."""
    decided = Prefetch(
        "decisions", Decision.objects.select_related("by", "acting_for", "revision").order_by("at", "pk")
    )
    related = ("office", "asked_by", "regime", "claimed_by", "route__revision")
    steps = Step.objects.filter(draft=draft).select_related(*related).prefetch_related(decided)
    return list(steps.order_by("route__number", "position", "pk"))


def matching(found: QuerySet[Draft], typed: str) -> QuerySet[Draft]:
    """Return those of the drafts that what somebody typed finds; all of them where nothing was typed. Three queries."""
    return searching.read(typed).narrow(found)


def plan(draft: Draft, steps: Iterable[Step], *, at: datetime) -> Plan | None:
    """Return when the draft is cleared if every level takes its whole limit, and by when each must decide for it to
    make its slot or moment; None when it is not in review.
    """
    if draft.state != State.IN_REVIEW:
        return None
    return plans.plan(draft, list(steps), at=at, under=_regime_limit(draft, at=at))


def _regime_limit(draft: Draft, *, at: datetime) -> timedelta | None:
    """Return the time that a regime in force gives every level of this draft; None: each level has its own."""
    covering = overlay.covering(regimes.overlays(at=at), draft.route.facts if draft.route else {})
    limiting = overlay.strictest(covering)
    return limiting.limit if limiting else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person may do with one draft now: the verbs, and the step that awaits their decision.

    `publishes` says whether publishing is theirs to do, also while every post waits on a hold; `is_author` whether
    they are an author of the draft.
    """

    verbs: tuple[str, ...]
    step: Step | None
    seat: Seat | None
    publishes: bool = False
    is_author: bool = False
    # Why no step awaits their decision, by the code of the refusal that the attempt would meet.
    why_not: str = ""


def standing(
    draft: Draft, user: User, steps: Sequence[Step], *, at: datetime, waits: Holding = FREE,
    seats: list[Seat] | None = None,
) -> Standing:  # fmt: skip
    """Return what this person may do with the draft now, given which posts wait on a hold. One query.

    One more where their seats are not given, one for whoever may bypass, four for a duty officer.

    What it lists, the actions check again.
    """
    seats = seats_of(user.pk, at=at) if seats is None else seats
    places = {seat.place for seat in seats}
    is_author = (draft.office_id, Role.AUTHOR) in places
    is_head = (draft.office_id, Role.HEAD) in places
    verbs = ["comment"]
    if is_author:
        verbs += _authors_verbs(draft)
    publishes = (is_author or is_head) and draft.state in (State.CLEARED, State.PUBLISHED)
    publishes = publishes and draft.kind != Kind.LINE
    if publishes and not waits.stops_all:
        verbs.append("publish")
    if is_head and draft.allows("retract"):
        verbs.append("retract")
    step, seat, why_not = _step_for(draft, seats, steps) if draft.state == State.IN_REVIEW else (None, None, "")
    if step is not None:
        verbs += ["approve", "request_changes", *(["reject"] if step.may_reject else []), "ask"]
        verbs += _claims(step, user, at=at)
    if bypassing.may(draft, user, seats, steps, at=at):
        verbs.append("bypass")
    if any(step.status == Step.Status.OPEN and (step.nudged_again_from() or at) <= at for step in steps):
        verbs.append("nudge")
    return Standing(tuple(verbs), step, seat, publishes, is_author, why_not)


def _authors_verbs(draft: Draft) -> list[str]:
    """Return what an author may do. A line is changed in its own form, and once cleared it is withdrawn on its page."""
    found = [verb for verb in ("submit", "withdraw", "reopen") if draft.allows(verb)]
    if draft.kind == Kind.LINE:
        return found if draft.line.cleared_at is None else []
    return [*found, *(["revise"] if draft.allows("submit") else [])]


def _claims(step: Step, user: User, *, at: datetime) -> list[str]:
    """Return what may be done about who has a step: nothing while somebody else has it, but to decide."""
    if not step.is_claimed(at=at):
        return ["claim", "reassign"]
    return ["release", "reassign"] if step.claimed_by_id == user.pk else []


def _step_for(draft: Draft, seats: list[Seat], steps: Sequence[Step]) -> tuple[Step | None, Seat | None, str]:
    """Return the step that awaits this person and the seat they decide it from, or why there is none."""
    approved = {
        decision.by_id
        for step in steps
        for decision in step.decisions.all()
        if decision.verdict == Decision.Verdict.APPROVE
    }
    choice = authority.choose_step(
        open_steps=[facts.step_facts(step, draft) for step in steps if step.status == Step.Status.OPEN],
        seats=facts.seat_facts(seats),
        writers=facts.writers_of(draft),
        counted=approved,
    )
    if isinstance(choice, Verdict):
        return None, None, choice.code
    step = next(step for step in steps if step.pk == choice.step.id)
    return step, next(seat for seat in seats if seat.posting_id == choice.seat.posting_id), ""
