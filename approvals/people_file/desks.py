"""The countries of desks in a file of people: which headquarters desk is responsible for which country."""

import re
from typing import Final

from accounts import reading
from accounts.models import Office
from approvals.people_file.plan import DESK_CHANGED, Change, Plan
from approvals.people_file.problems import Wrong
from approvals.people_file.reading import Line
from approvals.people_file.register import Register

_BETWEEN: Final = re.compile(r"[\s,;/+]+")

# Codes that have a name and are no country: unknown, the European Union, the United Nations and the like.
NO_COUNTRY: Final = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})


class Desks:
    """Takes the countries of each line; the same desk may be named by any number of lines."""

    def __init__(self, plan: Plan, known: Register) -> None:
        self.plan, self.known = plan, known
        self.given: dict[str, tuple[Office, int]] = {}

    def take(self, line: Line) -> None:
        """Give each country that a line names to the line's office."""
        if not line["country_desk"]:
            return
        if not line["office"]:
            raise Wrong("desk_without_office")
        office = self.known.office_of(line)
        if office.kind != Office.Kind.HEADQUARTERS:
            raise Wrong("desk_not_headquarters", value=office.name)
        for country in _BETWEEN.split(line["country_desk"].strip()):
            self._give(country, office, line)

    def _give(self, typed: str, office: Office, line: Line) -> None:
        country = typed.upper()
        is_code = re.fullmatch("[A-Z]{2}", country) and country not in NO_COUNTRY
        if not is_code or reading.country_name(country) == country:
            raise Wrong("country_unknown", value=typed[:20])
        given, on = self.given.setdefault(country, (office, line.number))
        if given != office:
            raise Wrong("country_twice", value=country, line=on)
        before = self.known.desks.get(country)
        if on == line.number and before != office:
            values = {"country": country, "old": before.code if before else "", "new": office.code}
            self.plan.changes.append(Change(DESK_CHANGED, line.number, values))
