"""The page that a person begins with: what they came for, in sections by the seats they act from."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Role
from approvals import granted, review_queue
from approvals.granted import Reader
from approvals.web import home_sections as sections
from approvals.web import unsaved
from approvals.web.door import page, person
from approvals.web.home_sections import Section
from approvals.web.my_drafts import drafts

DECIDING = frozenset({Role.APPROVER, Role.HEAD, Role.POLICY})
# What an address of the list of drafts says; it was here once, and is still found here.
LISTS = ("of", "state", "q", "after")


@page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the reader came for, each part with its beginning and the way to the whole."""
    if any(name in request.GET for name in LISTS):
        return drafts(request)
    at, seats = clock.now(), reader.seats(request)
    roles = {seat.role for seat in seats}
    waiting = sections.queue(person(request), seats) if roles & DECIDING else None
    shown = _sections(request, roles, waiting[0] if waiting else None, at=at)
    context = {
        "at": at, "parts": shown, "held": sections.held_of(shown, at=at), "may_write": Role.AUTHOR in roles,
        "is_officer": Role.POLICY in roles, "has_seat": bool(seats),
        "unsaved": unsaved.listed(person(request), seats),
        "takedowns": review_queue.takedowns_owed(person(request), seats),
        "hints": granted.hints(Reader(person(request), seats)),
    }  # fmt: skip
    # The frame need not count what has just been counted.
    return render(request, "approvals/home.html", context | ({"queue_count": waiting[1]} if waiting else {}))


def _sections(request: HttpRequest, roles: set[str], waiting: Section | None, *, at: datetime) -> list[Section]:
    """Return the parts of the page, the most pressing first; the seats decide which, and with them the queries."""
    user, seats, found = person(request), reader.seats(request), []
    # Also between two shifts: whoever is on a duty list wants to know who has it now.
    is_listed = sections.is_on_a_duty_list(user, at=at)
    if is_listed:
        found += [sections.burning(user, seats, at=at), sections.on_duty(at=at)]
    if waiting is not None:
        found += [waiting]
    if Role.HEAD in roles or Role.AUTHOR in roles:
        found += sections.fast_path(user, at=at)
    if Role.AUTHOR in roles:
        found += sections.own(user, at=at)
    if Role.POLICY in roles:
        found += [sections.overrides(request), sections.delays(user, seats, at=at), sections.versions(user),
                  sections.ending(at=at)]  # fmt: skip
    elif is_listed:
        found += [sections.delays(user, seats, at=at)]
    if Role.RECORDS in roles:
        found += [sections.records()]
    return found
