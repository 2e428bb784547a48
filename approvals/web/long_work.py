"""Work under way: what one has asked for, how far it is, what came of it; each person's own, and nobody else's."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock, reader
from accounts import work as core
from accounts.models import Role, Work, WorkFile
from approvals.actions import long_work
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.forms.long_work import RecordForm
from approvals.web.spreadsheet import csv_answer

PAGE = 25
# The names of the files that were given, and not what is in them.
_NAMES = Prefetch("files", WorkFile.objects.filter(purpose=WorkFile.Purpose.GIVEN).defer("text"), to_attr="names_given")


@page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what one has asked for, the newest first, and what can be asked for here."""
    return _list(request, RecordForm())


@page
@require_safe
def one(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show a piece of work: how far it is, or what came of it. Asked by a script, only the part that moves."""
    work, at = _own(request, work_id), clock.now()
    kind = core.kind_of(work.kind)
    context: dict[str, Any] = {"work": work, "title": kind.words(work), "kept_until": _kept_until(work), "at": at}
    if work.status == Work.Status.FAILED:
        context["why"] = kind.why(work)
    if work.status == Work.Status.DONE:
        may_see = kind.may_see(work, person(request), at=at)
        context |= {"may_see": may_see, "template": kind.template, "made": _made(work)}
        context |= kind.shown(work, person(request)) if may_see else {}
    is_part = getattr(request, "htmx", False) and not work.is_over
    return render(request, "approvals/work/_moving.html" if is_part else "approvals/work/one.html", context)


@page
@require_safe
def download(request: HttpRequest, work_id: int) -> HttpResponse:
    """Give the file that a piece of work has made."""
    work = _own(request, work_id)
    made = _made(work)
    if made is None or not core.kind_of(work.kind).may_see(work, person(request), at=clock.now()):
        raise Refused("not_found")
    return csv_answer(WorkFile.objects.get(pk=made.pk).text, name=made.name)


@page
@require_POST
def call_off(request: HttpRequest, work_id: int) -> HttpResponse:
    """Let one's own work end here."""
    work = _own(request, work_id)
    if core.call_off(work_id=work.pk, by=person(request), at=clock.now()):
        messages.success(request, gettext("It is called off, and nothing of it is kept."))
    else:
        messages.warning(request, gettext("It was over already."))
    return redirect("work_one", work_id=work.pk)


@page
@require_POST
def drafts_file(request: HttpRequest) -> HttpResponse:
    """Ask for the drafts that one may see, as a file."""
    work = long_work.begin(kind="drafts_file", by=person(request), asked={}, at=clock.now())
    return redirect("work_one", work_id=work.pk)


@page
@require_POST
def record_file(request: HttpRequest) -> HttpResponse:
    """Ask for the record of a time, as a file: for records officers."""
    if not _keeps_records(request):
        raise Refused("not_records_officer")
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=400)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    zone = ZoneInfo(person(request).time_zone)
    asked = {
        "since": since.isoformat(), "until": until.isoformat(),
        "starts_at": datetime.combine(since, time(), tzinfo=zone).isoformat(),
        "ends_at": datetime.combine(until + timedelta(days=1), time(), tzinfo=zone).isoformat(),
    }  # fmt: skip
    work = long_work.begin(kind="record_file", by=person(request), asked=asked, at=clock.now())
    return redirect("work_one", work_id=work.pk)


def _list(request: HttpRequest, form: RecordForm, *, status: int = 200) -> HttpResponse:
    found = Work.objects.filter(by=person(request)).defer("result").order_by("-asked_at", "-pk")
    shown = Paginator(found.prefetch_related(_NAMES), PAGE).get_page(request.GET.get("page"))
    rows = [(work, core.kind_of(work.kind).words(work)) for work in shown]
    context = {
        "page": shown, "rows": rows, "keeps_records": _keeps_records(request), "form": form, "at": clock.now(),
    }  # fmt: skip
    return render(request, "approvals/work/mine.html", context, status=status)


def _own(request: HttpRequest, work_id: int) -> Work:
    """Return a piece of work of the reader's own; what others asked for does not exist for them."""
    work = Work.objects.filter(pk=work_id, by=person(request)).first()
    if work is None:
        raise Refused("not_found")
    return work


def _made(work: Work) -> WorkFile | None:
    return work.files.filter(purpose=WorkFile.Purpose.MADE).defer("text").first()


def _kept_until(work: Work) -> datetime | None:
    return work.finished_at + core.KEPT if work.finished_at else None


def _keeps_records(request: HttpRequest) -> bool:
    return reader.holds(request, Role.RECORDS)
