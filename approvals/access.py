"""Who may see which draft: the one rule that every door asks. What one may not see answers 404."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.authority import Place, Seat, seats_of
from accounts.models import Office, Role, User
from approvals import asked
from approvals.lifecycle import State
from approvals.models import Decision, Denial, Draft, Regime, Review, Revision, Step, StepEscalation, Urgency
from approvals.refusals import Refused

OFFICE_ROLES = frozenset({Role.AUTHOR, Role.HEAD})
MINISTRY_ROLES = frozenset({Role.POLICY, Role.RECORDS})


def visible(user: User, *, at: datetime, seats: Collection[Seat] | None = None) -> QuerySet[Draft]:
    """Return the drafts this person may see at `at`; their seats cost one query where they are not given.

    Authors and the head see the drafts of their office; whoever is asked, to decide or to review, was escalated to,
    decided or wrote sees that draft, and so does the duty officer of an office that is asked about one that presses;
    in a crisis those of headquarters do, too; policy and records officers see every draft that was ever submitted.
    """
    return visible_from(user, seats_of(user.pk, at=at) if seats is None else seats)


def visible_from(user: User, seats: Collection[Seat]) -> QuerySet[Draft]:
    """Return the drafts this person may see from these seats."""
    offices = {seat.office_id for seat in seats if seat.role in OFFICE_ROLES}
    rule = wrote(user) | Q(office__in=offices)
    rule |= Q(Exists(Decision.objects.filter(draft=OuterRef("pk"), by=user)))
    places = {seat.place for seat in seats}
    if places:
        steps, rungs = at_places(places), at_places(places)
        if standing_in := asked.stood_in(seats):
            steps |= at_places(standing_in) & asked.pressing()
            rungs |= at_places(standing_in) & asked.pressing("step__")
        rule |= Q(Exists(Step.objects.filter(steps, draft=OuterRef("pk"))))
        escalated = StepEscalation.objects.filter(rungs, step__draft=OuterRef("pk"), fired_at__isnull=False)
        rule |= Q(Exists(escalated))
        rule |= _crises_of_headquarters(seats)
    rule |= Q(Exists(_reviews_of(user, places).filter(draft=OuterRef("pk"))))
    if any(seat.role in MINISTRY_ROLES for seat in seats):
        rule |= ever_submitted()
    return Draft.objects.filter(rule)


def wrote(user: User) -> Q:
    """Return the condition that this person wrote a draft or had a hand in it: these they may always see."""
    return Q(author=user) | Q(Exists(Revision.objects.filter(draft=OuterRef("pk"), written_by=user)))


def ever_submitted(prefix: str = "") -> Q:
    """Return the condition that a draft, or that of a row where a prefix leads to it, was ever submitted."""
    return ~Q(**{f"{prefix}state": State.DRAFT}) | Q(**{f"{prefix}route__isnull": False})


def _crises_of_headquarters(seats: Collection[Seat]) -> Q:
    """Return what the duty officer of a headquarters sees beside: drafts in review that are of a crisis, to bypass."""
    on_duty = {seat.office_id for seat in seats if seat.role == Role.DUTY}
    if not on_duty:
        return Q(pk__in=[])
    quarters = Office.objects.filter(pk__in=on_duty, kind=Office.Kind.HEADQUARTERS)
    under_crisis = Step.objects.filter(draft=OuterRef("pk"), regime__kind=Regime.Kind.CRISIS)
    of_crisis = Q(urgency=Urgency.CRISIS) | Q(Exists(under_crisis))
    return of_crisis & Q(Exists(quarters), state=State.IN_REVIEW)


def _reviews_of(user: User, places: Collection[Place]) -> QuerySet[Review]:
    """Return the reviews that let one see their draft: mine, those asked of my places, those that turned to them."""
    late = at_places(places, office="escalate_office_id", role="escalate_role") & Q(escalated_at__isnull=False)
    return Review.objects.filter(at_places(places) | late | Q(decided_by=user) | Q(publisher=user))


def at_places(places: Collection[Place], *, office: str = "office_id", role: str = "role") -> Q:
    """Return the condition that a row's office and role, in these columns, are one of these places."""
    return reduce(or_, at_blocks(places, office=office, role=role), Q(pk__in=[]))


def at_blocks(places: Collection[Place], *, office: str = "office_id", role: str = "role") -> list[Q]:
    """Return the same as conditions, as few as can be, each of which walks an index: these roles at these offices."""
    offices: dict[str, list[int]] = {}
    for office_id, held in sorted(places):
        offices.setdefault(held, []).append(office_id)
    found: dict[tuple[int, ...], list[str]] = {}
    for held, there in offices.items():
        found.setdefault(tuple(there), []).append(held)
    return [Q(**{f"{office}__in": there, f"{role}__in": roles}) for there, roles in found.items()]


def find(user: User, draft_id: UUID, *, at: datetime, door: str, seats: Collection[Seat] | None = None) -> Draft:
    """Return the draft if this person may see it; otherwise refuse with 404 and put the attempt on record.

    Their seats cost a query where they are not given.
    """
    # Few routes rest on a pre-authorization: those read it when they show it, and the others spare its joins.
    related = ("office", "author", "revision", "route__policy_version__policy")
    draft = Draft.objects.select_related(*related).filter(pk=draft_id).first()
    if draft is None:
        raise Refused("not_found")
    require_visible(draft, user, at=at, door=door, seats=seats)
    return draft


def require_visible(
    draft: Draft, user: User, *, at: datetime, door: str, seats: Collection[Seat] | None = None
) -> None:  # fmt: skip
    """Refuse a draft that this person may not see with 404, and put the attempt on record.

    No query where the draft itself says it, a short one for whoever is asked at a level, else one more; one for their
    seats where they are not given.
    """
    seats = seats_of(user.pk, at=at) if seats is None else seats
    if plainly_visible(draft, user, seats) or _is_asked(draft, seats):
        return
    if not visible_from(user, seats).filter(pk=draft.pk).exists():
        Denial.objects.create(draft=draft, user=user, door=door[:200], at=at)
        raise Refused("not_found")


def plainly_visible(draft: Draft, user: User, seats: Collection[Seat]) -> bool:
    """Say whether the draft itself says that this person may see it; of a no, `visible_from` may know better."""
    if draft.author_id == user.pk:
        return True
    if any(seat.office_id == draft.office_id and seat.role in OFFICE_ROLES for seat in seats):
        return True
    was_submitted = draft.state != State.DRAFT or draft.route_id is not None
    return was_submitted and any(seat.role in MINISTRY_ROLES for seat in seats)


def _is_asked(draft: Draft, seats: Collection[Seat]) -> bool:
    """Say whether a level of a draft asks one of these seats: most who open a draft of another office are asked."""
    places = {seat.place for seat in seats} if draft.route_id is not None else set()
    return bool(places) and Step.objects.filter(at_places(places), draft=draft).exists()


def writable_offices(user: User, *, at: datetime, seats: Collection[Seat] | None = None) -> set[int]:
    """Return the offices this person may write drafts for at `at`; their seats cost one query where not given."""
    held = seats_of(user.pk, at=at) if seats is None else seats
    return {seat.office_id for seat in held if seat.role == Role.AUTHOR}


def holds(user: User, role: str, *, at: datetime) -> bool:
    """Say whether this person holds a role at any office at `at`. One query."""
    return any(seat.role == role for seat in seats_of(user.pk, at=at))
