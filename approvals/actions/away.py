"""People who are away: from when until when, and who acts for each of their postings meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import Absence, Deputy, Role, User
from approvals import announce_people, audit
from approvals.actions import deputies
from approvals.actions.deputies import Cover
from approvals.actions.spells import require_spell
from approvals.refusals import Refused

ARRANGING = (Role.HEAD, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Arranging:
    """Who arranges an absence, for whom, and at which offices they may (None: at all, it is their own)."""

    by: User
    person: User
    offices: frozenset[int] | None
    at: datetime


@transaction.atomic
def leave(
    *, user_id: int, starts_at: datetime, ends_at: datetime, covers: Sequence[Cover] = (), by: User, at: datetime
) -> Absence:
    """Say that a person is away, from now on at the earliest, and who acts for each of their postings meanwhile.

    The person may, and for postings at their office its head or an administrator there. Deputies and heads hear of it.
    """
    audit.lock_ministry()
    arranging = _arranging(user_id, by, at=at)
    starts_at = max(starts_at, at)
    require_spell(starts_at, ends_at, at=at)
    _require_free(arranging.person, starts_at, ends_at)
    absence = Absence.objects.create(user=arranging.person, starts_at=starts_at, ends_at=ends_at)
    _settle_and_tell("away_set", absence, covers, arranging)
    return absence


@transaction.atomic
def change(
    *, absence_id: int, starts_at: datetime, ends_at: datetime, covers: Sequence[Cover] = (), by: User, at: datetime
) -> Absence:
    """Give an absence other times or other deputies; one that has begun keeps its beginning, and the past stays."""
    audit.lock_ministry()
    absence, arranging = _found(absence_id, by, at=at)
    starts_at = absence.starts_at if absence.starts_at <= at else max(starts_at, at)
    require_spell(starts_at, ends_at, at=at)
    _require_free(arranging.person, starts_at, ends_at, but=absence)
    absence.starts_at, absence.ends_at = starts_at, ends_at
    absence.save(update_fields=["starts_at", "ends_at"])
    _settle_and_tell("away_changed", absence, covers, arranging)
    return absence


@transaction.atomic
def end(*, absence_id: int, by: User, at: datetime) -> Absence:
    """End an absence now, with all that was arranged for it; one that has not begun is called off, and leaves no row.

    What its deputies passed on ends with it.
    """
    audit.lock_ministry()
    absence, arranging = _found(absence_id, by, at=at)
    live = absence.deputies.filter(ends_at__gt=at).select_related("user", "posting__office", "posting__user")
    over = [gone for deputy in live for gone in deputies.cut(deputy, at=at)]
    called_off = absence.starts_at >= at
    if called_off:
        Absence.objects.filter(pk=absence.pk).delete()
    else:
        absence.ends_at = at
        absence.save(update_fields=["ends_at"])
    event = "away_called_off" if called_off else "away_ended"
    audit.record_for_ministry(event, by=by.pk, at=at, data=_on_record(absence))
    told = announce_people.deputies_over(over, by=by, at=at)
    heads = _heads_to_tell(arranging)
    announce_people.send(told, announce_people.absence_over(absence, heads, by=by, at=at), at=at)
    return absence


def offices_arranged(by: User, *, at: datetime) -> set[int]:
    """Return the offices for whose people this person may arrange absences. One query."""
    return {seat.office_id for seat in seats_of(by.pk, at=at) if seat.role in ARRANGING}


def may_arrange(person: User, by: User, *, at: datetime) -> frozenset[int] | None:
    """Return at which of a person's offices `by` may arrange their absence; None for all. At most two queries."""
    if person.pk == by.pk:
        return None
    mine = offices_arranged(by, at=at)
    held = deputies.held_by(person, at=at).filter(office__in=mine)
    return frozenset(held.values_list("office_id", flat=True))


def _arranging(user_id: int, by: User, *, at: datetime) -> Arranging:
    person = User.objects.filter(pk=user_id).first()
    offices = may_arrange(person, by, at=at) if person is not None else frozenset()
    if person is None or (offices is not None and not offices):
        raise Refused("not_yours_to_arrange")
    return Arranging(by, person, offices, at)


def _found(absence_id: int, by: User, *, at: datetime) -> tuple[Absence, Arranging]:
    absence = Absence.objects.select_for_update(of=("self",)).select_related("user").filter(pk=absence_id).first()
    if absence is None:
        raise Refused("not_found")
    arranging = _arranging(absence.user_id, by, at=at)
    if absence.ends_at <= at:
        raise Refused("absence_is_over")
    return absence, arranging


def _require_free(person: User, starts_at: datetime, ends_at: datetime, *, but: Absence | None = None) -> None:
    others = person.absences.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise Refused("absence_overlaps", field="starts_at", params={"name": str(person)})


def _settle_and_tell(event: str, absence: Absence, covers: Sequence[Cover], arranging: Arranging) -> None:
    by, at = arranging.by, arranging.at
    settled = deputies.settle(absence, covers, offices=arranging.offices, at=at)
    acting = list(absence.deputies.filter(ends_at__gt=at).select_related("user", "posting__office", "posting__user"))
    audit.record_for_ministry(event, by=by.pk, at=at, data=_on_record(absence, acting))
    announce_people.send(
        announce_people.deputies_named(settled.named, by=by, at=at),
        announce_people.deputies_over(settled.over, by=by, at=at),
        announce_people.away(absence, acting, _heads_to_tell(arranging), by=by, at=at),
        at=at,
    )


def _heads_to_tell(arranging: Arranging) -> set[int]:
    """Return the heads of the offices where the person holds a posting, less who arranges it and who leaves."""
    offices = deputies.held_by(arranging.person, at=arranging.at).values_list("office_id", flat=True)
    return announce_people.heads_of(offices, at=arranging.at) - {arranging.by.pk, arranging.person.pk}


def _on_record(absence: Absence, acting: Sequence[Deputy] = ()) -> dict[str, object]:
    return {
        "absence": absence.pk,
        "person": absence.user_id,
        "starts_at": absence.starts_at.isoformat(),
        "ends_at": absence.ends_at.isoformat(),
        "deputies": [
            {"posting": deputy.posting_id, "person": deputy.user_id, "passed_by": deputy.passed_by_id}
            for deputy in acting
        ],
    }
