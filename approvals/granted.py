"""Pre-authorizations as they are read: where each stands, who may see it, and which come first for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.authority import Seat
from accounts.models import Role, User
from approvals.access import MINISTRY_ROLES
from approvals.models import AuthorizationVersion, PreAuthorization, Restriction
from approvals.refusals import Refused

# From when on the end of a pre-authorization is near enough to be thought of.
SOON = timedelta(days=30)
# A ministry has some hundred missions: what is alive is shown on one page, and never more than this.
MOST_ALIVE = 500
# Who can grant one, or hold one.
CONCERNED = frozenset({Role.POLICY, Role.AUTHOR, Role.HEAD})
# Whoever is named beside a version.
PEOPLE = ("proposed_by", "countersigned_by", "accepted_by", "closed_by")
UNDER_WAY = (AuthorizationVersion.Status.PROPOSED, AuthorizationVersion.Status.COUNTERSIGNED)


class Standing(TextChoices):
    """Where a pre-authorization stands."""

    AWAITS_OFFICER = "awaits_officer", _("Awaits a second policy officer")
    AWAITS_HOLDER = "awaits_holder", _("Awaits its holder")
    TO_COME = "to_come", _("Accepted, not begun")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    NOT_GIVEN = "not_given", _("Never in force")
    ENDED = "ended", _("Ended")
    REVOKED = "revoked", _("Revoked")


OVER = frozenset({Standing.NOT_GIVEN, Standing.ENDED, Standing.REVOKED})


@dataclass(frozen=True)
class Paper:
    """One pre-authorization as it stands at an instant; its versions and restrictions have been read along."""

    authorization: PreAuthorization
    at: datetime

    @cached_property
    def versions(self) -> list[AuthorizationVersion]:
        """Return its versions, the newest first."""
        return sorted(self.authorization.versions.all(), key=lambda version: -version.number)

    @cached_property
    def in_force(self) -> AuthorizationVersion | None:
        """Return the version that was accepted last, which may not have begun, or have come to its end."""
        return next((one for one in self.versions if one.status == AuthorizationVersion.Status.IN_FORCE), None)

    @cached_property
    def under_way(self) -> AuthorizationVersion | None:
        """Return the version that awaits a second officer, or the holder."""
        return next((one for one in self.versions if one.status in UNDER_WAY), None)

    @property
    def shown(self) -> AuthorizationVersion:
        """Return the version whose terms count: the one that was accepted, else the newest."""
        return self.in_force or self.versions[0]

    @cached_property
    def restrictions(self) -> list[Restriction]:
        """Return what keeps it back, or kept it back once, the newest first."""
        return sorted(self.authorization.restrictions.all(), key=lambda one: (one.at, one.pk), reverse=True)

    @cached_property
    def standing_restrictions(self) -> list[Restriction]:
        """Return what keeps it back now."""
        return [one for one in self.restrictions if stands(one, at=self.at)]

    @property
    def suspensions(self) -> list[Restriction]:
        """Return the suspensions that stand now."""
        return [one for one in self.standing_restrictions if one.kind == Restriction.Kind.SUSPENDED]

    @property
    def halvings(self) -> list[Restriction]:
        """Return what halves its quota now."""
        return [one for one in self.standing_restrictions if one.kind == Restriction.Kind.HALVED]

    @cached_property
    def state(self) -> str:
        """Return where it stands, one of Standing."""
        if self.authorization.revoked_at is not None:
            return Standing.REVOKED
        if self.authorization.ended_at is not None:
            return Standing.ENDED if self.in_force is not None else Standing.NOT_GIVEN
        if self.in_force is None:
            return self._before_force()
        if self.in_force.until <= self.at:
            return self._before_force() if self.under_way else Standing.ENDED
        if self.suspensions:
            return Standing.SUSPENDED
        return Standing.IN_FORCE if self.in_force.starts_at <= self.at else Standing.TO_COME

    @property
    def label(self) -> str:
        """Return where it stands in a word or two."""
        return str(Standing(self.state).label)

    @property
    def is_over(self) -> bool:
        """Say whether nothing can go out under it any more."""
        return self.state in OVER

    @property
    def ends_soon(self) -> bool:
        """Say whether it ends within a month, and has not ended."""
        return self.in_force is not None and not self.is_over and self.in_force.until <= self.at + SOON

    def _before_force(self) -> str:
        if self.under_way is None:
            return Standing.NOT_GIVEN
        proposed = self.under_way.status == AuthorizationVersion.Status.PROPOSED
        return Standing.AWAITS_OFFICER if proposed else Standing.AWAITS_HOLDER


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever looks at pre-authorizations, and the seats they act from."""

    user: User
    seats: Collection[Seat]

    @property
    def is_officer(self) -> bool:
        """Say whether this is a policy officer."""
        return any(seat.role == Role.POLICY for seat in self.seats)

    @property
    def sees_all(self) -> bool:
        """Say whether this is one of those who answer for the whole ministry."""
        return any(seat.role in MINISTRY_ROLES for seat in self.seats)

    def holds(self, authorization: PreAuthorization) -> bool:
        """Say whether this is the holder of the posting that it is granted to, while the posting lasts."""
        return any(seat.posting_id == authorization.posting_id and seat.acting_for is None for seat in self.seats)

    def has_part(self, authorization: PreAuthorization) -> bool:
        """Say whether this is the holder, or acts for the holder now: nobody has a say in their own case."""
        own = authorization.posting.user_id == self.user.pk
        return own or any(seat.posting_id == authorization.posting_id for seat in self.seats)

    def must_countersign(self, paper: Paper) -> bool:
        """Say whether a version of it awaits this officer, who neither proposed it nor would profit by it."""
        version = paper.under_way
        if version is None or version.status != AuthorizationVersion.Status.PROPOSED or not self.is_officer:
            return False
        return version.proposed_by_id != self.user.pk and not self.has_part(paper.authorization)

    def must_accept(self, paper: Paper) -> bool:
        """Say whether a version of it awaits this holder."""
        version = paper.under_way
        is_ready = version is not None and version.status == AuthorizationVersion.Status.COUNTERSIGNED
        return is_ready and self.holds(paper.authorization)

    def is_awaited(self, paper: Paper) -> bool:
        """Say whether it awaits this person before anything else can happen."""
        return self.must_countersign(paper) or self.must_accept(paper)


