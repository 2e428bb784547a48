"""Acting heads: who heads an office while its head's post is vacant or its head is away; it ends by itself."""

from datetime import datetime

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import Absence, Office, Posting, Role, User
from accounts.queries import in_force_at
from approvals import announce, announce_people, audit
from approvals.actions.spells import require_spell
from approvals.refusals import Refused


@transaction.atomic
def name(*, office_id: int, user_id: int, starts_at: datetime, ends_at: datetime, by: User, at: datetime) -> Posting:
    """Let a person head an office from one instant, now at the earliest, until another, with all that goes with it.

    An administrator of the office, or one at headquarters, may: while nobody heads it, or whoever does is away.
    """
    audit.lock_ministry()
    office = Office.objects.filter(pk=office_id).first()
    if office is None:
        raise Refused("unknown_office", field="office")
    require_may_name(office, by, at=at)
    starts_at = max(starts_at, at)
    require_spell(starts_at, ends_at, at=at)
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise Refused("deputy_inactive", field="person")
    if person.pk == by.pk:
        raise Refused("acting_self", field="person")
    _require_no_head(office, starts_at, ends_at)
    posting = Posting.objects.create(
        user=person, office=office, role=Role.HEAD, starts_at=starts_at, ends_at=ends_at, is_acting=True
    )
    _record_and_tell("acting_head_named", posting, by=by, at=at)
    return posting


@transaction.atomic
def end(*, posting_id: int, by: User, at: datetime) -> Posting:
    """Let an acting head be so no longer; one who has not begun leaves no row."""
    audit.lock_ministry()
    found = Posting.objects.select_related("office", "user").filter(pk=posting_id, role=Role.HEAD, is_acting=True)
    posting = found.first()
    if posting is None:
        raise Refused("not_found")
    require_may_name(posting.office, by, at=at)
    if posting.ends_at is not None and posting.ends_at <= at:
        raise Refused("acting_is_over")
    if posting.starts_at < at:
        posting.ends_at = at
        posting.save(update_fields=["ends_at"])
    else:
        Posting.objects.filter(pk=posting.pk).delete()
    _record_and_tell("acting_head_over", posting, by=by, at=at)
    return posting


def may_name(office: Office, by: User, *, at: datetime) -> bool:
    """Say whether this person administers the office, or the ministry from its headquarters. At most two queries."""
    offices = {seat.office_id for seat in seats_of(by.pk, at=at) if seat.role == Role.ADMINISTRATOR}
    if not offices:
        return False
    return office.pk in offices or Office.objects.filter(pk__in=offices, kind=Office.Kind.HEADQUARTERS).exists()


def require_may_name(office: Office, by: User, *, at: datetime) -> None:
    """Refuse whoever administers neither the office nor the ministry."""
    if not may_name(office, by, at=at):
        raise Refused("not_administrator")


def _require_no_head(office: Office, starts_at: datetime, ends_at: datetime) -> None:
    """Refuse while somebody heads the office who is not away when it begins, and a second acting head."""
    heads = office.postings.filter(role=Role.HEAD, user__is_active=True).select_related("user")
    acting = heads.filter(is_acting=True, starts_at__lt=ends_at, ends_at__gt=starts_at).first()
    if acting is not None:
        raise Refused("acting_head_already", params={"name": str(acting.user)})
    away = Absence.objects.filter(starts_at__lte=starts_at, ends_at__gt=starts_at).values("user")
    there = heads.filter(in_force_at(starts_at), is_acting=False).exclude(user__in=away).first()
    if there is not None:
        raise Refused("head_is_there", field="starts_at", params={"name": str(there.user)})


def _record_and_tell(kind: str, posting: Posting, *, by: User, at: datetime) -> None:
    data = {
        "posting": posting.pk, "person": posting.user_id, "office": posting.office.code,
        "starts_at": posting.starts_at.isoformat(), "ends_at": announce.iso(posting.ends_at),
    }  # fmt: skip
    audit.record_for_ministry(kind, by=by.pk, at=at, data=data)
    people = {posting.user_id, *announce_people.heads_of([posting.office_id], at=at)}
    announce_people.send(announce_people.acting_head(posting, kind, people, by=by, at=at), at=at)
