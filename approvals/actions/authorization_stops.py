"""What stops a pre-authorization: suspended and resumed, or revoked. Once it is answered, nothing goes out under it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from approvals import audit, checks
from approvals.actions.authorization_locking import (
    UNDER_WAY,
    Status,
    is_over,
    lock_authorization,
    officers,
    record,
    require_no_part,
    save,
    tell,
    users_of,
)
from approvals.actions.locking import require_policy_officer
from approvals.models import PreAuthorization, Restriction
from approvals.refusals import Refused

Kind, Cause = Restriction.Kind, Restriction.Cause


@transaction.atomic
def suspend(*, authorization_id: int, reason: str, by: User, at: datetime) -> Restriction:
    """Let nothing go out under an authorization until a policy officer resumes it; what is out stays out."""
    require_policy_officer(by, at=at)
    why = checks.stated(reason)
    authorization = lock_authorization(authorization_id)
    if authorization.version is None:
        raise Refused("authorization_not_in_force")
    standing = authorization.restrictions.filter(kind=Kind.SUSPENDED, cause=Cause.OFFICER, lifted_at__isnull=True)
    if standing.exists():
        raise Refused("suspended_already")
    restriction = Restriction.objects.create(
        authorization=authorization, kind=Kind.SUSPENDED, cause=Cause.OFFICER, reason=why, by=by, at=at
    )
    data = {"restriction": restriction.pk, "cause": restriction.cause, "reason": why}
    record("authorization_suspended", authorization, by=by, at=at, data=data)
    _tell_all("authorization_suspended", authorization, why, by=by, at=at)
    # Last, as placing a hold does: what is being published is out before this, or sees it.
    audit.lock_holds()
    return restriction


@transaction.atomic
def resume(*, restriction_id: int, reason: str, by: User, at: datetime) -> Restriction:
    """Lift a suspension or a halved quota, for a reason: also the appeal against what the rules of trust did.

    Outcomes that it names are not counted again. Never by the holder, nor by whoever acts for them.
    """
    require_policy_officer(by, at=at)
    why = checks.stated(reason)
    found = Restriction.objects.filter(pk=restriction_id).values_list("authorization", flat=True).first()
    if found is None:
        raise Refused("not_found")
    authorization = lock_authorization(found)
    require_no_part(authorization.posting, by, at=at, code="not_in_own_case")
    locked = Restriction.objects.select_for_update(of=("self",)).select_related("freeze__channel")
    restriction = locked.get(pk=restriction_id)
    _require_can_be_lifted(restriction, authorization, at=at)
    restriction.lifted_by, restriction.lifted_at, restriction.lift_reason = by, at, why
    restriction.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    kind = "authorization_resumed" if restriction.kind == Kind.SUSPENDED else "quota_restored"
    data = {"restriction": restriction.pk, "cause": restriction.cause, "reason": why, "reviews": restriction.reviews}
    record(kind, authorization, by=by, at=at, data=data)
    _tell_all(kind, authorization, why, by=by, at=at)
    audit.lock_holds()
    return restriction


@transaction.atomic
def revoke(*, authorization_id: int, reason: str, by: User, at: datetime) -> PreAuthorization:
    """End an authorization for good, for a reason: nothing goes out under it once this is committed.

    A version that was under way is called off with it. Reviews that are owed stay owed.
    """
    require_policy_officer(by, at=at)
    why = checks.stated(reason)
    authorization = lock_authorization(authorization_id)
    if authorization.version is None:
        raise Refused("authorization_not_in_force")
    close_under_way(authorization, why, by=by, at=at)
    authorization.revoked_by, authorization.revoked_at, authorization.revoke_reason = by, at, why
    save(authorization)
    record("authorization_revoked", authorization, by=by, at=at, data={"reason": why})
    _tell_all("authorization_revoked", authorization, why, by=by, at=at)
    audit.lock_holds()
    return authorization


def close_under_way(authorization: PreAuthorization, why: str, *, by: User | None, at: datetime) -> None:
    """Call off the version that awaits somebody, if there is one. One query."""
    authorization.versions.filter(status__in=UNDER_WAY).update(
        status=Status.CALLED_OFF, closed_by=by, closed_at=at, close_reason=why
    )


def _require_can_be_lifted(restriction: Restriction, authorization: PreAuthorization, *, at: datetime) -> None:
    if restriction.lifted_at is not None or (restriction.until is not None and restriction.until <= at):
        raise Refused("restriction_is_over")
    if restriction.cause == Cause.POSTING and is_over(authorization.posting, at=at):
        raise Refused("posting_is_over", params={"name": authorization.posting.user.name})
    freeze = restriction.freeze
    if freeze is not None and freeze.lifted_at is None:
        raise Refused("freeze_stands", params={"channel": str(freeze.channel)})


def _tell_all(kind: str, authorization: PreAuthorization, why: str, *, by: User, at: datetime) -> None:
    tell(kind, authorization, officers(at=at) | users_of(authorization, at=at), by=by, at=at, why=why)
