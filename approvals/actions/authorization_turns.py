"""The clock of pre-authorizations: their end is told of and comes, trust is counted, a posting's end suspends them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.authority import Place, Seat, seats_at
from approvals import announce, announce_authorizations, audit
from approvals.actions.authorization_locking import (
    UNDER_WAY,
    Status,
    is_closed,
    is_over,
    live,
    officers,
    place_of,
    set_alarm,
    term_of,
    users_among,
)
from approvals.actions.trust import Cause, Evidence, Kind, evidence_of, restricted
from approvals.audit import Entry
from approvals.models import AuthorizationVersion, Ledger, PreAuthorization, Restriction, Review
from approvals.writing_rows import write_each
from notifications.outbox import Envelope, Param

BATCH = 500


@dataclass
class _Batch:
    """What one batch is fired with, and what it will write."""

    at: datetime
    ledger: Ledger
    officers: set[int]
    seats: Mapping[Place, list[Seat]]
    evidence: Mapping[int, Evidence]
    awaited: Mapping[int, AuthorizationVersion]
    new: list[Restriction] = field(default_factory=list)
    grown: list[Restriction] = field(default_factory=list)
    lapsed: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    def record(self, kind: str, authorization: PreAuthorization, data: Mapping[str, object]) -> None:
        """Put on record what became of an authorization."""
        said = {"authorization": authorization.pk, "number": authorization.number, **data}
        self.entries.append(Entry(self.ledger, kind, None, said))

    def tell(self, kind: str, authorization: PreAuthorization, data: Mapping[str, object], **params: Param) -> None:
        """Put on record what became of an authorization, and tell the officers and whoever may use it."""
        self.record(kind, authorization, data)
        people = self.officers | users_among(authorization, self.seats[place_of(authorization)])
        self.envelopes += announce_authorizations.about(authorization, kind, people, at=self.at, **params)


@transaction.atomic
def fire_authorizations(*, at: datetime, batch: int = BATCH) -> int:
    """Fire one batch of clocks of authorizations; return how many fired. A fixed number of queries for any batch."""
    ids = _due_ids(at=at, batch=batch)
    if not ids:
        return 0
    # The ministry's chain first: whoever changes an authorization locks in this order too. What somebody publishes
    # under at this moment is left for the next sweep.
    ledger = audit.lock_ministry()
    locked = PreAuthorization.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=ids)
    found = list(locked.select_related("posting__user", "posting__office", "version").order_by("pk"))
    evidence = evidence_of(found, at=at)
    # Only now, under the locks, is it certain which of them are still due.
    due = [one for one in found if _is_due(one, at=at) or _is_orphan(one, evidence[one.pk], at=at)]
    if not due:
        return 0
    places = {place_of(authorization) for authorization in due}
    awaited = AuthorizationVersion.objects.filter(authorization__in=due, status__in=UNDER_WAY)
    work = _Batch(
        at, ledger, officers(at=at), seats_at(places, at=at), evidence,
        {version.authorization_id: version for version in awaited},
    )  # fmt: skip
    for authorization in due:
        _fire(authorization, work)
    _write(due, work)
    return len(due)


def _due_ids(*, at: datetime, batch: int) -> list[int]:
    """Return which authorizations have something to fire: by their alarm, or because their posting is over.

    A posting can be ended where no clock is set: what that orphans is looked for among the few that are live.
    """
    alarmed = PreAuthorization.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at", "pk")
    orphans = _orphans(at=at).order_by("pk")
    ids = [*alarmed.values_list("pk", flat=True)[:batch], *orphans.values_list("pk", flat=True)[:batch]]
    return list(dict.fromkeys(ids))[:batch]


def _orphans(*, at: datetime) -> QuerySet[PreAuthorization]:
    stopped = Restriction.objects.filter(
        authorization=OuterRef("pk"), kind=Kind.SUSPENDED, cause=Cause.POSTING, lifted_at__isnull=True
    )
    return PreAuthorization.objects.filter(
        live(), ~Exists(stopped), posting__ends_at__lte=at, version__passes_to_acting=False
    )


def _is_due(authorization: PreAuthorization, *, at: datetime) -> bool:
    return authorization.next_alarm_at is not None and authorization.next_alarm_at <= at


def _is_orphan(authorization: PreAuthorization, evidence: Evidence, *, at: datetime) -> bool:
    version = authorization.version
    if is_closed(authorization) or version is None or version.passes_to_acting:
        return False
    is_stopped = evidence.standing(Kind.SUSPENDED, Cause.POSTING, at=at) is not None
    return is_over(authorization.posting, at=at) and not is_stopped


def _fire(authorization: PreAuthorization, work: _Batch) -> None:
    awaited = work.awaited.get(authorization.pk)
    if not is_closed(authorization):
        _restrict(authorization, work)
        _keep_time(authorization, awaited, work)
    set_alarm(authorization, awaited)


def _restrict(authorization: PreAuthorization, work: _Batch) -> None:
    evidence, version = work.evidence[authorization.pk], authorization.version
    if version is None:
        return
    by_trust = restricted(authorization, version, evidence, at=work.at)
    if by_trust is not None:
        (work.grown if by_trust in evidence.restrictions else work.new).append(by_trust)
    if _is_orphan(authorization, evidence, at=work.at):
        name = authorization.posting.user.name
        work.new.append(
            Restriction(authorization=authorization, kind=Kind.SUSPENDED, cause=Cause.POSTING, reason=name, at=work.at)
        )


def _keep_time(authorization: PreAuthorization, awaited: AuthorizationVersion | None, work: _Batch) -> None:
    """Tell of the end to come, once for each version, and end what has come to its end."""
    version = authorization.version
    if version is None:
        if awaited is not None and awaited.until <= work.at:
            _end("authorization_lapsed", authorization, awaited, work)
    elif version.until <= work.at:
        _end("authorization_ended", authorization, awaited, work)
    elif authorization.expiry_told_at is None and term_of(version).told_at <= work.at:
        authorization.expiry_told_at = work.at
        until = announce.iso(version.until)
        work.tell("authorization_ending_soon", authorization, {"version": version.number, "until": until}, until=until)


def _end(kind: str, authorization: PreAuthorization, awaited: AuthorizationVersion | None, work: _Batch) -> None:
    authorization.ended_at = work.at
    if awaited is not None:
        work.lapsed.append(awaited.pk)
    work.tell(kind, authorization, {"lapsed": awaited.number if awaited is not None else None})


def _write(due: list[PreAuthorization], work: _Batch) -> None:
    _write_restrictions(work)
    AuthorizationVersion.objects.filter(pk__in=work.lapsed).update(status=Status.CALLED_OFF, closed_at=work.at)
    write_each(due, ("expiry_told_at", "ended_at", "next_alarm_at"))
    audit.record(work.entries, at=work.at)
    work.ledger.save(update_fields=audit.HEAD)
    announce.send(work.envelopes, at=work.at)
    if work.new or work.grown:
        # As whoever suspends by hand does: what is being published is out before this, or sees it.
        audit.lock_holds()
    # Last: whoever publishes takes the holds before the review.
    unweighed = [review.pk for one in due for review in work.evidence[one.pk].unweighed]
    Review.objects.filter(pk__in=unweighed).update(weighed_at=work.at)


def _write_restrictions(work: _Batch) -> None:
    """Write the restrictions, and tell of each with what led to it."""
    Restriction.objects.bulk_create(work.new)
    Restriction.objects.bulk_update(work.grown, ["reviews", "reason", "until"])
    for restriction in (*work.new, *work.grown):
        data = {
            "restriction": restriction.pk, "cause": restriction.cause, "reason": restriction.reason,
            "reviews": restriction.reviews, "until": announce.iso(restriction.until),
        }  # fmt: skip
        led = restriction.reason if restriction.cause == Cause.TRUST else None
        if restriction.kind == Kind.HALVED:
            work.tell("quota_halved", restriction.authorization, data, led=led, until=announce.iso(restriction.until))
        elif restriction in work.new:
            work.tell("authorization_suspended", restriction.authorization, data, led=led)
        else:
            # It stands already, and whoever resumes it sees what has come to light since.
            work.record("outcomes_counted", restriction.authorization, data)
