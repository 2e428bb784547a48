"""Lock, then look, at a pre-authorization: the ministry's chain, then the row, then whatever is being published."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q

from accounts.authority import Place, Seat, holders_of, seats_at
from accounts.models import Deputy, Posting, Role, User
from approvals import announce, announce_authorizations, audit
from approvals.models import AuthorizationVersion, PreAuthorization
from approvals.refusals import Refused
from approvals.rules.authorization_clock import Term, next_alarm_at
from notifications.outbox import Param

Status = AuthorizationVersion.Status
UNDER_WAY = (Status.PROPOSED, Status.COUNTERSIGNED)
COLUMNS = ("version", "expiry_told_at", "ended_at", "next_alarm_at", "revoked_by", "revoked_at", "revoke_reason")


def lock_authorization(authorization_id: int) -> PreAuthorization:
    """Return a pre-authorization that is neither revoked nor over, locked until the transaction ends."""
    audit.lock_ministry()
    found = PreAuthorization.objects.select_for_update(of=("self",)).select_related(
        "posting__office", "posting__user", "version"
    )
    authorization = found.filter(pk=authorization_id).first()
    if authorization is None:
        raise Refused("not_found")
    if is_closed(authorization):
        raise Refused("authorization_is_over")
    return authorization


def lock_version(authorization_id: int, number: int) -> AuthorizationVersion:
    """Return one version of a pre-authorization, both of them locked."""
    authorization = lock_authorization(authorization_id)
    found = AuthorizationVersion.objects.select_for_update(of=("self",)).select_related("proposed_by")
    version = found.filter(authorization=authorization, number=number).first()
    if version is None:
        raise Refused("not_found")
    version.authorization = authorization
    return version


def require_no_part(posting: Posting, by: User, *, at: datetime, code: str) -> None:
    """Refuse whoever holds a posting, or acts for its holder now or later: nobody has a say in their own case."""
    if by.pk == posting.user_id or Deputy.objects.filter(posting=posting, user=by, ends_at__gt=at).exists():
        raise Refused(code)


def is_over(posting: Posting, *, at: datetime) -> bool:
    """Say whether a posting has ended: nobody holds it any more."""
    return posting.ends_at is not None and posting.ends_at <= at


def save(authorization: PreAuthorization) -> None:
    """Save an authorization, with its clock set to what it waits for now."""
    set_alarm(authorization, authorization.versions.filter(status__in=UNDER_WAY).first())
    authorization.save(update_fields=COLUMNS)


def set_alarm(authorization: PreAuthorization, awaited: AuthorizationVersion | None) -> None:
    """Set when the clock of an authorization fires next, given the version under way; what is over waits for nothing.

    One that was never in force waits for the end that was proposed: accepted later, it could not be used.
    """
    version = authorization.version or awaited
    if is_closed(authorization) or version is None:
        authorization.next_alarm_at = None
        return
    is_told = authorization.version is None or authorization.expiry_told_at is not None
    authorization.next_alarm_at = next_alarm_at(term_of(version), is_told=is_told)


def term_of(version: AuthorizationVersion) -> Term:
    """Return from when until when a version holds."""
    return Term(version.starts_at, version.until)


def is_closed(authorization: PreAuthorization) -> bool:
    """Say whether an authorization is revoked, or has ended."""
    return authorization.revoked_at is not None or authorization.ended_at is not None


def record(
    kind: str, authorization: PreAuthorization, *, by: User | None, at: datetime, data: Mapping[str, object]
) -> None:
    """Put on the ministry's record what became of an authorization."""
    said = {"authorization": authorization.pk, "number": authorization.number, **data}
    audit.record_for_ministry(kind, by=by.pk if by else None, at=at, data=said)


def tell(
    kind: str, authorization: PreAuthorization, people: set[int], *, by: User | None, at: datetime, **params: Param
) -> None:
    """Tell these people what became of an authorization, except whoever did it."""
    told = people - {by.pk if by else None}
    if by is not None:
        params["by"] = by.name
    announce.send(announce_authorizations.about(authorization, kind, told, at=at, **params), at=at)


def officers(*, at: datetime) -> set[int]:
    """Return the policy officers. One query."""
    return {seat.user_id for seat in holders_of(Role.POLICY, at=at)}


def users_of(authorization: PreAuthorization, *, at: datetime) -> set[int]:
    """Return who may use an authorization at `at`: its holder, and whoever acts where it passes to them. One query."""
    place = place_of(authorization)
    return users_among(authorization, seats_at({place}, at=at)[place])


def place_of(authorization: PreAuthorization) -> Place:
    """Return the office and role that an authorization was granted at."""
    return (authorization.posting.office_id, authorization.posting.role)


def users_among(authorization: PreAuthorization, seats: Collection[Seat]) -> set[int]:
    """Return who of those at its place may use an authorization, and its holder. No query."""
    version, holder = authorization.version, {authorization.posting.user_id}
    if version is None or not version.passes_to_acting:
        return holder
    return holder | {seat.user_id for seat in seats if seat.posting_id == authorization.posting_id or seat.is_acting}


def live() -> Q:
    """Return the condition that an authorization is neither revoked nor over."""
    return Q(revoked_at__isnull=True, ended_at__isnull=True)
