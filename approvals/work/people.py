"""Large files of people: looked at, and taken over, by a worker."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User, Work, WorkFile
from accounts.work import Made, Progress
from approvals.actions import import_people
from approvals.keepers import require_keeper
from approvals.people_file import planning, reading
from approvals.people_file.plan import Plan
from approvals.web.people_plan import MOST_SHOWN, shown
from approvals.work.telling import Told, refusals_told


class CheckPeople(Told):
    """Says what a file of people would do."""

    template = "approvals/work/people.html"

    def words(self, work: Work) -> str:
        """Return the title."""
        return _("What a file of people would do: %(name)s") % {"name": _name(work)}

    def prepare(self, work: Work, progress: Progress) -> Plan:
        """Compare the file with the register, line by line."""
        with refusals_told():
            keeper = require_keeper(work.by, at=progress.now())
            sheet = reading.read(_given(work).text)
            progress.note(0, max(len(sheet.lines), 1))
            return planning.plan(sheet, by=keeper, at=progress.now(), seen=progress.note)

    def complete(self, work: Work, prepared: Plan, *, at: datetime) -> Made:
        """Keep what was found; nothing is changed."""
        return Made(prepared.as_json(most=MOST_SHOWN))

    def shown(self, work: Work, reader: User) -> dict[str, Any]:
        """Return the plan in words."""
        return {"plan": shown(work.result), "is_done": False, "has_changed": False}


class ImportPeople(Told):
    """Does what a file of people says, as it was shown; shows it anew where the register has changed since."""

    template = "approvals/work/people.html"

    def words(self, work: Work) -> str:
        """Return the title."""
        return _("Import of people: %(name)s") % {"name": _name(work)}

    def prepare(self, work: Work, progress: Progress) -> str:
        """Read the file: what it would do is asked under the lock."""
        text = _given(work).text
        progress.note(0, max(text.count("\n"), 1))
        return text

    def complete(self, work: Work, prepared: str, *, at: datetime) -> Made:
        """Take the file over, whole or not at all."""
        with refusals_told():
            try:
                plan = import_people.import_people(text=prepared, seen=work.asked["seen"], by=work.by, at=at)
            except import_people.PlanChanged as changed:
                return Made({**changed.plan.as_json(most=MOST_SHOWN), "has_changed": True})
            return Made(plan.as_json(most=MOST_SHOWN))

    def shown(self, work: Work, reader: User) -> dict[str, Any]:
        """Return what was done, or what would be done now."""
        has_changed = bool(work.result.get("has_changed"))
        return {"plan": shown(work.result), "is_done": not has_changed, "has_changed": has_changed}


def _name(work: Work) -> str:
    """Return the name of the file, without reading the file; a list has it at hand."""
    at_hand = getattr(work, "names_given", None)
    given = at_hand[0] if at_hand else work.files.filter(purpose=WorkFile.Purpose.GIVEN).defer("text").first()
    return given.name if given else ""


def _given(work: Work) -> WorkFile:
    return work.files.get(purpose=WorkFile.Purpose.GIVEN)
