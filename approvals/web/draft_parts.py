"""What a draft's page is made of: posts, levels and rounds as they are shown, and what changed between revisions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Role
from approvals.checks import CheckedPost
from approvals.models import Decision, Revision, Step
from approvals.rules import difference
from approvals.rules.content import PostImage
from approvals.rules.image_difference import ImageChange
from approvals.web.late_levels import LateLevel

TONES = {
    Step.Status.PASSED: "good", Step.Status.SILENT: "good", Step.Status.INFORMED: "calm", Step.Status.ANSWERED: "good",
    Step.Status.OPEN: "info", Step.Status.RETURNED: "warn",
    Step.Status.REJECTED: "bad", Step.Status.WAITING: "calm", Step.Status.CLOSED: "calm",
    Step.Status.SKIPPED: "bypass",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownPost:
    """One text in one language, and the channels on which it will appear so."""

    text: str
    language: str
    posts: list[CheckedPost]
    is_common: bool
    images: tuple[PostImage, ...] = ()

    @property
    def place(self) -> str:
        """Return how a form names it: empty for the common text, else a channel and a language."""
        return "" if self.is_common else f"{self.posts[0].channel.pk}/{self.language}"


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One level on the timeline: where it stands, who decided it, and who could decide it now."""

    step: Step
    decisions: list[Decision]
    people: list[str] = field(default_factory=list)
    # By when it must decide for the draft to make its slot or moment; None where that asks for nothing.
    decide_by: datetime | None = None
    late: LateLevel | None = None
    # How much of the time until its deadline it has used, in percent; None for a level whose clock does not run.
    used: int | None = None

    @property
    def tone(self) -> str:
        """Return how it is drawn: late is seen at once."""
        return "bad" if self.is_late_now else TONES[Step.Status(self.step.status)]

    @property
    def is_late_now(self) -> bool:
        """Say whether it is overdue and still open."""
        return self.step.status == Step.Status.OPEN and self.step.overdue_at is not None

    @property
    def role(self) -> str:
        """Return the role that is asked, in words."""
        return str(Role(self.step.role).label)


def used(step: Step, *, at: datetime) -> int | None:
    """Return how much of the time until its deadline an open level has used, in percent; None for any other."""
    if step.status != Step.Status.OPEN or step.opened_at is None or step.due_at is None:
        return None
    whole = (step.due_at - step.opened_at).total_seconds()
    if whole <= 0:
        return 100
    return max(0, min(100, round(100 * (at - step.opened_at).total_seconds() / whole)))


@dataclass(frozen=True, slots=True)
class Round:
    """One passage of the draft along a route: its number, the revision it began with, its levels in order."""

    number: int
    revision: int
    steps: list[ShownStep]


# What changed in posts that changed alike: their channels, their language, their text, and their images.
Part = tuple[list[str], str, tuple[difference.Segment, ...], tuple[ImageChange, ...]]


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two revisions, those channels that changed alike shown once."""

    old: Revision
    new: Revision
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A wording that an approver proposed: what it changes, and what the author would have to confirm to submit it."""

    decision: Decision
    difference: tuple[difference.Segment, ...]
    to_confirm: list[tuple[str, str]]


def alike(parts: Iterable[difference.PostDifference], names: dict[int, str]) -> list[Part]:
    """Return the posts that differ, those with the same difference together under the names of their channels."""
    found: dict[tuple[str, tuple[difference.Segment, ...], tuple[ImageChange, ...]], list[str]] = {}
    for part in parts:
        if part.is_changed:
            key = (part.language, part.segments, part.images)
            found.setdefault(key, []).append(names.get(part.channel_id, ""))
    return [(channels, *changed) for changed, channels in found.items()]
