"""A route drawn: its levels from the first to the last, those asked at the same time side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from approvals.fault_sentences import unnamed
from approvals.models import Carry, Mode, Selector
from approvals.preview import PlannedLevel
from approvals.rules.routing import LevelRule, Who
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import Vocabulary
from approvals.web.words import quorum, time_limit

HOW: Mapping[str, str | Promise] = {
    Mode.APPROVE: _("Must approve"),
    Mode.SILENCE: _("Passes by silence"),
    Mode.INFORM: _("Is told"),
}


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """One level as it is drawn, all in words; `mode` chooses its shape, `place` is its place in the form (from 0)."""

    name: str
    who: str
    mode: str
    limit: str = ""
    needs: str = ""
    marks: list[str] = field(default_factory=list)
    condition: Spoken | None = None
    place: int | None = None

    @property
    def how(self) -> str:
        """Return in words how the level asks."""
        return str(HOW.get(self.mode, self.mode))


@dataclass(frozen=True, slots=True)
class DrawnPosition:
    """What is asked at the same time: of one level, or of several."""

    steps: list[DrawnStep]

    @property
    def is_parallel(self) -> bool:
        """Say whether several levels are asked at the same time."""
        return len(self.steps) > 1


def draw_rules(levels: Iterable[LevelRule], *, offices: Mapping[int, str], words: Vocabulary) -> list[DrawnPosition]:
    """Return the levels of a policy, each with its condition; `offices` names those that levels name by id."""
    steps = [(level.position, _of_rule(level, place, offices, words)) for place, level in enumerate(levels)]
    return _by_position(steps)


def draw_plan(levels: Iterable[PlannedLevel]) -> list[DrawnPosition]:
    """Return the levels that one draft would be asked to pass, each with the office it means for that draft."""
    return _by_position([(level.position, _of_plan(level)) for level in levels])


def asked(who: Who, offices: Mapping[int, str]) -> str:
    """Return who is asked, in words."""
    named = offices.get(who.office_id) if who.office_id is not None else None
    return role_at(who.role, named or str(Selector(who.selector).label))


def role_at(role: str, office: str) -> str:
    """Return a role and the office it is held at."""
    return gettext("%(role)s, %(office)s") % {"role": Role(role).label, "office": office}


def marks_of(level: LevelRule) -> list[str]:
    """Return what is particular about a level, as phrases."""
    asks = level.mode != Mode.INFORM
    said: list[tuple[bool, Callable[[], str]]] = [
        (asks and not level.may_reject, lambda: gettext("may not reject")),
        (asks and level.fresh_sign_in, lambda: gettext("fresh sign-in needed")),
        (asks and level.carry == Carry.MINOR, lambda: gettext("an approval carries over a minor change")),
    ]
    return [phrase() for holds, phrase in said if holds]


def needed(mode: str, kind: str, number: int) -> str:
    """Return how many must approve, where that is worth saying: not where any one may, or nobody is asked to."""
    return quorum(kind, number) if mode == Mode.APPROVE and kind != "any" else ""


def _of_rule(level: LevelRule, place: int, offices: Mapping[int, str], words: Vocabulary) -> DrawnStep:
    return DrawnStep(
        name=unnamed(level.name, place),
        who=asked(level.who, offices),
        mode=level.mode,
        limit=time_limit(level.limit, level.runs_on),
        needs=needed(level.mode, level.quorum, level.quorum_n),
        marks=marks_of(level),
        condition=words.spoken(level.conditions) if level.conditions else None,
        place=place,
    )


def _of_plan(level: PlannedLevel) -> DrawnStep:
    return DrawnStep(
        name=level.name,
        who=role_at(level.role_code, level.office.name),
        mode=level.mode,
        limit=time_limit(level.limit, level.runs_on),
        needs=needed(level.mode, level.quorum, level.quorum_n),
    )


def _by_position(steps: Sequence[tuple[int, DrawnStep]]) -> list[DrawnPosition]:
    in_order = sorted(steps, key=lambda placed: placed[0])
    return [
        DrawnPosition([step for _position, step in together])
        for _position, together in groupby(in_order, key=lambda placed: placed[0])
    ]
