"""How each person is told by e-mail: read for many people in one query, and written by themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.zones import zone_named
from notifications.groups import CHANGEABLE, Group, group_of
from notifications.hours import Quiet, awake, full_minute, next_moment
from notifications.models import DIGEST_AT, EmailChoice, Medium, Message, Status, Telling, When


@dataclass(frozen=True, slots=True)
class Slot:
    """When an e-mail is due, and whether it is a line of the daily digest."""

    due: datetime
    in_digest: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """How one person is told by e-mail; without anything chosen, the defaults of the groups."""

    zone: tzinfo = UTC
    digest_at: time = DIGEST_AT
    quiet: Quiet | None = None
    choices: Mapping[str, When] = field(default_factory=dict)

    def choice(self, group: Group) -> When:
        """Return when this person gets e-mail about the group."""
        return group.default if group.fixed else self.choices.get(group.code, group.default)

    def slot(self, group: Group, at: datetime) -> Slot | None:
        """Return when a message of the group that is put at this instant is due as e-mail; None for never."""
        choice = self.choice(group)
        if choice == When.NEVER:
            return None
        if group.fixed:
            return Slot(at, in_digest=False)
        if choice == When.DIGEST:
            return Slot(awake(next_moment(self.digest_at, self.zone, after=at), self.quiet, self.zone), in_digest=True)
        return Slot(awake(full_minute(at) if group.gathered else at, self.quiet, self.zone), in_digest=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why times cannot be kept, beside the field that would mend it."""

    field: str
    sentence: str | Promise


NOTHING_CHOSEN: Final = Plan()


def plans(user_ids: Collection[int]) -> dict[int, Plan]:
    """Return how each of these people is told, in one query for any number of them, and none for nobody."""
    if not user_ids:
        return {}
    rows = User.objects.filter(pk__in=user_ids).values_list(
        "pk", "time_zone", "telling__digest_at", "telling__quiet_from", "telling__quiet_until",
        "email_choices__group", "email_choices__when",
    )  # fmt: skip
    choices: dict[int, dict[str, When]] = {}
    hours: dict[int, tuple[str, time | None, time | None, time | None]] = {}
    for user_id, zone, digest_at, quiet_from, quiet_until, group, when in rows:
        hours[user_id] = zone, digest_at, quiet_from, quiet_until
        choices.setdefault(user_id, {}).update({group: When(when)} if group else {})
    return {user_id: _plan(*of_one, choices[user_id]) for user_id, of_one in hours.items()}


def plan_of(user: User) -> Plan:
    """Return how this person is told, in one query."""
    return plans([user.pk]).get(user.pk, NOTHING_CHOSEN)


def quiet_hours(user: User) -> Quiet | None:
    """Return the person's quiet hours, if any; no query where `telling` was selected with the person."""
    told: Telling | None = getattr(user, "telling", None)
    return _quiet(told.quiet_from, told.quiet_until) if told else None


def save(*, user: User, choices: Mapping[str, str], digest_at: time, quiet: Quiet | None, at: datetime) -> int:
    """Keep how the person wants to be told from now on; return how many waiting e-mails are dropped as not wanted.

    What waits already keeps its time, for it was put under the choice of then; but of a group that is turned off
    nothing comes any more.
    """
    hours = {"digest_at": digest_at, "quiet_from": None, "quiet_until": None}
    if quiet is not None:
        hours |= {"quiet_from": quiet.start, "quiet_until": quiet.end}
    with transaction.atomic():
        Telling.objects.update_or_create(user=user, defaults=hours)
        _choose(user, choices)
        return _drop(user, [code for code, when in choices.items() if when == When.NEVER], at)


def turn_off(*, user: User, codes: Collection[str], at: datetime) -> int:
    """Let no more e-mail come about these groups; return how many waiting ones are dropped."""
    with transaction.atomic():
        _choose(user, dict.fromkeys(codes, When.NEVER))
        return _drop(user, codes, at)


def fault_of_quiet(start: time | None, end: time | None) -> Fault | None:
    """Say what is wrong with quiet hours from and until these times; None where they can be kept."""
    if (start is None) != (end is None):
        missing = "quiet_from" if start is None else "quiet_until"
        return Fault(missing, _("Give both the beginning and the end of your quiet hours, or neither."))
    if start is not None and start == end:
        return Fault("quiet_until", _("Let your quiet hours end at another time than they begin, or leave both empty."))
    return None


def in_digest(plan: Plan) -> list[str]:
    """Return the codes of the groups that come in the person's daily digest."""
    return [group.code for group in CHANGEABLE if plan.choice(group) == When.DIGEST]


def _plan(
    zone: str, digest_at: time | None, quiet_from: time | None, quiet_until: time | None, choices: Mapping[str, When]
) -> Plan:
    return Plan(zone_named(zone), digest_at or DIGEST_AT, _quiet(quiet_from, quiet_until), choices)


def _quiet(start: time | None, end: time | None) -> Quiet | None:
    return None if start is None or end is None else Quiet(start, end)


def _choose(user: User, choices: Mapping[str, str]) -> None:
    rows = [EmailChoice(user=user, group=code, when=when) for code, when in choices.items()]
    EmailChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "group"], update_fields=["when"]
    )


def _drop(user: User, codes: Collection[str], at: datetime) -> int:
    """Drop what waits of these groups, but nothing that a worker is sending at this moment."""
    if not codes:
        return 0
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    waiting = Message.objects.filter(free, user=user, medium=Medium.EMAIL, status=Status.PENDING)
    unwanted = [row.pk for row in waiting if group_of(row.kind, row.params).code in codes]
    dropped = {"status": Status.DROPPED, "next_attempt_at": None, "lease": None, "leased_until": None}
    return waiting.filter(pk__in=unwanted).update(**dropped)
