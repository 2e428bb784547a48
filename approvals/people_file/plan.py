"""What a file of people would do: each change with what it was and will be, as plain values that can be kept."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from approvals.people_file.problems import Problem
from approvals.rules.content import sha256_of

PERSON_NEW, PERSON_CHANGED = "person_new", "person_changed"
POSTING_NEW, POSTING_CHANGED = "posting_new", "posting_changed"
DESK_CHANGED = "desk_changed"
KINDS = (PERSON_NEW, PERSON_CHANGED, POSTING_NEW, POSTING_CHANGED, DESK_CHANGED)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be done, the line that asks for it, and its values: texts and ISO instants."""

    kind: str
    line: int
    values: dict[str, str]


@dataclass(slots=True)
class Plan:
    """Everything that a file would do, or what is wrong with it; with a problem, nothing is done."""

    lines: int = 0
    people: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Name what would be done: whoever confirms names what they saw, and another plan has another name."""
        done = [[change.kind, change.values] for change in self.changes]
        return sha256_of({"changes": done, "problems": [[one.line, one.code] for one in self.problems]})

    @property
    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}

    def of(self, kind: str) -> list[Change]:
        """Return the changes of one kind, in the order of the file."""
        return [change for change in self.changes if change.kind == kind]

    def as_json(self, *, most: int) -> dict[str, Any]:
        """Return it to be kept, with at most so many changes of each kind, and so many problems."""
        kept = [change for kind in KINDS for change in self.of(kind)[:most]]
        return {
            "lines": self.lines, "people": self.people, "unchanged": self.unchanged, "digest": self.digest,
            "counts": self.counts, "wrong": len(self.problems),
            "changes": [asdict(change) for change in kept],
            "problems": [asdict(problem) for problem in self.problems[:most]],
        }  # fmt: skip
