"""Which levels a draft must pass: policies and facts in, a route out, or the reason why there is none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from approvals.rules.cleared_lines import only_lines
from approvals.rules.conditions import Condition, matches
from approvals.rules.verdict import Verdict

Place = tuple[int, str]

# Levels that pass without anybody's approval: by silence, by being told, or by being asked for a comment.
WITHOUT_APPROVAL = frozenset({"silence", "inform", "comment"})


@dataclass(frozen=True, slots=True)
class Who:
    """Who is asked: a selector (`own_office`, `office`, `country_desk`, `minister`), and the role there."""

    selector: str
    role: str
    office_id: int | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One escalation: whom to turn to, how long after the deadline, and how often again.

    Where a posting is named, its holder alone is turned to, in the office and role of `who`.
    """

    after: timedelta
    who: Who
    posting_id: int | None = None
    repeat_every: timedelta | None = None
    repeat_times: int = 0

    @property
    def times(self) -> tuple[timedelta, ...]:
        """Return how long after the deadline it comes, the first time and each time again."""
        again = self.repeat_every or timedelta()
        return tuple(self.after + again * number for number in range(1 + (self.repeat_times if again else 0)))


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One level of a policy version, or of a regime (`id` is None then), as the rules see it.

    `mode` is `approve` (blocks until decided), `silence` (passes at its deadline) or `inform` (is told, blocks nobody);
    `key` says which level of another version it continues.
    """

    id: int | None
    position: int
    name: str
    question: str
    who: Who
    quorum: str
    quorum_n: int
    limit: timedelta
    remind_before: timedelta | None
    may_reject: bool
    conditions: Condition
    escalations: tuple[Rung, ...] = ()
    key: str = ""
    mode: str = "approve"
    carry: str = "never"
    fresh_sign_in: bool = False
    runs_on: str = "wall"
    remind_percent: int | None = None

    @property
    def reminds_before(self) -> timedelta | None:
        """Return how long before its deadline it reminds, however that was said; None: it does not."""
        if self.remind_percent is None:
            return self.remind_before
        return self.limit * (100 - self.remind_percent) / 100


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """One policy version in force, as the rules see it; `order` settles which of two that match goes first."""

    version_id: int
    name: str
    order: int
    is_default: bool
    conditions: Condition
    levels: tuple[LevelRule, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The offices that selectors can mean for one draft; None where the register names none."""

    own_office: int
    country_desk: int | None
    minister: int | None

    def office_for(self, who: Who) -> int | None:
        """Return the office that a selector means, or None when there is none."""
        by_selector = {
            "own_office": self.own_office,
            "country_desk": self.country_desk,
            "minister": self.minister,
            "office": who.office_id,
        }
        return by_selector.get(who.selector)


@dataclass(frozen=True, slots=True)
class PlannedRung:
    """One time that a late level turns to somebody: how long after the deadline, and to whom."""

    after: timedelta
    place: Place
    posting_id: int | None = None


def runs_on(urgency: str, level: str) -> str:
    """Return what a limit runs on for a draft of this urgency: the wall clock where it presses, else what is said."""
    return level if urgency == "routine" else "wall"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One level that applies, with the office it means for this draft and the places it escalates to.

    `regime_limit` is the time that a regime gives it, and `regime_id` says which one; the level keeps its own limit.
    `asked_by` and `reason` are those of an office that an approver asked.
    """

    level: LevelRule
    office_id: int
    escalations: tuple[PlannedRung, ...]
    origin: str = "policy"
    regime_id: int | None = None
    regime_limit: timedelta | None = None
    asked_by: int | None = None
    reason: str = ""

    @property
    def place(self) -> Place:
        """Return the office and role that are asked."""
        return (self.office_id, self.level.who.role)

    @property
    def limit(self) -> timedelta:
        """Return how long it has as things are: a regime's limit, or its own."""
        return self.regime_limit or self.level.limit

    def runs_on(self, urgency: str) -> str:
        """Return what its limit runs on for a draft of this urgency: `working` hours, or the `wall` clock.

        The limit of a regime runs on the wall clock, and so does that of a draft that presses.
        """
        return runs_on(urgency, self.level.runs_on) if self.regime_limit is None else "wall"


