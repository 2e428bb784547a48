"""The editor of policies: levels added, moved and copied, checked while they are written, saved as the next version."""

import re
from dataclasses import replace

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from approvals.actions import policies as acts
from approvals.actions import writing_at_once
from approvals.models import WHOM_LEVELS_ASK, Policy, PolicyVersion
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person, require_officer
from approvals.web.forms.conditions import WhenForm, suggested
from approvals.web.forms.policies import VersionForm
from approvals.web.forms.policy_sheet import Sheet
from approvals.web.policy_check import check
from approvals.web.postings import Postings
from approvals.web.version_conflict import Conflict, conflict_with
from approvals.web.version_page import policy_of

Status = PolicyVersion.Status
# The buttons that save: under what the writer began from, or beside whatever others have saved.
SAVING = {"save": "", "save-beside": writing_at_once.ANEW}
ROW = re.compile(r"(level-\d{1,2}-)?when-\d{1,2}", re.ASCII)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, policy_id: int) -> HttpResponse:
    """Write the next version; adding, copying, moving and removing levels save nothing."""
    require_officer(request)
    written, words, postings = policy_of(policy_id), Vocabulary(), Postings(at=clock.now())
    if request.method != "POST":
        form = VersionForm(_start(request, written, words), words=words, postings=postings)
        return _edit_page(request, written, form, words)
    sheet, do = Sheet.typed(request.POST), request.POST.get("do", "")
    acted = sheet.do(do)
    form = VersionForm(sheet, words=words, postings=postings)
    if do not in SAVING:
        return _edit_page(request, written, form, words, acted=acted, is_opened=do.startswith("open-"))
    if not form.is_valid():
        return _edit_page(request, written, form, words, status=400)
    try:
        saved = acts.write_version(
            policy_id=policy_id, levels=form.level_inputs(), by=person(request), at=clock.now(),
            conditions=form.conditions(), note=form.cleaned_data["note"], seen=SAVING[do] or sheet.seen,
        )  # fmt: skip
    except Refused as refused:
        if refused.code != "version_changed":
            raise
        conflict = conflict_with(written, refused, form, words)
        return _edit_page(request, written, form, words, status=409, conflict=conflict)
    messages.success(
        request, gettext("Version %(number)s is saved. Propose it when it is ready.") % {"number": saved.number}
    )
    return redirect("policy_version", policy_id=policy_id, number=saved.number)


@page
@require_POST
def live_check(request: HttpRequest, policy_id: int) -> HttpResponse:
    """Say what is wrong with what is typed, and draw its route; saves nothing."""
    require_officer(request)
    written, words = policy_of(policy_id), Vocabulary()
    at = clock.now()
    form = VersionForm(Sheet.typed(request.POST), words=words, postings=Postings(at=at))
    checked = check(written, form, words, at=at)
    context = {"policy": written, "form": form, "checked": checked, "is_update": True}
    return render(request, "approvals/_policy_check.html", context)


@page
@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """Give the values of the field that was chosen in one row of a condition."""
    require_officer(request)
    row = request.GET.get("row", "")
    if not ROW.fullmatch(row):
        raise Refused("not_found")
    when = WhenForm({f"{row}-field": request.GET.get(f"{row}-field", "")}, words=Vocabulary(), prefix=row)
    when.errors.clear()
    return render(request, "approvals/_values.html", {"when": when})


def _edit_page(
    request: HttpRequest, written: Policy, form: VersionForm, words: Vocabulary, *, status: int = 200,
    acted: int | None = None, is_opened: bool = False, conflict: Conflict | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form; only what was to be saved and could not be is judged field by field."""
    checked = check(written, form, words, at=clock.now())
    if status == 200:
        form.forget_errors()
    elif status == 400:
        # Said already, above the form and beside each field.
        checked = replace(checked, unfinished=[])
    context = {
        "policy": written,
        "form": form,
        "checked": checked,
        "suggested": [*suggested(words), ("posting", form.postings.suggested)],
        "seen": form["seen"].value(),
        "acted": acted,
        "is_opened": is_opened,
        "conflict": conflict,
    }
    return render(request, "approvals/policy_edit.html", context, status=status)


def _start(request: HttpRequest, written: Policy, words: Vocabulary) -> Sheet:
    """Return what the form begins with: the version asked for, or the one this person writes, in force, or newest."""
    versions = list(written.versions.order_by("-number"))
    wanted = [version for version in versions if str(version.number) == request.GET.get("from", "")]
    being_written = [version for version in versions if version.status == Status.DRAFT]
    own = [version for version in being_written if version.created_by_id == person(request).pk]
    in_force = [version for version in versions if version.status == Status.IN_FORCE]
    first = next(iter([*wanted, *own, *in_force, *versions]), None)
    if first is not None:
        prefetch_related_objects([first], *WHOM_LEVELS_ASK)
    sheet = Sheet.of(first, words) if first else Sheet()
    if not sheet.levels:
        sheet.do("add")
    if first is not None and first in being_written:
        sheet.note, sheet.seen = first.note, writing_at_once.mark_of(first)
    else:
        sheet.seen = writing_at_once.mark_anew(written)
    return sheet
