"""What is planned: slots and moments of the drafts one may see, day by day over some weeks."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock, reading
from accounts.models import Office
from approvals import access
from approvals.lifecycle import State
from approvals.models import Draft
from approvals.web.calendar_page import monday_of
from approvals.web.door import page, person
from approvals.web.forms.fields import beginning_of
from approvals.web.forms.narrowing import ChoicesForm, named

WEEKS = 5
FURTHEST = timedelta(days=800)
# So many drafts have room on the page; of more, the soonest.
MOST = 300
# What came to its end without being published has no moment any more.
ENDED = (State.REJECTED, State.WITHDRAWN, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One instant of a draft: its slot, or the moment after which it says nothing any more."""

    at: datetime
    draft: Draft
    is_slot: bool

    @property
    def time(self) -> str:
        """Return what the reader's clock shows then."""
        return f"{timezone.localtime(self.at):%H:%M}"


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what is planned on it, in order."""

    day: date
    label: str
    entries: Sequence[Entry]
    is_today: bool


@page
@require_safe
def planned(request: HttpRequest) -> HttpResponse:
    """Show the slots and moments of some weeks, of all offices or of one."""
    at = clock.now()
    today = timezone.localtime(at).date()
    first = _first(request.GET.get("from", ""), today)
    form = ChoicesForm(request.GET, choices={
        "office": (_("Office"), _("Every office"), named(Office.objects.order_by("name"))),
    })  # fmt: skip
    drafts = _drafts(access.visible(person(request), at=at), first, office=form.chosen("office"))
    entries = list(_entries(drafts, first))
    context = {
        "weeks": [_week(first + timedelta(weeks=n), entries, today) for n in range(WEEKS)],
        "is_empty": not entries, "is_cut": len(drafts) == MOST, "most": MOST, "form": form,
        "is_now": first == monday_of(today), "at": at,
        "earlier": first - timedelta(weeks=WEEKS), "later": first + timedelta(weeks=WEEKS),
        "kept": [] if first == monday_of(today) else [("from", first.isoformat())],
    }  # fmt: skip
    return render(request, "approvals/planned.html", context)


def _first(asked: str, today: date) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    return monday_of(day if abs(day - today) < FURTHEST else today)


def _span(first: date) -> tuple[datetime | None, datetime | None]:
    return beginning_of(first), beginning_of(first + timedelta(weeks=WEEKS))


def _drafts(seen: QuerySet[Draft], first: date, *, office: str) -> list[Draft]:
    """Return the drafts with a slot or a moment in these weeks. One query."""
    begins, ends = _span(first)
    planned = Q(publish_at__gte=begins, publish_at__lt=ends) | Q(moment__gte=begins, moment__lt=ends)
    found = seen.filter(planned).exclude(state__in=ENDED).select_related("office", "author")
    if office:
        found = found.filter(office__code=office)
    return list(found.order_by("publish_at", "moment", "pk")[:MOST])


def _entries(drafts: Iterable[Draft], first: date) -> Iterator[Entry]:
    begins, ends = _span(first)
    for draft in drafts:
        for instant, is_slot in ((draft.publish_at, True), (draft.moment, False)):
            if instant is not None and begins is not None and ends is not None and begins <= instant < ends:
                yield Entry(instant, draft, is_slot)


def _week(first: date, entries: Collection[Entry], today: date) -> list[Day]:
    return [_day(first + timedelta(days=n), entries, today) for n in range(7)]


def _day(day: date, entries: Collection[Entry], today: date) -> Day:
    own = [entry for entry in entries if timezone.localtime(entry.at).date() == day]
    return Day(
        day, reading.weekday(day), sorted(own, key=lambda entry: (entry.at, entry.draft.reference)), day == today
    )
