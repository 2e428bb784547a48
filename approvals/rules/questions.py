"""Whether two levels ask the same people the same thing, and which approvals another route therefore keeps."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from approvals.rules.authority import Place, SeatFacts
from approvals.rules.routing import PlannedStep, Route, staffing
from approvals.rules.verdict import Verdict

# A level that is only told asks nothing, so nothing can have been answered there.
ASKS_NOTHING = "inform"


@dataclass(frozen=True, slots=True)
class Question:
    """What one level asks of whom. Two that are equal are the same: an answer to one answers the other.

    `key` says which level it is whatever its name; the words of the question and the office and role that were meant
    for this draft must be the same, too: who answered one thing has not answered another.
    """

    key: str
    question: str
    place: Place

    @classmethod
    def of(cls, planned: PlannedStep) -> "Question":
        """Return what a planned step asks."""
        return cls(planned.level.key, planned.level.question, planned.place)


@dataclass(frozen=True, slots=True)
class Given:
    """An approval given to the current revision: its decision, who gave it from which posting, and to what.

    `fresh_sign_in` says whether the level asked for one: then it was given with one.
    """

    decision: int
    by: int
    posting: int
    question: Question
    fresh_sign_in: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An approval that another route keeps: at which of its steps, and the seat its maker holds there now."""

    step: int
    given: Given
    seat: SeatFacts


def kept(
    given: Sequence[Given],
    route: Route,
    *,
    seats: Mapping[Place, Sequence[SeatFacts]],
    barred: Collection[int],
) -> list[Kept]:
    """Return the approvals that this route keeps, in the order of its steps.

    Kept is what answers the same question, by somebody who could answer it now: who holds a seat there at this
    instant and wrote no part of the draft; a level that asks for a fresh sign-in keeps only what was given with one.
    One person counts once.
    """
    found: list[Kept] = []
    counted = set(barred)
    for place, planned in enumerate(route.steps):
        if planned.level.mode == ASKS_NOTHING:
            continue
        for approval in given:
            seat = _seat(approval, seats.get(planned.place, ()))
            if _answers(approval, planned) and seat is not None and approval.by not in counted:
                counted.add(approval.by)
                found.append(Kept(place, approval, seat))
    return found


def outlook(
    given: Sequence[Given],
    route: Route,
    *,
    seats: Mapping[Place, Sequence[SeatFacts]],
    barred: Collection[int],
) -> list[Kept] | Verdict:
    """Return the approvals that this route would keep, or a no: a level that is left has nobody who can decide it."""
    keeps = kept(given, route, seats=seats, barred=barred)
    people = {place: [seat.user_id for seat in found] for place, found in seats.items()}
    verdict = staffing(still_asked(route, keeps), people, barred={*barred, *(keep.given.by for keep in keeps)})
    return keeps if verdict else verdict


def still_asked(route: Route, keeps: Sequence[Kept]) -> Route:
    """Return the route without what the kept approvals answer: what is left for others to decide."""
    left = []
    for place, planned in enumerate(route.steps):
        answers = sum(keep.step == place for keep in keeps)
        number = planned.level.quorum_n - answers if planned.level.quorum == "n" else 1
        if not answers or (planned.level.quorum == "n" and number > 0):
            left.append(replace(planned, level=replace(planned.level, quorum_n=max(1, number))))
    return replace(route, steps=tuple(left))


def _answers(approval: Given, planned: PlannedStep) -> bool:
    as_fresh = approval.fresh_sign_in or not planned.level.fresh_sign_in
    return as_fresh and approval.question == Question.of(planned)


def _seat(approval: Given, seats: Sequence[SeatFacts]) -> SeatFacts | None:
    theirs = [seat for seat in seats if seat.user_id == approval.by]
    return min(theirs, key=lambda seat: seat.posting_id != approval.posting, default=None)
