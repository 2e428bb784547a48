"""A file of people is taken over whole or not at all, as it was shown: what has changed meanwhile is shown anew."""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.models import DeskCountry, Office, Posting, User
from approvals import audit
from approvals.keepers import require_keeper
from approvals.models import Ledger
from approvals.people_file import planning, reading
from approvals.people_file.plan import (
    DESK_CHANGED,
    PERSON_CHANGED,
    PERSON_NEW,
    POSTING_CHANGED,
    POSTING_NEW,
    Change,
    Plan,
)
from approvals.refusals import Refused

TOGETHER = 500
ON_RECORD = {
    PERSON_NEW: "person_added", PERSON_CHANGED: "person_changed", POSTING_NEW: "posting_added",
    POSTING_CHANGED: "posting_changed", DESK_CHANGED: "desk_changed",
}  # fmt: skip


class PlanChanged(Refused):
    """The register has changed since the plan was shown: what the file would do now is another plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("people_plan_changed")
        self.plan = plan


def rehearse(*, text: str, by: User, at: datetime) -> Plan:
    """Return what the file would do now, writing nothing."""
    return planning.plan(reading.read(text), by=require_keeper(by, at=at), at=at)


@transaction.atomic
def import_people(*, text: str, seen: str, by: User, at: datetime) -> Plan:
    """Do what the file says, if that is still what `seen` names, and return it. A second time it changes nothing.

    Whoever changes the register waits for it. A fixed number of queries for each 500 people.
    """
    ledger = audit.lock_ministry()
    plan = rehearse(text=text, by=by, at=at)
    if plan.digest != seen:
        raise PlanChanged(plan)
    if plan.problems:
        raise Refused("people_file_wrong", params={"count": len(plan.problems)})
    if not plan.changes:
        return plan
    try:
        # In a savepoint: somebody may have been added in the administration at this very moment.
        with transaction.atomic():
            _write(plan, at=at)
    except IntegrityError:
        raise PlanChanged(plan) from None
    _record(plan, ledger, text, by=by, at=at)
    return plan


def _write(plan: Plan, *, at: datetime) -> None:
    new = [_person(change.values) for change in plan.of(PERSON_NEW)]
    User.objects.bulk_create(new, batch_size=TOGETHER)
    _change_people(plan.of(PERSON_CHANGED))
    offices = {office.code: office for office in Office.objects.all()}
    people = _people(plan.of(POSTING_NEW))
    postings = [_posting(change.values, people, offices, at=at) for change in plan.of(POSTING_NEW)]
    Posting.objects.bulk_create(postings, batch_size=TOGETHER)
    _change_postings(plan.of(POSTING_CHANGED))
    for change in plan.of(DESK_CHANGED):
        desk = offices[change.values["new"]]
        DeskCountry.objects.update_or_create(country=change.values["country"], defaults={"office": desk})


def _person(values: dict[str, str]) -> User:
    # Without a password: by single sign-on, or by one that IT gives.
    return User(**{**values, "email": User.objects.normalize_email(values["email"])}, password=make_password(None))


def _change_people(changes: list[Change]) -> None:
    people = _people(changes)
    for change in changes:
        setattr(people[change.values["username"]], change.values["field"], change.values["new"])
    fields = sorted({change.values["field"] for change in changes})
    if fields:
        User.objects.bulk_update(people.values(), fields, batch_size=TOGETHER)


def _people(changes: list[Change]) -> dict[str, User]:
    names = sorted({change.values["username"] for change in changes})
    found: dict[str, User] = {}
    for start in range(0, len(names), TOGETHER):
        some = User.objects.filter(username__in=names[start : start + TOGETHER])
        found |= {person.username: person for person in some}
    return found


def _posting(values: dict[str, str], people: dict[str, User], offices: dict[str, Office], *, at: datetime) -> Posting:
    return Posting(
        user=people[values["username"]], office=offices[values["office"]], role=values["role"],
        starts_at=_instant(values["from"]) or at, ends_at=_instant(values["until"]),
    )  # fmt: skip


def _change_postings(changes: list[Change]) -> None:
    changed = [Posting(pk=int(change.values["posting"]), ends_at=_instant(change.values["new"])) for change in changes]
    if changed:
        Posting.objects.bulk_update(changed, ["ends_at"], batch_size=TOGETHER)


def _record(plan: Plan, ledger: Ledger, text: str, *, by: User, at: datetime) -> None:
    """Put the file, by its hash, and each thing that it did on the ministry's chain."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    whole: dict[str, Any] = {"file": digest, "plan": plan.digest, "lines": plan.lines, **plan.counts}
    entries = [audit.Entry(ledger, "people_imported", by.pk, whole)]
    entries += [audit.Entry(ledger, ON_RECORD[one.kind], by.pk, dict(one.values)) for one in plan.changes]
    audit.record(entries, at=at)
    ledger.save(update_fields=audit.HEAD)


def _instant(value: str) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
