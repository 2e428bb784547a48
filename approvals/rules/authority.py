"""May this person decide this step, and is the step decided: facts in, verdict out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.rules.verdict import Verdict

Place = tuple[int, str]

# How long after giving a password a person may decide where a level asks for a fresh sign-in.
FRESH_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat a person may act from: the posting, the place, and for whom when acting as deputy."""

    user_id: int
    posting_id: int
    place: Place
    acting_for: int | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step as authority sees it; `mode` as in routing, or `comment` for a step that only asks for a comment."""

    id: int
    place: Place
    quorum: str
    quorum_n: int
    mode: str = "approve"

    @property
    def is_decided_by_people(self) -> bool:
        """Say whether anybody decides it: a step that informs, or asks for a comment, is decided by nobody."""
        return self.mode in ("approve", "silence")


@dataclass(frozen=True, slots=True)
class Choice:
    """The step that a person's decision goes to, and the seat it is made from."""

    step: StepFacts
    seat: SeatFacts


def choose_step(
    *,
    open_steps: Sequence[StepFacts],
    seats: Sequence[SeatFacts],
    writers: Collection[int],
    counted: Collection[int],
) -> Choice | Verdict:
    """Return the first open step this person may decide, or why there is none.

    `seats` are all of the person's seats now; `writers` wrote any part of the draft; `counted` have been
    counted on this revision already. Who wrote a part, or acts as deputy for one who did, decides nothing.
    """
    if not seats:
        return Verdict.no("not_asked")
    person = seats[0].user_id
    choice = next(
        (
            Choice(step, seat)
            for step in open_steps
            if step.is_decided_by_people
            for seat in seats
            if seat.place == step.place
        ),
        None,
    )
    if choice is None:
        return Verdict.no("already_decided") if person in counted else Verdict.no("not_asked")
    if is_barred(person, seats=seats, writers=writers):
        return Verdict.no("own_draft")
    if person in counted:
        return Verdict.no("already_decided")
    return choice


def is_fresh(signed_in_at: datetime | None, *, at: datetime) -> bool:
    """Say whether a sign-in is recent enough for a level that asks for a fresh one; an unknown one never is."""
    return signed_in_at is not None and timedelta() <= at - signed_in_at <= FRESH_FOR


def is_barred(person: int, *, seats: Sequence[SeatFacts], writers: Collection[int]) -> bool:
    """Say whether this person wrote a part of the draft, or is at this instant deputy of somebody who did."""
    return person in writers or any(seat.acting_for in writers for seat in seats if seat.acting_for is not None)


def is_satisfied(
    *,
    step: StepFacts,
    approvals: Mapping[int, int],
    seats: Sequence[SeatFacts],
    barred: Collection[int],
) -> bool:
    """Say whether a step has the approvals it needs.

    `approvals` maps each approver to the posting approved from; `seats` are those at the step's place now;
    `barred` may not decide this draft. `any` needs one approval, `n` needs that many people, `all` needs one
    from every posting there that somebody who may decide can act from.
    """
    if step.quorum == "all":
        needed = {seat.posting_id for seat in seats if seat.user_id not in barred}
        return bool(approvals) and needed <= set(approvals.values())
    return len(approvals) >= (step.quorum_n if step.quorum == "n" else 1)
