"""Open clocks follow a change of when an office works: every deadline that it touches is put where it now belongs."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from approvals import announce
from approvals.actions import reviews_following
from approvals.actions.winding import Was, Winding, moved
from approvals.audit import Entry
from approvals.lifecycle import State
from approvals.models import CalendarChange, Draft, RunsOn, Step
from approvals.rules.deadlines import LOOK_AGAIN

BATCH = 500
UNDECIDED = (Step.Status.OPEN, Step.Status.WAITING)


def fire_calendar_changes(*, at: datetime, batch: int = BATCH) -> int:
    """Let the open clocks follow every change of a calendar that they have not, and return for how many all did.

    Each step of the way can be repeated and changes nothing the second time. A draft that somebody holds at this
    moment is left for the next sweep.
    """
    due = CalendarChange.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at", "pk")
    return sum(_follow(change, at=at, batch=batch) for change in due.select_related("office")[:batch])


def _follow(change: CalendarChange, *, at: datetime, batch: int) -> int:
    followed = _CalendarWinding(at, change=change).wind(batch=batch)
    if not (reviews_following.follow(change, at=at, batch=batch) and followed):
        return 0  # still due: the next sweep goes over it again
    # Once more a little later: whoever submitted a draft at the very moment of the change may not have seen it.
    again = change.changed_at + LOOK_AGAIN
    due = CalendarChange.objects.filter(pk=change.pk, next_alarm_at=change.next_alarm_at)
    return due.update(next_alarm_at=again if at < again else None)


@dataclass
class _CalendarWinding(Winding):
    """The drafts in review with a level that is asked of an office whose calendar changed, and runs on it."""

    change: CalendarChange = field(kw_only=True)

    def coming(self) -> QuerySet[Draft]:
        """Return the drafts in review with such a level, open or to come: the plan of these changes, too."""
        steps = Step.objects.filter(draft=OuterRef("pk"), status__in=UNDECIDED, runs_on=RunsOn.WORKING)
        if self.change.office_id is not None:
            steps = steps.filter(office=self.change.office_id)
        return Draft.objects.filter(Exists(steps), state=State.IN_REVIEW).order_by("pk")

    def covers(self, draft: Draft, about: dict[str, list[str]]) -> bool:
        """Take every one of them."""
        return True

    def touches(self, step: Step) -> bool:
        """Take the open steps at that office; a silence or a limit that was over by then is the sweep's to see."""
        if step.runs_on != RunsOn.WORKING or self.change.office_id not in (None, step.office_id):
            return False
        return step.overdue_at is not None or step.due_at is None or step.due_at > self.change.changed_at

    def say(self, step: Step, draft: Draft, was: Was, people: set[int]) -> None:
        """Tell that a deadline moved because the calendar of the office that is asked changed."""
        change = self.change
        because = {"because": "calendar", "calendar": change.kind, "why": change.name, "office": step.office.name}
        self.entries.append(Entry(draft, "clock_moved", None, moved(step, was, change=change.pk, **because)))
        self.envelopes += announce.due_moved(step, draft, change, people, was=was.due_at)
