"""What a file of people would do, in words: made from the plan as it is kept, so that it can be shown later, too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import reading
from accounts.models import Office, Role
from approvals.people_file.plan import (
    DESK_CHANGED,
    PERSON_CHANGED,
    PERSON_NEW,
    POSTING_CHANGED,
    POSTING_NEW,
    Plan,
)
from approvals.people_file.problems import Problem

# So many of each kind are shown; the rest is counted.
MOST_SHOWN: Final = 200
FIELDS: Final[Mapping[str, str | Promise]] = {
    "name": _("name"), "email": _("e-mail"), "language": _("language"), "time_zone": _("time zone"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One change: the line, whom or what it is about, and what was and will be."""

    line: int
    about: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind: their number, and those that are shown."""

    name: str
    count: int
    rows: Sequence[Row]

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan as a page shows it."""

    lines: int
    people: int
    unchanged: int
    digest: str
    groups: Sequence[Group]
    problems: Sequence[Problem]
    wrong: int

    @property
    def does_nothing(self) -> bool:
        """Say whether the file asks for nothing new."""
        return not self.groups and not self.wrong

    @property
    def more_wrong(self) -> int:
        """Return how many problems are not shown."""
        return self.wrong - len(self.problems)


def shown(plan: Plan | Mapping[str, Any]) -> ShownPlan:
    """Return a plan, or one that was kept as JSON, in the reader's words. One query for the offices."""
    kept = plan.as_json(most=MOST_SHOWN) if isinstance(plan, Plan) else plan
    words = _Words({office.code: office for office in Office.objects.all()})
    groups = []
    for kind, name in _names().items():
        rows = [words.row(change) for change in kept["changes"] if change["kind"] == kind]
        if rows:
            groups.append(Group(name, kept["counts"][kind], rows))
    problems = [Problem(**problem) for problem in kept["problems"]]
    return ShownPlan(
        kept["lines"], kept["people"], kept["unchanged"], kept["digest"], groups, problems, kept["wrong"]
    )  # fmt: skip


def _names() -> dict[str, str]:
    return {
        PERSON_NEW: gettext("New people"),
        PERSON_CHANGED: gettext("Changed people"),
        POSTING_NEW: gettext("New postings"),
        POSTING_CHANGED: gettext("Postings that end otherwise"),
        DESK_CHANGED: gettext("Countries of desks"),
    }


class _Words:
    """Says each change, with the names of offices at hand."""

    def __init__(self, offices: Mapping[str, Office]) -> None:
        self.offices = offices

    def row(self, change: Mapping[str, Any]) -> Row:
        line, values = change["line"], change["values"]
        match change["kind"]:
            case "person_new":
                about = f"{values['name']} ({values['username']})"
                new = gettext("%(email)s, %(language)s, %(zone)s") % {
                    "email": values["email"], "language": reading.language_name(values["language"]),
                    "zone": values["time_zone"],
                }  # fmt: skip
                return Row(line, about, "", new)
            case "person_changed":
                about = gettext("%(who)s (%(username)s): %(field)s") % {**values, "field": FIELDS[values["field"]]}
                return Row(line, about, values["old"], values["new"])
            case "posting_new":
                return Row(line, self._posting(values), "", self._times(values))
            case "posting_changed":
                old, new = (self._until(values[name], values["office"]) for name in ("old", "new"))
                return Row(line, self._posting(values), old, new)
            case _:
                country = reading.country_name(values["country"])
                return Row(line, country, self._office(values["old"]), self._office(values["new"]))

    def _office(self, code: str) -> str:
        office = self.offices.get(code)
        return office.name if office else code

    def _posting(self, values: Mapping[str, str]) -> str:
        names = {"who": values["who"], "role": Role(values["role"]).label, "office": self._office(values["office"])}
        return gettext("%(who)s: %(role)s, %(office)s") % names

    def _times(self, values: Mapping[str, str]) -> str:
        until = values["until"] and self._last_day(values["until"], values["office"])
        if values["from"]:
            since = self._day(values["from"], values["office"])
            text = gettext("from %(since)s until %(until)s") if until else gettext("from %(since)s, without an end")
            return text % {"since": since, "until": until}
        text = gettext("from the import until %(until)s") if until else gettext("from the import, without an end")
        return text % {"until": until}

    def _until(self, instant: str, code: str) -> str:
        if not instant:
            return gettext("without an end")
        return gettext("until %(until)s") % {"until": self._last_day(instant, code)}

    def _local(self, instant: str, code: str) -> datetime:
        office = self.offices.get(code)
        return datetime.fromisoformat(instant).astimezone(ZoneInfo(office.time_zone if office else "UTC"))

    def _day(self, instant: str, code: str) -> str:
        local = self._local(instant, code)
        return reading.day(local.date()) if f"{local:%H:%M}" == "00:00" else f"{reading.day(local)}, {local:%H:%M}"

    def _last_day(self, instant: str, code: str) -> str:
        """Return the last day of a posting that ends at the first moment of the next."""
        local = self._local(instant, code)
        if f"{local:%H:%M}" != "00:00":
            return f"{reading.day(local)}, {local:%H:%M}"
        return reading.day(local.date() - timedelta(days=1))
