"""The rows of the form in which a policy is written: read from a version or from what was typed, moved, written back.

Adding, moving and removing a level are requests that save nothing, so that the form works without a script.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from approvals.models import Level, LevelEscalation, PolicyVersion
from approvals.rules.conditions import Condition
from approvals.web.conditions import Vocabulary
from approvals.web.forms.fields import small_number

LEVEL = (
    "name", "question", "selector", "office", "role", "quorum", "quorum_n", "limit", "remind_before", "may_reject",
    "parallel", "kept", "keep",
)  # fmt: skip
WHEN = ("field", "how", "values")
LATE = ("after", "selector", "office", "role")
MOST_LEVELS = 40
MOST_ROWS = 12
ON = "on"
NONE = "none"

Row = dict[str, str]


@dataclass
class LevelRows:
    """One level as typed: its own fields, its conditions, its escalations."""

    values: Row = field(default_factory=dict)
    whens: list[Row] = field(default_factory=list)
    lates: list[Row] = field(default_factory=list)


@dataclass
class Sheet:
    """The whole form as typed; `seen` names the version being written that its writer saw."""

    note: str = ""
    seen: str = ""
    values: Row = field(default_factory=dict)
    whens: list[Row] = field(default_factory=list)
    levels: list[LevelRows] = field(default_factory=list)

    @classmethod
    def typed(cls, data: Mapping[str, str]) -> "Sheet":
        """Return what a request holds."""
        levels = [
            LevelRows(
                _row(data, f"level-{place}", LEVEL),
                _rows(data, f"level-{place}-when", WHEN),
                _rows(data, f"level-{place}-late", LATE),
            )
            for place in range(_count(data.get("levels", ""), MOST_LEVELS))
        ]
        values = {name: data.get(name, "") for name in ("kept", "keep")}
        return cls(data.get("note", ""), data.get("seen", ""), values, _rows(data, "when", WHEN), levels)

    @classmethod
    def of(cls, version: PolicyVersion, words: Vocabulary) -> "Sheet":
        """Return a version as rows."""
        whens, values = _conditions(version.conditions, words)
        levels = list(version.levels.all())
        rows = [_level(level, before, words) for level, before in zip(levels, [None, *levels], strict=False)]
        return cls(note="", values=values, whens=whens, levels=rows)

    def do(self, asked: str) -> None:
        """Add, move or remove a level, as the button says; anything else changes nothing."""
        verb, _, named = asked.partition("-")
        place = small_number(named)
        place = place if place is not None and place < len(self.levels) else None
        if verb == "add" and len(self.levels) < MOST_LEVELS:
            self.levels.append(LevelRows({"quorum_n": "1", "limit": "4", "remind_before": "1", "may_reject": ON}))
        elif verb == "remove" and place is not None:
            del self.levels[place]
        elif verb == "up" and place:
            self.levels[place - 1 : place + 1] = reversed(self.levels[place - 1 : place + 1])
        elif verb == "down" and place is not None:
            self.levels[place : place + 2] = reversed(self.levels[place : place + 2])

    def data(self) -> Row:
        """Return the rows as a form is bound to them, a blank row after the last of each kind."""
        flat = {"note": self.note, "seen": self.seen, "levels": str(len(self.levels)), **self.values}
        flat |= _flat("when", self.whens, WHEN)
        for place, level in enumerate(self.levels):
            flat |= {f"level-{place}-{name}": value for name, value in level.values.items() if value}
            flat |= _flat(f"level-{place}-when", level.whens, WHEN) | _flat(f"level-{place}-late", level.lates, LATE)
        return flat


def hours(length: timedelta | None) -> str:
    """Return a duration as its field takes it: a plain number of hours."""
    return "" if length is None else f"{length.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")


def _level(level: Level, before: Level | None, words: Vocabulary) -> LevelRows:
    whens, kept = _conditions(level.conditions, words)
    values = {
        "name": level.name, "question": level.question, "quorum": level.quorum, "quorum_n": str(level.quorum_n),
        "limit": hours(level.limit), "remind_before": hours(level.remind_before),
        "may_reject": ON if level.may_reject else "",
        "parallel": ON if before is not None and before.position == level.position else "",
        **_asked(level), **kept,
    }  # fmt: skip
    lates = [{"after": hours(rung.after), **_asked(rung)} for rung in level.escalations.all()]
    return LevelRows(values, whens, lates)


def _asked(asked: Level | LevelEscalation) -> Row:
    return {"selector": asked.selector, "office": str(asked.office_id or ""), "role": asked.role}


def _conditions(condition: Condition, words: Vocabulary) -> tuple[list[Row], Row]:
    """Return a condition as rows; one that rows cannot show is kept as it is."""
    leaves = words.leaves(condition)
    if leaves is None:
        return [], {"kept": json.dumps(condition, ensure_ascii=False), "keep": ON}
    return [{"field": leaf.field, "how": NONE if leaf.is_none else "", "values": leaf.values} for leaf in leaves], {}


def _row(data: Mapping[str, str], prefix: str, names: Iterable[str]) -> Row:
    return {name: data.get(f"{prefix}-{name}", "") for name in names}


def _rows(data: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> list[Row]:
    """Return the rows of one kind that hold anything: the first of their fields says whether they do."""
    found = [_row(data, f"{prefix}-{place}", names) for place in range(_count(data.get(f"{prefix}s", ""), MOST_ROWS))]
    return [row for row in found if row[names[0]].strip()]


def _flat(prefix: str, rows: list[Row], names: tuple[str, ...]) -> Row:
    shown = [*rows, {}] if len(rows) < MOST_ROWS else rows
    flat = {f"{prefix}-{place}-{name}": row.get(name, "") for place, row in enumerate(shown) for name in names}
    return flat | {f"{prefix}s": str(len(shown))}


def _count(typed: str, most: int) -> int:
    return min(small_number(typed) or 0, most)
