"""The pre-authorization: proposed by one policy officer, countersigned by a second, accepted by its holder."""

from datetime import datetime

from django.db import transaction

from accounts.models import Posting, Role, User
from approvals import announce, audit, checks
from approvals.actions.authorization_locking import (
    UNDER_WAY,
    Status,
    is_over,
    live,
    lock_authorization,
    lock_version,
    officers,
    record,
    require_no_part,
    save,
    tell,
    users_of,
)
from approvals.actions.authorization_terms import LATE_START, Settled, Terms, on_record, settled
from approvals.actions.locking import require_policy_officer
from approvals.models import AuthorizationVersion, PreAuthorization
from approvals.refusals import Refused

__all__ = ["Terms", "accept", "amend", "call_off", "countersign", "decline", "grant"]

MAY_HOLD = (Role.AUTHOR, Role.HEAD)
FIELDS = (
    "status", "countersigned_by", "countersigned_at", "accepted_by", "accepted_at", "closed_by", "closed_at",
    "close_reason",
)  # fmt: skip


@transaction.atomic
def grant(*, posting_id: int, terms: Terms, by: User, at: datetime) -> AuthorizationVersion:
    """Propose a pre-authorization for a posting: nothing may go out under it before a second officer and its holder.

    The posting is an author's or a head's, now or to come; nobody grants to themselves or to whom they act for.
    """
    require_policy_officer(by, at=at)
    # Numbers are taken, and postings looked at, one grant at a time.
    audit.lock_ministry()
    posting = Posting.objects.select_related("office", "user").filter(pk=posting_id).first()
    if posting is None:
        raise Refused("unknown_posting_to_grant", field="posting")
    require_no_part(posting, by, at=at, code="grant_to_self")
    _require_may_hold(posting, at=at)
    kept = settled(terms, posting, at=at)
    authorization = PreAuthorization.objects.create(number=_next_number(at=at), posting=posting, created_at=at)
    return _propose(authorization, kept, number=1, by=by, at=at)


@transaction.atomic
def amend(*, authorization_id: int, terms: Terms, by: User, at: datetime) -> AuthorizationVersion:
    """Propose other terms, or the same for longer: a new version, which takes effect when its holder accepts it.

    Until then the version in force stays as it is. One version at a time is under way.
    """
    require_policy_officer(by, at=at)
    authorization = lock_authorization(authorization_id)
    require_no_part(authorization.posting, by, at=at, code="grant_to_self")
    _require_may_hold(authorization.posting, at=at, but=authorization)
    present = authorization.versions.filter(status__in=UNDER_WAY).first()
    if present is not None:
        raise Refused("version_under_way", params={"number": present.number})
    kept = settled(terms, authorization.posting, at=at)
    _require_no_gap(authorization, kept, at=at)
    number = authorization.versions.order_by("-number").values_list("number", flat=True)[0] + 1
    return _propose(authorization, kept, number=number, by=by, at=at)


@transaction.atomic
def countersign(*, authorization_id: int, version: int, by: User, at: datetime) -> AuthorizationVersion:
    """Agree to a version as a second policy officer, and offer it to the holder."""
    require_policy_officer(by, at=at)
    signed = lock_version(authorization_id, version)
    authorization = signed.authorization
    if signed.status != Status.PROPOSED:
        raise Refused("version_not_to_countersign")
    if by.pk == signed.proposed_by_id:
        raise Refused("second_officer_to_countersign", params={"name": signed.proposed_by.name})
    require_no_part(authorization.posting, by, at=at, code="grant_to_self")
    _require_not_over(signed, at=at)
    signed.status, signed.countersigned_by, signed.countersigned_at = Status.COUNTERSIGNED, by, at
    signed.save(update_fields=FIELDS)
    record("authorization_countersigned", authorization, by=by, at=at, data={"version": version})
    holder = authorization.posting.user_id
    tell("authorization_offered", authorization, {holder}, by=by, at=at, until=announce.iso(signed.until))
    tell("authorization_countersigned", authorization, officers(at=at) - {holder}, by=by, at=at)
    return signed


@transaction.atomic
def accept(*, authorization_id: int, version: int, by: User, at: datetime) -> AuthorizationVersion:
    """Accept a version as the holder of the posting, in person: it is in force, and the one before it no more."""
    accepted = lock_version(authorization_id, version)
    authorization = accepted.authorization
    _require_holder(authorization, by, at=at)
    if accepted.status != Status.COUNTERSIGNED:
        raise Refused("version_not_to_accept")
    _require_not_over(accepted, at=at)
    if authorization.version is not None:
        authorization.version.status = Status.SUPERSEDED
        authorization.version.save(update_fields=["status"])
    accepted.status, accepted.accepted_by, accepted.accepted_at = Status.IN_FORCE, by, at
    accepted.save(update_fields=FIELDS)
    authorization.version, authorization.expiry_told_at = accepted, None
    save(authorization)
    record("authorization_accepted", authorization, by=by, at=at, data={"version": version})
    people = officers(at=at) | users_of(authorization, at=at)
    times = {"since": announce.iso(accepted.starts_at), "until": announce.iso(accepted.until)}
    tell("authorization_accepted", authorization, people, by=by, at=at, **times)
    # What is being published under other terms is out before this, or is checked against these.
    audit.lock_holds()
    return accepted


