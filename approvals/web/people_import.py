"""The register from a file: what it would do is shown first; then it is done whole, or not at all.

A small file is looked at while one waits; a large one is work under way, which its asker returns to.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.models import WorkFile
from approvals.actions import import_people as acts
from approvals.actions import long_work
from approvals.keepers import require_keeper
from approvals.people_file import reading
from approvals.people_file.columns import COLUMNS
from approvals.people_file.sample import sample_file
from approvals.refusals import Refused
from approvals.web import people_plan
from approvals.web.door import page, person
from approvals.web.forms.register import PeopleFileForm
from approvals.web.people_plan import ShownPlan
from approvals.web.typed import number_in
from approvals.web.uploads import bound

# A file of more lines, or more characters, is not looked at while somebody waits for the page.
AT_ONCE_LINES, AT_ONCE_CHARACTERS = 500, 200_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What the page says of a file: its text, what it would do, and why it was refused."""

    text: str = ""
    plan: ShownPlan | None = None
    refused: Refused | None = None


# The token is asked for below, once the upload is bounded: whoever asks for it reads the whole form.
@csrf_exempt
@page
@require_http_methods(["GET", "HEAD", "POST"])
def import_(request: HttpRequest) -> HttpResponse:
    """Show what a file would do, writing nothing; then, by a second request, do it."""
    require_keeper(person(request), at=clock.now())
    bound(request, require_size=reading.require_size)
    return _import(request)


@csrf_protect
def _import(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PeopleFileForm(), Tried())
    at = clock.now()
    if request.POST.get("work"):
        return _confirmed_work(request, at=at)
    form = PeopleFileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            return _page(request, form, Tried(), status=400)
        return _answer(request, form, at=at)
    except Refused as refused:
        text = form.cleaned_data.get("as_text", "") if hasattr(form, "cleaned_data") else ""
        return _page(request, form, Tried(text, refused=refused), status=refused.status)


def _answer(request: HttpRequest, form: PeopleFileForm, *, at: datetime) -> HttpResponse:
    text, sent = form.cleaned_data["as_text"], form.cleaned_data.get("file")
    if request.POST.get("do") == "import":
        return _take(request, text, at=at)
    if text.count("\n") > AT_ONCE_LINES or len(text) > AT_ONCE_CHARACTERS:
        return _look_later(request, text, sent.name if sent else "", at=at)
    plan = acts.rehearse(text=text, by=person(request), at=at)
    return _page(request, form, Tried(text, people_plan.shown(plan)))


def _take(request: HttpRequest, text: str, *, at: datetime) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        plan = acts.import_people(text=text, seen=seen, by=person(request), at=at)
    except acts.PlanChanged as changed:
        tried = Tried(text, people_plan.shown(changed.plan), changed)
        return _page(request, PeopleFileForm(), tried, status=changed.status)
    counts = plan.counts
    messages.success(
        request,
        gettext("The file is imported: %(people)s new people, %(postings)s new postings, %(changes)s other changes.")
        % {
            "people": counts["person_new"], "postings": counts["posting_new"],
            "changes": len(plan.changes) - counts["person_new"] - counts["posting_new"],
        },
    )  # fmt: skip
    return redirect("people")


def _look_later(request: HttpRequest, text: str, name: str, *, at: datetime) -> HttpResponse:
    """Let a worker look at a large file."""
    reading.read(text)
    given = {"name": name[:100] or "people.csv", "text": text}
    work = long_work.begin(kind="people_check", by=person(request), asked={}, given=given, at=at)
    return redirect("work_one", work_id=work.pk)


def _confirmed_work(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Let a worker take over the file that was looked at in a piece of work of one's own."""
    found = WorkFile.objects.filter(
        work__pk=number_in(request.POST["work"]) or 0,
        work__by=person(request), work__kind__in=("people_check", "people_import"), purpose=WorkFile.Purpose.GIVEN,
    ).first()  # fmt: skip
    if found is None:
        raise Refused("not_found")
    work = long_work.begin(
        kind="people_import", by=person(request), asked={"seen": request.POST.get("seen", "")[:64]},
        given={"name": found.name, "text": found.text}, at=at,
    )  # fmt: skip
    return redirect("work_one", work_id=work.pk)


def _page(request: HttpRequest, form: PeopleFileForm, tried: Tried, *, status: int = 200) -> HttpResponse:
    # What was sent as a file comes back as text, to be mended in place; no page can choose a file for its reader.
    form = PeopleFileForm(initial={"text": tried.text}) if tried.text else form
    context = {"form": form, "tried": tried, "columns": COLUMNS, "sample": sample_file(at=clock.now())}
    return render(request, "approvals/people_import.html", context, status=status)
