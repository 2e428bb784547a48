"""What is wrong with a version and what its writer should know, as a page says it: beside each level, and in sum."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from approvals import facts, judging
from approvals.fault_sentences import sentence, unnamed
from approvals.models import PolicyVersion
from approvals.rules.policy_faults import Fault


@dataclass(frozen=True, slots=True)
class Said:
    """One fault or warning: the level it is in by name and place (None: the version as a whole), and the sentence."""

    level: str
    place: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What keeps a version from being proposed, and what may be meant otherwise, in words."""

    faults: list[Said] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)

    @classmethod
    def of(cls, version: PolicyVersion, *, at: datetime) -> "Judged":
        """Return what is said of a version that is kept."""
        return cls.told(judging.judge(version.policy, facts.policy_rule(version), at=at))

    @classmethod
    def told(cls, judgement: judging.Judgement) -> "Judged":
        """Return a judgement in words."""
        return cls(_said(judgement.faults), _said(judgement.warnings))


def _said(faults: Iterable[Fault]) -> list[Said]:
    return [
        Said("" if fault.place is None else unnamed(fault.level or "", fault.place), fault.place, sentence(fault))
        for fault in faults
    ]
