"""A person's deadlines as a calendar file (RFC 5545): what awaits them, and the moments and slots of their own drafts.

It holds references, levels and times, never the text of a draft. The same deadlines give the same file, byte by byte.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext
from icalendar import Calendar, Event

from accounts.models import User
from approvals import announce, queries
from approvals.lifecycle import State
from approvals.models import Draft, Step
from approvals.models import Event as Happening

MOST = 200
READ_AGAIN_AFTER = timedelta(minutes=15)
# What has come to its end has no moment to wait for.
WAITING = (State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED, State.CLEARED)


def calendar_of(person: User, *, at: datetime) -> bytes:
    """Return the calendar file of this person, in their language. A fixed number of queries for each of their posts."""
    steps = [step for step in queries.awaiting(person, at=at, limit=MOST) if step.due_at]
    timed = Q(moment__isnull=False) | Q(publish_at__isnull=False)
    drafts = list(queries.drafts_of(person).filter(timed, author=person, state__in=WAITING)[:MOST])
    changed = _changed([step.draft for step in steps] + drafts)
    with translation.override(person.language):
        calendar = _empty()
        for step in steps:
            calendar.add_component(_of_step(step, changed))
        for draft in sorted(drafts, key=lambda draft: draft.pk):
            for event in _of_draft(draft, changed):
                calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Chancery//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", gettext("Chancery: my deadlines"))
    calendar.add("x-wr-calname", gettext("Chancery: my deadlines"))
    # The standard's word for how often to come back, and the one that older programs know.
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    return calendar


def _of_step(step: Step, changed: dict[UUID, datetime]) -> Event:
    values = {"reference": step.draft.reference, "level": step.name}
    summary = gettext("%(reference)s: your decision is due at %(level)s") % values
    said = gettext("%(author)s, %(office)s") % {"author": step.draft.author, "office": step.draft.office}
    assert step.due_at is not None  # noqa: S101 (calendar_of leaves out what has no deadline)
    return _event(f"step-{step.pk}", step.due_at, summary, said, step.draft, changed)


def _of_draft(draft: Draft, changed: dict[UUID, datetime]) -> Iterable[Event]:
    values = {"reference": draft.reference, "state": draft.get_state_display()}
    if draft.publish_at:
        summary = gettext("%(reference)s: its slot") % values
        yield _event(f"draft-{draft.pk}-slot", draft.publish_at, summary, str(values["state"]), draft, changed)
    if draft.moment:
        summary = gettext("%(reference)s: its moment passes") % values
        yield _event(f"draft-{draft.pk}-moment", draft.moment, summary, str(values["state"]), draft, changed)


def _event(
    name: str, when: datetime, summary: str, said: str, draft: Draft, changed: dict[UUID, datetime]
) -> Event:  # fmt: skip
    """Return an instant of the calendar: it blocks no time, and programs see by its sequence that it has moved."""
    url, last = f"{settings.SITE_URL}{announce.path_of(draft)}", changed.get(draft.pk, draft.created_at)
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname or 'chancery.invalid'}")
    event.add("dtstamp", last.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", last.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", draft.event_count)
    event.add("dtstart", when.astimezone(UTC).replace(microsecond=0))
    event.add("summary", summary)
    event.add("description", f"{said}\n{url}")
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event


def _changed(drafts: Iterable[Draft]) -> dict[UUID, datetime]:
    """Return when each draft last changed: a clock moves with an event of its draft, or not at all. One query."""
    ids = {draft.pk for draft in drafts}
    last = Happening.objects.filter(draft__in=ids).order_by().values_list("draft").annotate(Max("at")) if ids else []
    return dict(last)