@dataclass(frozen=True, slots=True)
class Route:
    """The levels one draft must pass, by position; a level that does not apply leaves a gap.

    It `may_ask_nobody` when its policy is for cleared lines alone, unaltered: their words are cleared already.
    """

    version_id: int
    policy: str
    steps: tuple[PlannedStep, ...]
    may_ask_nobody: bool = False

    @property
    def asks_nobody(self) -> bool:
        """Say whether nobody is asked anything, however many are told."""
        return all(step.level.mode == "inform" for step in self.steps)


def choose(
    policies: Sequence[PolicyRule],
    facts: Mapping[str, frozenset[str]],
    directory: Directory,
) -> Route | Verdict:
    """Return the route of the first policy that matches, else of the default; a no with its reason otherwise."""
    policy = policy_for(policies, facts)
    if policy is None:
        return Verdict.no("no_policy")
    return plan(policy, facts, directory)


def plan(policy: PolicyRule, facts: Mapping[str, frozenset[str]], directory: Directory) -> Route | Verdict:
    """Return the route under this one policy version, or why it has none. Never skips what it cannot resolve."""
    steps: list[PlannedStep] = []
    for level in sorted(policy.levels, key=lambda level: (level.position, level.id)):
        if not matches(level.conditions, facts):
            continue
        office_id = directory.office_for(level.who)
        if office_id is None:
            return Verdict.no("level_without_office", level=level.name)
        rungs: list[PlannedRung] = []
        for rung in level.escalations:
            target = directory.office_for(rung.who)
            if target is None:
                return Verdict.no("level_without_office", level=level.name)
            place = (target, rung.who.role)
            rungs.extend(PlannedRung(after, place, rung.posting_id) for after in rung.times)
        steps.append(PlannedStep(level, office_id, tuple(rungs)))
    route = Route(policy.version_id, policy.name, tuple(steps), only_lines(policy.conditions))
    if route.asks_nobody and not route.may_ask_nobody:
        return Verdict.no("empty_route", policy=policy.name)
    return route


@dataclass(frozen=True, slots=True)
class Needed:
    """What one level still needs: so many people of one place, in this mode."""

    level: str
    place: Place
    people: int
    mode: str


def staffing(route: Route, people: Mapping[Place, Collection[int]], *, barred: Collection[int]) -> Verdict:
    """Say whether the route can be passed by the people there are; see `can_be_passed`."""
    needed = [
        Needed(step.level.name, step.place, step.level.quorum_n if step.level.quorum == "n" else 1, step.level.mode)
        for step in route.steps
    ]
    return can_be_passed(needed, people, barred=barred)


def can_be_passed(
    levels: Sequence[Needed], people: Mapping[Place, Collection[int]], *, barred: Collection[int]
) -> Verdict:
    """Say whether these levels can be passed by the people there are, each of whom counts once on the whole of them.

    `people` tells who holds each place; `barred` are those who may not decide. A level that is only told needs somebody
    to tell, whoever that is; one that may break silence needs somebody who could.
    """
    asked: list[set[int]] = []
    taken: dict[int, int] = {}
    for level in levels:
        able = set(people.get(level.place, ())) - set(barred)
        if level.mode in WITHOUT_APPROVAL:
            if not (people.get(level.place) if level.mode == "inform" else able):
                return Verdict.no("level_unstaffed", level=level.level)
            continue
        for _ in range(level.people):
            asked.append(able)
            if not _finds_somebody(len(asked) - 1, asked, taken, set()):
                return Verdict.no("level_unstaffed", level=level.level)
    return Verdict.yes()


def _finds_somebody(approval: int, asked: Sequence[set[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Find an approval a person of its own, moving others to somebody else where that makes room."""
    for person in asked[approval] - tried:
        if person in tried:
            continue  # moving somebody else has tried this person meanwhile
        tried.add(person)
        if person not in taken or _finds_somebody(taken[person], asked, taken, tried):
            taken[person] = approval
            return True
    return False


def policy_for(policies: Sequence[PolicyRule], facts: Mapping[str, frozenset[str]]) -> PolicyRule | None:
    """Return the policy that takes a draft with these facts: the first that matches, else the default."""
    for policy in sorted(policies, key=lambda policy: (policy.order, policy.version_id)):
        if not policy.is_default and matches(policy.conditions, facts):
            return policy
    return next((policy for policy in policies if policy.is_default), None)
