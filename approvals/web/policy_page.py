"""A policy version drawn as a route: its levels by position, each told in sentences."""

from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import gettext

from accounts.models import Role
from approvals.models import Carry, Level, LevelEscalation, Mode, Policy, PolicyVersion, Selector
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import Vocabulary
from approvals.web.words import again, beside_limit, quorum, reminder, time_limit


@dataclass(frozen=True, slots=True)
class DrawnLevel:
    """One level in words; what has no meaning for a level that only tells, or that passes by silence, is empty."""

    level: Level
    who: str
    quorum: str
    limit: str
    reminder: str
    escalations: list[str]
    conditions: Spoken | None
    how: list[str]


@dataclass(frozen=True, slots=True)
class ListedPolicy:
    """One policy in the list: the version in force, and those being written, proposed or waiting for their instant."""

    policy: Policy
    in_force: PolicyVersion | None
    pending: list[PolicyVersion]
    positions: list[list[Level]]
    applies: Spoken | None


def listed(words: Vocabulary) -> list[ListedPolicy]:
    """Return every policy in the order in which drafts are compared with them. Three queries, and the words'."""
    versions = (
        PolicyVersion.objects.exclude(status=PolicyVersion.Status.SUPERSEDED)
        .prefetch_related("levels")
        .order_by("-number")
    )
    found = Policy.objects.prefetch_related(Prefetch("versions", versions)).order_by("is_default", "order", "pk")
    return [_listed(policy, list(policy.versions.all()), words) for policy in found]


def _listed(policy: Policy, versions: list[PolicyVersion], words: Vocabulary) -> ListedPolicy:
    in_force = next((v for v in versions if v.status == PolicyVersion.Status.IN_FORCE), None)
    pending = [v for v in versions if v.status != PolicyVersion.Status.IN_FORCE]
    levels = in_force.levels.all() if in_force else ()
    positions = [list(together) for _position, together in groupby(levels, key=lambda level: level.position)]
    applies = words.spoken(in_force.conditions) if in_force and in_force.conditions else None
    return ListedPolicy(policy, in_force, pending, positions, applies)


def drawn(version: PolicyVersion, words: Vocabulary) -> list[tuple[int, list[DrawnLevel]]]:
    """Return the levels by position, those asked at the same time together."""
    by_position = groupby(version.levels.all(), key=lambda level: level.position)
    return [(position, [_drawn(level, words) for level in levels]) for position, levels in by_position]


def asked(who: Level | LevelEscalation) -> str:
    """Return who is asked, in words."""
    office = who.office.name if who.office is not None else str(Selector(who.selector).label)
    return gettext("%(role)s, %(office)s") % {"role": Role(who.role).label, "office": office}


def _drawn(level: Level, words: Vocabulary) -> DrawnLevel:
    asks = level.mode != Mode.INFORM
    return DrawnLevel(
        level=level,
        who=asked(level),
        quorum=quorum(level.quorum, level.quorum_n) if level.mode == Mode.APPROVE else "",
        limit=time_limit(level.limit, level.runs_on) if asks else "",
        reminder=reminder(level.remind_before, level.remind_percent, level.runs_on) if asks else "",
        escalations=[escalation(rung, level.runs_on) for rung in level.escalations.all()] if asks else [],
        conditions=words.spoken(level.conditions) if level.conditions else None,
        how=how_asked(level),
    )


def escalation(rung: LevelEscalation, runs_on: str) -> str:
    """Return in words whom a late level turns to, how long after its deadline, and how often again."""
    who = asked(rung) if rung.posting is None else str(rung.posting)
    say = partial(beside_limit, runs_on=runs_on)
    said = gettext("After %(time)s: %(who)s") % {"time": say(rung.after), "who": who}
    repeats = again(rung.repeat_every, rung.repeat_times, say)
    return gettext("%(escalation)s; %(again)s") % {"escalation": said, "again": repeats} if repeats else said


def how_asked(level: Level) -> list[str]:
    """Return in sentences how a level asks, where it does more, or less, than block until somebody has approved."""
    asks = level.mode != Mode.INFORM
    told = [
        (level.mode == Mode.SILENCE, gettext("By silence: it passes at its limit unless somebody breaks silence.")),
        (not asks, gettext("For information: it is told, and blocks nobody.")),
        (asks and not level.may_reject, gettext("It may not reject.")),
        (asks and level.carry == Carry.MINOR, gettext("An approval carries over when a change is minor.")),
        (asks and level.fresh_sign_in, gettext("Whoever decides signs in afresh.")),
    ]
    return [sentence for applies, sentence in told if applies]
