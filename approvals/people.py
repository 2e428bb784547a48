"""The register of people as it is read: who holds what now, who is away, and what one person held and will hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.authority import seats_at, seats_of
from accounts.models import Absence, Deputy, Office, Posting, Role, User
from approvals import access
from approvals.models import Step


class Standing(TextChoices):
    """What one may narrow the register to, beside office and role."""

    AWAY = "away", _("Away now")
    ACTING = "acting", _("Acting heads now")
    DEPUTIES = "deputies", _("Deputies now")
    NONE = "none", _("Without a posting")
    INACTIVE = "inactive", _("May not sign in")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which people are asked for: words of a name, an office by its code, a role, where they stand."""

    words: str = ""
    office: str = ""
    role: str = ""
    standing: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.office or self.role or self.standing)


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the register: what they hold now with who acts meanwhile, and whether they are away."""

    person: User
    postings: Sequence[Posting]
    deputizing: Sequence[Deputy]
    absence: Absence | None


def found(asked: Narrowing, *, keeps: bool, at: datetime) -> QuerySet[User]:
    """Return the people asked for, by name; who keeps the register finds by username and address, too.

    Who may not sign in is listed when asked for, and to whoever keeps the register.
    """
    inactive = asked.standing == Standing.INACTIVE and keeps
    people = User.objects.filter(is_active=not inactive)
    for word in asked.words.split():
        by_name = Q(name__icontains=word)
        people = people.filter(by_name | Q(username__icontains=word) | Q(email__icontains=word) if keeps else by_name)
    held = Posting.objects.filter(queries.in_force_at(at), user=OuterRef("pk"))
    if asked.office:
        held = held.filter(office__code=asked.office)
    if asked.role:
        held = held.filter(role=asked.role)
    if asked.office or asked.role:
        people = people.filter(Exists(held))
    return people.filter(_stands(asked.standing, held, at=at)).order_by("name", "pk")


def listed(people: Sequence[User], *, at: datetime) -> list[Listed]:
    """Return these people with what they hold, for whom they act, and whether they are away. Four queries."""
    postings: dict[int, list[Posting]] = {}
    for posting in queries.postings_in_force(at=at).filter(user__in=people).order_by("office__code", "role", "pk"):
        postings.setdefault(posting.user_id, []).append(posting)
    acting: dict[int, list[Deputy]] = {}
    deputies = Deputy.objects.filter(user__in=people, starts_at__lte=at, ends_at__gt=at)
    for deputy in deputies.select_related("posting__user", "posting__office").order_by("pk"):
        acting.setdefault(deputy.user_id, []).append(deputy)
    away = {
        absence.user_id: absence
        for absence in Absence.objects.filter(user__in=people, starts_at__lte=at, ends_at__gt=at)
    }
    return [
        Listed(person, postings.get(person.pk, []), acting.get(person.pk, []), away.get(person.pk)) for person in people
    ]


@dataclass(slots=True)
class Postings:
    """What one person holds now, will hold, and held, the last of them first."""

    now: list[Posting] = field(default_factory=list)
    to_come: list[Posting] = field(default_factory=list)
    past: list[Posting] = field(default_factory=list)


def postings_of(person: User, *, at: datetime) -> Postings:
    """Return the postings of a person, with who acts for those of now. Two queries."""
    acting = Deputy.objects.filter(starts_at__lte=at, ends_at__gt=at).select_related("user")
    found = Postings()
    rows = person.postings.select_related("office", "user").order_by("-starts_at", "-pk")
    for posting in rows.prefetch_related(Prefetch("deputies", acting.order_by("starts_at"), to_attr="acting")):
        if posting.in_force(at):
            found.now.append(posting)
        elif posting.starts_at > at:
            found.to_come.append(posting)
        else:
            found.past.append(posting)
    return found


@dataclass(frozen=True, slots=True)
class Leaving:
    """What it does to open steps when a person can decide no more."""

    waiting: int
    # Where nobody else could decide: the office and the role, and how many open steps wait there.
    alone: Sequence[tuple[Office, str, int]]


def leaving(person: User, *, at: datetime) -> Leaving:
    """Return how many open steps this person could decide, and where they are the only one. Four queries at most."""
    places = {seat.place for seat in seats_of(person.pk, at=at)}
    steps = Step.objects.filter(access.at_places(places), status=Step.Status.OPEN)
    counted = steps.order_by().values_list("office_id", "role").annotate(number=Count("pk"))
    waiting = {(office, role): number for office, role, number in counted}
    others = seats_at(places, at=at)
    lonely = {place for place in waiting if all(seat.user_id == person.pk for seat in others[place])}
    offices = Office.objects.in_bulk({office for office, _role in lonely})
    alone = [(offices[place[0]], str(Role(place[1]).label), waiting[place]) for place in sorted(lonely)]
    return Leaving(sum(waiting.values()), alone)


def _stands(standing: str, held: QuerySet[Posting], *, at: datetime) -> Q:
    now = Q(starts_at__lte=at, ends_at__gt=at, user=OuterRef("pk"))
    match standing:
        case Standing.AWAY:
            return Q(Exists(Absence.objects.filter(now)))
        case Standing.ACTING:
            return Q(Exists(held.filter(is_acting=True)))
        case Standing.DEPUTIES:
            return Q(Exists(Deputy.objects.filter(now)))
        case Standing.NONE:
            return ~Q(Exists(held))
        case _:
            return Q()
