"""Compares a file of people with the register, and says what it would do. Reads; writes nothing.

A line names a person, and beside them at most one posting. An empty cell leaves things as they are, and nobody is taken
out for not being in the file.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from approvals.keepers import Keeper
from approvals.people_file import cells, register
from approvals.people_file.columns import OF_A_PERSON
from approvals.people_file.desks import Desks
from approvals.people_file.plan import PERSON_CHANGED, PERSON_NEW, Change, Plan
from approvals.people_file.posted import Posted
from approvals.people_file.problems import Wrong
from approvals.people_file.reading import Line, Sheet

LONGEST_NAME: Final = 150


def plan(sheet: Sheet, *, by: Keeper, at: datetime, seen: Callable[[int, int], None] | None = None) -> Plan:
    """Return what a file would do now; `seen` is told how many of how many lines are done. Queries by 500 people."""
    known = register.read(line["username"].lower() for line in sheet.lines)
    return _Planner(sheet, known, by, at).run(seen or (lambda _done, _of: None))


class _Planner:
    """Goes through the lines once, and remembers what each said of whom."""

    def __init__(self, sheet: Sheet, known: register.Register, by: Keeper, at: datetime) -> None:
        self.sheet, self.known = sheet, known
        self.plan = Plan(lines=len(sheet.lines), problems=list(sheet.problems))
        self.posted, self.desks = Posted(self.plan, known, by, at), Desks(self.plan, known)
        # By username: what the file says of the person, and the line that said it first.
        self.said: dict[str, dict[str, tuple[str, int]]] = {}
        self.lines: dict[str, Line] = {}
        # Of whom a line could not be understood: what is missing there may only be wrong.
        self.unclear: set[str] = set()
        self.seen: dict[tuple[tuple[str, str], ...], int] = {}

    def run(self, seen: Callable[[int, int], None]) -> Plan:
        """Look at every line, then at every person as all lines together have them."""
        for number, line in enumerate(self.sheet.lines, start=1):
            self._try(line, partial(self._line, line))
            if number % 500 == 0:
                seen(number, self.plan.lines)
        for username, line in self.lines.items():
            if username in self.unclear:
                continue
            self._try(line, partial(self._person, username, line))
        self._addresses()
        self.posted.keep_an_administrator()
        self.plan.people = len(self.lines)
        spoken_of = {change.line for change in self.plan.changes} | {problem.line for problem in self.plan.problems}
        self.plan.unchanged = sum(line.number not in spoken_of for line in self.sheet.lines)
        self.plan.problems.sort(key=lambda problem: problem.line)
        return self.plan

    def _try(self, line: Line, look: Callable[[], None]) -> None:
        try:
            look()
        except Wrong as wrong:
            self.plan.problems.append(wrong.on(line.number))

    def _line(self, line: Line) -> None:
        first = self.seen.setdefault(tuple(sorted(line.cells.items())), line.number)
        if first != line.number:
            raise Wrong("same_line", line=first)
        username = cells.username(line["username"])
        self.lines.setdefault(username, line)
        self._remember(username, line)
        self.desks.take(line)
        name, _on = self.said[username].get("name", (username, 0))
        self.posted.take(username, line, name=name)

    def _remember(self, username: str, line: Line) -> None:
        """Keep what the line says of the person; two lines may not say different things."""
        said = self.said.setdefault(username, {})
        for column in OF_A_PERSON:
            if not line[column]:
                continue
            try:
                value = _READ[column](line[column])
            except Wrong:
                self.unclear.add(username)
                raise
            before, on = said.setdefault(column, (value, line.number))
            if before != value:
                raise Wrong("contradicts", line=on, other=before, value=value)

    def _person(self, username: str, line: Line) -> None:
        person, said = self.known.people.get(username), self.said[username]
        if person is None:
            self._new_person(username, line, {column: value for column, (value, _on) in said.items()})
            return
        if not person.is_active:
            raise Wrong("inactive", who=person.name)
        for column, (value, on) in said.items():
            old = str(getattr(person, column))
            if old != value:
                values = {"username": username, "who": person.name, "field": column, "old": old, "new": value}
                self.plan.changes.append(Change(PERSON_CHANGED, on, values))

    def _new_person(self, username: str, line: Line, said: dict[str, str]) -> None:
        for column in ("name", "email"):
            if column not in said:
                raise Wrong(f"{column}_needed", who=username)
        office = self.known.offices.get(line["office"].upper())
        usual = {"language": "en", "time_zone": office.time_zone if office else "UTC"}
        self.plan.changes.append(Change(PERSON_NEW, line.number, {"username": username, **usual, **said}))

    def _addresses(self) -> None:
        """Refuse an address that is another person's, in the register or in the file."""
        asked = {username: said["email"] for username, said in self.said.items() if "email" in said}
        owners = register.owners(value for value, _on in asked.values())
        moved = {name: value.casefold() for name, (value, _on) in asked.items()}
        taken: dict[str, str] = {}
        for username, (value, on) in asked.items():
            owner = owners.get(value.casefold(), username)
            # An address whose owner takes another one in this very file would still be taken at that moment.
            other = owner if owner != username else taken.setdefault(moved[username], username)
            if other != username:
                self.plan.problems.append(Wrong("email_taken", value=value, other=other).on(on))


def _name(cell: str) -> str:
    if len(cell) > LONGEST_NAME:
        raise Wrong("name_too_long", most=LONGEST_NAME)
    return cell


_READ: Final[dict[str, Callable[[str], str]]] = {
    "name": _name, "email": cells.email, "language": cells.language, "time_zone": cells.time_zone,
}  # fmt: skip
