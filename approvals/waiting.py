"""What awaits one person's decision, by how urgent it is: late, at risk, today, later; and within, by its deadline."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, IntegerChoices, Q, QuerySet, SmallIntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.authority import Place, Seat, seats_of
from accounts.models import User
from approvals import queries
from approvals.models import Step
from approvals.narrowing import Narrowing, Reader
from channels.models import Channel


class Group(IntegerChoices):
    """How urgent a level is, the most urgent first: late is known of it, at risk of its draft, the rest by its day."""

    LATE = 0, _("Late")
    AT_RISK = 1, _("At risk")
    TODAY = 2, _("Today")
    LATER = 3, _("Later")


class Behind(NamedTuple):
    """Where a page of the queue begins: behind this group, deadline and step."""

    group: int
    due_at: datetime
    step_id: int

    @property
    def condition(self) -> Q:
        """Return the condition that a step comes after it."""
        later = Q(due_at__gt=self.due_at) | Q(due_at=self.due_at, pk__gt=self.step_id)
        return Q(group__gt=self.group) | Q(group=self.group) & later


@dataclass(frozen=True, slots=True)
class Tally:
    """How much awaits a person: all of it, what is asked for in each group, and what each of some views shows."""

    everything: int
    groups: Mapping[int, int]
    views: Mapping[int, int]

    @property
    def shown(self) -> int:
        """Return how many are asked for."""
        return sum(self.groups.values())


@dataclass(frozen=True, slots=True)
class Offered:
    """What the queue can be narrowed to, by what awaits: levels by name, offices by code, channels by id, languages."""

    levels: Sequence[str]
    offices: Mapping[str, str]
    channels: Mapping[int, Channel]
    languages: frozenset[str]


@dataclass(frozen=True)
class Queue:
    """The open steps that one person may decide at an instant; `tomorrow` is when their day is over.

    Read of all places together that they decide for, or stand in at: the number of queries depends neither on their
    number nor on how much waits. Their seats cost a query where they are not given.
    """

    user: User
    at: datetime
    tomorrow: datetime
    seats: list[Seat]
    _read: dict[Narrowing, Q] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, user: User, *, at: datetime, tomorrow: datetime, seats: list[Seat] | None = None) -> "Queue":
        """Return the queue of this person."""
        return cls(user, at, tomorrow, seats_of(user.pk, at=at) if seats is None else seats)

    def page(self, narrowing: Narrowing, *, limit: int, after: Behind | None = None) -> list[Step]:
        """Return the steps that are asked for, the most urgent first, at most `limit`. Three queries.

        Put in order are their keys alone; only what is shown is read whole.
        """
        steps = [key[2] for key in self.fields(narrowing, (), limit=limit, after=after)]
        return list(_shown(self._grouped(Step.objects.filter(pk__in=steps)))) if steps else []

    def fields(
        self, narrowing: Narrowing, names: Sequence[str], *, limit: int, after: Behind | None = None
    ) -> list[tuple[Any, ...]]:
        """Return of the same steps these fields only, behind their order. One query."""
        return list(self._walk(narrowing, after).values_list("group", "due_at", "pk", *names)[:limit])

    def of_drafts(self, drafts: Collection[UUID]) -> list[Step]:
        """Return the steps of these drafts, the most urgent first. Two queries."""
        return list(_shown(self._grouped(self._all.filter(draft__in=drafts))))

    def tally(self, narrowing: Narrowing, views: Mapping[int, Narrowing]) -> Tally:
        """Count it all, what is asked for by group, and what each view shows. One query.

        A view that looks for words is not counted: to read what each of many means would cost as many queries.
        """
        asked = self._condition(narrowing)
        views = {pk: view for pk, view in views.items() if not view.looks_for_words}
        counts = {"everything": Count("pk")}
        counts |= {f"group_{group}": Count("pk", filter=asked & Q(group=group)) for group in Group.values}
        counts |= {f"view_{pk}": Count("pk", filter=view.condition(self.reader)) for pk, view in views.items()}
        found = self._all.annotate(group=self._group).aggregate(**counts)
        return Tally(
            found["everything"],
            {group: found[f"group_{group}"] for group in Group.values},
            {pk: found[f"view_{pk}"] for pk in views},
        )

    def offered(self) -> Offered:
        """Return what awaits can be narrowed to. One query."""
        on = "draft__channels__"
        of_office, of_channel = (
            ("draft__office__code", "draft__office__name"),
            (f"{on}pk", f"{on}platform", f"{on}handle"),
        )
        names = ("name", *of_office, *of_channel, f"{on}languages")
        rows = list(self._all.values_list(*names).distinct())
        channels = {row[3]: Channel(pk=row[3], platform=row[4], handle=row[5]) for row in rows}
        return Offered(
            sorted({row[0] for row in rows}),
            dict(sorted({row[1]: row[2] for row in rows}.items(), key=lambda office: office[1])),
            dict(sorted(channels.items(), key=lambda channel: str(channel[1]))),
            frozenset(language for row in rows for language in row[6] or ()),
        )

    def place_of(self, step_id: int) -> Behind | None:
        """Return where a step stands in the order, though it is decided now; None for none. One query."""
        steps = Step.objects.filter(pk=step_id, due_at__isnull=False).annotate(group=self._group)
        place = steps.values_list("group", "due_at", "pk").first()
        return Behind(place[0], place[1], place[2]) if place and place[1] else None

    @cached_property
    def acting(self) -> dict[Place, int]:
        """Return for whom the person acts, by id, at each place where they have no posting of their own."""
        own = {seat.place for seat in self.seats if seat.acting_for is None}
        return {
            seat.place: seat.acting_for for seat in self.seats if seat.acting_for is not None and seat.place not in own
        }

    @property
    def reader(self) -> Reader:
        """Return who narrows the queue."""
        return Reader(self.user, self.at, self.acting)

    def _condition(self, narrowing: Narrowing) -> Q:
        """Return what is asked for as a condition, read once."""
        if narrowing not in self._read:
            self._read[narrowing] = narrowing.condition(self.reader)
        return self._read[narrowing]

    @cached_property
    def _all(self) -> QuerySet[Step]:
        # Built once: each reading goes on from it.
        return queries.queue(self.user, self.seats)

    def _walk(self, narrowing: Narrowing, after: Behind | None) -> QuerySet[Step]:
        asked = self._condition(narrowing)
        return self._grouped(self._all).filter(asked if after is None else asked & after.condition)

    def _grouped(self, steps: QuerySet[Step]) -> QuerySet[Step]:
        return steps.annotate(group=self._group).order_by("group", "due_at", "pk")

    @property
    def _group(self) -> Case:
        return Case(
            When(Q(overdue_at__isnull=False) | Q(due_at__lte=self.at), then=Value(Group.LATE)),
            When(draft__risk_at__lte=self.at, then=Value(Group.AT_RISK)),
            When(due_at__lt=self.tomorrow, then=Value(Group.TODAY)),
            default=Value(Group.LATER),
            output_field=SmallIntegerField(),
        )


def _shown(steps: QuerySet[Step]) -> QuerySet[Step]:
    return steps.select_related(*queries.SHOWN).prefetch_related("draft__channels")


def group_of(step: Step) -> Group:
    """Return how urgent a step is that a queue has read."""
    return Group(vars(step)["group"])


def order(step: Step) -> Behind:
    """Return by what the steps of a queue are ordered, and where one of them stands."""
    if step.due_at is None:
        raise ValueError(f"The step {step.pk} has not opened.")
    return Behind(group_of(step), step.due_at, step.pk)
