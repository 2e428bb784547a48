"""May this person decide this step, and is the step decided: facts in, verdict out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.rules.verdict import Verdict

Place = tuple[int, str]

# How long after giving a password a person may decide where a level asks for a fresh sign-in.
FRESH_FOR = timedelta(minutes=10)

# Where a draft presses, the duty officer of an office stands in for those who decide there.
DUTY = "duty"
STOOD_IN_FOR = frozenset({"approver", "head"})


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat a person may act from: the posting, the place, and for whom when acting as deputy.

    `passed_by` are the deputies who passed it on.
    """

    user_id: int
    posting_id: int
    place: Place
    acting_for: int | None = None
    passed_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step as authority sees it; `mode` as in routing, or `comment` for a step that only asks for a comment.

    `presses` says that its draft is urgent, or that a crisis makes it so.
    """

    id: int
    place: Place
    quorum: str
    quorum_n: int
    mode: str = "approve"
    presses: bool = False

    def asks(self, seat: SeatFacts) -> bool:
        """Say whether it is decided from this seat: the place that is asked, or that of the duty officer there."""
        return seat.place in places_asked(self.place, presses=self.presses)

    @property
    def is_decided_by_people(self) -> bool:
        """Say whether anybody decides it: a step that informs, or asks for a comment, is decided by nobody."""
        return self.mode in ("approve", "silence")


@dataclass(frozen=True, slots=True)
class Choice:
    """The step that a person's decision goes to, and the seat it is made from."""

    step: StepFacts
    seat: SeatFacts


def places_asked(place: Place, *, presses: bool) -> tuple[Place, ...]:
    """Return the places from which a step at this place is decided, the one that is asked first."""
    office, role = place
    return (place, (office, DUTY)) if presses and role in STOOD_IN_FOR else (place,)


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
            # In one's own post before standing in for others.
            for seat in sorted(seats, key=lambda seat: seat.place != step.place)
            if step.asks(seat)
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
    """Say whether this person wrote a part of the draft, or is at this instant deputy of somebody who did.

    Whoever was passed a deputy's authority is that deputy's deputy, too.
    """
    return person in writers or any(
        behind in writers
        for seat in seats
        if seat.acting_for is not None
        for behind in (seat.acting_for, *seat.passed_by)
    )


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
    from every posting there that somebody who may decide can act from; of a duty officer who stands in, none is needed.
    """
    if step.quorum == "all":
        needed = {seat.posting_id for seat in seats if seat.place == step.place and seat.user_id not in barred}
        return bool(approvals) and needed <= set(approvals.values())
    return len(approvals) >= (step.quorum_n if step.quorum == "n" else 1)
