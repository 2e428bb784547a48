"""The register of people, one change at a time: each by whoever keeps it, guarded, and on the ministry's chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import Office, Posting, Role, User
from approvals import announce, announce_people, audit
from approvals.keepers import Keeper, keeper, last_administrators, require_keeper
from approvals.refusals import Refused

FIELDS = ("name", "email", "language", "time_zone")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be kept of a person."""

    name: str
    email: str
    language: str
    time_zone: str

    def values(self) -> dict[str, str]:
        """Return it by field."""
        return {field: getattr(self, field) for field in FIELDS}


@transaction.atomic
def add(*, username: str, wanted: Wanted, by: User, at: datetime) -> User:
    """Add a person, who signs in by single sign-on, or with a password that IT gives."""
    audit.lock_ministry()
    require_keeper(by, at=at)
    person = User(username=username.lower(), **wanted.values())
    person.set_unusable_password()
    _save(person)
    _record("person_added", by, at, {"username": person.username, **wanted.values()})
    return person


@transaction.atomic
def change(*, user_id: int, wanted: Wanted, by: User, at: datetime) -> User:
    """Give a person another name, address, language or zone; what is so already is no change."""
    audit.lock_ministry()
    require_keeper(by, at=at)
    person = _locked(user_id)
    old = {field: str(getattr(person, field)) for field in FIELDS}
    changed = {field: new for field, new in wanted.values().items() if old[field] != new}
    for field, new in changed.items():
        setattr(person, field, new)
    if changed:
        _save(person)
    for field, new in changed.items():
        data = {"username": person.username, "field": field, "old": old[field], "new": new}
        _record("person_changed", by, at, data)
    return person


@transaction.atomic
def deactivate(*, user_id: int, by: User, at: datetime) -> User:
    """Let a person sign in no more, and decide nothing; their postings and what they did stay."""
    audit.lock_ministry()
    require_keeper(by, at=at)
    person = _locked(user_id)
    if person.pk == by.pk:
        raise Refused("deactivate_self")
    if not person.is_active:
        raise Refused("person_inactive")
    _require_administrators(set(person.postings.values_list("pk", flat=True)), at=at)
    return _sets_active(person, "person_deactivated", by=by, at=at)


@transaction.atomic
def reactivate(*, user_id: int, by: User, at: datetime) -> User:
    """Let a person sign in again, with the postings that they hold still."""
    audit.lock_ministry()
    require_keeper(by, at=at)
    person = _locked(user_id)
    if person.is_active:
        raise Refused("person_active")
    return _sets_active(person, "person_reactivated", by=by, at=at)


@transaction.atomic
def give_posting(
    *, user_id: int, office_id: int, role: str, starts_at: datetime | None, ends_at: datetime | None, by: User,
    at: datetime,
) -> Posting:  # fmt: skip
    """Let a person hold a role at an office, from an instant (None: now) until another, or without an end."""
    audit.lock_ministry()
    person, office = _locked(user_id), Office.objects.filter(pk=office_id).first()
    if office is None:
        raise Refused("unknown_office", field="office")
    mine = keeper(by, at=at)
    _require_may_post(mine, office.pk, role)
    if person.pk == mine.user_id:
        raise Refused("posting_self")
    if not person.is_active:
        raise Refused("deputy_inactive")
    starts_at = starts_at or at
    if ends_at is not None and ends_at <= max(starts_at, at):
        raise Refused("posting_ends_before", field="ends_at")
    _require_alone(person, office, role, starts_at, ends_at)
    posting = Posting.objects.create(user=person, office=office, role=role, starts_at=starts_at, ends_at=ends_at)
    _record("posting_added", by, at, _said(posting))
    announce_people.send(announce_people.posting(posting, "posting_given", by=by, at=at), at=at)
    return posting


@transaction.atomic
def end_posting(*, posting_id: int, ends_at: datetime | None, by: User, at: datetime) -> Posting:
    """Let a posting end at an instant, or (None) now; one that has not begun and ends now leaves no row."""
    audit.lock_ministry()
    found = Posting.objects.select_for_update(of=("self",)).select_related("user", "office").filter(pk=posting_id)
    posting = found.first()
    if posting is None:
        raise Refused("not_found")
    _require_may_post(keeper(by, at=at), posting.office_id, posting.role)
    if posting.is_acting:
        raise Refused("posting_of_acting_head")
    if posting.ends_at is not None and posting.ends_at <= at:
        raise Refused("posting_is_over")
    if ends_at is not None and ends_at <= max(at, posting.starts_at):
        raise Refused("posting_ends_before", field="ends_at")
    _require_administrators({posting.pk}, at=at)
    old, posting.ends_at = posting.ends_at, ends_at or at
    if posting.starts_at >= posting.ends_at:
        _remove(posting)
    else:
        posting.save(update_fields=["ends_at"])
    _record("posting_ended", by, at, {**_said(posting), "old": announce.iso(old)})
    announce_people.send(announce_people.posting(posting, "posting_over", by=by, at=at), at=at)
    return posting


def _locked(user_id: int) -> User:
    person = User.objects.select_for_update().filter(pk=user_id).first()
    if person is None:
        raise Refused("not_found")
    return person


def _save(person: User) -> None:
    """Write a person; refuse what the register cannot hold, field by field."""
    try:
        person.full_clean(exclude=["password"])
        # In a savepoint: somebody may be added in the administration at this very moment.
        with transaction.atomic():
            person.save()
    except ValidationError as error:
        raise Refused("person_invalid", errors=error.message_dict) from None
    except IntegrityError:
        raise Refused("person_taken") from None


def _sets_active(person: User, kind: str, *, by: User, at: datetime) -> User:
    person.is_active = not person.is_active
    person.save(update_fields=["is_active"])
    _record(kind, by, at, {"username": person.username})
    return person


def _require_may_post(mine: Keeper, office_id: int, role: str) -> None:
    if role not in Role.values:
        raise Refused("invalid", field="role")
    if not mine.may_post(office_id, role):
        raise Refused("not_keeper_there")


def _require_alone(
    person: User, office: Office, role: str, starts_at: datetime, ends_at: datetime | None
) -> None:  # fmt: skip
    """Refuse a second posting of the same kind for a part of the time."""
    held = person.postings.filter(office=office, role=role).exclude(ends_at__lte=starts_at)
    if ends_at is not None:
        held = held.filter(starts_at__lt=ends_at)
    if held.exists():
        raise Refused("posting_twice", field="starts_at", params={"name": str(person)})


def _require_administrators(leaving: set[int], *, at: datetime) -> None:
    """Refuse what would leave the ministry without an administrator who stays."""
    before = last_administrators(at=at)
    if before and not before - leaving:
        raise Refused("last_administrator")


def _remove(posting: Posting) -> None:
    try:
        Posting.objects.filter(pk=posting.pk).delete()
    except ProtectedError:
        raise Refused("posting_in_use") from None


def _said(posting: Posting) -> dict[str, Any]:
    return {
        "username": posting.user.username, "office": posting.office.code, "role": posting.role,
        "from": posting.starts_at.isoformat(), "until": announce.iso(posting.ends_at),
    }  # fmt: skip


def _record(kind: str, by: User, at: datetime, data: Mapping[str, Any]) -> None:
    audit.record_for_ministry(kind, by=by.pk, at=at, data=dict(data))
