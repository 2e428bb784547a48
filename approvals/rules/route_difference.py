"""How a draft's route would differ under other policies: two routes in, what is asked more, less and otherwise out."""

from dataclasses import dataclass
from datetime import timedelta

from approvals.rules.routing import Place, PlannedStep, Route
from approvals.rules.verdict import Verdict

# Steps that take no time of the draft's: who is asked is told, or may comment.
TAKES_NO_TIME = frozenset({"inform", "comment"})


@dataclass(frozen=True, slots=True)
class RouteDifference:
    """What the new route asks more, no longer, and with another limit or otherwise; and how long all limits are.

    A time is None where there is no route.
    """

    added: tuple[PlannedStep, ...] = ()
    removed: tuple[PlannedStep, ...] = ()
    limits: tuple[tuple[PlannedStep, PlannedStep], ...] = ()
    otherwise: tuple[PlannedStep, ...] = ()
    other_policy: bool = False
    other_answer: bool = False
    before: timedelta | None = None
    after: timedelta | None = None

    @property
    def is_changed(self) -> bool:
        """Say whether the draft would take another route, or have one no longer."""
        asked = self.added or self.removed or self.limits or self.otherwise
        return bool(asked) or self.other_policy or self.other_answer


def between(old: Route | Verdict, new: Route | Verdict, *, urgency: str = "routine") -> RouteDifference:
    """Return how the new route differs from the old for a draft of this urgency.

    Where one is none, all of the other is asked more, or less.
    """
    before = {} if isinstance(old, Verdict) else {_identity(step): step for step in old.steps}
    after = {} if isinstance(new, Verdict) else {_identity(step): step for step in new.steps}
    both = [(before[key], step) for key, step in after.items() if key in before]
    order = _ranks(tuple(one for one, _other in both)), _ranks(tuple(other for _one, other in both))
    clocks = [(one, other, _clock(one, urgency) == _clock(other, urgency)) for one, other in both]
    return RouteDifference(
        added=tuple(step for key, step in after.items() if key not in before),
        removed=tuple(step for key, step in before.items() if key not in after),
        limits=tuple((one, other) for one, other, same in clocks if not same),
        otherwise=tuple(
            other for one, other, same in clocks
            if same and (_asked(one) != _asked(other) or order[0][_identity(one)] != order[1][_identity(other)])
        ),
        other_policy=_policy(old) != _policy(new),
        other_answer=_answer(old) != _answer(new),
        before=None if isinstance(old, Verdict) else longest(old),
        after=None if isinstance(new, Verdict) else longest(new),
    )  # fmt: skip


def longest(route: Route) -> timedelta:
    """Return how long the limits of a route are in sum, whatever each runs on; of those asked together the longest."""
    by_position: dict[int, timedelta] = {}
    for step in route.steps:
        if step.level.mode not in TAKES_NO_TIME:
            position = step.level.position
            by_position[position] = max(step.limit, by_position.get(position, timedelta()))
    return sum(by_position.values(), timedelta())


def _identity(step: PlannedStep) -> tuple[str, Place]:
    return (step.level.key, step.place)


def _clock(step: PlannedStep, urgency: str) -> tuple[timedelta, str]:
    return (step.limit, step.runs_on(urgency))


def _asked(step: PlannedStep) -> tuple[object, ...]:
    level = step.level
    number = level.quorum_n if level.quorum == "n" else 1
    return (level.question, level.mode, level.quorum, number, level.may_reject, level.carry, level.fresh_sign_in)


def _ranks(steps: tuple[PlannedStep, ...]) -> dict[tuple[str, Place], int]:
    """Return the place of each step among these, those asked together sharing one."""
    positions = sorted({step.level.position for step in steps})
    return {_identity(step): positions.index(step.level.position) for step in steps}


def _policy(route: Route | Verdict) -> str:
    return "" if isinstance(route, Verdict) else route.policy


def _answer(route: Route | Verdict) -> str:
    return route.code if isinstance(route, Verdict) else ""
