"""What is typed in the editor, judged and drawn before anything is saved: in sum, and beside every level."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from approvals import judging
from approvals.fault_sentences import unnamed
from approvals.models import Policy
from approvals.rules.policy_faults import Fault
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import Vocabulary
from approvals.web.drawing import DrawnPosition, DrawnStep, draw_rules
from approvals.web.forms.policies import LevelForm, VersionForm
from approvals.web.judged import Judged, Said
from approvals.web.version_conflict import typed_rule

# What the faults of a version say better than the form does.
SAID_BY_FAULTS = frozenset({"question", "office"})


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A field that holds nothing yet, or what cannot be used: the level it is in (empty: none), and why."""

    level: str
    field: BoundField
    problem: str


@dataclass(frozen=True, slots=True)
class CheckedLevel:
    """One level of the form, with how it is drawn and what is said of it."""

    form: LevelForm
    place: int
    step: DrawnStep
    faults: list[Said]
    warnings: list[Said]
    # Whether its fields are shown: those of a level that is new, was opened, or holds what cannot be used.
    is_open: bool

    @property
    def folded(self) -> SafeString:
        """Return what was typed for it as fields that nobody sees, while it is shown in short."""
        begins, drawn = f"{self.form.prefix}-", {self.form.add_prefix("key"), self.form.add_prefix("open")}
        own = ((name, said) for name, said in self.form.data.items() if said and name.startswith(begins))
        return format_html_join(
            "", '<input type="hidden" name="{}" value="{}">', ((name, said) for name, said in own if name not in drawn)
        )

    @property
    def is_parallel(self) -> bool:
        """Say whether the level is asked at the same time as the one before."""
        return bool(self.place and self.form["parallel"].value())


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole of it: faults and warnings, when it applies, the levels, the route drawn, what is still unfinished."""

    judged: Judged
    applies: Spoken | None
    levels: list[CheckedLevel]
    drawing: list[DrawnPosition]
    unfinished: list[Unfinished]

    @property
    def count(self) -> int:
        """Return how many things keep the version from being proposed."""
        return len(self.judged.faults) + len(self.unfinished)


def check(policy: Policy, form: VersionForm, words: Vocabulary, *, at: datetime) -> Checked:
    """Return what is said of the form as it is now, saving nothing. Four queries, and those of words."""
    form.is_valid()
    rule = typed_rule(policy, form)
    judgement = judging.judge(policy, rule, at=at)
    drawing = draw_rules(rule.levels, offices=form.offices, words=words)
    steps = {step.place: step for position in drawing for step in position.steps}
    levels = [
        CheckedLevel(
            level,
            place,
            steps[place],
            _of(judgement.faults, place),
            _of(judgement.warnings, place),
            bool(level["open"].value()) or level.has_problems,
        )
        for place, level in enumerate(form.levels)
    ]
    applies = words.spoken(rule.conditions) if rule.conditions else None
    return Checked(Judged.told(judgement), applies, levels, drawing, _unfinished(form))


def _of(faults: list[Fault], place: int) -> list[Said]:
    judged = Judged.told(judging.Judgement(faults=[fault for fault in faults if fault.place == place]))
    return judged.faults


def _unfinished(form: VersionForm) -> list[Unfinished]:
    parts = [("", part) for part in (form, *form.whens)]
    for place, level in enumerate(form.levels):
        name = unnamed(str(level["name"].value() or ""), place)
        parts += [(name, part) for part in level.parts()]
    return [
        Unfinished(name, field, str(problem))
        for name, part in parts
        if part.errors
        for field in part
        for problem in field.errors
        if field.name not in SAID_BY_FAULTS
    ]
