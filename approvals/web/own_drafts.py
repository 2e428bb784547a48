"""A person's own drafts by what they need: first where each stands, then only those that are shown are read whole."""

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import queries, risk
from approvals.lifecycle import FINISHED, UNFINISHED, State
from approvals.models import Draft, LineUse, Revision, Step

# So many unfinished drafts of one person are put in order, and what they wrote last into drafts of others is looked at.
MOST_OPEN: Final = 1000
MOST_WRITTEN: Final = 1000
RECENT: Final = 10
# What is late at somebody comes first: its author may have to speak to them. Then what an author can do at once.
NEEDS: Final = [State.IN_REVIEW, State.CHANGES_REQUESTED, State.CLEARED, State.DRAFT]
GROUPS: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "needs": (_("These need you"), _("Overdue at someone, changes requested, stopped, or ready to publish.")),
    "in_review": (_("In review"), ""),
    "drafts": (_("Drafts"), _("Not submitted yet.")),
    "finished": (_("Recently finished"), ""),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Drafts that stand alike, under a heading that says what they need: the first of `count`."""

    key: str
    title: str | Promise
    help: str | Promise
    drafts: list[Draft] = field(default_factory=list)
    count: int = 0

    @property
    def is_whole(self) -> bool:
        """Say whether every one of them is here."""
        return self.count == len(self.drafts)


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One page of a group alone; the next begins behind the draft with the id `next` (None on the last)."""

    group: Group
    next: UUID | None
    is_first: bool


class Stand(NamedTuple):
    """Where one draft stands: what puts it into a group, and in order there."""

    pk: UUID
    state: str
    moment: datetime | None
    risk_at: datetime | None
    line_is_gone: bool
    is_late: bool
    due_at: datetime | None

    @property
    def group(self) -> str:
        """Return the key of the group that it belongs to."""
        if self.line_is_gone:
            return "needs"
        if self.state == State.DRAFT:
            return "drafts"
        return "in_review" if self.state == State.IN_REVIEW and not self.is_late else "needs"

    @property
    def due(self) -> datetime:
        """Return when its open levels are due, or its own moment; what has neither comes last."""
        return min(filter(None, (self.due_at, self.moment)), default=datetime.max.replace(tzinfo=UTC))


def grouped(user: User, *, at: datetime, shown: int) -> list[Group]:
    """Return a person's drafts by what they need, at most so many `shown` of each group. A fixed number of queries.

    What is late comes first, and among what is in review what is at risk.
    """
    stands = _stands(user, at=at)
    read = _read([pk for pks in stands.values() for pk in pks[:shown]])
    return [
        Group(key, *GROUPS[key], [read[pk] for pk in pks[:shown] if pk in read], len(pks))
        for key, pks in stands.items()
    ]


def one_group(user: User, key: str, *, at: datetime, after: str, size: int) -> GroupPage:
    """Return one page of one group, behind the draft of this id; from the beginning where that is not in it now."""
    pks = _stands(user, at=at)[key]
    begins = next((place for place, pk in enumerate(pks, start=1) if str(pk) == after), 0)
    page = pks[begins : begins + size]
    read = _read(page)
    group = Group(key, *GROUPS[key], [read[pk] for pk in page if pk in read], len(pks))
    return GroupPage(group, page[-1] if begins + size < len(pks) else None, begins == 0)


def _stands(user: User, *, at: datetime) -> dict[str, list[UUID]]:
    """Return the ids of a person's drafts by group, in order. Four queries, each along an index."""
    groups: dict[str, list[Stand]] = {key: [] for key in GROUPS}
    for stand in _newest(user, UNFINISHED, MOST_OPEN):
        groups[stand.group].append(stand)
    groups["needs"].sort(key=lambda stand: (NEEDS.index(State(stand.state)), stand.due))
    groups["in_review"].sort(key=lambda stand: (stand.risk_at is None or stand.risk_at > at, stand.due))
    groups["finished"] = _newest(user, FINISHED, RECENT)
    return {key: [stand.pk for stand in stands] for key, stands in groups.items()}


def _newest(user: User, states: Collection[str], most: int) -> list[Stand]:
    """Return where the drafts stand that a person wrote, or had a hand in lately, newest change first, at most so many.

    Asked apart: of both at once no index can answer.
    """
    written = Revision.objects.filter(written_by=user).order_by("-pk").values("draft")[:MOST_WRITTEN]
    own, others = Draft.objects.filter(author=user), Draft.objects.filter(pk__in=written).exclude(author=user)
    due = Step.objects.filter(draft=OuterRef("pk"), status=Step.Status.OPEN, due_at__isnull=False).order_by("due_at")
    found = [
        found.filter(state__in=states)
        .annotate(line_is_gone=_line_is_gone(), is_late=risk.is_late_now(), due_at=Subquery(due.values("due_at")[:1]))
        .order_by("-state_since", "pk")
        .values_list("state_since", *Stand._fields)[:most]
        for found in (own, others)
    ]
    newest = heapq.merge(*found, key=lambda row: row[0], reverse=True)
    return [Stand(*row[1:]) for row in islice(newest, most)]


def _read(pks: Sequence[UUID]) -> dict[UUID, Draft]:
    """Return these drafts with what a row shows, `line_is_gone` among it. Three queries; none for none."""
    if not pks:
        return {}
    found = queries.listed(Draft.objects.filter(pk__in=pks)).annotate(line_is_gone=_line_is_gone())
    return {draft.pk: draft for draft in found}


def _line_is_gone() -> Exists:
    """Return whether a line that a draft's text quotes has been withdrawn."""
    return Exists(LineUse.objects.filter(revision=OuterRef("revision"), line__withdrawn_at__isnull=False))