def stands(restriction: Restriction, *, at: datetime) -> bool:
    """Say whether a restriction keeps its pre-authorization back at this instant."""
    if restriction.lifted_at is not None and restriction.lifted_at <= at:
        return False
    return restriction.until is None or restriction.until > at


def visible(reader: Reader) -> QuerySet[PreAuthorization]:
    """Return the pre-authorizations that this person may see. No query of its own.

    Policy and records officers see every one; a holder, and whoever acts for the holder now, theirs; the head of an
    office those of the office.
    """
    if reader.sees_all:
        return PreAuthorization.objects.all()
    offices = {seat.office_id for seat in reader.seats if seat.role == Role.HEAD}
    postings = {seat.posting_id for seat in reader.seats}
    rule = Q(posting__user=reader.user) | Q(posting__in=postings) | Q(posting__office__in=offices)
    return PreAuthorization.objects.filter(rule)


def find(reader: Reader, number: str, *, at: datetime) -> Paper:
    """Return one pre-authorization if this person may see it. Four queries; what one may not see is not found."""
    found = read_along(visible(reader).filter(number=number)).first()
    if found is None:
        raise Refused("not_found")
    return Paper(found, at)


def read_along(found: QuerySet[PreAuthorization]) -> QuerySet[PreAuthorization]:
    """Return pre-authorizations with what a page says of them: whose, their versions, and what keeps them back."""
    versions = AuthorizationVersion.objects.select_related(*PEOPLE).prefetch_related("channels__office")
    restrictions = Restriction.objects.select_related("by", "lifted_by", "freeze__channel")
    return found.select_related("posting__user", "posting__office", "revoked_by").prefetch_related(
        Prefetch("versions", versions), Prefetch("restrictions", restrictions)
    )


def alive(found: QuerySet[PreAuthorization], reader: Reader, *, at: datetime) -> list[Paper]:
    """Return those of them that are not over: what awaits the reader first, then what is suspended or ends soon."""
    rows = read_along(found.filter(living())).order_by("pk")[:MOST_ALIVE]
    papers = [paper for paper in (Paper(row, at) for row in rows) if not paper.is_over]
    return sorted(papers, key=lambda paper: _urgency(paper, reader))


def over(found: QuerySet[PreAuthorization], *, at: datetime) -> QuerySet[PreAuthorization]:
    """Return those of them that are over: revoked, ended, or never come into force."""
    is_alive = Q(versions__status__in=UNDER_WAY) | Q(version__until__gt=at)
    return found.exclude(pk__in=PreAuthorization.objects.filter(is_alive, living()).values("pk"))


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person is told of pre-authorizations on the page they begin with."""

    to_accept: Sequence[str] = ()
    to_countersign: int = 0


def hints(reader: Reader) -> Hints:
    """Return which await this holder, by number, and for an officer how many await them.

    One query, and none for whoever can neither hold nor grant one.
    """
    if not any(seat.role in CONCERNED for seat in reader.seats):
        return Hints()
    postings = {seat.posting_id for seat in reader.seats if seat.acting_for is None}
    wanted = Q(status=AuthorizationVersion.Status.COUNTERSIGNED, authorization__posting__in=postings)
    if reader.is_officer:
        wanted |= Q(status=AuthorizationVersion.Status.PROPOSED) & ~Q(proposed_by=reader.user)
    found = AuthorizationVersion.objects.filter(wanted, authorization__in=PreAuthorization.objects.filter(living()))
    rows = list(found.order_by("authorization").values_list("status", "authorization__number"))
    numbers = [number for status, number in rows if status == AuthorizationVersion.Status.COUNTERSIGNED]
    return Hints(numbers, len(rows) - len(numbers))


def living() -> Q:
    """Return the condition that a pre-authorization is neither revoked nor has come to its end."""
    return Q(revoked_at__isnull=True, ended_at__isnull=True)


def _urgency(paper: Paper, reader: Reader) -> tuple[int, datetime, int]:
    places = [
        reader.is_awaited(paper),
        paper.under_way is not None,
        paper.state == Standing.SUSPENDED,
        paper.ends_soon,
    ]
    place = places.index(True) if True in places else len(places)
    return place, paper.shown.until, paper.authorization.pk
