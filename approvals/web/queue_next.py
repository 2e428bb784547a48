"""The way through one's queue: back to it as it was narrowed, and on to the next draft that waits."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts import clock, reader
from approvals.models import Step
from approvals.narrowing import Narrowing
from approvals.waiting import Behind, Group, Queue
from approvals.web.door import page, person
from approvals.web.paging import Cursor, Ranked

# What the parameter `view` says for the whole queue, where somebody has chosen another one to be shown first.
ALL = "all"


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page of the queue ends: in which group, at which deadline, with which step."""

    place: Behind

    def __str__(self) -> str:
        return str(Ranked(self.place.group, Cursor(self.place.due_at, str(self.place.step_id))))

    @classmethod
    def parse(cls, typed: str) -> "PageEnd | None":
        """Return what an address names, or None for what no page ever wrote."""
        end = Ranked.parse(typed)
        return cls(Behind(end.rank, end.row.time, int(end.row.id))) if end and end.rank in Group.values else None


def queue_of(request: HttpRequest, *, at: datetime) -> Queue:
    """Return the queue of whoever asks, whose day ends at midnight in their own zone. No query of its own."""
    zone = timezone.get_current_timezone()
    tomorrow = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)
    return Queue.of(person(request), at=at, tomorrow=tomorrow, seats=reader.seats(request))


def view_in(request: HttpRequest) -> str:
    """Return in what view of the queue somebody was: what the form, else the address, says, in its one form."""
    said = request.POST.get("view", request.GET.get("view", ""))
    return ALL if said == ALL else Narrowing.of_query(said).query


def queue_address(view: str, *, after: str = "") -> str:
    """Return the address of the queue in a view."""
    asked = {"view": ALL} if view == ALL else dict(Narrowing.of_query(view).asked)
    if PageEnd.parse(after):
        asked["after"] = after
    return reverse("queue") + (f"?{urlencode(asked)}" if asked else "")


def draft_address(step: Step, view: str) -> str:
    """Return the address of a draft's page for whoever comes to it from their queue, and goes on from it."""
    asked = {"from": "queue"} | ({"view": view} if view else {})
    return f"{reverse('draft', kwargs={'draft_id': step.draft_id})}?{urlencode(asked)}"


def back(request: HttpRequest) -> HttpResponse:
    """Lead back to the queue, to the page and the view that the form names."""
    return redirect(queue_address(view_in(request), after=request.POST.get("after", "")))


def next_waiting(request: HttpRequest, *, at: datetime, after: int | None = None) -> Step | None:
    """Return the step that awaits this person next in their view: the first behind `after` (a step), else the first.

    Two queries for each place they decide for; twice that, and one, where nothing is behind.
    """
    queue, narrowing = queue_of(request, at=at), Narrowing.of_query(view_in(request))
    place = queue.place_of(after) if after is not None else None
    behind = queue.page(narrowing, limit=1, after=place) if place else []
    found = behind or queue.page(narrowing, limit=2)
    # Whoever goes on past a draft is not led to it again, unless it is all there is.
    others = [step for step in found if step.pk != after]
    return next(iter(others or found), None)


def onward(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Lead from a draft to the next one that waits, or back to the queue when none is left.

    `place` in the form is that of the step that was shown; what was decided there stays said on the page it leads to.
    """
    place = Cursor.parse(request.POST.get("place", request.GET.get("place", "")))
    step = next_waiting(request, at=at, after=int(place.id) if place else None)
    if step is None:
        messages.info(request, gettext("Nothing else awaits your decision."))
        return redirect(queue_address(view_in(request)))
    messages.info(request, gettext("Next in your queue: %(reference)s.") % {"reference": step.draft.reference})
    return redirect(draft_address(step, view_in(request)))


@page
@require_safe
def skip(request: HttpRequest) -> HttpResponse:
    """Lead past a draft, undecided, to the next one."""
    return onward(request, at=clock.now())
