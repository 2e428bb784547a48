"""How often levels and offices were late, and why: for the policy team, on a page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts import clock
from approvals.delay_weeks import SPANS, weekly
from approvals.delays import KEYS, counted, reasons
from approvals.web import delay_chart
from approvals.web.delays import narrow_form
from approvals.web.door import page, require_officer
from approvals.web.forms.delays import NarrowForm
from approvals.web.spreadsheet import csv_file


@page
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Count the delays of a time by reason, for each level, each office, or each level of each office."""
    form, by, weeks = _asked(request)
    found = counted(form.narrowing, by=by)
    shown = weekly(form.narrowing, by=by, weeks=weeks, at=clock.now())
    context = {
        "form": form, "counted": found, "reasons": reasons(), "by": by, "weekly": shown, "weeks": weeks,
        "kept": [("by", by), ("weeks", weeks)], "spans": SPANS,
        "charts": delay_chart.draw(shown), "frame": delay_chart.FRAME,
    }  # fmt: skip
    return render(request, "approvals/delay_counts.html", context)


@page
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Give the same figures as a file for a spreadsheet."""
    form, by, _weeks = _asked(request)
    found = counted(form.narrowing, by=by)
    named = {"level": [gettext("Level")], "office": [gettext("Office")], "both": [gettext("Level"), gettext("Office")]}
    heads = named[by]
    rows: list[list[object]] = [[*heads, *(label for _code, label in reasons()), gettext("Total")]]
    rows += [[*row.names, *row.cells, row.total] for row in found.rows]
    rows.append([gettext("Total"), *([""] * (len(heads) - 1)), *found.total.cells, found.total.total])
    return csv_file(rows, name=f"delays-{clock.now():%Y-%m-%d}.csv")


@page
@require_safe
def download_weeks(request: HttpRequest) -> HttpResponse:
    """Give what the drawings show as a file for a spreadsheet: a row for each week."""
    form, by, weeks = _asked(request)
    shown = weekly(form.narrowing, by=by, weeks=weeks, at=clock.now())
    rows: list[list[object]] = [[gettext("Week from"), *(", ".join(line.names) for line in shown.lines)]]
    rows[0].append(gettext("Total"))
    for place, (monday, total) in enumerate(zip(shown.mondays, shown.totals, strict=True)):
        rows.append([monday.isoformat(), *(line.late[place] for line in shown.lines), total])
    return csv_file(rows, name=f"delays-by-week-{clock.now():%Y-%m-%d}.csv")


def _asked(request: HttpRequest) -> tuple[NarrowForm, str, int]:
    """Return which delays, counted by what, over how many weeks."""
    require_officer(request)
    by, weeks = request.GET.get("by", ""), request.GET.get("weeks", "")
    spans = {str(span): span for span in SPANS}
    return narrow_form(request), by if by in KEYS else "level", spans.get(weeks, SPANS[0])
