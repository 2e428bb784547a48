"""The rows of the form in which a policy is written: read from a version or from what was typed, moved, written back.

Adding, moving, copying and removing a level are requests that save nothing, so that the form works without a script.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.http import QueryDict
from django.utils.translation import gettext

from accounts.models import Role
from approvals.models import Carry, Level, LevelEscalation, Mode, PolicyVersion, RunsOn, Selector
from approvals.web.conditions import Vocabulary
from approvals.web.forms.conditions import KEPT, MOST_ROWS, WHEN, Row, as_rows
from approvals.web.forms.fields import small_number
from approvals.web.postings import label_of

LEVEL = (
    "key", "open", "name", "question", "mode", "selector", "office", "role", "quorum", "quorum_n", "limit", "runs_on",
    "remind_before", "remind_percent", "may_reject", "fresh_sign_in", "carry", "parallel", *KEPT,
)  # fmt: skip
LATE = ("after", "selector", "office", "role", "posting", "repeat_every", "repeat_times")
# Among the ways to say whom a late level turns to: one posting, by name.
POSTING = "posting"
NEW_LEVEL = {
    "open": "on", "mode": Mode.APPROVE.value, "quorum_n": "1", "limit": "4", "remind_before": "1", "may_reject": "on",
    "selector": Selector.OWN_OFFICE.value, "role": Role.HEAD.value, "quorum": Level.Quorum.ANY.value,
    "carry": Carry.NEVER.value, "runs_on": RunsOn.WORKING.value,
}  # fmt: skip
LONGEST_NAME = 80
# So many can be added here; a file may bring more, and none of them is lost on the way through the form.
MOST_ADDED = 40
MOST_LEVELS = 200
ON = "on"


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
    def typed(cls, data: QueryDict) -> "Sheet":
        """Return what a request holds."""
        levels = [
            LevelRows(
                _row(data, f"level-{place}", LEVEL),
                rows_typed(data, f"level-{place}-when", WHEN),
                rows_typed(data, f"level-{place}-late", LATE),
            )
            for place in range(_count(data.get("levels", ""), MOST_LEVELS))
        ]
        values = {name: data.get(name, "") for name in KEPT}
        return cls(data.get("note", ""), data.get("seen", ""), values, rows_typed(data, "when", WHEN), levels)

    @classmethod
    def of(cls, version: PolicyVersion, words: Vocabulary) -> "Sheet":
        """Return a version as rows."""
        whens, values = as_rows(version.conditions, words)
        levels = list(version.levels.all())
        rows = [_level(level, before, words) for level, before in zip(levels, [None, *levels], strict=False)]
        return cls(note="", values=values, whens=whens, levels=rows)

    def do(self, asked: str) -> int | None:
        """Open, add, copy, move or remove a level, as the button says; return the place of the one that was acted on.

        Anything else changes nothing.
        """
        verb, _, named = asked.partition("-")
        if verb == "add":
            return self._put(len(self.levels), LevelRows(dict(NEW_LEVEL)))
        if verb == "move":
            there, _, here = named.partition("-")
            return self._move(self._place(there), self._place(here))
        place = self._place(named)
        if place is None:
            return None
        if verb == "open":
            self.levels[place].values["open"] = ON
        if verb == "duplicate":
            return self._put(place + 1, _copy(self.levels[place]))
        if verb == "remove":
            del self.levels[place]
            return max(0, min(place, len(self.levels) - 1))
        steps = {"up": -1, "down": 1, "open": 0}
        return self._move(place, place + steps[verb]) if verb in steps else None

    def data(self) -> Row:
        """Return the rows as a form is bound to them, a blank row after the last of each kind."""
        flat = {"note": self.note, "seen": self.seen, "levels": str(len(self.levels)), **self.values}
        flat |= rows_flat("when", self.whens, WHEN)
        for place, level in enumerate(self.levels):
            flat |= {f"level-{place}-{name}": value for name, value in level.values.items() if value}
            flat |= rows_flat(f"level-{place}-when", level.whens, WHEN)
            flat |= rows_flat(f"level-{place}-late", level.lates, LATE)
        return flat

    def _place(self, named: str) -> int | None:
        place = small_number(named)
        return place if place is not None and place < len(self.levels) else None

    def _put(self, place: int, level: LevelRows) -> int | None:
        if len(self.levels) >= MOST_ADDED:
            return None
        self.levels.insert(place, level)
        return place

    def _move(self, there: int | None, here: int | None) -> int | None:
        if there is None or here is None or not 0 <= here < len(self.levels):
            return there
        self.levels.insert(here, self.levels.pop(there))
        return here


def hours(length: timedelta | None) -> str:
    """Return a duration as its field takes it: a plain number of hours."""
    return "" if length is None else f"{length.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")


def _copy(level: LevelRows) -> LevelRows:
    """Return a level of its own that says the same: it continues no level of another version."""
    name = gettext("%(name)s, copy") % {"name": level.values.get("name", "")}
    return replace(level, values=level.values | {"key": "", "open": ON, "name": name[:LONGEST_NAME]})


def _level(level: Level, before: Level | None, words: Vocabulary) -> LevelRows:
    whens, kept = as_rows(level.conditions, words)
    values = {
        "key": level.key, "name": level.name, "question": level.question, "mode": level.mode, "quorum": level.quorum,
        "quorum_n": str(level.quorum_n), "limit": hours(level.limit), "remind_before": hours(level.remind_before),
        "may_reject": ON if level.may_reject else "", "fresh_sign_in": ON if level.fresh_sign_in else "",
        "runs_on": level.runs_on, "remind_percent": str(level.remind_percent or ""),
        "carry": level.carry, "parallel": ON if before is not None and before.position == level.position else "",
        **_asked(level), **kept,
    }  # fmt: skip
    return LevelRows(values, whens, [_late(rung) for rung in level.escalations.all()])


def _late(rung: LevelEscalation) -> Row:
    """Return an escalation as a row; where it names a posting, that says the office and the role."""
    row = {"after": hours(rung.after), **_asked(rung)}
    if rung.posting is not None:
        row |= {"selector": POSTING, "posting": label_of(rung.posting)}
    return row | {"repeat_every": hours(rung.repeat_every), "repeat_times": str(rung.repeat_times or "")}


def _asked(asked: Level | LevelEscalation) -> Row:
    return {"selector": asked.selector, "office": str(asked.office_id or ""), "role": asked.role}


def _row(data: QueryDict, prefix: str, names: Iterable[str]) -> Row:
    """Return one row as typed; several values of one field are one text, with commas between them."""
    return {name: ", ".join(filter(None, data.getlist(f"{prefix}-{name}"))) for name in names}


def rows_typed(data: QueryDict, prefix: str, names: tuple[str, ...]) -> list[Row]:
    """Return the rows of one kind that hold anything: the first of their fields says whether they do."""
    found = [_row(data, f"{prefix}-{place}", names) for place in range(_count(data.get(f"{prefix}s", ""), MOST_ROWS))]
    return [row for row in found if row[names[0]].strip()]


def rows_flat(prefix: str, rows: list[Row], names: tuple[str, ...]) -> Row:
    """Return rows as a form is bound to them, a blank one after the last."""
    shown = [*rows, {}] if len(rows) < MOST_ROWS else rows
    flat = {f"{prefix}-{place}-{name}": row.get(name, "") for place, row in enumerate(shown) for name in names}
    return flat | {f"{prefix}s": str(len(shown))}


def _count(typed: str, most: int) -> int:
    return min(small_number(typed) or 0, most)
