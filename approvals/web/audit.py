"""The audit trail on pages: what is on the ministry's chain, on those of drafts, and whether it is unaltered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import reader
from accounts.models import Role, User
from approvals import audit, audit_reading, queries
from approvals.models import Draft, Event, Ledger
from approvals.refusals import Refused
from approvals.web.audit_sentences import Chronicler
from approvals.web.door import draft_for, page
from approvals.web.forms.audit import DraftTrailForm, TrailForm
from approvals.web.forms.fields import small_number
from approvals.web.paging import Cursor, Page, newest_first
from approvals.web.sentences import Storyteller, Told, people_named
from channels.models import Channel

READERS = frozenset({Role.POLICY, Role.RECORDS})
# So many events of a long chain are checked while somebody waits; the rest, page by page.
CHECKED_AT_ONCE = 2000
FAULTS_SHOWN = 50
# While a draft is being checked something may happen to it: then it is checked as it is now.
TRIES = 3
WHAT: dict[str, str | Promise] = {
    "missing": _("It is missing."),
    "does not follow the event before it": _("It does not follow the event before it."),
    "edited": _("It was edited."),
    "the tail does not match the head on record": _("What comes last is not what is on record as the last."),
    "its text is not the one that was written": _("The text is not the one that was written then."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One event as it is listed: its sentence, and all that is on record about it."""

    event: Event
    told: Told

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return what the event holds, by name, in the words of the record."""
        return [(name, _plain(value)) for name, value in self.event.data.items() if value not in (None, "", [], {})]

    @property
    def paper(self) -> str:
        """Return the number of the pre-authorization that the event is about, if there is one."""
        number = self.event.data.get("number")
        return number if isinstance(number, str) and "authorization" in self.event.data else ""


@page
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """List the ministry's chain, the newest first; check a stretch of it when asked to."""
    _require_reader(request)
    form = TrailForm(request.GET)
    listed = _listed(request, form)
    chronicler = Chronicler(listed.rows)
    first = small_number(request.GET.get("verify", ""))
    context = {
        "form": form, "listed": listed, "rows": [Row(event, chronicler.tell(event)) for event in listed.rows],
        "which": "ministry", "checked": _stretch(first) if first else None,
    }  # fmt: skip
    return render(request, "approvals/audit.html", context | _frame(request))


@page
@require_safe
def of_drafts(request: HttpRequest) -> HttpResponse:
    """List what happened to drafts, of all of them together, the newest first."""
    _require_reader(request)
    form = DraftTrailForm(request.GET)
    listed = newest_first(
        form.asked(audit_reading.of_drafts()), time="at", after=Cursor.parse(request.GET.get("after", ""))
    )
    context = {"form": form, "listed": listed, "rows": _rows(listed.rows), "which": "drafts"}
    return render(request, "approvals/audit.html", context | _frame(request))


@page
@require_safe
def of_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the whole chain of one draft, event by event, and whether it is unaltered."""
    draft = draft_for(request, draft_id)
    _require_reader(request)
    faults = _faults(draft)
    context = {
        "draft": draft,
        "rows": _rows(queries.history(draft)),
        "faults": [(fault.sequence, _what(fault)) for fault in faults[:FAULTS_SHOWN]],
        "fault_count": len(faults),
    }
    return render(request, "approvals/audit_draft.html", context)


@page
@require_safe
def denials(request: HttpRequest) -> HttpResponse:
    """List who tried to open a draft that they may not see, the latest first: for records officers."""
    if Role.RECORDS not in {seat.role for seat in reader.seats(request)}:
        raise Refused("not_records_officer")
    listed = newest_first(audit_reading.denials(), time="at", after=Cursor.parse(request.GET.get("after", "")))
    return render(request, "approvals/audit_denials.html", {"listed": listed, "which": "denials"} | _frame(request))


def _require_reader(request: HttpRequest) -> None:
    if not READERS & {seat.role for seat in reader.seats(request)}:
        raise Refused("not_audit_reader")


def _frame(request: HttpRequest) -> dict[str, bool]:
    return {"sees_denials": Role.RECORDS in {seat.role for seat in reader.seats(request)}}


def _listed(request: HttpRequest, form: TrailForm) -> Page[Event]:
    after = Cursor.parse(request.GET.get("after", ""))
    return newest_first(form.asked(audit_reading.of_ministry()), time="at", after=after)


def _rows(events: Iterable[Event]) -> list[Row]:
    """Return the events of drafts as sentences. One query for those whom they name, and one for the accounts."""
    found = list(events)
    named = people_named(found)
    people = User.objects.in_bulk(named) if named else {}
    accounts = {event.data["channel"] for event in found if isinstance(event.data.get("channel"), int)}
    teller = Storyteller(people=people, channels=list(Channel.objects.filter(pk__in=accounts)) if accounts else [])
    return [Row(event, teller.tell(event)) for event in found]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a stretch of the ministry's chain; `next` is where the stretch behind it begins."""

    first: int
    last: int
    faults: list[tuple[int, str | Promise]]
    next: int | None


def _stretch(first: int, tries: int = TRIES) -> Checked | None:
    """Return what is wrong with the ministry's chain from an event on; None where nothing is on it so far."""
    ledger = Ledger.objects.filter(name=audit.MINISTRY).first()
    if ledger is None or first > ledger.event_count:
        return None
    found = audit.verify_stretch(ledger, first=first, most=CHECKED_AT_ONCE)
    if found.faults and tries and Ledger.objects.filter(pk=ledger.pk).exclude(event_head=ledger.event_head).exists():
        return _stretch(first, tries - 1)
    faults = [(fault.sequence, _what(fault)) for fault in found.faults[:FAULTS_SHOWN]]
    return Checked(first, found.last, faults, None if found.is_end else found.last + 1)


def _faults(draft: Draft, tries: int = TRIES) -> list[audit.Fault]:
    """Return what is wrong with the chain of a draft, as it was at one moment."""
    faults = list(audit.verify(draft))
    if faults and tries and Draft.objects.filter(pk=draft.pk).exclude(event_head=draft.event_head).exists():
        return _faults(Draft.objects.get(pk=draft.pk), tries - 1)
    return faults


def _what(fault: audit.Fault) -> str | Promise:
    return WHAT.get(fault.what, _("A text that is kept is not on record."))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
