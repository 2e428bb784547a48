"""Who acts for a posting during an absence: named by its holder, or passed on by a deputy who is away as well."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Absence, Deputy, Posting, User
from approvals.refusals import Refused

# How many stand between a posting's holder and whoever acts in the end, that one included.
LONGEST_CHAIN = 3

Key = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Cover:
    """Who acts for one posting during an absence: nobody where there is no `person_id`.

    `passed_by_id` names the deputy's own row where what is passed on is a deputy's, and not the holder's, authority.
    """

    posting_id: int
    person_id: int | None
    passed_by_id: int | None = None

    @property
    def key(self) -> Key:
        """Return what is covered: the posting, and by whom it is passed on."""
        return (self.posting_id, self.passed_by_id)


@dataclass
class Settled:
    """Who acts now who did not, or did for another time, and who acts no more."""

    named: list[Deputy] = field(default_factory=list)
    over: list[Deputy] = field(default_factory=list)


def settle(absence: Absence, covers: Sequence[Cover], *, offices: Collection[int] | None, at: datetime) -> Settled:
    """Let exactly these act during the rest of an absence; at offices that are not among these nothing is changed."""
    wanted = {cover.key: cover for cover in covers if cover.person_id is not None}
    settled = Settled()
    live = absence.deputies.filter(ends_at__gt=at).select_related("posting__office", "posting__user", "user")
    for deputy in live.order_by("pk"):
        key = (deputy.posting_id, deputy.passed_by_id)
        stays = offices is not None and deputy.posting.office_id not in offices
        if stays or (key in wanted and wanted[key].person_id == deputy.user_id):
            wanted.pop(key, None)
            _retime(deputy, absence, settled, at=at)
        else:
            settled.over += cut(deputy, at=at)
    for cover in wanted.values():
        settled.named.append(_name(absence, cover, offices=offices, at=at))
    return settled


def cut(deputy: Deputy, *, at: datetime) -> Iterator[Deputy]:
    """End a deputy's time now, and what they passed on; what has not begun leaves no row. Yield who acts no more."""
    for passed in deputy.passed_on.filter(ends_at__gt=at).select_related("user", "posting__office", "posting__user"):
        yield from cut(passed, at=at)
    if deputy.starts_at < at:
        Deputy.objects.filter(pk=deputy.pk).update(ends_at=at)
    else:
        Deputy.objects.filter(pk=deputy.pk).delete()
    yield deputy


def held_by(person: User, *, at: datetime) -> QuerySet[Posting]:
    """Return the postings that a person holds now or will hold."""
    not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return Posting.objects.filter(not_over, user=person).select_related("office").order_by("pk")


def _name(absence: Absence, cover: Cover, *, offices: Collection[int] | None, at: datetime) -> Deputy:
    posting = Posting.objects.select_related("office", "user").filter(pk=cover.posting_id).first()
    passer = _passer(cover, absence)
    if posting is None or not _is_theirs(posting, passer, absence):
        raise Refused("posting_not_held", field="covers", params={"name": str(absence.user)})
    if offices is not None and posting.office_id not in offices:
        raise Refused("not_yours_to_arrange")
    person = User.objects.filter(pk=cover.person_id or 0, is_active=True).first()
    if person is None:
        raise Refused("deputy_inactive", field="covers")
    _require_no_way_back(person, posting, passer)
    starts_at, ends_at = _time(absence, passer, since=at)
    if ends_at <= starts_at:
        raise Refused("deputy_outside_time", field="covers")
    return Deputy.objects.create(
        posting=posting, user=person, starts_at=starts_at, ends_at=ends_at, passed_by=passer, absence=absence
    )


def _passer(cover: Cover, absence: Absence) -> Deputy | None:
    if cover.passed_by_id is None:
        return None
    found = Deputy.objects.select_related("user", "passed_by__user", "passed_by__passed_by__user")
    passer = found.filter(pk=cover.passed_by_id, user=absence.user, posting=cover.posting_id).first()
    if passer is None:
        raise Refused("posting_not_held", field="covers", params={"name": str(absence.user)})
    return passer


def _is_theirs(posting: Posting, passer: Deputy | None, absence: Absence) -> bool:
    """Say whether the absent person has this posting to give for some of the time: by holding it, or as its deputy."""
    if posting.starts_at >= absence.ends_at or (posting.ends_at is not None and posting.ends_at <= absence.starts_at):
        return False
    return passer is not None or posting.user_id == absence.user_id


def _require_no_way_back(person: User, posting: Posting, passer: Deputy | None) -> None:
    """Refuse oneself, whoever is in the chain already, and a chain that would be too long."""
    chain = list(chain_of(passer))
    if person.pk == (passer.user_id if passer else posting.user_id):
        raise Refused("deputy_self", field="covers")
    if person.pk in {posting.user_id, *(deputy.user_id for deputy in chain)}:
        raise Refused("deputy_cycle", field="covers", params={"name": str(person)})
    if len(chain) >= LONGEST_CHAIN:
        raise Refused("deputy_chain_too_long", field="covers", params={"most": LONGEST_CHAIN})


def chain_of(deputy: Deputy | None) -> Iterator[Deputy]:
    """Yield a deputy and whoever passed it on to them, the holder's own deputy last."""
    while deputy is not None:
        yield deputy
        deputy = deputy.passed_by


def _time(absence: Absence, passer: Deputy | None, *, since: datetime) -> tuple[datetime, datetime]:
    """Return from when until when a deputy acts: the absence from now on, within the time of whoever passes it on."""
    starts_at, ends_at = max(absence.starts_at, since), absence.ends_at
    if passer is not None:
        starts_at, ends_at = max(starts_at, passer.starts_at), min(ends_at, passer.ends_at)
    return starts_at, ends_at


def _retime(deputy: Deputy, absence: Absence, settled: Settled, *, at: datetime) -> None:
    starts_at, ends_at = _time(absence, deputy.passed_by, since=at)
    if deputy.starts_at <= at:
        starts_at = deputy.starts_at
    if (starts_at, ends_at) == (deputy.starts_at, deputy.ends_at):
        return
    if ends_at <= max(starts_at, at):
        settled.over += cut(deputy, at=at)
        return
    deputy.starts_at, deputy.ends_at = starts_at, ends_at
    deputy.save(update_fields=["starts_at", "ends_at"])
    settled.named.append(deputy)
    _trim(deputy, settled, at=at)


def _trim(passer: Deputy, settled: Settled, *, at: datetime) -> None:
    """Keep what a deputy passed on within the deputy's own time."""
    for passed in passer.passed_on.filter(ends_at__gt=at).select_related("user", "posting__office", "posting__user"):
        starts_at = passed.starts_at if passed.starts_at <= at else max(passed.starts_at, passer.starts_at)
        ends_at = min(passed.ends_at, passer.ends_at)
        if ends_at <= max(starts_at, at):
            settled.over += cut(passed, at=at)
        elif (starts_at, ends_at) != (passed.starts_at, passed.ends_at):
            passed.starts_at, passed.ends_at = starts_at, ends_at
            passed.save(update_fields=["starts_at", "ends_at"])
            settled.named.append(passed)
            _trim(passed, settled, at=at)