@transaction.atomic
def decline(*, authorization_id: int, version: int, reason: str, by: User, at: datetime) -> AuthorizationVersion:
    """Say no to a version as the holder of the posting, with a reason; the version in force stays as it is."""
    why = checks.stated(reason)
    declined = lock_version(authorization_id, version)
    _require_holder(declined.authorization, by, at=at)
    if declined.status != Status.COUNTERSIGNED:
        raise Refused("version_not_to_accept")
    return _close(declined, Status.DECLINED, why, by=by, at=at)


@transaction.atomic
def call_off(*, authorization_id: int, version: int, reason: str, by: User, at: datetime) -> AuthorizationVersion:
    """Take back a version that is not accepted yet, for a reason; the version in force stays as it is."""
    require_policy_officer(by, at=at)
    why = checks.stated(reason)
    taken_back = lock_version(authorization_id, version)
    if taken_back.status not in UNDER_WAY:
        raise Refused("version_not_under_way")
    return _close(taken_back, Status.CALLED_OFF, why, by=by, at=at)


def _propose(
    authorization: PreAuthorization, kept: Settled, *, number: int, by: User, at: datetime
) -> AuthorizationVersion:
    terms = kept.terms
    version = AuthorizationVersion.objects.create(
        authorization=authorization, number=number, languages=list(terms.languages), kinds=list(terms.kinds),
        barred_topics=list(terms.barred_topics), barred_countries=list(terms.barred_countries),
        per_day=terms.per_day, per_week=terms.per_week, starts_at=kept.starts_at, until=kept.until,
        passes_to_acting=terms.passes_to_acting, words=terms.words, words_fr=terms.words_fr,
        review_limit=terms.review_limit, review_runs_on=terms.review_runs_on, halve_after=terms.halve_after,
        suspend_after=terms.suspend_after, trust_days=terms.trust_days, note=terms.note,
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    version.channels.set(kept.channels)
    save(authorization)
    kind = "authorization_proposed" if number == 1 else "authorization_amended"
    posting = authorization.posting
    said = {"version": number, "posting": posting.pk, "holder": posting.user_id, **on_record(kept)}
    record(kind, authorization, by=by, at=at, data=said)
    tell(kind, authorization, officers(at=at) - {posting.user_id}, by=by, at=at, why=terms.note or None)
    return version


def _close(version: AuthorizationVersion, status: Status, why: str, *, by: User, at: datetime) -> AuthorizationVersion:
    authorization = version.authorization
    was_offered = version.status == Status.COUNTERSIGNED
    version.status, version.closed_by, version.closed_at, version.close_reason = status, by, at, why
    version.save(update_fields=FIELDS)
    if authorization.version is None:
        # It never came to be: the posting is free for another grant.
        authorization.ended_at = at
    save(authorization)
    kind = f"authorization_{status}"
    record(kind, authorization, by=by, at=at, data={"version": version.number, "reason": why})
    people = officers(at=at) | ({authorization.posting.user_id} if was_offered else set())
    tell(kind, authorization, people, by=by, at=at, why=why)
    return version


def _require_may_hold(posting: Posting, *, at: datetime, but: PreAuthorization | None = None) -> None:
    if posting.role not in MAY_HOLD:
        raise Refused("posting_cannot_publish", field="posting")
    if is_over(posting, at=at):
        raise Refused("posting_is_over", field="posting", params={"name": posting.user.name})
    others = posting.pre_authorizations.filter(live())
    other = others.exclude(pk=but.pk).first() if but is not None else others.first()
    if other is not None:
        raise Refused("authorization_exists", field="posting", params={"number": other.number})


def _require_holder(authorization: PreAuthorization, by: User, *, at: datetime) -> None:
    """Refuse everyone but the holder in person: for a post that is vacant nobody can promise anything."""
    if by.pk != authorization.posting.user_id or is_over(authorization.posting, at=at):
        raise Refused("not_its_holder", params={"name": authorization.posting.user.name})


def _require_not_over(version: AuthorizationVersion, *, at: datetime) -> None:
    if version.until <= at:
        raise Refused("terms_are_over")


def _require_no_gap(authorization: PreAuthorization, kept: Settled, *, at: datetime) -> None:
    """Refuse terms that begin later than those they replace have begun: in between nothing would be allowed."""
    present = authorization.version
    if present is None or present.until <= at:
        return
    if kept.starts_at > max(at + LATE_START, present.starts_at):
        raise Refused("amendment_begins_at_once", field="starts_at")


def _next_number(*, at: datetime) -> str:
    """Return the next number of the year. The ministry's chain is locked: no other grant takes it meanwhile."""
    this_year = f"PA-{at.year}-"
    last = PreAuthorization.objects.filter(number__startswith=this_year).order_by("-pk").first()
    taken = int(last.number.removeprefix(this_year)) if last is not None else 0
    return f"{this_year}{taken + 1:04d}"
