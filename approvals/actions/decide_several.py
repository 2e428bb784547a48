"""Decide on several drafts at once: each as if it were alone, so that one that is refused holds up no other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from accounts.models import User
from approvals import access
from approvals.actions import claims, decide
from approvals.models import Decision, Draft
from approvals.refusals import Refused

MOST = 50


class Act(StrEnum):
    """What is done to each."""

    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One draft, on the revision that was read."""

    draft_id: UUID
    revision: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft: done now, decided so by the same person before, or refused; None: not theirs to see."""

    draft: Draft | None
    refused: Refused | None = None
    before: Decision | None = None

    @property
    def is_done(self) -> bool:
        """Say whether it was done now."""
        return self.refused is None and self.before is None


def require_number(chosen: Sequence[Chosen]) -> None:
    """Refuse none, and more than anybody reads at once."""
    if not chosen:
        raise Refused("nothing_chosen")
    if len(chosen) > MOST:
        raise Refused("too_many_chosen", params={"count": len(chosen), "most": MOST})


def decide_several(
    *, act: Act, chosen: Iterable[Chosen], by: User, at: datetime, door: str, comment: str = "",
    signed_in_at: datetime | None = None,
) -> list[Outcome]:  # fmt: skip
    """Do the same to each of these drafts, each in a transaction of its own, in the order in which they are given.

    Repeated, it finds what it did: who has decided so on that revision already is told when, and nothing is done twice.
    """
    each = list(dict.fromkeys(chosen))
    require_number(each)
    if act is Act.REQUEST_CHANGES and not comment.strip():
        raise Refused("comment_needed", field="comment")
    calls: dict[Act, Callable[[Chosen], Draft]] = {
        Act.APPROVE: lambda one: decide.approve(
            draft_id=one.draft_id, by=by, revision=one.revision, at=at, signed_in_at=signed_in_at
        ),
        Act.REQUEST_CHANGES: lambda one: decide.request_changes(
            draft_id=one.draft_id, by=by, revision=one.revision, at=at, comment=comment, signed_in_at=signed_in_at
        ),
        Act.CLAIM: lambda one: claims.claim(draft_id=one.draft_id, by=by, at=at),
    }
    return [_outcome(one, calls[act], act, by=by, at=at, door=door) for one in each]


def _outcome(
    one: Chosen, call: Callable[[Chosen], Draft], act: Act, *, by: User, at: datetime, door: str
) -> Outcome:  # fmt: skip
    try:
        draft = access.find(by, one.draft_id, at=at, door=door)
    except Refused as refused:
        return Outcome(None, refused)
    try:
        return Outcome(call(one))
    except Refused as refused:
        before = _decided_before(one, act, by)
        return Outcome(draft, None, before) if before else Outcome(draft, refused)


def _decided_before(one: Chosen, act: Act, by: User) -> Decision | None:
    """Return the same decision of the same person on the same revision; None for none, and for what is no decision."""
    if act is Act.CLAIM:
        return None
    mine = Decision.objects.filter(by=by, verdict=act.value, revision__draft=one.draft_id, revision__hash=one.revision)
    return mine.order_by("-at", "-pk").first()
