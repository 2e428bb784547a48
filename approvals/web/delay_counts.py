"""How often levels and offices were late, and why: for the policy team, on a page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Role
from approvals.delays import KEYS, Counted, counted, reasons
from approvals.refusals import Refused
from approvals.web.delays import narrow_form
from approvals.web.door import page
from approvals.web.forms.delays import NarrowForm
from approvals.web.spreadsheet import csv_file


@page
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Count the delays of a time by reason, for each level, each office, or each level of each office."""
    form, found = _asked(request)
    context = {"form": form, "counted": found, "reasons": reasons(), "by": found.by}
    return render(request, "approvals/delay_counts.html", context)


@page
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Give the same figures as a file for a spreadsheet."""
    _form, found = _asked(request)
    named = {"level": [gettext("Level")], "office": [gettext("Office")], "both": [gettext("Level"), gettext("Office")]}
    heads = named[found.by]
    rows: list[list[object]] = [[*heads, *(label for _code, label in reasons()), gettext("Total")]]
    rows += [[*row.names, *row.cells, row.total] for row in found.rows]
    rows.append([gettext("Total"), *([""] * (len(heads) - 1)), *found.total.cells, found.total.total])
    return csv_file(rows, name=f"delays-{clock.now():%Y-%m-%d}.csv")


def _asked(request: HttpRequest) -> tuple[NarrowForm, Counted]:
    if not any(seat.role == Role.POLICY for seat in reader.seats(request)):
        raise Refused("not_policy_officer")
    form, by = narrow_form(request), request.GET.get("by", "")
    return form, counted(form.narrowing, by=by if by in KEYS else "level")
