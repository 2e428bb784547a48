"""The duty roster of an office: shifts of those on its duty list, entered, moved and taken out by who heads it."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import DutyShift, Office, Posting, Role, User
from approvals import announce_people, audit
from approvals.actions.locking import FURTHEST_AHEAD
from approvals.refusals import Refused

KEEPING = (Role.HEAD, Role.ADMINISTRATOR)
LONGEST_SHIFT = timedelta(days=7)


@transaction.atomic
def add_shift(*, posting_id: int, starts_at: datetime, ends_at: datetime, by: User, at: datetime) -> DutyShift:
    """Put somebody of the duty list on duty from one instant until (and not at) another. They hear of it."""
    audit.lock_ministry()
    related = Posting.objects.select_related("office", "user")
    posting = related.filter(pk=posting_id, role=Role.DUTY).first()
    if posting is None:
        raise Refused("not_found")
    require_keeper(posting.office, by, at=at)
    shift = DutyShift(posting=posting, starts_at=starts_at, ends_at=ends_at)
    _require_usable(shift, at=at)
    shift.save()
    _record_and_tell("duty_listed", shift, by=by, at=at)
    return shift


@transaction.atomic
def move_shift(*, shift_id: int, starts_at: datetime, ends_at: datetime, by: User, at: datetime) -> DutyShift:
    """Give a shift other hours; one that has begun keeps its beginning, and one that is over stays as it was."""
    audit.lock_ministry()
    shift = _found(shift_id, by, at=at)
    if shift.starts_at <= at and starts_at != shift.starts_at:
        raise Refused("shift_has_begun", field="starts_at")
    if (starts_at, ends_at) == (shift.starts_at, shift.ends_at):
        return shift
    shift.starts_at, shift.ends_at = starts_at, ends_at
    _require_usable(shift, at=at)
    shift.save(update_fields=["starts_at", "ends_at"])
    _record_and_tell("duty_moved", shift, by=by, at=at)
    return shift


@transaction.atomic
def remove_shift(*, shift_id: int, by: User, at: datetime) -> DutyShift:
    """Take a shift out; one that has begun ends now, for what was stays on the roster."""
    audit.lock_ministry()
    shift = _found(shift_id, by, at=at)
    if shift.starts_at < at:
        DutyShift.objects.filter(pk=shift.pk).update(ends_at=at)
    else:
        DutyShift.objects.filter(pk=shift.pk).delete()
    _record_and_tell("duty_unlisted", shift, by=by, at=at)
    return shift


def keeps(office: Office, by: User, *, at: datetime) -> bool:
    """Say whether this person keeps the duty roster of an office. One query."""
    return any(seat.office_id == office.pk and seat.role in KEEPING for seat in seats_of(by.pk, at=at))


def require_keeper(office: Office, by: User, *, at: datetime) -> None:
    """Refuse whoever neither heads nor administers the office."""
    if not keeps(office, by, at=at):
        raise Refused("not_roster_keeper")


def _found(shift_id: int, by: User, *, at: datetime) -> DutyShift:
    locked = DutyShift.objects.select_for_update(of=("self",)).select_related("posting__office", "posting__user")
    shift = locked.filter(pk=shift_id).first()
    if shift is None:
        raise Refused("not_found")
    require_keeper(shift.posting.office, by, at=at)
    if shift.ends_at <= at:
        raise Refused("shift_is_over")
    return shift


def _require_usable(shift: DutyShift, *, at: datetime) -> None:
    posting, name = shift.posting, {"name": str(shift.posting.user)}
    if shift.ends_at <= shift.starts_at:
        raise Refused("shift_ends_before_it_starts", field="ends_at")
    if shift.ends_at <= at:
        raise Refused("end_past", field="ends_at")
    if shift.ends_at - shift.starts_at > LONGEST_SHIFT:
        raise Refused("shift_too_long", field="ends_at")
    if shift.ends_at > at + FURTHEST_AHEAD:
        raise Refused("moment_too_far", field="ends_at")
    if shift.starts_at < posting.starts_at or (posting.ends_at is not None and shift.ends_at > posting.ends_at):
        raise Refused("shift_outside_posting", field="posting", params=name)
    others = DutyShift.objects.filter(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at)
    if others.filter(posting__user=posting.user_id).exclude(pk=shift.pk or 0).exists():
        raise Refused("shift_overlaps", field="starts_at", params=name)


def _record_and_tell(kind: str, shift: DutyShift, *, by: User, at: datetime) -> None:
    data = {
        "shift": shift.pk, "person": shift.posting.user_id, "office": shift.posting.office.code,
        "starts_at": shift.starts_at.isoformat(), "ends_at": shift.ends_at.isoformat(),
    }  # fmt: skip
    audit.record_for_ministry(kind, by=by.pk, at=at, data=data)
    announce_people.send(announce_people.shift(shift, kind, by=by, at=at), at=at)
